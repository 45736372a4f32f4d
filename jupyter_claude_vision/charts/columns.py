"""Columns of numbers, dates or names, as plotly and Altair hold them, on an axis of floats."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Axis, Numbers

_DAY = 86_400.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Positions:
    """Makes floats of an axis's values: itself, days since 1970, or the place of a name."""

    sort: str
    names: list[str]

    @classmethod
    def of(cls, values: Iterable[Any], wanted: str | None = None) -> Positions:
        """Return the positions of some values.

        Parameters
        ----------
        values : iterable
            Of all series on the axis.
        wanted : {"number", "date", "category"}, optional
            What the axis is, where that is known.
        """
        known = [value for value in values if value is not None]
        sort = wanted or _sort(known)
        names = list(dict.fromkeys(map(str, known))) if sort == "category" else []
        return cls(sort, names)

    def floats(self, values: Iterable[Any]) -> Numbers:
        """Return values as floats; what cannot be placed is NaN."""
        return tuple(map(self._float, values))

    def _float(self, value: Any) -> float:
        if value is None:
            return math.nan
        if self.sort == "category":
            return float(self.names.index(str(value))) if str(value) in self.names else math.nan
        if self.sort == "date":
            moment = as_date(value)
            return math.nan if moment is None else (moment - _EPOCH).total_seconds() / _DAY
        try:
            return float(value)
        except (TypeError, ValueError):
            return math.nan

    def on(self, axis: Axis, found: Numbers) -> Axis:
        """Return an axis with these names, dates and, where it has none, limits."""
        finite = [value for value in found if math.isfinite(value)]
        low, high = (min(finite), max(finite)) if finite else axis.limits
        limits = (low, high) if math.isnan(axis.limits[0]) else axis.limits
        if self.sort == "category":
            places = dict(enumerate(self.names))
            named = {float(place): name for place, name in places.items()}
            return replace(axis, scale="category", categories=named, limits=limits)
        if self.sort == "date":
            return replace(axis, scale="date", to_date=to_date, limits=limits)
        return replace(axis, limits=limits)


def to_date(value: float) -> datetime:
    """Return days since 1970 as a datetime without a time zone."""
    return datetime.fromtimestamp(value * _DAY, UTC).replace(tzinfo=None)


def as_date(value: Any) -> datetime | None:
    """Return a date of any make in UTC; None for what is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    elif hasattr(value, "astype") and "datetime64" in str(getattr(value, "dtype", "")):
        seconds = value.astype("datetime64[us]").astype("int64") / 1e6
        return datetime.fromtimestamp(float(seconds), UTC)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _sort(values: list[Any]) -> str:
    if not values or all(_is_number(value) for value in values):
        return "number"
    return "date" if all(as_date(value) is not None for value in values) else "category"


def _is_number(value: Any) -> bool:
    if isinstance(value, (str, bool, date)) or "datetime64" in str(getattr(value, "dtype", "")):
        return False
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
