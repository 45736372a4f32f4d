"""Rows of plotly's bars: grouped, stacked, normalized, waterfalls and funnels."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .axis_defaults import axis_ids, is_horizontal
from .scatter_rows import Points, add_error_bars, read_points
from .specification import plain_text, to_array, to_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..builder import SeriesBuilder
    from .axes import PlotAxis
    from .scatter_rows import CartesianPanel
    from .specification import Layout, Trace

_MILLISECONDS: Final = 86_400_000.0
_NORM_TOTALS: Final = {"fraction": 1.0, "percent": 100.0}
_TOTALS: Final = frozenset({"total", "t"})
_ABSOLUTE: Final = frozenset({"absolute", "a"})


@dataclass
class Bars:
    """The bars of a trace: positions, lengths and where they begin.

    Attributes
    ----------
    trace : Trace
    place, value : PlotAxis
        The axis that they stand on, and that of their lengths.
    positions, lengths, bases : array of float
    edges : tuple of array, optional
        The ends of bins.
    group : str
        Bars of one group are stacked on one another.
    shares : array of float, optional
    """

    trace: Trace
    place: PlotAxis
    value: PlotAxis
    positions: Any
    lengths: Any
    bases: Any
    edges: tuple[Any, Any] | None = None
    group: str = ""
    shares: Any = field(default=None)

    @property
    def has_own_base(self) -> bool:
        """True where the trace itself says where its bars begin."""
        return self.trace.get("base") is not None

    def stack_keys(self, *, by_sign: bool) -> list[tuple[str, float, bool]]:
        """Return the stack of each bar: its group, its place, and its side of zero."""
        pairs = zip(self.positions.tolist(), self.lengths.tolist(), strict=True)
        return [(self.group, place, by_sign and length < 0) for place, length in pairs]


def read_bars(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis) -> Bars:
    """Return a bar trace's bars."""
    import numpy as np

    lies = is_horizontal(trace)
    place, value = (y_axis, x_axis) if lies else (x_axis, y_axis)
    points = read_points(trace, x_axis, y_axis)
    positions, lengths = (points.y, points.x) if lies else (points.x, points.y)
    bases = np.zeros(len(positions))
    base = trace.get("base")
    if value.type == "date":
        column = trace.column(value.letter)
        numbers = to_numbers(to_array([]) if column is None else column)
        lengths = np.full(len(positions), np.nan)
        lengths[: len(numbers)] = numbers[: len(positions)] / _MILLISECONDS
    if base is not None:
        column = value.to_positions(to_array(base))
        if len(column) == 1 and not hasattr(base, "__len__"):
            column = np.repeat(column, len(positions))
        bases[: len(column)] = column[: len(bases)]
    return Bars(trace, place, value, positions, lengths, bases, group=_group(trace))


def _group(trace: Trace) -> str:
    return f"{trace.get('alignmentgroup', '')}|{trace.get('offsetgroup', '')}"


def stack_bars(bars: Sequence[Bars], layout: Layout) -> None:
    """Put bars that share their axes on one another, and normalize them, as the layout says."""
    mode = str(layout.get("barmode", "group"))
    norm = str(layout.get("barnorm", ""))
    subplots: dict[Any, list[Bars]] = defaultdict(list)
    for trace_bars in bars:
        subplots[trace_bars.place.id, trace_bars.value.id].append(trace_bars)
    for together in subplots.values():
        if mode in {"stack", "relative"}:
            stacked = [trace_bars for trace_bars in together if not trace_bars.has_own_base]
            _stack(stacked, by_sign=mode == "relative")
            _share(stacked)
            _normalize(stacked, norm, by_sign=mode == "relative")
        elif mode == "group":
            _stack_within_traces(together)
            _normalize(together, norm, by_sign=False, by_group=False)


def _stack_within_traces(bars: Sequence[Bars]) -> None:
    """Put bars of one trace that stand at one place on one another."""
    for trace_bars in bars:
        if not trace_bars.has_own_base:
            _stack([trace_bars], by_sign=True)


def _stack(bars: Sequence[Bars], *, by_sign: bool) -> None:
    tops: dict[Any, float] = defaultdict(float)
    for trace_bars in bars:
        lengths = trace_bars.lengths.tolist()
        for n, key in enumerate(trace_bars.stack_keys(by_sign=by_sign)):
            if not math.isnan(lengths[n]):
                trace_bars.bases[n] = tops[key]
                tops[key] += lengths[n]


