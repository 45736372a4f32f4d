"""Which pages of a PDF are meant: ``"3-5,8"``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .errors import PromptError

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges: TypeAlias = "tuple[tuple[int, int | None], ...]"
"""First and last page of each, from 1; None for the end."""

_RANGE: Final = re.compile(r"(?P<first>\d+)\s*(?:(?P<to>[-–])\s*(?P<last>\d+)?)?")


def page_ranges(text: str) -> Ranges:
    """Return the ranges that a text such as ``"3-5,8"`` or ``"7-"`` means.

    Raises
    ------
    ValueError
        It means none.
    """
    return tuple(map(_range, text.split(",")))


def _range(text: str) -> tuple[int, int | None]:
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    first = int(found["first"])
    last = int(found["last"]) if found["last"] else None if found["to"] else first
    if first < 1 or (last is not None and last < first):
        raise ValueError(text)
    return first, last


def wanted_pages(pages: Any) -> Ranges:
    """Return the ranges that the argument `pages` of `see` means.

    Parameters
    ----------
    pages : str or int or iterable of int, or None
        Or what `page_ranges` returned. None for all of them.

    Raises
    ------
    PromptError
        It means none.
    """
    if pages is None:
        return ()
    try:
        if isinstance(pages, str):
            return page_ranges(pages)
        return tuple(map(_pair, [pages] if isinstance(pages, int) else _all(pages)))
    except (TypeError, ValueError) as error:
        msg = f"pages takes page numbers from 1, such as '3-5,8' or 3, not {pages!r}."
        raise PromptError(msg) from error


def _all(pages: Iterable[Any]) -> list[Any]:
    found = list(pages)
    if not found:
        raise ValueError(pages)
    return found


def _pair(page: Any) -> tuple[int, int | None]:
    first, last = page if isinstance(page, tuple) else (page, page)
    if first < 1 or (last is not None and last < first):
        raise ValueError(page)
    return int(first), None if last is None else int(last)
