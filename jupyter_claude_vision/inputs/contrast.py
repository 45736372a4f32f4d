"""Range of the gray levels in a picture that has more of them than a screen can show.

A single hot pixel of a sensor, or a dead one, can stretch a range so far that everything else
is one gray. Such a range is told by how little of it the pixels fill, and is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FEWEST: Final = 1000
"""Pixels under which a range is never cut: of so few, each may be meant."""

OUTSIDE: Final = 1000
"""Of so many pixels one may lie outside at each end."""

NEARLY_EMPTY: Final = 16
"""A range that is so many times as wide as what nearly all pixels fill is cut to that: they
would be drawn in 16 of 256 grays at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where the values of a picture are drawn.

    Attributes
    ----------
    low, high : float or int
        What is drawn black and white.
    full : tuple of float or int, or None
        Lowest and highest value, where some lie outside.
    """

    low: float
    high: float
    full: tuple[float, float] | None = None

    def caption_note(self, digits: int = 6) -> str:
        """Return what the caption says of it."""
        text = (
            f"scaled from {_format_number(self.low, digits)}..{_format_number(self.high, digits)}"
        )
        if self.full is None:
            return text
        low, high = (_format_number(number, digits) for number in self.full)
        return f"{text}, where 99.8 % of its pixels lie; the others, from {low} to {high}, are cut"


def span_of(low: float, high: float, inner: tuple[float, float] | None) -> Span:
    """Return what to draw of a range.

    Parameters
    ----------
    low, high : float
        Lowest and highest value.
    inner : tuple of float, or None
        Between which nearly all of them lie; None where there are too few to tell.
    """
    if inner is None:
        return Span(low, high)
    width = inner[1] / 2 - inner[0] / 2  # halved, since the whole can overflow
    if width > 0 and width * NEARLY_EMPTY < high / 2 - low / 2:
        return Span(*inner, full=(low, high))
    return Span(low, high)


def _format_number(number: float, digits: int) -> str:
    return str(number) if isinstance(number, int) else f"{number:.{digits}g}"
