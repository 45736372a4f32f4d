"""The values of enumerations as a schema spells them.

The API does not guarantee their capitalization (Structured outputs, checked 2026-11-25).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def with_letter_case(
    value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]
) -> Any:
    """Return an answer's value with each enumerated text as the schema spells it.

    A text that the schema has as it is stays, whatever others differ from it in case only.

    Parameters
    ----------
    value : object
        As JSON has it.
    schema : mapping
    definitions : mapping
        What the schema refers to as ``#/$defs/…``.
    """
    return _Speller(definitions).spell(value, schema)


class _Speller:
    def __init__(self, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        self._definitions = definitions

    def spell(self, value: Any, schema: Mapping[str, Any]) -> Any:
        schema = self._resolve(schema)
        if variants := schema.get("anyOf") or schema.get("oneOf"):
            return self._spell_as_one_of(value, variants)
        for part in schema.get("allOf", ()):
            value = self.spell(value, part)
        if isinstance(value, dict):
            fields = schema.get("properties", {})
            return {k: self.spell(v, fields[k]) if k in fields else v for k, v in value.items()}
        if isinstance(value, list):
            items = schema.get("items")
            return value if items is None else [self.spell(item, items) for item in value]
        if isinstance(value, str):
            return _spell_text(value, schema)
        return value

    def _spell_as_one_of(self, value: Any, variants: Sequence[Mapping[str, Any]]) -> Any:
        """Return a value as the first variant that takes it spells it."""
        for variant in variants:  # as it is, first
            if self._takes(value, variant):
                return self.spell(value, variant)
        for variant in variants:
            spelled = self.spell(value, variant)
            if self._takes(spelled, variant):
                return spelled
        return value

    def _takes(self, value: Any, schema: Mapping[str, Any]) -> bool:
        """Return whether a value is of a schema, as far as tells variants apart."""
        schema = self._resolve(schema)
        if variants := schema.get("anyOf") or schema.get("oneOf"):
            return any(self._takes(value, variant) for variant in variants)
        if "enum" in schema or "const" in schema:
            return value in schema.get("enum", [schema.get("const")])
        if schema.get("type") == "object":
            fields = schema.get("properties", {})
            return (
                isinstance(value, dict)
                and set(schema.get("required", ())) <= value.keys() <= fields.keys()
                and all(self._takes(part, fields[name]) for name, part in value.items())
            )
        if schema.get("type") == "array":
            items = schema.get("items", {})
            return isinstance(value, list) and all(self._takes(item, items) for item in value)
        kinds: dict[str, type | tuple[type, ...]] = {
            "string": str,
            "boolean": bool,
            "null": type(None),
            "integer": int,
            "number": (int, float),
        }
        kind = kinds.get(str(schema.get("type")), object)
        is_number = kind not in (bool, object)
        return isinstance(value, kind) and not (is_number and isinstance(value, bool))

    def _resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while reference := schema.get("$ref"):
            schema = self._definitions[reference.rsplit("/", 1)[-1]]
        return schema


def _spell_text(text: str, schema: Mapping[str, Any]) -> str:
    values = schema.get("enum", [schema.get("const")])
    spellings = [value for value in values if isinstance(value, str)]
    if text in spellings:
        return text
    return next((s for s in spellings if s.casefold() == text.casefold()), text)
