"""Bins of histograms, chosen as plotly.js chooses them.

Bins are tick marks: their size is rounded to what would look well on an axis, and their edges are
moved where many values lie on them (``autoBin`` in plotly.js, plots/cartesian/axes.js).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

DAY: Final = 86_400_000.0
_HOUR, _MINUTE, _SECOND = DAY / 24, DAY / 1440, DAY / 86_400
_YEAR: Final = 365.25 * DAY
_MONTH: Final = _YEAR / 12
_DATE_ORIGIN: Final = 946_684_800_000.0
"""2000-01-01, a Saturday, in milliseconds since 1970-01-01; weeks count from the day after."""

_TENS, _CLOCK, _SIXTIES, _DAYS = (
    (2, 5, 10),
    (1, 2, 3, 6, 12),
    (1, 2, 5, 10, 15, 30),
    (1, 2, 3, 7, 14),
)
_MOST_BINS: Final = 1_000_000
_FARTHEST: Final = 2.6e14
"""In milliseconds: the years up to 9999."""

_EXACT: Final = 0.8

Size: TypeAlias = "float | str"
"""A bin's size: a number, milliseconds, or months as ``"M3"``."""


@dataclass(frozen=True)
class Bins:
    """Equal bins between two ends, in numbers or milliseconds.

    Attributes
    ----------
    start, end : float
    size : float or str
    """

    start: float
    end: float
    size: Size

    def edges(self) -> Any:
        """Return the edges of all bins, one more than there are bins."""
        import numpy as np

        if not isinstance(self.size, str) and self.size > 0:
            # A little less, against rounding.
            count = math.ceil((self.end - self.size / 1e6 - self.start) / self.size)
            return self.start + np.arange(min(max(count, 0), _MOST_BINS) + 1) * self.size
        edges = [self.start]
        while edges[-1] < min(self.end, _FARTHEST) - 1 and len(edges) < _MOST_BINS:
            edges.append(add_size(edges[-1], self.size))
        return np.array(edges)

    def find_bins(self, values: Any) -> Any:
        """Return the bin of each value, -1 for none."""
        import numpy as np

        edges = self.edges()
        if isinstance(self.size, str):
            places = np.searchsorted(edges, values, side="right") - 1
        else:
            places = np.floor((values - self.start) / self.size + 1e-9)
        inside = np.isfinite(values) & (places >= 0) & (places < len(edges) - 1)
        return np.where(inside, places, -1).astype(int)


def add_size(start: float, size: Size, count: int = 1) -> float:
    """Return where a bin that begins somewhere ends, or begins with ``count=-1``."""
    import numpy as np

    if not isinstance(size, str):
        return start + size * count
    time = start % DAY
    # Like plotly.js, count from three days later: the last days of a month stay its last days.
    day = np.datetime64(round((start - time) / DAY) + 3, "D")
    month = day.astype("datetime64[M]")
    target = month + int(float(size[1:])) * count
    moment = target.astype("datetime64[D]") + (day - month.astype("datetime64[D]")) - 3
    return float(moment.astype("int64")) * DAY + time


