"""The wire models of regions, tables and claims, which the model fills in.

Imported on demand, since it imports pydantic. The fields' descriptions are prompts for the model,
as a class's docstring would be.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from ...claims.chart_table import AxisKind
from .user_types import DataType, to_data_type

ImageNumber = Annotated[int, Field(description="The number of the image.")]


# ruff: noqa: D101 - see above
class WireRegion(BaseModel):
    image: ImageNumber
    label: str = Field(description="At most five words.")
    sentence: str = Field(description="What to know of it, in one sentence.")
    shape: Literal["box", "point"]
    coordinates: list[float] = Field(
        description="Absolute pixels of the image: [left, top, right, bottom] of a box, [x, y] of "
        "a point."
    )


class WireX(BaseModel):
    name: str
    unit: str
    kind: AxisKind


class WireY(BaseModel):
    name: str
    unit: str


class WireSeries(BaseModel):
    image: ImageNumber
    panel: str = Field(description="Title of the subplot, or empty.")
    name: str
    unit: str
    x: list[str] = Field(description="Numbers without separators, dates as YYYY-MM-DD, or names.")
    y: list[float]


class WireTable(BaseModel):
    x: WireX
    y: WireY
    series: list[WireSeries]


class WireClaim(BaseModel):
    quote: str = Field(description="The exact words of the answer, with their number.")
    query: str = Field(description="One SELECT that gives one cell: what the words state.")
    value: float | str | bool = Field(
        description="What the words state, in the query's own terms: a number, a text, a date as "
        "YYYY-MM-DD, YYYY-MM or YYYY, or true or false."
    )


class WireCitedClaim(WireClaim):
    call: int = Field(description="Number of the call of a tool that gave it, or 0.")


@cache
def build_wire_type(part: str) -> DataType:
    """Return the type of one of this package's own parts.

    Parameters
    ----------
    part : {"table", "claims", "cited claims", "regions"}
    """
    wire_model: Any = {
        "table": WireTable,
        "claims": list[WireClaim],
        "cited claims": list[WireCitedClaim],
        "regions": list[WireRegion],
    }[part]
    wire_type = to_data_type(wire_model)
    # Without definitions, since a user's type may have some of the same names.
    schema = _inline_definitions(wire_type.schema, wire_type.definitions)
    return DataType(wire_type.name, schema, {}, wire_type.adapter)


def _inline_definitions(schema: Any, definitions: dict[str, Any]) -> Any:
    """Return a schema with its definitions in place of their references, and without titles."""
    if isinstance(schema, list):
        return [_inline_definitions(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _inline_definitions(definitions[reference.rsplit("/", 1)[-1]], definitions)
    is_titled = isinstance(schema.get("title"), str)  # and not a field of that name
    return {
        key: _inline_definitions(part, definitions)
        for key, part in schema.items()
        if not (is_titled and key == "title")
    }
