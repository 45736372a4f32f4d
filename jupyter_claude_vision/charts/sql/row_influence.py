"""Rows of a chart that a query's result rests on: those without which it is another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ...errors import QueryError
from .database import Database, QueryLimits

if TYPE_CHECKING:
    from ..chart_tables import ChartTables
    from .rows import Rows

MOST_ROWS: Final = 60
"""Rows of a block that are told one by one; of more, the whole block is meant."""

_SECONDS: Final = 1.5
_LIMITS: Final = QueryLimits(seconds=1.0, rows=100, bytes=100_000)


def find_influential_rows(tables: ChartTables, query: str) -> dict[int, list[int] | None]:
    """Return the rows without which a query gives another result, by the index of their block.

    Blocks are searched by halves, so that one row among many is found by a few queries. None
    stands for all rows of a block. Of equal rows, such as two that are both the highest, none is
    found, since the result stays without either.

    Parameters
    ----------
    tables : ChartTables
    query : str

    Raises
    ------
    QueryError
        The query cannot be run.
    """
    database = _HidingDatabase(tables)
    original = database.query(query, _LIMITS)
    search = _Search(database, query, list(original))
    rows_by_block: dict[int, list[int] | None] = {}
    first = 1
    for number, block in enumerate(tables.blocks):
        last = first + block.count - 1
        rows: list[int] = []
        if block.count and search.changes_without(first, last):
            is_complete = search.add_rows(first, last, rows)
            rows_by_block[number] = [row - first for row in rows] if is_complete else None
        first = last + 1
    return rows_by_block


class _HidingDatabase(Database):
    """Chart tables of which some rows can be hidden."""

    def __init__(self, tables: ChartTables) -> None:
        super().__init__(tables.blocks, (), (), (), source=tables.load_database())

    def hide_rows(self, first: int, last: int) -> None:
        """Leave the rows from `first` to `last` out of `data`."""
        with self._lock:
            self._connection.set_authorizer(None)
            self._connection.execute("PRAGMA query_only = 0")
            self._connection.execute("DROP VIEW IF EXISTS data")
            condition = f"r.id NOT BETWEEN {first:d} AND {last:d}"
            self._connection.execute(self._view_statement({}, condition))
            self._protect()


class _Search:
    """Search for the rows that a query's result rests on."""

    def __init__(
        self, database: _HidingDatabase, query: str, original: list[tuple[object, ...]]
    ) -> None:
        self._database = database
        self._query = query
        self._original = original
        self._deadline = time.monotonic() + _SECONDS

    def changes_without(self, first: int, last: int) -> bool:
        """Return whether the result is another without some rows."""
        self._database.hide_rows(first, last)
        try:
            rows: Rows = self._database.query(self._query, _LIMITS)
        except QueryError:
            return True
        return list(rows) != self._original

    def add_rows(self, first: int, last: int, rows: list[int]) -> bool:
        """Add the rows of a range that matters; return False where they are too many."""
        if len(rows) >= MOST_ROWS or time.monotonic() > self._deadline:
            return False
        if first == last:
            rows.append(first)
            return True
        middle = (first + last) // 2
        return all(
            self.add_rows(*half, rows)
            for half in ((first, middle), (middle + 1, last))
            if self.changes_without(*half)
        )
