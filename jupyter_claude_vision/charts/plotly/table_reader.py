"""Chart tables of a plotly figure, from its own specification and as plotly.js draws it."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from ..builder import PanelBuilder, TablesBuilder
from .area_rows import add_areas, add_stacked_area, stack_areas
from .axes import PlotAxis, add_axis_row, build_axes
from .axis_defaults import axis_ids, find_domain, is_horizontal
from .bar_rows import (
    add_bar_rows,
    extend_bar_axes,
    read_bars,
    read_waterfall,
    stack_bars,
    stack_funnels,
)
from .box_rows import add_box_rows, extend_box_axes, extend_candle_axes, read_boxes, read_candles
from .grid_rows import (
    CONTOURS,
    Cells,
    add_cell_rows,
    add_listed_cells,
    extend_cell_axes,
    read_cells,
)
from .histogram_rows import HISTOGRAMS_2D, count_cells, group_histograms, read_histogram
from .layout_rows import (
    add_annotations,
    add_legend_titles,
    add_shapes,
    find_panel_titles,
    name_other_parts,
)
from .scatter_rows import CartesianPanel, add_scatter_rows, extend_axes, read_points
from .spatial_rows import PLAIN_READERS, add_scatter_matrix
from .specification import plain_text, read_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..chart_tables import ChartTables
    from .layout_rows import Rectangle
    from .specification import Layout, Trace

_SCATTERS: Final = frozenset({"scatter", "scattergl"})
_GRIDS: Final = frozenset({"heatmap", "contour"}) | HISTOGRAMS_2D
_CANDLES: Final = frozenset({"candlestick", "ohlc"})
_BOXES: Final = frozenset({"box", "violin"})
_BARS: Final = frozenset({"bar", "histogram", "waterfall", "funnel"})
_CARTESIAN: Final = _SCATTERS | _GRIDS | _CANDLES | _BOXES | _BARS
_SUBPLOTS: Final = {"geo": "geo", "3d": "scene", "polar": "polar", "ternary": "ternary"}
_NOT_HELD: Final = "the tables do not hold charts of this type"


def read_plotly_tables(figure: Any) -> ChartTables:
    """Return what a plotly figure holds, as tables.

    Parameters
    ----------
    figure : plotly.basedatatypes.BaseFigure
    """
    return read_panel_frames(figure)[0]


def read_panel_frames(figure: Any) -> tuple[ChartTables, list[PanelFrame]]:
    """Return what a plotly figure holds, and the axes and pies of its panels.

    Parameters
    ----------
    figure : plotly.basedatatypes.BaseFigure
    """
    builder = TablesBuilder("plotly")
    if find_spec("numpy") is None:
        builder.omit("the figure", "numpy reads it: pip install numpy")
        return builder.build(), []
    traces, layout = read_figure(figure)
    reader = _FigureReader(traces, layout, builder)
    reader.read_figure()
    return builder.build(), reader.list_frames()


@dataclass(frozen=True)
class PanelFrame:
    """The axes of a panel, or the pies on one without axes.

    Attributes
    ----------
    panel : str
        Its name in the tables.
    axes : dict of str to PlotAxis
        By their names in the tables.
    subplots : dict of tuple to str
        plotly's ids of pairs of axes, such as ``"xy2"``, by the names of the axes.
    pies : list of int
        The places of its pies among all of the figure's.
    """

    panel: str
    axes: dict[str, PlotAxis]
    subplots: dict[tuple[str, str], str]
    pies: list[int]


@contextmanager
def _naming_failures(trace: Trace, builder: PanelBuilder | TablesBuilder) -> Iterator[None]:
    """Name a trace that cannot be read, or leaves nothing: a figure is never refused."""
    of = f" ({trace.name})" if trace.name else ""
    subject = f"a trace of the type {trace.type}{of}"
    before = _count_parts(builder)
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the data may be anything
        builder.omit(subject, f"its data could not be read ({type(error).__name__})")
        return
    if isinstance(builder, PanelBuilder) and _count_parts(builder) == before:
        builder.omit(subject, "it has no data to be drawn by")


def _count_parts(builder: PanelBuilder | TablesBuilder) -> int:
    if isinstance(builder, TablesBuilder):
        return 0
    of_series = sum(len(series.blocks) + len(series.omissions) for series in builder.series)
    return of_series + len(builder.texts) + len(builder.omissions)


@dataclass
class _PanelPlan:
    """A panel to be: its place in the figure, and its traces."""

    place: Rectangle
    is_cartesian: bool = False
    traces: list[Trace] = field(default_factory=list)


class _FigureReader:
    """Reads a figure in two walks: all traces meet on their axes first, then rows are made."""

    def __init__(self, traces: Sequence[Trace], layout: Layout, builder: TablesBuilder) -> None:
        self._layout = layout
        self._builder = builder
        self._traces = [trace for trace in traces if trace.is_drawn]
        on_axes = [trace for trace in traces if trace.type in _CARTESIAN]
        self._axes = build_axes(on_axes, layout)
        self._groups = group_histograms(on_axes, self._axes, layout)
        self._marks: dict[int, Any] = {}
        self._stacks: dict[int, tuple[Any, Any, Any]] = {}
        self._panels: dict[tuple[str, str], CartesianPanel] = {}
        self._plans: list[_PanelPlan] = []
        for trace in traces:
            if trace.get("visible") == "legendonly":
                builder.omit(f"the series {trace.name}", "it is hidden in the legend")

    def read_figure(self) -> None:
        """Fill the tables."""
        self._meet_on_axes()
        plans = self._plans = self._plan_panels()
        titles, annotations = find_panel_titles(self._layout, [plan.place for plan in plans])
        title = plain_text(self._layout.get("title.text"))
        subtitle = plain_text(self._layout.get("title.subtitle.text"))
        for plan, panel_title in zip(plans, titles, strict=True):
            panel = self._builder.add_panel(panel_title or (title if len(plans) == 1 else ""))
            panel.add_text("title", panel_title)
            self._fill_panel(plan, panel)
        matrices = [trace for trace in self._traces if trace.type == "splom"]
        if matrices:
            add_scatter_matrix(matrices, self._builder)
        target = self._builder.panels[0] if len(plans) == 1 else self._builder
        target.add_text("title", title)
        target.add_text("subtitle", subtitle)
        add_legend_titles(self._layout, target)
        add_annotations(self._layout, self._panels, self._builder, annotations)
        add_shapes(self._layout, self._panels, self._builder)
        name_other_parts(self._layout, self._builder)
        if not self._traces:
            self._builder.omit("the figure", "it has no traces")

    def list_frames(self) -> list[PanelFrame]:
        """Return the axes and pies of the panels, in the order of the tables' panels."""
        pies = [trace.index for trace in self._traces if trace.type == "pie"]
        frames = []
        for plan, name in zip(self._plans, self._builder.name_panels(), strict=False):
            frame = PanelFrame(name, {}, {}, [])
            for trace in plan.traces:
                panel = self._panels.get(axis_ids(trace)) if plan.is_cartesian else None
                if panel is not None:
                    x, y = axis_ids(trace)
                    names = panel.names[x], panel.names[y]
                    frame.axes.update(zip(names, (self._axes[x], self._axes[y]), strict=True))
                    frame.subplots[names] = x + y
                elif trace.index in pies:
                    frame.pies.append(pies.index(trace.index))
            frames.append(frame)
        return frames

    def _plan_panels(self) -> list[_PanelPlan]:
        plans: dict[Any, _PanelPlan] = {}
        for trace in self._traces:
            place = self._find_place(trace)
            if trace.type == "splom":
                continue
            if place is None:
                of = f" ({trace.name})" if trace.name else ""
                self._builder.omit(f"a trace of the type {trace.type}{of}", _NOT_HELD)
                continue
            is_cartesian = trace.type in _CARTESIAN
            key = (is_cartesian, *(round(end, 4) for end in place))
            plans.setdefault(key, _PanelPlan(place, is_cartesian)).traces.append(trace)
        return sorted(plans.values(), key=lambda plan: (-round(plan.place[3], 3), plan.place[0]))

    def _find_place(self, trace: Trace) -> Rectangle | None:
        """Return where a trace's panel is in the figure; None for a type that is not held."""
        if trace.type in _CARTESIAN:
            x, y = (self._axes[axis_id] for axis_id in axis_ids(trace))
            return (*find_domain(x), *find_domain(y))
        if trace.type not in PLAIN_READERS:
            return None
        sides = []
        subplot = trace.get("subplot") or trace.get("geo") or trace.get("scene")
        default = _SUBPLOTS.get(next((key for key in _SUBPLOTS if key in trace.type), ""))
        default = "geo" if trace.type == "choropleth" else default
        default = "scene" if trace.type == "surface" else default
        for side, cell in (("x", "column"), ("y", "row")):
            domain = trace.get(f"domain.{side}")
            if domain is None and (subplot or default):
                domain = self._layout.get(f"{subplot or default}.domain.{side}")
            number, count = trace.get(f"domain.{cell}"), self._layout.get(f"grid.{cell}s")
            if domain is None and number is not None and count:
                number = int(count) - 1 - number if side == "y" else number
                domain = (number / int(count), (number + 1) / int(count))
            start, stop = domain or (0.0, 1.0)
            sides += [float(start), float(stop)]
        return sides[0], sides[1], sides[2], sides[3]

    def _meet_on_axes(self) -> None:
        """Read the traces that have axes, put those that are stacked on one another."""
        boxes = 0
        for trace in self._traces:
            if trace.type not in _CARTESIAN:
                continue
            x, y = (self._axes[axis_id] for axis_id in axis_ids(trace))
            with _naming_failures(trace, self._builder):
                self._marks[trace.index] = self._read_marks(trace, x, y, boxes)
            boxes += trace.type in _BOXES
        self._stack_marks()

    def _stack_marks(self) -> None:
        """Put bars and areas on one another where they are stacked."""
        marks: dict[str, list[Any]] = defaultdict(list)
        for trace in self._traces:
            if self._marks.get(trace.index):
                marks[trace.type].append(self._marks[trace.index])
        bars = [*marks["bar"], *marks["histogram"]]
        bars.sort(key=lambda trace_bars: trace_bars.trace.index)
        stack_bars(bars, self._layout)
        stack_funnels(marks["funnel"], self._layout)
        extend_bar_axes([*bars, *marks["waterfall"], *marks["funnel"]])
        scatters = [*marks["scatter"], *marks["scattergl"]]
        self._stacks = stack_areas(scatters)
        for points in scatters:
            extend_axes(points)
            if points.trace.index in self._stacks:
                thickness, low, _ = self._stacks[points.trace.index]
                axis = points.x_axis if points.trace.get("orientation") == "h" else points.y_axis
                axis.extremes.add(low + thickness, to_zero=True)

    def _read_marks(self, trace: Trace, x: PlotAxis, y: PlotAxis, number: int) -> Any:
        """Return what a trace draws, as positions on its axes."""
        if trace.type in _SCATTERS:
            return read_points(trace, x, y)
        if trace.type in {"bar", "funnel"}:
            return read_bars(trace, x, y)
        if trace.type == "waterfall":
            return read_waterfall(trace, x, y)
        if trace.type == "histogram":
            return read_histogram(trace, self._groups, self._axes)
        if trace.type in _BOXES:
            boxes = read_boxes(trace, x, y, number)
            place, value = (y, x) if is_horizontal(trace) else (x, y)
            extend_box_axes(trace, boxes, place, value)
            return boxes
        if trace.type in _CANDLES:
            extend_candle_axes(trace, x, y)
            return None
        if trace.type in HISTOGRAMS_2D:
            x_edges, y_edges, values = count_cells(trace, self._groups, self._axes)
            centers = [(edges[1:] + edges[:-1]) / 2 for edges in (x_edges, y_edges)]
            cells: Cells | None = Cells(
                centers[0],
                centers[1],
                values,
                None if x.is_category else x_edges,
                None if y.is_category else y_edges,
            )
        else:
            cells = read_cells(trace, x, y)
        if cells is not None:
            extend_cell_axes(cells, x, y, tight=trace.type in CONTOURS)
        return cells

    def _fill_panel(self, plan: _PanelPlan, builder: PanelBuilder) -> None:
        if not plan.is_cartesian:
            for trace in plan.traces:
                with _naming_failures(trace, builder):
                    PLAIN_READERS[trace.type](trace, builder, self._layout)
            return
        names = self._add_axes(plan, builder)
        panel = CartesianPanel(builder, self._axes, names)
        below: dict[tuple[str, str], Any] = {}
        for trace in plan.traces:
            self._panels[axis_ids(trace)] = panel
            with _naming_failures(trace, builder):
                self._add_trace(trace, panel, below.get(axis_ids(trace)))
            if trace.type in _SCATTERS:
                below[axis_ids(trace)] = self._marks.get(trace.index)

    def _add_trace(self, trace: Trace, panel: CartesianPanel, below: Any) -> None:
        marks: Any = self._marks.get(trace.index)
        if trace.type in _CANDLES:
            read_candles(trace, panel)
        elif trace.type in _GRIDS:
            if marks is not None:
                add_cell_rows(trace, marks, panel, self._layout)
            elif not add_listed_cells(trace, panel, self._layout):
                panel.builder.omit(f"a trace of the type {trace.type}", "it has no grid of values")
        elif marks is None:
            return
        elif trace.type in _SCATTERS:
            self._add_scatter(marks, below, panel)
        elif trace.type in _BARS:
            add_bar_rows(marks, panel, "histogram" if trace.type == "histogram" else "bar")
        elif trace.type in _BOXES:
            add_box_rows(trace, marks, panel)

    def _add_scatter(self, points: Any, below: Any, panel: CartesianPanel) -> None:
        stack = self._stacks.get(points.trace.index)
        if stack is not None:
            add_stacked_area(points, stack, panel)
        else:
            add_areas(points, below, add_scatter_rows(points, panel), panel)

    def _add_axes(self, plan: _PanelPlan, builder: PanelBuilder) -> dict[str, str]:
        """Add the axes of a panel, and return their names in the tables by plotly's ids."""
        names: dict[str, str] = {}
        by_letter: dict[str, list[PlotAxis]] = defaultdict(list)
        for trace in plan.traces:
            for axis_id in axis_ids(trace):
                axis = self._axes[axis_id]
                if axis not in by_letter[axis.letter]:
                    by_letter[axis.letter].append(axis)
        for letter, far in (("x", "top"), ("y", "right")):
            axes = sorted(by_letter[letter], key=lambda axis: axis.get("side") == far)
            for number, axis in enumerate(axes):
                names[axis.id] = add_axis_row(axis, far if number else letter, builder)
        return names
