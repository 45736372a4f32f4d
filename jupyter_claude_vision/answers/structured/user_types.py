"""Users' own types for the data of an answer: pydantic, dataclass, TypedDict, list."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from ...errors import PromptError
from .letter_case import restore_letter_case
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
        The schemas that it refers to as ``#/$defs/…``.
    adapter : pydantic.TypeAdapter
        Validates the data.
    """

    name: str
    schema: dict[str, Any]
    definitions: dict[str, Any]
    adapter: TypeAdapter[Any] = field(repr=False, compare=False)

    def validate_value(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """Return an instance, or None and the problems of the value, field by field."""
        from pydantic import ValidationError

        value = self.restore_letter_case(value)
        try:
            # As JSON, so that dates, sets and enumerations are read from JSON's types.
            return self.adapter.validate_json(json.dumps(value)), ()
        except ValidationError as error:
            return None, (f"The data is not a valid {self.name}: {_describe_errors(error)}.",)

    def restore_letter_case(self, value: object) -> Any:
        """Return a value with its enumerated texts spelled as in the schema."""
        return restore_letter_case(value, self.schema, self.definitions)


def to_data_type(user_type: object) -> DataType:
    """Return a user's type as the type of an answer's data.

    Parameters
    ----------
    user_type : type
        A pydantic model, a dataclass, a TypedDict, or anything that pydantic can validate.

    Raises
    ------
    PromptError
        It is no such type, or the API does not support it.
    """
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    name = getattr(user_type, "__name__", str(user_type))
    if not isinstance(user_type, type) and get_origin(user_type) is None:
        msg = f"{name} is not a type: use a pydantic model, a dataclass or a TypedDict."
        raise PromptError(msg)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(_to_pydantic_type(user_type))
        schema = _build_json_schema(adapter)
        check_limits(schema, name)
    except SchemaLimitError as error:
        raise PromptError(str(error)) from error
    except (PydanticUserError, ValueError, TypeError, NameError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        msg = f"{_find_fault(user_type, name)} is not supported ({reason}): give it a plain type."
        raise PromptError(msg) from error
    definitions = schema.pop("$defs", {})
    return DataType(name, schema, definitions, adapter)


def _to_pydantic_type(user_type: Any) -> Any:
    """Return a type with the TypedDicts that pydantic accepts: before Python 3.12, not typing's."""
    if sys.version_info >= (3, 12):
        return user_type
    import typing

    import typing_extensions

    if typing_extensions.is_typeddict(user_type):
        hints = get_type_hints(user_type, include_extras=True)
        fields = {
            name: _to_pydantic_type(hint)
            if name in user_type.__required_keys__
            else typing_extensions.NotRequired[_to_pydantic_type(hint)]
            for name, hint in hints.items()
        }
        make: Any = typing_extensions.TypedDict
        typed_dict: Any = make(user_type.__name__, fields)
        typed_dict.__doc__ = user_type.__doc__
        return typed_dict
    arguments = get_args(user_type)
    if not arguments or get_origin(user_type) is typing.Literal:
        return user_type
    parts = tuple(map(_to_pydantic_type, arguments))
    if isinstance(user_type, UnionType):
        return reduce(or_, parts)
    return (
        user_type.copy_with(parts)
        if hasattr(user_type, "copy_with")
        else user_type.__origin__[parts]
    )


def _build_json_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Return a type's schema without titles that repeat the fields' names."""
    from pydantic.json_schema import GenerateJsonSchema

    class Untitled(GenerateJsonSchema):
        def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - its signature
            return False

    return adapter.json_schema(schema_generator=Untitled)


def _find_fault(user_type: Any, path: str, above: tuple[object, ...] = ()) -> str:
    """Return the path of the field for which pydantic has no schema."""
    if get_origin(user_type) is None:
        try:
            parts = [(f".{name}", hint) for name, hint in get_type_hints(user_type).items()]
        except (NameError, TypeError):
            return path
    else:
        place = "[]" if get_origin(user_type) in {list, set, frozenset} else ""
        parts = [(place, argument) for argument in get_args(user_type)]
    for place, part in parts:
        if part not in above and not _has_schema(part):
            return _find_fault(part, f"{path}{place}", (*above, user_type))
    return path


def _has_schema(part: Any) -> bool:
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    try:
        TypeAdapter(_to_pydantic_type(part)).json_schema()
    except (PydanticUserError, ValueError, TypeError, NameError):
        return False
    return True


def _describe_errors(error: ValidationError) -> str:
    """Return a list of the invalid fields, with the reasons."""
    errors = error.errors(include_url=False, include_context=False)
    sentences = [
        f"{_format_location(e['loc'])}{e['msg'][0].lower()}{e['msg'][1:]}"
        for e in errors[:_MOST_ERRORS]
    ]
    rest = len(errors) - len(sentences)
    return "; ".join(sentences) + (f"; and {rest} more" if rest > 0 else "")


def _format_location(parts: tuple[int | str, ...]) -> str:
    return f"{'.'.join(map(str, parts))}: " if parts else ""
