"""Shapes of the marks of a picture, in its pixels: points, paths, boxes and areas.

Each shape holds the rows of a block as arrays, so that one look at 200,000 points takes about a
millisecond. `shape_building` makes them from the chart tables; slices and cells are in
`cell_shapes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..imaging.geometry import Box, Point
    from .placement import PixelAxis
    from .row_blocks import RowBlock

POINTS, PATHS, EDGES, BODIES, VIOLINS, AREAS, CELLS, SPANS, NEAR = range(9)
"""Ranks of hits: a point is meant rather than the bar under it, a bar rather than the span under
it, and what is only near comes last."""

_ROOM: Final = 4.0
"""Pixels around a point or a line that its box has, so that it can be seen."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark under a point.

    Attributes
    ----------
    rank : int
    distance : float
        In pixels; 0 within a shape.
    box : tuple of float
        Left, top, right and bottom of the mark.
    row : int
        In its block; -1 for a place between two rows.
    part : str
        "median" or "whisker" of a box; else empty.
    place : tuple of float, or None
        The nearest point of a line.
    """

    rank: int
    distance: float
    box: Box
    row: int = -1
    part: str = ""
    place: Point | None = None


class Shape(Protocol):
    """Marks of one kind, which can be pointed at and selected."""

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return the mark at a point or within reach of it; None for none."""
        ...

    @property
    def anchors(self) -> tuple[Any, Any] | None:
        """The points that stand for its rows in a selection; None where another shape's do."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class PointShape:
    """Points: of a scatter plot, or where a line has its values.

    Attributes
    ----------
    x, y : array
        In pixels; NaN for none.
    """

    x: Any
    y: Any

    @property
    def anchors(self) -> tuple[Any, Any]:
        """The points."""
        return self.x, self.y

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return the nearest point within reach; of several alike, the one drawn last."""
        import numpy as np

        rows = np.flatnonzero(np.abs(self.x - x) <= reach)
        if len(rows):
            rows = rows[np.abs(self.y[rows] - y) <= reach]
        if not len(rows):
            return None
        distances = np.hypot(self.x[rows] - x, self.y[rows] - y)
        nearest = len(rows) - 1 - int(distances[::-1].argmin())
        if distances[nearest] > reach:
            return None
        row = int(rows[nearest])
        box = _box_around(float(self.x[row]), float(self.y[row]))
        return Hit(POINTS, float(distances[nearest]), box, row)


