"""What a plotly figure holds, from its own specification."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..columns import Positions, as_date
from ..figure_data import ChartData
from ..floats import numbers
from ..model import Axis, Numbers, Panel, Series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Scale

_Reader: TypeAlias = Callable[[Any, Any, Any], Iterator[Series]]


def is_horizontal(trace: Any) -> bool:
    """Return whether a trace's values lie along x."""
    if trace.type not in {"bar", "histogram", "box", "violin"}:
        return False
    if trace.orientation is not None:
        return bool(trace.orientation == "h")
    return trace.y is not None and trace.x is None and trace.type == "histogram"


def _columns(trace: Any) -> tuple[Any, Any]:
    """Return where and how much."""
    x, y = trace.x, trace.y
    return (y, x) if is_horizontal(trace) else (x, y)


def listed(values: Any) -> list[Any]:
    """Return a column as a list; one of two levels with both in each name."""
    found = [] if values is None else list(values)
    if len(found) == 2 and all(
        hasattr(one, "__len__") and not isinstance(one, str) for one in found
    ):
        return [", ".join(map(str, pair)) for pair in zip(*found, strict=False)]
    return found


def _points(trace: Any, where: Positions, value: Positions) -> tuple[Numbers, Numbers]:
    places, amounts = (listed(column) for column in _columns(trace))
    if not places:
        places = list(range(len(amounts)))
    return where.floats(places), value.floats(amounts)


def _name(trace: Any) -> str:
    return str(trace.name or "")


def _scatter(trace: Any, where: Positions, value: Positions) -> Iterator[Series]:
    x, y = _points(trace, where, value)
    mode = trace.mode or ("lines+markers" if len(x) < 20 else "lines")
    kind = "line" if "lines" in mode else "scatter"
    if kind == "line" and str(trace.line.shape or "linear").startswith(("h", "v")):
        kind = "step"
    yield Series(_name(trace), kind, x, y, details=_errors(trace.error_y, y))


def _errors(error: Any, y: Numbers) -> dict[str, Numbers]:
    """Return the ends of error bars."""
    if not error or error.visible is False:
        return {}
    if error.array is not None:
        up = numbers(error.array)
        down = numbers(error.arrayminus) if error.arrayminus is not None else up
    elif error.type == "percent" and error.value is not None:
        up = down = tuple(abs(v) * error.value / 100 for v in y)
    elif error.type == "constant" and error.value is not None:
        up = down = (float(error.value),) * len(y)
    else:
        return {}
    if len(up) != len(y) or len(down) != len(y):
        return {}
    low = tuple(v - d for v, d in zip(y, down, strict=True))
    return {"low": low, "high": tuple(v + u for v, u in zip(y, up, strict=True))}


def _bar(trace: Any, where: Positions, value: Positions) -> Iterator[Series]:
    x, y = _points(trace, where, value)
    error = trace.error_x if is_horizontal(trace) else trace.error_y
    details = _errors(error, y)
    if trace.base is not None:
        details["bottom"] = (
            numbers(listed(trace.base))
            if hasattr(trace.base, "__iter__")
            else (float(trace.base),) * len(y)
        )
    yield Series(_name(trace), "bar", x, y, details=details)