def _share(bars: Sequence[Bars]) -> None:
    """Give segments their share of their stack, above and below zero apart."""
    import numpy as np

    counts = Counter(key for trace_bars in bars for key in trace_bars.stack_keys(by_sign=True))
    if all(count < 2 for count in counts.values()):
        return
    totals = _sum_stacks(bars, by_sign=True)
    for trace_bars in bars:
        sums = [abs(totals[key]) or math.nan for key in trace_bars.stack_keys(by_sign=True)]
        trace_bars.shares = np.abs(trace_bars.lengths) / np.array(sums)


def _normalize(bars: Sequence[Bars], norm: str, *, by_sign: bool, by_group: bool = True) -> None:
    """Scale bars so that those at one place add up to a whole."""
    import numpy as np

    if norm not in _NORM_TOTALS:
        return
    if by_group:
        totals = _sum_stacks(bars, by_sign=by_sign)
    else:
        # Side by side, what lies on another bar of its trace counts up to its top.
        totals = defaultdict(float)
        for trace_bars in bars:
            tops = np.nan_to_num(trace_bars.bases + trace_bars.lengths).tolist()
            for place, top in zip(trace_bars.positions.tolist(), tops, strict=True):
                totals["", place, False] += top
    for trace_bars in bars:
        keys = trace_bars.stack_keys(by_sign=by_sign)
        keys = keys if by_group else [("", place, False) for _, place, _ in keys]
        scale = np.abs(_NORM_TOTALS[norm] / np.array([totals[key] or math.nan for key in keys]))
        trace_bars.lengths = trace_bars.lengths * scale
        trace_bars.bases = trace_bars.bases * scale


def _sum_stacks(bars: Sequence[Bars], *, by_sign: bool) -> dict[Any, float]:
    totals: dict[Any, float] = defaultdict(float)
    for trace_bars in bars:
        keys = trace_bars.stack_keys(by_sign=by_sign)
        for key, length in zip(keys, trace_bars.lengths.tolist(), strict=True):
            totals[key] += 0.0 if math.isnan(length) else length
    return totals


def extend_bar_axes(bars: Sequence[Bars]) -> None:
    """Tell the axes of bars what of them is drawn."""
    import numpy as np

    for trace_bars in bars:
        tops = trace_bars.bases + trace_bars.lengths
        ends = np.concatenate([trace_bars.bases, tops])
        if trace_bars.value.type == "log":
            ends = tops[tops > 0]
        if trace_bars.value.is_category:
            ends = trace_bars.lengths
        norm = _NORM_TOTALS.get(str(trace_bars.value.layout.get("barnorm", "")))
        is_full = norm is not None and trace_bars.value.layout.get("barmode") == "stack"
        fits = is_full and bool((ends[np.isfinite(ends)] <= (norm or 0) * (1 + 1e-9)).all())
        begins_at_zero = trace_bars.trace.type != "waterfall" or not trace_bars.trace.get("base")
        to_zero = begins_at_zero and trace_bars.value.type == "linear"
        trace_bars.value.extremes.add(ends, padded=not fits, to_zero=to_zero)
        positions = np.unique(trace_bars.positions[np.isfinite(trace_bars.positions)])
        if not len(positions):
            continue
        gap = float(np.diff(positions).min()) if len(positions) > 1 else 1.0
        half = (1.0 if trace_bars.place.is_category else gap) / 2
        low, high = positions[0] - half, positions[-1] + half
        if trace_bars.edges is not None and len(trace_bars.edges[0]):
            low, high = trace_bars.edges[0].min(), trace_bars.edges[1].max()
        trace_bars.place.extremes.add(np.array([low, high]), padded=False)


