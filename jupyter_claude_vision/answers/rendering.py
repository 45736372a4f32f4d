"""Answers as Markdown, as plain text, and as a picture with regions."""

from __future__ import annotations

import math
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from ..claims.table_check import format_difference
from ..errors import InputError
from ..imaging.overlay import draw_overlay
from ..text import escape_markdown, sanitize_markdown
from ..text.text_tables import render_markdown_table, render_plain_table
from ..visible import to_visible_line, to_visible_text
from .claim_marks import mark_claims, render_claims_markdown, render_claims_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

    from ..claims.chart_table import Reading
    from ..imaging.prepare import PreparedImage
    from .citations import Citations
    from .findings import Findings
    from .regions import Regions


_MOST_ROWS: Final = 20
"""Rows of a table that are displayed; the table itself is complete."""

_LONGEST: Final = 200
"""Characters of a value that are displayed; the value itself is complete."""


def mark_text(
    text: str, findings: Findings, citations: Citations, to_mark: Callable[[str], str]
) -> str:
    """Return an answer's text with the marks of its claims or of its citations.

    Parameters
    ----------
    text : str
    findings : Findings
    citations : Citations
    to_mark : callable
        Converts each mark, such as to escape it.
    """
    if findings.is_checked:  # structured output, which has no citations
        return mark_claims(text, findings.claims, to_mark)
    return citations.mark_text(text, to_mark)


def render_markdown(text: str, findings: Findings, notice: str, footer: str) -> str:
    """Return an answer as safe Markdown.

    Parameters
    ----------
    text : str
        Untrusted Markdown.
    findings : Findings
    notice : str
        Empty for none.
    footer : str
    """
    bold_notice = f"**{escape_markdown(notice)}**" if notice else ""
    parts = (
        sanitize_markdown(text),
        *render_findings_markdown(findings),
        bold_notice,
        f"*{sanitize_markdown(footer)}*",
    )
    return "\n\n".join(part for part in parts if part)


def render_plain(text: str, findings: Findings, notice: str, footer: str) -> str:
    """Return an answer as plain text, safe in a terminal.

    The parameters are those of `render_markdown`.
    """
    parts = (text, *render_findings_plain(findings), f"[{notice}]" if notice else "", footer)
    return to_visible_text("\n\n".join(part for part in parts if part))


def shorten_reason(text: str, length: int) -> str:
    """Return a foreign text on one line of at most some characters."""
    return shorten(to_visible_line(text), length, placeholder="…")


def render_findings_markdown(findings: Findings) -> Iterator[str]:
    """Yield the parts of findings as Markdown."""
    for header, rows in iterate_tables(findings):
        yield render_markdown_table(header, rows)
    for sentence in iterate_sentences(findings):
        yield f"*{escape_markdown(sentence)}*"
    if findings.is_checked:
        yield render_claims_markdown(findings.claims)
    for problem in findings.problems:
        yield f"**{escape_markdown(problem)}**"


def render_findings_plain(findings: Findings) -> Iterator[str]:
    """Yield the parts of findings as plain text."""
    for header, rows in iterate_tables(findings):
        yield render_plain_table(header, rows)
    yield from (f"[{sentence}]" for sentence in iterate_sentences(findings))
    if findings.is_checked:
        yield from render_claims_plain(findings.claims)
    yield from (f"[{problem}]" for problem in findings.problems)


def iterate_sentences(findings: Findings) -> Iterator[str]:
    """Yield the sentences that compare a table with a figure's data."""
    if findings.comparison is not None:
        if findings.comparison.points:
            yield findings.comparison.summary
        yield from findings.comparison.problems


def iterate_tables(findings: Findings) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield the tables of findings, each as its header and its rows."""
    if findings.data is not None:
        yield (
            ("data", ""),
            [(name, _shorten_value(value)) for name, value in _list_fields(findings.data)],
        )
    if findings.table is not None and len(findings.table):
        yield _table_rows(findings.table)
    if findings.comparison is not None and findings.comparison.off:
        header = ("series", "x", "read", "drawn", "off by")
        yield _drop_empty_columns(
            header, [format_difference(value) for value in findings.comparison.off[:_MOST_ROWS]]
        )
    if findings.regions:
        yield _region_rows(findings.regions)


def _table_rows(table: Reading) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    columns = table.columns()
    units = table.units
    header = tuple(f"{name} ({units[name]})" if name in units else name for name in columns)
    rows = [tuple(map(_format_cell, row)) for row in zip(*columns.values(), strict=True)]
    if len(rows) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        rows = [*rows[:half], ("…",) * len(header), *rows[-half:]]
    return header, rows


def _format_cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)


def _list_fields(data: object) -> list[tuple[str, object]]:
    """Return an object's fields by name, or the object itself by the name of its type."""
    if isinstance(data, dict):
        return [(str(name), value) for name, value in data.items()]
    if isinstance(data, (list, tuple)):
        return [(str(number), value) for number, value in enumerate(data)]
    if hasattr(data, "__dict__"):
        return list(vars(data).items())
    return [(type(data).__name__, data)]


def _shorten_value(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _region_rows(regions: Regions) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = [
        (str(r.number), r.label, r.where, str(r.data or ""), r.name, r.sentence) for r in regions
    ]
    if len(regions.pictures) == 1:
        rows = [(*row[:4], "", row[5]) for row in rows]
    return _drop_empty_columns(("", "region", "pixels", "data", "picture", ""), rows)


def _drop_empty_columns(
    header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a table without its empty columns."""
    indexes = [index for index in range(len(header)) if any(row[index] for row in rows)]
    lines = [tuple(line[index] for index in indexes) for line in (header, *rows)]
    return lines[0], lines[1:]


def draw_regions(regions: Regions, picture: int | str) -> Image.Image:
    """Return a picture as it was sent with its regions and a legend.

    Raises
    ------
    InputError
        The picture has no regions.
    """
    image = _find_picture(regions, picture)
    return draw_overlay(image.open(), regions.marks_on(image), image.original_size, legend=True)


def _find_picture(regions: Regions, picture: int | str) -> PreparedImage:
    pictures: Any = {p.name: p for p in regions.pictures}
    if isinstance(picture, int):
        pictures = dict(enumerate(regions.pictures))
    if picture not in pictures:
        msg = (
            "The answer has no regions: ask with --boxes."
            if not regions
            else (f"There are no regions on picture {picture!r}.")
        )
        raise InputError(msg)
    image: PreparedImage = pictures[picture]
    return image
