"""Chart tables in SQLite: in memory, read-only, with limits on time, rows and bytes."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakMethod, finalize

from ...errors import QueryError
from ...interrupts import check_stop, hold_interrupts
from ...options.validators import suggest_name
from ..row_blocks import DATA_COLUMNS, TABLES, VALUE_COLUMNS, AxisRow, OmittedRow, TextRow
from .rows import Rows
from .sql_functions import FUNCTIONS, create_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..row_blocks import RowBlock

COLUMNS: Final = {
    "data": DATA_COLUMNS,
    "axes": AxisRow._fields,
    "texts": TextRow._fields,
    "omitted": OmittedRow._fields,
}
_NO_AFFINITY: Final = frozenset({"x", "y"})
_SCHEMA: Final = f"""
    CREATE TABLE {{series}} (id INTEGER PRIMARY KEY, panel TEXT, series TEXT, kind TEXT, axis TEXT,
        first_row INTEGER, last_row INTEGER, before INTEGER);
    CREATE TABLE {{rows}} (id INTEGER PRIMARY KEY,
        {", ".join(c if c in _NO_AFFINITY else f"{c} REAL" for c in VALUE_COLUMNS)});
    CREATE TABLE axes (panel TEXT, axis TEXT, label TEXT, unit TEXT, scale TEXT,
        low REAL, high REAL, inverted INTEGER, span_pixels REAL);
    CREATE TABLE texts (panel TEXT, kind TEXT, text TEXT, x, y);
    CREATE TABLE omitted (panel TEXT, what TEXT, why TEXT);
    PRAGMA temp_store = MEMORY;
"""

_SQLITE_FUNCTION_NAMES: Final = """
    abs avg acos acosh asin asinh atan atan2 atanh ceil ceiling char coalesce concat concat_ws
    cos cosh count cume_dist current_date current_time current_timestamp date datetime degrees
    dense_rank exp first_value floor format glob group_concat hex if ifnull iif instr json
    json_array json_array_length json_extract json_group_array json_group_object json_object
    json_quote json_type json_valid -> ->> julianday lag last_value lead length like likely
    likelihood ln log log10 log2 lower ltrim max min mod nth_value ntile nullif octet_length
    percent_rank pi pow power printf quote radians rank replace round row_number rtrim sign
    sin sinh soundex sqrt strftime string_agg substr substring sum tan tanh time timediff
    total trim trunc typeof unicode unixepoch unlikely upper
"""

_LEAST_SIMILAR: Final = 0.7
"""Similarity from which a column is suggested: "amount" is none of "unit"."""

_SQLITE_FUNCTIONS: Final = frozenset(_SQLITE_FUNCTION_NAMES.split())
_OF_SQLITE: Final = re.compile(r"sqlite_|pragma_|json_|fts|rtree|dbstat", re.IGNORECASE)
_PROGRESS_STEPS: Final = 20_000
_FETCH_SIZE: Final = 1_000
_CELL: Final = 8
_COMMENT: Final = re.compile(r"\s+|--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$)|;", re.DOTALL)
_IDENTIFIER: Final = re.compile(r"no such (column|table|function): (.+)$")


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """QueryLimits of a query.

    Attributes
    ----------
    seconds : float
    rows : int
    bytes : int
        Of all cells of the result.
    """

    seconds: float = 10.0
    rows: int = 2_000_000
    bytes: int = 500_000_000


_SQLITE_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def call_weakly(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that calls a method of an object which it does not keep alive.

    SQLite holds its functions until the connection is closed, unseen by the garbage collector:
    with a method of the database among them, its rows would never be freed.
    """
    reference = WeakMethod(method)

    def call(*args: Any) -> Any:
        bound_method = reference()
        return None if bound_method is None else bound_method(*args)

    return call


