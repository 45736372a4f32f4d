"""Types, categories and ranges of axes as plotly.js finds them where the layout names none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from .specification import is_date, is_numeric, to_array, to_number, to_numbers, to_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .specification import Layout, Trace

BOXES: Final = frozenset({"box", "violin"})
_SAMPLE: Final = 1000
_VALUE_ORDER: Final = re.compile(r"(total|sum|min|max|mean|median|geometric mean) (\w+)")


def axis_ids(trace: Trace) -> tuple[str, str]:
    """Return a trace's x and y axis, such as ``("x", "y2")``."""
    return str(trace.get("xaxis", "x")), str(trace.get("yaxis", "y"))


def is_horizontal(trace: Trace) -> bool:
    """Return whether a trace's values lie along x."""
    orientation = trace.get("orientation")
    if orientation is not None:
        return bool(orientation == "h")
    x, y = trace.column("x"), trace.column("y")
    if trace.type == "histogram":
        return x is None and y is not None
    if trace.type == "box" and trace.get("q1") is not None:
        return x is None and y is not None
    if trace.type in BOXES:
        return _is_box_horizontal(x, y)
    if trace.type in {"bar", "waterfall"}:
        return False
    if trace.type == "funnel":
        return x is not None or y is None
    return False


def _is_box_horizontal(x: Any, y: Any) -> bool:
    if x is None or y is None:
        return y is None and x is not None
    return detect_type(y) == "category" and detect_type(x) != "category"


def detect_axis_type(axis_id: str, traces: Sequence[Trace], strict: str) -> str:
    """Return the type of an axis that names none: that of the first data on it.

    Parameters
    ----------
    axis_id : str
    traces : sequence of Trace
    strict : {"strict", "convert types"}
        Whether texts of digits stay texts.
    """
    letter = axis_id[0]
    for trace in traces:
        if axis_ids(trace)["xy".index(letter)] != axis_id or trace.get("visible") is False:
            continue
        horizontal = is_horizontal(trace)
        is_place = (letter == "y") is horizontal
        if trace.type == "histogram" and not is_place:
            return "linear"
        column, start = trace.column(letter), trace.get(f"{letter}0")
        if trace.type in BOXES and is_place and column is None and start is None:
            return detect_type(to_array(_box_names(traces, axis_id)), strict)
        if column is not None and len(column):
            return detect_type(column, strict)
        if start is not None:
            return detect_type(to_array([start]), strict)
    return "linear"


def _box_names(traces: Sequence[Trace], axis_id: str) -> list[str]:
    place = "xy".index(axis_id[0])
    on_axis = (t for t in traces if t.type in BOXES and axis_ids(t)[place] == axis_id)
    return [str(trace.get("name", f"trace {trace.index}")) for trace in on_axis]


def detect_type(values: Any, strict: str = "strict") -> str:
    """Return the type of an axis on which some values are the first."""
    if values.ndim == 2 or _is_nested(values):
        return "multicategory"
    if values.dtype.kind == "M":
        return "date"
    if is_numeric(values):
        return "linear"
    if values.dtype.kind == "b":
        return "category"
    last = len(values) - 1
    step = max(1.0, last / _SAMPLE)
    places = {min(int(n * step + 0.5), last) for n in range(min(last, _SAMPLE) + 1)}
    sample = list({str(values[place]): values[place] for place in sorted(places)}.values())
    numbers = [value for value in sample if not math.isnan(to_number(value))]
    if sum(map(is_date, sample)) > 2 * len(numbers):
        return "date"
    if strict == "strict":
        numbers = [value for value in numbers if not isinstance(value, str)]
    names = [v for v in sample if isinstance(v, (str, bool)) and v not in numbers]
    return "category" if len(names) > 2 * len(numbers) else "linear"


def _is_nested(values: Any) -> bool:
    return len(values) == 2 and all(
        hasattr(value, "__len__") and not isinstance(value, str) for value in values
    )


def multicategory_texts(values: Any) -> list[str]:
    """Return the names of categories of two levels: both, with a comma."""
    outer, inner = (to_texts(to_array(level)) for level in values)
    return [", ".join(pair) for pair in zip(outer, inner, strict=False)]


def initial_categories(
    axis: Callable[[str], Any], columns: Sequence[Any], alias: Callable[[Any], list[str]]
) -> list[str]:
    """Return the categories that an axis has in an order of its own, before its data.

    Parameters
    ----------
    axis : callable
        Returns a property of the axis by its name.
    columns : sequence of array
        The data on it.
    alias : callable
        Returns the names of values.
    """
    array = axis("categoryarray")
    order = str(axis("categoryorder") or ("array" if array is not None else "trace"))
    if order == "array":
        return list(dict.fromkeys(to_texts(to_array(array)))) if array is not None else []
    if order.startswith("category "):
        names = {name for column in columns for name in alias(column)}
        return sorted(names, reverse=order.endswith("descending"))
    return []


