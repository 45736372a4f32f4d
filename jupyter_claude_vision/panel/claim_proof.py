"""Marks of a chart that prove or disprove a statement of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..charts.sql.row_influence import find_influential_rows
from ..errors import QueryError
from .chart_marks import index_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..charts.hit_testing import MarkIndex
    from ..charts.mark_shapes import PlacedBlock
    from ..claims import CheckedClaim
    from ..imaging.geometry import Box
    from .main_thread import MainThread
    from .tabs import Tab

_NO_QUERY: Final = "No query of the answer states this."
_NO_MARKS: Final = "The marks that this rests on are not on an open picture."
_REACH: Final = 2.0
_ROOM: Final = 4.0
"""Pixels around the place of a row without a shape of its own."""


def prove_claim(main: MainThread, tabs: Iterable[Tab], claim: CheckedClaim) -> dict[str, Any]:
    """Return the marks that a claim rests on: the id of a picture, and boxes on it.

    Parameters
    ----------
    main : MainThread
    tabs : iterable of Tab
        The pictures of the question that are open.
    claim : CheckedClaim
    """
    if not claim.claim.query:
        return {"picture": "", "boxes": [], "reason": _NO_QUERY}
    for tab in tabs:
        marks, _ = index_marks(main, tab)
        boxes = [] if marks is None else _find_boxes(marks, claim.claim.query)
        if boxes:
            return {"picture": tab.id, "boxes": [list(box) for box in boxes], "reason": ""}
    return {"picture": "", "boxes": [], "reason": _NO_MARKS}


def _find_boxes(marks: MarkIndex, query: str) -> list[Box]:
    """Return the boxes of the rows that a query's result rests on; of whole blocks, one each."""
    try:
        rows_by_block = find_influential_rows(marks.tables, query)
    except QueryError:
        return []
    placed_blocks = {id(placed_block.block): placed_block for placed_block in marks.blocks}
    boxes: list[Box] = []
    for number, rows in rows_by_block.items():
        placed_block = placed_blocks.get(id(marks.tables.blocks[number]))
        if placed_block is None:
            continue
        if rows is None:
            boxes += _join_boxes(
                list(_iterate_boxes(placed_block, range(placed_block.block.count)))
            )
        else:
            boxes += _iterate_boxes(placed_block, rows)
    return boxes


def _iterate_boxes(placed_block: PlacedBlock, rows: Iterable[int]) -> Iterator[Box]:
    import math

    shapes = [(shape, shape.anchors) for shape in placed_block.shapes]
    for row in rows:
        for shape, anchors in shapes:
            if anchors is None or row >= len(anchors[0]):
                continue
            x, y = float(anchors[0][row]), float(anchors[1][row])
            if not (math.isfinite(x) and math.isfinite(y)):
                continue
            hit = shape.find_hit(x, y, _REACH)
            is_own = hit is not None and hit.row == row
            yield (
                hit.box
                if hit is not None and is_own
                else (
                    x - _ROOM,
                    y - _ROOM,
                    x + _ROOM,
                    y + _ROOM,
                )
            )
            break


def _join_boxes(boxes: list[Box]) -> list[Box]:
    if not boxes:
        return []
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return [(min(lefts), min(tops), max(rights), max(bottoms))]
