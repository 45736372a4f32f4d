"""A lint of charts, without a model: rules about the data and the drawing of a live figure.

In: a live figure. Out: a `LintReport` of findings, each with its panel and, on a matplotlib figure,
its region on the picture.
Read first: `rules`.
"""

from .report import Finding, LintReport
from .rules import RULES, lint_figure

__all__ = ["RULES", "Finding", "LintReport", "lint_figure"]