def order_by_value(
    order: str, categories: Sequence[str], pairs: Iterator[tuple[str, float]]
) -> list[str] | None:
    """Return categories in the order of their values; None where `order` asks for another.

    Parameters
    ----------
    order : str
        plotly's ``categoryorder``, such as ``"total descending"``.
    categories : sequence of str
    pairs : iterator of tuple
        The category and the value of everything on the axis.
    """
    import numpy as np

    match = _VALUE_ORDER.fullmatch(order)
    if match is None:
        return None
    values: dict[str, list[float]] = {name: [] for name in categories}
    for name, value in pairs:
        if not math.isnan(value) and name in values:
            values[name].append(value)
    measures: dict[str, Callable[[Any], Any]] = {
        "min": np.min,
        "max": np.max,
        "mean": np.mean,
        "median": np.median,
        "geometric mean": lambda numbers: np.exp(np.mean(np.log(np.abs(numbers)))),
    }
    measure = measures.get(match[1], np.sum)
    ranks = {name: float(measure(numbers)) if numbers else 0.0 for name, numbers in values.items()}
    ranking = sorted(categories, key=lambda name: ranks[name])
    return ranking[::-1] if match[2] == "descending" else ranking


def value_pairs(trace: Trace, letter: str) -> Iterator[tuple[str, float]]:
    """Yield the category along an axis and the value of each of a trace's data."""
    names, values = trace.column(letter), trace.column("y" if letter == "x" else "x")
    if names is None or names.ndim > 1 or _is_nested(names):
        return
    texts = to_texts(names)
    is_count = values is None or trace.get("histfunc") == "count"
    numbers = [1.0] * len(texts) if is_count else to_numbers(values).tolist()
    yield from zip(texts, numbers, strict=False)


SIZE: Final = (700.0, 500.0)
"""The size in pixels of a figure that names none, as it is exported."""

_MARGINS: Final = {"l": 80.0, "r": 80.0, "t": 100.0, "b": 80.0}
_EXTRA: Final = 0.05


@dataclass(frozen=True)
class Extreme:
    """One end of what is drawn on an axis: a position, and the pixels kept free beyond it."""

    position: float
    pixels: float
    is_padded: bool

    def free_pixels(self, length: float) -> float:
        """Return the pixels kept free beyond it on an axis of a length in pixels."""
        return self.pixels + (_EXTRA * length if self.is_padded else 0.0)


@dataclass
class Extremes:
    """The ends of everything that is drawn on an axis."""

    lows: list[Extreme] = field(default_factory=list)
    highs: list[Extreme] = field(default_factory=list)

    def add(
        self, positions: Any, *, pixels: float = 0.0, padded: bool = True, to_zero: bool = False
    ) -> None:
        """Take in an array of positions.

        Parameters
        ----------
        positions : array of float
        pixels : float
            The radius of what is drawn there.
        padded : bool
            Whether a twentieth of the axis is kept free beyond them.
        to_zero : bool
            Whether zero belongs to them, without anything kept free there.
        """
        import numpy as np

        finite = positions[np.isfinite(positions)]
        if not len(finite):
            return
        low, high = float(finite.min()), float(finite.max())
        if to_zero:
            low, high = min(0.0, low), max(0.0, high)
        for ends, end, outer in ((self.lows, low, min), (self.highs, high, max)):
            at_zero = to_zero and end == 0
            extreme = Extreme(end, 0.0 if at_zero else pixels, padded and not at_zero)
            alike = [e for e in ends if e.pixels == extreme.pixels and e.is_padded == padded]
            if alike and not at_zero:
                ends.remove(alike[0])
                extreme = outer(alike[0], extreme, key=lambda e: e.position)
            ends.append(extreme)


class RangedAxis(Protocol):
    """An axis as far as its range depends on it; `axes.PlotAxis` documents each part."""

    id: str
    layout: Layout
    type: str
    categories: list[str]
    extremes: Extremes
    group: list[Any]
    runs_backward: bool

    @property
    def letter(self) -> str:
        """``"x"`` or ``"y"``."""

    @property
    def is_category(self) -> bool:
        """True for a scale of categories."""

    def get(self, path: str, default: Any = None) -> Any:
        """Return one of its properties."""

    def to_position(self, value: Any) -> float:
        """Return where one of the layout's values stands."""


