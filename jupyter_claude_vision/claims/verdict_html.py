"""Verdicts as HTML: a badge whose color and sign tell them apart, and a table of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..text import escape_html

if TYPE_CHECKING:
    from collections.abc import Sequence

_BADGE: Final = (
    '<span title="{verdict}" style="display: inline-block; min-width: 1.1em; padding: 0 0.25em; '
    "border-radius: {radius}; background: {color}; color: #ffffff; font-size: 0.85em; "
    'line-height: 1.4; text-align: center">{text}</span>'
)

_LOOKS: Final[dict[str, tuple[str, str]]] = {
    "right": ("#1a7f37", "0.8em"),
    "wrong": ("#c0262d", "0.15em"),
    "cannot tell": ("#8a5a00", "0.4em"),
    "not checked": ("#5f6670", "0.8em"),
}
"""Color and radius of each badge. White on each has a contrast of over 4.5 (WCAG 2.2, 1.4.3), and a
badge brings its own background, so that it is the same in light and dark."""

LONGEST: Final = 200
"""Characters of a cell that are shown; the claim itself is whole."""


HEADER: Final = ("", "statement", "verdict", "the data", "query")


def render_verdict_badge(verdict: str, text: str) -> str:
    """Return a text as a badge of a verdict."""
    color, radius = _LOOKS[verdict]
    return _BADGE.format(verdict=verdict, radius=radius, color=color, text=escape_html(text))


def render_verdict_table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return claims as a table in HTML, with a badge for each verdict.

    Parameters
    ----------
    rows : sequence of tuple of str
        Mark, statement, verdict, the data and query of each.
    """
    head = "".join(f'<th style="text-align: left">{name}</th>' for name in HEADER)
    body = "".join(f"<tr>{''.join(_render_cells(*row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _render_cells(mark: str, statement: str, verdict: str, data: str, query: str) -> list[str]:
    cells = [
        render_verdict_badge(verdict, mark),
        escape_html(statement),
        verdict,
        escape_html(data),
        f"<code>{escape_html(query)}</code>" if query else "",
    ]
    return [f'<td style="text-align: left">{cell}</td>' for cell in cells]


def shorten_cell(text: str) -> str:
    """Return a text with at most the characters that a cell shows."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
