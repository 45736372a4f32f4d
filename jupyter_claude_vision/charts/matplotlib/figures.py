"""What a matplotlib figure holds, from its artists: those of pandas and seaborn, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...inputs.matplotlib.axis_values import category_names, is_date, is_period, name_value
from ..figure_data import ChartData
from ..legend import Names
from ..model import Axis, Panel
from . import areas as matplotlib_areas
from . import bars as matplotlib_bars
from . import lines as matplotlib_lines
from . import violins as matplotlib_violins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Scale, Series

_SCALES: dict[str, Scale] = {"log": "log", "symlog": "symlog", "logit": "logit"}


def read_matplotlib(part: Any) -> ChartData:
    """Return what a Figure, a SubFigure or an Axes holds.

    Parameters
    ----------
    part : matplotlib.figure.FigureBase or matplotlib.axes.Axes
    """
    is_axes = hasattr(part, "get_title")
    figure = part.figure if is_axes else part
    seen = [one for one in figure.axes if one.get_visible() and not hasattr(one, "_colorbar")]
    groups = [group for group in _groups(seen) if not is_axes or part in group]
    polar = [one for one in seen if one.name != "rectilinear"]
    title = figure.get_suptitle() if hasattr(figure, "get_suptitle") else ""
    notes = (f"{len(polar)} panels that are not rectangular are left out.",) if polar else ()
    return ChartData(title, tuple(map(_panel, groups)), "matplotlib", notes)


def _groups(axes: list[Any]) -> Iterator[list[Any]]:
    """Yield the Axes that share a place (``twinx``) together."""
    left = [one for one in axes if one.name == "rectilinear"]
    while left:
        first = left.pop(0)
        place = first.get_position().bounds
        twins = [one for one in left if one.get_position().bounds == place]
        left = [one for one in left if one not in twins]
        yield [first, *twins]


def _panel(group: list[Any]) -> Panel:
    first, *twins = group
    names = Names([legend for one in group if (legend := one.get_legend())])
    x, y = axis(first.xaxis), axis(first.yaxis)
    rights = [axis(one.yaxis) for one in twins]
    series = [*_series(first, x, y, names)]
    for one, right in zip(twins, rights, strict=True):
        series += _series(one, axis(one.xaxis), right, names)
    return Panel(
        title=next((t for w in ("center", "left", "right") if (t := first.get_title(w))), ""),
        x=x,
        y=y,
        right=rights[0] if rights else None,
        series=tuple(_named_areas(series)),
        annotations=tuple(t for one in group for t in _annotations(one)),
        legend=names.texts,
    )


def _named_areas(series: list[Series]) -> list[Series]:
    """Return series in which an area without a name has that of the line along its edge.

    pandas draws both, and names the line.
    """
    edges = {(one.x, one.y): one for one in series if one.kind == "line" and one.name}
    areas = {id(one): edges.get((one.x, one.y)) for one in series if one.kind == "fill"}
    gone = {id(line) for line in areas.values() if line is not None}
    return [
        replace(one, name=line.name) if (line := areas.get(id(one))) and not one.name else one
        for one in series
        if id(one) not in gone
    ]


def _series(axes: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    taken: set[int] = set()
    # What is made of several artists first: what they take is no series of its own.
    for kinds in (
        matplotlib_lines.boxes,
        matplotlib_bars.bars,
        matplotlib_lines.containers,
        matplotlib_violins.violins,
    ):
        found, used = kinds(axes, x, y, names)
        taken |= used
        yield from found
    yield from matplotlib_lines.lines(axes, x, y, names, taken)
    yield from matplotlib_areas.areas(axes, x, y, names, taken)


def axis(source: Any) -> Axis:
    """Return a matplotlib axis.

    Parameters
    ----------
    source : matplotlib.axis.Axis
    """
    low, high = sorted(float(limit) for limit in source.get_view_interval())
    known = category_names(source) or {}
    dated = not known and (is_date(source) or is_period(source))
    scale: Scale = _SCALES.get(source.get_scale(), "linear")
    if known or dated:
        scale = "category" if known else "date"
    box = source.axes.bbox
    return Axis(
        label=source.get_label_text(),
        scale=scale,
        limits=(low, high),
        inverted=bool(source.get_inverted()),
        categories=known,
        pixels=float(box.width if source.axis_name == "x" else box.height),
        to_date=(lambda value: name_value(source, value)) if dated else None,
    )


def _annotations(axes: Any) -> Iterator[str]:
    if any(type(patch).__name__ == "Wedge" for patch in axes.patches):
        return  # a pie's own labels
    for text in axes.texts:
        words = " ".join(text.get_text().split())
        if words and text.get_visible():
            yield words
