"""Tables in Markdown and in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import to_visible_text
from . import escape_markdown

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
