"""A user's own type as what an answer must hold: pydantic, a dataclass, a TypedDict, or a list."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from ..errors import PromptError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_MOST_ERRORS: Final = 5


@dataclass(frozen=True)
class DataType:
    """A type that the data of an answer must be of.

    Attributes
    ----------
    name : str
    schema : dict
        JSON schema, within what the API takes.
    definitions : dict
        What the schema refers to as ``#/$defs/…``.
    """

    name: str
    schema: dict[str, Any]
    definitions: dict[str, Any]
    _adapter: TypeAdapter[Any] = field(repr=False, compare=False)

    def read(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """Return an instance, or None and what is wrong with the value, place by place."""
        from pydantic import ValidationError

        try:
            # As JSON, so that dates, sets and enumerations are read from what JSON has.
            return self._adapter.validate_json(json.dumps(value)), ()
        except ValidationError as error:
            return None, (f"The data is no {self.name}: {_wrong(error)}.",)


def data_type(wanted: object) -> DataType:
    """Return a type as what an answer's data must be of.

    Parameters
    ----------
    wanted : type
        A pydantic model, a dataclass, a TypedDict, or anything that pydantic can validate.

    Raises
    ------
    PromptError
        It is no such type, or one that the API cannot be asked for.
    """
    from anthropic import transform_schema
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    name = getattr(wanted, "__name__", str(wanted))
    if not isinstance(wanted, type) and get_origin(wanted) is None:
        msg = f"{name} is no type: name a pydantic model, a dataclass or a TypedDict."
        raise PromptError(msg)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(_known_to_pydantic(wanted))
        schema = adapter.json_schema()
        _check(schema, name)
        schema = transform_schema(schema)
    except (PydanticUserError, ValueError, TypeError, NameError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        msg = f"{name} cannot be asked for ({reason}): give each of its fields a plain type."
        raise PromptError(msg) from error
    definitions = schema.pop("$defs", {})
    return DataType(name, schema, definitions, adapter)


def _known_to_pydantic(wanted: Any) -> Any:
    """Return a type with the TypedDicts that pydantic takes; before Python 3.12, not typing's."""
    if sys.version_info >= (3, 12):
        return wanted
    import typing

    import typing_extensions

    if typing_extensions.is_typeddict(wanted):
        hints = get_type_hints(wanted, include_extras=True)
        fields = {
            name: _known_to_pydantic(hint)
            if name in wanted.__required_keys__
            else typing_extensions.NotRequired[_known_to_pydantic(hint)]
            for name, hint in hints.items()
        }
        make: Any = typing_extensions.TypedDict
        made: Any = make(wanted.__name__, fields)
        made.__doc__ = wanted.__doc__
        return made
    arguments = get_args(wanted)
    if not arguments or get_origin(wanted) is typing.Literal:
        return wanted
    parts = tuple(map(_known_to_pydantic, arguments))
    if isinstance(wanted, UnionType):
        return reduce(or_, parts)
    return wanted.copy_with(parts) if hasattr(wanted, "copy_with") else wanted.__origin__[parts]


def _check(schema: object, place: str) -> None:
    """Raise ValueError for a dict with free keys, which the API would leave empty."""
    if isinstance(schema, list):
        for part in schema:
            _check(part, place)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" and not schema.get("properties"):
        msg = f"{place} is a dict with any keys"
        raise ValueError(msg)
    for key, part in schema.items():
        if key in {"properties", "$defs"}:
            for name, inner in part.items():
                _check(inner, f"{place}.{name}" if key == "properties" else name)
        elif key not in {"default", "enum", "const", "examples"}:
            _check(part, place)


def _wrong(error: ValidationError) -> str:
    """Say which fields are wrong, and why."""
    found = error.errors(include_url=False, include_context=False)
    said = [f"{_place(e['loc'])}{e['msg'][0].lower()}{e['msg'][1:]}" for e in found[:_MOST_ERRORS]]
    more = len(found) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def _place(parts: tuple[int | str, ...]) -> str:
    return f"{'.'.join(map(str, parts))}: " if parts else ""
