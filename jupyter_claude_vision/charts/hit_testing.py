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
class Mark:
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


def mark_at(x: float, y: float, places: Sequence[AxesPlacement]) -> Mark | None:
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
                found = next(_marks(place, x, y), None)
            if found is not None:
                return found
    return None


def _marks(place: AxesPlacement, x: float, y: float) -> Iterator[Mark]:
    """Yield the marks at a point, what is drawn over the others first."""
    axes = place.axes
    yield from _nearest(place, _points(axes), x, y, "point")
    yield from _nearest(place, _lines(axes), x, y, "point of the line")
    yield from _bars(place, x, y)
    yield from _slices(place, x, y)
    yield from _cells(place, x, y)


def _points(axes: Any) -> Iterator[tuple[Any, Any]]:
    from matplotlib.collections import PathCollection

    for one in axes.collections:
        if isinstance(one, PathCollection) and one.get_visible():
            yield one, one.get_offsets()


def _lines(axes: Any) -> Iterator[tuple[Any, Any]]:
    for one in axes.lines:
        # A line across the whole Axes has other coordinates than the data's.
        if one.get_visible() and one.get_transform() == axes.transData:
            yield one, one.get_xydata()


def _nearest(
    place: AxesPlacement, series: Iterable[tuple[Any, Any]], x: float, y: float, kind: str
) -> Iterator[Mark]:
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
        yield Mark(kind, _label(artist), _both(place.axes, *map(float, point)), box)


def _bars(place: AxesPlacement, x: float, y: float) -> Iterator[Mark]:
    from matplotlib.container import BarContainer

    for container in place.axes.containers:
        if not isinstance(container, BarContainer):
            continue
        for bar in container:
            box = _box(place, bar.get_bbox())
            if _holds(box, x, y):
                yield Mark("bar", _label(container), _bar_value(place.axes, bar, container), box)


def _bar_value(axes: Any, bar: Any, container: Any) -> str:
    bounds = bar.get_bbox()
    if container.orientation == "horizontal":
        return f"{_value(axes.yaxis, (bounds.y0 + bounds.y1) / 2)}, {bar.get_width():.6g}"
    return f"{_value(axes.xaxis, (bounds.x0 + bounds.x1) / 2)}, {bar.get_height():.6g}"


def _slices(place: AxesPlacement, x: float, y: float) -> Iterator[Mark]:
    from matplotlib.patches import Wedge

    point = place.to_data(x, y)
    for one in place.axes.patches:
        if isinstance(one, Wedge) and one.get_path().contains_point(
            point, one.get_patch_transform()
        ):
            share = abs(one.theta2 - one.theta1) / 360
            box = _box(place, one.get_path().get_extents(one.get_patch_transform()))
            yield Mark("slice", _label(one), f"{share:.1%}", box)


def _cells(place: AxesPlacement, x: float, y: float) -> Iterator[Mark]:
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
        box = _bounds(_to_pixels(place, corners))
        at = _both(place.axes, left + (j + 0.5) * width, top + (i + 0.5) * height)
        yield Mark("cell", _label(image), f"{at}: {values[i, j]:.6g}", box)


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


def _box(place: AxesPlacement, bounds: Any) -> Box:
    return _bounds(_to_pixels(place, [(bounds.x0, bounds.y0), (bounds.x1, bounds.y1)]))


def _bounds(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _label(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _both(axes: Any, x: float, y: float) -> str:
    return f"{_value(axes.xaxis, x)}, {_value(axes.yaxis, y)}"


def _value(axis: Any, value: float) -> str:
    values = values_of(axis)
    names = values.names_between(value, value)
    if names:
        return names[0]
    found = values.name_value(value)
    return f"{found:.6g}" if isinstance(found, float) else str(found)
