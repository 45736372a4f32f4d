"""How near a stated number has to be: what can be read off an axis, and how it was rounded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..charts import Axis

READABLE: Final = 0.01
"""Share of an axis's length to which a value can be read off it."""

PIXELS: Final = 1.5
"""Pixels of the figure to which a value can be read off a short axis."""

_MOST_ROUNDING: Final = 0.05
"""Share of a stated number that its own rounding may hide: 1000 can stand for 960."""


def tolerance(axis: Axis) -> float:
    """Return how near a value can be read off an axis, in the terms of `Axis.place`.

    A hundredth of what the axis shows, and no less than one and a half pixels.
    """
    pixels = PIXELS / axis.pixels if axis.pixels else 0.0
    return max(READABLE, pixels) * axis.span


def rounding(value: float) -> float:
    """Return how far a number may be from what it was rounded from.

    Half a unit of its last digit that is not zero, at most a twentieth of itself.
    """
    if value == 0:
        return 0.0
    digits = f"{abs(value):.12g}"
    if "e" in digits:
        mantissa, _, power = digits.partition("e")
        unit = 10.0 ** (int(power) - len(mantissa.partition(".")[2]))
    elif "." in digits:
        unit = 10.0 ** -len(digits.partition(".")[2])
    else:
        unit = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return min(unit / 2, _MOST_ROUNDING * abs(value))


def distance(stated: float, actual: float, axis: Axis) -> float:
    """Return how many tolerances a stated value is off: up to 1 it is right.

    Parameters
    ----------
    stated, actual : float
    axis : Axis
        That the value is read off.
    """
    allowed = tolerance(axis)
    if axis.scale == "log":
        if stated <= 0 or actual <= 0:
            return 0.0 if stated == actual else math.inf
        gap = abs(axis.place(stated) - axis.place(actual))
        allowed += abs(axis.place(stated + rounding(stated)) - axis.place(stated))
    else:
        gap = abs(stated - actual)
        allowed += rounding(stated)
    if gap <= 1e-12 * max(abs(stated), abs(actual), 1e-300):
        return 0.0
    return gap / allowed if allowed else math.inf


def shown(value: float) -> str:
    """Return a number as a reader would write it."""
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
