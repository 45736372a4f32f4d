"""Where a claim says that something is: text found on the x axis of a series."""

from __future__ import annotations

import calendar
import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from .tolerance import READABLE, rounding

if TYPE_CHECKING:
    from ..charts import Series

Period: TypeAlias = tuple[datetime, datetime]

_MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_NUMBER: Final = re.compile(r"[-+\N{MINUS SIGN}]?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Which points of a series are meant, or that it lies between two.

    Attributes
    ----------
    rows : tuple of int
        The points that are at the place.
    between : float or None
        Where between two points of a curve it is.
    """

    rows: tuple[int, ...] = ()
    between: float | None = None


def find(text: str, series: Series) -> Place | None:
    """Return where a claim's x is on a series; None where it cannot be told.

    Parameters
    ----------
    text : str
    series : Series
    """
    where = series.where
    if where.categories:
        return _by_name(text, series)
    if where.to_date is not None:
        period = as_period(text)
        return _in_period(period, series) if period else None
    return _at_number(text, series)


def _by_name(text: str, series: Series) -> Place | None:
    names = {place: _folded(name) for place, name in series.where.categories.items()}
    wanted = _folded(text)
    found = [place for place, name in names.items() if name == wanted]
    if not found and wanted:
        found = [place for place, name in names.items() if wanted in name or name in wanted]
    if len(found) != 1:
        return None
    rows = tuple(row for row, x in enumerate(series.x) if abs(x - found[0]) < 0.5)
    return Place(rows) if rows else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _at_number(text: str, series: Series) -> Place | None:
    numbers = [float(_plain(found)) for found in _NUMBER.findall(text)]
    if "left" in series.details:
        return _in_bin(numbers, series)
    if len(numbers) != 1:
        return None
    wanted = numbers[0]
    near = [row for row, x in enumerate(series.x) if _is_same(x, wanted)]
    if near:
        return Place(tuple(near))
    if series.is_curve and _inside(wanted, series):
        return Place(between=wanted)
    place = series.where.place
    reach = READABLE * series.where.span + rounding(wanted)
    close = [row for row, x in enumerate(series.x) if abs(place(x) - place(wanted)) <= reach]
    return Place(tuple(close)) if len(close) == 1 else None


def _is_same(x: float, wanted: float) -> bool:
    return math.isclose(x, wanted, rel_tol=1e-9, abs_tol=1e-12)


def _plain(text: str) -> str:
    return text.replace(",", "").replace("\N{MINUS SIGN}", "-").rstrip(".")


def _inside(x: float, series: Series) -> bool:
    known = [place for place, _ in series.points]
    return bool(known) and min(known) <= x <= max(known)


def _in_bin(numbers: list[float], series: Series) -> Place | None:
    """Return the bin that holds a number, or whose edges two numbers are."""
    edges = list(zip(series.details["left"], series.details["right"], strict=True))
    width = min((right - left for left, right in edges), default=0.0)
    if len(numbers) == 1:
        rows = tuple(row for row, (left, right) in enumerate(edges) if left <= numbers[0] < right)
    elif len(numbers) == 2:
        rows = tuple(
            row
            for row, pair in enumerate(edges)
            if all(abs(a - b) <= width / 4 for a, b in zip(pair, numbers, strict=True))
        )
    else:
        return None
    return Place(rows) if len(rows) == 1 else None


def _in_period(period: Period, series: Series) -> Place | None:
    to_date = series.where.to_date
    assert to_date is not None  # noqa: S101 - the caller saw to it
    dates = [to_date(x) if math.isfinite(x) else None for x in series.x]
    start, end = period
    rows = tuple(row for row, date in enumerate(dates) if date is not None and start <= date < end)
    if rows:
        return Place(rows)
    known = [(date, x) for date, x in zip(dates, series.x, strict=True) if date is not None]
    known.sort()
    if not series.is_curve or end - start > timedelta(days=1) or len(known) < 2:
        return None
    if not known[0][0] <= start <= known[-1][0]:
        return None
    after = bisect_left(known, (start, -math.inf))
    (before, low), (following, high) = known[after - 1], known[after]
    return Place(between=low + (high - low) * ((start - before) / (following - before)))


def as_period(text: str) -> Period | None:
    """Return the stretch of time that a date names: a year, a quarter, a month, a day."""
    words = text.strip().casefold().replace(",", " ")
    quarter = re.fullmatch(r"(?:q([1-4])\s*[-/ ]?\s*(\d{4})|(\d{4})\s*[-/ ]?\s*q([1-4]))", words)
    if quarter:
        number, year = int(quarter[1] or quarter[4]), int(quarter[2] or quarter[3])
        return _months(year, 3 * number - 2, 3)
    if re.fullmatch(r"\d{4}", words):
        return _months(int(words), 1, 12)
    if month := re.fullmatch(r"(\d{4})-(\d{1,2})", words):
        return _months(int(month[1]), int(month[2]), 1) if 1 <= int(month[2]) <= 12 else None
    named = re.fullmatch(r"(?:(\d{1,2})\.?\s+)?([a-z]+)\.?\s+(?:(\d{1,2})\s+)?(\d{4})", words)
    if named and named[2] in _MONTHS:
        day = named[1] or named[3]
        if day is None:
            return _months(int(named[4]), _MONTHS[named[2]], 1)
        return _day(f"{named[4]}-{_MONTHS[named[2]]:02}-{int(day):02}")
    return _day(text.strip())


def _months(year: int, month: int, count: int) -> Period:
    ends = year + (month + count - 1) // 12, (month + count - 1) % 12 + 1
    return datetime(year, month, 1), datetime(ends[0], ends[1], 1)  # noqa: DTZ001 - as on the axis


def _day(text: str) -> Period | None:
    try:
        start = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    exact = (start.hour, start.minute, start.second) != (0, 0, 0)
    return start, start + (timedelta(seconds=1) if exact else timedelta(days=1))


def between(series: Series, x: float) -> float:
    """Return the value of a curve between two of its points, where its straight line is drawn.

    On a log axis that is not halfway between the numbers.
    """
    where, value = series.where, series.value
    points = sorted(series.points)
    after = bisect_left(points, (x, -math.inf))
    if after == 0 or points[after][0] == x:
        return points[after][1]
    (x0, y0), (x1, y1) = points[after - 1], points[after]
    share = (where.place(x) - where.place(x0)) / (where.place(x1) - where.place(x0))
    low, high = value.place(y0), value.place(y1)
    return value.unplace(low + (high - low) * share)
