"""Scatter plots, fills, violins, images, heat maps, contours and lines across."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..floats import numbers
from ..model import Axis, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..legend import Names
    from ..model import Numbers, Scale

_MOST_CELLS = 250_000
"""Cells of an image whose values are kept; a larger one is a picture, not a chart."""


def areas(axes: Any, x: Axis, y: Axis, names: Names, taken: set[int]) -> Iterator[Series]:
    """Yield what an Axes' collections and images hold.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : Axis
    names : Names
    taken : set of int
        Identities of the artists that are part of something else.
    """
    for artist in axes.collections:
        if id(artist) not in taken and artist.get_visible():
            yield from _collection(artist, x, y, names)
    for image in axes.images:
        if image.get_visible():
            yield from _image(image, x, y)


def _collection(artist: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    sort = type(artist).__name__
    if sort == "PathCollection":
        yield from _scatter(artist, x, y, names)
    elif sort == "FillBetweenPolyCollection":
        yield from _fill(artist, x, y, names)
    elif sort in {"QuadMesh", "PolyQuadMesh"}:
        yield from _mesh(artist, x, y)
    elif sort == "LineCollection":
        yield from _across(artist, x, y, names)
    elif "ContourSet" in sort:
        levels = numbers(artist.levels)
        gap = (math.nan,) * len(levels)
        yield Series(names.of(artist), "contour", gap, levels, x, _colors(artist))
    elif sort == "PolyCollection" and artist.get_array() is not None:
        yield from _hexagons(artist, x, y)


def _scatter(artist: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    import numpy as np

    offsets: Any = np.ma.filled(np.ma.asarray(artist.get_offsets(), dtype=float), math.nan)
    if not len(offsets):
        return
    details: dict[str, Numbers] = {}
    values = artist.get_array()
    if values is not None and len(values) == len(offsets):
        details["color"] = numbers(np.ma.filled(np.ma.asarray(values, dtype=float), math.nan))
    sizes = artist.get_sizes()
    if len(sizes) == len(offsets) and len(set(map(float, sizes))) > 1:
        details["size"] = numbers(sizes)
    for name, rows in _by_color(artist, offsets, names):
        chosen = {key: tuple(column[row] for row in rows) for key, column in details.items()}
        xs, ys = numbers(offsets[rows, 0]), numbers(offsets[rows, 1])
        yield Series(name, "scatter", xs, ys, x, y, chosen)


def _by_color(artist: Any, offsets: Any, names: Names) -> list[tuple[str, list[int]]]:
    """Return the rows of a scatter plot by the legend's name of their colour."""
    everything = list(range(len(offsets)))
    label = str(artist.get_label() or "")
    if not label.startswith("_") and label:
        return [(label, everything)]
    faces = artist.get_facecolor()
    if len(faces) != len(offsets):
        return [(names.of(artist), everything)]
    found: dict[str, list[int]] = {}
    for row, color in enumerate(faces):
        found.setdefault(names.by_color(tuple(color)), []).append(row)
    return [("", everything)] if "" in found else list(found.items())


def _fill(artist: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    """Yield what ``fill_between`` fills: y is the upper edge, "low" the lower one."""
    where, value = (x, y) if artist.t_direction == "x" else (y, x)
    for places, first, second in edges(artist):
        upper = tuple(map(max, first, second))
        lower = tuple(map(min, first, second))
        yield Series(names.of(artist), "fill", places, upper, where, value, {"low": lower})


def edges(artist: Any) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield the places and the two edges of each stretch that ``fill_between`` fills."""
    at, along = (0, 1) if artist.t_direction == "x" else (1, 0)
    for path in artist.get_paths():
        points = path.vertices
        count = (len(points) - 3) // 2
        if count > 0:
            one, other = points[1 : count + 1], points[count + 2 : 2 * count + 2][::-1]
            yield numbers(one[:, at]), numbers(one[:, along]), numbers(other[:, along])


def _across(artist: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    """Yield the lines of ``hlines`` and ``vlines``."""
    segments = [segment for segment in artist.get_segments() if len(segment) == 2]
    flat = [s for s in segments if s[0][1] == s[1][1]]
    upright = [s for s in segments if s[0][0] == s[1][0]]
    if flat and len(flat) == len(segments):
        ys = numbers(s[0][1] for s in flat)
        yield Series(names.of(artist), "hline", (math.nan,) * len(ys), ys, x, y)
    elif upright and len(upright) == len(segments):
        xs = numbers(s[0][0] for s in upright)
        yield Series(names.of(artist), "vline", xs, (math.nan,) * len(xs), x, y)


def _mesh(artist: Any, x: Axis, y: Axis) -> Iterator[Series]:
    import numpy as np

    corners = artist.get_coordinates()
    values = artist.get_array()
    if values is None or values.size > _MOST_CELLS or values.ndim > 2:
        return
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    cells: Any = np.ma.filled(np.ma.asarray(values, dtype=float), math.nan).ravel()
    if cells.size != rows * columns:
        return
    middles = (corners[:-1, :-1] + corners[1:, 1:]) / 2
    xs, ys = numbers(middles[..., 0].ravel()), numbers(middles[..., 1].ravel())
    yield Series("", "image", xs, numbers(cells), x, _colors(artist), {"row": ys}, rows=y)


def _image(artist: Any, x: Axis, y: Axis) -> Iterator[Series]:
    import numpy as np

    values = np.ma.asarray(artist.get_array())
    if values.ndim != 2 or values.size > _MOST_CELLS:
        return
    rows, columns = values.shape
    left, right, bottom, top = artist.get_extent()
    if artist.origin == "upper":
        bottom, top = top, bottom
    xs = left + (np.arange(columns) + 0.5) * (right - left) / columns
    ys = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    across, down = np.meshgrid(xs, ys)
    cells = np.ma.filled(values.astype(float), math.nan).ravel()
    places, rows_ = numbers(across.ravel()), numbers(down.ravel())
    yield Series("", "image", places, numbers(cells), x, _colors(artist), {"row": rows_}, rows=y)


def _hexagons(artist: Any, x: Axis, y: Axis) -> Iterator[Series]:
    offsets = artist.get_offsets()
    counts = numbers(artist.get_array())
    if len(offsets) == len(counts):
        xs, rows = numbers(offsets[:, 0]), numbers(offsets[:, 1])
        yield Series("", "hexbin", xs, counts, x, _colors(artist), {"row": rows}, rows=y)


def _colors(artist: Any) -> Axis:
    """Return the axis of an artist's colours: that of its colour bar, where it has one."""
    bar = getattr(artist, "colorbar", None)
    low, high = artist.get_clim()
    limits = (0.0, 1.0) if low is None or high is None else (float(low), float(high))
    scale: Scale = "log" if type(artist.norm).__name__ == "LogNorm" else "linear"
    if bar is None:
        return Axis(label="colour", scale=scale, limits=limits)
    length = max(bar.ax.bbox.width, bar.ax.bbox.height)
    label = bar.ax.get_ylabel() or bar.ax.get_xlabel()
    return Axis(label=label, scale=scale, limits=limits, pixels=float(length))
