"""What the checks of all kinds share: a series' value at a place, and the verdict on a number."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final

from . import positions as places
from .model import Checked, Claim
from .tolerance import differ, distance, in_units_of, shown, tolerance

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..charts import Axis, Series

SURELY_OFF: Final = 2.0
"""Tolerances from which on a number is wrong."""


class Unclear(Exception):  # noqa: N818 - it is no error, but an answer
    """A claim cannot be checked; says why."""


def by_distance(claim: Claim, stated: float, actual: float, axis: Axis, what: str = "") -> Checked:
    """Judge a stated number."""
    off = distance(stated, actual, axis)
    found = f"{what} {shown(actual)}".strip()
    return verdict_of(claim, off, found, stated - actual)


def verdict_of(claim: Claim, off: float, found: str, difference: float | None = None) -> Checked:
    """Return a verdict from how many tolerances something is off."""
    if off <= 1:
        return Checked(claim, "right", found)
    if off < SURELY_OFF:
        raise Unclear(f"too close to tell ({found})")
    off_by = shown(abs(difference)) if difference is not None else ""
    return Checked(claim, "wrong", found, off_by)


def sided(claim: Claim, gap: float, allowed: float, found: str) -> Checked:
    """Judge that something is on one side: `gap` is how far it is on that side."""
    if gap > 0:
        return Checked(claim, "right", found)
    if -gap >= SURELY_OFF * allowed and gap != 0:
        return Checked(claim, "wrong", found)
    raise Unclear(f"too close to tell ({found})")


def one_of(series: tuple[Series, ...]) -> Series:
    """Return the one series that is meant; raise `Unclear` where there are several."""
    if len(series) != 1:
        raise Unclear("it does not say which series is meant")
    return series[0]


_DETAILS: Final = {
    "lower quartile": "q1",
    "upper quartile": "q3",
    "lower end": "low",
    "upper end": "high",
}


def readings(claim: Claim, series: Series) -> tuple[float | None, list[float]]:
    """Return the value that a claim means, and those that it could mean besides.

    None where there is no telling: of an area, its upper edge, its lower one, or how thick it is.

    Raises
    ------
    Unclear
        There is no such place or part.
    """
    if not claim.x and series.kind == "hline":
        return series.y[0], []
    if not claim.x and len(series.points) == 1:
        rows: tuple[int, ...] = (series.y.index(series.points[0][1]),)
    else:
        meant = at_place(claim.x, series, claim.row)
        place = places.find(claim.x, series)
        rows = place.rows if place is not None else ()
        if len(rows) != 1:
            return meant, []
    complete = {k: column for k, column in series.details.items() if len(column) == len(series)}
    found = {key: column[rows[0]] for key, column in complete.items()}
    meant = series.y[rows[0]]
    if claim.part and claim.part != "median":
        if _DETAILS[claim.part] not in found:
            raise Unclear(f"there is no {claim.part}")
        return found[_DETAILS[claim.part]], []
    if series.kind == "fill" and found.get("low"):
        return None, [meant, meant - found["low"], found["low"]]
    if "bottom" in found:
        return meant, [found["bottom"] + meant] if found["bottom"] else []
    return meant, [found[key] for key in _DETAILS.values() if key in found and claim.part == ""]


def at_place(text: str, series: Series, row: str = "") -> float:
    """Return a series' value at a claim's x.

    Raises
    ------
    Unclear
        There is no such place, or it has several values.
    """
    place = places.find(text, series)
    if place is None:
        raise Unclear(f"{text!r} is no place on the x axis" if text else "it does not say where")
    if place.between is not None:
        return places.between(series, place.between)
    rows = [r for r in place.rows if math.isfinite(series.y[r]) and in_row(r, row, series)]
    if not rows:
        raise Unclear(f"there is no value at {text!r}")
    values = [series.y[r] for r in rows]
    if max(values) - min(values) > tolerance(series.value):
        raise Unclear(f"there are {len(values)} values at {text!r}")
    return statistics.fmean(values)


def in_row(index: int, row: str, series: Series) -> bool:
    """Return whether a cell is in a row of a heat map; of all else, True."""
    if series.rows is None:
        return True
    named = places.named(series.details["row"][index], series.rows)
    if not row:
        raise Unclear("it does not say in which row")
    return named.casefold() == row.casefold() or _same_number(named, row)


def _same_number(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other))
    except ValueError:
        return False


def stated_value(claim: Claim, axis: Axis) -> float:
    """Return the number of a claim in the units of an axis."""
    if claim.value is None:
        raise Unclear("it states no number")
    if differ(claim.unit, axis.unit):
        raise Unclear(f"the axis is in {axis.unit}, not in {claim.unit}")
    return in_units_of(claim.value, claim.unit, axis)


def stretch(claim: Claim, one: Series) -> list[tuple[float, float]]:
    """Return a series' points between a claim's x and x_to, ends included."""
    points = sorted(one.points)
    low, high = -math.inf, math.inf
    if claim.x:
        low = _edge(claim.x, one, min)
    if claim.x_to:
        high = _edge(claim.x_to, one, max)
    if low > high:
        low, high = high, low
    return [(x, y) for x, y in points if low <= x <= high]


def _edge(text: str, one: Series, choose: Callable[[list[float]], float]) -> float:
    place = places.find(text, one)
    if place is None:
        raise Unclear(f"{text!r} is no place on the x axis")
    if place.between is not None:
        return place.between
    return choose([one.x[row] for row in place.rows])


def reach_of(value: float, axis: Axis) -> float:
    """Return how near a value can be read off its axis, in its own units."""
    if axis.scale == "log":
        return abs(value) * (10 ** tolerance(axis) - 1)
    return tolerance(axis)
