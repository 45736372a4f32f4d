"""English words that state something about data: extremes, comparisons, trends, totals."""

from __future__ import annotations

import re
from typing import Final

_EXTREMES: Final = """
    maximum maxima max minimum minima min peak peaks peaked peaking trough troughs bottomed tops
    topped topping leads leader leading dominates dominated dominant dominating majority minority
    most least best worst foremost outlier outliers record-high record-low all-time extreme
    extremes ranks ranked ranking runner-up top bottom crest nadir zenith last-placed
    unmatched unrivaled
"""
_TRENDS: Final = """
    rise rises rose risen rising fall falls fell fallen falling increase increases increased
    increasing increasingly decrease decreases decreased decreasing grow grows grew grown growing
    growth decline declines declined declining drop drops dropped dropping climb climbs climbed
    climbing shrink shrinks shrank shrunk shrinking decay decays decayed decaying plunge plunges
    plunged plunging surge surges surged surging soar soars soared soaring jump jumps jumped jumping
    dip dips dipped dipping slump slumps slumped slumping rebound rebounds rebounded rebounding
    recover recovers recovered recovering recovery plateau plateaus plateaued plateauing stabilize
    stabilizes stabilized stabilise stabilised stabilizing steady steadily flat flatten flattens
    flattened flattening constant constantly stagnate stagnates stagnated stagnant upward upwards
    downward downwards uptrend downtrend accelerate accelerates accelerated accelerating decelerate
    decelerates decelerated decelerating slowed converge converges converged converging diverge
    diverges diverged diverging widens widened narrows narrowed fluctuate fluctuates fluctuated
    fluctuating oscillate oscillates oscillated volatile monotonic monotonically exponential
    exponentially linearly tumble tumbles tumbled tumbling spike spikes spiked spiking collapse
    collapses collapsed rallied rallies unchanged seasonal cyclical
    ascending descending trend trends trending doubling
"""
_COMPARISONS: Final = """
    exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing overtake overtakes
    overtook overtaken overtaking outperform outperforms outperformed outpace outpaces outpaced
    outnumber outnumbers outsell outsells outsold trail trails trailed trailing lags lagged
    lagging crosses crossed crossing intersect intersects intersected than twice double doubled
    doubles triple tripled triples quadrupled halved halves thrice twofold threefold fourfold
    tenfold above below equal equals identical similar comparable same correlate correlates
    correlated correlation correlations proportional inversely outweigh outweighs outweighed
    differ differs difference gap ahead behind beats compared higher lower larger smaller
    greater fewer bigger longer shorter faster slower steeper stronger weaker earlier later
    better worse wider narrower
"""
_TOTALS: Final = """
    total totals totaled totalled totaling sum sums average averages averaged averaging mean median
    altogether combined cumulative share shares proportion proportions percentage percentages
    percent quartile quartiles
"""
STATEMENT_WORDS: Final = frozenset(f"{_EXTREMES} {_TRENDS} {_COMPARISONS} {_TOTALS}".split())

_OTHER_WORDS: Final = """
    interest test rest west forest request suggest harvest contest protest invest guest quest nest
    chest honest modest digest manifest arrest attest tempest northwest midwest southwest latest
    jest pest vest zest crest behest conquest inquest ingest infest detest divest unrest everest
    backtest pretest bequest earnest priest dishonest molest disinterest closest
"""
_NO_SUPERLATIVES: Final = frozenset(_OTHER_WORDS.split()) - {"closest"}
_SUPERLATIVE: Final = re.compile(r"\w{2,}(?:[^\W\daeiou]|i|[eo]w|ar)est")
_TURNS: Final = (
    r"at\s+(?:most|least|first|best|worst)\b(?!\s+\d)",
    r"(?:for\s+the\s+)?most\s+part",
    r"(?:rather|other)\s+than|more\s+or\s+less|no\s+longer|each\s+other|one\s+another",
    r"(?:see|shown|listed|described|noted|as)\s+(?:above|below)|(?:above|below)\s*:",
    r"(?:chart|figure|plot|table|picture|image|list|legend|answer|text)\s+(?:above|below)",
    r"same\s+(?:time|chart|figure|axis|axes|panel|scale|colou?r|plot|way|data|picture|name)",
    r"first\s*(?:,|of\s+all|glance|look|sight)|(?:second|third|last)ly",
    r"in\s+the\s+(?:fall|spring)\s+of|(?:in|of)\s+general",
    r"(?:top|bottom)[\s-](?:left|right|center|centre|panel|subplot|row|axis|edge)",
    r"(?:at|from)\s+the\s+(?:top|bottom)|(?:lower|upper)[\s-](?:left|right)|(?:low|high)er\s+panel",
    r"means?\s+(?:that|it|the)|this\s+means|by\s+no\s+means|to\s+sum\s+up|in\s+sum\b",
    r"more\s+(?:detail|details|information|context|about|closely|precisely)",
    r"(?:mean|share|sum)\s+(?:to|with)\b|error\s+bars?|best[\s-]fit|double[\s-]check",
    r"(?:trend|regression|moving[\s-]average|mean|median|average)\s+(?:lines?|curves?)",
    r"no\s+(?:data|legend|title|labels?|values?|information|way|idea|one|doubt|axis|units?)",
)
NO_STATEMENTS: Final = re.compile(rf"\b(?:{'|'.join(_TURNS)})", re.IGNORECASE)
"""Turns that use such a word and state nothing of the data."""

ADVERBS: Final = re.compile(r"\b(?:more|less)\s+(?!or\b)(?!of\b)[a-z]{3,}", re.IGNORECASE)
"""Comparatives of long adjectives: more volatile."""


def is_statement_word(word: str) -> bool:
    """Return whether a word of its own states an extreme, a comparison, a trend or a total.

    Parameters
    ----------
    word : str
        In lower case.
    """
    if word in STATEMENT_WORDS:
        return True
    return word not in _NO_SUPERLATIVES and bool(_SUPERLATIVE.fullmatch(word))
