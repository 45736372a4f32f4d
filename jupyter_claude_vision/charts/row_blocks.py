"""Rows of the chart tables, as columns: arrays, lists or scalars, and lines for `value_at`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TABLES: Final = ("data", "axes", "texts", "omitted")
VALUE_COLUMNS: Final = (
    *("x", "y", "value", "low", "high", "q1", "q3"),
    *("x_low", "x_high", "y_low", "y_high", "share"),
)
DATA_COLUMNS: Final = ("panel", "series", "kind", "n", *VALUE_COLUMNS, "axis")
KINDS: Final = (
    *("line", "step", "point", "bar", "histogram", "area", "band", "errorbar", "pie", "box"),
    *("outlier", "violin", "cell", "contour", "event", "interval", "vector", "rule", "span"),
    "text",
)

JOINED_KINDS: Final = frozenset({"line", "step", "area"})
"""Kinds that have a value between their points."""

OUTSIDE_LIMITS: Final = "outside the axis limits"
"""The reason that makes no statement uncertain: what is not drawn cannot be read either."""

CHUNK: Final = 20_000
"""Rows that are turned into Python objects at a time."""

_DAY: Final = 86_400
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_897  # the years 1 to 9999

Scalar: TypeAlias = "float | str | None"
Column: TypeAlias = "Scalar | Sequence[Any] | DateColumn | CategoryColumn | Any"
Scale: TypeAlias = "str | tuple[str, float] | None"


def is_scalar(column: Column) -> bool:
    """Return whether a column is one cell for every row."""
    return column is None or isinstance(column, (str, float, int))


@dataclass(frozen=True, slots=True, eq=False)
class DateColumn:
    """Dates, as days since 1970-01-01 in the wall time that the axis shows.

    Attributes
    ----------
    days : sequence of float
        An array or a list; NaN where there is none.
    """

    days: Any

    def __len__(self) -> int:
        return len(self.days)

    def has_times(self) -> bool:
        """Return whether any date is not midnight, to the second."""
        if hasattr(self.days, "dtype"):
            import numpy as np

            finite = self.days[np.isfinite(self.days)]
            return bool((np.rint(finite * _DAY) % _DAY != 0).any())
        return any(round(day * _DAY) % _DAY for day in self.days if _is_finite(day))

    def to_texts(self, start: int, stop: int, *, with_time: bool) -> list[str | None]:
        """Return some of the dates as ``YYYY-MM-DD``, or with `` HH:MM:SS``."""
        days = self.days[start:stop]
        if not hasattr(days, "dtype"):
            return [format_date(day, with_time=with_time) for day in days]
        import numpy as np

        is_date = np.isfinite(days) & (days >= _FIRST_DAY) & (days < _LAST_DAY)
        seconds = np.rint(np.where(is_date, days, 0) * _DAY).astype("int64").astype("datetime64[s]")
        texts = np.datetime_as_string(seconds, unit="s" if with_time else "D")
        if with_time and len(texts):
            texts.view("uint32").reshape(len(texts), -1)[:, 10] = ord(" ")  # instead of the T
        cells: list[str | None] = texts.tolist()
        if not is_date.all():
            cells = [cell if valid else None for cell, valid in zip(cells, is_date, strict=True)]
        return cells


@dataclass(frozen=True, slots=True, eq=False)
class CategoryColumn:
    """Categories, as positions in a list of names; a position outside it is NULL.

    Attributes
    ----------
    codes : sequence of int
    names : sequence of str
    """

    codes: Any
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def to_texts(self, start: int, stop: int) -> list[str | None]:
        """Return some of the names."""
        name_by_code, codes = dict(enumerate(self.names)), self.codes[start:stop]
        return list(map(name_by_code.get, codes.tolist() if hasattr(codes, "tolist") else codes))


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line as it is drawn, for `value_at`.

    Attributes
    ----------
    x, y : sequence of float
        In drawing order, gaps as NaN. x in the terms of its axis: numbers, days since 1970-01-01,
        or positions of categories; y in the unit of the column `value`.
    step : {"", "pre", "post", "mid"}
    x_scale, y_scale : str, tuple or None
        None for a linear axis, "log", "logit", or ("symlog", linear threshold).
    categories : mapping of float to str, or None
        The names at positions of a categorical x axis.
    dated : bool
        Whether x are days.
    x_limits, y_limits : tuple of float
        The part of the axes that is drawn.
    """

    x: Any
    y: Any
    step: str = ""
    x_scale: Scale = None
    y_scale: Scale = None
    categories: Mapping[float, str] | None = None
    dated: bool = False
    x_limits: tuple[float, float] = (-math.inf, math.inf)
    y_limits: tuple[float, float] = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnShapes:
    """Shapes of rows where their columns do not tell them, as positions on their two axes.

    A position is a number as shown, days since 1970-01-01, or the position of a category.

    Attributes
    ----------
    x, y : tuple of array, or None
        The start and stop of each row along that axis: of a bar its two sides.
    outlines : sequence of array, or None
        The corners of each row's outline, two columns; NaN between its parts.
    wedges : array, or None
        Of each row: x and y of the center, inner and outer radius, and the two angles in degrees,
        counted from the right and upward.
    """

    x: tuple[Any, Any] | None = None
    y: tuple[Any, Any] | None = None
    outlines: Sequence[Any] | None = None
    wedges: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class RowBlock:
    """Rows of one series and kind, by column.

    Attributes
    ----------
    panel, series, kind : str
    axis : str or None
        The axis whose unit `value` has.
    count : int
        The number of rows.
    first : int
        `n` of the first row.
    columns : mapping of str to column
        Those of `VALUE_COLUMNS` that are not NULL throughout.
    curve : Curve or None
    with_time : bool
        Whether dates are written with their time of day.
    frame : tuple of str
        The names of the two axes that the rows are drawn on.
    shapes : DrawnShapes or None
    """

    panel: str
    series: str
    kind: str
    axis: str | None
    count: int
    first: int
    columns: Mapping[str, Column]
    curve: Curve | None = None
    with_time: bool = False
    frame: tuple[str, str] = ("x", "y")
    shapes: DrawnShapes | None = None

    def take_rows(self, rows: Any) -> list[tuple[Any, ...]]:
        """Return some rows as the table `data` has them.

        Parameters
        ----------
        rows : array of int
            Their places in the block, from 0.
        """
        cells = {name: _take_cells(self, column, rows) for name, column in self.columns.items()}
        columns = [cells.get(name, repeat(None)) for name in VALUE_COLUMNS]
        numbers = (int(row) + self.first for row in rows)
        return [
            (self.panel, self.series, self.kind, number, *values, self.axis)
            for number, values in zip(numbers, zip(*columns, strict=False), strict=True)
        ]

    def with_column(self, name: str, column: Column) -> RowBlock:
        """Return the rows with one more column."""
        return replace(self, columns={**self.columns, name: column})

    def with_curve(self, curve: Curve | None) -> RowBlock:
        """Return the rows with the line that they lie on."""
        return replace(self, curve=curve)

    def to_chunks(self, row: int) -> Iterator[Iterator[tuple[Any, ...]]]:
        """Yield the rows, some at a time: their numbers, counted from `row`, and their cells."""
        for start in range(0, self.count, CHUNK):
            stop = min(start + CHUNK, self.count)
            cells = [self._read_cells(column, start, stop) for column in self.columns.values()]
            yield zip(range(row + start, row + stop), *cells, strict=False)

    def _read_cells(self, column: Any, start: int, stop: int) -> Iterable[Any]:
        if isinstance(column, DateColumn):
            return column.to_texts(start, stop, with_time=self.with_time)
        if isinstance(column, CategoryColumn):
            return column.to_texts(start, stop)
        if is_scalar(column):
            return repeat(column)
        if hasattr(column, "tolist"):
            cells: list[Any] = column[start:stop].tolist()
            return cells
        return islice(column, start, stop)


