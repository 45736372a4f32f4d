"""Verdicts as they are shown: a mark after each statement, and a table of all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..claims.claim import format_value
from ..claims.verdict_html import HEADER, render_verdict_table, shorten_cell
from ..text import escape_html, escape_markdown
from ..text.text_tables import render_markdown_table, render_plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..claims import CheckedClaim, Claims

REPAIR_OFFER: Final = "answer.repair() asks once more, with the data's values of what is wrong."

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
