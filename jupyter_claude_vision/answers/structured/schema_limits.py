"""The API's limits on a schema, checked before anything is sent.

Structured outputs, checked 2026-11-25: no recursion, no free keys, no tuples, only plain values in
enumerations, at most 24 optional fields and 16 of several types. Limits on numbers and lengths are
not supported either: the SDK's `transform_schema` moves them into the descriptions, and answers
are validated against them.
"""

from __future__ import annotations

from typing import Any, Final

MAX_OPTIONAL: Final = 24
"""Fields with a default, in the whole schema."""

MAX_UNIONS: Final = 16
"""Fields of several types, such as ``float | None``, in the whole schema."""


class SchemaLimitError(ValueError):
    """A type exceeds the API's limits; the message names the field and what to do."""


def check_limits(schema: dict[str, Any], name: str) -> None:
    """Raise where a schema exceeds the API's limits.

    Parameters
    ----------
    schema : dict
        As pydantic makes it.
    name : str
        Of the type; the path of each field begins with it: ``Report.items[].price``.

    Raises
    ------
    SchemaLimitError
    """
    walk = _SchemaWalk(schema.get("$defs", {}))
    walk.visit_schema(schema, name)
    if len(walk.optional) > MAX_OPTIONAL:
        msg = (
            f"{name} has {len(walk.optional)} fields with a default, and the API takes "
            f"{MAX_OPTIONAL}: give {walk.optional[MAX_OPTIONAL]} and those after it none."
        )
        raise SchemaLimitError(msg)
    if len(walk.unions) > MAX_UNIONS:
        msg = (
            f"{name} has {len(walk.unions)} fields of several types, and the API takes "
            f"{MAX_UNIONS}: give {walk.unions[MAX_UNIONS]} and those after it one type."
        )
        raise SchemaLimitError(msg)


class _SchemaWalk:
    """Walk through a schema, each definition once, that collects the limited fields."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._visited_names: set[str] = set()
        self.optional: list[str] = []
        self.unions: list[str] = []

    def visit_schema(self, schema: dict[str, Any], path: str, above: tuple[str, ...] = ()) -> None:
        if reference := schema.get("$ref"):
            self._visit_definition(reference.rsplit("/", 1)[-1], path, above)
        elif "enum" in schema or "const" in schema:
            _check_values(schema, path)
        elif variants := schema.get("anyOf") or schema.get("oneOf"):
            self.unions.append(path)
            for variant in variants:
                self.visit_schema(variant, path, above)
        elif "allOf" in schema:
            for part in schema["allOf"]:
                self.visit_schema(part, path, above)
        elif schema.get("type") == "object":
            self._visit_fields(schema, path, above)
        elif schema.get("type") == "array":
            self._visit_items(schema, path, above)
        elif "type" not in schema:
            msg = f"{path} may be anything: give it a type."
            raise SchemaLimitError(msg)

    def _visit_definition(self, name: str, path: str, above: tuple[str, ...]) -> None:
        if name in above:
            msg = (
                f"{path} contains the {name} that it is a part of, and the API supports no "
                "recursion: ask for a list whose items name their parents."
            )
            raise SchemaLimitError(msg)
        if name not in self._visited_names:
            self._visited_names.add(name)
            self.visit_schema(self._definitions[name], path, (*above, name))

    def _visit_fields(self, schema: dict[str, Any], path: str, above: tuple[str, ...]) -> None:
        fields = schema.get("properties")
        if not fields and schema.get("additionalProperties") in (None, False):
            msg = f"{path} has no fields: give it one."
            raise SchemaLimitError(msg)
        if not fields:
            msg = (
                f"{path} is a dict with any keys, which the API does not support: name its fields "
                "in a type, or make it a list of a type with a field for the key."
            )
            raise SchemaLimitError(msg)
        required = schema.get("required", ())
        for name, part in fields.items():
            place = f"{path}.{name}"
            if name not in required:
                self.optional.append(place)
            self.visit_schema(part, place, above)

    def _visit_items(self, schema: dict[str, Any], path: str, above: tuple[str, ...]) -> None:
        if "prefixItems" in schema or schema.get("maxItems") == 0:
            msg = (
                f"{path} is a tuple, which the API does not support: make it a list, or a type "
                "with a field for each of its parts."
            )
            raise SchemaLimitError(msg)
        self.visit_schema(schema.get("items", {}), f"{path}[]", above)


def _check_values(schema: dict[str, Any], path: str) -> None:
    values = schema.get("enum", [schema.get("const")])
    if not values or any(isinstance(value, (list, dict)) for value in values):
        msg = f"{path} has values other than text, numbers, True, False and None: use only those."
        raise SchemaLimitError(msg)
