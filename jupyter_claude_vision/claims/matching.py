"""Which panel and which series a claim is about."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from .verdicts import Unclear

if TYPE_CHECKING:
    from ..charts import ChartData, Panel, Series
    from .model import Claim

_HELPERS: Final = frozenset({"hline", "vline", "contour"})


def candidates(claim: Claim, chart: ChartData) -> list[tuple[Panel, tuple[Series, ...]]]:
    """Return what a claim can be about: each a panel and its series, of which one is meant.

    Where several series of a panel have the name that is meant, each is one; where no name is
    given, all series of a panel are one together.

    Raises
    ------
    Unclear
        There is no such panel or series, or it is not clear which is meant.
    """
    panels = _panels(claim, chart)
    if not claim.series:
        if len(panels) > 1 and claim.relation != "panels":
            raise Unclear("it does not say which panel is meant")
        return [(panel, _main(panel)) for panel in panels[:1]]
    found: list[tuple[Panel, tuple[Series, ...]]] = [
        (panel, (one,)) for panel in panels for one in named(claim.series, _named(panel))
    ]
    if not found:
        raise Unclear(f"the figure has no series {claim.series!r}")
    if len({id(panel) for panel, _ in found}) > 1:
        raise Unclear(f"several panels have a series {claim.series!r}")
    return found


def _panels(claim: Claim, chart: ChartData) -> list[Panel]:
    panels = [panel for panel in chart.panels if panel.series]
    if not panels:
        raise Unclear("the figure's data could not be read")
    if len(panels) == 1 or not claim.panel:
        return panels
    wanted = claim.panel.casefold().strip()
    by_title = [panel for panel in panels if panel.title.casefold().strip() == wanted]
    if by_title:
        return by_title
    number = re.search(r"\d+", wanted)
    if number and 1 <= int(number[0]) <= len(chart.panels):
        return [chart.panels[int(number[0]) - 1]]
    partly = [panel for panel in panels if _overlap(panel.title.casefold(), wanted)]
    if len(partly) != 1:
        raise Unclear(f"the figure has no panel {claim.panel!r}")
    return partly


def _overlap(title: str, wanted: str) -> bool:
    return bool(title) and (title in wanted or wanted in title)


def _named(panel: Panel) -> tuple[Series, ...]:
    return tuple(one for one in panel.series if len(one))


def _main(panel: Panel) -> tuple[Series, ...]:
    """Return a panel's series without reference lines and without bands around lines."""
    drawn = tuple(one for one in panel.series if one.kind not in _HELPERS and len(one))
    alone = tuple(one for one in drawn if one.name or one.kind != "fill")
    return alone or drawn


def named(name: str, series: tuple[Series, ...]) -> list[Series]:
    """Return the series that a name can mean."""
    wanted = _folded(name)
    known = {_folded(one.name): one.name for one in series if one.name}
    if not known:
        main = [one for one in series if one.kind not in _HELPERS]
        # A single series without a legend may be called whatever the axis is.
        return main if len(main) == 1 else []
    if wanted not in known:
        partly = [k for k in known if wanted and (wanted in k or k in wanted)]
        close = partly if len(partly) == 1 else get_close_matches(wanted, known, n=2, cutoff=0.8)
        if len(close) != 1:
            return []
        wanted = close[0]
    same = [one for one in series if _folded(one.name) == wanted]
    return [one for one in same if one.kind not in _HELPERS] or same


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-]+", " ", text.casefold()).removesuffix(" (right)").strip()
