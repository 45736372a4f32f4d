"""Claims that compare: orders, ratios, differences, changes and trends."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final

from . import positions as places
from .matching import named
from .model import Checked, Claim, Verdict
from .tolerance import distance, rounding, shown, tolerance
from .verdicts import (
    SURELY_OFF,
    Unclear,
    at_place,
    one_of,
    reach_of,
    sided,
    stated_value,
    stretch,
    verdict_of,
)

if TYPE_CHECKING:
    from ..charts import Axis, ChartData, Panel, Series

_BY_HOW_MUCH: Final = frozenset({"ratio", "difference", "percent"})
"""Relations that a number measures."""

_FLAT: Final = 0.05
_MOVES: Final = 0.15
"""Shares of an axis: up to the one a series is flat, from the other on it is not."""


def _pair(
    claim: Claim, panel: Panel, series: tuple[Series, ...]
) -> tuple[float, float, Axis, str] | None:
    """Return the two values that a claim compares, their axis and words; None without a place."""
    one = one_of(series)
    other = one
    if claim.other_series:
        found = named(claim.other_series, panel.series)
        if len(found) != 1:
            raise Unclear(f"the figure has no series {claim.other_series!r}")
        other = found[0]
    if other.value is not one.value:
        raise Unclear("the series are on different axes")
    first, second = claim.x, claim.other_x or claim.x_to or claim.x
    if other is one and (not first or first == second):
        raise Unclear("it does not say what is compared")
    if not first and not second:
        return None
    a, b = at_place(first or second, one, claim.row), at_place(second, other, claim.row)
    return a, b, one.value, f"{shown(a)} and {shown(b)}"


def order(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    """Judge which of two values, or of two whole series, is greater."""
    if claim.relation not in {"greater", "less", "equal", "about"}:
        raise Unclear("it does not say in which order")
    pair = _pair(claim, panel, series)
    if pair is None:
        return _everywhere(claim, panel, series)
    a, b, axis, found = pair
    if claim.relation in {"equal", "about"}:
        return verdict_of(claim, distance(a, b, axis), found, a - b)
    gap = axis.place(a) - axis.place(b)
    return sided(claim, gap if claim.relation == "greater" else -gap, tolerance(axis), found)


def _everywhere(claim: Claim, panel: Panel, series: tuple[Series, ...]) -> Checked:
    """Judge that one series lies over another all along."""
    one, other = one_of(series), named(claim.other_series, panel.series)[0]
    pairs = _common(one, other)
    if not pairs:
        raise Unclear("the series have no x in common")
    sign = 1 if claim.relation == "greater" else -1
    gaps = [sign * (a - b) for a, b in pairs]
    above = sum(gap > 0 for gap in gaps)
    found = f"so at {above} of {len(gaps)} places"
    if claim.relation in {"equal", "about"}:
        off = max(distance(a, b, one.value) for a, b in pairs)
        return verdict_of(claim, off, found)
    if above == len(gaps):
        return Checked(claim, "right", found)
    allowed = SURELY_OFF * tolerance(one.value)
    if all(gap <= 0 for gap in gaps) and min(gaps) < -allowed:
        return Checked(claim, "wrong", found)
    raise Unclear(found)


def _common(one: Series, other: Series) -> list[tuple[float, float]]:
    """Return the values of two series at the x's that both have."""
    values = dict(other.points)
    found = [(y, values[x]) for x, y in one.points if x in values]
    if found or not (one.is_curve and other.is_curve):
        return found
    xs = [x for x, _ in other.points]
    inside = [(x, y) for x, y in one.points if min(xs) <= x <= max(xs)] if xs else []
    return [(y, places.between(other, x)) for x, y in inside]


def comparison(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:
    """Judge a ratio, a difference or a percentage between two values."""
    if claim.value is None or claim.relation not in _BY_HOW_MUCH:
        return order(claim, panel, series, chart)
    pair = _pair(claim, panel, series)
    if pair is None:
        raise Unclear("it does not say where")
    a, b, axis, words = pair
    return _compared(claim, a, b, axis, words)


def _compared(claim: Claim, a: float, b: float, axis: Axis, words: str) -> Checked:
    """Judge a ratio, a difference or a change in per cent of `a` to `b`."""
    assert claim.value is not None  # noqa: S101 - the callers saw to it
    reach_a, reach_b = reach_of(a, axis), reach_of(b, axis)
    if claim.relation == "difference":
        stated, actual, allowed = stated_value(claim, axis), a - b, reach_a + reach_b
        if stated > 0 > actual:
            actual = abs(actual) if not claim.other_series and not claim.other_x else actual
    elif b == 0:
        raise Unclear("it is compared with zero")
    else:
        actual = a / b
        allowed = abs(actual) * (reach_a / abs(a) + reach_b / abs(b)) if a else math.inf
        stated = claim.value
        if claim.relation == "percent":
            actual, allowed = 100 * (actual - 1), 100 * allowed
    allowed += rounding(stated)
    gap = abs(stated - actual)
    off = gap / allowed if allowed else (0.0 if gap == 0 else math.inf)
    return verdict_of(claim, off, f"{shown(actual)}, from {words}", stated - actual)


def trend(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    """Judge which way a series goes, or by how much it changes."""
    one = one_of(series)
    if one.rows is not None or one.kind == "pie":
        raise Unclear("what it is about has no direction")
    if claim.value is not None and claim.relation in _BY_HOW_MUCH:
        if not (claim.x and claim.x_to):
            raise Unclear("it does not say from where to where")
        a, b = at_place(claim.x_to, one), at_place(claim.x, one)
        return _compared(claim, a, b, one.value, f"{shown(b)} and {shown(a)}")
    points = stretch(claim, one)
    if len(points) < 2:
        raise Unclear("there are fewer than two values there")
    ys = [one.value.place(y) for _, y in points]
    span = one.value.span or (max(ys) - min(ys)) or 1.0
    change, spread = (ys[-1] - ys[0]) / span, (max(ys) - min(ys)) / span
    slope = _slope(ys)
    found = f"from {shown(points[0][1])} to {shown(points[-1][1])}"
    if claim.relation == "flat":
        return _judged(claim, found, right=spread <= _FLAT, wrong=abs(change) > _MOVES)
    if claim.relation not in {"rising", "falling"}:
        raise Unclear("it does not say which way")
    sign = 1 if claim.relation == "rising" else -1
    back = _setback([sign * y for y in ys]) / span
    allowed = tolerance(one.value) / span
    right = sign * change > allowed and sign * slope > 0 and back <= max(sign * change / 3, allowed)
    wrong = (sign * change < -allowed and sign * slope < 0) or (spread <= allowed and len(ys) > 2)
    return _judged(claim, found, right=right, wrong=wrong)


def _judged(claim: Claim, found: str, *, right: bool, wrong: bool) -> Checked:
    if not (right or wrong):
        raise Unclear(f"neither clearly so nor clearly not ({found})")
    verdict: Verdict = "right" if right else "wrong"
    return Checked(claim, verdict, found)


def _slope(ys: list[float]) -> float:
    xs = list(range(len(ys)))
    return statistics.linear_regression(xs, ys).slope


def _setback(ys: list[float]) -> float:
    """Return the largest fall from what was reached before."""
    top, worst = -math.inf, 0.0
    for y in ys:
        top = max(top, y)
        worst = max(worst, top - y)
    return worst
