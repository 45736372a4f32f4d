"""Layout of a plotly figure as its exporter draws it, and its panels on that picture.

plotly.js chooses ranges, margins, the widths of bars and the places of legends when it draws. The
exporter (kaleido) gives the ranges as JSON, and the shapes as SVG.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from ...inputs.attachment import PlacedLabel
from ...inputs.files.boundary import failure_reason
from ...inputs.svg.path_outline import trace_path
from ...inputs.svg.svg_tree import local_name, parse_svg
from ...inputs.web_charts import find_plotly_size
from ..placement import PanelPlacement, PixelAxis
from ..row_blocks import DrawnShapes, Omission, OmittedRow
from .table_reader import read_panel_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree import ElementTree as ET

    from ...imaging.geometry import Box
    from ..chart_tables import ChartTables
    from ..row_blocks import RowBlock
    from .axes import PlotAxis
    from .table_reader import PanelFrame

_MOST_POINTS: Final = 20_000
"""Rows up to which the shapes are exported: those of 200,000 points take plotly minutes."""

_BAR_LAYERS: Final = ("barlayer", "waterfalllayer", "funnellayer")
_PLOT_AREA: Final = re.compile(r"(x\d*y\d*)plot$")
_MOVE: Final = re.compile(r"translate\(\s*([-\d.e]+)[,\s]+([-\d.e]+)")


@dataclass
class ExportedLayout:
    """A figure as plotly draws it, in pixels of the figure.

    Attributes
    ----------
    layout : dict
        plotly's own layout, with every range that it has chosen.
    size : tuple of float
    areas : dict of str to Box
        The plots of pairs of axes, by their ids, such as ``"xy2"``.
    shapes : dict of tuple to list
        Corners of the shapes of each trace, by the pair of axes and the layer.
    pies : list of list of array
        Corners of the slices of each pie.
    labels : list of PlacedLabel
    """

    layout: dict[str, Any]
    size: tuple[float, float]
    areas: dict[str, Box] = field(default_factory=dict)
    shapes: dict[tuple[str, str], list[list[Any]]] = field(default_factory=dict)
    pies: list[list[Any]] = field(default_factory=list)
    labels: list[PlacedLabel] = field(default_factory=list)


def read_placed_tables(figure: Any, width: float = 0.0) -> tuple[ChartTables, list[PanelPlacement]]:
    """Return what a plotly figure holds, and where its panels lie on its picture.

    Parameters
    ----------
    figure : plotly.basedatatypes.BaseFigure
    width : float
        Of the picture, in pixels; 0 for the figure's own.
    """
    tables, frames = read_panel_frames(figure)
    try:
        exported = export_layout(figure, with_shapes=tables.count_rows() <= _MOST_POINTS)
    except Exception as error:  # noqa: BLE001 - the exporter's, and the browser's that it drives
        reason = f"kaleido could not draw them ({failure_reason(error)})"
        return _name_lost_places(tables, reason), []
    if exported is None:
        return _name_lost_places(tables, 'pip install "jupyter-claude-vision[plotly]"'), []
    placements = [
        placement for frame in frames if (placement := _place_panel(frame, exported)) is not None
    ]
    blocks = tuple(_add_shapes(tables.blocks, frames, placements, exported))
    if placements:
        placements[0] = replace(placements[0], labels=tuple(exported.labels))
    scale = width / exported.size[0] if width else 1.0
    placements = [placement.scale_pixels(scale) for placement in placements]
    return replace(tables, blocks=blocks), placements[::-1]


def _name_lost_places(tables: ChartTables, reason: str) -> ChartTables:
    row = OmittedRow(None, "the places of its marks", reason)
    return replace(tables, omissions=(*tables.omissions, Omission(row)))


def export_layout(figure: Any, *, with_shapes: bool) -> ExportedLayout | None:
    """Return a figure's layout as it is drawn; None where nothing here can draw it.

    Parameters
    ----------
    figure : plotly.basedatatypes.BaseFigure
    with_shapes : bool
        Whether the shapes are wanted, too.
    """
    if find_spec("kaleido") is None:
        return None
    import kaleido

    width, height = find_plotly_size(figure)
    formats = ("json", "svg") if with_shapes else ("json",)
    with TemporaryDirectory() as folder:
        paths = {kind: Path(folder) / f"figure.{kind}" for kind in formats}
        options = {"width": width, "height": height, "scale": 1}
        content = figure.to_dict()
        kaleido.write_fig_from_object_sync(
            [
                {"fig": content, "path": str(path), "opts": {**options, "format": kind}}
                for kind, path in paths.items()
            ]
        )
        if not paths["json"].is_file():
            return None
        layout = json.loads(paths["json"].read_text("utf-8"))["layout"]
        exported = ExportedLayout(layout, (float(width), float(height)))
        if with_shapes and paths["svg"].is_file():
            _read_drawing(parse_svg(paths["svg"].read_bytes(), "the figure"), exported)
    return exported


def _read_drawing(root: ET.Element, exported: ExportedLayout) -> None:
    """Take the plots, shapes, slices and labels from a figure's drawing."""
    sizes: dict[str, tuple[float, float]] = {}
    for element in root.iter():
        name, classes = local_name(element), element.get("class", "").split()
        match = _PLOT_AREA.search(element.get("id", ""))
        if name == "clipPath" and match and len(element):
            sizes[match[1]] = _find_size(element[0])
        elif "overplot" in classes:
            for plot in element:
                _read_plot(plot, sizes, exported)
        elif "pielayer" in classes:
            exported.pies += [_trace_paths(trace, "surface") for trace in element]
        elif classes == ["legend"]:
            exported.labels += _find_entries(element, (0.0, 0.0))
        elif classes == ["annotation"]:
            exported.labels += _find_annotation(element)


