"""Names of series and categories, matched as a reader would match them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_SCORE: Final = 80.0
"""Similarity from which two names are taken for the same, of 100."""


def match_names(names: Sequence[str], candidates: Sequence[str]) -> dict[int, int]:
    """Return which candidate each name means, by position; the most alike first, each once.

    Case, punctuation and the order of words make no difference.

    Parameters
    ----------
    names, candidates : sequence of str
    """
    from rapidfuzz import fuzz, utils

    pairs = []
    for row, name in enumerate(names):
        for column, candidate in enumerate(candidates):
            score = fuzz.token_sort_ratio(name, candidate, processor=utils.default_process)
            if score >= _LEAST_SCORE or name == candidate:
                pairs.append((-score, abs(row - column), row, column))
    pairs.sort()
    matches: dict[int, int] = {}
    for _, _, row, column in pairs:
        if row not in matches and column not in matches.values():
            matches[row] = column
    return matches
