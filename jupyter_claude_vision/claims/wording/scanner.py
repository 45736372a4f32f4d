"""The scanner: places in an answer's text that state something and that no claim quotes.

Numbers count in any language, words in English. A number that only names a series, a place on an
axis, a category, or that the question has already, is no statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .quotes import fold_text
from .statement_words import ADVERBS, NO_STATEMENTS, is_statement_word
from .written_dates import find_dates
from .written_numbers import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .quotes import Span
    from .written_numbers import WrittenNumber

_SENTENCE_END: Final = re.compile(r"(?<=[.!?。！？;])[\s\"')*_]+(?=\S)|\n+|[。！？]|\|")
_CLAUSE_END: Final = re.compile(
    r"\s*[,;–—]\s+|\s+(?:and|but|while|whereas|although|though|however|then|yet)\s+|\s[–—-]\s",
    re.IGNORECASE,
)
_SKIPPED_TEXT: Final = re.compile(
    r"```.*?(?:```|\Z)|\]\([^)]*\)|https?://\S+|<[^>\s]*>"
    r"|^\s*\d{1,3}[.)]\s|^\s*#+\s*\d+(?:\.\d+)*[.)]?\s",
    re.DOTALL | re.MULTILINE,
)
"""Code, addresses, and the numbers of list items and headings."""

_LABEL: Final = re.compile(
    r"\b(?:figure|fig\.?|image|picture|panel|subplot|plot|chart|series|table|step|page|section|"
    r"column|row|note|group|cluster|class|version|line|curve|bar|part|item|point|phase|level|"
    r"model|sample|type|region|zone)\s+#?\d+(?:\s*(?:,|and|&|-|–|to)\s*\d+)*\b(?![.,]?\d|\s*%)",
    re.IGNORECASE,
)
_LIST_MARKER: Final = re.compile(r"\s*[-+*]\s+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_IDLE_WORDS: Final = frozenset(
    {"no", "none", "neither", "only", "single", "sole", "one", "a", "an", "both", "pair", "couple"}
)
"""Number words that are mostly something else: they count only as claims quote them."""


@dataclass(frozen=True)
class KnownNames:
    """Words and numbers that name parts of a figure or of the question.

    Attributes
    ----------
    names : tuple of str
        Series, panels, categories, labels, titles.
    places : frozenset of float
        Numbers at which something stands on an axis, such as years.
    limits : frozenset of float
        Numbers at which an axis ends.
    prompt : str
        The question.
    """

    names: tuple[str, ...] = ()
    places: frozenset[float] = frozenset()
    limits: frozenset[float] = frozenset()
    prompt: str = ""


def find_statements(
    text: str, quotes: Iterable[Span] = (), names: KnownNames = KnownNames()
) -> list[Span]:
    """Return the places in a text that state something and that no quote covers.

    Each is the clause around one or several such words or numbers, as far as no quote covers it.

    Parameters
    ----------
    text : str
    quotes : iterable of tuple
        The places of the claims' quotes.
    names : KnownNames
    """
    quoted_mask = bytearray(len(text))
    for start, end in quotes:
        quoted_mask[start:end] = b"\1" * (end - start)
    hidden = _hide(text, names)
    spans: list[Span] = []
    for sentence in _split(text, (0, len(text)), _SENTENCE_END):
        if text[slice(*sentence)].rstrip(" \"')*_").endswith("?"):
            continue  # a question to the reader
        for clause in _split(text, sentence, _CLAUSE_END):
            triggers = [
                (start, end)
                for start, end in _find_triggers(text, hidden, clause, names)
                if not any(quoted_mask[start:end])
            ]
            spans += _widen(triggers, clause, quoted_mask, text)
    return sorted(set(spans))


def _widen(triggers: list[Span], clause: Span, quoted_mask: bytearray, text: str) -> list[Span]:
    """Return the uncovered parts of a clause that hold a trigger."""
    spans = []
    for trigger in triggers:
        start, end = trigger
        while start > clause[0] and not quoted_mask[start - 1]:
            start -= 1
        while end < clause[1] and not quoted_mask[end]:
            end += 1
        spans.append(_trim(text, (start, end)))
    return spans


def _trim(text: str, span: Span) -> Span:
    start, end = span
    if marker := _LIST_MARKER.match(text, start, end):
        start = marker.end()
    while start < end and (text[start].isspace() or text[start] in "*_>#•,;:.)]|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_,;:.!([|"):
        end -= 1
    return start, end


def _split(text: str, span: Span, pattern: re.Pattern[str]) -> Iterator[Span]:
    start = span[0]
    for match in pattern.finditer(text, *span):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < span[1]:
        yield start, span[1]


def _hide(text: str, known_names: KnownNames) -> bytearray:
    """Return which characters only name something, or are no words of the answer."""
    hidden = bytearray(len(text))
    for pattern in (_SKIPPED_TEXT, _LABEL, NO_STATEMENTS):
        for match in pattern.finditer(text):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    lower = text.casefold()
    if len(lower) != len(text):  # a letter that folds to two
        lower = text.lower() if len(text.lower()) == len(text) else text
    for name in sorted(set(known_names.names), key=len, reverse=True):
        if len(name.strip()) < 2 or _is_plain_number(name):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", lower):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return hidden


def _is_plain_number(name: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s%-]+", name))


def _find_triggers(
    text: str, hidden: bytearray, clause: Span, known_names: KnownNames
) -> Iterator[Span]:
    words = text[slice(*clause)]
    offset = clause[0]
    is_of_axis = bool(re.search(r"\b(?:axis|axes|scale|range[sd]?|ticks?)\b", words, re.IGNORECASE))
    yield from _find_number_triggers(words, offset, hidden, known_names, is_of_axis=is_of_axis)
    for match in _WORD.finditer(words):
        start, end = offset + match.start(), offset + match.end()
        if not any(hidden[start:end]) and is_statement_word(match[0].casefold()):
            yield start, end
    for match in ADVERBS.finditer(words):
        start, end = offset + match.start(), offset + match.end()
        if not any(hidden[start:end]):
            yield start, end


def _find_number_triggers(
    words: str, offset: int, hidden: bytearray, known_names: KnownNames, *, is_of_axis: bool
) -> Iterator[Span]:
    dates = [(start, end) for start, end, _ in find_dates(words)]
    prompt_values = {number.value for number in find_numbers(known_names.prompt)}
    for number in find_numbers(words):
        start, end = offset + number.start, offset + number.end
        if any(hidden[start:end]):
            continue
        if any(first <= number.start and number.end <= last for first, last in dates):
            continue
        if fold_text(words[number.start : number.end]) in _IDLE_WORDS:
            continue
        is_plain = number.kind == "digits" and not number.is_percent and number.magnitude == 1
        if is_plain and (number.value in prompt_values or _is_place(number, words, known_names)):
            continue
        if number.value in prompt_values and number.kind in {"word", "ordinal"}:
            continue
        if is_of_axis and is_plain and number.value in known_names.limits:
            continue
        yield start, end


def _is_place(number: WrittenNumber, words: str, known_names: KnownNames) -> bool:
    """Return whether a number only says where, such as "in 2020" and "at x = 3"."""
    value = number.value
    if value not in known_names.places:
        return False
    if value % 1 == 0 and 1000 <= value < 3000:
        return True
    return bool(_PLACE_WORDS.search(words[max(0, number.start - 24) : number.start]))


_PLACE_WORDS: Final = re.compile(
    r"\b(?:at|in|on|until|till|since|from|between|and|to|after|before|day|year|week|month|hour|"
    r"x|time|around|near|quarter|group|bin|category|position|index|age|through|by)"
    r"(?:\s*(?:=|≈|is|of|about|the))*\s*$",
    re.IGNORECASE,
)