def _histogram(trace: Any, where: Positions, value: Positions) -> Iterator[Series]:  # noqa: ARG001
    """Yield counts in bins that the trace itself tells; a browser chooses the others."""
    column = trace.y if is_horizontal(trace) else trace.x
    places = where.floats(listed(column))
    bins = trace.ybins if is_horizontal(trace) else trace.xbins
    plain = trace.histfunc in {None, "count"} and not trace.histnorm
    if not plain:
        return
    if where.sort == "category":
        xs = tuple(float(place) for place in range(len(where.names)))
        yield Series(_name(trace), "bar", xs, tuple(float(places.count(x)) for x in xs))
        return
    if where.sort != "number" or bins.size is None or bins.start is None:
        return
    start, size = float(bins.start), float(bins.size)
    end = float(bins.end) if bins.end is not None else max(places)
    count = max(math.ceil((end - start) / size - 1e-9), 1)
    left = tuple(start + k * size for k in range(count))
    inside = [int((p - start) // size) for p in places if math.isfinite(p)]
    heights = tuple(float(inside.count(k)) for k in range(count))
    middles = tuple(edge + size / 2 for edge in left)
    details = {"left": left, "right": tuple(edge + size for edge in left)}
    yield Series(_name(trace), "histogram", middles, heights, details=details)


def _pie(trace: Any, where: Any, value: Any) -> Iterator[Series]:  # noqa: ARG001 - as the others
    amounts = numbers(listed(trace["values"]))
    labels = [str(label) for label in listed(trace.labels)] or [""] * len(amounts)
    added: dict[str, float] = {}
    for label, amount in zip(labels, amounts, strict=False):
        added[label] = added.get(label, 0.0) + (amount if math.isfinite(amount) else 0.0)
    total = sum(added.values()) or 1.0
    places = tuple(float(number) for number in range(len(added)))
    named = dict(zip(places, added, strict=True))
    axis = Axis(scale="category", limits=(0, max(len(places) - 1, 1)), categories=named)
    shares = tuple(amount / total for amount in added.values())
    yield Series(_name(trace), "pie", places, shares, axis, Axis(label="share"))


def _box(trace: Any, where: Positions, value: Positions) -> Iterator[Series]:
    """Yield the boxes, one for each place on the axis."""
    places, amounts = (listed(column) for column in _columns(trace))
    given = value.floats(amounts)
    at = where.floats(places) if places else (where.floats([trace.name or ""])[0],) * len(given)
    groups: dict[float, list[float]] = {}
    for place, amount in zip(at, given, strict=False):
        if math.isfinite(amount):
            groups.setdefault(0.0 if math.isnan(place) else place, []).append(amount)
    found = {place: sorted(values) for place, values in groups.items() if len(values) > 1}
    if not found:
        return
    medians = tuple(statistics.median(values) for values in found.values())
    details = {
        "q1": tuple(_quartile(values, 0.25) for values in found.values()),
        "q3": tuple(_quartile(values, 0.75) for values in found.values()),
        "low": tuple(values[0] for values in found.values()),
        "high": tuple(values[-1] for values in found.values()),
    }
    yield Series(_name(trace), trace.type, tuple(found), medians, details=details)


def _quartile(values: list[float], share: float) -> float:
    """Return a quartile as plotly's default does (``quartilemethod="linear"``)."""
    place = share * len(values) - 0.5
    place = min(max(place, 0.0), len(values) - 1.0)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def _heatmap(trace: Any, where: Positions, value: Positions) -> Iterator[Series]:
    rows = [numbers(row) for row in trace.z]
    if not rows:
        return
    width = len(rows[0])
    xs = where.floats(listed(trace.x)) or tuple(float(n) for n in range(width))
    ys = value.floats(listed(trace.y)) or tuple(float(n) for n in range(len(rows)))
    cells = tuple(cell for row in rows for cell in row)
    known = [cell for cell in cells if math.isfinite(cell)]
    limits = (min(known), max(known)) if known else (0.0, 1.0)
    colour = Axis(label=trace.colorbar.title.text or "colour", limits=limits)
    places = tuple(x for _ in rows for x in xs)
    down = tuple(y for y in ys for _ in range(width))
    yield Series("", "image", places, cells, value=colour, details={"row": down}, rows=Axis())


READERS: Final[dict[str, _Reader]] = {
    "scatter": _scatter,
    "scattergl": _scatter,
    "bar": _bar,
    "histogram": _histogram,
    "pie": _pie,
    "box": _box,
    "violin": _box,
    "heatmap": _heatmap,
}


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
