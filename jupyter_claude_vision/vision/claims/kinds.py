"""The kinds of claims, and how each is checked."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final, TypeAlias

from . import places
from .amounts import distance, rounding, shown, tolerance
from .extremes import extreme
from .judging import (
    SURELY_OFF,
    Unclear,
    at_place,
    by_distance,
    one_of,
    sided,
    stated_value,
    stretch,
    verdict_of,
)
from .model import Checked, Claim
from .relations import comparison, order, trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..chart_data import ChartData, Panel, Series

_Check: TypeAlias = "Callable[[Claim, Panel, tuple[Series, ...], ChartData], Checked]"


def _value(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    one = one_of(series)
    text = claim.x
    if not text and len(one.points) == 1:
        actual = one.points[0][1]
    elif not text and one.kind == "hline":
        actual = one.y[0]
    else:
        actual = at_place(text, one, claim.row)
    stated = stated_value(claim, one.value)
    if claim.relation in {"greater", "less"}:
        gap = (actual - stated) if claim.relation == "greater" else (stated - actual)
        return sided(claim, gap, tolerance(one.value), f"{shown(actual)}")
    if one.kind == "fill" and any(one.details.get("low", ())):
        return _of_a_band(claim, stated, actual, one)
    return by_distance(claim, stated, actual, one.value)


def _of_a_band(claim: Claim, stated: float, upper: float, one: Series) -> Checked:
    """Judge the value of an area that does not begin at zero: its edge, or how thick it is."""
    place = places.find(claim.x, one)
    if place is None or len(place.rows) != 1:
        raise Unclear("the area's thickness there is not known")
    thick = upper - one.details["low"][place.rows[0]]
    both = [distance(stated, actual, one.value) for actual in (upper, thick)]
    if min(both) >= SURELY_OFF:
        return Checked(claim, "wrong", f"{shown(thick)}, up to {shown(upper)}")
    if max(both) <= 1:
        return Checked(claim, "right", shown(upper))
    raise Unclear("it can be meant as the area's edge or as its thickness")


def _count(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:
    if claim.value is None:
        raise Unclear("it states no number")
    counts: dict[str, Callable[[], int]] = {
        "series": lambda: len(series) if not claim.series else 1,
        "panels": lambda: len(chart.panels),
        "points": lambda: len(one_of(series).points),
        "categories": lambda: len(panel.x.categories or panel.y.categories or _names(series)),
    }
    if claim.relation not in counts:
        raise Unclear("it does not say what is counted")
    actual = counts[claim.relation]()
    if not actual:
        raise Unclear(f"there are no {claim.relation}")
    allowed = rounding(claim.value) if actual > 20 else 0.0
    off = 0.0 if abs(claim.value - actual) <= allowed else math.inf
    return verdict_of(claim, off, f"{actual} {claim.relation}", claim.value - actual)


def _names(series: tuple[Series, ...]) -> dict[float, str]:
    return dict(series[0].where.categories) if series else {}


def _mean(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    one = one_of(series)
    ys = [y for _, y in stretch(claim, one)]
    if one.rows is not None:
        ys = [y for y in one.y if math.isfinite(y)]
    if not ys:
        raise Unclear("there are no values")
    return by_distance(claim, stated_value(claim, one.value), statistics.fmean(ys), one.value)


def _total(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    if len(series) > 1 and claim.x:
        ys = [at_place(claim.x, one) for one in series]
    else:
        ys = [y for _, y in stretch(claim, one_of(series))]
    axis = series[0].value
    if not ys or axis.scale == "log":
        raise Unclear("the values cannot be added up")
    stated, actual = stated_value(claim, axis), math.fsum(ys)
    allowed = tolerance(axis) * len(ys) + rounding(stated)
    off = abs(stated - actual) / allowed if allowed else math.inf
    return verdict_of(claim, off, shown(actual), stated - actual)


CHECKS: Final[dict[str, _Check]] = {
    "value": _value,
    "maximum": extreme,
    "minimum": extreme,
    "order": order,
    "comparison": comparison,
    "trend": trend,
    "count": _count,
    "mean": _mean,
    "total": _total,
}
