"""Definitions of the tools as the model reads them: their bytes never change within a version."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from ..claims.table_layout import COLUMNS_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_ROWS: Final = 200
"""Rows of a query's result that the model gets."""

MOST_CHARACTERS: Final = 8_000
"""Characters of a result's text."""

_CHARACTERS_A_TOKEN: Final = 3
"""As for a question: rather too few than too many, so that an estimate is rather too high."""

_SYSTEM_TOKENS: Final = 350
"""What the API adds to a request with tools (pricing of tool use for Claude 4: 346 tokens)."""

_IMAGE: Final = {"type": "integer", "description": "Number of the image, from its label; else 1"}
_PIXEL: Final = {"type": "number"}


_NAMES_QUERY: Final = "SELECT panel, series, kind, count(*) FROM data GROUP BY 1, 2, 3"


def _define_tool(name: str, description: str, properties: dict[str, Any]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"name": name, "description": description, "input_schema": schema}


ZOOM: Final = _define_tool(
    "zoom",
    "Look closer at a part of an image: you get that part at full resolution as a new image with a "
    "number of its own. Charts, drawings and PDF pages are drawn anew, so that small text grows "
    "sharp; photographs and screenshots are cut from the original. Use it before you state what is "
    "small, dense or hard to read; choose a part of a few panels or lines, and call it for several "
    "parts at once. The numbers are pixels of that image as you see it, from its top left corner.",
    {"image": _IMAGE, "left": _PIXEL, "top": _PIXEL, "right": _PIXEL, "bottom": _PIXEL},
)

QUERY: Final = _define_tool(
    "query",
    "Ask the data that a live chart was drawn from, with one SQLite SELECT. They are exact where "
    "the image is not: use it for every number, rank, extreme, change or count that you state. "
    f"{_NAMES_QUERY} has the names. At most {MOST_ROWS} rows come back, so let SQL aggregate. "
    f"The tables:\n{COLUMNS_TEXT}",
    {"image": _IMAGE, "sql": {"type": "string"}},
)

DEFINITIONS: Final[dict[str, dict[str, Any]]] = {"zoom": ZOOM, "query": QUERY}


def count_definition_tokens(definitions: Iterable[Mapping[str, Any]]) -> int:
    """Return about how many input tokens definitions cost in each request; 0 for none."""
    texts = [json.dumps(definition, ensure_ascii=False) for definition in definitions]
    return _SYSTEM_TOKENS + count_text_tokens("".join(texts)) if texts else 0


def count_text_tokens(text: str) -> int:
    """Return about how many tokens a text has."""
    return math.ceil(len(text) / _CHARACTERS_A_TOKEN)
