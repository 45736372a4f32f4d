"""Rows of plotly's heat maps, contours and two-dimensional histograms, and their colors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .axes import shown_unit
from .histogram_bins import first_tick, round_size
from .specification import plain_text, to_array, to_numbers

if TYPE_CHECKING:
    from ..builder import PanelBuilder
    from .axes import PlotAxis
    from .scatter_rows import CartesianPanel
    from .specification import Layout, Trace

CONTOURS: Final = frozenset({"contour", "histogram2dcontour"})
_LEVELS: Final = 15


@dataclass(frozen=True)
class Cells:
    """A grid of values, row by row from the bottom.

    Attributes
    ----------
    x, y : array of float
        The centers of columns and rows, as positions on the axes.
    values : array of float
        Of shape rows by columns.
    x_edges, y_edges : array of float, optional
        One more than there are columns and rows, where the trace has them.
    """

    x: Any
    y: Any
    values: Any
    x_edges: Any = None
    y_edges: Any = None


def read_cells(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis) -> Cells | None:
    """Return the cells of a heat map or contour plot; None where it has no grid."""
    import numpy as np

    values = to_grid(trace.get("z"))
    if values is None:
        return None
    if trace.get("transpose"):
        values = values.T
    rows, columns = values.shape
    x, x_edges = _centers(trace, "x", x_axis, columns)
    y, y_edges = _centers(trace, "y", y_axis, rows)
    columns, rows = min(columns, len(x)), min(rows, len(y))
    values = values[:rows, :columns]
    return Cells(np.asarray(x[:columns]), np.asarray(y[:rows]), values, x_edges, y_edges)


def to_grid(z: Any) -> Any:
    """Return values as an array of two dimensions, NaN for gaps; None where they are no grid."""
    import numpy as np

    if z is None:
        return None
    array = to_array(z) if isinstance(z, dict) or hasattr(z, "dtype") else None
    if array is not None and array.ndim == 2 and array.dtype.kind in "iuf":
        return array.astype(float)
    rows = [to_array(row) for row in (array if array is not None else z) if hasattr(row, "__len__")]
    width = max((len(row) for row in rows), default=0)
    if not width or any(row.ndim > 1 for row in rows):
        return None
    grid = np.full((len(rows), width), np.nan)
    for n, row in enumerate(rows):
        grid[n, : len(row)] = to_numbers(row)
    return grid


def _centers(trace: Trace, letter: str, axis: PlotAxis, count: int) -> tuple[Any, Any]:
    """Return the centers of a grid's columns or rows, and their edges where it has them."""
    import numpy as np

    column = trace.column(letter)
    is_scaled = trace.get(f"{letter}type") == "scaled"
    if column is None or is_scaled:
        start, step = trace.get(f"{letter}0"), trace.get(f"d{letter}", 1)
        first = axis.to_position(start) if start is not None else 0.0
        is_time = axis.type == "date" and start is not None
        width = float(step) / 86_400_000 if is_time else float(step)
        positions = (0.0 if math.isnan(first) else first) + np.arange(count) * width
        if axis.is_category and column is not None:
            positions = axis.to_positions(column)[:count]
        return positions, None
    positions = axis.to_positions(column)
    if len(positions) == count + 1 and not axis.is_category and trace.type == "heatmap":
        return (positions[1:] + positions[:-1]) / 2, positions
    return positions, None


def extend_cell_axes(cells: Cells, x_axis: PlotAxis, y_axis: PlotAxis, *, tight: bool) -> None:
    """Tell the axes of a grid what of it is drawn."""
    import numpy as np

    for axis, centers, edges in (
        (x_axis, cells.x, cells.x_edges),
        (y_axis, cells.y, cells.y_edges),
    ):
        ends = centers if edges is None or tight else edges
        if edges is None and len(centers) and not tight:
            gaps = np.diff(centers) / 2 if len(centers) > 1 else np.array([0.5])
            ends = np.array([centers[0] - gaps[0], centers[-1] + gaps[-1]])
        axis.extremes.add(np.asarray(ends), padded=False)


def add_cell_rows(trace: Trace, cells: Cells, panel: CartesianPanel, layout: Layout) -> None:
    """Add the rows of a grid: its cells, or the levels of its contours."""
    import numpy as np

    x_axis, y_axis = panel.axes_of(trace)
    color = add_color_axis(trace, panel.builder, layout, cells.values)
    series = panel.builder.add_series(trace.name, value_label=color.label)
    if trace.type in CONTOURS:
        if trace.get("contours.type") == "constraint":
            panel.builder.omit("a contour of a constraint", "it shows no values")
            return
        levels = to_array(find_levels(trace, cells.values))
        series.add_rows("contour", value=levels * color.factor, axis=color.name)
        panel.builder.omit(
            f"the courses of {len(levels)} contour lines", "the tables hold their levels"
        )
        return
    rows, columns = cells.values.shape
    x, y = np.tile(cells.x, rows), np.repeat(cells.y, columns)
    values = cells.values.ravel()
    finite = np.isfinite(values) & np.isfinite(x) & np.isfinite(y)
    inside = finite & x_axis.contains(x) & y_axis.contains(y)
    ends: dict[str, Any] = {}
    if cells.x_edges is not None:
        ends["x_low"] = x_axis.to_column(np.tile(cells.x_edges[:-1], rows)[inside])
        ends["x_high"] = x_axis.to_column(np.tile(cells.x_edges[1:], rows)[inside])
    if cells.y_edges is not None:
        ends["y_low"] = y_axis.to_column(np.repeat(cells.y_edges[:-1], columns)[inside])
        ends["y_high"] = y_axis.to_column(np.repeat(cells.y_edges[1:], columns)[inside])
    series.add_rows(
        "cell",
        x=x_axis.to_column(x[inside]),
        y=y_axis.to_column(y[inside]),
        value=values[inside] * color.factor,
        axis=color.name,
        **ends,
    )
    series.omit(int((finite & ~inside).sum()), "cells")


