"""The mark of a live matplotlib figure at a point of its picture: a bar, a point, a slice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..inputs.matplotlib.axis_values import values_of
from ..inputs.matplotlib.drawing import UNDISTURBED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..imaging.geometry import Box
    from ..inputs.attachment import AxesPlacement

REACH: Final = 0.015
"""How far from a point's centre it is still hit, as a part of the longer side of its Axes."""


@dataclass(frozen=True)
class ChartMark:
    """One mark of a figure.

    Attributes
    ----------
    kind : str
        "bar", "point", "point of the line", "slice" or "cell".
    series : str
        Its label in the legend; empty where it has none.
    value : str
        What it shows, such as ``"x Q2, y 12"``.
    box : tuple of float
        Left, top, right and bottom in pixels of the original.
    """

    kind: str
    series: str
    value: str
    box: Box

    def __str__(self) -> str:
        of = f" of {self.series}" if self.series else ""
        return f"{self.kind}{of}: {self.value}"


def mark_at(x: float, y: float, places: Sequence[AxesPlacement]) -> ChartMark | None:
    """Return the mark at a point of a live figure; None where there is none.

    Parameters
    ----------
    x, y : float
        In pixels of the original.
    places : sequence of Place
        The topmost first.

    Raises
    ------
    NotVisibleError
        The figure is gone.
    """
    for place in places:
        left, top, right, bottom = place.box
        if left <= x <= right and top <= y <= bottom:
            with UNDISTURBED:
                mark = next(_marks_at(place, x, y), None)
            if mark is not None:
                return mark
    return None


def _marks_at(place: AxesPlacement, x: float, y: float) -> Iterator[ChartMark]:
    """Yield the marks at a point, what is drawn over the others first."""
    axes = place.axes
    yield from _nearest_mark(place, _find_points(axes), x, y, "point")
    yield from _nearest_mark(place, _find_lines(axes), x, y, "point of the line")
    yield from _bars_at(place, x, y)
    yield from _slices_at(place, x, y)
    yield from _cells_at(place, x, y)


def _find_points(axes: Any) -> Iterator[tuple[Any, Any]]:
    from matplotlib.collections import PathCollection

    for collection in axes.collections:
        if isinstance(collection, PathCollection) and collection.get_visible():
            yield collection, collection.get_offsets()


def _find_lines(axes: Any) -> Iterator[tuple[Any, Any]]:
    for line in axes.lines:
        # A line across the whole Axes has other coordinates than the data's.
        if line.get_visible() and line.get_transform() == axes.transData:
            yield line, line.get_xydata()


def _nearest_mark(
    place: AxesPlacement, series: Iterable[tuple[Any, Any]], x: float, y: float, kind: str
) -> Iterator[ChartMark]:
    """Yield the mark that is nearest to a point, if it is within reach."""
    left, top, right, bottom = place.box
    reach = REACH * max(right - left, bottom - top)
    best: tuple[float, Any, Any, float, float] | None = None
    for artist, data in series:
        for point, (px, py) in zip(data, _to_pixels(place, data), strict=True):
            distance = math.hypot(px - x, py - y)
            if distance <= reach and (best is None or distance < best[0]):
                best = (distance, artist, point, px, py)
    if best is not None:
        _, artist, point, px, py = best
        box = (px - reach, py - reach, px + reach, py + reach)
        yield ChartMark(kind, _read_label(artist), _name_point(place.axes, *map(float, point)), box)


def _bars_at(place: AxesPlacement, x: float, y: float) -> Iterator[ChartMark]:
    from matplotlib.container import BarContainer

    for container in place.axes.containers:
        if not isinstance(container, BarContainer):
            continue
        for bar in container:
            box = _to_box(place, bar.get_bbox())
            if _is_inside(box, x, y):
                yield ChartMark(
                    "bar", _read_label(container), _bar_value(place.axes, bar, container), box
                )


def _bar_value(axes: Any, bar: Any, container: Any) -> str:
    bounds = bar.get_bbox()
    if container.orientation == "horizontal":
        return f"{_name_value(axes.yaxis, (bounds.y0 + bounds.y1) / 2)}, {bar.get_width():.6g}"
    return f"{_name_value(axes.xaxis, (bounds.x0 + bounds.x1) / 2)}, {bar.get_height():.6g}"


def _slices_at(place: AxesPlacement, x: float, y: float) -> Iterator[ChartMark]:
    from matplotlib.patches import Wedge

    point = place.to_data(x, y)
    for patch in place.axes.patches:
        if isinstance(patch, Wedge) and patch.get_path().contains_point(
            point, patch.get_patch_transform()
        ):
            share = abs(patch.theta2 - patch.theta1) / 360
            box = _to_box(place, patch.get_path().get_extents(patch.get_patch_transform()))
            yield ChartMark("slice", _read_label(patch), f"{share:.1%}", box)


def _cells_at(place: AxesPlacement, x: float, y: float) -> Iterator[ChartMark]:
    column, row = place.to_data(x, y)
    for image in place.axes.images:
        values = image.get_array()
        left, right, bottom, top = image.get_extent()
        if image.origin == "lower":  # the first row is at the bottom
            bottom, top = top, bottom
        if values is None or values.ndim != 2 or right == left or top == bottom:
            continue
        across, down = (column - left) / (right - left), (row - top) / (bottom - top)
        if not (0 <= across < 1 and 0 <= down < 1):
            continue
        rows, columns = values.shape
        i, j = int(down * rows), int(across * columns)
        width, height = (right - left) / columns, (bottom - top) / rows
        corners = [(left + (j + k) * width, top + (i + k) * height) for k in (0, 1)]
        box = _bounding_box(_to_pixels(place, corners))
        at = _name_point(place.axes, left + (j + 0.5) * width, top + (i + 0.5) * height)
        yield ChartMark("cell", _read_label(image), f"{at}: {values[i, j]:.6g}", box)


def _to_pixels(place: AxesPlacement, points: Any) -> list[tuple[float, float]]:
    """Return data coordinates in pixels of the original, whatever the size of the figure now."""
    import numpy as np

    if len(points) == 0:
        return []
    axes, (left, top, right, bottom) = place.axes, place.box
    on_screen = axes.transData.transform(np.asarray(points, dtype=float))
    shares = axes.transAxes.inverted().transform(on_screen)
    return [
        (left + float(u) * (right - left), bottom - float(v) * (bottom - top)) for u, v in shares
    ]


def _to_box(place: AxesPlacement, bounds: Any) -> Box:
    return _bounding_box(_to_pixels(place, [(bounds.x0, bounds.y0), (bounds.x1, bounds.y1)]))


def _bounding_box(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _read_label(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _name_point(axes: Any, x: float, y: float) -> str:
    return f"{_name_value(axes.xaxis, x)}, {_name_value(axes.yaxis, y)}"


def _name_value(axis: Any, value: float) -> str:
    values = values_of(axis)
    names = values.names_between(value, value)
    if names:
        return names[0]
    name = values.name_value(value)
    return f"{name:.6g}" if isinstance(name, float) else str(name)
