"""Sizes at which live charts and drawings are drawn: as a whole, or a part of one anew."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .attachment import Fit


@dataclass(frozen=True, slots=True)
class CloseUp:
    """A `Fit` for a part of a picture that is drawn anew in greater detail.

    A source that can draws the part only (`Raster.is_part`); others draw the whole larger.

    Attributes
    ----------
    whole : tuple of int
        Width and height in pixels at which the whole was drawn.
    box : tuple of int
        Left, top, right and bottom of the part, in pixels of that whole.
    size : tuple of int
        Width and height in pixels at which the part is to be drawn.
    """

    whole: tuple[int, int]
    box: tuple[int, int, int, int]
    size: tuple[int, int]

    @property
    def times(self) -> float:
        """The magnification of the part, compared with the whole."""
        return self.size[0] / (self.box[2] - self.box[0])

    def __call__(self, width: float, height: float) -> tuple[int, int]:  # noqa: ARG002 - as a `Fit`
        """Return the enlarged size of the whole in pixels, within what memory allows."""
        columns, rows = self.whole
        times = max(min(self.times, math.sqrt(_MOST_DRAWN / (columns * rows))), 1.0)
        return round(columns * times), round(rows * times)


_MOST_DRAWN: Final = 40_000_000
"""Most pixels of a whole that is drawn larger for a part of it: 160 MB while that takes."""

MOST_ENLARGED: Final = 2.0
"""Times its own size at which a live chart is drawn at most: more makes letters no clearer, only
more expensive."""


def drawn_size(fit: Fit, width: float, height: float) -> tuple[int, int]:
    """Return the size in pixels to draw a live chart at: what fits, up to twice its own.

    Parameters
    ----------
    fit : callable
        The size in pixels that the model sees.
    width, height : float
        The chart's own, in CSS pixels.
    """
    columns, rows = fit(width, height)
    if isinstance(fit, CloseUp) or columns <= MOST_ENLARGED * width:
        return columns, rows
    return max(round(width * MOST_ENLARGED), 1), max(round(height * MOST_ENLARGED), 1)
