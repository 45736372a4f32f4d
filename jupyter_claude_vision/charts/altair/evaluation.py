"""An Altair chart as Vega evaluates it: the data behind each mark, and the scales as drawn.

Vega-Lite's transforms, bins, time units, aggregates and stacks are computed by Vega itself, in
``vl-convert``, which also draws the picture. Each mark's description (which would be read out by
a screen reader) is replaced by an expression that spells the data behind the mark; the evaluated
scene graph then holds these descriptions beside the axes, labels and titles that are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from .instrumentation import (
    DISCRETE_SCALES,
    ENTRY_SEPARATOR,
    FIELD_SEPARATOR,
    Instrumentation,
)

if TYPE_CHECKING:
    from .instrumentation import MarkDefinition, Spec

Item: TypeAlias = Mapping[str, Any]

_LETTER, _LETTER_WIDTH, _SYMBOL = 10.0, 0.55, 18.0
"""The height of a legend's letters in pixels, the width of one in heights, and the room that the
symbol before them takes."""


@dataclass
class EvaluatedMark:
    """A mark with the data behind each of its items, in drawing order.

    Attributes
    ----------
    definition : MarkDefinition
    columns : dict of str to list, array or CodedColumn
    items : list of dict
        The items as they are drawn, in pixels of their panel.
    item_numbers : array of int, optional
        Of each row of the columns, the item that stands for it along scales of categories; without
        it each row has its own.
    """

    definition: MarkDefinition
    columns: dict[str, Any]
    items: list[Item] = field(default_factory=list)
    item_numbers: Any = None

    def __len__(self) -> int:
        return max(map(len, self.columns.values()), default=0)


@dataclass
class EvaluatedScale:
    """A scale as drawn.

    Attributes
    ----------
    name, type : str
    domain : list
        Its ends, or its categories, in the terms of the data.
    pixels : tuple of float
        The ends of its range.
    ends : tuple of float or None
        The first and the last number of its domain; None where it has none.
    centers : tuple of float
        Where the first and the last category lie, in pixels; NaN where it has none.
    knots : list of float
        The values at even places along a scale that is bent.
    """

    name: str
    type: str
    domain: list[Any]
    pixels: tuple[float, float] = (0.0, 0.0)
    centers: tuple[float, float] = (math.nan, math.nan)
    knots: list[float] = field(default_factory=list)
    ends: tuple[float, float] | None = field(default=None, init=False)

    @property
    def is_discrete(self) -> bool:
        """True for a scale of categories."""
        return self.type in DISCRETE_SCALES

    def __post_init__(self) -> None:
        numbers = [end for end in self.domain if isinstance(end, float) and math.isfinite(end)]
        if numbers and not self.is_discrete:
            self.ends = numbers[0], numbers[-1]


@dataclass
class DrawnAxis:
    """An axis or a legend: its title and tick labels, with where they stand."""

    scale: str
    orient: str
    title: str
    ticks: list[tuple[float, str]]


@dataclass
class EvaluatedPanel:
    """One view of a chart; its box is in pixels of the chart."""

    title: str = ""
    marks: list[EvaluatedMark] = field(default_factory=list)
    scales: dict[str, EvaluatedScale] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass
class EvaluatedChart:
    """A whole chart: its views, the guides that they share, and its size in pixels.

    `entries` are the texts of legends, each with its box.
    """

    panels: list[EvaluatedPanel]
    axes: list[DrawnAxis]
    legends: list[DrawnAxis]
    texts: list[tuple[str, str]]
    size: tuple[float, float] = (1.0, 1.0)
    entries: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)


def evaluate_vega(vega: Spec, probe: Instrumentation | None = None) -> EvaluatedChart:
    """Return a compiled chart with everything computed, without any network.

    Parameters
    ----------
    vega : dict
        A Vega specification, as Vega-Lite compiles it; it is changed here.
    probe : Instrumentation, optional
        One of the specification's own that is to be used.
    """
    import vl_convert

    probe = probe or Instrumentation(vega)
    probe.instrument_group(vega, [], (), is_panel=True)
    drawing = vl_convert.vega_to_scenegraph(vega, allowed_base_urls=[])
    return _SceneReader(probe).read_chart(drawing)


class _SceneReader:
    """Reads an evaluated scene graph into panels."""

    def __init__(self, instrumentation: Instrumentation) -> None:
        self._marks = instrumentation.marks
        self._probes = instrumentation.probes
        self._chart = EvaluatedChart([], [], [], [])
        self._by_mark: dict[tuple[int, int], EvaluatedMark] = {}

    def read_chart(self, drawing: Item) -> EvaluatedChart:
        self._chart.size = float(drawing["width"]), float(drawing["height"])
        left, top = drawing.get("origin") or (0.0, 0.0)
        for root in drawing["scenegraph"]["items"]:
            self._read_panel(root, "", _move(root, float(left), float(top)))
        return self._chart

    def _read_panel(self, group: Item, header: str, corner: tuple[float, float]) -> None:
        left, top = corner
        size = float(group.get("width") or 0), float(group.get("height") or 0)
        panel = EvaluatedPanel(header, box=(left, top, left + size[0], top + size[1]))
        self._chart.panels.append(panel)
        self._read_group(group, panel, corner)

    def _read_group(self, group: Item, panel: EvaluatedPanel, corner: tuple[float, float]) -> None:
        for child in group.get("items", ()):
            guide, _, scale = str(child.get("description", "")).partition(FIELD_SEPARATOR)
            if guide == "axes":
                self._chart.axes += _drawn_guides(child, scale, "axis")
            elif guide == "legends":
                self._chart.legends += _drawn_guides(child, scale, "legend")
                self._chart.entries += _find_entries(child, *corner)
            elif child.get("role") == "title":
                panel.texts += _titles(child)
            elif child.get("role") in {"row-header", "column-header"}:
                self._read_guides(child)
            elif child["marktype"] == "group":
                for item in child["items"]:
                    kind, _, header = str(item.get("description", "")).partition(FIELD_SEPARATOR)
                    if kind == "panel":
                        self._read_panel(item, header, _move(item, *corner))
                    else:
                        self._read_group(item, panel, corner)
            else:
                self._read_items(child["items"], panel)

    def _read_guides(self, node: Item) -> None:
        """Take the axes of a facet's headers; their texts are the panels' titles."""
        for group in node["items"]:
            for child in group.get("items", ()):
                guide, _, scale = str(child.get("description", "")).partition(FIELD_SEPARATOR)
                if guide == "axes":
                    self._chart.axes += _drawn_guides(child, scale, "axis")

    def _read_items(self, items: list[Item], panel: EvaluatedPanel) -> None:
        for item in items:
            kind, number, *values = str(item.get("description", "")).split(FIELD_SEPARATOR)
            if kind == "probe":
                scales = zip(self._probes[int(number)], values, strict=False)
                panel.scales = {name: _scale(name, sort, text) for (name, sort), text in scales}
            elif kind == "mark":
                mark = self._mark(int(number), panel)
                for column, value in zip(mark.columns.values(), values, strict=False):
                    column.append(_parsed(value))
                mark.items.append(item)
                if "text" in mark.columns:
                    mark.columns["text"][-1] = _joined(item.get("text", ""))

    def _mark(self, number: int, panel: EvaluatedPanel) -> EvaluatedMark:
        key = number, id(panel)
        if key not in self._by_mark:
            definition, names = self._marks[number]
            self._by_mark[key] = EvaluatedMark(definition, {name: [] for name in names})
            panel.marks.append(self._by_mark[key])
        return self._by_mark[key]


def _parsed(text: str) -> Any:
    """Return a spelled value: a number, a text, a boolean, a date's text, or None."""
    kind, value = text[:1], text[1:]
    if kind == "n":
        return float(value) if value not in {"Infinity", "-Infinity"} else float(value[:-5])
    if kind == "b":
        return value == "true"
    return None if kind == "z" else value


