"""Series of a chart as a reader puts them into a table: places and values."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..charts.row_blocks import JOINED_KINDS, parse_date
from .name_matching import match_names
from .reading_error import measure_moves

if TYPE_CHECKING:
    from ..charts.chart_tables import ChartTables
    from ..charts.sql.moved_database import Move

KINDS: Final = (
    "bar",
    "histogram",
    "pie",
    "cell",
    "box",
    "violin",
    "area",
    "step",
    "line",
    "point",
    "interval",
)
"""Kinds of rows that a reader puts into a table; of a series that has several, the first."""

FLAT_AXES: Final = frozenset({"x", "top"})
"""Axes whose values are drawn across, as those of horizontal bars."""

_SELECT: Final = """
    SELECT panel, series, kind, x, y, value, x_low, x_high, y_low, y_high, axis FROM data
    WHERE value IS NOT NULL AND typeof(value) <> 'text' LIMIT 100000
"""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point of a chart, in the terms of its tables.

    Attributes
    ----------
    panel, kind, axis : str
        As the table `data` has them; `axis` is empty where the value is on none.
    n : int
        Its number among the rows of its kind in the panel, from 0.
    x, y : float, str or None
        Where it is drawn: bars and areas at their ends.
    frame : tuple of str
        The names of the axes that it is drawn on.
    """

    panel: str
    kind: str
    axis: str
    n: int
    x: Any
    y: Any
    frame: tuple[str, str]


@dataclass(eq=False)
class DrawnSeries:
    """One series of a chart.

    Attributes
    ----------
    panel, name, kind : str
    places : list of float or str
        Where its values stand: numbers, categories, or dates as text.
    values : list of float
    ends : list of tuple of float
        Edges of bins, as numbers.
    points : list of ChartPoint
        Where its values are drawn.
    tables : ChartTables
    move : Move
        How far values can be misread.
    """

    panel: str
    name: str
    kind: str
    tables: ChartTables
    move: Move
    places: list[Any] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    ends: list[tuple[float, float] | None] = field(default_factory=list)
    points: list[ChartPoint] = field(default_factory=list)

    def reading_error(self, value: float) -> float:
        """Return how far a value can be misread, in its unit."""
        return (self.move.add or 0.0) + (self.move.up - 1) * abs(value)

    def find_point(self, x: Any, value: float, consumed: set[int]) -> int | None:
        """Return the index of the point that stands at a place; of several the nearest in value.

        Parameters
        ----------
        x : float, datetime or str
            As it was read.
        value : float
        consumed : set of int
            Points that were found before.
        """
        free = [index for index in range(len(self.places)) if index not in consumed]
        if isinstance(x, str):
            matches = match_names([x], [str(self.places[index]) for index in free])
            names = [free[column] for column in matches.values()]
            equal = [i for i in free if names and self.places[i] == self.places[names[0]]]
            return self._nearest_value(equal, value)
        position = _to_number(x)
        in_bins = [i for i in free if (e := self.ends[i]) is not None and e[0] <= position < e[1]]
        if in_bins:
            return self._nearest_value(in_bins, value)
        places = {index: _to_number(self.places[index]) for index in free}
        distances = {i: abs(p - position) for i, p in places.items() if not math.isnan(p)}
        if not distances:
            return self._find_named(x, free)
        nearest = min(distances.values())
        if nearest > self._place_error(position):
            return None
        # Points of a scatter plot lie closer together than their places can be read.
        reach = self._place_error(position) if self.kind == "point" else nearest
        return self._nearest_value([i for i, d in distances.items() if d <= reach], value)

    def move_point(self, index: int | None, x: Any, value: float) -> ChartPoint:
        """Return the point at which a value would be drawn.

        Parameters
        ----------
        index : int or None
            Of the point that is drawn in its place; None where there is none.
        x : float, datetime or str
            As it was read.
        value : float
            As it was read, or the drawn one.
        """
        base = self.points[0 if index is None else index]
        is_flat = base.axis.split(" ")[0] in FLAT_AXES
        if index is None:
            place = x.isoformat(" ") if isinstance(x, datetime) else x
            coordinates = (value, place) if is_flat else (place, value)
            return replace(base, n=-1, x=coordinates[0], y=coordinates[1])
        end = base.x if is_flat else base.y
        if self.kind in {"cell", "pie"} or not isinstance(end, (int, float)):
            return base
        new_end = end + value - self.values[index]  # stacked ones do not begin at zero
        return replace(base, x=new_end) if is_flat else replace(base, y=new_end)

    def interpolate(self, x: Any) -> float:
        """Return the value of a line between its points, as it is drawn; NaN outside of it."""
        if self.kind not in JOINED_KINDS:
            return math.nan
        place = f"{x:%Y-%m-%d}" if isinstance(x, datetime) else x
        literal = _quote(place) if isinstance(place, str) else repr(float(place))
        sql = f"SELECT value_at({_quote(self.panel)}, {_quote(self.name)}, {literal})"
        value = self.tables.query(sql).value
        return float(value) if isinstance(value, (int, float)) else math.nan

    def _find_named(self, x: Any, free: list[int]) -> int | None:
        """Return the category that a number or date names, such as 2020 for "2020"."""
        text = f"{x:%Y-%m-%d}" if isinstance(x, datetime) else f"{x:g}"
        if isinstance(x, datetime) and (x.month, x.day) == (1, 1):
            text = f"{x:%Y}"
        equal = [index for index in free if str(self.places[index]).strip() == text]
        return equal[0] if equal else None

    def _nearest_value(self, indexes: list[int], value: float) -> int | None:
        if math.isnan(value):
            return indexes[0] if indexes else None
        return min(indexes, key=lambda i: abs(self.values[i] - value), default=None)

    def _place_error(self, position: float) -> float:
        """Return how far a place can be misread: for lone bars and points, up to half their gap."""
        across = self.move.along == "x"  # the value stands along x, so the place is on y
        add, part = self.move.x_add, self.move.x_part
        if across:
            add, part = self.move.y_add, self.move.y_part
        error = add + part * abs(position)
        if self.kind in JOINED_KINDS or self.kind == "point":
            return error
        numbers = sorted(p for p in map(_to_number, self.places) if not math.isnan(p))
        gaps = [right - left for left, right in pairwise(numbers)]
        return max(error, 0.499 * min(filter(None, gaps), default=0.0))


