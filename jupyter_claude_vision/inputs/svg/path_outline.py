"""Corners of a path of an SVG drawing, for drawings whose shapes are to be found again."""

from __future__ import annotations

import math
import re
from typing import Any, Final

_PATH: Final = re.compile(r"[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "A": 7, "T": 2, "S": 4}
"""How many numbers each command of a path takes."""

_ARC_POINTS: Final = 24


def trace_path(text: str) -> Any:
    """Return the corners of a path of an SVG drawing, in an array with two columns.

    Parameters
    ----------
    text : str
        Its attribute ``d``. Curves are followed by their ends, arcs point by point.
    """
    import numpy as np

    points: list[tuple[float, float]] = [(0.0, 0.0)]
    words = _PATH.findall(text)
    command, place = "M", 0
    while place < len(words):
        if words[place].isalpha():
            command, place = words[place], place + 1
        count = _NUMBERS.get(command.upper(), 0)
        if not count:
            continue
        numbers = list(map(float, words[place : place + count]))
        place += count
        if len(numbers) == count:
            points += _follow_command(command, numbers, points[-1])
    return np.array(points[1:] or points, dtype=float)


def _follow_command(
    command: str, numbers: list[float], start: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the points that one command of a path leads to."""
    x, y = start if command.islower() else (0.0, 0.0)
    kind = command.upper()
    if kind == "H":
        return [(x + numbers[0], start[1])]
    if kind == "V":
        return [(start[0], y + numbers[0])]
    stop = x + numbers[-2], y + numbers[-1]
    if kind == "A":
        return _follow_arc(start, stop, numbers[0], is_large=bool(numbers[3]), turns=numbers[4])
    return [stop]


def _follow_arc(
    start: tuple[float, float],
    stop: tuple[float, float],
    radius: float,
    *,
    is_large: bool,
    turns: float,
) -> list[tuple[float, float]]:
    """Return points along an arc of a circle, as SVG defines it by its ends."""
    half = math.dist(start, stop) / 2
    if half == 0 or radius == 0:
        return [stop]
    radius = max(radius, half)
    middle = (start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2
    height = math.sqrt(max(radius**2 - half**2, 0.0))
    sign = 1 if is_large != bool(turns) else -1
    across = (stop[0] - start[0]) / (2 * half), (stop[1] - start[1]) / (2 * half)
    center = middle[0] - sign * height * across[1], middle[1] + sign * height * across[0]
    first = math.atan2(start[1] - center[1], start[0] - center[0])
    last = math.atan2(stop[1] - center[1], stop[0] - center[0])
    if turns and last < first:
        last += 2 * math.pi
    elif not turns and last > first:
        last -= 2 * math.pi
    steps = [first + (last - first) * n / _ARC_POINTS for n in range(1, _ARC_POINTS + 1)]
    return [(center[0] + radius * math.cos(a), center[1] + radius * math.sin(a)) for a in steps]
