"""What an answer holds besides its text, as Markdown, as plain text, and as a picture."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ..claims.table_check import as_text
from ..errors import InputError
from ..imaging.overlay import draw_overlay
from ..text import escape_markdown
from ..text.text_tables import render_markdown_table, render_plain_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from ..claims.chart_table import Reading
    from ..imaging.prepare import PreparedImage
    from .findings import Findings
    from .regions import Regions


_MOST_ROWS: Final = 20
"""Rows of a table that are shown; the table itself is whole."""

_LONGEST: Final = 200
"""Characters of a value that are shown; the value itself is whole."""


def markdown(found: Findings) -> Iterator[str]:
    """Yield the parts of what was found as Markdown."""
    for header, rows in _tables(found):
        yield render_markdown_table(header, rows)
    for sentence in _sentences(found):
        yield f"*{escape_markdown(sentence)}*"
    for problem in found.problems:
        yield f"**{escape_markdown(problem)}**"


def plain(found: Findings) -> Iterator[str]:
    """Yield the parts of what was found as plain text."""
    for header, rows in _tables(found):
        yield render_plain_table(header, rows)
    for sentence in (*_sentences(found), *found.problems):
        yield f"[{sentence}]"


def _sentences(found: Findings) -> Iterator[str]:
    if found.comparison is not None:
        if found.comparison.values:
            yield found.comparison.summary
        yield from found.comparison.problems
    if found.claims:
        yield found.claims.summary


def _tables(found: Findings) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    if found.data is not None:
        yield ("data", ""), [(name, _short(value)) for name, value in _fields(found.data)]
    if found.table is not None and len(found.table):
        yield _columns(found.table)
    if found.comparison is not None and found.comparison.off:
        header = ("series", "x", "read", "drawn", "off by")
        yield _trimmed(header, [as_text(value) for value in found.comparison.off[:_MOST_ROWS]])
    if found.claims:
        yield (
            ("", "claim", "against the figure's data"),
            [(one.mark, one.claim.statement, one.result) for one in found.claims],
        )
    if found.regions:
        yield _regions(found.regions)


def _columns(table: Reading) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    columns = table.columns()
    units = table.units
    header = tuple(f"{name} ({units[name]})" if name in units else name for name in columns)
    rows = [tuple(map(_cell, row)) for row in zip(*columns.values(), strict=True)]
    if len(rows) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        rows = [*rows[:half], ("…",) * len(header), *rows[-half:]]
    return header, rows


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)


def _fields(data: object) -> list[tuple[str, object]]:
    """Return an object's fields by name, or itself by its type's."""
    if isinstance(data, dict):
        return [(str(name), value) for name, value in data.items()]
    if isinstance(data, (list, tuple)):
        return [(str(number), value) for number, value in enumerate(data)]
    if hasattr(data, "__dict__"):
        return list(vars(data).items())
    return [(type(data).__name__, data)]


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _regions(regions: Regions) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = [
        (str(r.number), r.label, r.where, str(r.data or ""), r.name, r.sentence) for r in regions
    ]
    if len(regions.pictures) == 1:
        rows = [(*row[:4], "", row[5]) for row in rows]
    return _trimmed(("", "region", "pixels", "data", "picture", ""), rows)


def _trimmed(
    header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a table without the columns in which nothing is."""
    kept = [place for place in range(len(header)) if any(row[place] for row in rows)]
    trimmed = [tuple(row[place] for place in kept) for row in (header, *rows)]
    return trimmed[0], trimmed[1:]


def overlay(regions: Regions, picture: int | str) -> Image.Image:
    """Return a picture as it was sent with its regions and a legend.

    Raises
    ------
    InputError
        It has no regions.
    """
    chosen = _chosen(regions, picture)
    return draw_overlay(chosen.open(), regions.marks_on(chosen), chosen.original_size, legend=True)


def _chosen(regions: Regions, picture: int | str) -> PreparedImage:
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
    found: PreparedImage = pictures[picture]
    return found
