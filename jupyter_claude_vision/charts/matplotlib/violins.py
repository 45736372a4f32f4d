"""Violins: where their medians and quartiles are, as far as they are drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..model import Series
from .areas import edges
from .lines import data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..legend import Names
    from ..model import Axis, Numbers

_LEAST_POINTS = 20
_NEAR = 1e-6


def violins(axes: Any, x: Axis, y: Axis, names: Names) -> tuple[list[Series], set[int]]:
    """Return the violins of an Axes, and the artists that they are made of.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : Axis
    names : Names
    """
    found: list[Series] = []
    taken: set[int] = set()
    for artist in axes.collections:
        middle = _middle(artist)
        if middle is None:
            continue
        upright = artist.t_direction == "y"
        taken.add(id(artist))
        inner, lines = _inner(axes, middle, upright=upright)
        taken |= lines
        (reach, _, _) = next(iter(edges(artist)))
        details = {"low": (min(reach),), "high": (max(reach),), **inner}
        median = details.pop("median", (math.nan,))
        where, value = (x, y) if upright else (y, x)
        name = names.of(artist)
        found.append(Series(name, "violin", (middle,), median, where, value, details))
    if found:  # the lines across matplotlib's own violins
        taken |= {id(one) for one in axes.collections if type(one).__name__ == "LineCollection"}
    return found, taken


def _middle(artist: Any) -> float | None:
    """Return where a violin stands; None for what is none: it is as wide to both sides."""
    if type(artist).__name__ != "FillBetweenPolyCollection" or not artist.get_visible():
        return None
    stretches = list(edges(artist))
    if len(stretches) != 1:
        return None
    places, first, second = stretches[0]
    middles = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    thick = max(abs(a - b) for a, b in zip(first, second, strict=True))
    if len(places) < _LEAST_POINTS or max(middles) - min(middles) > _NEAR * max(thick, 1):
        return None
    return middles[0]


def _inner(axes: Any, middle: float, *, upright: bool) -> tuple[dict[str, Numbers], set[int]]:
    """Return what seaborn draws inside: whiskers, then quartiles, then the median's mark."""
    details: dict[str, Numbers] = {}
    lines: set[int] = set()
    for line in axes.lines:
        points = data(axes, line)
        at, along = points if upright else points[::-1]
        if not at or not _all_at(at, middle):
            continue
        lines.add(id(line))
        if len(along) == 1:
            details["median"] = along
        elif len(along) == 2 and lines and "whiskers" in details:
            details["q1"], details["q3"] = (min(along),), (max(along),)
        elif len(along) == 2:
            details["whiskers"] = along
    details.pop("whiskers", None)
    return details, lines


def _all_at(values: Iterable[float], place: float) -> bool:
    return all(math.isclose(value, place, abs_tol=_NEAR) for value in values)
