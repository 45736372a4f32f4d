"""Values behind the floats of a matplotlib axis: numbers, dates or categories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEAR = 0.5
"""How far a category reaches to both sides of its position."""


@dataclass(frozen=True, slots=True)
class AxisValues:
    """Values behind the floats of an axis, without a reference to the axis.

    Attributes
    ----------
    kind : {"number", "date", "period"}
    frequency : str
        Of the periods that pandas counts; else empty.
    categories : mapping of float to str, or None
        The names at the positions of a categorical axis.
    """

    kind: Literal["number", "date", "period"]
    frequency: str = ""
    categories: Mapping[float, str] | None = None

    def name_value(self, value: float) -> Any:
        """Return a value as a reader would name it: a datetime on a date axis, else a float."""
        if self.kind == "period":
            # pandas counts the periods of a regular time series.
            import pandas as pd

            period = pd.Period(ordinal=round(value), freq=self.frequency)
            return period.to_timestamp().to_pydatetime()
        if self.kind == "number":
            return float(value)
        from matplotlib.dates import num2date

        return num2date(value).replace(tzinfo=None)

    def names_between(self, low: float, high: float) -> tuple[str, ...] | None:
        """Return the categories in a range of the axis; None where it has none.

        Where no category's position lies in the range, the one whose part of the axis it touches.
        """
        categories = self.categories
        if categories is None:
            return None
        inside = tuple(name for place, name in sorted(categories.items()) if low <= place <= high)
        if inside or not categories:
            return inside
        middle = (low + high) / 2
        nearest = min(categories, key=lambda place: math.fabs(place - middle))
        return (categories[nearest],) if math.fabs(nearest - middle) <= _NEAR else ()


def values_of(axis: Any) -> AxisValues:
    """Return what the floats on a ``matplotlib.axis.Axis`` stand for, as it is now."""
    scale = _axis_scale(axis)
    return AxisValues(scale.kind, scale.frequency, category_names(axis))


def name_value(axis: Any, value: float) -> Any:
    """Return a value as a reader would name it: a datetime on a date axis, else a float.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
    value : float
        In the axis's own floats.
    """
    return _axis_scale(axis).name_value(value)


def _axis_scale(axis: Any) -> AxisValues:
    if is_period(axis):
        frequency = axis.axes.freq
        return AxisValues("period", str(getattr(frequency, "freqstr", frequency)))
    return AxisValues("date" if is_date(axis) else "number")


def is_period(axis: Any) -> bool:
    """Return whether an axis counts the periods of a regular time series of pandas."""
    counted = type(axis.get_major_formatter()).__name__ == "TimeSeries_DateFormatter"
    return counted and getattr(axis.axes, "freq", None) is not None


def is_date(axis: Any) -> bool:
    """Return whether an axis has dates."""
    from matplotlib import dates

    converters = (dates.DateConverter, dates._SwitchableDateConverter)  # noqa: SLF001
    formatters = (dates.DateFormatter, dates.AutoDateFormatter, dates.ConciseDateFormatter)
    by_units = isinstance(axis.get_converter(), converters)
    return by_units or isinstance(axis.get_major_formatter(), formatters)


def category_names(axis: Any) -> dict[float, str] | None:
    """Return the names at the positions of a categorical axis; None for any other.

    Those that matplotlib knows, or those that pandas and seaborn put at the ticks.
    """
    from matplotlib.category import StrCategoryFormatter
    from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

    formatter = axis.get_major_formatter()
    by_hand = isinstance(formatter, (FixedFormatter, FuncFormatter))
    by_hand = by_hand and isinstance(axis.get_major_locator(), FixedLocator)
    if not (by_hand or isinstance(formatter, StrCategoryFormatter)):
        return None
    places = [float(place) for place in axis.get_majorticklocs()]
    texts = [str(text) for text in formatter.format_ticks(places)]  # numbers, from boxplot
    names = {place: text for place, text in zip(places, texts, strict=True) if text}
    return None if all(_is_number(text, place) for place, text in names.items()) else names


def _is_number(text: str, value: float) -> bool:
    """Return whether a tick's text is the number at its place, and so no name."""
    try:
        return math.isclose(float(text.replace("\N{MINUS SIGN}", "-")), value, rel_tol=0.01)
    except ValueError:
        return False
