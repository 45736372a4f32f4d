"""SQL functions beside SQLite's own: statistics, powers, and the value of a drawn line."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import CategoryColumn, Curve, DateColumn, is_scalar, parse_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..row_blocks import RowBlock, Scale

_MATH: Final[dict[str, tuple[int, Callable[..., float]]]] = {
    "pow": (2, math.pow),
    "exp": (1, math.exp),
    "ln": (1, math.log),
    "log10": (1, math.log10),
}
_SYMLOG: Final = 1 / (1 - 1 / 10)
"""Decades that the linear part of a symlog axis takes up, as matplotlib draws it."""


class _Aggregate:
    """Collected arguments of an aggregate or a window; rows with a NULL are skipped."""

    def __init__(self) -> None:
        self._columns: tuple[deque[float], ...] = ()

    def step(self, *args: object) -> None:
        """Add a row."""
        if None in args:
            return
        if not self._columns:
            self._columns = tuple(deque() for _ in args)
        for column, arg in zip(self._columns, args, strict=True):
            column.append(arg if type(arg) is float else _to_number(arg))

    def inverse(self, *args: object) -> None:
        """Remove the oldest row of a window."""
        if None not in args:
            for column in self._columns:
                column.popleft()

    def finalize(self) -> float | None:
        """Return the result."""
        return self.value()

    def value(self) -> float | None:
        """Return the result so far."""
        has_rows = self._columns and self._columns[0]
        return self.compute(*map(list, self._columns)) if has_rows else None

    def compute(self, *columns: list[float]) -> float | None:
        """Return the result for columns of one length, which is not zero."""
        raise NotImplementedError


class _Median(_Aggregate):
    def compute(self, *columns: list[float]) -> float | None:
        return statistics.median(columns[0])


class _Quantile(_Aggregate):
    def compute(self, *columns: list[float]) -> float | None:
        values, parts = columns
        if not 0 <= parts[-1] <= 1:
            return None
        in_order = sorted(values)
        place = parts[-1] * (len(in_order) - 1)
        low = math.floor(place)
        high = min(low + 1, len(in_order) - 1)
        return in_order[low] + (in_order[high] - in_order[low]) * (place - low)


class _Stdev(_Aggregate):
    def compute(self, *columns: list[float]) -> float | None:
        # The sample's, as `statistics.stdev`, which adds up fractions and takes far longer.
        values = columns[0]
        if len(values) < 2:
            return None
        mean = math.fsum(values) / len(values)
        return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


class _Corr(_Aggregate):
    def compute(self, *columns: list[float]) -> float | None:
        return _or_none(statistics.correlation, *columns)


class _Slope(_Aggregate):
    def compute(self, *columns: list[float]) -> float | None:
        return _or_none(lambda x, y: statistics.linear_regression(x, y).slope, *columns)


def _or_none(function: Callable[..., float], *columns: Sequence[float]) -> float | None:
    """Return a statistic; None where there are too few values, or all are the same."""
    try:
        return function(*columns)
    except statistics.StatisticsError:
        return None


def _to_number(argument: object) -> float:
    """Return a number, or a date as days.

    Raises
    ------
    ValueError
        It is neither: SQLite reports that the function failed.
    """
    if isinstance(argument, (int, float)):
        return float(argument)
    day = parse_date(argument) if isinstance(argument, str) else None
    if day is None:
        msg = f"{argument!r} is no number"
        raise ValueError(msg)
    return day


AGGREGATES: Final[dict[str, tuple[int, type[_Aggregate]]]] = {
    "median": (1, _Median),
    "quantile": (2, _Quantile),
    "stdev": (1, _Stdev),
    "corr": (2, _Corr),
    "slope": (2, _Slope),
}
FUNCTIONS: Final = frozenset({*AGGREGATES, *_MATH, "value_at"})


def create_functions(connection: sqlite3.Connection, blocks: Sequence[RowBlock]) -> None:
    """Give a connection the functions of `FUNCTIONS`.

    Parameters
    ----------
    connection : sqlite3.Connection
    blocks : sequence of RowBlock
        For ``value_at(panel, series, x)``.
    """
    for name, (count, kind) in AGGREGATES.items():
        # typeshed wants a narrower protocol than sqlite3 calls
        connection.create_window_function(name, count, kind)  # type: ignore[arg-type]
    for name, (count, function) in _MATH.items():
        if not _has_function(connection, name, count):
            connection.create_function(name, count, _null_safe(function), deterministic=True)
    connection.create_function("value_at", 3, CurveValues(blocks), deterministic=True)


def _has_function(connection: sqlite3.Connection, name: str, count: int) -> bool:
    names = connection.execute("SELECT 1 FROM pragma_function_list WHERE name = ?", (name,))
    return names.fetchone() is not None and bool(count)


def _null_safe(function: Callable[..., float]) -> Callable[..., float | None]:
    def compute(*args: Any) -> float | None:
        try:
            return function(*args)
        except (TypeError, ValueError, OverflowError):  # NULL, or outside its domain
            return None

    return compute


class CurveValues:
    """The SQL function ``value_at(panel, series, x)``.

    Parameters
    ----------
    blocks : sequence of RowBlock
    """

    def __init__(self, blocks: Sequence[RowBlock]) -> None:
        self._curves: dict[tuple[object, object], list[_DrawnCurve]] = {}
        for kind in ("line", "step", "rule", "area"):
            for block in blocks:
                curve = _curve_of(block) if block.kind == kind else None
                if curve is not None:
                    self._curves.setdefault((block.panel, block.series), []).append(curve)

    def __call__(self, panel: object, series: object, x: object) -> float | None:
        """Return the value of a series' line; None where it is not drawn."""
        for curve in self._curves.get((panel, series), ()):
            value = curve.value_at(x)
            if value is not None:
                return value
        return None


