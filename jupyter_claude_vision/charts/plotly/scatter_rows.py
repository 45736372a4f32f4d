"""Rows of plotly's lines, points, areas and error bars."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import Curve
from .axis_defaults import axis_ids
from .specification import plain_text, to_array, to_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..builder import PanelBuilder, SeriesBuilder
    from .axes import PlotAxis
    from .specification import Trace

_STEPS: Final = {"hv": "post", "vh": "pre", "hvh": "mid", "vhv": ""}
_MARKED_COUNT: Final = 20
"""Below so many points, plotly draws markers on a line that has no mode."""

_LEAST_RADIUS: Final = 3.0
_MARKER_SHARE: Final = 1.6


@dataclass(frozen=True)
class CartesianPanel:
    """A panel with x and y axes while its rows are put together.

    Attributes
    ----------
    builder : PanelBuilder
    axes : dict of str to PlotAxis
        By plotly's ids.
    names : dict of str to str
        The tables' names of the axes, such as ``"right"``, by plotly's ids.
    """

    builder: PanelBuilder
    axes: Mapping[str, PlotAxis]
    names: Mapping[str, str]

    def axes_of(self, trace: Trace) -> tuple[PlotAxis, PlotAxis]:
        """Return a trace's x axis and y axis."""
        x, y = axis_ids(trace)
        return self.axes[x], self.axes[y]

    def add_series(self, trace: Trace, values: PlotAxis) -> SeriesBuilder:
        """Add a series under the name of a trace, with its values on an axis."""
        series = self.builder.add_series(trace.name, value_label=values.label)
        x, y = axis_ids(trace)
        series.frame = (self.names[x], self.names[y])
        return series


@dataclass(frozen=True)
class Points:
    """A scatter trace's points as positions on its axes; NaN where there is none.

    Attributes
    ----------
    trace : Trace
    x_axis, y_axis : PlotAxis
    x, y : array of float
    """

    trace: Trace
    x_axis: PlotAxis
    y_axis: PlotAxis
    x: Any
    y: Any

    @property
    def is_drawn(self) -> Any:
        """The points that have both positions, as an array of bool."""
        import numpy as np

        return np.isfinite(self.x) & np.isfinite(self.y)

    @property
    def is_inside(self) -> Any:
        """The points that are drawn within the axes, as an array of bool."""
        inside = self.x_axis.contains(self.x) & self.y_axis.contains(self.y)
        return self.is_drawn & inside

    @property
    def value_axis(self) -> PlotAxis:
        """The axis of the values: y, unless only x has numbers."""
        flat = self.y_axis.is_category or (self.y_axis.type == "date" != self.x_axis.type)
        return self.x_axis if flat and not self.x_axis.is_category else self.y_axis

    @property
    def mode(self) -> str:
        """The parts that are drawn, such as ``"lines+markers"``."""
        default = "lines+markers" if len(self.x) < _MARKED_COUNT else "lines"
        if self.trace.get("stackgroup"):
            default = "lines"
        return str(self.trace.get("mode", default))

    @property
    def has_line(self) -> bool:
        """True where a line is drawn that can be seen."""
        width = self.trace.get("line.width")
        color = str(self.trace.get("line.color", ""))
        return "lines" in self.mode and width != 0 and not is_transparent(color)


def is_transparent(color: Any) -> bool:
    """Return whether a color leaves no mark."""
    text = str(color or "").replace(" ", "")
    return text == "transparent" or (text.startswith("rgba") and text.endswith((",0)", ",0.0)")))


def find_positions(trace: Trace, letter: str, axis: PlotAxis, count: int) -> Any:
    """Return positions along an axis: of the data, or counted from ``x0`` in steps of ``dx``."""
    import numpy as np

    column = trace.column(letter)
    if column is not None:
        return axis.to_positions(column)
    start, step = trace.get(f"{letter}0"), trace.get(f"d{letter}", 1)
    if axis.type == "date":
        first = axis.to_position(start) if start is not None else 0.0
        return first + np.arange(count) * (float(step) / 86_400_000 if start is not None else 1.0)
    return axis.to_position(start or 0) + np.arange(count) * float(step)


