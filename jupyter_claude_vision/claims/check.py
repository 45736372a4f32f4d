"""Claims checked against a figure's data, in code.

A claim is right where the data give what it states, to what can be read off the axis (a hundredth
of what it shows, at least 1.5 pixels) and to the rounding of the number itself; wrong from twice
that on. What lies between, what names no series or place that there is, and what could be meant
in two ways that disagree, is not checkable: nothing is called right that was not computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import CHECKS
from .matching import candidates
from .model import Checked, Claims
from .verdicts import Unclear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..charts import ChartData, Panel, Series
    from .model import Claim


def check(claims: Iterable[Claim], charts: Mapping[int, ChartData | None]) -> Claims:
    """Return claims with their verdicts.

    Parameters
    ----------
    claims : iterable of Claim
    charts : mapping of int to ChartData or None
        By image; None for a picture, whose data are not here.
    """
    return Claims(tuple(_checked(claim, charts) for claim in claims))


def _checked(claim: Claim, charts: Mapping[int, ChartData | None]) -> Checked:
    chart = charts.get(claim.image) if len(charts) != 1 else next(iter(charts.values()))
    if chart is None:
        return Checked(claim, "not checkable", reason="the data of the picture are not here")
    if claim.kind not in CHECKS:
        reason = "it states nothing that data could tell"
        return Checked(claim, "not checkable", reason=reason)
    try:
        found = [_on(claim, *pair, chart) for pair in candidates(claim, chart)]
    except Unclear as unclear:
        return Checked(claim, "not checkable", reason=str(unclear))
    return _agreed(claim, found)


def _on(claim: Claim, panel: Panel, series: tuple[Series, ...], chart: ChartData) -> Checked:
    return CHECKS[claim.kind](claim, panel, series, chart)


def _agreed(claim: Claim, found: list[Checked]) -> Checked:
    """Return the verdict on all that a claim can mean, if it is one."""
    verdicts = {one.verdict for one in found}
    if len(verdicts) == 1:
        return found[0]
    reason = "it can be meant in several ways, which disagree"
    return Checked(claim, "not checkable", reason=reason)