def add_bar_rows(bars: Bars, panel: CartesianPanel, kind: str = "bar") -> SeriesBuilder:
    """Add the rows of bars, and return their series."""
    import numpy as np

    series = panel.add_series(bars.trace, bars.value)
    if bars.value.is_category:
        series.omit(len(bars.positions), "bars", "their lengths are no numbers")
        return series
    low = np.minimum(bars.bases, bars.bases + bars.lengths)
    high = np.maximum(bars.bases, bars.bases + bars.lengths)
    finite = np.isfinite(bars.positions) & np.isfinite(low)
    inside = finite & bars.place.contains(bars.positions) & _overlaps(bars.value, low, high)
    is_interval = bars.value.type == "date"
    factor = 1.0 if is_interval else bars.value.factor
    place, value = bars.place.letter, bars.value.letter
    columns: dict[str, Any] = {
        place: bars.place.to_column(bars.positions[inside]),
        "value": bars.lengths[inside] * factor,
    }
    if is_interval:
        columns[value] = bars.value.to_column(low[inside])
        columns[f"{value}_low"] = bars.value.to_column(low[inside])
        columns[f"{value}_high"] = bars.value.to_column(high[inside])
    else:
        columns[value] = bars.value.to_column((bars.bases + bars.lengths)[inside])
        columns["low"] = bars.value.to_column(low[inside])
        columns["high"] = bars.value.to_column(high[inside])
    if bars.edges is not None:
        columns[f"{place}_low"] = bars.place.to_column(bars.edges[0][inside])
        columns[f"{place}_high"] = bars.place.to_column(bars.edges[1][inside])
    if bars.shares is not None:
        columns["share"] = bars.shares[inside]
    series.add_rows("interval" if is_interval else kind, axis=panel.names[bars.value.id], **columns)
    series.omit(int((finite & ~inside).sum()), "bars")
    _add_marks(bars, series, panel)
    return series


def _overlaps(axis: PlotAxis, low: Any, high: Any) -> Any:
    import numpy as np

    if not axis.has_fixed_range:
        return np.ones(len(low), dtype=bool)
    start, stop, _ = axis.limits()
    return (low <= stop) & (high >= start)


def _add_marks(bars: Bars, series: SeriesBuilder, panel: CartesianPanel) -> None:
    """Add the error bars and the texts of bars."""
    ends = bars.bases + bars.lengths
    lies = bars.value.letter == "x"
    x, y = (ends, bars.positions) if lies else (bars.positions, ends)
    x_axis, y_axis = panel.axes_of(bars.trace)
    points = Points(bars.trace, x_axis, y_axis, x, y)
    add_error_bars(bars.trace, points, series, panel)
    texts = bars.trace.get("text")
    if texts is None or bars.trace.get("textposition", "auto") == "none":
        return
    labels = [texts] * len(x) if isinstance(texts, str) else to_array(texts).tolist()
    for place_x, place_y, text in zip(x.tolist(), y.tolist(), labels, strict=False):
        cells = x_axis.to_cell(place_x), y_axis.to_cell(place_y)
        panel.builder.add_text("annotation", plain_text(text), *cells)


def read_waterfall(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis) -> Bars:
    """Return the bars of a waterfall: changes from where the one before ends, and totals."""
    import numpy as np

    bars = read_bars(trace, x_axis, y_axis)
    measures = trace.column("measure")
    kinds = [] if measures is None else [str(measure) for measure in measures.tolist()]
    base = to_numbers(to_array([trace.get("base", 0)]))[0]
    level = 0.0
    bases = np.full(len(bars.lengths), float(base))
    lengths = bars.lengths.copy()
    for n, change in enumerate(np.nan_to_num(bars.lengths).tolist()):
        measure = kinds[n] if n < len(kinds) else "relative"
        if measure in _TOTALS:
            lengths[n] = level
        elif measure in _ABSOLUTE:
            level = change
        else:
            bases[n] += level
            lengths[n] = change
            level += change
    bars.lengths, bars.bases = lengths, bases
    return bars


def stack_funnels(funnels: Sequence[Bars], layout: Layout) -> None:
    """Put the bars of funnels on one another, centered on zero."""
    import numpy as np

    subplots: dict[Any, list[Bars]] = defaultdict(list)
    for funnel in funnels:
        subplots[axis_ids(funnel.trace)].append(funnel)
    for together in subplots.values():
        if str(layout.get("funnelmode", "stack")) != "stack":
            for funnel in together:
                funnel.bases = -funnel.lengths / 2
            continue
        _stack(together, by_sign=False)
        _share(together)
        totals = _sum_stacks(together, by_sign=False)
        for funnel in together:
            sums = [totals[key] for key in funnel.stack_keys(by_sign=False)]
            funnel.bases = funnel.bases - np.array(sums) / 2
