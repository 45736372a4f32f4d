"""The picture of a chart with the points of its table that are wrong or missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..charts.readers import read_placed_tables
from ..charts.shape_building import place_blocks
from ..claims.table_check import format_number
from ..errors import InputError, NotVisibleError
from ..imaging.overlay import OverlayMark, draw_overlay
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from PIL import Image

    from ..charts.placement import PanelPlacement
    from ..claims.drawn_series import ChartPoint
    from ..claims.table_check import PointComparison, TableComparison
    from ..imaging.geometry import Point
    from ..imaging.overlay import Color
    from ..imaging.prepare import PreparedImage

_MISSING: Final = (0, 114, 178)
_WRONG: Final = (213, 94, 0)
_NOT_DRAWN: Final = (160, 60, 120)
_RIGHT: Final = (0, 128, 96)

_MOST_ENTRIES: Final = 24
"""Points that have a number and a line in the legend; further ones have a ring."""


@dataclass(frozen=True, eq=False)
class TableOverlay:
    """The comparison of a table with the charts that it was read off, to be drawn on them.

    Attributes
    ----------
    comparison : TableComparison
    pictures : mapping of int to PreparedImage
        By the numbers of the images.
    """

    comparison: TableComparison
    pictures: Mapping[int, PreparedImage]

    def __call__(self, index: int) -> Image.Image:
        """Return a picture with its points; see `Reading.overlay`."""
        numbers = list(dict.fromkeys(p.image for p in self.comparison.points))
        numbers = [number for number in numbers if number in self.pictures]
        if not 0 <= index < len(numbers):
            msg = (
                f"The table was compared with {len(numbers)} live figures: picture {index} is none "
                "of them."
            )
            raise InputError(msg)
        picture = self.pictures[numbers[index]]
        points = [point for point in self.comparison.points if point.image == numbers[index]]
        faults = [point for point in points if not point.is_right]
        if faults:
            marks = _build_marks(faults, _PointPlaces(picture))
        else:
            text = f"All {len(points):,} values are as near as they can be read"
            marks = [_build_entry(text, _RIGHT)]
        return draw_overlay(picture.open(), marks, picture.original_size, legend=True)


class _PointPlaces:
    """The way from points of a figure's tables to pixels of its picture.

    Parameters
    ----------
    picture : PreparedImage

    Raises
    ------
    NotVisibleError
        The figure is gone.
    InputError
        It is not known where a point is drawn.
    """

    def __init__(self, picture: PreparedImage) -> None:
        self._figure = picture.attachment.target
        if self._figure is None:
            msg = f"{picture.name} is not in this kernel any more: draw it and ask again."
            raise NotVisibleError(msg)
        self._tables, placements = read_placed_tables(picture)
        self._panels = {placement.panel: placement for placement in placements}
        if not self._panels:
            msg = (
                f"The points cannot be marked on {picture.name}: it is not known where "
                f"{type(self._figure).__module__.split('.')[0]} draws them. "
                "answer.comparison.to_frame() lists them."
            )
            raise InputError(msg)

    def find_pixel(self, point: ChartPoint) -> Point | None:
        """Return the pixel of a point; None where none of its panel's axes show it."""
        placement = self._panels.get(point.panel)
        if placement is None:
            return None
        if point.kind == "pie":
            slices = list(self._slices(placement)) if point.n >= 0 else []
            return slices[point.n] if point.n < len(slices) else None
        axes = placement.find_axes(point.frame, point.axis or None)
        pixel = tuple(
            math.nan if axis is None else float(axis.to_pixels(axis.find_position(cell)))
            for axis, cell in zip(axes, (point.x, point.y), strict=True)
        )
        left, top, right, bottom = placement.box
        is_inside = left - 1 <= pixel[0] <= right + 1 and top - 1 <= pixel[1] <= bottom + 1
        return (pixel[0], pixel[1]) if is_inside else None

    def _slices(self, placement: PanelPlacement) -> Iterator[Point]:
        """Yield the middles of a panel's slices."""
        tables = self._tables
        for _, blocks in place_blocks(tables, [placement]) if tables else ():
            for placed_block in blocks:
                for shape in placed_block.shapes if placed_block.block.kind == "pie" else ():
                    if shape.anchors is not None:
                        yield from zip(*(map(float, side) for side in shape.anchors), strict=True)


def _build_marks(faults: Iterable[PointComparison], places: _PointPlaces) -> list[OverlayMark]:
    """Return the marks of points: what is wrong first, the worst of it at the top."""
    worst_first = sorted(faults, key=lambda point: (math.isnan(point.read), -point.off))
    pairs = [(fault, _locate_fault(fault, places)) for fault in worst_first]
    marked_faults = [(fault, spots) for fault, spots in pairs if spots]
    marks = [_build_mark(n, *pair) for n, pair in enumerate(marked_faults[:_MOST_ENTRIES], 1)]
    rest = marked_faults[_MOST_ENTRIES:]
    marks += [_build_mark(0, *pair) for pair in rest]
    marks += _summarize_rest([fault for fault, _ in rest])
    if len(marked_faults) < len(pairs):
        count = len(pairs) - len(marked_faults)
        text = f"{count:,} more {'is' if count == 1 else 'are'} off the panels, and not marked"
        marks.append(_build_entry(text, _NOT_DRAWN))
    return marks


def _locate_fault(
    fault: PointComparison, places: _PointPlaces
) -> tuple[Point, Point | None] | None:
    """Return the pixel of a ring and, of a value that was read off, the one of its cross."""
    spots = [
        pixel
        for point in (fault.drawn_at, fault.read_at)
        if point is not None and (pixel := places.find_pixel(point)) is not None
    ]
    if not spots:
        return None
    return spots[0], spots[1] if len(spots) == 2 and spots[0] != spots[1] else None


def _build_mark(
    number: int, fault: PointComparison, spots: tuple[Point, Point | None]
) -> OverlayMark:
    (x, y), target = spots
    bounds, tint = (x, y, x, y), _find_color(fault)
    if not number:
        return OverlayMark(0, "", "", bounds, is_point=True, tint=tint, target=target)
    values = _describe_values(fault)
    name = to_visible_line(f"{fault.series} at {fault.place}" if fault.series else fault.place)
    return OverlayMark(
        number, f"{name}: {values}", values, bounds, is_point=True, tint=tint, target=target
    )


def _build_entry(text: str, tint: Color) -> OverlayMark:
    return OverlayMark(0, text, "", None, is_point=True, tint=tint)


def _find_color(fault: PointComparison) -> Color:
    if math.isnan(fault.read):
        return _MISSING
    return _NOT_DRAWN if math.isnan(fault.actual) else _WRONG


def _describe_values(fault: PointComparison) -> str:
    if math.isnan(fault.read):
        return f"{format_number(fault.actual)} is missing"
    if math.isnan(fault.actual):
        return f"read {format_number(fault.read)}, nothing is drawn"
    return f"read {format_number(fault.read)}, drawn {format_number(fault.actual)}"


def _summarize_rest(rest: Sequence[PointComparison]) -> Iterator[OverlayMark]:
    """Yield the entries of the legend for points that have no number."""
    missing = sum(math.isnan(fault.read) for fault in rest)
    for count, word, tint in (
        (len(rest) - missing, "wrong", _WRONG),
        (missing, "missing", _MISSING),
    ):
        if count:
            yield _build_entry(f"{count:,} more {word}", tint)
