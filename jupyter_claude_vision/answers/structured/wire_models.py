"""The wire models of regions, tables and claims, which the model fills in.

Imported on demand, since it imports pydantic. The fields' descriptions are prompts for the model,
as a class's docstring would be.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from ...claims.chart_table import AxisKind
from ...claims.model import Kind, Part, Relation

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
    statement: str = Field(description="In the words of the answer.")
    series: str = Field(description="As the legend names it; empty where there is one only.")
    panel: str = Field(description="Title or number of the subplot; empty where there is one only.")
    x: str = Field(
        description="Where: the category, the date as YYYY, YYYY-MM or YYYY-MM-DD, or the number; "
        "or empty."
    )
    x_to: str = Field(description="For a trend or a change: where it ends; else empty.")
    row: str = Field(description="The row of a heat map; else empty.")
    other_series: str = Field(
        description="What it is compared with, where that is another series; else empty."
    )
    other_x: str = Field(
        description="What it is compared with, where that is elsewhere on the x axis; else empty."
    )
    unit: str = Field(description="Of the value, as in the answer: %, k, million, USD; or empty.")
    image: ImageNumber
    kind: Kind
    relation: Relation = Field(
        description="Of a value: equal, about, greater or less. Of an order: greater or less. Of a "
        "comparison: ratio, difference or percent, of the first to the other. Of a trend: rising, "
        "falling or flat, or percent with the value of the change. Of a count: what is counted. "
        "Else empty."
    )
    part: Part = Field(description="Of a box plot or an error bar, which part; else empty.")
    value: float | None = Field(description="The number that is stated.")
