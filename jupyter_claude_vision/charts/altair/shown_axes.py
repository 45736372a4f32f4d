"""The axes of one view of an Altair chart: names, units, and data as their tick labels show it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..placement import PixelAxis
from ..row_blocks import CategoryColumn, DateColumn, format_date
from ..units import read_tick_labels
from .mark_columns import encode_values, to_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..builder import PanelBuilder
    from .evaluation import DrawnAxis, EvaluatedScale

_DAY: Final = 86_400_000.0
_DATES: Final = frozenset({"time", "utc"})
_SCALES: Final = {"log": "log", "symlog": "symlog"}


@dataclass(frozen=True)
class VegaAxis:
    """One scale of a view.

    Attributes
    ----------
    name : str
        As in the tables: ``y``, ``right``, ``x``, ``top``, ``color``; empty for none.
    label : str
    scale : EvaluatedScale
    factor : float
        From the data to the numbers that the tick labels show.
    unit : str
        As the tick labels show it; empty where they show none.
    categories : dict of str to str
        The texts of the tick labels by the data's own text.
    """

    name: str
    label: str
    scale: EvaluatedScale
    factor: float = 1.0
    unit: str = ""
    categories: dict[str, str] = field(default_factory=dict)

    @property
    def is_date(self) -> bool:
        """True for a scale of dates."""
        return self.scale.type in _DATES

    @property
    def is_number(self) -> bool:
        """True for a scale of numbers."""
        return not self.is_date and not self.scale.is_discrete

    def shows(self, values: Any) -> Any:
        """Return an array that is true for each value within the axis, which has two ends."""
        first, last = self.scale.ends or (-math.inf, math.inf)
        margin = abs(last - first) * 1e-9
        return (values >= min(first, last) - margin) & (values <= max(first, last) + margin)

    def column(self, values: Any) -> Any:
        """Return values as a column of the tables: categories, dates or numbers as shown."""
        if self.scale.is_discrete:
            categories = encode_values(values).map_values(self.category)
            return CategoryColumn(categories.codes, categories.values)
        values = to_numbers(values)
        return DateColumn(values / _DAY) if self.is_date else values * self.factor

    def cell(self, value: Any) -> float | str | None:
        """Return a value as a cell of the tables: a category, a date's text, or a number."""
        if self.scale.is_discrete:
            return self.category(value)
        if self.is_date:
            with_time = any(end % _DAY for end in (value, *(self.scale.ends or ())))
            return format_date(value / _DAY, with_time=with_time)
        return float(value * self.factor)

    def category(self, value: Any) -> str:
        """Return a category's text as the axis shows it."""
        text = str(value)
        return self.categories.get(text) or _day_of(text) or text

    def place(self, value: Any) -> float:
        """Return where a value lies: a number as shown, days, or a category's position."""
        if self.scale.is_discrete:
            text = str(value)
            return float(self.scale.domain.index(text)) if text in self.scale.domain else math.nan
        return float(value) / _DAY if self.is_date else float(value) * self.factor

    def find_places(self, column: Any) -> Any:
        """Return where the values of a column lie: numbers as shown, days, or positions."""
        if not self.scale.is_discrete:
            return column / _DAY if self.is_date else column * self.factor
        positions = {text: float(place) for place, text in enumerate(self.scale.domain)}
        places = [positions.get(str(value), math.nan) for value in column.values]
        return np.array(places)[column.codes]

    @property
    def has_centers(self) -> bool:
        """True for categories that lie along x or y."""
        return self.scale.is_discrete and all(map(math.isfinite, self.scale.centers))

    def position_at(self, pixel: float) -> float:
        """Return the position of a category, or beside one, at a pixel."""
        first, step = self.measure_steps()
        return (pixel - first) / step if step else 0.0

    def measure_steps(self) -> tuple[float, float]:
        """Return where the first category lies, and how far one lies from the next, in pixels."""
        (first, last), count = self.scale.centers, len(self.scale.domain)
        if count > 1:
            return first, (last - first) / (count - 1)
        return first, self.scale.pixels[1] - self.scale.pixels[0]

    def to_pixel_axis(self, offset: float) -> PixelAxis | None:
        """Return the axis on a chart, whose panel begins at an offset; None where it has no places.

        Parameters
        ----------
        offset : float
            In pixels of the chart.
        """
        scale = self.scale
        if self.has_centers:
            first, step = self.measure_steps()
            names = {float(n): self.category(key) for n, key in enumerate(scale.domain)}
            pixels = [first + offset, first + step + offset]
            return PixelAxis(self.name, [0.0, 1.0], pixels, None, "category", names)
        if scale.is_discrete or scale.ends is None or scale.pixels[0] == scale.pixels[1]:
            return None
        start, stop = scale.pixels
        kind = "date" if self.is_date else "number"
        if scale.knots:
            count = len(scale.knots) - 1
            pixels = [offset + start + (stop - start) * n / count for n in range(count + 1)]
            return PixelAxis(self.name, list(map(self.place, scale.knots)), pixels, None, kind)
        even = "log" if scale.type == "log" else None
        pixels = [start + offset, stop + offset]
        return PixelAxis(self.name, list(map(self.place, scale.ends)), pixels, even, kind)


