"""Orders that categories have by what they name: numbers, dates, ranges, months, sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ..charts.row_blocks import parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = r"-?\d[\d,]*(?:\.\d+)?"
_INTERVAL: Final = re.compile(
    rf"[^\d(\[-]{{0,3}}[(\[]?\s*({_NUMBER})\s*(?:-|–|—|to|,|\.\.\.?|…)\s*[^\d-]{{0,2}}({_NUMBER})"
    r"\s*[)\]]?\D{0,8}"
)
_DATE: Final = re.compile(r"(1[5-9]|20|21)\d\d(-\d\d){0,2}")
_REST: Final = frozenset(
    {"other", "others", "rest", "the rest", "unknown", "none", "misc", "total"}
)

_ORDERED_WORDS: Final = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "mon tue wed thu fri sat sun",
    "spring summer autumn fall winter",
    "night morning noon midday afternoon evening",
    "very lowest low medium moderate mid middle high highest",
    "xxs xs s m l xl xxl xxxl tiny small large huge",
    "never rarely seldom sometimes often usually always",
    "strongly disagree neutral neither undecided agree",
    "bad poor fair average ok good great excellent ideal premium",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "one two three four five six seven eight nine ten",
    "child kid teen teenager young adult senior old infant baby toddler",
    "none primary secondary bachelor master doctorate phd",
)
"""Words with an order of their own, where each category begins with one of a line."""


@dataclass(frozen=True, slots=True)
class Position:
    """Place of a category on a scale.

    Attributes
    ----------
    value : float
        A number, or days.
    is_date, is_day : bool
        It is a date; one to the day.
    """

    value: float
    is_date: bool = False
    is_day: bool = False


def parse_position(name: str) -> Position | None:
    """Return the number or date that a category is; None for another."""
    text = name.strip()
    if _DATE.fullmatch(text) and (days := parse_date(text)) is not None:
        return Position(days, is_date=True, is_day=len(text) == len("2020-01-01"))
    if re.fullmatch(_NUMBER, text):
        return Position(float(text.replace(",", "")))
    return None


def parse_interval(name: str) -> tuple[float, float] | None:
    """Return the ends of a category that is a range, such as ``10-20`` or ``(10, 20]``."""
    match = _INTERVAL.fullmatch(name.strip())
    if match is None or _DATE.fullmatch(name.strip()):
        return None
    low, high = (float(number.replace(",", "")) for number in match.groups())
    return (low, high) if low < high else None


def has_own_order(names: Sequence[str]) -> bool:
    """Return whether categories stand in an order that their names tell.

    Parameters
    ----------
    names : sequence of str
        In drawing order. One for the rest may stand at either end.
    """
    words = [" ".join(name.casefold().split()) for name in names]
    words = [word for word in words if word not in _REST]
    if all(any(letter.isdigit() for letter in word) for word in words):
        return True
    keys = [_to_natural_key(word) for word in words]
    if _is_sorted(keys) or _is_sorted(keys[::-1]):
        return True
    return any(_all_begin_with(words, line.split()) for line in _ORDERED_WORDS)


def _to_natural_key(word: str) -> list[tuple[bool, float, str]]:
    """Return what sorts ``b 10`` after ``b 9``."""
    parts = re.split(r"(\d+)", word)
    return [(p.isdigit(), float(p) if p.isdigit() else 0.0, p) for p in parts if p.strip()]


def _is_sorted(keys: Sequence[list[tuple[bool, float, str]]]) -> bool:
    return all(first <= second for first, second in pairwise(keys))


def _all_begin_with(words: Sequence[str], ordered_words: Sequence[str]) -> bool:
    is_short = all(len(word) == 3 for word in ordered_words)  # "january" begins with "jan"
    firsts = [re.split(r"\W+", word)[0] for word in words]
    return all((word[:3] if is_short else word) in ordered_words for word in firsts)