def read_points(trace: Trace, x_axis: PlotAxis, y_axis: PlotAxis) -> Points:
    """Return a trace's points: as many as both columns have."""
    columns = [trace.column("x"), trace.column("y")]
    lengths = [
        _length(axis, column) for axis, column in zip((x_axis, y_axis), columns, strict=True)
    ]
    count = min((length for length in lengths if length is not None), default=0)
    x = find_positions(trace, "x", x_axis, count)[:count]
    y = find_positions(trace, "y", y_axis, count)[:count]
    return Points(trace, x_axis, y_axis, x, y)


def _length(axis: PlotAxis, column: Any) -> int | None:
    if column is None:
        return None
    if axis.type == "multicategory" and len(column) == 2:
        return min(len(level) for level in column)
    return len(column)


def extend_axes(points: Points) -> None:
    """Tell the axes of a scatter trace what of it is drawn."""
    fill = str(points.trace.get("fill", "none"))
    has_markers = "markers" in points.mode or "text" in points.mode
    pixels = 0.0
    if "markers" in points.mode:
        pixels = max(_marker_size(points.trace) / _MARKER_SHARE, _LEAST_RADIUS)
    x, y = points.x, points.y
    is_tight = fill in {"tonexty", "tozeroy"} or not has_markers
    points.x_axis.extremes.add(
        x, pixels=0.0 if is_tight else pixels, padded=not is_tight, to_zero=fill == "tozerox"
    )
    if not points.trace.get("stackgroup"):
        points.y_axis.extremes.add(y, pixels=pixels, to_zero=fill == "tozeroy")
    for letter, axis, center in (("x", points.x_axis, points.x), ("y", points.y_axis, points.y)):
        lengths = _error_lengths(points.trace, f"error_{letter}", center)
        if lengths is not None:
            axis.extremes.add(center - lengths[0])
            axis.extremes.add(center + lengths[1])


def _marker_size(trace: Trace) -> float:
    size = trace.get("marker.size", 6)
    return float(size) if isinstance(size, (int, float)) else 6.0


def add_scatter_rows(points: Points, panel: CartesianPanel) -> SeriesBuilder:
    """Add the line, the points and what stands beside them of a scatter trace, not its areas."""
    trace, fill = points.trace, str(points.trace.get("fill", "none"))
    values = points.value_axis
    series = panel.add_series(trace, values)
    inside = points.is_inside
    x = points.x_axis.to_column(points.x[inside])
    y = points.y_axis.to_column(points.y[inside])
    columns = {"x": x, "y": y, "value": x if values is points.x_axis else y}
    columns["axis"] = panel.names[values.id]
    if values.is_category:
        columns["value"] = columns["axis"] = None
    is_area = fill in {"tozeroy", "tozerox"}
    if points.has_line and fill != "toself" and not is_area:
        shape = str(trace.get("line.shape", "linear"))
        series.add_rows("step" if shape in _STEPS else "line", curve=to_curve(points), **columns)
    elif "markers" in points.mode and not is_area:
        series.add_rows("point", **columns)
    elif points.mode == "text":
        series.add_rows("text", **columns)
    add_texts(points, panel.builder)
    series.omit(int((points.is_drawn & ~inside).sum()), "points")
    add_error_bars(trace, points, series, panel)
    name_other_channels(trace, panel.builder, int(inside.sum()))
    return series


def to_curve(points: Points) -> Curve | None:
    """Return a trace's line as it is drawn, for `value_at`; None on an axis of categories."""
    import numpy as np

    trace, x_axis, y_axis = points.trace, points.x_axis, points.y_axis
    if y_axis.is_category or y_axis.type == "date":
        return None
    x, y, shape = points.x, points.y, str(trace.get("line.shape", "linear"))
    if trace.get("connectgaps"):
        x, y = x[points.is_drawn], y[points.is_drawn]
    if shape == "vhv" and len(x) > 1:
        middles = (y[1:] + y[:-1]) / 2
        x = np.repeat(x, 2)[1:-1]
        y = np.repeat(middles, 2)
    names: dict[float, str] | None = None
    if x_axis.is_category:
        names = {float(place): name for place, name in enumerate(x_axis.categories)}
    scales = ["log" if axis.type == "log" else None for axis in (x_axis, y_axis)]
    factors = [axis.factor if axis.type in {"linear", "log"} else 1.0 for axis in (x_axis, y_axis)]
    return Curve(
        x * factors[0],
        y * factors[1],
        _STEPS.get(shape, ""),
        scales[0],
        scales[1],
        names,
        x_axis.type == "date",
        _limits(x_axis, factors[0]),
        _limits(y_axis, factors[1]),
    )