def _take_cells(block: RowBlock, column: Any, rows: Any) -> Iterable[Any]:
    if isinstance(column, DateColumn):
        days = [column.days[row] for row in rows]
        return [format_date(day, with_time=block.with_time) for day in days]
    if isinstance(column, CategoryColumn):
        return CategoryColumn([int(column.codes[row]) for row in rows], column.names).to_texts(
            0, len(rows)
        )
    if is_scalar(column):
        return repeat(column, len(rows))
    return column[rows].tolist() if hasattr(column, "tolist") else [column[row] for row in rows]


class AxisRow(NamedTuple):
    """A row of the table `axes`."""

    panel: str
    axis: str
    label: str
    unit: str
    scale: str
    low: Scalar
    high: Scalar
    inverted: int
    span_pixels: float | None


class TextRow(NamedTuple):
    """A row of the table `texts`; the panel of a text of the whole figure is None."""

    panel: str | None
    kind: str
    text: str
    x: Scalar
    y: Scalar


class OmittedRow(NamedTuple):
    """A row of the table `omitted`; the panel of what belongs to the whole figure is None."""

    panel: str | None
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Omission:
    """Something drawn that the tables do not hold.

    Attributes
    ----------
    row : OmittedRow
    series : str or None
        The series that it touches; None where it touches none that is known.
    """

    row: OmittedRow
    series: str | None = None

    @property
    def is_outside(self) -> bool:
        """True where it only lies outside the limits of its axes."""
        return self.row.why == OUTSIDE_LIMITS


def format_date(days: float | None, *, with_time: bool) -> str | None:
    """Return days since 1970-01-01 as ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``; None for none."""
    if days is None or not _is_finite(days) or not _FIRST_DAY <= days < _LAST_DAY:
        return None
    moment = _EPOCH + timedelta(seconds=round(days * _DAY))
    text = moment.replace(tzinfo=None).isoformat(" ", "seconds")
    return text if with_time else text[:10]


def parse_date(text: str) -> float | None:
    """Return days since 1970-01-01 of a date as text, such as ``2021-03``; None for no date."""
    rest = {4: "-01-01", 7: "-01"}.get(len(text.strip()), "")
    try:
        moment = datetime.fromisoformat(text.strip() + rest)
    except ValueError:
        return None
    return (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds() / _DAY


def _is_finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
