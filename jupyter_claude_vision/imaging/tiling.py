"""Layout of a picture in overlapping tiles that a model sees at full resolution."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, TypeAlias

from ..models import PATCH
from .geometry import fits_tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Tier

WholeBox: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels."""

OVERLAP: Final = 96
"""Pixels that neighbours share, so that what one of them cuts is whole in the other."""


def tile_boxes(width: int, height: int, tier: Tier, *, side: int = 8000) -> tuple[WholeBox, ...]:
    """Return the tiles of a picture in reading order: as wide as can be, and then as high.

    Parameters
    ----------
    width, height : int
        Of the upright original, in pixels.
    tier : Tier
        What the model sees.
    side : int
        Most pixels on a side that the request allows.

    Returns
    -------
    tuple of tuple of int
        Left, top, right and bottom of each in pixels. A single one where the model sees the
        whole picture as it is.
    """
    if max(width, height) <= side and fits_tier(width, height, tier):
        return ((0, 0, width, height),)
    longest = min(tier.edge, side // PATCH * PATCH)
    columns = list(_tile_spans(width, longest))
    widest = max(right - left for left, right in columns)
    rows = min(tier.tokens // ceil(widest / PATCH) * PATCH, longest)
    return tuple(
        (left, top, right, bottom)
        for top, bottom in _tile_spans(height, rows)
        for left, right in columns
    )


def _tile_spans(length: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield spans of at most so many pixels, evenly spread, that overlap."""
    count = 1 if length <= limit else ceil((length - OVERLAP) / (limit - OVERLAP))
    span = ceil((length + (count - 1) * OVERLAP) / count)
    for number in range(count):
        start = (length - span) * number // max(count - 1, 1)
        yield start, start + span
