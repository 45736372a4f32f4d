"""Tables in Markdown, in HTML and in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import to_visible_text
from . import escape_html, escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence


def render_markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown, with every cell escaped."""
    cells = [[escape_markdown(" ".join(cell.split())) for cell in line] for line in (header, *rows)]
    lines = [cells[0], ["---"] * len(header), *cells[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def render_plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as plain text, with aligned columns."""
    cells = [[" ".join(to_visible_text(cell).split()) for cell in line] for line in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def render_html_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML, with every cell escaped and set to the left.

    Front ends set cells to the right, which suits numbers and not sentences.
    """
    head = "".join(f'<th style="text-align: left">{_escape_cell(cell)}</th>' for cell in header)
    lines = (
        "".join(f'<td style="text-align: left">{_escape_cell(cell)}</td>' for cell in row)
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _escape_cell(cell: str) -> str:
    return escape_html(" ".join(cell.split()))
