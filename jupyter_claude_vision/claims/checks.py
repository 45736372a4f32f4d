"""The kinds of claims, and how each is checked."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final, TypeAlias

from .extremes import extreme
from .model import Checked, Claim
from .relations import comparison, order, trend
from .tolerance import distance, rounding, shown, tolerance
from .verdicts import (
    SURELY_OFF,
    Unclear,
    at_place,
    by_distance,
    one_of,
    readings,
    sided,
    stated_value,
    stretch,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..charts import ChartData, Panel, Series

_Check: TypeAlias = "Callable[[Claim, Panel, tuple[Series, ...], ChartData], Checked]"


def _value(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:  # noqa: ARG001
    one = one_of(series)
    meant, others = readings(claim, one)
    stated = stated_value(claim, one.value)
    if meant is None:
        return _of_several(claim, stated, others, one)
    if claim.relation in {"greater", "less"}:
        gap = (meant - stated) if claim.relation == "greater" else (stated - meant)
        return sided(claim, gap, tolerance(one.value), shown(meant))
    off = distance(stated, meant, one.value)
    if off > 1 and any(distance(stated, other, one.value) < SURELY_OFF for other in others):
        raise Unclear("it can be meant of another part of what is drawn there")
    return verdict_of(claim, off, shown(meant), stated - meant)


def _of_several(claim: Claim, stated: float, meant: list[float], one: Series) -> Checked:
    """Judge a number that can be meant in several ways: right or wrong in all of them."""
    offs = [distance(stated, value, one.value) for value in meant]
    found = " or ".join(map(shown, meant))
    if max(offs) <= 1:
        return Checked(claim, "right", found)
    if min(offs) >= SURELY_OFF:
        return Checked(claim, "wrong", found)
    raise Unclear(f"it can be meant of an edge or of what lies between ({found})")


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
    if one.kind in {"histogram", "box", "violin"}:
        raise Unclear("what is drawn are not the values themselves")
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