def find_range(axis: RangedAxis) -> tuple[float, float, bool]:
    """Return the lower and upper end of what an axis shows, and whether it is inverted.

    Positions as `axes.PlotAxis` has them.
    """
    group = axis.group or [axis]
    fixed = next((a.get("range") for a in group if a.get("range") is not None), None)
    auto = next((a.get("autorange") for a in group if a.get("autorange") is not None), None)
    inverted = str(auto).endswith("reversed") or (auto is None and axis.runs_backward)
    ends: list[float | None] = [None, None]
    if fixed is not None and auto in {None, False, "min", "max"}:
        ends = [_to_end(axis, end) for end in fixed]
    elif fixed is not None and None not in fixed and not inverted:
        first, last = (_to_end(axis, end) for end in fixed)
        inverted = first is not None and last is not None and first > last
    start, stop = ends
    if start is not None and stop is not None:
        return min(start, stop), max(start, stop), start > stop
    low, high = _auto_range(axis, [a.extremes for a in group])
    bounds = [
        _to_end(axis, axis.get(name)) if axis.get(name) is not None else None
        for name in ("minallowed", "maxallowed")
    ]
    low = _first(start, bounds[0], low)
    high = _first(stop, bounds[1], high)
    return min(low, high), max(low, high), inverted


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)


def _to_end(axis: RangedAxis, end: Any) -> float | None:
    if end is None:
        return None
    position = axis.to_position(end)
    if axis.type == "log":
        return float(10**position) if abs(position) < 300 else None
    return position if math.isfinite(position) else None


def _auto_range(axis: RangedAxis, extremes: Iterable[Extremes]) -> tuple[float, float]:
    is_log = axis.type == "log"
    lows = [low for end in extremes for low in end.lows]
    highs = [high for end in extremes for high in end.highs]
    if is_log:
        lows, highs = _logarithms(lows), _logarithms(highs)
    if (not lows or not highs) and axis.is_category:
        return -0.5, max(len(axis.categories), 1) - 0.5
    if not lows or not highs:
        return (0.1, 10.0) if is_log else (-1.0, 6.0) if axis.letter == "x" else (-1.0, 4.0)
    mode = str(axis.get("rangemode", "normal"))
    low, high = _spread(lows, highs, axis_length(axis), "normal" if is_log else mode)
    return (10**low, 10**high) if is_log else (low, high)


def _logarithms(ends: Sequence[Extreme]) -> list[Extreme]:
    return [
        Extreme(math.log10(end.position), end.pixels, end.is_padded)
        for end in ends
        if end.position > 0
    ]


def _spread(
    lows: Sequence[Extreme], highs: Sequence[Extreme], length: float, mode: str
) -> tuple[float, float]:
    """Return the range in which every end has the pixels that it keeps free."""
    lowest, highest = min(e.position for e in lows), max(e.position for e in highs)
    if lowest == highest:
        if mode in {"tozero", "nonnegative"}:
            return (0.0, lowest + 1) if lowest >= 0 else (lowest - 1, 0.0)
        return lowest - 1, highest + 1
    pairs = [(low, high) for low in lows for high in highs if high.position > low.position]
    low, high = max(pairs, key=lambda pair: _scale(pair[0], pair[1], length))
    if mode == "tozero":
        low = low if low.position < 0 else Extreme(0.0, 0.0, is_padded=False)
        high = high if high.position > 0 else Extreme(0.0, 0.0, is_padded=False)
    scale = _scale(low, high, length)
    start = low.position - scale * low.free_pixels(length)
    if mode == "nonnegative":
        start = max(start, 0.0)
    return start, high.position + scale * high.free_pixels(length)


def _scale(low: Extreme, high: Extreme, length: float) -> float:
    """Return how much a pixel is, where both ends have the pixels that they keep free."""
    free = length - low.free_pixels(length) - high.free_pixels(length)
    return (high.position - low.position) / max(free, length / 10)


def axis_length(axis: RangedAxis) -> float:
    """Return an axis' length in the picture, in pixels."""
    horizontal = axis.letter == "x"
    size = to_number(axis.layout.get("width" if horizontal else "height"))
    if not 0 < size < math.inf:
        size = SIZE[0 if horizontal else 1]
    sides = ("l", "r") if horizontal else ("t", "b")
    margins = [float(axis.layout.get(f"margin.{side}", _MARGINS[side])) for side in sides]
    start, stop = find_domain(axis)
    return max(size - sum(margins), 10.0) * max(stop - start, 0.0)


def find_domain(axis: RangedAxis) -> tuple[float, float]:
    """Return the part of the figure that an axis spans, from 0 to 1."""
    over = axis.get("overlaying")
    name = str(over) if over and over != "free" else axis.id
    return layout_domain(axis.layout, f"{name[0]}axis{name[1:]}")


def layout_domain(layout: Layout, name: str) -> tuple[float, float]:
    """Return the domain of an axis by its name in the layout, such as ``"xaxis2"``."""
    start, stop = layout.get(f"{name}.domain") or (0.0, 1.0)
    return float(start), float(stop)
