"""Quotes: where the words of a claim stand in an answer's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]

_EQUIVALENTS: Final = {
    **dict.fromkeys("–—−‑", "-"),
    **dict.fromkeys("’‘`´", "'"),
    **dict.fromkeys("“”„«»", '"'),
}
_PLAIN: Final = str.maketrans({**_EQUIVALENTS, "*": "", "`": ""})
_UNSEEN: Final = frozenset("*_`\\\u200b\u00ad")
"""Characters of Markdown, and those of no width: a quote may leave them out."""


class QuotedText:
    """A text in which quotes are looked up, whatever their spacing, emphasis and dashes.

    Parameters
    ----------
    text : str
    """

    def __init__(self, text: str) -> None:
        self._folded, self._places = _fold(text)
        self._end = len(text)
        self._used_spans: set[Span] = set()

    def find(self, quote: str) -> Span | None:
        """Return the place of a quote; of one that occurs again, the next that is not taken."""
        words = _fold(quote)[0].strip()
        for words_or_core in dict.fromkeys((words, words.strip(" .,;:!?…\"'()"))):
            spans = list(self._find_all(words_or_core)) if words_or_core else []
            free = [span for span in spans if span not in self._used_spans]
            if spans:
                span = (free or spans)[0]
                self._used_spans.add(span)
                return span
        return None

    def _find_all(self, words: str) -> Iterable[Span]:
        start = self._folded.find(words)
        while start >= 0:
            end = start + len(words)
            if not (_is_inside(self._folded, start) or _is_inside(self._folded, end)):
                yield self._places[start], self._places[end - 1] + 1
            start = self._folded.find(words, start + 1)


def fold_text(text: str) -> str:
    """Return a text in lower case, with single spaces and plain dashes, without emphasis."""
    plain = text.casefold().translate(_PLAIN)
    return " ".join(plain.split())


def _is_inside(text: str, place: int) -> bool:
    """Return whether a place splits a word or a number."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before.isalnum() and after.isalnum():
        return True
    around = text[max(0, place - 2) : place + 2]
    return bool(re.fullmatch(r"\d[.,]\d.?|.?\d[.,]\d", around)) and (
        (before.isdigit() and text[place + 1 : place + 2].isdigit()) or after.isdigit()
    )


def _fold(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and the place in the text of each of its characters."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in _UNSEEN:
            continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                places.append(place)
            continue
        for folded in _EQUIVALENTS.get(char, char.casefold()):
            chars.append(folded)
            places.append(place)
    return "".join(chars), places
