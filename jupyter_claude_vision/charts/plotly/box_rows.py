"""Rows of plotly's boxes, violins and candlesticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .axis_defaults import is_horizontal
from .scatter_rows import find_positions, is_transparent
from .specification import is_date, to_array, to_number, to_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .axes import PlotAxis
    from .scatter_rows import CartesianPanel
    from .specification import Trace

_QUARTILES: Final = ("q1", "median", "q3")
_OUTLIERS: Final = frozenset({"outliers", "suspectedoutliers"})


@dataclass(frozen=True)
class Box:
    """A box: its place, its quartiles, its whiskers, and the values beyond them.

    Attributes
    ----------
    position : float
    median, q1, q3, low, high : float
    values : array of float
        All of its sample, sorted.
    """

    position: float
    median: float
    q1: float
    q3: float
    low: float
    high: float
    values: Any


def find_quartiles(values: Any, method: str) -> tuple[float, float, float]:
    """Return the first quartile, the median and the third quartile of sorted values.

    Parameters
    ----------
    values : array of float
    method : {"linear", "exclusive", "inclusive"}
        plotly's ``quartilemethod``.
    """
    count, half = len(values), len(values) // 2
    median = interpolate(values, 0.5)
    if method == "linear" or count < 3:
        return interpolate(values, 0.25), median, interpolate(values, 0.75)
    odd = count % 2
    lower = values[: half + (odd if method == "inclusive" else 0)]
    upper = values[half + (odd if method == "exclusive" else 0) :]
    return interpolate(lower, 0.5), median, interpolate(upper, 0.5)


def interpolate(values: Any, share: float) -> float:
    """Return a quantile of sorted values, as plotly.js does."""
    place = min(max(share * len(values) - 0.5, 0.0), len(values) - 1.0)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return float(values[below] + (place - below) * (values[above] - values[below]))


def read_boxes(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis, number: int) -> list[Box]:
    """Return the boxes of a trace, by their places.

    Parameters
    ----------
    trace : Trace
    x_axis, y_axis : PlotAxis
    number : int
        The place of the trace among the boxes on its axes.
    """
    import numpy as np

    lies = is_horizontal(trace)
    place, value = (y_axis, x_axis) if lies else (x_axis, y_axis)
    column = trace.column(value.letter)
    if trace.type == "box" and trace.get("q1") is not None:
        return _read_given_boxes(trace, place, value, number)
    if column is None:
        return []
    if column.ndim == 2 or (len(column) and hasattr(column[0], "__len__")):
        return []
    amounts = value.to_positions(column)
    positions = _box_positions(trace, place, len(amounts), number)
    count = min(len(amounts), len(positions))
    amounts, positions = amounts[:count], positions[:count]
    finite = np.isfinite(amounts) & np.isfinite(positions)
    amounts, positions = amounts[finite], positions[finite]
    boxes = []
    for position in np.unique(positions):
        values = np.sort(amounts[positions == position])
        boxes.append(_measure_box(trace, float(position), values))
    return boxes


def _box_positions(trace: Trace, place: PlotAxis, count: int, number: int) -> Any:
    import numpy as np

    if trace.column(place.letter) is not None or trace.get(f"d{place.letter}") is not None:
        return find_positions(trace, place.letter, place, count)
    start, name = trace.get(f"{place.letter}0"), trace.get("name")
    if start is None:
        label = f"trace {trace.index}" if name is None else name
        fits = place.is_category or (
            is_date(name) if place.type == "date" else not math.isnan(to_number(name))
        )
        start = label if fits else None
    if start is None:
        return np.full(count, float(number))
    return np.full(count, place.to_positions(to_array([start]))[0])


def _measure_box(trace: Trace, position: float, values: Any) -> Box:
    import numpy as np

    q1, median, q3 = find_quartiles(values, str(trace.get("quartilemethod", "linear")))
    if trace.get("sizemode") == "sd":
        mean, spread = float(values.mean()), float(np.std(values))
        step = spread * float(trace.get("sdmultiple", 1))
        q1, q3 = mean - step, mean + step
    low, high = _find_fences(values, q1, q3)
    if trace.type == "box" and trace.get("boxpoints") is False:
        low, high = float(values[0]), float(values[-1])
    return Box(position, median, q1, q3, low, high, values)


def _find_fences(values: Any, q1: float, q3: float) -> tuple[float, float]:
    """Return the farthest values within one and a half boxes of the box."""
    import numpy as np

    reach = 1.5 * (q3 - q1)
    first = min(int(np.searchsorted(values, q1 - reach, side="left")), len(values) - 1)
    last = max(int(np.searchsorted(values, q3 + reach, side="right")) - 1, 0)
    return min(q1, float(values[first])), max(q3, float(values[last]))


def _read_given_boxes(trace: Trace, place: PlotAxis, value: PlotAxis, number: int) -> list[Box]:
    """Return boxes whose quartiles the trace names itself."""
    columns = {}
    for name in (*_QUARTILES, "lowerfence", "upperfence"):
        column = trace.get(name)
        columns[name] = [] if column is None else value.to_positions(to_array(column)).tolist()
    samples = trace.get(value.letter)
    count = min(len(columns[name]) for name in _QUARTILES)
    positions = _box_positions(trace, place, count, number)
    boxes = []
    for n in range(min(count, len(positions))):
        q1, median, q3 = (columns[name][n] for name in _QUARTILES)
        sample = to_array([])
        if samples is not None and n < len(samples) and hasattr(samples[n], "__len__"):
            sample = to_numbers(to_array(samples[n]))
            sample.sort()
        low, high = _find_fences(sample, q1, q3) if len(sample) else (q1, q3)
        fences = [columns[name][n : n + 1] for name in ("lowerfence", "upperfence")]
        low = fences[0][0] if fences[0] and fences[0][0] <= q1 else low
        high = fences[1][0] if fences[1] and fences[1][0] >= q3 else high
        boxes.append(Box(float(positions[n]), median, q1, q3, low, high, sample))
    return boxes


def extend_box_axes(trace: Trace, boxes: Sequence[Box], place: PlotAxis, value: PlotAxis) -> None:
    """Tell the axes of boxes what of them is drawn."""
    import numpy as np

    for box in boxes:
        ends = _violin_span(trace, box) if trace.type == "violin" else (box.low, box.high)
        hides = trace.type == "box" and trace.get("boxpoints") is False
        sample = box.values[[0, -1]] if len(box.values) and not hides else []
        value.extremes.add(np.array([*ends, *sample]))
        place.extremes.add(np.array([box.position - 0.5, box.position + 0.5]), padded=False)


def _violin_span(trace: Trace, box: Box) -> tuple[float, float]:
    """Return the ends of a violin's body."""
    import numpy as np

    values = box.values
    low, high = float(values[0]), float(values[-1])
    mode = str(trace.get("spanmode") or ("manual" if trace.get("span") else "soft"))
    if mode == "hard":
        return low, high
    width = trace.get("bandwidth")
    if width:
        width = max(float(width), (high - low) / 1e4)
    elif high > low:
        spread = float(np.std(values, ddof=1))
        scale = min(spread, (box.q3 - box.q1) / 1.349)
        width = max(1.059 * scale * len(values) ** -0.2, (high - low) / 100)
    reach = 2 * float(width or 0)
    span = [low - reach, high + reach]
    if mode == "manual":
        ends = [to_number(end) for end in trace.get("span") or ()]
        span = [
            end if math.isfinite(end) else s for end, s in zip(ends, span, strict=False)
        ] or span
    return span[0], span[-1]