def show_axis(scale: EvaluatedScale, name: str, guides: Sequence[DrawnAxis]) -> VegaAxis:
    """Return a scale with what its axes or legends in the picture tell of it."""
    label = next((guide.title for guide in guides if guide.title), "")
    ticks: list[tuple[float, str]] = next((guide.ticks for guide in guides if guide.ticks), [])
    texts = [text for _, text in ticks]
    if scale.type == "cyclic":
        return VegaAxis(name, label, scale)
    if scale.is_discrete:
        distinct = len(texts) == len(scale.domain) == len(set(texts))
        categories = dict(zip(scale.domain, texts, strict=True)) if distinct else {}
        return VegaAxis(name, label, scale, categories=categories)
    values = [value for pixel, _ in ticks if (value := _value_at_pixel(scale, pixel)) is not None]
    if name == "color" or scale.type in _DATES or len(values) < len(texts):
        return VegaAxis(name, label, scale)
    tick_unit = read_tick_labels(values, texts)
    return VegaAxis(name, label, scale, tick_unit.factor, tick_unit.unit)


def _value_at_pixel(scale: EvaluatedScale, pixel: float) -> float | None:
    """Return the value at a place along an axis; None where its scale is not known here."""
    (first, last), ends = scale.pixels, scale.ends
    if ends is None or first == last or scale.type not in {"linear", "log"}:
        return None
    part = (pixel - first) / (last - first)
    if scale.type == "linear":
        return ends[0] + part * (ends[1] - ends[0])
    if min(ends) <= 0:
        return None
    return float(ends[0] * (ends[1] / ends[0]) ** part)


def add_axis(panel: PanelBuilder, axis: VegaAxis) -> None:
    """Add an axis' row to the tables."""
    scale = axis.scale
    first, last = scale.pixels
    low: float | str | None
    high: float | str | None
    if scale.is_discrete:
        kind, low, high, inverted = "category", -0.5, len(scale.domain) - 0.5, False
    else:
        kind = "date" if axis.is_date else _SCALES.get(scale.type, "linear")
        ends = scale.ends or (math.nan, math.nan)
        low, high = (axis.cell(end) for end in ends)
        upward = axis.name in {"y", "right"}
        inverted = ((first < last) is upward) is (ends[0] <= ends[1]) and first != last
    # Vega-Lite's own titles: "price (binned)", and "low, high" of two fields.
    is_invented = axis.label.endswith("(binned)") or ", " in axis.label
    panel.add_axis(
        axis.name,
        label=axis.label,
        unit=axis.unit if axis.unit or not axis.is_number or is_invented else None,
        scale=kind,
        low=low,
        high=high,
        inverted=inverted,
        span_pixels=abs(last - first) or None,
    )


def _day_of(text: str) -> str:
    """Return the day or time of a date as JavaScript writes it; empty for other texts."""
    try:
        day = datetime.strptime(text[:24], "%a %b %d %Y %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return ""
    midnight = not (day.hour or day.minute or day.second)
    return day.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M:%S")
