"""A matplotlib axis as its reader sees it: units, scale, limits, dates and categories."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ...inputs.matplotlib.axis_values import is_date, is_period
from ...thread_warnings import collect_warnings
from ..row_blocks import CategoryColumn, DateColumn, format_date
from ..units import ShownUnit, read_number, read_tick_labels, unit_of_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..builder import PanelBuilder
    from ..row_blocks import Column, Scale

_SCALES: Final = frozenset({"log", "symlog", "logit"})
_IN_DATA_UNITS: Final = (
    *("ScalarFormatter", "LogFormatter", "LogFormatterExponent", "LogFormatterMathtext"),
    *("LogFormatterSciNotation", "LogitFormatter", "NullFormatter", "ThetaFormatter"),
)
"""Formatters whose labels are the data's numbers; magnitudes that they add are multiplied out."""

_DEGREES: Final = ShownUnit(180 / math.pi, "°")
_ANGULAR: Final = frozenset({"aitoff", "hammer", "lambert", "mollweide"})
_NEAR: Final = 1e-9
_MOST_DECIMALS: Final = 290
_LARGEST_SPACING: Final = 2.0
"""How far apart the positions of categories are at most."""

_USERS_ERRORS: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What a formatter of the user's own may raise for a tick that it was not written for."""


@dataclass(eq=False)
class ShownAxis:
    """An axis, in the terms of its tick labels.

    Attributes
    ----------
    axis : matplotlib.axis.Axis
    name : str
        In the table `axes`: "x", "y", "right", …
    label : str
    shown_unit : ShownUnit
        The factor from the data to the tick labels, and their unit.
    categories : dict of float to str
        The names at positions; empty where it has none.
    dates : {"", "date", "period"}
    limits : tuple of float
        In the data's floats, the lower first.
    """

    axis: Any
    name: str
    label: str = ""
    shown_unit: ShownUnit = field(default_factory=ShownUnit)
    categories: Mapping[float, str] = field(default_factory=dict)
    dates: str = ""
    limits: tuple[float, float] = (0.0, 1.0)

    @property
    def is_angle(self) -> bool:
        """True for the angle of a polar plot."""
        return _is_angle(self.axis)

    @property
    def is_number(self) -> bool:
        """True where its values are numbers, and neither dates nor categories."""
        return not (self.dates or self.categories)

    @property
    def scale(self) -> str:
        """The scale, as the table `axes` calls it."""
        if self.categories:
            return "category"
        own_scale = str(self.axis.get_scale())
        return "date" if self.dates else own_scale if own_scale in _SCALES else "linear"

    @property
    def drawn_scale(self) -> Scale:
        """The scale that a line between two points follows."""
        own_scale = str(self.axis.get_scale())
        if own_scale == "symlog":
            threshold = float(getattr(self.axis.get_transform(), "linthresh", 1.0))
            return ("symlog", threshold * abs(self.shown_unit.factor))
        return own_scale if own_scale in {"log", "logit"} else None

    def take_label(self, label: str) -> None:
        """Give the axis the label of another one that it is shared with."""
        self.label = " ".join(label.split())
        if not self.shown_unit.unit:
            unit = self.shown_unit
            self.shown_unit = replace(unit, unit=unit_of_label(label))

    def contains(self, values: Any) -> Any:
        """Return a mask of the values that lie within the limits; False for NaN."""
        import numpy as np

        if self.is_angle:
            return np.isfinite(values)
        low, high = self.limits
        room = (high - low) * _NEAR
        return (values >= low - room) & (values <= high + room)

    def overlaps(self, low: Any, high: Any) -> Any:
        """Return a mask of the intervals that reach into the limits; False for NaN."""
        import numpy as np

        if self.is_angle:
            return np.isfinite(low) & np.isfinite(high)
        room = (self.limits[1] - self.limits[0]) * _NEAR
        return (high >= self.limits[0] - room) & (low <= self.limits[1] + room)

    def to_places(self, values: Any) -> Column:
        """Return values as the columns `x` and `y` have them."""
        if self.categories:
            return self._to_categories(values)
        if self.dates:
            return DateColumn(self.to_days(values))
        return self.to_numbers(values, signed=True)

    def to_values(self, values: Any) -> Column:
        """Return values as the columns of quantities have them; None on a categorical axis."""
        if self.dates:
            return DateColumn(self.to_days(values))
        return None if self.categories else self.to_numbers(values)

    def to_ends(self, values: Any) -> Column:
        """Return the drawn ends of values: with their sign also where tick labels have none."""
        if self.dates:
            return DateColumn(self.to_days(values))
        return None if self.categories else self.to_numbers(values, signed=True)

    def to_lengths(self, values: Any) -> Any:
        """Return differences of values; those of dates in days."""
        if not self.dates:
            offset = self.shown_unit.offset
            return self.to_numbers(values) - offset if offset else self.to_numbers(values)
        return self.to_days(values) - self.to_days(values * 0) if self.dates == "period" else values

    def to_numbers(self, values: Any, *, signed: bool = False) -> Any:
        """Return numbers in the unit of the tick labels."""
        import numpy as np

        unit = self.shown_unit
        numbers = values if unit.factor == 1 else values * unit.factor
        if unit.offset:
            numbers = numbers + unit.offset
        if unit.factor not in {1.0, _DEGREES.factor}:
            # 0.07 × 100 is 7.000000000000001, which no tick label shows.
            numbers = round_noise(numbers, _find_largest(numbers))
        if self.is_angle:
            is_round = (numbers < 0) | (numbers > 360)
            numbers = np.round(np.where(is_round, np.mod(numbers, 360), numbers), 9)
        return np.abs(numbers) if unit.is_absolute and not signed else numbers

    def to_days(self, values: Any) -> Any:
        """Return the floats of a date axis as days since 1970-01-01."""
        import numpy as np

        values = np.asarray(values, dtype=float)
        if self.dates == "period":
            return _period_days(values, self.axis.axes.freq)
        from matplotlib.dates import get_epoch

        days = values
        if get_epoch() != "1970-01-01T00:00:00":
            days = values + np.datetime64(get_epoch()).astype("datetime64[s]").astype(float) / 86400
        zone = self.axis.get_units()
        return _to_local(days, zone) if isinstance(zone, tzinfo) and zone is not UTC else days

    def to_curve(self, values: Any) -> Any:
        """Return values as a `Curve` has its x: numbers, days, or positions."""
        if self.categories:
            return values
        return self.to_days(values) if self.dates else self.to_numbers(values, signed=True)

    def to_text(self, value: float) -> float | str | None:
        """Return a single value as `to_places` does."""
        import numpy as np

        if not math.isfinite(value):
            return None
        column: Any = self.to_places(np.array([value], dtype=float))
        if isinstance(column, DateColumn):
            return format_date(float(column.days[0]), with_time=column.has_times())
        if isinstance(column, CategoryColumn):
            return column.to_texts(0, 1)[0]
        cell: float | str = column[0].item() if hasattr(column[0], "item") else column[0]
        return cell

    def add_to(self, panel: PanelBuilder) -> None:
        """Add the axis to the table `axes`."""
        box = self.axis.axes.bbox
        low, high = self.limits
        if self.dates:
            days = self.to_days([low, high])
            is_timed = days[1] - days[0] < 14
            ends: Any = [format_date(float(day), with_time=is_timed) for day in days]
        elif self.categories or self.is_angle:
            factor = 1 if self.categories else self.shown_unit.factor
            ends = [low * factor, high * factor]
        else:
            ends = [float(self.to_numbers(end, signed=True)) for end in (low, high)]
        self.name = panel.add_axis(
            self.name,
            label=self.label,
            unit=self.shown_unit.unit or None,
            scale=self.scale,
            low=ends[0],
            high=ends[1],
            inverted=bool(self.axis.get_inverted()),
            span_pixels=float(box.width if self.axis is self.axis.axes.xaxis else box.height),
        )

    def _to_categories(self, values: Any) -> Column:
        """Return the names nearest to values; numbers where there is none near."""
        import numpy as np

        values = np.asarray(values, dtype=float)
        places = np.array(sorted(self.categories))
        names = [self.categories[place] for place in places]
        reach = self._reach(places)
        if self.is_angle:  # a curve around a radar chart ends where it began
            values = np.mod(values, 2 * math.pi)
        right = np.clip(np.searchsorted(places, values), 0, len(places) - 1)
        left = np.maximum(right - 1, 0)
        is_left = np.abs(values - places[left]) <= np.abs(values - places[right])
        codes = np.where(is_left, left, right)
        is_near = np.abs(values - places[codes]) <= reach
        if is_near.all():
            return CategoryColumn(codes, names)
        if not is_near.any():
            return self.to_numbers(values, signed=True)
        numbers = self.to_numbers(values, signed=True).tolist()
        pairs = zip(is_near.tolist(), codes.tolist(), numbers, strict=True)
        return [names[code] if near else number for near, code, number in pairs]

    def _reach(self, places: Any) -> float:
        """Return how far from its position a category reaches to both sides."""
        if self.is_angle:
            return 1e-6
        spacing = float((places[1:] - places[:-1]).min()) if len(places) > 1 else 1.0
        # Words at far apart places of a scale, as low and high, name these places alone.
        return spacing / 2 if spacing <= _LARGEST_SPACING else 1e-6


