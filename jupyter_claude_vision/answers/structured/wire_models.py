"""The wire models of regions, tables and claims, which the model fills in.

Imported on demand, since it imports pydantic. The fields' descriptions are prompts for the model,
as a class's docstring would be.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from ...claims.chart_table import AxisKind

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
