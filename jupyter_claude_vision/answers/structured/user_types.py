"""A user's own type as what an answer must hold: pydantic, a dataclass, a TypedDict, or a list."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from ...errors import PromptError
from .letter_case import with_letter_case
from .schema_limits import SchemaLimitError, check_limits

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
        JSON schema as pydantic makes it, within the API's limits.
    definitions : dict
        What the schema refers to as ``#/$defs/…``.
    adapter : pydantic.TypeAdapter
        Validates what comes.
    """

    name: str
    schema: dict[str, Any]
    definitions: dict[str, Any]
    adapter: TypeAdapter[Any] = field(repr=False, compare=False)

    def read(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """Return an instance, or None and what is wrong with the value, place by place."""
        from pydantic import ValidationError

        value = self.with_letter_case(value)
        try:
            # As JSON, so that dates, sets and enumerations are read from what JSON has.
            return self.adapter.validate_json(json.dumps(value)), ()
        except ValidationError as error:
            return None, (f"The data is no {self.name}: {_wrong(error)}.",)

    def with_letter_case(self, value: object) -> Any:
        """Return an answer's value with its enumerated texts as the schema spells them."""
        return with_letter_case(value, self.schema, self.definitions)


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
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    name = getattr(wanted, "__name__", str(wanted))
    if not isinstance(wanted, type) and get_origin(wanted) is None:
        msg = f"{name} is no type: name a pydantic model, a dataclass or a TypedDict."
        raise PromptError(msg)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(_known_to_pydantic(wanted))
        schema = _json_schema(adapter)
        check_limits(schema, name)
    except SchemaLimitError as error:
        raise PromptError(str(error)) from error
    except (PydanticUserError, ValueError, TypeError, NameError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        msg = f"{_fault_path(wanted, name)} cannot be asked for ({reason}): give it a plain type."
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


def _json_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Return a type's schema without titles that say what the fields' names say."""
    from pydantic.json_schema import GenerateJsonSchema

    class Untitled(GenerateJsonSchema):
        def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - its signature
            return False

    return adapter.json_schema(schema_generator=Untitled)


def _fault_path(wanted: Any, path: str, above: tuple[object, ...] = ()) -> str:
    """Return the path of the field of which pydantic makes no schema."""
    if get_origin(wanted) is None:
        try:
            parts = [(f".{name}", hint) for name, hint in get_type_hints(wanted).items()]
        except (NameError, TypeError):
            return path
    else:
        place = "[]" if get_origin(wanted) in {list, set, frozenset} else ""
        parts = [(place, argument) for argument in get_args(wanted)]
    for place, part in parts:
        if part not in above and not _has_schema(part):
            return _fault_path(part, f"{path}{place}", (*above, wanted))
    return path


def _has_schema(part: Any) -> bool:
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    try:
        TypeAdapter(_known_to_pydantic(part)).json_schema()
    except (PydanticUserError, ValueError, TypeError, NameError):
        return False
    return True


def _wrong(error: ValidationError) -> str:
    """Say which fields are wrong, and why."""
    found = error.errors(include_url=False, include_context=False)
    said = [f"{_place(e['loc'])}{e['msg'][0].lower()}{e['msg'][1:]}" for e in found[:_MOST_ERRORS]]
    more = len(found) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def _place(parts: tuple[int | str, ...]) -> str:
    return f"{'.'.join(map(str, parts))}: " if parts else ""
