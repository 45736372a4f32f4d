"""Chart tables whose values are moved by what can be read off their axes, for checking claims.

The rows are stored once. What moves them is the view `data`: each row's values go up or down by
its axis' reading error, as a random bit of the row for this copy decides. So a copy costs no memory
and no loading, and every run of a copy is the same.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from ..row_blocks import VALUE_COLUMNS
from .database import Database, call_weakly
from .sql_functions import CurveValues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..chart_tables import ChartTables
    from ..row_blocks import RowBlock

EPSILON: Final = 1e-6
"""Part of the reading error by which `x` and `y` are moved, lest a row is no longer met."""

SCALE: Final = 1.37
"""Factor of all values in the scaled tables: a result that follows it is read off an axis."""

_MOVED_COLUMNS: Final = VALUE_COLUMNS[2:7]
_PLACES: Final = ("x", "x_low", "x_high", "y", "y_low", "y_high")
_SEED: Final = 20_261_126
_SIGNS: Final = 30
"""Bits of a row's signs: that many copies, and as many moved to the opposite sides."""


class Move(NamedTuple):
    """Reading errors of the rows of a block.

    Attributes
    ----------
    add : float or None
        Of `value` and what goes with it, in the axis' unit; None where nothing is to be moved.
    up, down : float
        Factors, on a logarithmic axis.
    along : {"x", "y", ""}
        The place that goes with the value: of a point its y, of a horizontal bar its x.
    x_add, x_part, y_add, y_part : float
        Of a place: in the axis' unit, and as a part of the number.
    """

    add: float | None = None
    up: float = 1.0
    down: float = 1.0
    along: str = ""
    x_add: float = 0.0
    x_part: float = 0.0
    y_add: float = 0.0
    y_part: float = 0.0