def _curve_of(block: RowBlock) -> _DrawnCurve | None:
    """Return the curve that rows lie on; None for rows of other things."""
    if block.curve is not None:
        return _DrawnCurve(block.curve)
    x: Any = block.columns.get("x")
    y: Any = block.columns.get("value")
    if block.count < 2 or x is None or y is None or is_scalar(y):
        return None
    step = "post" if block.kind == "step" else ""
    if isinstance(x, DateColumn):
        return _DrawnCurve(Curve(x.days, y, step, dated=True))
    if isinstance(x, CategoryColumn):
        return _DrawnCurve(Curve(x.codes, y, step, categories=dict(enumerate(x.names))))
    if is_scalar(x):
        return None
    if not hasattr(x, "dtype") and any(isinstance(place, str) for place in x):
        names = list(dict.fromkeys(x))
        places = {name: place for place, name in enumerate(names)}
        return _DrawnCurve(
            Curve([float(places[name]) for name in x], y, step, categories=dict(enumerate(names)))
        )
    return _DrawnCurve(Curve(x, y, step))


class _DrawnCurve:
    """A curve, looked up by x."""

    def __init__(self, curve: Curve) -> None:
        self._curve = curve
        self._direction: int | None = None
        self._places = {name: place for place, name in (curve.categories or {}).items()}

    def value_at(self, x: object) -> float | None:
        """Return the value where the curve is drawn; None where it is not, or is so twice."""
        curve, place = self._curve, self._to_place(x)
        if place is None or not curve.x_limits[0] <= place <= curve.x_limits[1]:
            return None
        low, high = curve.y_limits
        values = [y for y in self._values(place) if low <= y <= high]
        if not values:
            return None
        spread = max(values) - min(values)
        return values[-1] if spread <= 1e-9 * max(abs(values[-1]), 1e-300) else None

    def _to_place(self, x: object) -> float | None:
        if isinstance(x, str):
            if x in self._places:
                return float(self._places[x])
            return parse_date(x) if self._curve.dated else None
        return float(x) if isinstance(x, (int, float)) else None

    def _values(self, place: float) -> Iterator[float]:
        for left in self._find_segments(place):
            value = self._value_between(left, place)
            if value is not None and math.isfinite(value):
                yield value

    def _find_segments(self, place: float) -> Iterable[int]:
        """Return the first points of the segments that have a place between their ends."""
        x = self._curve.x
        if self._direction is None:
            self._direction = _find_direction(x)
        if self._direction > 0:
            left = bisect_left(x, place)
            right = bisect_right(x, place)
        elif self._direction < 0:
            left = bisect_left(x, -place, key=lambda value: -value)
            right = bisect_right(x, -place, key=lambda value: -value)
        else:
            return _find_crossings(x, place)
        if right > left:  # on a point, or on several with one x: the last drawn
            return (right - 1,)
        return (left - 1,) if 0 < left < len(x) else ()

    def _value_between(self, left: int, place: float) -> float | None:
        curve = self._curve
        x0, y0 = float(curve.x[left]), _to_float(curve.y[left])
        if x0 == place or left + 1 >= len(curve.x):
            return y0 if x0 == place else None
        x1, y1 = float(curve.x[left + 1]), _to_float(curve.y[left + 1])
        if x1 == place:
            return y1
        if curve.step:
            later = {"pre": True, "post": False, "mid": abs(place - x0) >= abs(x1 - x0) / 2}
            return None if math.isnan(y0 + y1) else (y1 if later[curve.step] else y0)
        a, b, at = (_to_drawn(value, curve.x_scale) for value in (x0, x1, place))
        low, high = _to_drawn(y0, curve.y_scale), _to_drawn(y1, curve.y_scale)
        if a == b:
            return y1
        return _from_drawn(low + (high - low) * (at - a) / (b - a), curve.y_scale)


