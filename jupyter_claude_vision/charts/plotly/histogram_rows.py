"""plotly's histograms of one and of two dimensions: counts, sums and averages in bins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .axis_defaults import axis_ids, is_horizontal
from .bar_rows import Bars
from .histogram_bins import DAY, Bins, add_size, choose_bins, first_tick
from .specification import to_array, to_number, to_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .axes import PlotAxis
    from .histogram_bins import Size
    from .specification import Layout, Trace

_MOST_CELLS: Final = 4_000_000
HISTOGRAMS_2D: Final = frozenset({"histogram2d", "histogram2dcontour"})


@dataclass
class BinGroup:
    """Histograms that share their bins.

    Attributes
    ----------
    traces : list of tuple
        Each with the letter of the axis that is binned.
    found : dict
        The ``start``, ``end``, ``size`` and ``nbins`` that one of them names.
    bins : Bins, optional
    """

    traces: list[tuple[Trace, str]] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    bins: Bins | None = None


def group_histograms(
    traces: Sequence[Trace], axes: Mapping[str, PlotAxis], layout: Layout
) -> dict[tuple[int, str], BinGroup]:
    """Return the group of bins of each histogram, by its index and the axis that is binned."""
    groups: dict[Any, BinGroup] = defaultdict(BinGroup)
    result: dict[tuple[int, str], BinGroup] = {}
    flat = [t for t in traces if t.type == "histogram" and t.get("visible") is not False]
    matches: dict[Any, list[Trace]] = defaultdict(list)
    for trace in flat:
        roots = tuple(_root(axes[axis_id]) for axis_id in axis_ids(trace))
        overlaid = layout.get("barmode") == "overlay"
        key: Any = trace.index if overlaid else (*roots, is_horizontal(trace))
        matches[key].append(trace)
    for key, together in matches.items():
        name = together[0].get("bingroup") or key
        for trace in together:
            group_name = (trace.get("bingroup") or trace.index) if len(together) == 1 else name
            _join(groups[group_name], trace, "y" if is_horizontal(trace) else "x", result)
    for trace in traces:
        if trace.type in HISTOGRAMS_2D and trace.get("visible") is not False:
            bin_group = trace.get("bingroup")
            for letter in "xy":
                default = f"{bin_group}__{letter}" if bin_group else (trace.index, letter)
                _join(groups[trace.get(f"{letter}bingroup") or default], trace, letter, result)
    return result


def _root(axis: PlotAxis) -> str:
    return axis.group[0].id if axis.group else axis.id


def _join(
    group: BinGroup, trace: Trace, letter: str, result: dict[tuple[int, str], BinGroup]
) -> None:
    group.traces.append((trace, letter))
    result[trace.index, letter] = group
    if trace.get(f"autobin{letter}"):
        return
    for name in ("start", "end", "size"):
        value = trace.get(f"{letter}bins.{name}")
        if value is not None:
            group.options.setdefault(name, value)
    if trace.get(f"nbins{letter}") is not None:
        group.options.setdefault("nbins", trace.get(f"nbins{letter}"))


def find_bins(
    trace: Trace, letter: str, group: BinGroup, axes: Mapping[str, PlotAxis]
) -> tuple[Bins, Any]:
    """Return a trace's bins along an axis, and its data there in numbers or milliseconds."""
    axis = _axis(trace, letter, axes)
    if group.bins is None:
        columns = [_places(t, side, _axis(t, side, axes)) for t, side in group.traces]
        group.bins = _choose_group_bins(group, columns, axis)
    places = _places(trace, letter, axis)
    return _fit_bins(trace, letter, group, places, axis), places


def _axis(trace: Trace, letter: str, axes: Mapping[str, PlotAxis]) -> PlotAxis:
    return axes[axis_ids(trace)["xy".index(letter)]]


def _scale(axis: PlotAxis) -> float:
    """Return from positions on an axis to the numbers that are binned."""
    return DAY if axis.type == "date" else 1.0


