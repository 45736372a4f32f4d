"""Restoration of the letter case of enumerated values.

The API does not guarantee their capitalization (Structured outputs, checked 2026-11-25).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def restore_letter_case(
    value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]
) -> Any:
    """Return an answer's value with each enumerated text spelled as in the schema.

    A text that is in the schema stays, even if others differ from it in case only.

    Parameters
    ----------
    value : object
        Parsed JSON.
    schema : mapping
    definitions : mapping
        The schemas that it refers to as ``#/$defs/…``.
    """
    return _CaseRestorer(definitions).restore_value(value, schema)


class _CaseRestorer:
    def __init__(self, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        self._definitions = definitions

    def restore_value(self, value: Any, schema: Mapping[str, Any]) -> Any:
        schema = self._resolve(schema)
        if variants := schema.get("anyOf") or schema.get("oneOf"):
            return self._restore_variant(value, variants)
        for part in schema.get("allOf", ()):
            value = self.restore_value(value, part)
        if isinstance(value, dict):
            fields = schema.get("properties", {})
            return {
                k: self.restore_value(v, fields[k]) if k in fields else v for k, v in value.items()
            }
        if isinstance(value, list):
            items = schema.get("items")
            return value if items is None else [self.restore_value(item, items) for item in value]
        if isinstance(value, str):
            return _restore_text(value, schema)
        return value

    def _restore_variant(self, value: Any, variants: Sequence[Mapping[str, Any]]) -> Any:
        """Return a value in the spelling of the first variant that it matches."""
        for variant in variants:  # an exact match comes first
            if self._matches(value, variant):
                return self.restore_value(value, variant)
        for variant in variants:
            candidate = self.restore_value(value, variant)
            if self._matches(candidate, variant):
                return candidate
        return value

    def _matches(self, value: Any, schema: Mapping[str, Any]) -> bool:
        """Return whether a value matches a schema, as far as it distinguishes variants."""
        schema = self._resolve(schema)
        if variants := schema.get("anyOf") or schema.get("oneOf"):
            return any(self._matches(value, variant) for variant in variants)
        if "enum" in schema or "const" in schema:
            return value in schema.get("enum", [schema.get("const")])
        if schema.get("type") == "object":
            fields = schema.get("properties", {})
            return (
                isinstance(value, dict)
                and set(schema.get("required", ())) <= value.keys() <= fields.keys()
                and all(self._matches(part, fields[name]) for name, part in value.items())
            )
        if schema.get("type") == "array":
            items = schema.get("items", {})
            return isinstance(value, list) and all(self._matches(item, items) for item in value)
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


def _restore_text(text: str, schema: Mapping[str, Any]) -> str:
    values = schema.get("enum", [schema.get("const")])
    spellings = [value for value in values if isinstance(value, str)]
    if text in spellings:
        return text
    return next((s for s in spellings if s.casefold() == text.casefold()), text)
