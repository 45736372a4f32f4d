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


@dataclass
class EvaluatedMark:
    """A mark with the data behind each of its items, in drawing order."""

    definition: MarkDefinition
    columns: dict[str, list[Any]]

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
    """

    name: str
    type: str
    domain: list[Any]
    pixels: tuple[float, float] = (0.0, 0.0)
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
    """One view of a chart."""

    title: str = ""
    marks: list[EvaluatedMark] = field(default_factory=list)
    scales: dict[str, EvaluatedScale] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class EvaluatedChart:
    """A whole chart: its views, and the guides that they share."""

    panels: list[EvaluatedPanel]
    axes: list[DrawnAxis]
    legends: list[DrawnAxis]
    texts: list[tuple[str, str]]


def evaluate_vega(vega: Spec) -> EvaluatedChart:
    """Return a compiled chart with everything computed, without any network.

    Parameters
    ----------
    vega : dict
        A Vega specification, as Vega-Lite compiles it; it is changed here.
    """
    import vl_convert

    probe = Instrumentation(vega)
    probe.instrument_group(vega, [], (), is_panel=True)
    scene = vl_convert.vega_to_scenegraph(vega, allowed_base_urls=[])["scenegraph"]
    return _SceneReader(probe).read_chart(scene)


class _SceneReader:
    """Reads an evaluated scene graph into panels."""

    def __init__(self, instrumentation: Instrumentation) -> None:
        self._marks = instrumentation.marks
        self._probes = instrumentation.probes
        self._chart = EvaluatedChart([], [], [], [])
        self._by_mark: dict[tuple[int, int], EvaluatedMark] = {}

    def read_chart(self, scene: Item) -> EvaluatedChart:
        for root in scene["items"]:
            self._read_panel(root, "")
        return self._chart

    def _read_panel(self, group: Item, header: str) -> None:
        panel = EvaluatedPanel(header)
        self._chart.panels.append(panel)
        self._read_group(group, panel)

    def _read_group(self, group: Item, panel: EvaluatedPanel) -> None:
        for child in group.get("items", ()):
            guide, _, scale = str(child.get("description", "")).partition(FIELD_SEPARATOR)
            if guide == "axes":
                self._chart.axes += _drawn_guides(child, scale, "axis")
            elif guide == "legends":
                self._chart.legends += _drawn_guides(child, scale, "legend")
            elif child.get("role") == "title":
                panel.texts += _titles(child)
            elif child.get("role") in {"row-header", "column-header"}:
                self._read_guides(child)
            elif child["marktype"] == "group":
                for item in child["items"]:
                    kind, _, header = str(item.get("description", "")).partition(FIELD_SEPARATOR)
                    if kind == "panel":
                        self._read_panel(item, header)
                    else:
                        self._read_group(item, panel)
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
    if kind == "cyclic":
        entries = []  # the names of its dates are those that marks show
    domain = entries if kind in DISCRETE_SCALES else [_parsed(entry) for entry in entries]
    return EvaluatedScale(name, kind, domain, (_pixel(first), _pixel(last)))


def _pixel(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0  # a range of colors


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
