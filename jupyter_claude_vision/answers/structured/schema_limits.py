"""The API's limits on a schema, checked before anything is sent.

Structured outputs, checked 2026-11-25: no recursion, no free keys, no tuples, only plain values in
enumerations, at most 24 fields that may be left out and 16 that may be of several types. Limits on
numbers and lengths are no part of it either: the SDK's `transform_schema` moves them into the
descriptions, and what comes is validated against them.
"""

from __future__ import annotations

from typing import Any, Final

MOST_OPTIONAL: Final = 24
"""Fields with a default, in all of a schema."""

MOST_UNIONS: Final = 16
"""Fields of several types, such as ``float | None``, in all of a schema."""


class SchemaLimitError(ValueError):
    """A type is more than the API takes; the message names the field and says what to do."""


def check_limits(schema: dict[str, Any], name: str) -> None:
    """Raise where a schema is not one that the API takes.

    Parameters
    ----------
    schema : dict
        As pydantic makes it.
    name : str
        Of the type, with which the path of each field begins: ``Report.items[].price``.

    Raises
    ------
    SchemaLimitError
    """
    walk = _Walk(schema.get("$defs", {}))
    walk.visit(schema, name)
    if len(walk.optional) > MOST_OPTIONAL:
        msg = (
            f"{name} has {len(walk.optional)} fields with a default, and the API takes "
            f"{MOST_OPTIONAL}: give {walk.optional[MOST_OPTIONAL]} and those after it none."
        )
        raise SchemaLimitError(msg)
    if len(walk.unions) > MOST_UNIONS:
        msg = (
            f"{name} has {len(walk.unions)} fields of several types, and the API takes "
            f"{MOST_UNIONS}: give {walk.unions[MOST_UNIONS]} and those after it one type."
        )
        raise SchemaLimitError(msg)


class _Walk:
    """Goes through a schema, each definition once, and notes what is limited."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._visited: set[str] = set()
        self.optional: list[str] = []
        self.unions: list[str] = []

    def visit(self, schema: dict[str, Any], path: str, above: tuple[str, ...] = ()) -> None:
        if reference := schema.get("$ref"):
            self._follow(reference.rsplit("/", 1)[-1], path, above)
        elif "enum" in schema or "const" in schema:
            _check_values(schema, path)
        elif variants := schema.get("anyOf") or schema.get("oneOf"):
            self.unions.append(path)
            for variant in variants:
                self.visit(variant, path, above)
        elif "allOf" in schema:
            for part in schema["allOf"]:
                self.visit(part, path, above)
        elif schema.get("type") == "object":
            self._visit_fields(schema, path, above)
        elif schema.get("type") == "array":
            self._visit_items(schema, path, above)
        elif "type" not in schema:
            msg = f"{path} may be anything: give it a type."
            raise SchemaLimitError(msg)

    def _follow(self, name: str, path: str, above: tuple[str, ...]) -> None:
        if name in above:
            msg = (
                f"{path} holds a {name}, of which it is a part itself, and the API takes no "
                "recursion: ask for a list whose items name their parents."
            )
            raise SchemaLimitError(msg)
        if name not in self._visited:
            self._visited.add(name)
            self.visit(self._definitions[name], path, (*above, name))

    def _visit_fields(self, schema: dict[str, Any], path: str, above: tuple[str, ...]) -> None:
        fields = schema.get("properties")
        if not fields and schema.get("additionalProperties") in (None, False):
            msg = f"{path} has no fields: give it one."
            raise SchemaLimitError(msg)
        if not fields:
            msg = (
                f"{path} is a dict with any keys, which the API does not take: name its fields in "
                "a type, or make it a list of a type with a field for the key."
            )
            raise SchemaLimitError(msg)
        required = schema.get("required", ())
        for name, part in fields.items():
            place = f"{path}.{name}"
            if name not in required:
                self.optional.append(place)
            self.visit(part, place, above)

    def _visit_items(self, schema: dict[str, Any], path: str, above: tuple[str, ...]) -> None:
        if "prefixItems" in schema or schema.get("maxItems") == 0:
            msg = (
                f"{path} is a tuple, which the API does not take: make it a list, or a type with "
                "a field for each of its parts."
            )
            raise SchemaLimitError(msg)
        self.visit(schema.get("items", {}), f"{path}[]", above)


def _check_values(schema: dict[str, Any], path: str) -> None:
    values = schema.get("enum", [schema.get("const")])
    if not values or any(isinstance(value, (list, dict)) for value in values):
        msg = f"{path} has values that are no text, number, True, False or None: give it such ones."
        raise SchemaLimitError(msg)