def add_box_rows(trace: Trace, boxes: Sequence[Box], panel: CartesianPanel) -> None:
    """Add the rows of boxes or violins, and of the values drawn beside them."""
    x_axis, y_axis = panel.axes_of(trace)
    place, value = (y_axis, x_axis) if is_horizontal(trace) else (x_axis, y_axis)
    series = panel.add_series(trace, value)
    axis = panel.names[value.id]
    ends = [_violin_span(trace, b) if trace.type == "violin" else (b.low, b.high) for b in boxes]
    inside = [_is_inside(b, end, place, value) for b, end in zip(boxes, ends, strict=True)]
    drawn_boxes = [(b, end) for b, end, is_in in zip(boxes, ends, inside, strict=True) if is_in]
    if drawn_boxes and not _is_hidden(trace):
        columns: dict[str, Any] = {
            place.letter: place.to_column(to_array([b.position for b, _ in drawn_boxes])),
            "low": value.to_column(to_array([end[0] for _, end in drawn_boxes])),
            "high": value.to_column(to_array([end[1] for _, end in drawn_boxes])),
        }
        if trace.type == "box" or trace.get("box.visible"):
            columns["q1"] = value.to_column(to_array([b.q1 for b, _ in drawn_boxes]))
            columns["q3"] = value.to_column(to_array([b.q3 for b, _ in drawn_boxes]))
            medians = value.to_column(to_array([b.median for b, _ in drawn_boxes]))
            columns["value"] = columns[value.letter] = medians
        series.add_rows(trace.type, axis=axis, **columns)
    series.omit(inside.count(False), "boxes" if trace.type == "box" else "violins")
    _add_values(trace, [b for b, _ in drawn_boxes], panel, series)
    if trace.type == "box" and trace.get("boxmean"):
        panel.builder.omit("the means of boxes", "the tables hold medians")
    if trace.type == "violin" and trace.get("meanline.visible"):
        panel.builder.omit("the means of violins", "the tables hold medians")