def _to_float(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _find_direction(x: Any) -> int:
    """Return 1 where places never fall, -1 where they never rise, 0 for any others."""
    if hasattr(x, "dtype"):
        import numpy as np

        steps = np.diff(x)
        return 1 if (steps >= 0).all() else -1 if (steps <= 0).all() else 0
    if any(place is None for place in x):
        return 0
    pairs = list(pairwise(x))
    return 1 if all(a <= b for a, b in pairs) else -1 if all(a >= b for a, b in pairs) else 0


def _find_crossings(x: Any, place: float) -> Iterable[int]:
    if hasattr(x, "dtype"):
        import numpy as np

        after = np.minimum(x[:-1], x[1:]) <= place
        crossings: Iterable[int] = np.flatnonzero(after & (place <= np.maximum(x[:-1], x[1:])))
        return crossings
    pairs = pairwise(map(_to_float, x))
    return [number for number, (a, b) in enumerate(pairs) if min(a, b) <= place <= max(a, b)]


def _to_drawn(value: float, scale: Scale) -> float:
    """Return where a value lies along an axis of a scale."""
    if scale == "log":
        return math.log10(value) if value > 0 else math.nan
    if scale == "logit":
        return math.log10(value / (1 - value)) if 0 < value < 1 else math.nan
    if isinstance(scale, tuple):
        threshold = scale[1]
        if abs(value) <= threshold or math.isnan(value):
            return value * _SYMLOG
        return math.copysign(threshold * (_SYMLOG + math.log10(abs(value) / threshold)), value)
    return value


def _from_drawn(place: float, scale: Scale) -> float:
    """Return the value at a place along an axis, as `_to_drawn` has it."""
    if scale == "log":
        return float(10**place)
    if scale == "logit":
        return 1 / (1 + 10**-place)
    if isinstance(scale, tuple):
        threshold = scale[1]
        if abs(place) <= threshold * _SYMLOG or math.isnan(place):
            return place / _SYMLOG
        return math.copysign(threshold * 10 ** (abs(place) / threshold - _SYMLOG), place)
    return place
