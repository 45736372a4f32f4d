"""Chart tables of an Altair chart: every view's marks, as Vega evaluates and draws them."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from ...inputs.attachment import PlacedLabel
from ...inputs.files.boundary import failure_reason
from ..builder import TablesBuilder
from ..placement import PanelPlacement, PixelAxis, scale_box
from .composite_rows import read_boxes
from .evaluation import evaluate_vega
from .frame_columns import capture_frames
from .mark_rows import read_mark
from .sampled_evaluation import evaluate_sample
from .shown_axes import show_axis
from .tracks import VegaView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..builder import PanelBuilder
    from ..chart_tables import ChartTables
    from .evaluation import EvaluatedChart, EvaluatedPanel
    from .shown_axes import VegaAxis

LARGE: Final = 2_000
"""Rows of a data frame above which Vega evaluates a sample of them where that suffices."""

_PARTS_OF_A_BOX: Final = frozenset({"boxplot-box", "boxplot-median", "boxplot-rule"})


def read_altair_tables(chart: Any) -> ChartTables:
    """Return what an Altair chart holds, as tables.

    The data that its marks show are computed by Vega, with everything that the chart itself does
    to them: filters, bins, time units, aggregates, stacks. Nothing is loaded from a network.

    Parameters
    ----------
    chart : altair.TopLevelMixin
    """
    return read_placed_tables(chart)[0]


def read_placed_tables(chart: Any, width: float = 0.0) -> tuple[ChartTables, list[PanelPlacement]]:
    """Return what an Altair chart holds, and where its panels lie on its picture.

    Parameters
    ----------
    chart : altair.TopLevelMixin
    width : float
        Of the picture, in pixels; 0 for the chart's own.
    """
    builder = TablesBuilder("altair")
    if find_spec("vl_convert") is None:
        remedy = 'pip install "jupyter-claude-vision[altair]"'
        builder.omit("the chart", f"vl-convert-python evaluates it: {remedy}")
        return builder.build(), []
    evaluated = _evaluate_chart(chart, builder)
    if evaluated is None:
        return builder.build(), []
    views = _fill_tables(evaluated, builder)
    tables = builder.build()
    labels = _find_labels(evaluated, tables)
    scale = width / evaluated.size[0] if width and evaluated.size[0] else 1.0
    names = builder.name_panels()
    placements = [
        _place_panel(panel, view, name).scale_pixels(scale)
        for (panel, view), name in zip(views, names, strict=True)
    ]
    if placements:
        labels = [replace(label, box=scale_box(label.box, scale)) for label in labels]
        placements[0] = replace(placements[0], labels=tuple(labels))
    # What is drawn later lies over what was drawn before.
    return tables, placements[::-1]


def _find_labels(chart: EvaluatedChart, tables: ChartTables) -> list[PlacedLabel]:
    """Return the entries of legends that name a series."""
    names = {block.series for block in tables.blocks}
    pies: list[Any] = [block.columns.get("x") for block in tables.blocks if block.kind == "pie"]
    names |= {str(name) for column in pies if isinstance(column, list) for name in column}
    return [PlacedLabel("legend entry", text, box) for text, box in chart.entries if text in names]


def _place_panel(panel: EvaluatedPanel, view: VegaView, name: str) -> PanelPlacement:
    """Return a panel on its chart, with the axes that its scales show."""
    left, top = panel.box[:2]
    axes: dict[str, PixelAxis] = {}
    for axis in view.axes.values():
        if axis.name and axis.name != "color":
            is_across = axis.name.startswith(("x", "top"))
            pixel_axis = axis.to_pixel_axis(left if is_across else top)
            if pixel_axis is not None:
                axes.setdefault(axis.name, pixel_axis)
    if not axes:  # slices stand at pixels of their panel
        for axis_name, start in zip("xy", (left, top), strict=True):
            axes[axis_name] = PixelAxis(axis_name, [0.0, 1.0], [start, start + 1.0], kind="pixel")
    return PanelPlacement(name, panel.box, axes)


def _evaluate_chart(chart: Any, builder: TablesBuilder) -> EvaluatedChart | None:
    try:
        spec, frames = capture_frames(chart, LARGE)
        for url in _take_urls(spec):
            builder.omit(f"the data at {url}", "they are not in the chart, and nothing is loaded")
        if frames:
            evaluated = evaluate_sample(
                _compile_to_vega(spec, {name: [] for name in frames}), frames
            )
            if evaluated is not None:
                return evaluated
        records = {name: frame.to_records() for name, frame in frames.items()}
        return evaluate_vega(_compile_to_vega(spec, records))
    except Exception as error:  # noqa: BLE001 - altair's and Vega's own, of any kind
        builder.omit("the chart", f"Vega cannot evaluate it ({failure_reason(error)})")
        return None


def _compile_to_vega(spec: dict[str, Any], records: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart compiled to Vega; its data take no part in that, and wait outside."""
    import vl_convert

    datasets = {**(spec.get("datasets") or {}), **records}
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(
        {**spec, "datasets": {name: [] for name in datasets}} if datasets else spec
    )
    sources = {source["name"]: source for source in vega.get("data", ())}
    if not datasets.keys() <= sources.keys():
        return dict(vl_convert.vegalite_to_vega({**spec, "datasets": datasets}))
    for name, values in datasets.items():
        sources[name]["values"] = values
    return vega