def choose_bins(
    values: Any, kind: str, *, count: float = 0, size: Size | None = None, is_2d: bool = False
) -> Bins:
    """Return the bins that plotly.js chooses for values.

    Parameters
    ----------
    values : array of float
        Numbers, milliseconds since 1970-01-01, or places of categories.
    kind : {"linear", "date", "category"}
    count : float
        About so many bins; 0 for plotly's choice.
    size : float or str, optional
        Of a bin, where it is given.
    is_2d : bool
        Whether values are binned along two axes.
    """
    import numpy as np

    finite = values[np.isfinite(values)]
    if not len(finite):
        return Bins(0.0, 1.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    if kind == "category":
        step = max(1.0, float(round(size))) if isinstance(size, (int, float)) and size else 1.0
        return Bins(low - 0.5, high + 0.5, step)
    if kind == "date" and max(abs(low), abs(high)) > _FARTHEST:
        msg = "These dates are none that a calendar has."
        raise ValueError(msg)
    origin = _DATE_ORIGIN if kind == "date" else 0.0
    if size is None:
        rough = (high - low) / count if count else _rough_size(finite, len(values), is_2d=is_2d)
        size, origin = round_size(rough, kind)
    first = add_size(first_tick(low, high, size, origin), size, -1)
    if isinstance(size, str):
        first = _shift_months(first, finite, size, low)
        end = first
        while end <= high:
            end = add_size(end, size)
        return Bins(first, end, size)
    first = _shift_numbers(first, finite, size, low, high, is_date=kind == "date")
    return Bins(first, first + (1 + math.floor((high - first) / size)) * size, size)


def _rough_size(values: Any, count: int, *, is_2d: bool) -> float:
    """Return a size by the spread of values, so that the highest bin is not too high."""
    import numpy as np

    gap = smallest_gap(values)
    power = 10.0 ** math.floor(math.log10(gap)) if gap > 0 else 1.0
    smallest = power * round_up(gap / power, (0.9, 1.9, 4.9, 9.9), reverse=True)
    spread = float(np.std(values))
    size = max(smallest, 2 * spread / count ** (0.25 if is_2d else 0.4))
    return size if math.isfinite(size) and size > 0 else 1.0


def smallest_gap(values: Any) -> float:
    """Return the smallest difference of distinct values; 1 where there is one only."""
    import numpy as np

    distinct = np.unique(values)
    if len(distinct) < 2:
        return 1.0
    error = (distinct[-1] - distinct[0] or 1.0) / 10_000
    gaps = np.diff(distinct)
    real = gaps[gaps > error / 1000]
    return float(real.min()) if len(real) else float(distinct[-1] - distinct[0] or 1.0)


def round_up(value: float, steps: tuple[float, ...], *, reverse: bool = False) -> float:
    """Return the first step above a value; with `reverse` the last step up to it."""
    if reverse:
        return next((step for step in reversed(steps) if step <= value), steps[0])
    return next((step for step in steps if step > value), steps[-1])


def round_size(rough: float, kind: str) -> tuple[Size, float]:
    """Return a size that looks well, and where its ticks are counted from."""
    if kind != "date":
        power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
        return power * round_up(rough / power, _TENS), 0.0
    double = 2 * rough
    if double > _YEAR:
        years = rough / _YEAR
        power = 10.0 ** math.floor(math.log10(years))
        return f"M{12 * power * round_up(years / power, _TENS):.0f}", _DATE_ORIGIN
    if double > _MONTH:
        return f"M{round_up(rough / _MONTH, _CLOCK):.0f}", _DATE_ORIGIN
    if double > DAY:
        return DAY * round_up(rough / DAY, _DAYS), _DATE_ORIGIN + DAY
    for unit, steps in ((_HOUR, _CLOCK), (_MINUTE, _SIXTIES), (_SECOND, _SIXTIES)):
        if double > unit:
            return unit * round_up(rough / unit, steps), _DATE_ORIGIN
    power = 10.0 ** math.floor(math.log10(rough))
    return power * round_up(rough / power, _TENS), _DATE_ORIGIN


def first_tick(low: float, high: float, size: Size, origin: float) -> float:
    """Return the first tick from a little below the lowest value on."""
    start = low * 1.0001 - high * 0.0001
    if not isinstance(size, str):
        return math.ceil((start - origin) / size) * size + origin
    months = int(float(size[1:]))
    tick = add_size(origin, f"M{months * math.floor((start - origin) / (_MONTH * months))}")
    while tick < start:
        tick = add_size(tick, size)
    while add_size(tick, size, -1) >= start:
        tick = add_size(tick, size, -1)
    return tick


def _shift_numbers(
    start: float, values: Any, size: float, low: float, high: float, *, is_date: bool
) -> float:
    """Return where bins begin once they are moved away from the values on their edges."""

    def near_edge(numbers: Any) -> Any:
        return (1 + (numbers - start) * 100 / size) % 100 < 2

    if not is_date and bool((values % 1 == 0).all()):
        if size < 1:
            return low - 0.5 * size
        return start - 0.5 + (size if start - 0.5 + size < low else 0.0)
    middles, edges = near_edge(values + size / 2).sum(), near_edge(values).sum()
    at_ends = near_edge(low) or near_edge(high)
    if middles < len(values) * 0.1 and (edges > len(values) * 0.3 or at_ends):
        return start + (size / 2 if start + size / 2 < low else -size / 2)
    return start


def _shift_months(start: float, values: Any, size: str, low: float) -> float:
    """Return where bins of months begin, so that dates that are whole lie in their middle."""
    days = values % DAY == 0
    if days.mean() <= _EXACT:
        return start
    moments = values[days].astype("int64").astype("datetime64[ms]").astype("datetime64[D]")
    months = moments == moments.astype("datetime64[M]").astype("datetime64[D]")
    years = moments == moments.astype("datetime64[Y]").astype("datetime64[D]")
    if years.sum() / len(values) > _EXACT and int(float(size[1:])) % 12 == 0:
        start = add_size(start, "M6", -1) + 1.5 * DAY
    elif months.sum() / len(values) > _EXACT:
        start = add_size(start, "M1", -1) + 15.5 * DAY
    else:
        start -= DAY / 2
    following = add_size(start, size)
    return following if following <= low else start
