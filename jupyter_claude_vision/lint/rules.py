"""The rules of the lint, by name, and a figure held against them.

A rule is a function from a `Chart` to its findings: add one by a line in `RULES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ..models import DEFAULT_MODEL, find_tier
from .axis_rules import (
    find_inverted_axes,
    find_missing_labels,
    find_second_scales,
    find_truncated_bars,
)
from .chart import read_chart
from .drawing_rules import find_overplotting, find_similar_colors, find_small_text, find_solid_bars
from .mark_rules import (
    find_false_totals,
    find_many_slices,
    find_unequal_bins,
    find_unequal_intervals,
    find_unordered_categories,
)
from .report import Finding, LintReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..models import Tier
    from .chart import Chart

Check: TypeAlias = "Callable[[Chart], Iterable[Finding]]"

RULES: Final[dict[str, Check]] = {
    "truncated bars": find_truncated_bars,
    "inverted axis": find_inverted_axes,
    "two scales": find_second_scales,
    "unequal bins": find_unequal_bins,
    "unequal intervals": find_unequal_intervals,
    "pie total": find_false_totals,
    "many slices": find_many_slices,
    "3-D bars": find_solid_bars,
    "similar colors": find_similar_colors,
    "overplotting": find_overplotting,
    "small text": find_small_text,
    "missing labels": find_missing_labels,
    "unordered categories": find_unordered_categories,
}
"""What misleads first, then what is hard to read."""


def lint_figure(figure: object, tier: Tier | None = None) -> LintReport | None:
    """Return what a live figure breaks of the rules; None for anything else.

    Parameters
    ----------
    figure : object
        As `figures.lint` takes it. A matplotlib figure is drawn once, and left as it was.
    tier : Tier, optional
        The limits of the model that it is drawn for; without it those of the default model.
    """
    chart = read_chart(figure, tier or find_tier(DEFAULT_MODEL))
    if chart is None:
        return None
    return LintReport(finding for check in RULES.values() for finding in check(chart))
