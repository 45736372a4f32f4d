"""Chart tables: what a live figure holds, as columns that SQL can ask.

A reader hands over columns (arrays, lists or scalars) once; the rows are made when a query loads
them into SQLite. Nothing here keeps a figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from .rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .database import Database, Limits

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

        drawn = np.isfinite(days) & (days >= _FIRST_DAY) & (days < _LAST_DAY)
        seconds = np.rint(np.where(drawn, days, 0) * _DAY).astype("int64").astype("datetime64[s]")
        texts = np.datetime_as_string(seconds, unit="s" if with_time else "D")
        if with_time and len(texts):
            texts.view("uint32").reshape(len(texts), -1)[:, 10] = ord(" ")  # instead of the T
        cells: list[str | None] = texts.tolist()
        if not drawn.all():
            cells = [cell if there else None for cell, there in zip(cells, drawn, strict=True)]
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
        known, codes = dict(enumerate(self.names)), self.codes[start:stop]
        return list(map(known.get, codes.tolist() if hasattr(codes, "tolist") else codes))


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

    def to_chunks(self, row: int) -> Iterator[Iterator[tuple[Any, ...]]]:
        """Yield the rows, some at a time: their numbers, counted from `row`, and their cells."""
        for start in range(0, self.count, CHUNK):
            stop = min(start + CHUNK, self.count)
            cells = [self._cells(column, start, stop) for column in self.columns.values()]
            yield zip(range(row + start, row + stop), *cells, strict=False)

    def _cells(self, column: Column, start: int, stop: int) -> Iterable[Any]:
        if isinstance(column, DateColumn):
            return column.to_texts(start, stop, with_time=self.with_time)
        if isinstance(column, CategoryColumn):
            return column.to_texts(start, stop)
        if isinstance(column, (str, float, int)) or column is None:
            return repeat(column)
        if hasattr(column, "tolist"):
            cells: list[Any] = column[start:stop].tolist()
            return cells
        return islice(column, start, stop)


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
        """Whether it only lies outside the limits of its axes."""
        return self.row.why == OUTSIDE_LIMITS


@dataclass(eq=False)
class ChartTables(Mapping[str, Rows]):
    """The four tables of a live figure: a mapping of their names to `Rows`.

    Attributes
    ----------
    library : {"matplotlib", "plotly", "altair"}
    blocks : tuple of RowBlock
        The rows of `data`, by column, in drawing order.
    axis_rows : tuple of AxisRow
    text_rows : tuple of TextRow
    omissions : tuple of Omission
    """

    library: str
    blocks: tuple[RowBlock, ...] = ()
    axis_rows: tuple[AxisRow, ...] = ()
    text_rows: tuple[TextRow, ...] = ()
    omissions: tuple[Omission, ...] = ()
    _database: Database | None = field(default=None, init=False, repr=False)
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

    @property
    def data(self) -> Rows:
        """A row for each value that is drawn."""
        return self["data"]

    @property
    def axes(self) -> Rows:
        """A row for each axis."""
        return self["axes"]

    @property
    def texts(self) -> Rows:
        """Titles, annotations, and the titles of legends."""
        return self["texts"]

    @property
    def omitted(self) -> Rows:
        """Everything drawn that the tables do not hold, and why."""
        return self["omitted"]

    def query(self, sql: str, limits: Limits | None = None) -> Rows:
        """Return the rows of one SELECT on the four tables.

        Parameters
        ----------
        sql : str
        limits : Limits, optional
            Of time, rows and bytes.

        Raises
        ------
        QueryError
            It is no SELECT on the tables, or passes a limit.
        """
        return self.load_database().query(sql, limits)

    def load_database(self) -> Database:
        """Return the tables in SQLite; they are loaded when first asked."""
        from .database import Database

        with self._lock:
            if self._database is None:
                self._database = Database(self)
            return self._database

    def count_rows(self) -> int:
        """Return the number of rows in `data`, without loading them."""
        return sum(block.count for block in self.blocks)

    def __getitem__(self, name: str) -> Rows:
        if name not in TABLES:
            raise KeyError(name)
        return self.load_database().read_table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def __repr__(self) -> str:
        return "\n\n".join(f"{name}\n{rows!r}" for name, rows in self.items())

    def _repr_html_(self) -> str:
        return "".join(f"<h4>{name}</h4>{rows._repr_html_()}" for name, rows in self.items())


def format_date(days: float | None, *, with_time: bool) -> str | None:
    """Return days since 1970-01-01 as ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS``; None for none."""
    if days is None or not _is_finite(days) or not _FIRST_DAY <= days < _LAST_DAY:
        return None
    moment = _EPOCH + timedelta(seconds=round(days * _DAY))
    text = moment.replace(tzinfo=None).isoformat(" ", "seconds")
    return text if with_time else text[:10]


def parse_date(text: str) -> float | None:
    """Return days since 1970-01-01 of a date as text, such as ``2021-03``; None for no date."""
    padded = {4: "-01-01", 7: "-01"}.get(len(text.strip()), "")
    try:
        moment = datetime.fromisoformat(text.strip() + padded)
    except ValueError:
        return None
    return (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds() / _DAY


def _is_finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
