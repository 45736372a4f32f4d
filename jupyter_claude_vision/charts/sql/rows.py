"""Rows of a query: a sequence of tuples that is a table in the notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from ...errors import QueryError
from ...text.dataframes import to_dataframe
from ...text.text_tables import render_plain_table
from ...visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

Cell: TypeAlias = "float | int | str | bytes | None"
Row: TypeAlias = tuple[Any, ...]

MOST_SHOWN: Final = 50
"""Rows that are displayed; all of them are in the sequence."""


class Rows(Sequence[Row]):
    """Rows with named columns.

    Parameters
    ----------
    columns : iterable of str
    rows : iterable of tuple

    Attributes
    ----------
    columns : tuple of str
        The names of the columns, in the order of each row's cells.
    """

    def __init__(self, columns: Iterable[str], rows: Iterable[Row]) -> None:
        self.columns: tuple[str, ...] = tuple(columns)
        self._rows: list[Row] = list(rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if isinstance(index, slice):
            return Rows(self.columns, self._rows[index])
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return self.columns == other.columns and self._rows == other._rows
        return self._rows == list(other) if isinstance(other, (list, tuple)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    @property
    def value(self) -> Cell:
        """The only cell.

        Raises
        ------
        QueryError
            There is not exactly one row with one column.
        """
        if len(self) != 1 or len(self.columns) != 1:
            size = self._describe_size()
            msg = f"{size} have no single value: select one cell, such as max(value)."
            raise QueryError(msg)
        cell: Cell = self._rows[0][0]
        return cell

    def to_frame(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        names = _number_repeated(self.columns)
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(names)
        return to_dataframe(dict(zip(names, map(list, columns), strict=True)))

    def __repr__(self) -> str:
        lines = [[_text(cell) for cell in row] for row in self._rows[:MOST_SHOWN]]
        table = render_plain_table(self.columns, lines) if self.columns else ""
        return "\n".join([table, *self._rest()])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{_escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{_escape(_text(cell))}</td>' for cell in row)}</tr>"
            for row in self._rows[:MOST_SHOWN]
        )
        rest = "".join(f"<p>{_escape(line)}</p>" for line in self._rest())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _rest(self) -> list[str]:
        if not self:
            return ["No rows."]
        return [f"… {self._describe_size()} in all."] if len(self) > MOST_SHOWN else []

    def _describe_size(self) -> str:
        rows, columns = len(self), len(self.columns)
        return f"{rows:,} row{'s'[: rows != 1]} of {columns} column{'s'[: columns != 1]}"


def _number_repeated(names: Iterable[str]) -> list[str]:
    """Return names with a number after those that occur again: a query may repeat one."""
    counts: dict[str, int] = {}
    result = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        result.append(name if counts[name] == 1 else f"{name} {counts[name]}")
    return result


def _text(cell: Cell) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return f"{len(cell)} bytes" if isinstance(cell, bytes) else to_visible_line(str(cell))


def _escape(text: str) -> str:
    return escape(to_visible_line(text))