def _read_plot(
    plot: ET.Element, sizes: dict[str, tuple[float, float]], exported: ExportedLayout
) -> None:
    import numpy as np

    pair = plot.get("class", "")
    if pair not in sizes:
        return
    (left, top), (width, height) = _find_move(plot), sizes[pair]
    exported.areas[pair] = (left, top, left + width, top + height)
    for layer in plot:
        kind = layer.get("class", "").split()[:1]
        if kind and kind[0] in {*_BAR_LAYERS, "boxlayer", "violinlayer"}:
            part = {"boxlayer": "box", "violinlayer": "violin"}.get(kind[0], "")
            traces = [_trace_paths(trace, part) for trace in layer]
            corner = np.array([left, top])
            placed_traces = [[outline + corner for outline in outlines] for outlines in traces]
            exported.shapes.setdefault((pair, kind[0]), []).extend(placed_traces)


def _trace_paths(trace: ET.Element, part: str) -> list[Any]:
    """Return the corners of the paths of a trace that have a class, or of its points'."""
    paths = [element for element in trace.iter() if local_name(element) == "path"]
    texts = [path.get("d", "") for path in paths if path.get("class", "") == part]
    return [trace_path(text) for text in texts if text]


def _find_move(element: ET.Element) -> tuple[float, float]:
    match = _MOVE.search(element.get("transform", ""))
    return (float(match[1]), float(match[2])) if match else (0.0, 0.0)


def _find_size(element: ET.Element) -> tuple[float, float]:
    return float(element.get("width", 0)), float(element.get("height", 0))


def _find_entries(element: ET.Element, corner: tuple[float, float]) -> Iterator[PlacedLabel]:
    """Yield the entries of a legend with their boxes."""
    move = _find_move(element)
    left, top = corner[0] + move[0], corner[1] + move[1]
    texts = [e for e in element if e.get("class") == "legendtext"]
    toggles = [e for e in element if e.get("class") == "legendtoggle"]
    if texts and toggles:
        x, y = (float(toggles[0].get(name, 0)) for name in "xy")
        width, height = _find_size(toggles[0])
        box = left + x, top + y, left + x + width, top + y + height
        yield PlacedLabel("legend entry", "".join(texts[0].itertext()), box)
        return
    for child in element:
        yield from _find_entries(child, (left, top))


def _find_annotation(element: ET.Element) -> Iterator[PlacedLabel]:
    for group in element.iter():
        boxes = [child for child in group if child.get("class") == "bg"]
        texts = [child for child in group if child.get("class", "").startswith("annotation-text")]
        if boxes and texts:
            left, top = _find_move(group)
            width, height = _find_size(boxes[0])
            words = " ".join("".join(texts[0].itertext()).split())
            yield PlacedLabel("annotation", words, (left, top, left + width, top + height))


def _place_panel(frame: PanelFrame, exported: ExportedLayout) -> PanelPlacement | None:
    """Return a panel on the figure; None where it has neither axes nor pies."""
    if frame.pies:
        return _place_pies(frame, exported)
    boxes = {
        axis.id: box
        for names, pair in frame.subplots.items()
        if (box := exported.areas.get(pair) or _find_area(frame, names, exported)) is not None
        for axis in (frame.axes[name] for name in names)
    }
    axes = {
        name: placed_axis
        for name, axis in frame.axes.items()
        if axis.id in boxes
        and (placed_axis := _place_axis(name, axis, boxes[axis.id], exported)) is not None
    }
    return PanelPlacement(frame.panel, next(iter(boxes.values())), axes) if axes else None


