"""The layout of chart tables as text for the model: all that a query needs, and no values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..charts.row_blocks import CategoryColumn, DateColumn, is_scalar
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..charts.chart_tables import ChartTables
    from ..charts.row_blocks import AxisRow, RowBlock

_MOST_CATEGORIES: Final = 60
_MOST_SERIES: Final = 200

COLUMNS_TEXT: Final = """\
data(panel, series, kind, n, x, y, value, low, high, q1, q3, x_low, x_high, y_low, y_high, share, \
axis): a row for each value that is drawn, in drawing order; n counts 1, 2, 3 … within its series \
and kind; x, y: where it stands (a number, a date as text YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, or a \
category's name); value: the quantity it shows (a bar's or segment's own length, a point's y, a \
slice's or cell's value, a box's median, a bin's count), in the unit of its axis; low, high: drawn \
ends; x_low, x_high: edges of a bin or ends of an interval; share: of its pie or stack, 0 to 1
axes(panel, axis, label, unit, scale, low, high, inverted, span_pixels)
texts(panel, kind, text, x, y)
omitted(panel, what, why)
Besides SQLite's functions there are median(v), quantile(v, p), stdev(v), corr(a, b), slope(x, y) \
(dates in days) and value_at(panel, series, x), a line's value where it is drawn."""


def describe_layout(tables_by_image: Mapping[int, ChartTables | None]) -> str:
    """Return the layout of the tables of a question's figures; empty where there is none.

    Parameters
    ----------
    tables_by_image : mapping of int to ChartTables or None
    """
    figures = {number: tables for number, tables in tables_by_image.items() if tables is not None}
    if not figures:
        return ""
    parts = [f"The data that each chart was drawn from are in SQLite tables:\n{COLUMNS_TEXT}"]
    for number, tables in figures.items():
        subject = f"Image {number}" if len(figures) > 1 else "The chart"
        prefix = f"image {number}: " if len(figures) > 1 else ""
        parts.append(f"{subject} has:\n" + "\n".join(_describe_tables(tables, prefix)))
    return "\n\n".join(parts)


def count_layout(tables: ChartTables) -> int:
    """Return the number of characters that describe one figure's tables."""
    return len(describe_layout({1: tables}))


def _describe_tables(tables: ChartTables, prefix: str) -> Iterator[str]:
    panels = dict.fromkeys(
        (*(axis.panel for axis in tables.axis_rows), *(block.panel for block in tables.blocks))
    )
    for panel in panels:
        yield f"panel {_quote(prefix + panel)}"
        for axis in tables.axis_rows:
            if axis.panel == panel:
                yield f"  axis {_describe_axis(axis)}"
        blocks = [block for block in tables.blocks if block.panel == panel]
        series = dict.fromkeys(block.series for block in blocks)
        for name in list(series)[:_MOST_SERIES]:
            kinds = _describe_kinds([block for block in blocks if block.series == name])
            yield f"  series {_quote(name)}: {kinds}"
        if len(series) > _MOST_SERIES:
            yield f"  and {len(series) - _MOST_SERIES} more series"
    for omission in tables.omissions:
        yield f"omitted: {to_visible_line(omission.row.what)} ({omission.row.why})"


def _describe_axis(axis: AxisRow) -> str:
    label = f" {_quote(axis.label)}" if axis.label else ""
    unit = f", in {to_visible_line(axis.unit)}" if axis.unit else ""
    ends = "" if axis.scale == "category" else f", from {_write(axis.low)} to {_write(axis.high)}"
    inverted = ", inverted" if axis.inverted else ""
    return f"{axis.axis}{label}{unit}, {axis.scale}{ends}{inverted}"


def _describe_kinds(blocks: Iterable[RowBlock]) -> str:
    counts: dict[str, int] = {}
    places: dict[str, list[str]] = {}
    for block in blocks:
        counts[block.kind] = counts.get(block.kind, 0) + block.count
        texts = places.setdefault(block.kind, [])
        for column in ("x", "y"):
            text = _describe_places(block.columns.get(column))
            if text and f"{column}: {text}" not in texts:
                texts.append(f"{column}: {text}")
    return "; ".join(
        f"{kind}, {count:,} row{'s' * (count != 1)}"
        + (f" ({'; '.join(places[kind][:4])})" if places[kind] else "")
        for kind, count in counts.items()
    )


def _describe_places(column: Any) -> str:
    """Return the kind of an x or y: dates, or the categories' names; empty for numbers."""
    if isinstance(column, DateColumn):
        return "dates"
    if isinstance(column, CategoryColumn):
        codes = {int(code) for code in column.codes}
        return _list_names([name for code, name in enumerate(column.names) if code in codes])
    if isinstance(column, str):
        return _list_names([column])
    if column is None or is_scalar(column) or hasattr(column, "dtype"):
        return ""
    return _list_names([cell for cell in column if isinstance(cell, str)])


def _list_names(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    rest = f" and {len(names) - _MOST_CATEGORIES} more" if len(names) > _MOST_CATEGORIES else ""
    return ", ".join(map(_quote, names[:_MOST_CATEGORIES])) + rest


def _quote(name: str) -> str:
    text = name.replace("'", "''")
    return f"'{text}'" if "\n" in text else f"'{to_visible_line(text)}'"


def _write(end: object) -> str:
    return f"{end:.6g}" if isinstance(end, float) else str(end)