def _take_urls(node: Any) -> Iterator[str]:
    """Replace data at URLs by none, and yield the URLs without what may be secret in them."""
    if isinstance(node, list):
        for part in node:
            yield from _take_urls(part)
    elif isinstance(node, dict):
        if isinstance(node.get("url"), str) and node.keys() <= {"url", "format", "name"}:
            url = node.pop("url")
            node.pop("format", None)
            node["values"] = []
            yield url.partition("?")[0].rpartition("@")[2].rpartition("/")[2][:80]
            return
        for key, part in node.items():
            if key not in {"values", "datasets"}:
                yield from _take_urls(part)


def _fill_tables(
    chart: EvaluatedChart, builder: TablesBuilder
) -> list[tuple[EvaluatedPanel, VegaView]]:
    """Fill the tables, and return the views that are panels of them."""
    views = []
    panels = [panel for panel in chart.panels if panel.marks]
    for panel in chart.panels:
        title = next((text for kind, text in panel.texts if kind == "title"), "")
        if panel in panels:
            tables = builder.add_panel(panel.title or title)
            for kind, text in panel.texts:
                tables.add_text(kind, text)
            views.append((panel, _fill_panel(panel, chart, tables)))
        else:
            for kind, text in panel.texts:
                builder.add_text(kind, text)
    target = builder.panels[0] if len(builder.panels) == 1 else builder
    for title in dict.fromkeys(legend.title for legend in chart.legends):
        target.add_text("legend title", title)
    if not panels:
        builder.omit("the chart", "no mark of it has data")
    return views


def _fill_panel(panel: EvaluatedPanel, chart: EvaluatedChart, tables: PanelBuilder) -> VegaView:
    view = VegaView(tables, dict(_shown_axes(panel, chart)))
    boxes = [mark for mark in panel.marks if _PARTS_OF_A_BOX & set(mark.definition.styles)]
    for mark in panel.marks:
        try:
            if mark not in boxes:
                read_mark(mark, view)
            elif mark is boxes[-1]:
                read_boxes(boxes, view)
        except Exception as error:  # noqa: BLE001 - a chart that can be drawn is never refused
            subject = f"{len(mark):,} marks of the type {mark.definition.type}"
            tables.omit(subject, f"their data could not be read ({type(error).__name__})")
    return view


def _shown_axes(panel: EvaluatedPanel, chart: EvaluatedChart) -> Iterator[tuple[str, VegaAxis]]:
    """Yield the axes of a view by their scales: its positions' and its colors'."""
    channels: dict[str, str] = {}
    for mark in panel.marks:
        for channel_name, channel in mark.definition.channels.items():
            scale = panel.scales.get(channel.scale)
            if scale is None:
                continue
            channels.setdefault(scale.name, channel_name)
            if scale.type == "cyclic":
                names = (*scale.domain, *mark.columns[channel_name])
                scale.domain = list(dict.fromkeys(name for name in names if name))
    far = {name for name in channels if _is_far(name, channels, chart)}
    for name, channel_name in channels.items():
        scale = panel.scales[name]
        guides = [axis for axis in chart.axes if axis.scale == name]
        axis_name = channel_name[0] if channel_name[0] in "xy" else ""
        alike = {n for n, c in channels.items() if c[0] == channel_name[0]}
        if name in far and alike - far:
            axis_name = {"x": "top", "y": "right"}[axis_name]
        elif channel_name in {"fill", "stroke"}:
            axis_name = "" if scale.is_discrete else "color"
            guides = [legend for legend in chart.legends if legend.scale == name]
        yield name, show_axis(scale, axis_name, guides)


def _is_far(name: str, channels: Mapping[str, str], chart: EvaluatedChart) -> bool:
    """Return whether a scale's axis stands at the right, or at the top."""
    side = {"x": "top", "y": "right"}.get(channels[name][0])
    return any(a.scale == name and a.orient == side and a.ticks for a in chart.axes)
