"""Rows of the areas that plotly's scatter traces fill: to zero, between lines, and in stacks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from .axis_defaults import axis_ids
from .scatter_rows import to_curve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..builder import SeriesBuilder
    from .scatter_rows import CartesianPanel, Points


def add_areas(
    points: Points, below: Points | None, series: SeriesBuilder, panel: CartesianPanel
) -> None:
    """Add the area that a scatter trace fills.

    Parameters
    ----------
    points : Points
    below : Points, optional
        The trace before, for an area that reaches to it.
    series : SeriesBuilder
    panel : CartesianPanel
    """
    fill, axis = str(points.trace.get("fill", "none")), panel.names[points.y_axis.id]
    if fill in {"tozeroy", "tozerox"} or (fill == "tonexty" and below is None):
        _add_area_to_zero(points, series, panel)
    elif fill == "tonexty" and below is not None:
        _add_band(below, points, series, axis)
    elif fill == "tonextx":
        series.omit(len(points.x), "points of a filled area", "it reaches to a line along x")
    elif fill in {"toself", "tonext"}:
        _add_outline(points, series, panel)


def _add_area_to_zero(points: Points, series: SeriesBuilder, panel: CartesianPanel) -> None:
    import numpy as np

    inside = points.is_inside
    x, y = points.x[inside], points.y[inside]
    lies = points.trace.get("fill") == "tozerox"
    values, value_axis = (x, points.x_axis) if lies else (y, points.y_axis)
    series.add_rows(
        "area",
        x=points.x_axis.to_column(x),
        y=points.y_axis.to_column(y),
        value=value_axis.to_column(values),
        low=value_axis.to_column(np.minimum(values, 0)),
        high=value_axis.to_column(np.maximum(values, 0)),
        axis=panel.names[value_axis.id],
        curve=None if lies else to_curve(points),
    )


def _add_band(below: Points, points: Points, series: SeriesBuilder, axis: str) -> None:
    """Add the area between a trace and the one before, at the places of the trace."""
    import numpy as np

    inside = points.is_inside
    x, y = points.x[inside], points.y[inside]
    finite = below.is_drawn
    order = np.argsort(below.x[finite], kind="stable")
    edge = np.interp(x, below.x[finite][order], below.y[finite][order]) if finite.any() else y
    _add_band_rows(points, series, axis, (x, np.minimum(y, edge), np.maximum(y, edge)))


def _add_band_rows(
    points: Points, series: SeriesBuilder, axis: str, edges: tuple[Any, Any, Any]
) -> None:
    x, low, high = edges
    y_axis = points.y_axis
    series.add_rows(
        "band",
        x=points.x_axis.to_column(x),
        low=y_axis.to_column(low),
        high=y_axis.to_column(high),
        axis=axis,
    )


def _add_outline(points: Points, series: SeriesBuilder, panel: CartesianPanel) -> None:
    """Add a closed shape: there and back over the same places it is a band."""
    import numpy as np

    count = len(points.x) // 2
    outward, back = points.x[:count], points.x[count:][::-1]
    axis = panel.names[points.y_axis.id]
    if count > 1 and len(points.x) == 2 * count and np.array_equal(outward, back):
        first, second = points.y[:count], points.y[count:][::-1]
        edges = outward, np.minimum(first, second), np.maximum(first, second)
        _add_band_rows(points, series, axis, edges)
    elif points.has_line:
        x, y = points.x[points.is_inside], points.y[points.is_inside]
        column = points.y_axis.to_column(y)
        series.add_rows("line", x=points.x_axis.to_column(x), y=column, value=column, axis=axis)
    else:
        panel.builder.omit(f"a filled shape of {len(points.x)} corners", "it shows no values")


def stack_areas(traces: Sequence[Points]) -> dict[int, tuple[Any, Any, Any]]:
    """Return the thickness, the lower edge and the share of stacked traces, by their index.

    Traces of one stack group and one pair of axes are put on one another; a place that a trace
    leaves out counts as zero, or as on the line between its neighbors.
    """
    import numpy as np

    groups: dict[Any, list[Points]] = defaultdict(list)
    for points in traces:
        name = points.trace.get("stackgroup")
        if name:
            groups[(*axis_ids(points.trace), name)].append(points)
    result: dict[int, tuple[Any, Any, Any]] = {}
    for together in groups.values():
        first = together[0].trace
        lies = any(points.trace.get("orientation") == "h" for points in together)
        places = [points.y if lies else points.x for points in together]
        values = [points.x if lies else points.y for points in together]
        every = np.unique(np.concatenate(places))
        every = every[np.isfinite(every)]
        if not len(every):
            continue
        gaps = str(first.get("stackgaps", "infer zero"))
        grid = np.array(
            [_fill_gaps(p, v, every, gaps) for p, v in zip(places, values, strict=True)]
        )
        totals = grid.sum(axis=0)
        norm = {"fraction": 1.0, "percent": 100.0}.get(str(first.get("groupnorm", "")))
        safe = np.where(totals == 0, np.nan, totals)
        scale = np.ones(len(every)) if norm is None else norm / safe
        tops = np.cumsum(grid, axis=0) * scale
        for n, points in enumerate(together):
            finite = np.isfinite(places[n]) & np.isfinite(values[n])
            column = np.searchsorted(every, np.where(finite, places[n], -np.inf))
            amounts = np.where(finite, grid[n][column], np.nan)
            share = amounts / safe[column] if len(together) > 1 else None
            thickness = amounts * scale[column]
            result[points.trace.index] = thickness, tops[n][column] - thickness, share
    return result


def _fill_gaps(places: Any, values: Any, every: Any, gaps: str) -> Any:
    """Return a trace's values at every place of its stack."""
    import numpy as np

    finite = np.isfinite(places) & np.isfinite(values)
    order = np.argsort(places[finite], kind="stable")
    own_places, own_values = places[finite][order], values[finite][order]
    if not len(own_places):
        return np.zeros(len(every))
    if gaps == "interpolate":
        return np.interp(every, own_places, own_values)
    columns = np.zeros(len(every))
    columns[np.searchsorted(every, own_places)] = own_values
    return columns


def add_stacked_area(
    points: Points, stack: tuple[Any, Any, Any], panel: CartesianPanel
) -> SeriesBuilder:
    """Add the rows of an area of a stack: its own thickness and its edges."""
    import numpy as np

    thickness, low, share = stack
    lies = points.trace.get("orientation") == "h"
    value_axis, place_axis = (
        (points.x_axis, points.y_axis) if lies else (points.y_axis, points.x_axis)
    )
    places = points.y if lies else points.x
    high = low + thickness
    finite = np.isfinite(places) & np.isfinite(thickness)
    inside = finite & place_axis.contains(places) & value_axis.contains(high)
    series = panel.add_series(points.trace, value_axis)
    edges = [value_axis.to_column(edge[inside]) for edge in (low, high)]
    series.add_rows(
        "area",
        value=thickness[inside] * value_axis.factor,
        low=edges[0],
        high=edges[1],
        share=None if share is None else share[inside],
        axis=panel.names[value_axis.id],
        **{place_axis.letter: place_axis.to_column(places[inside]), value_axis.letter: edges[1]},
    )
    series.omit(int((finite & ~inside).sum()), "points")
    return series
