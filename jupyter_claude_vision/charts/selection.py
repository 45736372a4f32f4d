"""Rows of a chart's data whose marks lie in a part of its picture: boxes, ranges, lassos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from .cell_shapes import find_points_within
from .mark_shapes import BoxShape
from .row_blocks import DATA_COLUMNS
from .sql.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..imaging.geometry import Box, Point
    from .hit_testing import MarkIndex
    from .mark_shapes import PlacedBlock, Shape

AreaKind: TypeAlias = Literal["box", "range", "lasso"]

SELECTION_COLUMNS: Final = ("selection", *DATA_COLUMNS)


@dataclass(frozen=True, slots=True)
class SelectedArea:
    """A part of a picture that the user has selected.

    Attributes
    ----------
    kind : {"box", "range", "lasso"}
        A range is one along the x axis, whatever the height.
    box : tuple of float
        Left, top, right and bottom in pixels of the original.
    points : tuple of tuple
        The corners of a lasso.
    """

    kind: AreaKind
    box: Box
    points: tuple[Point, ...] = ()


def select_rows(marks: MarkIndex, areas: Sequence[SelectedArea]) -> Rows:
    """Return the rows of `data` whose marks lie in areas, with the number of each area.

    A point lies in an area where it stands; a bar, a bin or a box where the area touches it at
    its middle. What lies in two areas is there twice.

    Parameters
    ----------
    marks : MarkIndex
    areas : sequence of SelectedArea

    Returns
    -------
    Rows
        ``selection``, counted from 1, and the columns of the table `data`.
    """
    rows = [
        (number, *row)
        for number, area in enumerate(areas, 1)
        for placed_block, places in _find_rows(marks, area)
        for row in placed_block.block.take_rows(places)
    ]
    return Rows(SELECTION_COLUMNS, rows)


def count_rows(marks: MarkIndex, area: SelectedArea) -> int:
    """Return the number of rows whose marks lie in an area, without making them."""
    return sum(len(places) for _, places in _find_rows(marks, area))


def _find_rows(marks: MarkIndex, area: SelectedArea) -> Iterator[tuple[PlacedBlock, Any]]:
    import numpy as np

    for placed_block in marks.blocks:
        mask = np.zeros(placed_block.block.count, dtype=bool)
        for shape in placed_block.shapes:
            is_inside = _mask_shape(shape, placed_block, area)
            if is_inside is not None:
                mask |= is_inside
        places = np.flatnonzero(mask)
        if len(places):
            yield placed_block, places


def _mask_shape(shape: Shape, placed_block: PlacedBlock, area: SelectedArea) -> Any:
    """Return a mask of the rows whose shapes lie in an area; None where others stand for them."""
    import numpy as np

    anchors = shape.anchors
    if anchors is None or len(anchors[0]) != placed_block.block.count:
        return None
    xs, ys = (np.asarray(side, dtype=float) for side in anchors)
    left, top, right, bottom = area.box
    if area.kind == "lasso":
        outline = np.array(area.points, dtype=float).reshape(-1, 2)
        return find_points_within(outline, xs, ys)
    if area.kind == "range":
        return (xs >= left) & (xs <= right)
    if not isinstance(shape, BoxShape):
        return (xs >= left) & (xs <= right) & (ys >= top) & (ys <= bottom)
    is_flat = (placed_block.block.axis or "").startswith(("x", "top"))
    touches = (shape.left <= right) & (shape.right >= left)
    touches &= (shape.top <= bottom) & (shape.bottom >= top)
    return touches & ((ys >= top) & (ys <= bottom) if is_flat else (xs >= left) & (xs <= right))


def parse_areas(items: Iterable[Any]) -> list[SelectedArea]:
    """Return areas from their description in a message of the panel.

    Parameters
    ----------
    items : iterable of dict
        With ``kind``, ``box``, and the ``points`` of a lasso.

    Raises
    ------
    ValueError
        A kind is unknown, or a number is none.
    """
    areas = []
    for item in items:
        kind = item["kind"]
        if kind not in get_args(AreaKind):
            msg = f"There is no selection of the kind {kind!r}."
            raise ValueError(msg)
        left, top, right, bottom = map(float, item["box"])
        points = tuple((float(x), float(y)) for x, y in item.get("points") or ())
        areas.append(SelectedArea(kind, (left, top, right, bottom), points))
    return areas
