"""Chart tables: what a live figure holds, as tables that SQL can ask.

A reader hands over columns once; the rows are made when a query loads them into SQLite. Nothing
here keeps a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from .row_blocks import TABLES
from .sql.database import Database
from .sql.rows import Rows

if TYPE_CHECKING:
    from .row_blocks import AxisRow, Omission, RowBlock, TextRow
    from .sql.database import QueryLimits


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

    def query(self, sql: str, limits: QueryLimits | None = None) -> Rows:
        """Return the rows of one SELECT on the four tables.

        Parameters
        ----------
        sql : str
        limits : QueryLimits, optional
            Of time, rows and bytes.

        Raises
        ------
        QueryError
            It is no SELECT on the tables, or passes a limit.
        """
        return self.load_database().query(sql, limits)

    def load_database(self) -> Database:
        """Return the tables in SQLite; they are loaded when first asked."""
        with self._lock:
            if self._database is None:
                rows = (
                    self.axis_rows,
                    self.text_rows,
                    [omission.row for omission in self.omissions],
                )
                self._database = Database(self.blocks, *rows)
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