def _place_pies(frame: PanelFrame, exported: ExportedLayout) -> PanelPlacement | None:
    import numpy as np

    outlines = [
        outline
        for number in frame.pies
        if number < len(exported.pies)
        for outline in exported.pies[number]
    ]
    if not outlines:
        return None
    points = np.concatenate(outlines)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    knots = [0.0, 1.0]
    axes = {name: PixelAxis(name, knots, knots, kind="pixel") for name in ("x", "y")}
    return PanelPlacement(frame.panel, (left, top, right, bottom), axes)


def _find_area(frame: PanelFrame, names: tuple[str, str], exported: ExportedLayout) -> Box | None:
    """Return the plot of two axes by their domains and the margins, without a drawing."""
    margin = exported.layout.get("computed", {}).get("margin")
    if not margin:
        return None
    width, height = exported.size
    spans = []
    for name in names:
        axis = exported.layout.get(_layout_name(frame.axes[name]), {})
        over = axis.get("overlaying")
        if over:
            axis = exported.layout.get(f"{over[0]}axis{over[1:]}", axis)
        spans.append(axis.get("domain") or (0.0, 1.0))
    (x0, x1), (y0, y1) = spans
    across, down = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    left, bottom = margin["l"], height - margin["b"]
    return (left + x0 * across, bottom - y1 * down, left + x1 * across, bottom - y0 * down)


def _layout_name(axis: PlotAxis) -> str:
    return f"{axis.letter}axis{axis.id[1:]}"


def _place_axis(name: str, axis: PlotAxis, box: Box, exported: ExportedLayout) -> PixelAxis | None:
    """Return an axis on the figure; None for one whose range has breaks."""
    shown_axis = exported.layout.get(_layout_name(axis), {})
    limits = shown_axis.get("range")
    if not limits or shown_axis.get("rangebreaks"):
        return None
    positions = [axis.to_position(end) for end in limits]
    if axis.type == "log":
        positions = [10.0**position for position in positions]
    left, top, right, bottom = box
    pixels = [left, right] if axis.letter == "x" else [bottom, top]
    if not all(map(math.isfinite, positions)):
        return None
    if axis.is_category:
        cells = [axis.to_cell(float(place)) for place in range(len(axis.categories))]
        names = {float(place): str(cell) for place, cell in enumerate(cells)}
        return PixelAxis(name, positions, pixels, None, "category", names)
    if axis.type == "date":
        return PixelAxis(name, positions, pixels, None, "date")
    scale = "log" if axis.type == "log" else None
    return PixelAxis(name, [p * axis.factor for p in positions], pixels, scale)


def _add_shapes(
    blocks: Sequence[RowBlock],
    frames: Sequence[PanelFrame],
    placements: Sequence[PanelPlacement],
    exported: ExportedLayout,
) -> Iterator[RowBlock]:
    """Yield the rows with the shapes that plotly draws for them."""
    frame_by_panel = {frame.panel: frame for frame in frames}
    placement_by_panel = {placement.panel: placement for placement in placements}
    numbers: dict[Any, int] = {}
    for block in blocks:
        frame, placement = frame_by_panel.get(block.panel), placement_by_panel.get(block.panel)
        layers = _find_layers(block)
        if frame is None or placement is None or not layers:
            yield block
            continue
        pair = frame.subplots.get(block.frame, "")
        if block.kind == "pie":
            traces = [exported.pies[number] for number in frame.pies if number < len(exported.pies)]
        else:
            traces = [t for layer in layers for t in exported.shapes.get((pair, layer), ())]
        key = block.panel, pair, layers
        number = numbers[key] = numbers.get(key, -1) + 1
        outlines = traces[number] if number < len(traces) else []
        yield replace(block, shapes=_to_shapes(block, placement, outlines))


def _find_layers(block: RowBlock) -> tuple[str, ...]:
    if block.kind in {"bar", "histogram", "interval"}:
        return _BAR_LAYERS
    return {"box": ("boxlayer",), "violin": ("violinlayer",), "pie": ("pielayer",)}.get(
        block.kind, ()
    )


def _to_shapes(
    block: RowBlock, placement: PanelPlacement, outlines: Sequence[Any]
) -> DrawnShapes | None:
    """Return the outlines of rows as positions on their axes; None where they do not fit."""
    import numpy as np

    x, y = placement.find_axes(block.frame, block.axis)
    if x is None or y is None or len(outlines) != block.count:
        return None
    if block.kind in {"pie", "violin"}:
        corners = [
            np.column_stack([x.to_positions(o[:, 0]), y.to_positions(o[:, 1])]) for o in outlines
        ]
        return DrawnShapes(outlines=corners)
    is_flat = (block.axis or "").startswith(("x", "top"))
    letter, axis, side = ("y", y, 1) if is_flat else ("x", x, 0)
    starts, stops = (
        axis.to_positions([float(pick(o[:, side])) for o in outlines]) for pick in (np.min, np.max)
    )
    return DrawnShapes(**{letter: (starts, stops)})
