"""Chart tables as text that a model and a reader can use.

Short series are told in full. Of a long one: how many values, the ends, the extremes and where they
are, the quartiles, and a sample that keeps the shape. Numbers are told as precisely as their axis
can be read.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..visible import to_visible_text
from .row_blocks import JOINED_KINDS, VALUE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .chart_tables import ChartTables
    from .row_blocks import AxisRow

IN_FULL: Final = 40
"""Values up to which a series is told in full."""

SAMPLE: Final = 24
"""Values that stand for a longer one."""

MAX_CHARACTERS: Final = 8000
"""Characters of a description."""

_MOST_CATEGORIES: Final = 20
_AXIS_WORDS: Final = {
    "x": "x axis",
    "y": "y axis",
    "right": "right y axis",
    "top": "top x axis",
    "color": "colors",
    "radius": "radius",
}
_COLUMNS: Final = ", ".join(VALUE_COLUMNS)


@dataclass(frozen=True, repr=False)
class Description:
    """Content of a live figure; printed, it is text.

    Attributes
    ----------
    tables : ChartTables
    """

    tables: ChartTables

    def to_frame(self) -> Any:
        """Return every value that is drawn as a row of a pandas DataFrame."""
        return self.tables.data.to_frame()

    @cached_property
    def text(self) -> str:
        """The description, fit to be shown."""
        return to_visible_text(describe_tables(self.tables))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def describe_tables(tables: ChartTables) -> str:
    """Return a figure's tables as text."""
    titles = [row for row in tables.text_rows if row.kind == "title"]
    lines = [f"Title: {row.text}" for row in titles if row.panel is None]
    panels = _list_panels(tables)
    for panel in panels:
        if len(panels) > 1:
            lines.append(f"Panel: {panel}")
        elif panel in {row.panel for row in titles}:
            lines.append(f"Title: {panel}")
        lines += _describe_panel(tables, panel)
    lines += [
        f"Not among the values: {omission.row.what} ({omission.row.why})."
        for omission in tables.omissions
    ]
    return _cut_lines(lines) if lines else "The figure holds no data."


def _list_panels(tables: ChartTables) -> list[str]:
    """Return the panels in reading order: those of pies have no axes."""
    names = [
        *(row.panel for row in tables.axis_rows),
        *(block.panel for block in tables.blocks),
        *(row.panel for row in tables.text_rows),
        *(omission.row.panel for omission in tables.omissions),
    ]
    return [name for name in dict.fromkeys(names) if name is not None]


def _cut_lines(lines: Sequence[str]) -> str:
    """Return lines up to the most characters, and how many were left out."""
    length = 0
    for place, line in enumerate(lines):
        length += len(line) + 1
        if length > MAX_CHARACTERS:
            return "\n".join([*lines[:place], f"… and {len(lines) - place} more lines."])
    return "\n".join(lines)


def _describe_panel(tables: ChartTables, panel: str) -> Iterator[str]:
    axes = {row.axis: row for row in tables.axis_rows if row.panel == panel}
    for row in axes.values():
        yield _describe_axis(tables, row)
    groups = {
        (block.series, block.kind): block.axis for block in tables.blocks if block.panel == panel
    }
    if not groups:
        yield "Nothing with values is drawn on it."
    for (series, kind), axis in groups.items():
        condition = (
            f"panel = {_quote(panel)} AND series = {_quote(series)} AND kind = {_quote(kind)}"
        )
        cells = tables.query(f"SELECT {_COLUMNS} FROM data WHERE {condition} ORDER BY n")  # noqa: S608
        texts = _RowTexts(kind, axes.get(axis or ""), axes)
        yield from _describe_series(series, [_Row(*row) for row in cells], texts)
    notes = [row for row in tables.text_rows if row.panel == panel and row.kind == "annotation"]
    words = [row.text for row in notes]
    if words:
        yield "Annotations: " + "; ".join(words[:_MOST_CATEGORIES])


