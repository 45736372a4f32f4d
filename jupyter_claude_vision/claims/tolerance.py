"""How near a stated number has to be: what can be read off an axis, and how it was rounded."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..charts import Axis

READABLE: Final = 0.01
"""Share of an axis's length to which a value can be read off it."""

PIXELS: Final = 1.5
"""Pixels of the figure to which a value can be read off a short axis."""

_MOST_ROUNDING: Final = 0.05
"""Share of a stated number that its own rounding may hide: 1000 can stand for 960."""

_SCALES: Final = {
    "k": 1e3,
    "thousand": 1e3,
    "thousands": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
}
_SIGNS: Final = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "%": "percent"}
_LETTERS: Final = re.compile(r"[^\W\d_]+")


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


def in_units_of(value: float, unit: str, axis: Axis) -> float:
    """Return a stated value in the units of an axis: 3 "million" is 3e6 on most.

    Parameters
    ----------
    value : float
    unit : str
        As stated.
    axis : Axis
    """
    label = axis.label.casefold()
    if "%" in unit or "percent" in unit.casefold():
        in_percent = "%" in label or "percent" in label or axis.limits[1] > 1.5
        return value if in_percent else value / 100
    scales = [_SCALES[word] for word in _words(unit) if word in _SCALES]
    labels = _words(axis.label, axis.unit)
    own = [_SCALES[word] for word in labels if word in _SCALES and len(word) > 1]
    factor = scales[0] if scales else 1.0
    if own and factor == own[0]:
        return value
    return value * factor / (own[0] if own and scales else 1.0)


def differ(stated: str, drawn: str) -> bool:
    """Return whether a stated unit and that of an axis are two, as far as both are said."""
    one, other = _bare(stated), _bare(drawn)
    return bool(one and other) and not one & other


def _bare(unit: str) -> set[str]:
    """Return the words of a unit without those that scale it."""
    for sign, word in _SIGNS.items():
        unit = unit.replace(sign, f" {word} ")
    return {word for word in _words(unit) if word not in _SCALES or len(word) == 1} - {"k", "of"}


def _words(*texts: str) -> list[str]:
    return [word.casefold() for text in texts for word in _LETTERS.findall(text)]


def shown(value: float) -> str:
    """Return a number as a reader would write it."""
    return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
