"""Dates and times as they are written in a text, to the precision that is stated."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DateParts: TypeAlias = dict[str, int]
"""What a date states: "year", "quarter", "month", "day", "weekday", "hour", "minute", "second"."""

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDER: Final = ("year", "quarter", "month", "day", "hour", "minute", "second")
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTH: Final = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?!\w)"
)
_YEAR: Final = r"(?P<year>[12]\d{3})"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w-]){_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-{_DAY}(?:[ T]{_TIME})?)?(?![\w-])",
        rf"(?<!\w){_DAY}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?(?!\w)",
        rf"(?<!\w){_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR})?(?!\w)",
        rf"(?<!\w){_MONTH},?\s+(?:of\s+)?{_YEAR}(?!\w)",
        rf"(?<!\w)Q(?P<quarter>[1-4])[\s/-]*(?:of\s+)?{_YEAR}(?!\w)",
        rf"(?<!\w){_YEAR}[\s/-]*Q(?P<quarter>[1-4])(?!\w)",
        rf"(?<!\w)(?P<ordinal>first|second|third|fourth) quarter(?:\s+of\s+{_YEAR})?(?!\w)",
        rf"(?<!\w){_TIME}(?!\w)",
        r"(?<!\w)Q(?P<quarter>[1-4])(?!\w)",
        rf"(?<!\w){_MONTH}",
        rf"(?<!\w)(?P<weekday>{'|'.join(_DAYS)})s?(?!\w)",
        rf"(?<![\w.,]){_YEAR}(?![\w%]|[.,]\d)",
    )
)


def parse_date_parts(text: str) -> DateParts | None:
    """Return the parts of a text that is a date as a whole, such as ``2021-03``; else None."""
    spans = list(find_dates(text.strip()))
    if not spans:
        return None
    date_length = sum(end - start for start, end, _ in spans)
    rest = re.sub(r"[\s,.]|\b(?:on|in|at|of|the)\b", "", text.strip(), flags=re.IGNORECASE)
    parts = _merge_parts(parts for _, _, parts in spans)
    return parts if date_length >= len(rest) else None


def find_dates(text: str) -> Iterator[tuple[int, int, DateParts]]:
    """Yield the places of dates in a text, and their parts."""
    is_date = [False] * len(text)
    spans = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(is_date[match.start() : match.end()]) or _is_verb(match):
                continue
            is_date[match.start() : match.end()] = [True] * (match.end() - match.start())
            spans.append((match.start(), match.end(), _to_parts(match)))
    yield from sorted(spans, key=lambda span: span[0])


def read_result_date(text: str) -> DateParts | None:
    """Return the parts of a date as the tables have it; None for any other text."""
    match = re.fullmatch(rf"{_YEAR}-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[ T]{_TIME})?)?", text)
    if match is None:
        return None
    parts = _to_parts(match)
    parts["quarter"] = (parts["month"] + 2) // 3
    if "day" in parts:
        try:
            day = date(parts["year"], parts["month"], parts["day"])
        except ValueError:
            return None
        parts["weekday"] = day.weekday()
    return parts


def count_precision(parts: DateParts) -> int:
    """Return how precise a date is: the place of its finest part."""
    return max((_ORDER.index(part) for part in parts if part in _ORDER), default=-1)


def limit_precision(value: DateParts, quote: DateParts) -> DateParts:
    """Return a stated date to the precision of the words that it is quoted with."""
    finest = count_precision(quote)
    if finest < 0:
        return value
    limited = {
        part: number
        for part, number in value.items()
        if part not in _ORDER or _ORDER.index(part) <= finest
    }
    return {**limited, **quote}


def _to_parts(match: re.Match[str]) -> DateParts:
    groups = match.groupdict()
    parts: DateParts = {}
    for name in ("year", "quarter", "day", "hour", "minute", "second"):
        if groups.get(name):
            parts[name] = int(groups[name])
    if groups.get("ordinal"):
        parts["quarter"] = _QUARTERS[groups["ordinal"].casefold()]
    if month := groups.get("month"):
        start = month.casefold()[:3]
        names = [name[:3] for name in _MONTHS]
        parts["month"] = int(month) if month.isdecimal() else names.index(start) + 1
    if groups.get("weekday"):
        parts["weekday"] = _DAYS.index(groups["weekday"].casefold())
    return parts


def _merge_parts(spans: Iterable[DateParts]) -> DateParts:
    all_parts: DateParts = {}
    for parts in spans:
        all_parts = {**parts, **all_parts}
    return all_parts


def _is_verb(match: re.Match[str]) -> bool:
    """Return whether "may" and "march" are no months: those are written with a capital."""
    word = match[0]
    return word.casefold() in {"may", "march", "mar", "dec", "sep"} and not word[0].isupper()