@dataclass(frozen=True, slots=True, eq=False)
class PathShape:
    """A line between points.

    Attributes
    ----------
    x, y : array
        Of its corners, in pixels; NaN where it is broken.
    rank : int
    row : int
        The row that all of it belongs to; -1 where its corners are rows.
    """

    x: Any
    y: Any
    rank: int = PATHS
    row: int = -1

    @property
    def anchors(self) -> None:
        """None: its corners are points."""
        return

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return the nearest place of the line within reach."""
        import numpy as np

        near_x = np.abs(self.x - x) <= reach
        side = self.x < x
        # A segment comes near where it has a corner near, or one on each side.
        starts = np.flatnonzero(near_x[:-1] | near_x[1:] | (side[:-1] != side[1:]))
        x0, y0, x1, y1 = (a[n] for n in (starts, starts + 1) for a in (self.x, self.y))
        near = (np.minimum(y0, y1) - reach <= y) & (np.maximum(y0, y1) + reach >= y)
        near &= (np.minimum(x0, x1) - reach <= x) & (np.maximum(x0, x1) + reach >= x)
        x0, y0, x1, y1 = x0[near], y0[near], x1[near], y1[near]
        if not len(x0):
            return None
        across, down = x1 - x0, y1 - y0
        squares = across**2 + down**2
        along = ((x - x0) * across + (y - y0) * down) / np.where(squares > 0, squares, 1)
        along = np.clip(along, 0, 1)
        at_x, at_y = x0 + along * across, y0 + along * down
        distances = np.hypot(at_x - x, at_y - y)
        nearest = int(distances.argmin())
        if distances[nearest] > reach:
            return None
        place = float(at_x[nearest]), float(at_y[nearest])
        return Hit(self.rank, float(distances[nearest]), _box_around(*place), self.row, place=place)


@dataclass(frozen=True, slots=True, eq=False)
class BoxShape:
    """Rectangles, or straight lines where two sides are one: bars, boxes, whiskers, rules.

    Attributes
    ----------
    left, top, right, bottom : array
        In pixels.
    rank : int
    part : str
    rows : array, or None
        The row of each; None where they are the rows of the block, in order.
    is_selected : bool
        Whether its middles stand for its rows in a selection.
    """

    left: Any
    top: Any
    right: Any
    bottom: Any
    rank: int = BODIES
    part: str = ""
    rows: Any = None
    is_selected: bool = True

    @property
    def anchors(self) -> tuple[Any, Any] | None:
        """Their middles."""
        if not self.is_selected or self.rows is not None:
            return None
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return the rectangle that a point lies on, the one drawn last; else the nearest."""
        import numpy as np

        across = np.maximum(np.maximum(self.left - x, x - self.right), 0)
        down = np.maximum(np.maximum(self.top - y, y - self.bottom), 0)
        distances = np.hypot(across, down)
        near = np.flatnonzero(distances <= reach)
        if not len(near):
            return None
        number = int(near[len(near) - 1 - int(distances[near][::-1].argmin())])
        distance = float(distances[number])
        row = number if self.rows is None else int(self.rows[number])
        is_on = distance == 0 or self.rank == EDGES
        sides = (float(side[number]) for side in (self.left, self.top, self.right, self.bottom))
        left, top, right, bottom = sides
        box = left, top, right, bottom
        if right - left < _ROOM or bottom - top < _ROOM:
            box = _grow_box(box)
        return Hit(self.rank if is_on else NEAR, distance, box, row, self.part)


@dataclass(frozen=True, slots=True, eq=False)
class AreaShape:
    """An area or a band, between a lower and an upper edge.

    Attributes
    ----------
    along : array
        Pixels along its axis, rising.
    first, second : array
        The pixels of its edges.
    is_upright : bool
        Whether it lies along the x axis.
    rows : array
        The row of each place.
    """

    along: Any
    first: Any
    second: Any
    is_upright: bool
    rows: Any

    @property
    def anchors(self) -> tuple[Any, Any]:
        """The middles between its edges, by row."""
        import numpy as np

        along, middle = np.empty(len(self.rows)), np.empty(len(self.rows))
        along[self.rows] = self.along
        middle[self.rows] = (self.first + self.second) / 2
        return (along, middle) if self.is_upright else (middle, along)

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:
        """Return the place of the area at a point; its row where it is near one."""
        import numpy as np

        at, across = (x, y) if self.is_upright else (y, x)
        if not len(self.along) or not self.along[0] <= at <= self.along[-1]:
            return None
        edges = [float(np.interp(at, self.along, edge)) for edge in (self.first, self.second)]
        if not min(edges) <= across <= max(edges):
            return None
        nearest = int(np.abs(self.along - at).argmin())
        is_row = abs(float(self.along[nearest]) - at) <= reach
        row = int(self.rows[nearest]) if is_row else -1
        box = (at - _ROOM, min(edges), at + _ROOM, max(edges))
        if not self.is_upright:
            box = (box[1], box[0], box[3], box[2])
        return Hit(AREAS, 0.0, box, row, place=(x, y))


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBlock:
    """Rows of the chart tables on a picture.

    Attributes
    ----------
    block : RowBlock
    x, y : PixelAxis
        The axes that they are drawn on.
    shapes : sequence of Shape
    panel_box : tuple of float
    """

    block: RowBlock
    x: PixelAxis | None
    y: PixelAxis | None
    shapes: Sequence[Shape]
    panel_box: Box


def _box_around(x: float, y: float) -> Box:
    return x - _ROOM, y - _ROOM, x + _ROOM, y + _ROOM


def _grow_box(box: Box) -> Box:
    left, top, right, bottom = box
    return left - _ROOM / 2, top - _ROOM / 2, right + _ROOM / 2, bottom + _ROOM / 2
