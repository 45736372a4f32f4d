"""Numbers as they are written in a text: digits, words, multiples and fractions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from .number_words import (
    FILL_WORDS,
    FRACTION_SIGNS,
    FRACTIONS,
    MAGNITUDES,
    MULTIPLES,
    ORDINALS,
    WORD_PATTERN,
    WORD_RATIO,
    parse_number_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOSE: Final = 0.05
"""Part of itself that a multiple or fraction in words (doubled, a third) leaves open."""

_LOOSE_IF_HEDGED: Final = 0.125

_GROUPS: Final = r"\d{1,3}(?:[,.'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)"
_UNSPACED: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Letters of Thai, Japanese, Chinese and Korean, which put no space before a number."""

_DIGITS: Final = re.compile(
    rf"(?:(?<![\w.,/])|(?<=[{_UNSPACED}]))(?P<sign>[-−+](?=\d))?(?P<digits>(?:{_GROUPS}|\d+)(?:[.,]\d+)*)"
    r"(?:\s?[x×·*]\s?10(?:\^|\*\*)?(?P<power>[-−]?\d+|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE](?P<exponent>[-+]?\d+))?"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|"
    rf"[\s-]?(?P<magnitude>{'|'.join(sorted(map(re.escape, MAGNITUDES), key=len, reverse=True))})"
    rf"(?:(?![^\W\d_])|(?=[{_UNSPACED}])))?"
    r"(?P<percent>\s?(?:%|‰|percent\b|per cent\b|percentage points?\b|pp\b|Prozent\b|por ciento))?",
)
_RATIO: Final = re.compile(r"(?<![\w./])(\d+)\s?(?:/|in|out of|of)\s?(\d+)(?![\d/])")
_REACHES: Final = r"(?: (?:reach|hit|touch|attain)(?:e[sd]|s|ed|ing|ting)?)?"
_HEDGES: Final = {
    "about": r"about|around|roughly|approximately|approx\.?|circa|ca\.?|some|close to|near|~|≈|∼",
    "over": r"over|(?:just|slightly|well) (?:over|above)|more than|above|exceed(?:s|ed|ing)?"
    r"|at least|greater than|higher than",
    "under": rf"(?:nearly|almost){_REACHES}|(?:just|slightly|well) (?:under|below)"
    r"|less than|fewer than|below|under|at most|lower than",
}
_BEFORE: Final = {
    hedge: re.compile(rf"(?:^|[^\w])(?:{words})\s*(?:an? |the )?[$€£¥₹]?\s*[-−]?$", re.IGNORECASE)
    for hedge, words in _HEDGES.items()
}
_NEAR: Final = re.compile(
    rf"\b(?:(?:nearly|almost){_REACHES}|(?:just|slightly|barely|a little) "
    r"(?:over|above|under|below|more than|less than|fewer than))\s*(?:an? |the )?[$€£¥₹]?\s*[-−]?$",
    re.IGNORECASE,
)
"""Hedges that leave open a little, unlike "more than", which leaves open anything above."""

_PREFIXES: Final = {
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "m": 1e-3,
    "µ": 1e-6,
    "μ": 1e-6,
    "n": 1e-9,
}
_PREFIXED_UNIT: Final = re.compile(
    rf"\s?(?P<prefix>[{''.join(_PREFIXES)}])(?:Hz|Wh?|V|A|B|bit|bps|g|m|s|Pa|J|N|eV|Ω|F|l|L)(?!\w)"
)
"""Units with a prefix: 16 kHz is 16, and 16,000 on an axis in hertz."""