class MovedDatabase(Database):
    """Chart tables as they are, or as a reader could have read them.

    Parameters
    ----------
    tables : ChartTables
    moves : sequence of Move
        One for each of the tables' blocks.
    omission_keys : set of tuple
        Panels and series of which something drawn is not in the tables.
    """

    def __init__(
        self, tables: ChartTables, moves: Sequence[Move], omission_keys: set[tuple[str, str]]
    ) -> None:
        self._moves = moves
        self._blocks = tables.blocks
        self._omission_keys = omission_keys
        self.visited_keys: set[tuple[str, str]] = set()
        """Panels and series among `omission_keys` whose rows were read since this was cleared."""
        self._curves = CurveValues(tables.blocks)
        self._move_curve: Callable[[float, Move, object], float] = _keep_value
        super().__init__(tables.blocks, (), (), (), source=tables.load_database())

    def _prepare(self, blocks: Sequence[RowBlock]) -> None:
        """Add what moves the rows to the copied tables."""
        series, _ = self._behind[:2]
        self._visit = f"visit_{series}"
        self._shares = f"shares_{series}"
        self._behind = (*self._behind, self._shares)
        self._own_functions = frozenset({self._visit})
        execute = self._connection.execute
        for column in (*Move._fields, "touched"):
            execute(f"ALTER TABLE {series} ADD COLUMN move_{column}")
        self._load_signs()
        names = ", ".join(f"move_{column} = ?" for column in (*Move._fields, "touched"))
        self._connection.executemany(
            f"UPDATE {series} SET {names} WHERE id = ?",  # noqa: S608 - our own names
            (
                (*move, (block.panel, block.series) in self._omission_keys, number)
                for number, (block, move) in enumerate(zip(blocks, self._moves, strict=True))
            ),
        )
        execute(
            f"CREATE TABLE {self._shares} (copy INTEGER, id INTEGER, share REAL, "
            "PRIMARY KEY (copy, id)) WITHOUT ROWID"
        )
        self._connection.create_function(self._visit, 2, call_weakly(self._note_visit))
        self._connection.create_function("value_at", 3, call_weakly(self._read_curve))

    def _load_signs(self) -> None:
        """Give each row the random bits that say to which side each copy moves it."""
        _, rows = self._behind[:2]
        (count,) = self._connection.execute(f"SELECT max(id) FROM {rows}").fetchone()  # noqa: S608
        generator = random.Random(_SEED)
        bits = generator.randbytes(4 * (count or 0))
        signs = memoryview(bits).cast("I")
        self._connection.execute(f"ALTER TABLE {rows} ADD COLUMN move_signs INTEGER")
        self._connection.create_function("signs_of", 1, lambda row: signs[row - 1])
        self._connection.execute(f"UPDATE {rows} SET move_signs = signs_of(id)")  # noqa: S608

    def show_original(self) -> None:
        """Let `data` be as it is drawn; `visited_keys` notes which touched series are read."""
        self._move_curve = _keep_value
        self._define_view({}, self._visit_condition())

    def show_copy(self, number: int, *, with_shares: bool, part: float = 1.0) -> None:
        """Let `data` be a moved copy; copies 2 n and 2 n + 1 are moved to opposite sides.

        Parameters
        ----------
        number : int
        with_shares : bool
            Compute the shares anew, which takes long for many rows.
        part : float
            Part of the way on which the rows are moved; shares are computed for the whole way.
        """
        is_up = _sign_expression(number)
        self._move_curve = _CurveMove(number, part)
        columns = {column: _move_value(column, is_up, part) for column in _MOVED_COLUMNS}
        columns |= {axis: _move_along(axis, is_up, part) for axis in ("x", "y")}
        if with_shares:
            self._define_view(columns)
            self._load_shares(number)
            shares = f"SELECT m.share FROM {self._shares} AS m WHERE m.copy = {number}"  # noqa: S608
            columns["share"] = (
                f"CASE WHEN r.share IS NULL THEN NULL ELSE ({shares} AND m.id = r.id) END"
            )
        self._define_view(columns)

    def show_scaled(self, *, factor: float = SCALE, only_touched: bool = False) -> None:
        """Let all values be multiplied, or those of touched series."""
        self._move_curve = lambda value, _, key: (
            value * factor if not only_touched or key[:2] in self._omission_keys else value  # type: ignore[index]
        )
        condition = "s.move_touched" if only_touched else "1"
        columns = {
            column: f"CASE WHEN typeof(r.{column}) = 'real' AND {condition} "
            f"THEN r.{column} * {factor!r} + coalesce(s.move_add, 0) * {SCALE!r} "
            f"ELSE r.{column} END"
            for column in _MOVED_COLUMNS
        }
        columns["y"] = (
            f"CASE WHEN typeof(r.y) <> 'text' AND s.move_along = 'y' AND {condition} "
            f"THEN r.y * {factor!r} + s.move_add * {SCALE!r} ELSE r.y END"
        )
        self._define_view(columns)

    def hide_touched(self) -> None:
        """Leave out the rows of touched series."""
        self._move_curve = _keep_value
        self._define_view({}, "NOT s.move_touched")

    def show_shifted_places(self, number: int) -> None:
        """Move fractional places by `EPSILON` of what can be read off their axes."""
        self._move_curve = _keep_value
        is_up = _sign_expression(number)
        self._define_view({column: _move_place(column, is_up) for column in _PLACES})

    def has_fractional_places(self, axis: str) -> bool:
        """Return whether `show_shifted_places` moves anything along an axis.

        Parameters
        ----------
        axis : {"x", "y"}
        """
        series, rows = self._behind[:2]
        fractional = " OR ".join(_is_place(c) for c in _PLACES if c[0] == axis)
        statement = f"""
            SELECT 1 FROM {series} AS s CROSS JOIN {rows} AS r
                ON r.id BETWEEN s.first_row AND s.last_row WHERE {fractional} LIMIT 1
        """  # noqa: S608 - our own names
        with self._lock:
            self._connection.set_authorizer(None)
            row = self._connection.execute(statement).fetchone()
            self._protect()
        return row is not None

    def _visit_condition(self) -> str:
        if not self._omission_keys:
            return ""
        # It names the row, so that it is asked only where the series is not excluded.
        return f"(NOT s.move_touched OR {self._visit}(s.id, r.id))"

    def _note_visit(self, number: int, _row: int) -> int:
        block = self._blocks[number]
        self.visited_keys.add((block.panel, block.series))
        return 1

    def _read_curve(self, panel: object, series: object, x: object) -> float | None:
        value = self._curves(panel, series, x)
        if (panel, series) in self._omission_keys:
            self.visited_keys.add((str(panel), str(series)))
        if value is None:
            return None
        for block, move in zip(self._blocks, self._moves, strict=True):
            if (block.panel, block.series) == (panel, series) and move.add is not None:
                return self._move_curve(value, move, (panel, series, x))
        return value

    def _define_view(self, columns: dict[str, str], condition: str = "") -> None:
        with self._lock:
            self._connection.set_authorizer(None)
            self._connection.execute("PRAGMA query_only = 0")
            self._connection.execute("DROP VIEW IF EXISTS data")
            self._connection.execute(self._view_statement(columns, condition))
            self._protect()

    def _load_shares(self, number: int) -> None:
        """Compute the shares of a moved copy from its moved values."""
        series, rows, shares = self._behind
        is_up = _sign_expression(number)
        new_value = _move_value("value", is_up)
        statement = f"""
            SELECT r.id, r.share, r.value, {new_value}, s.panel, s.kind, s.series, s.axis, r.x, r.y
            FROM {series} AS s CROSS JOIN {rows} AS r
                ON r.id BETWEEN s.first_row AND s.last_row
            WHERE r.share IS NOT NULL
        """  # noqa: S608 - our own names
        with self._lock:
            self._connection.set_authorizer(None)
            cells = self._connection.execute(statement).fetchall()
            self._connection.execute("PRAGMA query_only = 0")
            if not self._connection.execute(
                f"SELECT 1 FROM {shares} WHERE copy = ? LIMIT 1",  # noqa: S608
                (number,),
            ).fetchone():
                self._connection.executemany(
                    f"INSERT INTO {shares} VALUES (?, ?, ?)",  # noqa: S608
                    ((number, row, share) for row, share in _compute_shares(cells)),
                )
            self._protect()


