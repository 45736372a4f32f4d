"""What a plotly figure holds, from its own specification."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..columns import Positions, as_date
from ..figure_data import ChartData
from ..model import Axis, Panel, Series
from .traces import READERS, is_horizontal, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Scale

_SORTS: Final = {"date": "date", "category": "category", "log": "number", "linear": "number"}
_ZERO_BASED: Final = frozenset({"bar", "histogram"})


def read_plotly(figure: Any) -> ChartData:
    """Return what a plotly figure holds.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
    """
    traces = [trace for trace in figure.data if trace.visible in {None, True}]
    left_out = sorted({trace.type for trace in traces} - set(READERS))
    notes = (f"Traces of these types are left out: {', '.join(left_out)}.",) if left_out else ()
    groups: dict[str, list[Any]] = {}
    for trace in traces:
        if trace.type in READERS:
            groups.setdefault(_panel_of(figure, trace), []).append(trace)
    panels = tuple(_panel(figure, name, group) for name, group in groups.items())
    return ChartData(_plain(figure.layout.title.text), panels, "plotly", notes)


def _plain(text: str | None) -> str:
    """Return a title without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", text or "").split())


def _panel_of(figure: Any, trace: Any) -> str:
    """Return what tells a panel: its x and y axis, those that lie over others by these."""
    if trace.type == "pie":
        return f"pie {trace.domain.x}{trace.domain.y}"
    names = []
    for name in (trace.xaxis or "x", trace.yaxis or "y"):
        over = _layout(figure, name).overlaying
        names.append(over if over and over != "free" else name)
    return " ".join(names)


def _layout(figure: Any, name: str) -> Any:
    """Return the layout of an axis: ``xaxis2`` for ``x2``."""
    return figure.layout[f"{name[0]}axis{name[1:]}"]


@dataclass
class _Line:
    """One axis, while its panel is put together."""

    axis: Axis
    positions: Positions
    found: list[float] = field(default_factory=list)

    def finished(self) -> Axis:
        return self.positions.on(self.axis, tuple(self.found))


def _panel(figure: Any, name: str, traces: list[Any]) -> Panel:
    if traces[0].type == "pie":
        series = tuple(one for trace in traces for one in READERS["pie"](trace, None, None))
        return Panel("", Axis(), Axis(), series=series)
    lines = _lines(figure, traces)
    made: list[tuple[Series, str, str]] = []
    for trace in traces:
        x, y = trace.xaxis or "x", trace.yaxis or "y"
        where, value = (y, x) if is_horizontal(trace) else (x, y)
        for one in READERS[trace.type](trace, lines[where].positions, lines[value].positions):
            lines[where].found += one.details.get("left", one.x) + one.details.get("right", ())
            lines[value].found += one.y if one.rows is None else one.details["row"]
            lines[value].found += one.details.get("low", ())
            lines[value].found += [0.0] * (one.kind in _ZERO_BASED)
            made.append((one, where, value))
    axes = {key: line.finished() for key, line in lines.items()}
    x_name, y_name = name.split()
    rights = [axes[key] for key in axes if key[0] == "y" and key != y_name]
    return Panel(
        title=_subplot_title(figure, x_name, y_name),
        x=axes[x_name],
        y=axes.get(y_name) or next(axes[key] for key in axes if key[0] == "y"),
        right=rights[0] if rights else None,
        series=tuple(_on(one, axes[where], axes[value]) for one, where, value in made),
        annotations=tuple(_annotations(figure, x_name, y_name)),
        legend=tuple(str(trace.name) for trace in traces if trace.name),
    )


def _on(series: Series, where: Axis, value: Axis) -> Series:
    """Return a series with its finished axes; an image's values are on its colours."""
    if series.rows is not None:
        return replace(series, where=where, rows=value)
    return replace(series, where=where, value=value)


def _lines(figure: Any, traces: Iterable[Any]) -> dict[str, _Line]:
    columns: dict[str, list[Any]] = {}
    for trace in traces:
        for letter in "xy":
            name = trace[f"{letter}axis"] or letter
            columns.setdefault(name, []).extend(listed(getattr(trace, letter, None)))
    return {name: _line(_layout(figure, name), values) for name, values in columns.items()}


def _line(layout: Any, values: list[Any]) -> _Line:
    positions = Positions.of(values, _SORTS.get(layout.type))
    if positions.sort == "category" and layout.categoryarray is not None:
        names = [str(name) for name in layout.categoryarray]
        positions.names = [*names, *(name for name in positions.names if name not in names)]
    scale: Scale = "log" if layout.type == "log" else "linear"
    limits, inverted = _limits(layout, positions)
    axis = Axis(_plain(layout.title.text), scale, limits, inverted=inverted)
    return _Line(axis, positions)


def _limits(layout: Any, positions: Positions) -> tuple[tuple[float, float], bool]:
    reverse = layout.autorange == "reversed"
    if not layout.range or None in layout.range:
        return (math.nan, math.nan), reverse
    if positions.sort == "date":
        ends = [as_date(value) for value in layout.range]
        start, end = positions.floats(ends)
    else:
        start, end = (float(value) for value in layout.range)
    if layout.type == "log":
        start, end = 10**start, 10**end
    return (min(start, end), max(start, end)), start > end or reverse


def _subplot_title(figure: Any, x: str, y: str) -> str:
    """Return the title over a panel, which plotly keeps as an annotation over its domain."""
    across, up = _layout(figure, x).domain, _layout(figure, y).domain
    if not across or not up:
        return ""
    for one in figure.layout.annotations:
        over = one.xref == "paper" and one.yref == "paper" and not one.showarrow
        if over and one.x is not None and one.y is not None:
            middle = sum(across) / 2
            if abs(one.x - middle) < 0.01 and abs(one.y - up[1]) < 0.01:
                return _plain(one.text)
    return ""


def _annotations(figure: Any, x: str, y: str) -> Iterable[str]:
    for one in figure.layout.annotations:
        if one.xref in {x, None} and one.yref in {y, None} and one.text:
            yield _plain(one.text)
