"""Shapes of the marks of a picture, built from the chart tables and their placement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .cell_shapes import LatticeShape, OutlineShape, SpotShape, WedgeShape
from .mark_shapes import (
    AREAS,
    BODIES,
    CELLS,
    EDGES,
    SPANS,
    VIOLINS,
    AreaShape,
    BoxShape,
    PathShape,
    PlacedBlock,
    PointShape,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..imaging.geometry import Box
    from .chart_tables import ChartTables
    from .mark_shapes import Shape
    from .placement import PanelPlacement, PixelAxis
    from .row_blocks import RowBlock

_BAR_HALF: Final = 0.4
"""Half of the width of a bar, in categories, where nothing tells it."""

_LATTICE: Final = 4
"""How many places a lattice has at most for each cell: others tile a panel in another way."""


def place_blocks(
    tables: ChartTables, placements: Sequence[PanelPlacement]
) -> Iterator[tuple[PanelPlacement, list[PlacedBlock]]]:
    """Yield the panels of a picture, the topmost first, with their rows in drawing order.

    Parameters
    ----------
    tables : ChartTables
    placements : sequence of PanelPlacement
    """
    for placement in placements:
        own_blocks = [block for block in tables.blocks if block.panel == placement.panel]
        yield placement, [_place_block(block, placement) for block in own_blocks]


def _place_block(block: RowBlock, placement: PanelPlacement) -> PlacedBlock:
    x, y = placement.find_axes(block.frame, block.axis)
    build = _BUILDERS.get(block.kind)
    shapes = [] if build is None else list(build(_BlockPixels(block, x, y, placement.box)))
    return PlacedBlock(block, x, y, shapes, placement.box)


class _BlockPixels:
    """Rows of a block, with their columns as pixels."""

    def __init__(self, block: RowBlock, x: PixelAxis | None, y: PixelAxis | None, box: Box) -> None:
        self.block = block
        self.axes = {"x": x, "y": y}
        self.box = box
        self.is_flat = (block.axis or "").startswith(("x", "top"))

    @property
    def letters(self) -> tuple[str, str]:
        """The axis along which the rows stand, and that of their values."""
        return ("y", "x") if self.is_flat else ("x", "y")

    def find_pixels(self, letter: str, *names: str) -> list[Any] | None:
        """Return columns as pixels along an axis; None where one is missing."""
        axis, block = self.axes[letter], self.block
        if axis is None or not all(name in block.columns for name in names):
            return None
        return [
            axis.to_pixels(axis.find_positions(block.columns[name], block.count)) for name in names
        ]

    def find_points(self) -> tuple[Any, Any] | None:
        """Return where the rows stand; None where one of their coordinates is missing."""
        points = []
        for letter in ("x", "y"):
            sides = self.find_drawn_sides(letter)
            pixels = self.find_pixels(letter, letter)
            if sides is not None:
                points.append((sides[0] + sides[1]) / 2)
            elif pixels is not None:
                points.append(pixels[0])
        return (points[0], points[1]) if len(points) == 2 else None

    def find_drawn_sides(self, letter: str) -> list[Any] | None:
        """Return the two sides that the reader saw; None where it saw none."""
        shapes, axis = self.block.shapes, self.axes[letter]
        sides = getattr(shapes, letter) if shapes is not None else None
        return None if sides is None or axis is None else [axis.to_pixels(side) for side in sides]

    def find_sides(self, letter: str) -> list[Any] | None:
        """Return the two sides of bars along the axis on which they stand."""
        import numpy as np

        sides = self.find_drawn_sides(letter)
        sides = sides or self.find_pixels(letter, f"{letter}_low", f"{letter}_high")
        if sides is not None:
            return sides
        axis = self.axes[letter]
        if axis is None or letter not in self.block.columns:
            return None
        places = axis.find_positions(self.block.columns[letter], self.block.count)
        gaps = np.diff(np.unique(places[np.isfinite(places)]))
        half = _BAR_HALF * (float(gaps.min()) if len(gaps) and not axis.categories else 1.0)
        return [axis.to_pixels(places - half), axis.to_pixels(places + half)]


def _build_points(rows: _BlockPixels) -> Iterator[Shape]:
    points = rows.find_points()
    if points is not None:
        yield PointShape(*points)
    else:
        yield from _build_rules(rows)


def _build_line(rows: _BlockPixels) -> Iterator[Shape]:
    points, curve = rows.find_points(), rows.block.curve
    if points is not None:
        yield PointShape(*points)
    x_axis, y_axis = rows.axes["x"], rows.axes["y"]
    if curve is not None and x_axis is not None and y_axis is not None:
        xs, ys = x_axis.to_pixels(curve.x), y_axis.to_pixels(curve.y)
        yield PathShape(*_add_steps(xs, ys, curve.step))
    elif points is not None:
        yield PathShape(*points)


def _add_steps(xs: Any, ys: Any, step: str) -> tuple[Any, Any]:
    """Return the corners of a line that holds its value."""
    import numpy as np

    if not step or len(xs) < 2:
        return xs, ys
    if step == "pre":
        return np.repeat(xs, 2)[:-1], np.repeat(ys, 2)[1:]
    if step == "post":
        return np.repeat(xs, 2)[1:], np.repeat(ys, 2)[:-1]
    middles = np.repeat((xs[1:] + xs[:-1]) / 2, 2)
    return np.concatenate([xs[:1], middles, xs[-1:]]), np.repeat(ys, 2)


def _build_bars(rows: _BlockPixels) -> Iterator[Shape]:
    place, value = rows.letters
    sides, ends = rows.find_sides(place), rows.find_pixels(value, "low", "high")
    if ends is None and rows.block.kind == "interval":
        ends = rows.find_pixels(value, f"{value}_low", f"{value}_high")
    if sides is not None and ends is not None:
        yield _to_boxes(rows, sides, ends)


def _to_boxes(
    rows: _BlockPixels,
    sides: Sequence[Any],
    ends: Sequence[Any],
    rank: int = BODIES,
    part: str = "",
    *,
    is_selected: bool = True,
) -> BoxShape:
    """Return rectangles from their sides along the places and their ends along the values."""
    import numpy as np

    across, down = (ends, sides) if rows.is_flat else (sides, ends)
    left, top, right, bottom = rows.box
    return BoxShape(
        np.clip(np.minimum(*across), left, right),
        np.clip(np.minimum(*down), top, bottom),
        np.clip(np.maximum(*across), left, right),
        np.clip(np.maximum(*down), top, bottom),
        rank,
        part,
        None,
        is_selected,
    )


def _build_area(rows: _BlockPixels) -> Iterator[Shape]:
    import numpy as np

    place, value = rows.letters
    along, ends = rows.find_pixels(place, place), rows.find_pixels(value, "low", "high")
    sides = rows.find_drawn_sides(place)
    if sides is not None:
        along = [sides[0]]
    points = rows.find_points()
    if along is not None and ends is not None:
        places, first, second = along[0], *ends
        order = np.argsort(places, kind="stable")
        order = order[np.isfinite(places[order])]
        step = rows.block.curve.step if rows.block.curve is not None else ""
        numbers, corners = order, places[order]
        first, second = first[order], second[order]
        if step:
            corners, first = _add_steps(places[order], first, step)
            _, second = _add_steps(places[order], second, step)
            numbers = np.repeat(order, 2)[: len(corners)]
        yield AreaShape(corners, first, second, not rows.is_flat, numbers)
    elif points is not None:
        yield PointShape(*points)
        yield OutlineShape([np.column_stack(points)], AREAS)


def _build_error_bars(rows: _BlockPixels) -> Iterator[Shape]:
    place, value = rows.letters
    sides = rows.find_drawn_sides(place) or rows.find_pixels(place, place)
    ends = rows.find_pixels(value, "low", "high")
    if sides is not None and ends is not None:
        middle = (sides[0] + sides[-1]) / 2
        yield _to_boxes(rows, [middle, middle], ends, EDGES)


def _build_boxes(rows: _BlockPixels) -> Iterator[Shape]:
    place, value = rows.letters
    sides = rows.find_sides(place)
    ends = rows.find_pixels(value, "low", "q1", "q3", "high")
    if sides is None or ends is None:
        return
    low, q1, q3, high = ends
    yield _to_boxes(rows, sides, [q1, q3])
    middle = (sides[0] + sides[1]) / 2
    for whisker in ([low, q1], [q3, high]):
        yield _to_boxes(rows, [middle, middle], whisker, EDGES, "whisker", is_selected=False)
    medians = rows.find_pixels(value, "value")
    if medians is not None:
        yield _to_boxes(rows, sides, medians * 2, EDGES, "median", is_selected=False)


def _build_violins(rows: _BlockPixels) -> Iterator[Shape]:
    place, value = rows.letters
    outlines = _place_outlines(rows)
    if outlines is not None:
        yield OutlineShape(outlines, VIOLINS)
        return
    sides, ends = rows.find_sides(place), rows.find_pixels(value, "low", "high")
    if sides is not None and ends is not None:
        yield _to_boxes(rows, sides, ends, VIOLINS)


def _place_outlines(rows: _BlockPixels) -> list[Any] | None:
    import numpy as np

    shapes, x, y = rows.block.shapes, rows.axes["x"], rows.axes["y"]
    if shapes is None or shapes.outlines is None or x is None or y is None:
        return None
    return [
        np.column_stack([x.to_pixels(outline[:, 0]), y.to_pixels(outline[:, 1])])
        for outline in shapes.outlines
    ]


def _build_contours(rows: _BlockPixels) -> Iterator[Shape]:
    outlines = _place_outlines(rows)
    if outlines is not None and "low" in rows.block.columns:
        yield OutlineShape(outlines, CELLS)
        return
    for row, outline in enumerate(outlines or ()):
        yield PathShape(outline[:, 0], outline[:, 1], EDGES, row)


def _build_cells(rows: _BlockPixels) -> Iterator[Shape]:
    import numpy as np

    points = rows.find_points()
    if points is None:
        return
    x_places, columns = np.unique(np.round(points[0], 3), return_inverse=True)
    y_places, lines = np.unique(np.round(points[1], 3), return_inverse=True)
    is_placed = not any(axis is not None and axis.categories for axis in rows.axes.values())
    is_checkered = is_placed and len(x_places) > 1 and np.ptp((lines + columns) % 2) == 0
    if is_checkered or len(x_places) * len(y_places) > _LATTICE * rows.block.count + 16:
        left, top, right, bottom = rows.box
        # Of a hexagon, as of a square of the same area, the corners reach a little farther.
        size = ((right - left) * (bottom - top) / (len(x_places) * len(y_places) / 2)) ** 0.5
        yield SpotShape(*points, 0.75 * _measure_spacing(*points, size))
        return
    numbers = lines * len(x_places) + columns
    order = np.argsort(numbers, kind="stable")
    # The last of several cells at one place is shapes over the others.
    is_last = np.append(numbers[order][1:] != numbers[order][:-1], True)
    x_edges = _find_edges(rows, "x", x_places, columns)
    y_edges = _find_edges(rows, "y", y_places, lines)
    yield LatticeShape(x_edges, y_edges, numbers[order][is_last], order[is_last])


def _measure_spacing(xs: Any, ys: Any, default: float) -> float:
    """Return how far apart the middles of neighbors are, in pixels."""
    import numpy as np

    sample = np.linspace(0, len(xs) - 1, min(len(xs), 50)).astype(int)
    nearest = []
    for row in sample.tolist():
        distances = np.hypot(xs - xs[row], ys - ys[row])
        distances[row] = np.inf
        nearest.append(float(distances.min()))
    finite = [distance for distance in nearest if np.isfinite(distance)]
    return float(np.median(finite)) if finite else default


def _find_edges(rows: _BlockPixels, letter: str, places: Any, index: Any) -> Any:
    """Return the borders of the rows or columns of a lattice."""
    import numpy as np

    sides = rows.find_pixels(letter, f"{letter}_low", f"{letter}_high")
    middles = (places[1:] + places[:-1]) / 2
    if sides is not None:
        low, high = np.empty(len(places)), np.empty(len(places))
        low[index], high[index] = np.minimum(*sides), np.maximum(*sides)
        return np.concatenate([low[:1], middles if len(middles) == 0 else low[1:], high[-1:]])
    if len(places) == 1:
        axis = rows.axes[letter]
        half = 0.5 if axis is None else abs(float(np.diff(axis.to_pixels([0.0, 1.0]))[0])) / 2
        return np.array([places[0] - half, places[0] + half])
    first, last = 2 * places[0] - middles[0], 2 * places[-1] - middles[-1]
    return np.concatenate([[first], middles, [last]])


def _build_rules(rows: _BlockPixels) -> Iterator[Shape]:
    import numpy as np

    points = rows.find_points()
    if points is not None:
        yield PathShape(*points, EDGES, 0)
        return
    left, top, right, bottom = rows.box
    for letter in ("x", "y"):
        levels = rows.find_pixels(letter, letter)
        if levels is not None:
            count = len(levels[0])
            borders = (top, bottom) if letter == "x" else (left, right)
            ends = [np.full(count, border) for border in borders]
            across, down = (levels * 2, ends) if letter == "x" else (ends, levels * 2)
            yield BoxShape(across[0], down[0], across[1], down[1], EDGES)


def _build_spans(rows: _BlockPixels) -> Iterator[Shape]:
    import numpy as np

    left, top, right, bottom = rows.box
    for letter in ("x", "y"):
        sides = rows.find_pixels(letter, f"{letter}_low", f"{letter}_high")
        if sides is not None:
            low, high = np.minimum(*sides), np.maximum(*sides)
            full = np.ones(len(low))
            x_sides, y_sides = (full * left, full * right), (full * top, full * bottom)
            x_sides, y_sides = ((low, high), y_sides) if letter == "x" else (x_sides, (low, high))
            yield BoxShape(x_sides[0], y_sides[0], x_sides[1], y_sides[1], SPANS)


def _build_wedges(rows: _BlockPixels) -> Iterator[Shape]:
    import numpy as np

    outlines = _place_outlines(rows)
    if outlines is not None:
        yield OutlineShape(outlines, BODIES)
        return
    shapes, x, y = rows.block.shapes, rows.axes["x"], rows.axes["y"]
    if shapes is None or shapes.wedges is None or x is None or y is None:
        return
    wedges = np.array(shapes.wedges, dtype=float)
    centers = x.to_pixels(wedges[:, 0]), y.to_pixels(wedges[:, 1])
    inner, outer = (
        np.abs(x.to_pixels(wedges[:, 0] + wedges[:, column]) - centers[0]) for column in (2, 3)
    )
    yield WedgeShape(np.column_stack([*centers, inner, outer, wedges[:, 4:]]))


_BUILDERS: Final[dict[str, Callable[[_BlockPixels], Iterator[Shape]]]] = {
    "line": _build_line,
    "step": _build_line,
    "point": _build_points,
    "outlier": _build_points,
    "vector": _build_points,
    "event": _build_points,
    "bar": _build_bars,
    "histogram": _build_bars,
    "interval": _build_bars,
    "area": _build_area,
    "band": _build_area,
    "errorbar": _build_error_bars,
    "box": _build_boxes,
    "violin": _build_violins,
    "cell": _build_cells,
    "contour": _build_contours,
    "rule": _build_rules,
    "span": _build_spans,
    "pie": _build_wedges,
}
