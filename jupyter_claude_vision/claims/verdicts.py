"""Verdicts: a stated value held against what a query gives on the tables and their moved copies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .claim import format_value
from .wording.quotes import fold_text
from .wording.written_dates import (
    count_precision,
    find_dates,
    limit_precision,
    parse_date_parts,
    read_result_date,
)
from .wording.written_numbers import find_numbers, match_number, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .claim import Claim, Value, Verdict
    from .wording.written_numbers import WrittenNumber

SURELY_OFF: Final = 2.0
"""Multiple of the rounding or the range from which on a number is wrong."""

_NEAR: Final = 0.1
"""Part of itself up to which nearly or just over a number may be meant loosely."""

_JUMP: Final = 0.6
"""Part of the way to a copy that one of four steps takes where the result jumps."""

_TRUTHS: Final = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True)
class QueryResults:
    """Results of a claim's query.

    Attributes
    ----------
    original : float, int or str
        On the figure's own data.
    copies : tuple
        On the moved copies; None where one gave nothing.
    shifts : tuple of float
        Changes of the result by moving fractional places as far as they can be misread.
    paths : tuple of tuple
        Results on the way to each copy, from the original on; empty where they are not needed.
    is_exact : bool
        The result is a count, a rank, a year or another whole number that is not read off an axis.
    """

    original: float | int | str
    copies: tuple[Value, ...] = ()
    shifts: tuple[float, ...] = ()
    paths: tuple[tuple[Value, ...], ...] = ()
    is_exact: bool = False

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest number that a careful reader could have got."""
        base = float(self.original)
        numbers = [float(copy) for copy in self.copies if isinstance(copy, (int, float))]
        numbers += [base, *(base + shift for shift in self.shifts)]
        return min(numbers), max(numbers)

    def reaches(self, number: float, allowed: float) -> bool:
        """Return whether the result passes a number on its way to some copy.

        A result that jumps, as the place of one peak to that of another as high, passes nothing
        of what lies between: no reader gets that.

        Parameters
        ----------
        number : float
        allowed : float
            How far it may be off.
        """
        shift = max(map(abs, self.shifts), default=0.0)
        for path in self.paths:
            stops = [float(stop) for stop in path if isinstance(stop, (int, float))]
            if any(abs(stop - number) <= allowed + shift for stop in stops):
                return True
            length = sum(abs(end - start) for start, end in pairwise(stops))
            for start, end in pairwise(stops):
                is_jump = abs(end - start) > _JUMP * length
                if not is_jump and min(start, end) <= number <= max(start, end):
                    return True
        return False


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason and, of a number, the range.

    `is_by_range` is True where a number is right by nothing but the range.
    """

    verdict: Verdict
    reason: str = ""
    low: float | None = None
    high: float | None = None
    is_by_range: bool = False


def judge_claim(claim: Claim, results: QueryResults) -> Judgement:
    """Return the verdict on a claim whose query gave one cell.

    Parameters
    ----------
    claim : Claim
    results : QueryResults
    """
    stated_value, result = claim.value, results.original
    truth = _read_truth(stated_value)
    if isinstance(stated_value, bool) or (truth is not None and result in {0, 1}):
        return _judge_truth(bool(truth), results)
    if isinstance(result, str):
        return _judge_text(claim, results)
    number = _read_number(stated_value)
    if number is None:
        numbers = find_numbers(stated_value) if isinstance(stated_value, str) else []
        if len({n.start for n in numbers}) != 1:
            reason = "the query gives a number, and the claim states a text"
            return Judgement("cannot tell", reason)
        readings = [n.value * factor for n in numbers for factor in (1.0, n.prefix)]
        number = min(readings, key=lambda reading: abs(reading - float(result)))
    return _judge_number(claim, number, results)


def find_mismatch(claim: Claim, names: Sequence[str] = ()) -> str:
    """Return why a claim does not state what its quote does; empty where it may.

    Parameters
    ----------
    claim : Claim
    names : sequence of str
        Texts that the tables hold: a quote that has another one of them than the stated one
        states something else.
    """
    stated_value = claim.value
    if stated_value is None:
        return "it states no value"
    if _read_truth(stated_value) is not None:
        return ""
    if isinstance(stated_value, str):
        if (parts := parse_date_parts(stated_value)) is not None:
            return _find_date_mismatch(claim.quote, parts, stated_value)
        if _read_number(stated_value) is None:
            return _find_name_mismatch(claim.quote, stated_value, names)
    number = _read_number(stated_value)
    if number is not None and match_number(claim.quote, number) is None:
        return f"its value {format_value(number)} is not in its words"
    return ""


def _find_date_mismatch(quote: str, stated_parts: dict[str, int], text: str) -> str:
    quote_dates = [parts for _, _, parts in find_dates(quote)]
    if not quote_dates or any(_agrees(stated_parts, parts) for parts in quote_dates):
        return ""
    number = _read_number(text)
    if number is not None and match_number(quote, number) is not None:
        return ""
    return f"its value {text} is not in its words"


def _agrees(parts: dict[str, int], other_parts: dict[str, int]) -> bool:
    common = parts.keys() & other_parts.keys()
    return bool(common) and all(parts[name] == other_parts[name] for name in common)


def _find_name_mismatch(quote: str, stated_name: str, names: Sequence[str]) -> str:
    words = fold_text(quote)
    if fold_text(stated_name) in words:
        return ""
    other_names = [name for name in map(fold_text, names) if name and _has_words(words, name)]
    is_known = fold_text(stated_name) in set(map(fold_text, names))
    return f"its value {stated_name} is not in its words" if is_known and other_names else ""


def _has_words(text: str, words: str) -> bool:
    place = text.find(words)
    if place < 0:
        return False
    end = place + len(words)
    return not (text[place - 1 : place].isalnum() or text[end : end + 1].isalnum())


def _judge_truth(stated_truth: bool, results: QueryResults) -> Judgement:
    if results.original not in {0, 1}:
        return Judgement("cannot tell", "the query gives no truth: 1 or 0")
    if bool(results.original) == stated_truth:
        return Judgement("right")
    if any(copy in {0, 1} and bool(copy) == stated_truth for copy in results.copies):
        return Judgement("cannot tell", "too close to tell")
    return Judgement("wrong")


def _judge_text(claim: Claim, results: QueryResults) -> Judgement:
    stated_value, result = claim.value, str(results.original)
    number = _read_number(stated_value)
    result_number = _read_number(result)
    text = format_value(stated_value)
    if (date := read_result_date(result)) is not None:
        return _judge_date(claim, date, results)
    if number is not None and result_number is not None:
        agrees = number == result_number
        copies_agree = any(_read_number(copy) == number for copy in results.copies)
    elif number is not None and isinstance(stated_value, (int, float)):
        return Judgement("cannot tell", "the query gives a text, and the claim states a number")
    else:
        agrees = fold_text(text) == fold_text(result)
        copies_agree = any(fold_text(format_value(c)) == fold_text(text) for c in results.copies)
    return _judge_equality(agrees=agrees, copies_agree=copies_agree)


def _judge_date(claim: Claim, result: dict[str, int], results: QueryResults) -> Judgement:
    text = format_value(claim.value)
    stated_parts = parse_date_parts(text)
    if stated_parts is None:
        return Judgement("cannot tell", f"the query gives a date, and {text} is none")
    agreeing = [parts for _, _, parts in find_dates(claim.quote) if _agrees(stated_parts, parts)]
    if agreeing:
        stated_parts = limit_precision(stated_parts, max(agreeing, key=count_precision))
    missing = stated_parts.keys() - result.keys()
    stated_there = {part: n for part, n in stated_parts.items() if part in result}
    if missing and _agrees(stated_there, result):
        return Judgement("cannot tell", f"the query gives no {', '.join(sorted(missing))}")
    copies = [read_result_date(copy) for copy in results.copies if isinstance(copy, str)]
    return _judge_equality(
        agrees=_agrees(stated_there, result),
        copies_agree=any(_agrees(stated_there, copy) for copy in copies if copy),
    )


def _judge_equality(*, agrees: bool, copies_agree: bool) -> Judgement:
    if agrees:
        return Judgement("right")
    return Judgement("cannot tell", "too close to tell") if copies_agree else Judgement("wrong")


def _judge_number(claim: Claim, value: float, results: QueryResults) -> Judgement:
    number = match_number(claim.quote, value) or number_of(value)
    result = float(results.original)
    low, high = results.range
    stated_number = number.value
    off = abs(stated_number - result)
    slack = 1e-9 * max(abs(result), abs(stated_number)) if not results.is_exact else 0.0
    if results.is_exact:
        return _judge_exact(number, results)
    rounding = number.rounding(upward=result > stated_number)
    if off <= rounding + slack:
        return Judgement("right", low=low, high=high)
    if low - slack <= stated_number <= high + slack:
        if results.paths and not results.reaches(stated_number, rounding + slack):
            return Judgement("cannot tell", "other results are as likely", low, high)
        return Judgement("right", low=low, high=high, is_by_range=True)
    side = high - result if stated_number > result else result - low
    if off + slack < SURELY_OFF * max(rounding, side):
        return Judgement("cannot tell", "too close to tell", low, high)
    if _meets_inequality(number, result):
        return Judgement("cannot tell", f"it is {number.hedge} that, by more", low, high)
    if number.is_percent and abs(result * 100 - stated_number) <= rounding:
        reason = "the query gives a fraction, and the claim states per cent"
        return Judgement("cannot tell", reason, low, high)
    return Judgement("wrong", low=low, high=high)


def _judge_exact(number: WrittenNumber, results: QueryResults) -> Judgement:
    """Judge a count, a rank or a year: it is the same, or it is wrong."""
    result, stated_number = float(results.original), number.value
    low, high = results.range
    if stated_number == result or math.isclose(stated_number, result, rel_tol=1e-12):
        return Judgement("right", low=low, high=high)
    side = high - result if stated_number > result else result - low
    if abs(stated_number - result) < SURELY_OFF * side:
        return Judgement("cannot tell", "too close to tell", low, high)
    is_year = number.kind == "digits" and 1000 <= stated_number < 3000 and stated_number % 1 == 0
    # About 1,200 points: no number to be right or wrong by, where there are 1,234.
    open_by = (
        number.rounding(upward=result > stated_number) if number.hedge and not is_year else 0.0
    )
    if open_by > 0.5 and abs(stated_number - result) <= open_by:
        return Judgement("cannot tell", "a count is compared exactly", low, high)
    if _meets_inequality(number, result) and not is_year:
        return Judgement("cannot tell", f"it is {number.hedge} that", low, high)
    return Judgement("wrong", low=low, high=high)


def _meets_inequality(number: WrittenNumber, result: float) -> bool:
    if number.is_near and abs(result - number.value) > _NEAR * abs(number.value):
        return False
    return (number.hedge == "over" and result > number.value) or (
        number.hedge == "under" and result < number.value
    )


def _read_truth(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    return _TRUTHS.get(value.strip().casefold()) if isinstance(value, str) else None


def _read_number(value: Value) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value.replace(",", "").strip(" %$€£")) if isinstance(value, str) else value
        number = float(number)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
