"""What a live figure really holds, and statements checked against it.

::

    from jupyter_claude_vision import figures

    figures.describe(fig)                   # titles, axes, units, limits, every series
    figures.describe(fig).to_frame()        # every point as a row
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import NotVisibleError
from .vision import claims
from .vision.chart_data import ChartData, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .vision.claims import Claims

__all__ = ["check", "describe"]


def describe(figure: object) -> ChartData:
    """Return what a live figure holds; printed, it is a description.

    Parameters
    ----------
    figure : object
        A matplotlib Figure, Axes or artist, what plotting functions of pandas and seaborn return,
        a plotly figure, or an Altair chart.

    Returns
    -------
    ChartData
        Its panels, axes and series; ``to_frame()`` has every point as a row.

    Raises
    ------
    NotVisibleError
        It is no live figure: a picture holds pixels only.
    """
    found = read(figure)
    if found is None:
        kind = type(figure).__name__
        msg = f"A {kind} is no live figure: give one of matplotlib's, plotly's or Altair's."
        raise NotVisibleError(msg)
    return found


def check(figure: object, statements: Iterable[dict[str, object]]) -> Claims:
    """Check statements about a live figure against its data, as ``%claude_see fig --check`` does.

    Parameters
    ----------
    figure : object
        As in `describe`.
    statements : iterable of dict
        Each with a "statement" in words, a "kind" ("value", "maximum", "minimum", "order",
        "comparison", "trend", "count", "mean", "total"), and of "series", "x", "x_to", "row",
        "other_series", "other_x", "relation", "value" and "unit" what it needs.

    Returns
    -------
    Claims
        Each with its verdict; ``to_frame()`` is a table.
    """
    listed, problems = claims.read_claims(list(statements))
    if problems:
        raise ValueError(problems[0])
    return claims.check(listed, {1: describe(figure)})
