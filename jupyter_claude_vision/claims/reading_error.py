"""Reading errors: how precisely the values of a figure can be read off its axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ..charts.row_blocks import DateColumn, is_scalar, parse_date
from ..charts.sql.moved_database import Move

if TYPE_CHECKING:
    from ..charts.chart_tables import ChartTables
    from ..charts.row_blocks import AxisRow, RowBlock

READABLE: Final = 0.01
"""Part of an axis as drawn to which a value can be read off it."""

PIXELS: Final = 1.5
"""Pixels to which a value can be read off a short axis."""

DECADES: Final = 1 / 40
"""Decades to which a value can be read off a logarithmic axis, at most."""

_LOGIT: Final = 0.0025
"""Part of a logit axis: its values are steepest in the middle."""


def measure_moves(tables: ChartTables) -> list[Move]:
    """Return by how much the rows of each block can be misread."""
    axes = {(axis.panel, axis.axis): axis for axis in tables.axis_rows}
    return [_measure_block(block, axes) for block in tables.blocks]


def read_length(axis: AxisRow) -> float:
    """Return what an axis shows from end to end, in its unit; dates in days."""
    low, high = (parse_date(end) if isinstance(end, str) else end for end in (axis.low, axis.high))
    return 0.0 if low is None or high is None else abs(high - low)


def _measure_block(block: RowBlock, axes: dict[tuple[str, str], AxisRow]) -> Move:
    has_texts = any(_holds_texts(block.columns.get(column)) for column in ("value", "low", "high"))
    add: float | None = None
    up = down = 1.0
    if block.axis is None:
        add = _sum_pie(block) * READABLE if block.kind == "pie" else None
    elif (axis := axes.get((block.panel, block.axis))) and not has_texts:
        add, up = _measure_axis(axis)
        down = 1 / up
    name = (block.axis or "").split(" ")[0]
    along = {"y": "y", "right": "y", "x": "x", "top": "x"}.get(name, "")
    x, y = _find_axis(block, axes, ("x", "top")), _find_axis(block, axes, ("y", "right"))
    x_add, x_up = _measure_axis(x) if x else (0.0, 1.0)
    y_add, y_up = _measure_axis(y) if y else (0.0, 1.0)
    return Move(add, up, down, along if add is not None else "", x_add, x_up - 1, y_add, y_up - 1)


def _measure_axis(axis: AxisRow) -> tuple[float, float]:
    """Return the reading error of an axis: in its unit, and as a factor."""
    part = READABLE
    if axis.span_pixels:
        part = max(part, PIXELS / axis.span_pixels)
    length = read_length(axis)
    if axis.scale == "log":
        return 0.0, 10 ** min(_count_decades(axis) * part, DECADES)
    if axis.scale == "symlog":  # near zero as on a linear axis of the smallest decades
        return length * part * 1e-3, 10**DECADES
    return length * (_LOGIT if axis.scale == "logit" else part), 1.0


def _count_decades(axis: AxisRow) -> float:
    low, high = axis.low, axis.high
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and 0 < low < high:
        return math.log10(high / low)
    return 1.0


def _find_axis(
    block: RowBlock, axes: dict[tuple[str, str], AxisRow], names: tuple[str, ...]
) -> AxisRow | None:
    if block.axis and block.axis.split(" ")[0] in names:
        return axes.get((block.panel, block.axis))
    return next((axes[block.panel, name] for name in names if (block.panel, name) in axes), None)


def _holds_texts(column: Any) -> bool:
    if column is None or hasattr(column, "dtype"):
        return False
    if is_scalar(column):
        return isinstance(column, str)
    return isinstance(column, DateColumn) or any(isinstance(cell, str) for cell in column[:1])


def _sum_pie(block: RowBlock) -> float:
    values = block.columns.get("value")
    if values is None or is_scalar(values):
        return abs(float(values)) * block.count if isinstance(values, (int, float)) else 0.0
    numbers: Any = values
    return math.fsum(abs(float(n)) for n in numbers if n is not None and math.isfinite(n))