def add_listed_cells(trace: Trace, panel: CartesianPanel, layout: Layout) -> bool:
    """Add the rows of a heat map whose x, y and z are lists of as many values; False for others."""
    import numpy as np

    z = trace.get("z")
    if z is None:
        return False
    values, x, y = to_array(z), trace.column("x"), trace.column("y")
    nested = values.ndim > 1 or (len(values) and hasattr(values[0], "__len__"))
    if nested or x is None or y is None or trace.type in CONTOURS:
        return False
    x_axis, y_axis = panel.axes_of(trace)
    count = min(len(values), len(x), len(y))
    numbers = to_numbers(values)[:count]
    places = x_axis.to_positions(x)[:count], y_axis.to_positions(y)[:count]
    color = add_color_axis(trace, panel.builder, layout, numbers)
    series = panel.builder.add_series(trace.name, value_label=color.label)
    finite = np.isfinite(numbers) & np.isfinite(places[0]) & np.isfinite(places[1])
    inside = finite & x_axis.contains(places[0]) & y_axis.contains(places[1])
    series.add_rows(
        "cell",
        x=x_axis.to_column(places[0][inside]),
        y=y_axis.to_column(places[1][inside]),
        value=numbers[inside] * color.factor,
        axis=color.name,
    )
    series.omit(int((finite & ~inside).sum()), "cells")
    return True


@dataclass(frozen=True)
class PlotlyColorAxis:
    """A color bar: its name in the tables, its title, and the factor of its tick labels."""

    name: str
    label: str
    factor: float


def add_color_axis(
    trace: Trace, builder: PanelBuilder, layout: Layout, values: Any
) -> PlotlyColorAxis:
    """Add the axis of a trace's colors, once for those that share a color bar."""
    import numpy as np

    shared = trace.get("coloraxis") or trace.get("marker.coloraxis")
    prefix = "" if trace.get("colorscale") or trace.get("z") is not None else "marker."
    names = ("cmin", "cmax") if shared or prefix else ("zmin", "zmax")

    def get(path: str) -> Any:
        return layout.get(f"{shared}.{path}") if shared else trace.get(f"{prefix}{path}")

    label = plain_text(get("colorbar.title.text"))
    factor, unit = shown_unit(lambda name: get(f"colorbar.{name}"))
    finite = np.asarray(values)[np.isfinite(values)] if values is not None else np.array([])
    ends = [float(finite.min()), float(finite.max())] if len(finite) else [math.nan, math.nan]
    fixed = [get(name) for name in names]
    low, high = (e if f is None else float(f) for e, f in zip(ends, fixed, strict=True))
    is_known = math.isfinite(low) and math.isfinite(high)
    earlier = [row for row in builder.axes if row.axis.startswith("color")]
    color_row = next((row for row in earlier if shared and row.label == label), None)
    if color_row is not None:
        return PlotlyColorAxis(color_row.axis, label, factor)
    name = builder.add_axis(
        "color",
        label=label,
        unit=unit or None,
        low=low * factor if is_known else None,
        high=high * factor if is_known else None,
    )
    return PlotlyColorAxis(name, label, factor)


def find_levels(trace: Trace, values: Any) -> list[float]:
    """Return the levels of a trace's contours, as plotly.js chooses them."""
    import numpy as np

    finite = values[np.isfinite(values)]
    if not len(finite):
        return []
    low, high = float(finite.min()), float(finite.max())
    low = float(trace.get("zmin", low))
    high = float(trace.get("zmax", high))
    start, end = trace.get("contours.start"), trace.get("contours.end")
    size = trace.get("contours.size")
    if trace.get("autocontour") is not False and size is None:
        rough = (high - low) / float(trace.get("ncontours") or _LEVELS)
        step, _ = round_size(rough, "linear") if rough > 0 else (1.0, 0.0)
        size = float(step)
        start = first_tick(low, high, size, 0.0)
        end = -first_tick(-high, -low, size, 0.0)
        start += size if start == low else 0.0
        end -= size if end == high else 0.0
        if start > end:
            start = end = (start + end) / 2
    start = low if start is None else float(start)
    end = high if end is None else float(end)
    size = float(size or 1)
    count = math.floor((end - start) / size + 1e-6) + 1
    return [start + n * size for n in range(max(min(count, 1000), 0))]
