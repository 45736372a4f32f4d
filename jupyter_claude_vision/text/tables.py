"""Rows as a table, in Markdown and in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import visible
from . import escape

if TYPE_CHECKING:
    from collections.abc import Sequence


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown, every cell shown as it is."""
    escaped = [[escape(" ".join(cell.split())) for cell in line] for line in (header, *rows)]
    lines = [escaped[0], ["---"] * len(header), *escaped[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as text, its columns aligned."""
    cells = [[" ".join(visible(cell).split()) for cell in line] for line in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )
