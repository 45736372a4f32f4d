"""What a float on a matplotlib axis stands for: a number, a date, or a category."""

from __future__ import annotations

import math
from typing import Any

_NEAR = 0.5
"""How far a category reaches to both sides of its position."""


def named(axis: Any, value: float) -> Any:
    """Return a value as a reader would name it: a datetime on a date axis, else a float.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
    value : float
        In the axis's own floats.
    """
    if is_period(axis):
        # pandas counts the periods of a regular time series.
        import pandas as pd

        return pd.Period(ordinal=round(value), freq=axis.axes.freq).to_timestamp().to_pydatetime()
    if not is_date(axis):
        return float(value)
    from matplotlib.dates import num2date

    return num2date(value).replace(tzinfo=None)


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


def categories(axis: Any) -> dict[float, str] | None:
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
    found = {place: text for place, text in zip(places, texts, strict=True) if text}
    return None if all(_is_number(text, place) for place, text in found.items()) else found


def _is_number(text: str, value: float) -> bool:
    """Return whether a tick's text is the number at its place, and so no name."""
    try:
        return math.isclose(float(text.replace("\N{MINUS SIGN}", "-")), value, rel_tol=0.01)
    except ValueError:
        return False


def names_between(axis: Any, low: float, high: float) -> tuple[str, ...] | None:
    """Return the categories in a range of an axis; None where it has none.

    Where no category's position lies in the range, the one whose part of the axis it touches.
    """
    known = categories(axis)
    if known is None:
        return None
    inside = tuple(name for place, name in sorted(known.items()) if low <= place <= high)
    if inside or not known:
        return inside
    middle = (low + high) / 2
    nearest = min(known, key=lambda place: math.fabs(place - middle))
    return (known[nearest],) if math.fabs(nearest - middle) <= _NEAR else ()