def _limits(axis: PlotAxis, factor: float) -> tuple[float, float]:
    if not axis.has_fixed_range:
        return -math.inf, math.inf
    low, high, _ = axis.limits()
    return low * factor, high * factor


def add_texts(points: Points, builder: PanelBuilder) -> None:
    """Add the texts that a trace writes at its points."""
    texts = points.trace.get("text")
    if "text" not in points.mode or texts is None:
        return
    inside = points.is_inside
    labels = [texts] * len(points.x) if isinstance(texts, str) else to_array(texts).tolist()
    for x, y, text, is_inside in zip(points.x, points.y, labels, inside, strict=False):
        if is_inside:
            cells = points.x_axis.to_cell(float(x)), points.y_axis.to_cell(float(y))
            builder.add_text("annotation", plain_text(text), *cells)


def name_other_channels(trace: Trace, builder: PanelBuilder, count: int) -> None:
    """Name sizes and colors that show data which the rows do not hold."""
    for path, noun in (("marker.size", "sizes"), ("marker.color", "colors")):
        column = trace.get(path)
        if column is None or isinstance(column, (str, int, float)):
            continue
        array = to_array(column)
        if array.dtype.kind in "iuf" and count:
            of = f" of {trace.name}" if trace.name else ""
            builder.omit(f"the {noun} of {count:,} markers{of}", "the tables hold where they are")


def add_error_bars(
    trace: Trace, points: Points, series: SeriesBuilder, panel: CartesianPanel
) -> None:
    """Add the error bars of a trace along both axes."""
    for letter, axis in (("x", points.x_axis), ("y", points.y_axis)):
        center = points.x if letter == "x" else points.y
        ends = _error_lengths(trace, f"error_{letter}", center)
        if ends is None or axis.is_category:
            continue
        inside = points.is_inside
        below, above = (end[inside] for end in ends)
        middle = axis.to_column(center[inside])
        series.add_rows(
            "errorbar",
            x=points.x_axis.to_column(points.x[inside]),
            y=points.y_axis.to_column(points.y[inside]),
            value=middle,
            low=axis.to_column(center[inside] - below),
            high=axis.to_column(center[inside] + above),
            axis=panel.names[axis.id],
        )


def _error_lengths(trace: Trace, name: str, center: Any) -> Sequence[Any] | None:
    """Return the lengths of error bars below and above; None where there are none."""
    import numpy as np

    if not trace.has_part(name):
        return None
    array, kind = trace.get(f"{name}.array"), trace.get(f"{name}.type")
    value = trace.get(f"{name}.value")
    kind = str(kind or ("data" if array is not None else "percent"))
    if trace.get(f"{name}.visible", array is not None or value is not None) is False:
        return None
    symmetric = trace.get(f"{name}.symmetric")
    if kind == "data":
        if array is None:
            return None
        minus = trace.get(f"{name}.arrayminus")
        above = _fitted(to_numbers(to_array(array)), len(center))
        is_even = minus is None or symmetric is True
        below = above if is_even else _fitted(to_numbers(to_array(minus)), len(center))
        return below, above
    plus = 10.0 if value is None else float(value)
    minus = trace.get(f"{name}.valueminus")
    low = plus if minus is None or symmetric is True else float(minus)
    size = np.abs(center)
    scale = {"percent": size / 100, "sqrt": np.sqrt(size), "constant": np.ones(len(size))}.get(kind)
    if scale is None:
        return None
    return (scale, scale) if kind == "sqrt" else (scale * low, scale * plus)


def _fitted(lengths: Any, count: int) -> Any:
    """Return lengths for as many points; those that have none have no error bar."""
    import numpy as np

    result = np.zeros(count)
    finite = np.nan_to_num(lengths[:count])
    result[: len(finite)] = finite
    return result
