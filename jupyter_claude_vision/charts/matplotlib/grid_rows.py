"""Rows of cells and contours: images, meshes, hexagons, triangles, and the levels of contours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ..builder import count_things
from ..row_blocks import CategoryColumn, DateColumn, DrawnShapes, is_scalar
from ..units import ShownUnit, unit_of_label
from .axes_reading import ColorAxis, to_floats
from .series_names import read_label
from .shown_axis import read_axis, round_noise

if TYPE_CHECKING:
    from .axes_reading import AxesReading

MOST_CELLS: Final = 2_000_000
"""Cells of an image whose values are read; a larger one is a picture, not a chart."""


def read_grids(reading: AxesReading) -> None:
    """Add the images, meshes and contours of an Axes."""
    for image in reading.pick_visible(reading.axes.images):
        reading.take(image)
        if all(reading.is_in_data(image)) and hasattr(image, "get_extent"):
            _add_image(reading, image)
        else:
            reading.panel.omit("1 picture", "it is not placed by data")
    for artist in reading.pick_visible(reading.axes.collections):
        kind = type(artist).__name__
        if kind in {"QuadMesh", "PolyQuadMesh"}:
            reading.take(artist)
            _add_mesh(reading, artist)
        elif "ContourSet" in kind:
            reading.take(artist)
            _add_contours(reading, artist)
        elif kind == "TriMesh":
            reading.take(artist)
            reading.panel.omit("1 mesh of triangles", "its colors run between its corners")
        elif _has_values(artist):
            reading.take(artist)
            _add_shapes(reading, artist)


def find_color_axis(reading: AxesReading, artist: Any) -> ColorAxis:
    """Return the scale of an artist's colors, which is added to the panel's axes."""
    color = reading.whole.colors.get(id(artist.norm))
    if color is not None:
        return color
    bar = getattr(artist, "colorbar", None)
    if bar is not None:
        axis = read_axis(bar.long_axis, "color")
        if not axis.label:
            short_axis = bar.ax.xaxis if bar.long_axis is bar.ax.yaxis else bar.ax.yaxis
            axis.label = " ".join((short_axis.get_label_text() or bar.ax.get_title()).split())
        if not axis.shown_unit.unit:
            factor = axis.shown_unit.factor
            axis.shown_unit = ShownUnit(factor, unit_of_label(axis.label))
        axis.categories = {}
        axis.add_to(reading.panel)
        color = ColorAxis(axis.name, axis.label, axis.shown_unit)
    else:
        color = _add_plain_color_axis(reading, artist)
    reading.whole.colors[id(artist.norm)] = color
    return color


def _add_plain_color_axis(reading: AxesReading, artist: Any) -> ColorAxis:
    """Add the scale of colors of an artist without a color bar."""
    low, high = artist.get_clim()
    if hasattr(artist, "levels") and len(artist.levels):  # lines of one color have no scale
        low, high = float(min(artist.levels)), float(max(artist.levels))
    scale = {"LogNorm": "log", "SymLogNorm": "symlog"}.get(type(artist.norm).__name__, "linear")
    ends = [None if end is None else float(end) for end in (low, high)]
    for row in reading.panel.axes:
        if row.axis.startswith("color") and [row.low, row.high, row.scale] == [*ends, scale]:
            return ColorAxis(row.axis, row.label, ShownUnit(unit=row.unit))
    name = reading.panel.add_axis("color", scale=scale, low=ends[0], high=ends[1])
    return ColorAxis(name, "", ShownUnit())


def _has_values(artist: Any) -> bool:
    """Return whether a collection has a value for each of its shapes, as hexagons have."""
    kinds = {c.__name__ for c in type(artist).__mro__}
    if not kinds & {"PolyCollection", "PatchCollection", "RegularPolyCollection"}:
        return False
    values = artist.get_array()
    return values is not None and getattr(values, "ndim", 1) == 1


def _add_image(reading: AxesReading, image: Any) -> None:
    import numpy as np

    values = image.get_array()
    if values is None or np.ndim(values) != 2:
        size = "" if values is None else f" of {values.shape[1]} × {values.shape[0]} pixels"
        reading.panel.omit(f"1 picture{size}", "its pixels are colors, not values")
        return
    if values.size > MOST_CELLS:
        reading.panel.omit(f"1 image of {values.size:,} cells", "it has too many")
        return
    rows, columns = values.shape
    left, right, bottom, top = image.get_extent()
    if image.origin == "upper":
        bottom, top = top, bottom
    x_edges = np.linspace(left, right, columns + 1)
    y_edges = np.linspace(bottom, top, rows + 1)
    _add_cells(reading, image, to_floats(values), x_edges, y_edges, with_edges=False)


def _add_mesh(reading: AxesReading, mesh: Any) -> None:
    import numpy as np

    values = mesh.get_array()
    corners = to_floats(mesh.get_coordinates())
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    if values is None or (values.ndim == 3 and values.shape[-1] in {3, 4}):
        reading.panel.omit("1 mesh", "its cells are colors, not values")
        return
    numbers = to_floats(values)
    if numbers.size > MOST_CELLS:
        reading.panel.omit(f"1 mesh of {numbers.size:,} cells", "it has too many")
        return
    if numbers.size == (rows + 1) * (columns + 1):  # shaded between its corners
        xs, ys = corners[..., 0].ravel(), corners[..., 1].ravel()
        _add_placed_cells(reading, mesh, numbers.ravel(), xs, ys)
        return
    numbers = numbers.reshape(rows, columns)
    x_edges, y_edges = corners[0, :, 0], corners[:, 0, 1]
    is_grid = np.allclose(corners[..., 0], x_edges) and np.allclose(
        corners[..., 1], y_edges[:, None]
    )
    if is_grid:
        _add_cells(reading, mesh, numbers, x_edges, y_edges, with_edges=True)
        return
    middles = (corners[:-1, :-1] + corners[1:, 1:] + corners[:-1, 1:] + corners[1:, :-1]) / 4
    xs, ys = middles[..., 0].ravel(), middles[..., 1].ravel()
    _add_placed_cells(reading, mesh, numbers.ravel(), xs, ys)


def _add_cells(
    reading: AxesReading, artist: Any, values: Any, x_edges: Any, y_edges: Any, *, with_edges: bool
) -> None:
    """Add the cells of a grid, row by row."""
    import numpy as np

    columns = values.shape[1]
    x_middles = _middles(x_edges)
    y_middles = _middles(y_edges)
    # A cell counts where its middle can be seen, not where its border touches the limits.
    x_inside, y_inside = reading.x.contains(x_middles), reading.y.contains(y_middles)
    numbers = values.ravel()
    has_value = np.isfinite(numbers)
    inside = has_value & np.outer(y_inside, x_inside).ravel()
    outside = int((has_value & ~inside).sum())
    row, column = np.divmod(np.flatnonzero(inside), columns)
    edges: dict[str, Any] = {}
    if with_edges:
        for name, axis, ends, index in (
            ("x", reading.x, x_edges, column),
            ("y", reading.y, y_edges, row),
        ):
            if not axis.categories:
                low, high = np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])
                edges[f"{name}_low"] = axis.to_values(low[index])
                edges[f"{name}_high"] = axis.to_values(high[index])
    color = find_color_axis(reading, artist)
    series = reading.add_series(artist, read_label(artist), color)
    series.omit(outside, "cells")
    if len(row):
        series.add_rows(
            "cell",
            x=_spread(reading.x.to_places(x_middles), column),
            y=_spread(reading.y.to_places(y_middles), row),
            value=color.to_values(numbers[inside]),
            axis=color.name,
            **edges,
        )


def _spread(column: Any, index: Any) -> Any:
    """Return a column of places for each cell, from those of a row or column of the grid."""
    import numpy as np

    if isinstance(column, CategoryColumn):
        return CategoryColumn(np.asarray(column.codes)[index], column.names)
    if isinstance(column, DateColumn):
        return DateColumn(column.days[index])
    if isinstance(column, list):
        return [column[place] for place in index.tolist()]
    return column if is_scalar(column) else column[index]


def _middles(edges: Any) -> Any:
    import numpy as np

    return round_noise((edges[:-1] + edges[1:]) / 2, float(np.abs(edges).max(initial=0)))


def _add_placed_cells(reading: AxesReading, artist: Any, values: Any, xs: Any, ys: Any) -> None:
    """Add cells that stand anywhere."""
    import numpy as np

    color = find_color_axis(reading, artist)
    has_value = np.isfinite(values)
    inside = has_value & reading.x.contains(xs) & reading.y.contains(ys)
    series = reading.add_series(artist, read_label(artist), color)
    series.omit(int((has_value & ~inside).sum()), "cells")
    if inside.any():
        series.add_rows(
            "cell",
            x=reading.x.to_places(xs[inside]),
            y=reading.y.to_places(ys[inside]),
            value=color.to_values(values[inside]),
            axis=color.name,
        )


def _add_shapes(reading: AxesReading, artist: Any) -> None:
    """Add hexagons, triangles and other shapes, each with a value, by their middles."""
    import numpy as np

    values = to_floats(artist.get_array())
    offsets = to_floats(artist.get_offsets())
    paths = artist.get_paths()
    if not all(reading.is_in_data(artist)) and len(offsets) != len(values):
        reading.panel.omit(count_things(len(values), "shapes"), "they are not placed by data")
        return
    if len(offsets) == len(values) and len(values) > 1:
        middles = offsets
    elif len(paths) == len(values):
        middles = np.array([_middle_of(path.vertices) for path in paths])
    else:
        reading.panel.omit(count_things(len(values), "shapes"), "their places are not known")
        return
    if len(middles):
        _add_placed_cells(reading, artist, values, middles[:, 0], middles[:, 1])


def _middle_of(vertices: Any) -> Any:
    is_closed = len(vertices) > 1 and (vertices[0] == vertices[-1]).all()
    return (vertices[:-1] if is_closed else vertices).mean(axis=0)


def _add_contours(reading: AxesReading, contours: Any) -> None:
    """Add the levels of contours; of filled ones with the band that begins at each."""
    import numpy as np

    levels = to_floats(contours.levels)
    color = find_color_axis(reading, contours)
    series = reading.add_series(contours, reading.names.name_artist(contours), color)
    paths = contours.get_paths()
    outlines = [_to_outline(reading, path) for path in paths]
    if contours.filled:
        ends = np.r_[levels[1:], math.nan]
        low = np.where(np.isfinite(ends), levels, math.nan)
        series.add_rows(
            "contour",
            value=color.to_values(levels),
            low=low * color.shown_unit.factor,
            high=ends * color.shown_unit.factor,
            axis=color.name,
            shapes=DrawnShapes(outlines=outlines) if len(outlines) == len(levels) else None,
        )
        return
    has_lines = np.array([len(path.vertices) > 0 for path in paths], dtype=bool)
    if len(has_lines) == len(levels):
        levels = levels[has_lines]
        outlines = [outlines[row] for row in np.flatnonzero(has_lines)]
    if len(levels):
        shapes = DrawnShapes(outlines=outlines) if len(outlines) == len(levels) else None
        series.add_rows("contour", value=color.to_values(levels), axis=color.name, shapes=shapes)


def _to_outline(reading: AxesReading, path: Any) -> Any:
    """Return the parts of a path as positions on the axes, NaN between them."""
    import numpy as np

    parts = path.to_polygons(closed_only=False) if len(path.vertices) else []
    gap = np.full((1, 2), math.nan)
    points = np.concatenate([rows for part in parts for rows in (part, gap)] or [gap[:0]])
    return np.column_stack([reading.x.to_curve(points[:, 0]), reading.y.to_curve(points[:, 1])])
