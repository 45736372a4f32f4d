"""Verdicts as they are shown: a mark after each statement, and a table of all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..claims.claim import format_value
from ..claims.verdict_html import HEADER, render_verdict_table, shorten_cell
from ..text import escape_html, escape_markdown, render_html_blocks
from ..text.text_tables import render_markdown_table, render_plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..claims import CheckedClaim, Claims

REPAIR_OFFER: Final = "answer.repair() asks once more, with the data's values of what is wrong."

_FIRST_PRIVATE: Final = 0xE000
_MOST_MARKS: Final = 6_400
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
"""Characters that Unicode leaves to programs: each stands for a mark while HTML is rendered."""

_UNBROKEN: Final = re.compile(
    r"```.*?(?:```|$)|(?<!`)`[^`\n]+`|\$\$.+?\$\$|(?<![\\\w$])\$[^$\n]+?\$(?!\d)|\]\([^)\n]*\)",
    re.DOTALL,
)
"""Parts of Markdown that a mark would break: code, formulas, and the addresses of links."""


def mark_claims(text: str, claims: Claims, to_shown: Callable[[str], str] = str) -> str:
    """Return an answer's text with the mark of each claim after the words that state it.

    Parameters
    ----------
    text : str
    claims : Claims
    to_shown : callable
        Applied to each mark, such as to escape it.
    """
    marks_by_end: dict[int, list[str]] = {}
    for claim in claims:
        if claim.span is not None:
            end = _find_mark_place(text, claim.span[1])
            marks_by_end.setdefault(end, []).append(_format_mark(claim))
    for end in sorted(marks_by_end, reverse=True):
        mark = to_shown(" ".join(marks_by_end[end]))
        text = f"{text[:end]} {mark}{text[end:]}"
    return text


def render_marked_blocks(text: str, claims: Claims) -> list[str]:
    """Return the blocks of an answer as HTML, with an element for the mark of each claim.

    Parameters
    ----------
    text : str
    claims : Claims
    """
    text = _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text)
    signs_by_end: dict[int, str] = {}
    for number, claim in enumerate(claims):
        if claim.span is not None and number < _MOST_MARKS:
            end = _find_mark_place(text, claim.span[1])
            signs_by_end[end] = signs_by_end.get(end, "") + chr(_FIRST_PRIVATE + number)
    for end in sorted(signs_by_end, reverse=True):
        text = f"{text[:end]}{signs_by_end[end]}{text[end:]}"

    def write_mark(match: re.Match[str]) -> str:
        number = ord(match[0]) - _FIRST_PRIVATE
        claim = claims[number]
        name = claim.verdict.replace(" ", "-")
        mark = escape_html(_format_mark(claim))
        return f' <span class="cs-claim cs-{name}" data-claim="{number}">{mark}</span>'

    return [_PRIVATE.sub(write_mark, block) for block in render_html_blocks(text)]


def render_claims_markdown(claims: Claims) -> str:
    """Return claims as Markdown: a table that is folded under the counts of its verdicts."""
    if not claims:
        return f"*{escape_markdown(claims.summary)}*"
    table = render_markdown_table(HEADER, claims.table_rows())
    summary = escape_html(claims.summary)
    folded = f"<details><summary>{summary}</summary>\n\n{table}\n\n</details>"
    return f"{folded}\n\n*{escape_markdown(REPAIR_OFFER)}*" if claims.of("wrong") else folded


def render_claims_html(claims: Claims) -> str:
    """Return claims as HTML: a table that is folded under the counts of its verdicts."""
    summary = escape_html(claims.summary)
    if not claims:
        return f"<p><em>{summary}</em></p>"
    table = f'<div class="cs-table" tabindex="0">{render_verdict_table(claims.table_rows())}</div>'
    return f"<details><summary>{summary}</summary>{table}</details>"


def render_claims_plain(claims: Claims) -> Iterator[str]:
    """Yield claims as plain text: a table, and the counts of its verdicts."""
    if claims:
        yield render_plain_table(HEADER, claims.table_rows())
    yield f"[{claims.summary}]"
    if claims.of("wrong"):
        yield f"[{REPAIR_OFFER}]"


def _find_mark_place(text: str, end: int) -> int:
    """Return where a mark goes: after emphasis, a formula or code that the words end in."""
    for match in _UNBROKEN.finditer(text):
        if match.start() < end < match.end():
            end = match.end()
    while end < len(text) and text[end] in "*_`" and not text[end - 1].isspace():
        end += 1
    return end


def _format_mark(claim: CheckedClaim) -> str:
    if claim.verdict == "wrong" and not isinstance(claim.claim.value, bool):
        return f"{claim.mark} ({shorten_cell(format_value(claim.result))})"
    return f"({claim.mark})" if claim.verdict == "cannot tell" else claim.mark
