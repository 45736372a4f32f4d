"""Comparison of a table that was read off a chart with the chart's own data.

Both are taken as sets of points: each point that was read is right, off, or not drawn at all; each
that was drawn is found or missing. Series and categories are matched by name, as a reader would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ..charts.row_blocks import JOINED_KINDS
from ..text.dataframes import to_dataframe
from .drawn_series import ChartPoint, DrawnSeries, list_drawn_series
from .name_matching import match_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..charts.chart_tables import ChartTables
    from .chart_table import Reading, ReadSeries

_MAX_IN_FULL: Final = 40
"""Points up to which a line is expected to be read in full; of longer ones a selection will do."""

_MAX_ROUNDING: Final = 0.05
"""Part of a number that its own rounding may hide: 1000 can stand for 960."""


@dataclass(frozen=True)
class PointComparison:
    """A point of a table that was read, and the one that was drawn.

    Attributes
    ----------
    series : str
    x : float, datetime or str
    read, actual : float
        As read and as drawn. NaN for `read` if the point is missing in the table, for `actual` if
        nothing is drawn there.
    off : float
        Distance in reading errors: up to 1 the value is as near as it can be read.
    image : int
        Number of the image that it was read off.
    drawn_at, read_at : ChartPoint or None
        Where it is drawn, and where it would be as it was read; None for neither.
    """

    series: str
    x: Any
    read: float
    actual: float
    off: float
    image: int = 1
    drawn_at: ChartPoint | None = None
    read_at: ChartPoint | None = None

    @property
    def is_right(self) -> bool:
        """True if the value is as near as it can be read off its axis."""
        return self.off <= 1

    @property
    def relative_error(self) -> float:
        """Part of the drawn value by which the table is off, at most 1; NaN for lone points.

        The measure of DePlot (Liu et al., 2023).
        """
        if math.isnan(self.read) or math.isnan(self.actual):
            return math.nan
        if self.actual == 0:
            return float(self.read != 0)
        return min(abs(self.read - self.actual) / abs(self.actual), 1.0)

    @property
    def place(self) -> str:
        """The x as a reader writes it."""
        if isinstance(self.x, datetime):
            return f"{self.x:%Y-%m-%d}"
        return self.x if isinstance(self.x, str) else f"{self.x:g}"


@dataclass(frozen=True)
class TableComparison:
    """Comparison of a table that was read off a chart with the chart's own data.

    Attributes
    ----------
    points : tuple of PointComparison
        Every point that was read, then those that are missing, series by series.
    drawn_series : int
        Number of series that were drawn.
    missing_series : tuple of str
        Those of which nothing was read.
    problems : tuple of str
        Reasons why series could not be compared.
    """

    points: tuple[PointComparison, ...]
    drawn_series: int = 0
    missing_series: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def off(self) -> tuple[PointComparison, ...]:
        """Points whose value is off, or where nothing is drawn, the worst first."""
        wrong = [p for p in self.points if not p.is_right and not math.isnan(p.read)]
        return tuple(sorted(wrong, key=lambda point: -point.off))

    @property
    def missing(self) -> tuple[PointComparison, ...]:
        """Points that are drawn and not in the table."""
        return tuple(point for point in self.points if math.isnan(point.read))

    @property
    def precision(self) -> float:
        """Part of the points read that are right; NaN if none were read."""
        return _divide(self._count_right(), len(self.points) - len(self.missing))

    @property
    def recall(self) -> float:
        """Part of the points drawn that were read right; NaN if none are drawn."""
        count = sum(not math.isnan(point.actual) for point in self.points)
        return _divide(self._count_right(), count)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 0.0 if total == 0 else 2 * self.precision * self.recall / total

    @property
    def mean_relative_error(self) -> float:
        """Mean of the points' relative errors, 0 to 1; NaN if no point was matched."""
        errors = [p.relative_error for p in self.points if not math.isnan(p.relative_error)]
        return _divide(math.fsum(errors), len(errors))

    @property
    def summary(self) -> str:
        """One or two sentences."""
        if not self.points:
            return "Nothing in the table could be compared with the figure's own data."
        read = len(self.points) - len(self.missing)
        parts = [f"{self._count_right()} of {read} values are as near as they can be read"]
        if self.missing:
            count = sum(not math.isnan(point.actual) for point in self.points)
            parts.append(f"{len(self.missing)} of {count} points are missing")
        if self.missing_series:
            parts.append(f"{len(self.missing_series)} of {self.drawn_series} series are missing")
        scores = f"precision {self.precision:.2f}, recall {self.recall:.2f}, F1 {self.f1:.2f}"
        if not math.isnan(self.mean_relative_error):
            scores += f", mean relative error {self.mean_relative_error:.1%}"
        return f"Compared with the figure's own data: {', '.join(parts)} ({scores})."

    def columns(self) -> dict[str, list[Any]]:
        """Return every point as a row."""
        return {
            "series": [point.series for point in self.points],
            "x": [point.x for point in self.points],
            "read": [point.read for point in self.points],
            "drawn": [point.actual for point in self.points],
            "off by": [point.read - point.actual for point in self.points],
            "right": [point.is_right for point in self.points],
        }

    def to_frame(self) -> Any:
        """Return every point as a row of a pandas DataFrame."""
        return to_dataframe(self.columns())

    def _count_right(self) -> int:
        return sum(point.is_right for point in self.points)