def _scale(name: str, kind: str, text: str) -> EvaluatedScale:
    first, last, *entries = text.split(ENTRY_SEPARATOR)
    pixels = _pixel(first), _pixel(last)
    if kind not in DISCRETE_SCALES:
        numbers = [_pixel(entry) for entry in entries[2:]]
        return EvaluatedScale(name, kind, list(map(_parsed, entries[:2])), pixels, knots=numbers)
    centers = [_pixel(entry, math.nan) for entry in entries[:2]]
    # The names of dates without a year are those that marks show.
    domain = [] if kind == "cyclic" else entries[2:]
    return EvaluatedScale(name, kind, domain, pixels, (centers[0], centers[-1]))


def _move(item: Item, left: float, top: float) -> tuple[float, float]:
    """Return the corner of a group from that of the one around it."""
    return left + float(item.get("x") or 0), top + float(item.get("y") or 0)


def _find_entries(
    node: Item, left: float, top: float
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield the labels of a legend with the boxes of their entries, symbols included."""
    for item in node.get("items", ()):
        corner = _move(item, left, top)
        if node.get("role") == "legend-label":
            text, height = _joined(item.get("text", "")), float(item.get("fontSize") or _LETTER)
            width = _LETTER_WIDTH * height * len(text)
            box = corner[0] - _SYMBOL, corner[1] - height, corner[0] + width, corner[1] + height / 2
            yield text, box
        for child in item.get("items", ()):
            yield from _find_entries(child, *corner)


def _pixel(text: str, default: float = 0.0) -> float:
    try:
        return float(text)
    except ValueError:
        return default  # a range of colors


def _texts(node: Item, role: str) -> Iterator[tuple[Item, str]]:
    """Yield the text marks with a role below a node of the scene graph, with their text."""
    if node.get("role") == role:
        for item in node["items"]:
            yield item, _joined(item.get("text", ""))
        return
    for child in node.get("items", ()):
        yield from _texts(child, role)


def _joined(text: Any) -> str:
    """Return a text of one line or several as one."""
    return " ".join(map(str, text)) if isinstance(text, list) else str(text)


def _drawn_guides(node: Item, scale: str, kind: str) -> Iterator[DrawnAxis]:
    for guide in node["items"]:
        orient = str(guide.get("orient", ""))
        along = "x" if orient in {"bottom", "top"} else "y"
        ticks = [(float(i.get(along, 0)), text) for i, text in _texts(guide, f"{kind}-label")]
        title = " ".join(text for _, text in _texts(guide, f"{kind}-title"))
        yield DrawnAxis(scale, orient, title, ticks)


def _titles(node: Item) -> Iterator[tuple[str, str]]:
    for kind, role in (("title", "title-text"), ("subtitle", "title-subtitle")):
        for _, text in _texts(node, role):
            yield kind, text