def read_axis(axis: Any, name: str) -> ShownAxis:
    """Return a matplotlib axis as its reader sees it.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
    name : str
        In the table `axes`.
    """
    low, high = sorted(float(limit) for limit in axis.get_view_interval())
    label = " ".join(axis.get_label_text().split())
    if is_period(axis) or is_date(axis):
        dates = "period" if is_period(axis) else "date"
        return ShownAxis(axis, name, label, dates=dates, limits=(low, high))
    categories, unit = _read_ticks(axis)
    if _is_angle(axis) or axis.axes.name in _ANGULAR:
        unit = _DEGREES
    if not unit.unit:
        unit = replace(unit, unit=unit_of_label(label))
    return ShownAxis(axis, name, label, unit, categories, "", (low, high))


def _is_angle(axis: Any) -> bool:
    return bool(axis.axes.name == "polar" and axis is axis.axes.xaxis)


def _read_ticks(axis: Any) -> tuple[Mapping[float, str], ShownUnit]:
    """Return an axis' categories, or else the scale and unit of its tick labels."""
    formatter = axis.get_major_formatter()
    kind = type(formatter).__name__
    if kind in _IN_DATA_UNITS:
        return {}, ShownUnit()
    if kind == "PercentFormatter":
        return {}, ShownUnit(100 / formatter.xmax, formatter.symbol or "%")
    if kind == "EngFormatter":
        return {}, ShownUnit(1.0, formatter.unit)
    try:
        places = [float(place) for place in axis.get_majorticklocs()]
        texts = [" ".join(str(text).split()) for text in formatter.format_ticks(places)]
    except _USERS_ERRORS:
        return {}, ShownUnit()
    names = {place: text for place, text in zip(places, texts, strict=False) if text}
    if kind == "StrCategoryFormatter":
        return names, ShownUnit()
    unit = read_tick_labels(list(names), list(names.values()))
    is_fixed = type(axis.get_major_locator()).__name__ in {"FixedLocator", "IndexLocator"}
    if names and is_fixed and not _is_numeric(names, unit):
        return names, ShownUnit()
    return {}, unit