def _quote(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode()
    return "'" + plain.replace("'", "''") + "'"


def _describe_axis(tables: ChartTables, row: AxisRow) -> str:
    name, _, number = row.axis.partition(" ")
    parts = [
        f"{_AXIS_WORDS.get(name, name)}{' ' * bool(number)}{number}: {row.label or 'no label'}"
    ]
    if row.unit:
        parts.append(f"unit {row.unit}")
    if row.scale == "category":
        column = "x" if name in {"x", "top"} else "y"
        condition = f"panel = {_quote(row.panel)} AND typeof({column}) = 'text'"
        names = [
            cell[0]
            for cell in tables.query(f"SELECT DISTINCT {column} FROM data WHERE {condition}")  # noqa: S608
        ]
        rest = f" and {len(names) - _MOST_CATEGORIES} more" if len(names) > _MOST_CATEGORIES else ""
        parts.append(f"categories {', '.join(names[:_MOST_CATEGORIES])}{rest}")
    else:
        parts.append(f"{row.scale} from {_to_text(row.low, row)} to {_to_text(row.high, row)}")
    if row.inverted:
        parts.append("inverted")
    return ", ".join(parts)


def _describe_series(series: str, rows: Sequence[_Row], texts: _RowTexts) -> Iterator[str]:
    axis, kind = texts.axis, texts.kind
    noun = "point" if kind in {*JOINED_KINDS, "point", "band"} else "value"
    on_axis = f", {_AXIS_WORDS[axis.axis]}" if axis and axis.axis in {"right", "top"} else ""
    yield f"- {kind} {series!r}{on_axis}: {len(rows)} {noun}{'s' * (len(rows) != 1)}"
    if len(rows) <= IN_FULL:
        yield "  " + "; ".join(map(texts.tell, rows))
    else:
        yield "  " + _summarize(rows, texts)


class _Row(NamedTuple):
    """A row of `data`, without its names."""

    x: Any
    y: Any
    value: Any
    low: Any
    high: Any
    q1: Any
    q3: Any
    x_low: Any
    x_high: Any
    y_low: Any
    y_high: Any
    share: Any


@dataclass(frozen=True)
class _RowTexts:
    """The texts of the rows of a series."""

    kind: str
    axis: AxisRow | None
    axes: dict[str, AxisRow]

    def tell(self, row: _Row) -> str:
        """Return a row as text."""
        texts = {
            "histogram": self._tell_bin,
            "cell": self._tell_cell,
            "vector": self._tell_cell,
            "interval": self._tell_interval,
            "box": self._tell_box,
            "violin": self._tell_violin,
        }
        if self.kind in texts:
            return texts[self.kind](row)
        ends = f"{self.show(row.low)} to {self.show(row.high)}"
        if self.kind == "span":
            return ends
        if self.kind == "band":
            return f"{self.show_place(row)}: {ends}"
        is_across = self.kind in {"rule", "contour"} and None in {row.x, row.y}
        if self.kind == "event" or is_across:
            return f"at {self.show(row.value)}"
        has_ends = self.kind == "errorbar" or (row.low and self.kind in {"bar", "area"})
        part = f", {row.share:.3g} of the whole" if row.share is not None else ""
        return (
            f"{self.show_place(row)}: {self.show(row.value)}{f' ({ends})' * bool(has_ends)}{part}"
        )

    def tell_extreme(self, row: _Row) -> str:
        """Return a value and where it is."""
        if self.kind not in {"cell", "vector"}:
            return f"{self.show(row.value)} at {self.show_place(row)}"
        x, y = _to_text(row.x, self.axes.get("x")), _to_text(row.y, self.axes.get("y"))
        return f"{self.show(row.value)} at x {x}, y {y}"

    def show(self, number: Any) -> str:
        """Return an amount as precisely as the axis of the values can be read."""
        return _to_text(number, self.axis)

    def show_place(self, row: _Row) -> str:
        """Return where a value stands."""
        return _to_text(row.y if self._is_lying else row.x, self._place_axis)

    @property
    def _is_lying(self) -> bool:
        return self.axis is not None and self.axis.axis.startswith(("x", "top"))

    @property
    def _place_axis(self) -> AxisRow | None:
        return self.axes.get("y" if self._is_lying else "x")

    def _tell_bin(self, row: _Row) -> str:
        ends = (row.y_low, row.y_high) if self._is_lying else (row.x_low, row.x_high)
        low, high = (_to_text(end, self._place_axis) for end in ends)
        return f"{low} to {high}: {self.show(row.value)}"

    def _tell_cell(self, row: _Row) -> str:
        x, y = _to_text(row.x, self.axes.get("x")), _to_text(row.y, self.axes.get("y"))
        return f"{x}, {y}: {self.show(row.value)}"

    def _tell_interval(self, row: _Row) -> str:
        place = _to_text(row.y, self.axes.get("y"))
        return f"{place}: {self.show(row.x_low)} to {self.show(row.x_high)}"

    def _tell_box(self, row: _Row) -> str:
        quartiles = f"quartiles {self.show(row.q1)} and {self.show(row.q3)}"
        whiskers = f"whiskers {self.show(row.low)} to {self.show(row.high)}"
        return f"{self.show_place(row)}: median {self.show(row.value)}, {quartiles}, {whiskers}"

    def _tell_violin(self, row: _Row) -> str:
        median = f", median {self.show(row.value)}" if row.value is not None else ""
        return f"{self.show_place(row)}: {self.show(row.low)} to {self.show(row.high)}{median}"


def _summarize(rows: Sequence[_Row], texts: _RowTexts) -> str:
    """Return a long series' ends, extremes, quartiles and mean, and a sample of it."""
    number_rows = [row for row in rows if isinstance(row.value, (int, float))]
    if len(number_rows) < 2:
        step = math.ceil(len(rows) / SAMPLE)
        return "some of them: " + "; ".join(map(texts.tell, rows[::step]))
    values = [row.value for row in number_rows]
    low, high = number_rows[values.index(min(values))], number_rows[values.index(max(values))]
    quarters = ", ".join(map(texts.show, statistics.quantiles(values, n=4)))
    parts = [f"minimum {texts.tell_extreme(low)}", f"maximum {texts.tell_extreme(high)}"]
    parts += [f"quartiles {quarters}", f"mean {texts.show(statistics.fmean(values))}"]
    places = [row.x for row in number_rows if row.x is not None]
    if places and len({type(place) for place in places}) == 1:
        ends = [_to_text(end, texts.axes.get("x")) for end in (min(places), max(places))]
        parts.insert(0, f"x from {ends[0]} to {ends[1]}")
    if texts.kind in JOINED_KINDS:
        points = [(float(place), float(value)) for place, value in enumerate(values)]
        sample = [number_rows[int(place)] for place, _ in sample_points(points, SAMPLE)]
        parts.append("some of them: " + "; ".join(map(texts.tell, sample)))
    return ", ".join(parts)


def _to_text(value: Any, axis: AxisRow | None) -> str:
    """Return a cell with as many digits as its axis resolves, and one more."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    low, high = (axis.low, axis.high) if axis is not None else (None, None)
    is_known = isinstance(low, (int, float)) and isinstance(high, (int, float))
    if axis is None or not is_known or axis.scale not in {"linear", "category"} or high == low:
        return f"{value:.4g}"
    # A thousandth of what the axis shows, or finer.
    decimals = 3 - math.floor(math.log10(high - low))  # type: ignore[operator]
    rounded = round(value, decimals)
    text = f"{rounded:.{max(decimals, 0)}f}"
    return (
        (text.rstrip("0").rstrip(".") if "." in text else text)
        if abs(value) < 1e15
        else f"{value:g}"
    )


def sample_points(points: list[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Return the points that keep a curve's shape, the first and the last among them.

    Of each stretch that point is taken that makes the largest triangle with the one taken before
    and the next stretch's middle (largest triangle three buckets, Steinarsson 2013).

    Parameters
    ----------
    points : list of tuple of float
        In the order in which they are joined.
    count : int
        How many to keep, at least 3.
    """
    if len(points) <= count:
        return list(points)
    size = (len(points) - 2) / (count - 2)
    sample = [points[0]]
    for bucket in range(count - 2):
        start, end = int(bucket * size) + 1, int((bucket + 1) * size) + 1
        next_points = points[end : max(int((bucket + 2) * size) + 1, end + 1)] or points[-1:]
        x = sum(point[0] for point in next_points) / len(next_points)
        y = sum(point[1] for point in next_points) / len(next_points)
        before = sample[-1]
        sample.append(
            max(
                points[start:end],
                key=lambda p: abs(
                    (before[0] - x) * (p[1] - before[1]) - (before[0] - p[0]) * (y - before[1])
                ),
            )
        )
    return [*sample, points[-1]]
