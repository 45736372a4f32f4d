"""Ranges of pages, as ``"3-5,8"`` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

PageRanges: TypeAlias = tuple[tuple[int, int | None], ...]
"""First and last page of each range, from 1; None for the end of the document."""

_RANGE: Final = re.compile(r"(?P<first>\d+)\s*(?:(?P<dash>[-–])\s*(?P<last>\d+)?)?")


def to_page_ranges(pages: object) -> PageRanges:
    """Return the ranges of pages that a value stands for.

    Parameters
    ----------
    pages : str or int or iterable
        Such as ``"3-5,8"``, ``"7-"``, ``3``, ``range(3, 6)`` or ranges themselves.

    Raises
    ------
    ValueError, TypeError
        It stands for none.
    """
    if isinstance(pages, str):
        return parse_page_ranges(pages)
    if isinstance(pages, int):
        return (_check_range(pages, pages),)
    if not isinstance(pages, Iterable):
        raise TypeError(pages)
    ranges = tuple(map(_to_range, pages))
    if not ranges:
        raise ValueError(pages)
    return ranges


def parse_page_ranges(text: str) -> PageRanges:
    """Return the ranges that a text such as ``"3-5,8"`` or ``"7-"`` writes.

    Raises
    ------
    ValueError
        It writes none.
    """
    return tuple(map(_parse_range, text.split(",")))


def _parse_range(text: str) -> tuple[int, int | None]:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    first = int(match["first"])
    if match["last"]:
        return _check_range(first, int(match["last"]))
    return _check_range(first, None if match["dash"] else first)


def _to_range(page: Any) -> tuple[int, int | None]:
    first, last = page if isinstance(page, tuple) else (page, page)
    first, last = _check_range(first, last)
    return int(first), None if last is None else int(last)


def _check_range(first: int, last: int | None) -> tuple[int, int | None]:
    if first < 1 or (last is not None and last < first):
        raise ValueError((first, last))
    return first, last
