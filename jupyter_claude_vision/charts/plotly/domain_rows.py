"""Rows of plotly's traces without axes: pies, hierarchies, flows, tables and indicators."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from .specification import plain_text, to_array, to_number, to_numbers, to_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..builder import PanelBuilder
    from .specification import Layout, Trace


def read_pie(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:
    """Add the slices of a pie or of a funnel area: values of one label are one slice."""
    labels, values = _labels_and_values(trace)
    hidden = {str(label) for label in layout.get("hiddenlabels") or ()}
    sums: dict[str, float] = {}
    for label, value in zip(labels, values, strict=False):
        if value >= 0:
            sums[label] = sums.get(label, 0.0) + value
    slices = [(label, value) for label, value in sums.items() if label not in hidden]
    if trace.type == "pie" and trace.get("sort", True):
        slices.sort(key=lambda slice_: -slice_[1])
    total = math.fsum(value for _, value in slices)
    series = builder.add_series(str(trace.get("name") or ""))
    series.add_rows(
        "pie",
        x=[plain_text(label) for label, _ in slices],
        value=[value for _, value in slices],
        share=[value / total if total else None for _, value in slices],
    )
    if hidden & sums.keys():
        builder.omit(f"{len(hidden & sums.keys())} slices", "they are hidden in the legend")
    _add_title(trace, builder)


def _labels_and_values(trace: Trace) -> tuple[list[str], list[float]]:
    labels, values = trace.column("labels"), trace.column("values")
    numbers = None if values is None else to_numbers(values).tolist()
    if labels is None:
        start, step = float(trace.get("label0", 0)), float(trace.get("dlabel", 1))
        places = [start + n * step for n in range(len(numbers or ()))]
        return to_texts(to_array(places)), numbers or []
    names = to_texts(labels)
    if numbers is None:
        return names, [1.0] * len(names)
    return [name or str(n) for n, name in enumerate(names)], numbers


def _add_title(trace: Trace, builder: PanelBuilder) -> None:
    builder.add_text("title", plain_text(trace.get("title.text")))


def read_hierarchy(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add the sectors of a sunburst, treemap or icicle chart."""
    labels = _texts(trace, "labels")
    parents = _texts(trace, "parents")
    ids = _texts(trace, "ids") or labels or parents
    labels = labels or ids
    count = min(len(ids), len(parents), len(labels))
    values = trace.column("values")
    numbers = [math.nan] * count if values is None else to_numbers(values).tolist()
    amounts = _sum_sectors(trace, ids[:count], parents[:count], numbers)
    roots = [n for n in range(count) if parents[n] not in set(ids)]
    total = math.fsum(amounts[n] for n in roots)
    repeats = Counter(labels[:count])
    names = [
        f"{parents[n]}, {labels[n]}" if repeats[labels[n]] > 1 and parents[n] else labels[n]
        for n in range(count)
    ]
    sectors = [n for n in range(count) if amounts[n] > 0]
    builder.add_series(str(trace.get("name") or "")).add_rows(
        "pie",
        x=[plain_text(names[n]) for n in sectors],
        value=[amounts[n] for n in sectors],
        share=[amounts[n] / total if total else None for n in sectors],
    )
    _add_title(trace, builder)


def _texts(trace: Trace, name: str) -> list[str]:
    column = trace.column(name)
    return [] if column is None else to_texts(column)


def _sum_sectors(
    trace: Trace, ids: Sequence[str], parents: Sequence[str], values: Sequence[float]
) -> list[float]:
    """Return the size of each sector: its own value, with its children's unless it has them."""
    children: dict[str, list[int]] = defaultdict(list)
    for n, parent in enumerate(parents):
        if parent != ids[n]:
            children[parent].append(n)
    counts = str(trace.get("count", "leaves"))
    has_values = not all(map(math.isnan, values))
    is_total = trace.get("branchvalues") == "total"
    sizes: dict[int, float] = {}

    def measure(n: int, depth: int = 0) -> float:
        if n not in sizes and depth < 500:
            below = [measure(child, depth + 1) for child in children[ids[n]]]
            own_value = values[n] if n < len(values) and not math.isnan(values[n]) else 0.0
            if not has_values:
                own_value = float("branches" in counts if below else "leaves" in counts)
            sizes[n] = own_value if is_total and has_values else own_value + math.fsum(below)
        return sizes.get(n, 0.0)

    return [measure(n) for n in range(len(ids))]


def read_sankey(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add the flows of a Sankey diagram: cells from a source (x) to a target (y)."""
    nodes = _texts(trace, "node.label")
    ends = []
    for name in ("link.source", "link.target"):
        column = trace.column(name)
        places = [] if column is None else to_numbers(column).tolist()
        ends.append([_node_name(nodes, place) for place in places])
    column = trace.column("link.value")
    values = [] if column is None else to_numbers(column).tolist()
    count = min(len(values), len(ends[0]), len(ends[1]))
    if count:
        builder.add_series(trace.name).add_rows(
            "cell", x=ends[0][:count], y=ends[1][:count], value=values[:count]
        )
    else:
        builder.omit("a Sankey diagram", "it has no links")


def _node_name(nodes: Sequence[str], place: float) -> str:
    number = -1 if math.isnan(place) else int(place)
    return plain_text(nodes[number]) if 0 <= number < len(nodes) else f"node {number}"


def read_table(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add the cells of a table: numbers as values, texts as texts."""
    headers = [_header_text(value) for value in trace.get("header.values") or ()]
    for header in headers:
        builder.add_text("table cell", header)
    series = builder.add_series(trace.name)
    for n, column in enumerate(trace.get("cells.values") or ()):
        header = headers[n] if n < len(headers) else f"column {n + 1}"
        cells = to_array(column).tolist()
        numbers = [to_number(cell) for cell in cells]
        rows = [row for row, number in enumerate(numbers) if not math.isnan(number)]
        if rows:
            series.add_rows(
                "cell",
                x=header,
                y=[float(row + 1) for row in rows],
                value=[numbers[row] for row in rows],
            )
        for row, cell in enumerate(cells):
            if math.isnan(numbers[row]):
                builder.add_text("table cell", plain_text(cell), header, float(row + 1))


def _header_text(value: Any) -> str:
    lines = [value] if isinstance(value, str) or not hasattr(value, "__len__") else value
    return " ".join(plain_text(line) for line in lines)


def read_indicator(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add the number of an indicator."""
    title = plain_text(trace.get("title.text"))
    value = to_number(trace.get("value"))
    builder.add_text("title", title)
    if math.isnan(value):
        builder.omit("an indicator", "it has no number")
        return
    series = builder.add_series(title or trace.name)
    series.add_rows("text", value=value)
    mode = str(trace.get("mode", "number"))
    reference = trace.get("delta.reference")
    if "delta" in mode and reference is not None:
        change = value - to_number(reference)
        relative = trace.get("delta.relative")
        delta = change / to_number(reference) if relative and to_number(reference) else change
        builder.add_series(f"{title or trace.name} delta".strip()).add_rows("text", value=delta)
    if "gauge" in mode:
        low, high = trace.get("gauge.axis.range") or (None, None)
        builder.add_axis("radius", low=low, high=high)


DOMAIN_READERS: Final[dict[str, Callable[[Trace, PanelBuilder, Layout], None]]] = {
    "pie": read_pie,
    "funnelarea": read_pie,
    "sunburst": read_hierarchy,
    "treemap": read_hierarchy,
    "icicle": read_hierarchy,
    "sankey": read_sankey,
    "table": read_table,
    "indicator": read_indicator,
}