_SUPERSCRIPTS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number in a text, in one of the ways to read it.

    Attributes
    ----------
    start, end : int
        Its place in the text.
    value : float
        With its magnitude.
    step : float
        A unit of its last digit.
    coarse_step : float
        A unit of its last digit that is not zero; `step` where there are decimals.
    magnitude : float
        1,000,000 of "2.4 million", else 1.
    is_percent : bool
    hedge : {"", "about", "over", "under"}
    is_near : bool
        The hedge leaves open only a little: nearly, just over.
    kind : {"digits", "word", "ordinal", "multiple", "fraction"}
    prefix : float
        1,000 of "16 kHz", which `value` leaves out.
    """

    start: int
    end: int
    value: float
    step: float = 1.0
    coarse_step: float = 1.0
    magnitude: float = 1.0
    is_percent: bool = False
    hedge: str = ""
    is_near: bool = False
    kind: str = "digits"
    prefix: float = 1.0

    def rounding(self, *, upward: bool) -> float:
        """Return how far the number that is meant may lie above or below the written one.

        Half of the last digit. Trailing zeros of a whole number hide more only where the words
        say so (about 1,200) or before a magnitude (20 million).
        """
        is_open = self.hedge in {"about", "over" if upward else "under"}
        if self.kind in {"multiple", "fraction"}:
            return abs(self.value) * (_LOOSE_IF_HEDGED if is_open else _LOOSE)
        is_coarse = is_open or (self.magnitude != 1 and not self.hedge)
        return (self.coarse_step if is_coarse else self.step) / 2

    def scaled(self, factor: float) -> WrittenNumber:
        """Return the number in another unit."""
        return replace(
            self,
            value=self.value * factor,
            step=self.step * abs(factor),
            coarse_step=self.coarse_step * abs(factor),
        )


def find_numbers(text: str) -> list[WrittenNumber]:
    """Return the numbers of a text in each way to read them, in their order."""
    numbers = [*_find_digits(text), *_find_ratios(text), *_find_words(text)]
    return sorted(
        (_add_hedge(number, text) for number in numbers),
        key=lambda number: (number.start, -number.end),
    )


def match_number(text: str, value: float) -> WrittenNumber | None:
    """Return the number of a text that a value is, in the value's unit; None where it has none.

    "12 %" is 12 and 0.12, "2.4 million" is 2,400,000 and, on an axis in millions, 2.4. The sign
    is the value's: a fall of 12 is told as 12.

    Parameters
    ----------
    text : str
    value : float
    """
    best: tuple[float, WrittenNumber] | None = None
    for number in find_numbers(text):
        for factor in _unit_factors(number):
            sign = -1.0 if value < 0 < number.value or number.value < 0 < value else 1.0
            candidate = number.scaled(sign * factor)
            gap = abs(candidate.value - value)
            allowed = candidate.rounding(upward=value > candidate.value)
            if number.kind in {"multiple", "fraction", "ordinal"}:
                allowed = abs(value) * 0.02 if number.kind != "ordinal" else 0.0
            if gap <= allowed * (1 + 1e-9) + 1e-12 * abs(value) and (best is None or gap < best[0]):
                best = gap, candidate
    return best[1] if best else None


def number_of(value: float) -> WrittenNumber:
    """Return a number that stands in no text, with the digits that it takes to write it."""
    digits = repr(value) if value != int(value) or abs(value) > 1e15 else str(int(value))
    mantissa, _, exponent = digits.partition("e")
    decimals = len(mantissa.partition(".")[2])
    step = 10.0 ** (int(exponent or 0) - decimals)
    return WrittenNumber(0, 0, value, step, step)


def _unit_factors(number: WrittenNumber) -> Iterator[float]:
    yield 1.0
    if number.prefix != 1:
        yield number.prefix
    if number.is_percent or number.kind in {"fraction", "multiple"}:
        yield 0.01 if number.is_percent else 100.0
    if number.magnitude != 1 or abs(number.value) >= 1000:
        yield from (1e-3, 1e-6, 1e-9, 1e-12)


def _find_digits(text: str) -> Iterator[WrittenNumber]:
    for match in _DIGITS.finditer(text):
        magnitude = MAGNITUDES.get(match["magnitude"] or "", 1.0)
        exponent = (match["exponent"] or match["power"] or "0").translate(_SUPERSCRIPTS)
        unit = magnitude * 10.0 ** int(exponent.replace("−", "-"))
        sign = -1.0 if match["sign"] in {"-", "−"} else 1.0
        prefixed = None if match["magnitude"] else _PREFIXED_UNIT.match(text, match.end())
        for plain in _read_separators(match["digits"]):
            whole, _, decimals = plain.partition(".")
            step = 10.0 ** -len(decimals) * unit
            zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
            coarse = step * 10.0 ** (zeros if whole.strip("0") else 0)
            yield WrittenNumber(
                match.start(),
                match.end(),
                sign * float(plain) * unit,
                step,
                coarse,
                magnitude,
                is_percent=bool(match["percent"]),
                kind="ordinal" if match["ordinal"] else "digits",
                prefix=_PREFIXES[prefixed["prefix"]] if prefixed else 1.0,
            )
        if match["magnitude"] == "m":  # metres as well
            yield WrittenNumber(match.start(), match.end(), sign * float(plain), step / unit)


def _read_separators(digits: str) -> Iterator[str]:
    """Yield what digits with separators can mean, as Python writes it; the likelier first."""
    digits = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in digits)
    plain = re.sub(r"['’\s]", "", digits)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        yield plain
        return
    last = marks[-1]
    head, _, tail = plain.rpartition(last)
    has_groups = bool(re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", head)) and len(tail) == 3
    as_decimal = re.sub(r"[.,]", "", head) + "." + tail
    as_whole = re.sub(r"[.,]", "", plain)
    if len(set(marks)) == 2:
        yield as_decimal
    elif len(marks) > 1:
        if has_groups:
            yield as_whole
    elif not has_groups or head == "0":
        yield as_decimal
    else:
        yield from (as_whole, as_decimal) if last == "," else (as_decimal, as_whole)


def _find_ratios(text: str) -> Iterator[WrittenNumber]:
    for match in _RATIO.finditer(text):
        part, whole = float(match[1]), float(match[2])
        if 0 < part <= whole:
            yield _fraction(match.start(), match.end(), part / whole)
    for match in WORD_RATIO.finditer(text):
        count, size = (parse_number_words([word]) for word in match.groups())
        if count and size and count <= size:
            yield _fraction(match.start(), match.end(), count / size)
    for place, char in enumerate(text):
        if char in FRACTION_SIGNS:
            yield _fraction(place, place + 1, FRACTION_SIGNS[char])


def _find_words(text: str) -> Iterator[WrittenNumber]:
    for match in WORD_PATTERN.finditer(text):
        words = re.split(r"[\s-]+", match[0].casefold())
        start, end = match.span()
        last = words[-1]
        before = [word for word in words[:-1] if word not in FILL_WORDS]
        if last in FRACTIONS:
            parts = parse_number_words(before) if before else 1.0
            if parts is not None:
                yield _fraction(start, end, parts * FRACTIONS[last])
        if not before and last in MULTIPLES:
            for factor in MULTIPLES[last]:
                yield WrittenNumber(start, end, factor, 0.0, 0.0, kind="multiple")
        if last in ORDINALS:
            base = parse_number_words(before) if before else 0.0
            if base is not None:
                yield WrittenNumber(start, end, base + ORDINALS[last], kind="ordinal")
        value = parse_number_words(words)
        if value is not None:
            digits = f"{value:.0f}"
            coarse = 10.0 ** (len(digits) - len(digits.rstrip("0"))) if value else 1.0
            is_big = value >= 1e6 and value % 1e6 == 0
            unit = 1e6 if is_big else 1.0
            percent = re.match(r"\s?(?:%|percent|per cent|percentage)", text[end:])
            yield WrittenNumber(
                start, end, value, unit, coarse, unit, is_percent=bool(percent), kind="word"
            )


def _fraction(start: int, end: int, value: float) -> WrittenNumber:
    return WrittenNumber(start, end, value, 0.0, 0.0, kind="fraction")


def _add_hedge(number: WrittenNumber, text: str) -> WrittenNumber:
    before = text[max(0, number.start - 32) : number.start]
    for hedge in ("over", "under", "about"):
        if _BEFORE[hedge].search(before):
            return replace(number, hedge=hedge, is_near=bool(_NEAR.search(before)))
    return number