def compare_table(reading: Reading, tables: Mapping[int, ChartTables | None]) -> TableComparison:
    """Compare a table with the data of the figures that it was read off.

    Parameters
    ----------
    reading : Reading
    tables : mapping of int to ChartTables or None
        By image; None for a picture, whose data are not in this kernel.
    """
    points: list[PointComparison] = []
    problems: list[str] = []
    missing_series: list[str] = []
    drawn_count = 0
    by_image: dict[int, list[ReadSeries]] = {}
    for series in reading.series:
        number = series.image if len(tables) != 1 else next(iter(tables))
        by_image.setdefault(number, []).append(series)
    for number, group in by_image.items():
        chart = tables.get(number)
        if chart is None:
            problems.append("A picture's own data are not here, so its values were not compared.")
            continue
        targets = list_drawn_series(chart)
        drawn_count += len(targets)
        pairs = _pair_series(group, targets)
        for series, match in pairs:
            if match is None:
                problems.append(f"The figure has no series {series.name!r} to compare with.")
            else:
                points += _compare_series(series, match, number)
        pair_ids = {id(match) for _, match in pairs}
        for lone in targets:
            if id(lone) not in pair_ids:
                missing_series.append(lone.name)
                points += _list_missing(lone, set(), number)
    return TableComparison(
        tuple(points), drawn_count, tuple(missing_series), tuple(dict.fromkeys(problems))
    )


def format_difference(point: PointComparison) -> tuple[str, ...]:
    """Return a point as the cells of a table."""
    if math.isnan(point.actual):
        return point.series, point.place, format_number(point.read), "nothing", ""
    gap = format_number(point.read - point.actual)
    return point.series, point.place, format_number(point.read), format_number(point.actual), gap


def format_number(value: float) -> str:
    """Return a number as a reader would write it."""
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def _pair_series(
    read: list[ReadSeries], targets: list[DrawnSeries]
) -> list[tuple[ReadSeries, DrawnSeries | None]]:
    """Return each series that was read with the one that was drawn."""
    panels = list(dict.fromkeys(series.panel for series in targets))
    pairs: list[tuple[ReadSeries, DrawnSeries | None]] = []
    groups: dict[str, list[ReadSeries]] = {}
    for series in read:
        groups.setdefault(series.panel, []).append(series)
    panel_matches = match_names(list(groups), panels) if len(panels) > 1 else {}
    for panel, group in groups.items():
        candidates = targets
        if (place := panel_matches.get(list(groups).index(panel))) is not None:
            candidates = [series for series in targets if series.panel == panels[place]]
        matches = match_names([s.name for s in group], [c.name for c in candidates])
        if len(group) == len(candidates) == 1:
            matches = {0: 0}  # whatever a single series is called
        pairs += [
            (series, candidates[matches[number]] if number in matches else None)
            for number, series in enumerate(group)
        ]
    return pairs


def _compare_series(read: ReadSeries, target: DrawnSeries, image: int) -> list[PointComparison]:
    name = read.name or target.name
    points = []
    consumed: set[int] = set()
    for x, value in zip(read.x, read.y, strict=True):
        index = target.find_point(x, value, consumed)
        actual = target.values[index] if index is not None else target.interpolate(x)
        if index is not None:
            consumed.add(index)
        off = _measure_gap(value, actual, target)
        drawn_at = None if math.isnan(actual) else target.move_point(index, x, actual)
        read_at = None if math.isnan(value) else target.move_point(index, x, value)
        points.append(PointComparison(name, x, value, actual, off, image, drawn_at, read_at))
    is_selection = target.kind in JOINED_KINDS and len(target.values) > _MAX_IN_FULL
    return points if is_selection else points + _list_missing(target, consumed, image)


def _list_missing(target: DrawnSeries, consumed: set[int], image: int) -> list[PointComparison]:
    name, nan = target.name, math.nan
    return [
        PointComparison(name, place, nan, value, math.inf, image, point)
        for index, (place, value, point) in enumerate(
            zip(target.places, target.values, target.points, strict=True)
        )
        if index not in consumed
    ]


def _measure_gap(read: float, actual: float, target: DrawnSeries) -> float:
    """Return the distance of two values in reading errors."""
    if math.isnan(read) or math.isnan(actual):
        return math.inf
    gap = abs(read - actual)
    if gap <= 1e-12 * max(abs(read), abs(actual), 1e-300):
        return 0.0
    allowed = target.reading_error(actual) + _half_last_digit(read)
    return gap / allowed if allowed else math.inf


def _half_last_digit(value: float) -> float:
    """Return half a unit of the last digit that is not zero, at most a twentieth of the number."""
    if value == 0:
        return 0.0
    digits = f"{abs(value):.12g}"
    mantissa, _, power = digits.partition("e")
    whole, _, decimals = mantissa.partition(".")
    exponent = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0"))
    unit = 10.0 ** (exponent + int(power or 0))
    return min(unit / 2, _MAX_ROUNDING * abs(value))


def _divide(part: float, whole: float) -> float:
    return part / whole if whole else math.nan
