"""Claims about the largest and the smallest value, and where it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import positions as places
from .model import Checked, Claim
from .tolerance import distance, rounding, shown, tolerance
from .verdicts import Unclear, in_row, stated_value, verdict_of

if TYPE_CHECKING:
    from ..charts import ChartData, Panel, Series


def extreme(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    """Judge a largest or smallest value: how much, where, or both."""
    chosen = _comparable(claim, series)
    sign = 1 if claim.kind == "maximum" else -1
    points = [
        (sign * y, row, one) for one in chosen for row, y in enumerate(one.y) if math.isfinite(y)
    ]
    best = max(point[0] for point in points)
    _, row, winner = next(point for point in points if point[0] == best)
    at = places.named(winner.x[row], winner.where)
    if winner.rows is not None:
        at += f", {places.named(winner.details['row'][row], winner.rows)}"
    found = f"{shown(sign * best)} at {at}" + (f" ({winner.name})" if len(chosen) > 1 else "")
    results = []
    if claim.value is not None:
        off = distance(stated_value(claim, winner.value), sign * best, winner.value)
        results.append(
            verdict_of(claim, off, found, stated_value(claim, winner.value) - sign * best)
        )
    if claim.x or claim.row:
        results.append(_extreme_place(claim, points, best, found, chosen))
    if not results:
        raise Unclear("it says neither where nor how much")
    wrong = [one for one in results if one.verdict == "wrong"]
    return (wrong or results)[0]


def _comparable(claim: Claim, series: tuple[Series, ...]) -> list[Series]:
    """Return the series whose values can be set against one another.

    Raises
    ------
    Unclear
        They cannot be, or it is not clear what of them is meant.
    """
    chosen = [one for one in series if any(map(math.isfinite, one.y))]
    if not chosen:
        raise Unclear("there are no values")
    if claim.other_series:
        raise Unclear("it compares series")
    if any(one.kind in {"box", "violin"} for one in chosen) and claim.part != "median":
        raise Unclear("it does not say of which part of the boxes")
    if len({id(one.value) for one in chosen}) > 1:
        raise Unclear("the series are on different axes")
    if len(chosen) > 1 and any("bottom" in one.details for one in chosen):
        raise Unclear("it can be meant of the segments or of the whole bars")
    return chosen


def _extreme_place(
    claim: Claim,
    points: list[tuple[float, int, Series]],
    best: float,
    found: str,
    chosen: list[Series],
) -> Checked:
    """Judge where an extreme is said to be."""
    rows: list[tuple[float, int, Series]] = []
    near = False
    for one in chosen:
        place = places.find(claim.x, one) if claim.x else places.Place(tuple(range(len(one))))
        if place is None:
            continue
        mine = [p for p in points if p[2] is one]
        if place.between is not None:
            near = near or _is_near(place.between, mine, best, one)
            continue
        rows += [p for p in mine if p[1] in place.rows and _row_matches(p[1], claim.row, one)]
    if any(p[0] == best for p in rows) or near:
        return Checked(claim, "right", found)
    if not rows and not any(places.find(claim.x, one) for one in chosen):
        raise Unclear(f"{claim.x!r} is no place on the x axis")
    axis = chosen[0].value
    sign = 1 if claim.kind == "maximum" else -1
    there = max((p[0] for p in rows), default=-math.inf)
    if math.isfinite(there) and distance(sign * there, sign * best, axis) <= 1:
        raise Unclear(f"too close to tell ({found})")
    return Checked(claim, "wrong", found)


def _row_matches(index: int, row: str, series: Series) -> bool:
    return not row or series.rows is None or in_row(index, row, series)


def _is_near(x: float, points: list[tuple[float, int, Series]], best: float, one: Series) -> bool:
    """Return whether a place between points is, to what can be read, that of the extreme."""
    reach = tolerance(one.where) + rounding(x)
    place = one.where.place
    return any(abs(place(one.x[p[1]]) - place(x)) <= reach for p in points if p[0] == best)