def _compute_shares(cells: list[tuple[object, ...]]) -> list[tuple[int, float]]:
    """Return the share of each row of its moved pie or stack."""
    totals: dict[tuple[object, ...], list[float]] = {}
    parts = []
    for row, share, value, moved_value, panel, kind, series, axis, x, y in cells:
        if kind == "pie":
            key: tuple[object, ...] = (panel, series)
        else:
            is_negative = isinstance(value, float) and value < 0
            key = (panel, kind, y if axis in {"x", "top"} else x, is_negative)
        part = float(share) if isinstance(share, (int, float)) else 0.0
        before = part
        if isinstance(value, float) and isinstance(moved_value, float) and value:
            part = max(part * moved_value / value, 0.0)
        total = totals.setdefault(key, [0.0, 0.0])
        total[0] += before
        total[1] += part
        parts.append((row, part, total))
    return [
        (int(row), part / total[1] * total[0] if total[1] else 0.0)  # type: ignore[call-overload]
        for row, part, total in parts
    ]


def _sign_expression(number: int) -> str:
    """Return the SQL condition under which a row of a copy is moved up."""
    return f"(r.move_signs >> {number // 2} & 1) = {number % 2}"


def _move_value(column: str, is_up: str, part: float = 1.0) -> str:
    cell = f"r.{column}"
    if part == 1:
        up, down = f"{cell} * s.move_up + s.move_add", f"{cell} * s.move_down - s.move_add"
    else:
        up = f"{cell} * (1 + (s.move_up - 1) * {part!r}) + s.move_add * {part!r}"
        down = f"{cell} * (1 + (s.move_down - 1) * {part!r}) - s.move_add * {part!r}"
    return f"CASE WHEN s.move_add IS NULL THEN {cell} WHEN {is_up} THEN {up} ELSE {down} END"


def _move_along(axis: str, is_up: str, part: float) -> str:
    cell = f"r.{axis}"
    whole = f" AND {cell} <> round({cell})" if axis == "x" else ""
    return (
        f"CASE WHEN s.move_along = '{axis}' AND typeof({cell}) <> 'text'{whole} "
        f"THEN {_move_value(axis, is_up, part)} ELSE {cell} END"
    )


def _move_place(column: str, is_up: str) -> str:
    cell, axis = f"r.{column}", column[0]
    amount = f"{EPSILON!r} * (s.move_{axis}_add + abs({cell}) * s.move_{axis}_part)"
    return (
        f"CASE WHEN NOT ({_is_place(column)}) THEN {cell} "
        f"WHEN {is_up} THEN {cell} + {amount} ELSE {cell} - {amount} END"
    )


def _is_place(column: str) -> str:
    """Return the SQL condition under which a cell is a fractional place, and no value as well."""
    cell = f"r.{column}"
    return (
        f"(typeof({cell}) = 'real' AND {cell} <> round({cell}) "
        f"AND NOT (s.move_along = '{column[0]}' AND '{column}' IN ('x', 'y')))"
    )


def _keep_value(value: float, _move: Move, _key: object) -> float:
    return value


class _CurveMove:
    """The move of a line's value between its points, in a copy."""

    def __init__(self, number: int, part: float) -> None:
        self._number = number
        self._part = part

    def __call__(self, value: float, move: Move, key: object) -> float:
        """Return the moved value."""
        half, side = divmod(self._number, 2)
        bit = crc32(f"{half} {key!r}".encode("utf-8", "replace")) >> 7 & 1
        factor, add = (move.up, move.add or 0.0) if bit == side else (move.down, -(move.add or 0.0))
        return value * (1 + (factor - 1) * self._part) + add * self._part
