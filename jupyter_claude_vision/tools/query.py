"""The tool `query`: rows from the data of a live figure, as text that is bounded."""

from __future__ import annotations

import csv
import difflib
import io
import re
from typing import TYPE_CHECKING, Any, Final

from ..charts.readers import read_tables
from ..charts.sql.database import QueryLimits
from ..visible import to_visible_line
from .definitions import MOST_CHARACTERS, MOST_ROWS
from .image_lookup import (
    ToolRefusedError,
    find_image,
    find_live_figure,
    find_whole,
    list_images,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..answers.sent_attachment import SentImage
    from ..charts.chart_tables import ChartTables
    from ..charts.sql.rows import Rows

_LIMITS: Final = QueryLimits(seconds=5.0, rows=100_000, bytes=20_000_000)
_LONGEST_CELL: Final = 300
_STRING: Final = re.compile(r"'((?:[^']|'')*)'")
_MOST_NAMES: Final = 40


class TableSource:
    """Chart tables of the live figures among images, each read when it is first asked.

    Parameters
    ----------
    tables : mapping of int to ChartTables or None
        Those that were read already, by the image's number.
    """

    def __init__(self, tables: Mapping[int, ChartTables | None]) -> None:
        self._tables = {number: t for number, t in tables.items() if t is not None}

    def read_image(self, image: SentImage) -> ChartTables | None:
        """Return the tables of the figure that an image shows; None where it shows none."""
        if image.number not in self._tables:
            tables = read_tables(find_live_figure(image))
            if tables is None:
                return None
            self._tables[image.number] = tables
        return self._tables[image.number]


def query_figure(
    arguments: Mapping[str, Any], images: Sequence[SentImage], reader: TableSource
) -> tuple[SentImage, Rows, str]:
    """Return the image that a call is about, the rows of its query, and these as text.

    Raises
    ------
    ToolRefusedError
        The image has no data here, or there is no query.
    QueryError
        It is no SELECT on the tables, names what they lack, or passes a limit.
    """
    image = find_image(arguments, images)
    sql = arguments.get("sql")
    if not isinstance(sql, str) or not sql.strip():
        raise ToolRefusedError("`sql` is one SELECT on data, axes, texts and omitted, as text.")
    source = find_whole(image, images)
    tables = reader.read_image(source)
    if tables is None:
        live = [i for i in images if find_live_figure(i) is not None]
        raise ToolRefusedError(
            f"Image {image.number} has no data here. Data are here of: {list_images(live)}."
        )
    rows = tables.query(sql, _LIMITS)
    part, text = _render_rows(rows)
    if not rows:
        text = " ".join(["No rows.", *_suggest_names(sql, tables)])
    return source, part, text


def _render_rows(rows: Rows) -> tuple[Rows, str]:
    """Return the rows that the model gets, and these as text that says how many it does not."""
    head = _write_line(rows.columns)
    lines, length = [], len(head)
    for row in rows[:MOST_ROWS]:
        line = _write_line([_write_cell(cell) for cell in row])
        length += len(line)
        if length > MOST_CHARACTERS:
            break
        lines.append(line)
    text = "".join([head, *lines]).rstrip("\n")
    left = len(rows) - len(lines)
    if left:
        text += (
            f"\n… {left:,} of {len(rows):,} rows are left out: aggregate, select fewer columns, or "
            f"go on with LIMIT {MOST_ROWS} OFFSET {len(lines)}."
        )
    return rows[: len(lines)], text


def _write_line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _write_cell(cell: object) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, bytes):
        return f"{len(cell)} bytes"
    text = to_visible_line(str(cell))
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _suggest_names(sql: str, tables: ChartTables) -> Iterator[str]:
    """Yield what the texts in a query that found nothing may have meant."""
    names = [*dict.fromkeys(n for block in tables.blocks for n in (block.panel, block.series) if n)]
    for match in dict.fromkeys(_STRING.findall(sql)):
        text = match.replace("''", "'")
        if text in names or not text.strip("%"):
            continue
        folded = {name.casefold(): name for name in names}
        near = difflib.get_close_matches(text.strip("%").casefold(), folded, n=1)
        if near:
            yield f"There is no {text!r} among panels and series; there is {folded[near[0]]!r}."
    if names:
        rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        quotes = ", ".join(repr(to_visible_line(name)) for name in names[:_MOST_NAMES])
        yield f"Panels and series: {quotes}{rest}."