def _is_hidden(trace: Trace) -> bool:
    """Return whether the box itself leaves no mark, as in strip plots."""
    return is_transparent(trace.get("fillcolor")) and is_transparent(trace.get("line.color"))


def _is_inside(box: Box, ends: tuple[float, float], place: PlotAxis, value: PlotAxis) -> bool:
    if not bool(place.contains(to_array([box.position]))[0]):
        return False
    if not value.has_fixed_range:
        return True
    low, high, _ = value.limits()
    return ends[0] <= high and ends[1] >= low


def _add_values(trace: Trace, boxes: Sequence[Box], panel: CartesianPanel, series: Any) -> None:
    import numpy as np

    name = "boxpoints" if trace.type == "box" else "points"
    points = trace.get(name, "outliers")
    x_axis, y_axis = panel.axes_of(trace)
    place, value = (y_axis, x_axis) if is_horizontal(trace) else (x_axis, y_axis)
    if points is False:
        return
    positions, amounts = [], []
    for box in boxes:
        values = box.values
        if points in _OUTLIERS:
            low, high = _find_fences(values, box.q1, box.q3) if len(values) else (box.low, box.high)
            values = values[(values < low) | (values > high)]
        positions += [box.position] * len(values)
        amounts += values.tolist()
    if not amounts:
        return
    places, numbers = np.array(positions), np.array(amounts)
    inside = value.contains(numbers)
    column = value.to_column(numbers[inside])
    kind = "outlier" if points in _OUTLIERS else "point"
    if _is_hidden(trace) and str(trace.get("marker.symbol")).startswith("line"):
        kind = "event"  # the rugs of plotly.express
    series.add_rows(
        kind,
        axis=panel.names[value.id],
        **{place.letter: place.to_column(places[inside]), value.letter: column, "value": column},
    )
    series.omit(int((~inside).sum()), "points")


def read_candles(trace: Trace, panel: CartesianPanel) -> None:
    """Add the rows of candlesticks and OHLC bars: their boxes, and a series for each price."""
    import numpy as np

    x_axis, y_axis = panel.axes_of(trace)
    prices = {}
    for name in ("open", "high", "low", "close"):
        column = trace.column(name)
        prices[name] = y_axis.to_positions(to_array([]) if column is None else column)
    count = min(map(len, prices.values()))
    x = find_positions(trace, "x", x_axis, count)[:count]
    count = min(count, len(x))
    x = x[:count]
    prices = {name: column[:count] for name, column in prices.items()}
    finite = np.isfinite(x) & np.all([np.isfinite(column) for column in prices.values()], axis=0)
    inside = finite & x_axis.contains(x) & y_axis.contains((prices["low"] + prices["high"]) / 2)
    axis, base = panel.names[y_axis.id], trace.name
    series = panel.builder.add_series(base, value_label=y_axis.label)
    places = x_axis.to_column(x[inside])
    body = np.sort([prices["open"][inside], prices["close"][inside]], axis=0)
    series.add_rows(
        "box",
        x=places,
        low=y_axis.to_column(prices["low"][inside]),
        high=y_axis.to_column(prices["high"][inside]),
        q1=y_axis.to_column(body[0]),
        q3=y_axis.to_column(body[1]),
        axis=axis,
    )
    series.omit(int((finite & ~inside).sum()), "candles")
    for name, column in prices.items():
        part = panel.builder.add_series(f"{base} {name}".strip())
        values = y_axis.to_column(column[inside])
        part.add_rows("point", x=places, y=values, value=values, axis=axis)


def extend_candle_axes(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis) -> None:
    """Tell the axes of candlesticks what of them is drawn."""
    import numpy as np

    for name in ("low", "high"):
        column = trace.column(name)
        if column is not None:
            y_axis.extremes.add(y_axis.to_positions(column))
            x = find_positions(trace, "x", x_axis, len(column))
            x = np.unique(x[np.isfinite(x)])
            gap = float(np.diff(x).min()) / 2 if len(x) > 1 else 0.5
            if len(x):
                x_axis.extremes.add(np.array([x[0] - gap, x[-1] + gap]), padded=False)
