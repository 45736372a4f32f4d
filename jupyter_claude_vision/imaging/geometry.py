"""The API's resize rule, and the way back from the pixels that a model sees.

An image that a model does not see whole is scaled by the server to the largest size of the same
aspect ratio that fits the model's tier: a search over the long side, the short side rounded.
The server then pads to whole patches on the right and bottom, which moves no coordinate.
(Vision, and Coordinates and bounding boxes, checked 2026-11-23.)
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Final, TypeAlias

from ..models import PATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Tier

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

Point: TypeAlias = tuple[float, float]

PixelBox: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels."""

OVERLAP: Final = 96
"""Pixels that neighbours share, so that what one of them cuts is whole in the other."""


def visual_tokens(width: int, height: int) -> int:
    """Return the visual tokens that an image of this size in pixels costs."""
    return ceil(width / PATCH) * ceil(height / PATCH)


def fits_tier(width: int, height: int, tier: Tier) -> bool:
    """Tell whether a model of this tier sees an image of this size in pixels as it is."""
    side = ceil(max(width, height) / PATCH) * PATCH
    return side <= tier.edge and visual_tokens(width, height) <= tier.tokens


def fitted_size(width: int, height: int, tier: Tier, *, side: int = 8000) -> tuple[int, int]:
    """Return the size in pixels that the server would make of an image.

    Parameters
    ----------
    width, height : int
        Size of the upright image in pixels.
    tier : Tier
        What the model sees.
    side : int
        Most pixels on a side that the request allows: 2000 with more than 20 images.

    Returns
    -------
    tuple of int
        The same size where it fits already; never a larger one.

    Raises
    ------
    ValueError
        If a side is not positive.
    """
    if min(width, height) > 0 and max(width, height) <= side and fits_tier(width, height, tier):
        return width, height
    return _largest_fit(width, height, tier, below=min(max(width, height), side + 1))


def largest_size(width: float, height: float, tier: Tier, *, side: int = 8000) -> tuple[int, int]:
    """Return the largest size in pixels of an aspect ratio that a model sees whole.

    This is what a vector source should be drawn at, so unlike `fitted_size` it enlarges.

    Parameters
    ----------
    width, height : float
        The aspect ratio, in any unit.
    tier : Tier
        What the model sees.
    side : int
        Most pixels on a side that the request allows.

    Raises
    ------
    ValueError
        If a side is not positive and finite.
    """
    return _largest_fit(width, height, tier, below=min(tier.edge, side) + 1)


def _largest_fit(width: float, height: float, tier: Tier, *, below: int) -> tuple[int, int]:
    """Return the largest size of an aspect ratio that fits, its long side under `below`."""
    if not (isfinite(width) and isfinite(height) and min(width, height) > 0):
        raise ValueError(f"an image of {width} by {height} has no pixels")
    if height > width:
        short, long = _largest_fit(height, width, tier, below=below)
        return long, short
    aspect = width / height

    def too_large(long: int) -> bool:
        # The documented code rounds a half to even, the documented table (2000x1500 becomes
        # 1269x952) only holds if it is rounded up. A size has to fit either way; what is
        # rounded up is never the smaller, so it alone is tried.
        return not fits_tier(long, max(floor(long / aspect + 0.5), 1), tier)

    long = max(bisect_left(range(1, below), True, key=too_large), 1)
    return long, max(round(long / aspect), 1)


def whole_pixels(
    box: Box, padding: float, size: tuple[int, int], *, min_side: int = 1
) -> tuple[int, int, int, int]:
    """Return a box in whole pixels, padded, inside a picture, and with something in it."""
    width, height = size
    left, right = _pixel_span(box[0] - padding, box[2] + padding, width, min_side)
    top, bottom = _pixel_span(box[1] - padding, box[3] + padding, height, min_side)
    return left, top, right, bottom


def _pixel_span(low: float, high: float, length: int, min_side: int) -> tuple[int, int]:
    # Rounded first, since what comes from a division may be a hair off a whole pixel.
    start, end = floor(round(low, 3)), ceil(round(high, 3))
    start = max(min(start, length - min_side), 0)
    return start, min(max(end, start + min_side), length)


@dataclass(frozen=True, slots=True)
class Transform:
    """The way between an image's own pixels and those of the image as sent.

    Attributes
    ----------
    original : tuple of int
        Width and height of the upright original in pixels.
    target : tuple of int
        Width and height as sent, in pixels.
    """

    original: tuple[int, int]
    target: tuple[int, int]

    def to_original(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the image as sent lies in the original, in pixels.

        A point outside the image is moved to its edge first: models overshoot by a little.
        """
        return _rescale_point(x, y, self.target, self.original)

    def to_sent(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the original lies in the image as sent, in pixels."""
        return _rescale_point(x, y, self.original, self.target)


def _rescale_point(
    x: float, y: float, source: tuple[int, int], target: tuple[int, int]
) -> tuple[float, float]:
    """Clamp a point to an image of size `source`, then scale it to one of size `target`."""
    inside_x = min(max(x, 0), source[0])
    inside_y = min(max(y, 0), source[1])
    return inside_x * target[0] / source[0], inside_y * target[1] / source[1]


def tile_boxes(width: int, height: int, tier: Tier, *, side: int = 8000) -> tuple[PixelBox, ...]:
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
