"""A strict check of request bodies, made from the SDK's own types of their parameters.

The types are `TypedDict`s, which nothing holds a body against while a program runs. Here an unknown
field, a value of another type, and a choice that is not among those that a type names are errors.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from anthropic.types import MessageCountTokensParams, MessageCreateParams
from anthropic.types.messages import BatchCreateParams
from pydantic import TypeAdapter
from pydantic_core import SchemaValidator, ValidationError, from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Final[Mapping[str, Any]] = {
    "/v1/messages": MessageCreateParams,
    "/v1/messages/count_tokens": MessageCountTokensParams,
    "/v1/messages/batches": BatchCreateParams,
}
"""The types of bodies, by the path that they are sent to."""

_HEADERS: Final = frozenset({"user_profile_id", "workspace_id"})
"""Parameters of the SDK's methods that travel as headers, so that no body holds them."""

_SHOWN: Final = 8


def check_body(path: str, body: bytes) -> None:
    """Hold a body against the type of what is sent to a path; paths of other things pass.

    Raises
    ------
    AssertionError
        It is not of that type, or holds what belongs into a header.
    """
    if path not in TYPES:
        return
    value = from_json(body)
    try:
        _validator(path).validate_python(value)
    except ValidationError as error:
        raise AssertionError(_told(path, error)) from None
    assert not _HEADERS & value.keys(), f"{path} takes {_HEADERS & value.keys()} as headers."


def _told(path: str, error: ValidationError) -> str:
    """Return what is wrong with a body.

    Each member of a union complains; those that got furthest are nearest to what was meant.
    """
    problems = sorted(error.errors(include_input=False), key=lambda p: -len(p["loc"]))
    places = [[str(part) for part in p["loc"] if "[" not in str(part)] for p in problems]
    texts = [f"{'.'.join(place)}: {p['msg']}" for place, p in zip(places, problems, strict=True)]
    return "\n".join([f"A body for {path} is not as the SDK has it.", *texts[:_SHOWN]])


@cache
def _validator(path: str) -> SchemaValidator:
    schema: Any = _strict(TypeAdapter(TYPES[path]).core_schema)
    return SchemaValidator(schema)


def _strict(schema: Any) -> Any:
    """Return a schema that takes no unknown field, and converts nothing.

    What the types call an `Iterable` is a list, which is looked into at once. Of a reply's block
    that may be handed back as it came, the SDK's own object is taken and no likeness of it.
    """
    if isinstance(schema, list | tuple):
        return type(schema)(map(_strict, schema))
    if not isinstance(schema, dict):
        return schema
    kind = schema.get("type")
    if kind == "model":
        named = {"ref": schema["ref"]} if "ref" in schema else {}
        return {"type": "is-instance", "cls": schema["cls"], **named}
    strict = {name: _strict(value) for name, value in schema.items()}
    if kind == "generator":
        strict["type"] = "list"
    elif kind == "typed-dict":
        strict["extra_behavior"] = "forbid"
    elif kind in ("bool", "float", "int", "str"):  # a field may have this name, and be a schema
        strict["strict"] = True
    return strict
