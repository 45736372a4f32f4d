"""Rules about axes: where bars start, directions, second scales, labels and units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..charts.builder import REFERENCES
from .report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..charts.row_blocks import AxisRow
    from .chart import Chart, ChartPanel

_BARS: Final = ("bar", "histogram")
_NUMERIC: Final = frozenset({"linear", "log", "symlog", "logit"})
_TOLERANCE: Final = 1e-6

_DOWNWARD: Final = re.compile(
    r"\b(depth|rank\w*|position|place|magnitude|pressure|altitude below)\b", re.IGNORECASE
)
"""Quantities that are drawn downward by custom."""

_YEARS: Final = (1700.0, 2200.0)
"""Numbers that a reader takes for years without a label."""

_UNIT_NEEDED: Final = re.compile(
    r"(?:[A-Z][\w-]* )*(?:temperature|speed|velocity|pressure|voltage|wavelength|altitude"
    r"|elevation|rainfall|precipitation)",
    re.IGNORECASE,
)
"""Labels of quantities that mean nothing without a unit."""


def find_truncated_bars(chart: Chart) -> Iterator[Finding]:
    """Yield the panels whose bars do not start at zero."""
    for panel in chart.panels:
        for axis in panel.axis_rows.values():
            start = _find_bar_start(panel, axis) if axis.scale == "linear" else None
            if start is not None:
                sentence = (
                    f"Bars start at {start:.4g} and not at zero {_name_axis(axis)}, so that their "
                    "lengths do not compare: start the axis at zero, or draw points."
                )
                yield Finding("truncated bars", sentence, panel.name, panel.region)


def _find_bar_start(panel: ChartPanel, axis: AxisRow) -> float | None:
    """Return where the bars on an axis are cut off or start; None where that is zero."""
    low, high = axis.low, axis.high
    if not (isinstance(low, float | int) and isinstance(high, float | int)):
        return None
    margin = (high - low) * _TOLERANCE
    ends = [
        sorted((row["low"], row["high"]))
        for row in panel.iterate_rows(*_BARS)
        if row["axis"] == axis.axis and row.get("low") is not None and row.get("high") is not None
    ]
    if low > margin and any(base < low - margin and end > low for base, end in ends):
        return low
    if high < -margin and any(end > high + margin and base < high for base, end in ends):
        return high
    bases = {base for base, _ in ends}
    if len(ends) > 1 and len(bases) == 1 and abs(min(bases) - low) <= margin < min(bases):
        return low
    return None


def find_inverted_axes(chart: Chart) -> Iterator[Finding]:
    """Yield the axes of numbers or dates that run backward, other than by custom."""
    for panel in chart.panels:
        if _counts_pixels(panel):  # pictures and tables count from the top
            continue
        for axis in panel.axis_rows.values():
            if not axis.inverted or axis.scale == "category" or axis.axis in {"color", "radius"}:
                continue
            if _DOWNWARD.search(axis.label) or _is_place_axis(panel, axis, "bar", "box", "violin"):
                continue
            if is_axis_visible(panel, axis):
                way = "downward" if axis.axis[0] in "yr" else "to the left"
                sentence = (
                    f"The {axis.axis} axis is inverted: it grows {way}, so that a rise looks like "
                    "a fall. Turn it round, or say so in its label."
                )
                yield Finding("inverted axis", sentence, panel.name, panel.region)


def find_second_scales(chart: Chart) -> Iterator[Finding]:
    """Yield the panels whose series have two scales of values."""
    for panel in chart.panels:
        names = {b.axis for b in panel.blocks if b.axis and b.kind not in REFERENCES}
        for name, twin_name in (("y", "right"), ("x", "top")):
            if {name, twin_name} <= names & set(panel.axis_rows):
                first, second = panel.axis_rows[name], panel.axis_rows[twin_name]
                if _is_same_scale(first, second) or not is_axis_visible(panel, second):
                    continue
                sentence = (
                    f"Two scales in one panel ({_quote_label(first)} and {_quote_label(second)}): "
                    "where their lines cross, and which looks steeper, is chance. Draw two panels."
                )
                yield Finding("two scales", sentence, panel.name, panel.region)


def find_missing_labels(chart: Chart) -> Iterator[Finding]:
    """Yield the axes of numbers without a label, and labels that lack their unit."""
    for panel in chart.panels:
        if panel.kinds == {"pie"} or _counts_pixels(panel) or "radius" in panel.axis_rows:
            continue
        for axis in panel.axis_rows.values():
            if axis.scale not in _NUMERIC or axis.axis == "color":
                continue
            if not axis.label:
                sentence = f"The {axis.axis} axis has no label: name the quantity, and its unit."
            elif _UNIT_NEEDED.fullmatch(axis.label) and axis.label[0].isupper() and not axis.unit:
                sentence = (
                    f"The label {axis.label!r} of the {axis.axis} axis names no unit: add it."
                )
            else:
                continue
            if not _explains_itself(panel, axis) and is_axis_visible(panel, axis):
                yield Finding("missing labels", sentence, panel.name, panel.region)


def _counts_pixels(panel: ChartPanel) -> bool:
    """Return whether the axes of a panel are those of a picture or a grid, or of nothing at all."""
    has_picture = any(axes.images for axes in panel.artists)
    return has_picture or "cell" in panel.kinds or not panel.kinds - REFERENCES


def _explains_itself(panel: ChartPanel, axis: AxisRow) -> bool:
    """Return whether an axis needs no label: of years, of percent, or of places only."""
    if axis.label:
        return False
    if _is_place_axis(panel, axis, "box", "violin", "event") or axis.unit:
        return True
    low, high = axis.low, axis.high
    return (
        axis.axis in {"x", "top"}
        and isinstance(low, float | int)
        and isinstance(high, float | int)
        and low > _YEARS[0]
        and high < _YEARS[1]
    )


def _is_place_axis(panel: ChartPanel, axis: AxisRow, *kinds: str) -> bool:
    """Return whether all of a panel's data are of some kinds, which only stand on an axis."""
    blocks = [block for block in panel.blocks if block.kind not in {*REFERENCES, "outlier"}]
    return bool(blocks) and all(b.kind in kinds and b.axis != axis.axis for b in blocks)


def _is_same_scale(first: AxisRow, second: AxisRow) -> bool:
    return (first.scale, first.low, first.high) == (second.scale, second.low, second.high)


def is_axis_visible(panel: ChartPanel, axis: AxisRow) -> bool:
    """Return whether an axis has tick labels, which those of inner panels often lack."""
    if not panel.artists:
        return True
    is_second = axis.axis.startswith(("right", "top"))
    is_across = axis.axis.startswith(("x", "top"))
    axes_list = panel.artists[1:] or panel.artists if is_second else panel.artists[:1]
    return any(_has_tick_labels(axes, is_across=is_across) for axes in axes_list)


def _has_tick_labels(axes: Any, *, is_across: bool) -> bool:
    axis = axes.xaxis if is_across else axes.yaxis
    if not (axes.axison and axis.get_visible()):
        return False
    labels = axis.get_ticklabels()
    return any(label.get_visible() and label.get_text().strip() for label in labels)


def _name_axis(axis: AxisRow) -> str:
    return f"on the {axis.axis} axis"


def _quote_label(axis: AxisRow) -> str:
    return repr(axis.label) if axis.label else f"{axis.axis}, without a label"