class Database:
    """Chart tables in an SQLite database of their own, which nothing can write to or leave.

    Parameters
    ----------
    blocks : sequence of RowBlock
        The rows of `data`.
    axes, texts, omitted : iterable of tuple
        The rows of the other tables.
    source : Database, optional
        One that has all of these rows loaded already, to be copied.
    """

    def __init__(
        self,
        blocks: Sequence[RowBlock],
        axes: Iterable[AxisRow],
        texts: Iterable[TextRow],
        omitted: Iterable[OmittedRow],
        source: Database | None = None,
    ) -> None:
        self._lock = Lock()
        # Claims may be checked in another thread than the one that drew; the lock keeps order.
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False
        )
        finalize(self, self._connection.close)
        self._deadline = float("inf")
        self._is_stopped: Callable[[], bool] = lambda: False
        self._own_functions: frozenset[str] = frozenset()
        # Names that no statement can guess: a WITH could else call itself `data` to read them.
        self._behind: tuple[str, ...]
        if source is None:
            secret = token_hex(8)
            self._behind = (f"series_{secret}", f"rows_{secret}")
            self._load_rows(blocks, {"axes": axes, "texts": texts, "omitted": omitted})
        else:
            self._behind = source.copy_to(self._connection)
        create_functions(self._connection, blocks)
        self._prepare(blocks)
        for limit, value in _SQLITE_LIMITS.items():
            self._connection.setlimit(limit, value)
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (page_bytes,) = self._connection.execute("PRAGMA page_size").fetchone()
        self._bytes = int(pages * page_bytes)
        self._connection.set_progress_handler(call_weakly(self._is_late), _PROGRESS_STEPS)
        self._protect()

    def _prepare(self, blocks: Sequence[RowBlock]) -> None:
        """Change the tables before they are protected."""

    def _protect(self) -> None:
        """Let nothing but the reading of the four tables pass."""
        self._connection.execute("PRAGMA query_only = 1")
        self._connection.set_authorizer(call_weakly(self._authorize))

    def _view_statement(self, expressions: Mapping[str, str], condition: str = "") -> str:
        """Return the statement that makes `data`, with expressions for some of its columns.

        It is a view, so that names are stored once and not in each of a million rows. A series'
        rows lie together, so `n` is counted from the row before its first.
        """
        series, rows = self._behind[:2]
        columns = [f"{expressions.get(name, f'r.{name}')} AS {name}" for name in VALUE_COLUMNS]
        return f"""
            CREATE VIEW data AS
            SELECT s.panel, s.series, s.kind, r.id - s.before AS n, {", ".join(columns)}, s.axis
            FROM {series} AS s CROSS JOIN {rows} AS r
                ON r.id BETWEEN s.first_row AND s.last_row{condition and f" AND {condition}"}
        """  # noqa: S608 - our own names

    def query(self, sql: str, limits: QueryLimits | None = None) -> Rows:
        """Return the rows of one SELECT.

        Raises
        ------
        QueryError
            It is no SELECT on the four tables, or passes a limit.
        """
        limits = limits or QueryLimits()
        if not isinstance(sql, str) or _first_word(sql) not in {"select", "with"}:
            msg = f"Only a SELECT on {', '.join(TABLES)} can be run."
            raise QueryError(msg)
        # SQLite takes an exception in a function of ours for an error of the query: an interrupt
        # is held until it has ended, and ends it.
        with hold_interrupts() as interrupts, self._lock, _typed_errors(limits):
            self._deadline = time.monotonic() + limits.seconds
            self._is_stopped = partial(_is_stopped, interrupts)
            cursor = self._connection.cursor()
            try:
                cursor.execute(sql)
                columns = [column[0] for column in cursor.description or ()]
                return Rows(columns, list(_fetch_rows(cursor, limits)))
            finally:
                cursor.close()
                self._deadline = float("inf")
                self._is_stopped = lambda: False
                check_stop()

    def copy_to(self, connection: sqlite3.Connection) -> tuple[str, ...]:
        """Copy all rows into another database, and return the names of what is behind `data`."""
        with self._lock:
            self._connection.backup(connection)
        return self._behind

    def count_bytes(self) -> int:
        """Return how much memory the tables take in SQLite."""
        return self._bytes

    def read_table(self, name: str) -> Rows:
        """Return all rows of one of the four tables."""
        with self._lock:
            cursor = self._connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - our own name
            return Rows(COLUMNS[name], cursor.fetchall())

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline or self._is_stopped()

    def _load_rows(
        self, blocks: Iterable[RowBlock], rows_by_table: dict[str, Iterable[Any]]
    ) -> None:
        series, rows = self._behind[:2]
        self._connection.executescript(_SCHEMA.format(series=series, rows=rows))
        self._connection.execute(self._view_statement({}))
        self._connection.execute("BEGIN")
        row = 1
        for number, block in enumerate(blocks):
            self._load_block(number, block, row)
            row += block.count
        for name, cells in rows_by_table.items():
            marks = ", ".join("?" * len(COLUMNS[name]))
            statement = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 - our own names
            self._connection.executemany(statement, map(_to_storable, cells))
        self._connection.execute("COMMIT")

    def _load_block(self, number: int, block: RowBlock, row: int) -> None:
        series, rows = self._behind[:2]
        names = _to_storable((block.panel, block.series, block.kind, block.axis))
        place = (row, row + block.count - 1, row - block.first)
        # Only our own names stand in the statements; what a figure holds is bound.
        self._connection.execute(
            f"INSERT INTO {series} VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (number, *names, *place),
        )
        marks = ", ".join("?" * (len(block.columns) + 1))
        columns = ", ".join(("id", *block.columns))
        statement = f"REPLACE INTO {rows} ({columns}) VALUES ({marks})"  # noqa: S608
        try:
            for chunk in block.to_chunks(row):
                self._connection.executemany(statement, chunk)
        except UnicodeEncodeError:  # half of a surrogate pair among the categories
            for chunk in block.to_chunks(row):
                self._connection.executemany(statement, map(_to_storable, chunk))

    def _authorize(
        self,
        action: int,
        first: str | None,
        second: str | None,
        _database: str | None,
        view: str | None,
    ) -> int:
        """Allow reading the four tables, and functions that touch nothing else."""
        if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            is_behind = first in self._behind and view == "data"
            # No column is named where rows are only counted: those of `data`, or of a WITH.
            is_counted = not second and not _OF_SQLITE.match(first or "")
            is_allowed = first in COLUMNS or is_behind or is_counted
        else:
            names = _SQLITE_FUNCTIONS | FUNCTIONS | self._own_functions
            is_allowed = action == sqlite3.SQLITE_FUNCTION and (second or "").casefold() in names
        return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _is_stopped(interrupts: Sequence[object]) -> bool:
    """Tell if an interrupt is held, or the work was stopped from another thread."""
    try:
        check_stop()
    except KeyboardInterrupt:
        return True
    return bool(interrupts)