def list_drawn_series(tables: ChartTables) -> list[DrawnSeries]:
    """Return the series of a chart that a reader puts into a table, in drawing order."""
    moves = {
        (block.panel, block.series, block.kind): (move, block.frame)
        for block, move in zip(tables.blocks, measure_moves(tables), strict=True)
    }
    groups: dict[tuple[str, str, str], DrawnSeries] = {}
    main_kinds: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for panel, name, kind, x, y, value, *ends, axis in tables.query(_SELECT):
        if kind not in KINDS:
            continue
        is_flat = str(axis).split(" ")[0] in FLAT_AXES
        place, low, high = (y, *ends[2:]) if is_flat else (x, *ends[:2])
        label = str(y) if kind == "cell" and isinstance(y, str) else name
        key = (panel, label, kind)
        if key not in groups:
            groups[key] = DrawnSeries(panel, label, kind, tables, moves[panel, name, kind][0])
            best = main_kinds.get(key[:2], kind)
            main_kinds[key[:2]] = min(best, kind, key=KINDS.index)
        series = groups[key]
        series.places.append(place)
        series.values.append(float(value))
        row = (value if x is None else x, y) if is_flat else (x, value if y is None else y)
        frame = moves[panel, name, kind][1]
        number = counts[panel, kind]
        series.points.append(ChartPoint(panel, kind, axis or "", number, *row, frame))
        counts[panel, kind] += 1
        is_bin = isinstance(low, (int, float)) and isinstance(high, (int, float))
        series.ends.append((low, high) if is_bin else None)
    return [group for key, group in groups.items() if main_kinds[key[:2]] == key[2]]


def _to_number(place: Any) -> float:
    """Return a place as a number, dates in days since 1970; NaN for a category."""
    if isinstance(place, datetime):
        place = place.isoformat()
    if isinstance(place, str):
        days = parse_date(place) if len(place) >= len("2021-03-04") else None
        return math.nan if days is None else days
    return math.nan if place is None else float(place)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
