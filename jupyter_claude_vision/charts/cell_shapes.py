"""Shapes that tile or fill a part of a picture: slices, outlines, and the cells of heat maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .mark_shapes import BODIES, CELLS, Hit, PointShape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..imaging.geometry import Box


@dataclass(frozen=True, slots=True, eq=False)
class WedgeShape:
    """Slices of a pie.

    Attributes
    ----------
    wedges : array
        Of each: x and y of the center, inner and outer radius in pixels, and two angles in
        degrees, counted from the right and upward.
    """

    wedges: Any

    @property
    def anchors(self) -> tuple[Any, Any]:
        """Their middles."""
        import numpy as np

        x, y, inner, outer, start, stop = self.wedges.T
        radius, angle = (inner + outer) / 2, np.radians((start + stop) / 2)
        return x + radius * np.cos(angle), y - radius * np.sin(angle)

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:  # noqa: ARG002
        """Return the slice that a point lies on."""
        import numpy as np

        center_x, center_y, inner, outer, start, stop = self.wedges.T
        radius = np.hypot(x - center_x, y - center_y)
        angle = np.degrees(np.arctan2(center_y - y, x - center_x))
        is_on = (radius >= inner) & (radius <= outer)
        is_on &= np.mod(angle - start, 360) <= stop - start
        rows = np.flatnonzero(is_on)
        if not len(rows):
            return None
        row = int(rows[-1])
        return Hit(BODIES, 0.0, self._find_box(row), row)

    def _find_box(self, row: int) -> Box:
        import numpy as np

        x, y, inner, outer, start, stop = self.wedges[row].tolist()
        angles = np.radians(np.linspace(start, stop, 33))
        xs = np.concatenate([x + radius * np.cos(angles) for radius in (inner, outer)])
        ys = np.concatenate([y - radius * np.sin(angles) for radius in (inner, outer)])
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


@dataclass(frozen=True, slots=True, eq=False)
class OutlineShape:
    """Closed outlines, one a row: violins, filled contours, polygons.

    Attributes
    ----------
    outlines : sequence of array
        Corners in pixels, two columns; NaN between parts.
    rank : int
    """

    outlines: Sequence[Any]
    rank: int

    @property
    def anchors(self) -> tuple[Any, Any]:
        """The middles of their boxes."""
        import numpy as np

        boxes = [_bound_points(outline) for outline in self.outlines]
        sides = np.array(boxes, dtype=float).reshape(-1, 4).T
        return (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:  # noqa: ARG002
        """Return the outline that a point lies in, the one drawn last."""
        for row in range(len(self.outlines) - 1, -1, -1):
            outline = self.outlines[row]
            if len(outline) and holds_point(outline, x, y):
                return Hit(self.rank, 0.0, _bound_points(outline), row)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class LatticeShape:
    """Cells of a heat map, in rows and columns.

    Attributes
    ----------
    x_edges, y_edges : array
        Pixels of the borders, rising.
    numbers : array
        Of each cell that has a value, row by row, rising.
    rows : array
        The row of each.
    """

    x_edges: Any
    y_edges: Any
    numbers: Any
    rows: Any

    @property
    def anchors(self) -> tuple[Any, Any]:
        """The middles of the cells, by row."""
        import numpy as np

        lines, columns = np.divmod(self.numbers, len(self.x_edges) - 1)
        x, y = np.empty(len(self.rows)), np.empty(len(self.rows))
        x[self.rows] = ((self.x_edges[1:] + self.x_edges[:-1]) / 2)[columns]
        y[self.rows] = ((self.y_edges[1:] + self.y_edges[:-1]) / 2)[lines]
        return x, y

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:  # noqa: ARG002
        """Return the cell that a point lies on."""
        import numpy as np

        column = int(np.searchsorted(self.x_edges, x, side="right")) - 1
        line = int(np.searchsorted(self.y_edges, y, side="right")) - 1
        if not (0 <= column < len(self.x_edges) - 1 and 0 <= line < len(self.y_edges) - 1):
            return None
        number = line * (len(self.x_edges) - 1) + column
        place = int(np.searchsorted(self.numbers, number))
        if place == len(self.numbers) or self.numbers[place] != number:
            return None
        left, right = self.x_edges[column : column + 2].tolist()
        top, bottom = self.y_edges[line : line + 2].tolist()
        return Hit(CELLS, 0.0, (left, top, right, bottom), int(self.rows[place]))


@dataclass(frozen=True, slots=True, eq=False)
class SpotShape:
    """Cells that tile a panel around their middles, as hexagons do.

    Attributes
    ----------
    x, y : array
        In pixels.
    radius : float
        How far from its middle a cell reaches.
    """

    x: Any
    y: Any
    radius: float

    @property
    def anchors(self) -> tuple[Any, Any]:
        """The middles."""
        return self.x, self.y

    def find_hit(self, x: float, y: float, reach: float) -> Hit | None:  # noqa: ARG002
        """Return the cell whose middle is nearest."""
        hit = PointShape(self.x, self.y).find_hit(x, y, self.radius)
        if hit is None:
            return None
        at_x, at_y, radius = float(self.x[hit.row]), float(self.y[hit.row]), self.radius
        box = at_x - radius, at_y - radius, at_x + radius, at_y + radius
        return Hit(CELLS, 0.0, box, hit.row)


def holds_point(outline: Any, x: float, y: float) -> bool:
    """Return whether a point lies within an outline, by the even-odd rule.

    Parameters
    ----------
    outline : array
        Corners, two columns; NaN between parts, each of which is closed.
    x, y : float
    """
    import numpy as np

    return bool(find_points_within(outline, np.array([x]), np.array([y]))[0])


def find_points_within(outline: Any, xs: Any, ys: Any) -> Any:
    """Return a mask of the points that lie within an outline, by the even-odd rule."""
    import numpy as np

    is_gap = np.isnan(outline[:, 0])
    inside = np.zeros(len(xs), dtype=bool)
    for part in np.split(outline, np.flatnonzero(is_gap)):
        corners = part[~np.isnan(part[:, 0])]
        if len(corners) < 3:
            continue
        x0, y0 = corners.T
        x1, y1 = np.roll(corners, -1, axis=0).T
        if len(xs) == 1:  # all sides at once
            crosses = (y0 > ys) != (y1 > ys)
            x0, y0, x1, y1 = x0[crosses], y0[crosses], x1[crosses], y1[crosses]
            at = x0 + (ys - y0) / (y1 - y0) * (x1 - x0)
            inside ^= bool(int((at > xs).sum()) % 2)
            continue
        for left, top, right, bottom in zip(x0, y0, x1, y1, strict=True):
            if top != bottom:
                crosses = (top > ys) != (bottom > ys)
                inside ^= crosses & (left + (ys - top) / (bottom - top) * (right - left) > xs)
    return inside


def _bound_points(points: Any) -> Box:
    import numpy as np

    if not len(points) or np.isnan(points).all():
        return (float("nan"),) * 4
    (left, top), (right, bottom) = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    return float(left), float(top), float(right), float(bottom)