def _to_storable(cells: Any) -> tuple[Any, ...]:
    """Return cells as SQLite takes them: a label may hold half of a surrogate pair."""
    return tuple(
        cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
        for cell in cells
    )


def _first_word(sql: str) -> str:
    rest = sql
    while match := _COMMENT.match(rest):
        rest = rest[match.end() :]
    word = re.match(r"[a-z]+", rest, re.IGNORECASE)
    return word[0].casefold() if word else ""


def _fetch_rows(cursor: sqlite3.Cursor, limits: QueryLimits) -> Iterator[tuple[Any, ...]]:
    """Yield rows up to a query's limits.

    Raises
    ------
    QueryError
        There are more, or larger ones.
    """
    rows = size = 0
    while chunk := cursor.fetchmany(min(_FETCH_SIZE, limits.rows + 1)):
        rows += len(chunk)
        size += sum(map(_size_of, chain.from_iterable(chunk)))
        if rows > limits.rows:
            msg = f"The query gives more than {limits.rows:,} rows: add a WHERE or a LIMIT."
            raise QueryError(msg)
        if size > limits.bytes:
            msg = f"The query gives more than {limits.bytes:,} bytes: select fewer columns or rows."
            raise QueryError(msg)
        yield from chunk


def _size_of(cell: object) -> int:
    return len(cell) + _CELL if isinstance(cell, (str, bytes)) else _CELL


@contextmanager
def _typed_errors(limits: QueryLimits) -> Iterator[None]:
    """Turn what SQLite raises into one error that says what to do.

    Raises
    ------
    QueryError
        With SQLite's own as its cause.
    """
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError) as error:
        if isinstance(error, QueryError):
            raise
        raise QueryError(_explain_problem(str(error), limits)) from error


def _explain_problem(problem: str, limits: QueryLimits) -> str:
    match = _IDENTIFIER.search(problem)
    if match:
        return _explain_name(match[1], match[2])
    if problem == "interrupted":
        return f"The query took more than {limits.seconds:g} seconds: make it simpler."
    if "not authorized to use function" in problem:
        name = problem.rpartition(": ")[2]
        return f"The function {name} cannot be used here."
    if "not authorized" in problem or "prohibited" in problem or "one statement" in problem:
        return f"Only one SELECT on {', '.join(TABLES)} can be run: {problem}."
    if "too big" in problem:
        return "The query makes too long a text: select less."
    if "user-defined" in problem or "raised error" in problem:
        names = ", ".join(sorted(FUNCTIONS))
        return f"A function was given what it does not take: {names} take numbers or dates."
    return f"The query cannot be run: {problem}."


def _explain_name(kind: str, name: str) -> str:
    """Return what to write instead of a name that there is not."""
    plain = name.rpartition(".")[2].strip("\"'`[]")
    if kind == "table":
        suggestion = suggest_name(plain, TABLES)
        return f"There is no table {plain}.{suggestion} There are {', '.join(TABLES)}."
    if kind == "function":
        return f"There is no function {plain}.{suggest_name(plain, _SQLITE_FUNCTIONS | FUNCTIONS)}"
    columns = dict.fromkeys(chain.from_iterable(COLUMNS.values()))
    texts = [f"{table} has {', '.join(names)}" for table, names in COLUMNS.items()]
    suggestion = suggest_name(plain, columns, cutoff=_LEAST_SIMILAR)
    return f"There is no column {plain}.{suggestion} Of the tables, {'; '.join(texts)}."