def _is_numeric(names: Mapping[float, str], unit: ShownUnit) -> bool:
    """Return whether labels that were put at places by hand are numbers of a scale."""
    if unit.offset:
        # Numbers at each place are names, as years under bars; at far apart places they are not.
        places = sorted(names)
        return min(b - a for a, b in pairwise(places)) > _LARGEST_SPACING
    if unit.factor != 1 or unit.is_absolute:
        return True
    for place, text in names.items():
        number = read_number(text)
        if number is None or abs(number[0] - place) > 0.02 * abs(place):
            return False
    return True


def _find_largest(values: Any) -> float:
    import numpy as np

    finite = np.abs(values)[np.isfinite(values)] if np.ndim(values) else np.abs(values)
    return float(np.max(finite, initial=0))


def _period_days(ordinals: Any, frequency: Any) -> Any:
    """Return the starts of periods, which pandas counts, as days since 1970-01-01."""
    import numpy as np
    import pandas as pd

    days = np.full(len(ordinals), math.nan)
    finite = np.isfinite(ordinals)
    if finite.any():
        whole = np.floor(ordinals[finite] + _NEAR).astype("int64")
        with collect_warnings():  # pandas is about to give up periods of business days
            periods = pd.PeriodIndex.from_ordinals(whole, freq=frequency)
            starts, ends = (
                part.to_timestamp().to_numpy().astype("datetime64[s]").astype(float) / 86_400
                for part in (periods, periods + 1)
            )
        days[finite] = starts + (ordinals[finite] - whole) * (ends - starts)
    return days


def _to_local(days: Any, zone: tzinfo) -> Any:
    """Return days in UTC as the wall time of a zone; its offset is taken hour by hour."""
    import numpy as np

    finite = np.isfinite(days)
    hours = np.floor(np.where(finite, days, 0) * 24 + _NEAR).astype("int64")
    unique, positions = np.unique(hours, return_inverse=True)
    offsets = np.array([_offset(int(hour), zone) for hour in unique])
    return days + offsets[positions].reshape(np.shape(days))


def _offset(hour: int, zone: tzinfo) -> float:
    offset = datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone).utcoffset()
    return 0.0 if offset is None else offset.total_seconds() / 86_400


def round_noise(values: Any, size: float) -> Any:
    """Return values without the last digits, where sums of floats leave noise.

    Parameters
    ----------
    values : array
    size : float
        Of the numbers that were added: 12 of its digits stay.
    """
    import numpy as np

    if not 0 < size < math.inf:
        return values
    return np.round(values, find_decimals(size))


def find_decimals(size: float) -> int:
    """Return the decimals of the twelfth digit of a number, as far as floats have them."""
    return max(-_MOST_DECIMALS, min(12 - math.ceil(math.log10(size)), _MOST_DECIMALS))