def _places(trace: Trace, letter: str, axis: PlotAxis) -> Any:
    column = trace.column(letter)
    if column is None:
        column = to_array([])
    return axis.to_positions(column) * _scale(axis)


def _choose_group_bins(group: BinGroup, columns: Sequence[Any], axis: PlotAxis) -> Bins:
    import numpy as np

    values = np.concatenate(columns) if columns else np.array([])
    size = _to_size(group.options.get("size"))
    is_2d = any(trace.type in HISTOGRAMS_2D for trace, _ in group.traces)
    count = 0.0 if size is not None else to_number(group.options.get("nbins") or 0)
    kind = _kind(axis)
    bins = choose_bins(values, kind, count=count, size=size, is_2d=is_2d)
    start, end = bins.start, bins.end
    trace = group.traces[-1][0]
    if any(t.type == "histogram2dcontour" for t, _ in group.traces):
        start = add_size(start, bins.size, -1) if size is None else start
        end = end if "end" in group.options else add_size(end, bins.size)
    if trace.get("cumulative.enabled") and trace.get("cumulative.currentbin") in {
        "exclude",
        "half",
    }:
        if trace.get("cumulative.direction") == "decreasing":
            start = add_size(start, bins.size, -1)
        else:
            end = add_size(end, bins.size)
    scale = _scale(axis)
    ends = {"start": start, "end": end}
    for name in ends:
        if name in group.options:
            ends[name] = axis.to_position(group.options[name]) * scale
    return Bins(ends["start"], ends["end"], bins.size)


def _kind(axis: PlotAxis) -> str:
    if axis.is_category:
        return "category"
    return "date" if axis.type == "date" else "linear"


def _to_size(size: Any) -> Size | None:
    if isinstance(size, str) and size.startswith("M"):
        return size
    number = to_number(size)
    return number if number > 0 else None


def _fit_bins(trace: Trace, letter: str, group: BinGroup, places: Any, axis: PlotAxis) -> Bins:
    """Return a trace's bins of a group's: from its own start, or from below its own data."""
    import numpy as np

    bins = group.bins or Bins(0.0, 1.0, 1.0)
    start, end, scale = bins.start, bins.end, _scale(axis)
    finite = places[np.isfinite(places)]
    own_start, own_end = (trace.get(f"{letter}bins.{name}") for name in ("start", "end"))
    if "start" in group.options and len(finite):
        first = float(finite.min()) if own_start is None else axis.to_position(own_start) * scale
        if first != start:
            tick = first_tick(first, add_size(first, bins.size), bins.size, start)
            start = add_size(tick, bins.size, -1) if tick > first else tick
    if "end" in group.options and len(finite):
        end = float(finite.max()) if own_end is None else axis.to_position(own_end) * scale
    return Bins(start, end, bins.size)


def read_histogram(
    trace: Trace, groups: Mapping[tuple[int, str], BinGroup], axes: Mapping[str, PlotAxis]
) -> Bars:
    """Return the bars of a histogram."""
    import numpy as np

    letter = "y" if is_horizontal(trace) else "x"
    bins, places = find_bins(trace, letter, groups[trace.index, letter], axes)
    place = _axis(trace, letter, axes)
    value = _axis(trace, "x" if letter == "y" else "y", axes)
    edges = bins.edges()
    numbers = bins.find_bins(places)
    sizes = _measure(trace, numbers, len(edges) - 1, value.letter)
    sizes = _accumulate(_normalize(sizes, trace, np.diff(edges)), trace)
    nonzero = np.flatnonzero(np.nan_to_num(sizes))
    part = slice(nonzero[0], nonzero[-1] + 1) if len(nonzero) else slice(0, 0)
    low, high = edges[:-1][part] / _scale(place), edges[1:][part] / _scale(place)
    positions = (low + high) / 2
    return Bars(
        trace,
        place,
        value,
        positions,
        sizes[part],
        np.zeros(len(positions)),
        None if place.is_category else (low, high),
        f"{trace.get('alignmentgroup', '')}|{trace.get('offsetgroup', '')}",
    )


