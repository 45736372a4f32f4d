"""What a figure holds, whatever library drew it: values only."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

Scale: TypeAlias = Literal["linear", "log", "symlog", "logit", "date", "category"]
Numbers: TypeAlias = tuple[float, ...]
Value: TypeAlias = "float | str | datetime"

_UNIT: Final = re.compile(r"[(\[]\s*([^()\[\]]{1,20}?)\s*[)\]]\s*$|,\s*(%|[^\s,]{1,6})\s*$")
_WORDS: Final = ("log", "scale", "average", "mean", "total", "count", "n=", "right", "left")
"""What stands in brackets after a label and is no unit."""


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes
    ----------
    label : str
    scale : {"linear", "log", "symlog", "logit", "date", "category"}
    limits : tuple of float
        What it shows, the lower first, in its own floats.
    inverted : bool
    categories : dict of float to str
        The names at positions of the axis; empty where it has none.
    pixels : float or None
        Its length in the picture; None where that is not known.
    to_date : callable or None
        Makes a datetime of one of its floats, for a date axis.
    """

    label: str = ""
    scale: Scale = "linear"
    limits: tuple[float, float] = (0.0, 1.0)
    inverted: bool = False
    categories: Mapping[float, str] = field(default_factory=dict)
    pixels: float | None = None
    to_date: Callable[[float], datetime] | None = field(default=None, repr=False)

    @property
    def unit(self) -> str:
        """The unit that the label names: ``"USD"`` of ``"Price (USD)"``; else empty."""
        found = _UNIT.search(self.label)
        unit = (found[1] or found[2]) if found else ""
        return "" if any(word in unit.casefold() for word in _WORDS) else unit

    def show(self, value: float) -> Value:
        """Return a value as a reader would name it: a category, a datetime, or a number."""
        if self.categories:
            near = min(self.categories, key=lambda place: abs(place - value))
            if abs(near - value) <= 0.5:
                return self.categories[near]
        if self.to_date is not None and math.isfinite(value):
            return self.to_date(value)
        return value

    def place(self, value: float) -> float:
        """Return where a value lies along the axis: its logarithm on a log axis."""
        if self.scale == "log":
            return math.log10(value) if value > 0 else -math.inf
        return value

    def unplace(self, place: float) -> float:
        """Return the value that lies at a place, as `place` gives it."""
        return 10**place if self.scale == "log" else place

    @property
    def span(self) -> float:
        """How much the axis shows, in the terms of `place`."""
        low, high = (self.place(limit) for limit in self.limits)
        span = abs(high - low)
        return span if math.isfinite(span) else 0.0


@dataclass(frozen=True)
class Series:
    """One series of values.

    Attributes
    ----------
    name : str
        As in the legend; empty where it has no name.
    kind : str
        "line", "step", "scatter", "stem", "bar", "histogram", "fill", "box", "violin", "pie",
        "image", "contour", "hexbin", "hline" or "vline".
    x, y : tuple of float
        Where, and how much: for horizontal bars too. In the floats of the axes; NaN for gaps.
    where, value : Axis
        The axes of x and y.
    details : dict of str to tuple of float
        What else is known of each point: "low", "high", "bottom", "row", "q1", "q3".
    rows : Axis or None
        For an image, the axis of ``details["row"]``.
    """

    name: str
    kind: str
    x: Numbers
    y: Numbers
    where: Axis = field(default_factory=Axis, repr=False)
    value: Axis = field(default_factory=Axis, repr=False)
    details: Mapping[str, Numbers] = field(default_factory=dict)
    rows: Axis | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The x and y of every point that has both."""
        pairs = zip(self.x, self.y, strict=True)
        return [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]

    @property
    def is_curve(self) -> bool:
        """Whether there is something to be read between its points."""
        return self.kind in {"line", "fill"}


@dataclass(frozen=True)
class Panel:
    """One Axes with those that share its place.

    Attributes
    ----------
    title : str
    x, y : Axis
        The horizontal and the vertical one, as drawn.
    right : Axis or None
        The second vertical axis of a twin.
    series : tuple of Series
    annotations, legend : tuple of str
    """

    title: str
    x: Axis
    y: Axis
    right: Axis | None = None
    series: tuple[Series, ...] = ()
    annotations: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