def _measure(trace: Trace, numbers: Any, count: int, letter: str) -> Any:
    """Return the count, sum, average, minimum or maximum of what lies in each bin."""
    function = str(trace.get("histfunc", "count"))
    column = trace.column(letter)
    if function == "count" or column is None:
        return measure_bins("count", numbers, None, count)
    weights = to_numbers(column)[: len(numbers)]
    return measure_bins(function, numbers[: len(weights)], weights, count)


def measure_bins(function: str, numbers: Any, weights: Any, count: int) -> Any:
    """Return a measure of each bin.

    Parameters
    ----------
    function : {"count", "sum", "avg", "min", "max"}
    numbers : array of int
        The bin of each value, -1 for none.
    weights : array of float, optional
    count : int
        The number of bins.
    """
    import numpy as np

    if weights is None:
        return np.bincount(numbers[numbers >= 0], minlength=count).astype(float)
    finite = (numbers >= 0) & np.isfinite(weights)
    inside, weights = numbers[finite], weights[finite]
    if function in {"min", "max"}:
        result = np.full(count, np.nan)
        (np.fmin if function == "min" else np.fmax).at(result, inside, weights)
        return result
    sums = np.bincount(inside, weights, minlength=count)
    if function != "avg":
        return sums
    with np.errstate(invalid="ignore"):
        return sums / np.bincount(inside, minlength=count)


def _normalize(sizes: Any, trace: Trace, widths: Any) -> Any:
    import numpy as np

    norm = str(trace.get("histnorm", ""))
    if trace.get("cumulative.enabled"):
        norm = norm.replace("density", "").strip()
    if "density" in norm:
        total = np.nansum(sizes) if norm.startswith("probability") else 1.0
        return sizes / widths / (total or 1.0)
    total = {"percent": 100.0, "probability": 1.0}.get(norm)
    return sizes if total is None else sizes * total / (np.nansum(sizes) or 1.0)


def _accumulate(sizes: Any, trace: Trace) -> Any:
    import numpy as np

    if not trace.get("cumulative.enabled"):
        return sizes
    current = trace.get("cumulative.currentbin", "include")
    falls = trace.get("cumulative.direction") == "decreasing"
    in_order = np.nan_to_num(sizes[::-1] if falls else sizes)
    sums = np.cumsum(in_order)
    if current == "half":
        sums = sums - in_order / 2
    elif current == "exclude":
        sums = sums - in_order
    return sums[::-1] if falls else sums


def count_cells(
    trace: Trace, groups: Mapping[tuple[int, str], BinGroup], axes: Mapping[str, PlotAxis]
) -> tuple[Any, Any, Any]:
    """Return the edges along x and y, as positions, and the values of a histogram's cells."""
    import numpy as np

    edges, numbers = [], []
    for letter in "xy":
        bins, places = find_bins(trace, letter, groups[trace.index, letter], axes)
        edges.append(bins.edges())
        numbers.append(bins.find_bins(places))
    count = min(map(len, numbers))
    x, y = (column[:count] for column in numbers)
    across, up = (len(edge) - 1 for edge in edges)
    if across * up > _MOST_CELLS:
        msg = f"{across:,} by {up:,} bins are too many."
        raise ValueError(msg)
    cells = np.where((x >= 0) & (y >= 0), y * across + x, -1)
    weights = trace.get("z")
    if weights is None:
        color = trace.get("marker.color")
        weights = color if hasattr(color, "__len__") and not isinstance(color, str) else None
    function = str(trace.get("histfunc", "count"))
    column = None
    if weights is not None and function != "count":
        column = to_numbers(to_array(weights))[:count]
        cells = cells[: len(column)]
    values = measure_bins(function, cells, column, across * up)
    areas = np.outer(np.diff(edges[1]), np.diff(edges[0])).ravel()
    values = _normalize(values, trace, areas).reshape(up, across)
    x_edges, y_edges = edges
    x_axis, y_axis = (_axis(trace, letter, axes) for letter in "xy")
    return x_edges / _scale(x_axis), y_edges / _scale(y_axis), values
