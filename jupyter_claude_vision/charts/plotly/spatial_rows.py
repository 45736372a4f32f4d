"""Rows of plotly's polar charts, maps and three-dimensional charts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from .axes import shown_unit
from .domain_rows import DOMAIN_READERS
from .grid_rows import add_color_axis, to_grid
from .specification import plain_text, to_array, to_numbers, to_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..builder import PanelBuilder, TablesBuilder
    from .specification import Layout, Trace

_MAPS: Final = ("scattergeo", "scattermap", "scattermapbox")
_LONG: Final = 20


def _kind(trace: Trace, count: int) -> str:
    default = "lines+markers" if count < _LONG else "lines"
    if trace.type in _MAPS:
        default = "markers"
    mode = str(trace.get("mode", "lines+markers" if trace.type == "scatter3d" else default))
    return "line" if "lines" in mode else "point" if "markers" in mode else "text"


def read_polar(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:
    """Add the rows of polar points, lines and bars: x the angle in degrees, value the radius."""
    import numpy as np

    subplot = str(trace.get("subplot", "polar"))
    radius = _radii(trace)
    angles, names = _angles(trace, len(radius), layout.get(f"{subplot}.angularaxis.type"))
    count = min(len(radius), len(angles))
    radius, angles = radius[:count], angles[:count]
    factor, unit = shown_unit(lambda name: layout.get(f"{subplot}.radialaxis.{name}"))
    limits = layout.get(f"{subplot}.radialaxis.range") or (None, None)
    finite = np.isfinite(radius)
    label = plain_text(layout.get(f"{subplot}.radialaxis.title.text"))
    if not any(row.axis == "radius" for row in builder.axes):
        low, high = (None if end is None else float(end) * factor for end in limits)
        scale = "log" if layout.get(f"{subplot}.radialaxis.type") == "log" else "linear"
        builder.add_axis("radius", label=label, unit=unit or None, scale=scale, low=low, high=high)
    inside = finite.copy()
    if None not in limits and layout.get(f"{subplot}.radialaxis.type") != "log":
        inside &= (radius >= min(limits)) & (radius <= max(limits))
    x = [name for name, is_in in zip(names, inside, strict=False) if is_in] if names else None
    series = builder.add_series(trace.name, value_label=label)
    kind = "bar" if trace.type == "barpolar" else _kind(trace, count)
    values = radius[inside] * factor
    series.add_rows(
        kind, x=angles[inside] if x is None else x, y=values, value=values, axis="radius"
    )
    series.omit(int((finite & ~inside).sum()), "points")


def _radii(trace: Trace) -> Any:
    import numpy as np

    column = trace.column("r")
    if column is not None:
        return to_numbers(column)
    theta = trace.column("theta")
    start, step = float(trace.get("r0", 0)), float(trace.get("dr", 1))
    return start + step * np.arange(0 if theta is None else len(theta))


def _angles(trace: Trace, count: int, axis_type: Any) -> tuple[Any, list[str] | None]:
    """Return angles in degrees, and the names of angles that are categories."""
    import numpy as np

    column = trace.column("theta")
    unit = math.degrees(1) if trace.get("thetaunit") == "radians" else 1.0
    if column is None:
        start, step = trace.get("theta0", 0), trace.get("dtheta", 360 / max(count, 1))
        return (float(start) + float(step) * np.arange(count)) * unit, None
    numbers = to_numbers(column)
    if axis_type == "category" or (np.isnan(numbers).any() and column.dtype.kind == "O"):
        return np.arange(len(column), dtype=float), to_texts(column)
    return numbers * unit, None


def read_map_points(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add points and lines on a map: longitude and latitude, or the place's name."""
    columns = [trace.column(name) for name in ("lon", "lat")]
    series = builder.add_series(trace.name)
    locations = trace.get("locations")
    values = None
    for path in ("z", "marker.size", "marker.color"):
        column = trace.get(path)
        if column is not None and not isinstance(column, (str, int, float)):
            array = to_array(column)
            if array.dtype.kind in "iuf" and array.ndim == 1:
                values = array.astype(float)
                break
    if locations is not None:
        names = _place_names(trace, locations)
        amounts = None if values is None else values[: len(names)]
        series.add_rows(_kind(trace, len(names)), x=names, value=amounts)
    elif columns[0] is not None and columns[1] is not None:
        import numpy as np

        count = min(map(len, columns))
        x, y = (to_numbers(column)[:count] for column in columns)
        amounts = y if values is None or len(values) < count else values[:count]
        finite = np.isfinite(x) & np.isfinite(y)
        kind = "cell" if trace.type.startswith("density") else _kind(trace, count)
        series.add_rows(kind, x=x[finite], y=y[finite], value=amounts[finite])
    else:
        builder.omit("points on a map", "they have no places")
    texts = trace.get("text")
    if "text" in str(trace.get("mode", "")) and texts is not None and not isinstance(texts, str):
        for text in to_array(texts).tolist():
            builder.add_text("annotation", plain_text(text))


def read_choropleth(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:
    """Add the places of a map with the values that their colors show."""
    import numpy as np

    locations, column = trace.get("locations"), trace.column("z")
    if locations is None or column is None:
        builder.omit("a map", "it has no places with values")
        return
    names, values = _place_names(trace, locations), to_numbers(column)
    count = min(len(names), len(values))
    color = add_color_axis(trace, builder, layout, values)
    series = builder.add_series(trace.name, value_label=color.label)
    finite = np.isfinite(values[:count])
    series.add_rows(
        "cell",
        x=[name for name, is_known in zip(names, finite, strict=False) if is_known],
        value=values[:count][finite] * color.factor,
        axis=color.name,
    )


def _place_names(trace: Trace, locations: Any) -> list[str]:
    """Return the names of places: as they are written when pointed at, else their codes."""
    codes = to_texts(to_array(locations))
    for name in ("hovertext", "text"):
        texts = trace.get(name)
        if texts is not None and not isinstance(texts, str) and len(texts) == len(codes):
            return [plain_text(text) for text in to_array(texts).tolist()]
    return codes


def read_points_3d(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add points and lines in three dimensions: x, y, and z as the value."""
    import numpy as np

    columns = [trace.column(name) for name in "xyz"]
    if any(column is None for column in columns):
        builder.omit("points in three dimensions", "they have no x, y and z")
        return
    count = min(map(len, columns))
    z = to_numbers(columns[2])[:count]
    finite = np.isfinite(z)
    cells = [_cells_3d(column[:count][finite]) for column in columns[:2]]
    kind = _kind(trace, count)
    builder.add_series(trace.name).add_rows(kind, x=cells[0], y=cells[1], value=z[finite])


def _cells_3d(column: Any) -> Any:
    if column.dtype.kind in "iuf" and column.ndim == 1:
        return column.astype(float)
    return to_texts(column)


def read_surface(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:
    """Add the points of a surface: x, y, and z as the value."""
    import numpy as np

    grid = to_grid(trace.get("z"))
    if grid is None:
        builder.omit("a surface", "it has no heights")
        return
    rows, columns = grid.shape
    places = []
    for name, count in (("x", columns), ("y", rows)):
        values = trace.get(name)
        full = to_grid(values) if values is not None else None
        if full is not None and full.shape == grid.shape:
            places.append(full.ravel())
            continue
        line = np.arange(count, dtype=float) if values is None else to_numbers(to_array(values))
        if len(line) != count:
            line = np.arange(count, dtype=float)
        places.append(np.tile(line, rows) if name == "x" else np.repeat(line, columns))
    heights = grid.ravel()
    color = add_color_axis(trace, builder, layout, heights)
    finite = np.isfinite(heights)
    builder.add_series(trace.name, value_label=color.label).add_rows(
        "cell", x=places[0][finite], y=places[1][finite], value=heights[finite], axis=color.name
    )


def read_parallel_axes(trace: Trace, builder: PanelBuilder, layout: Layout) -> None:  # noqa: ARG001
    """Add the values on parallel axes: each axis is a series, its values in the rows' order."""
    import numpy as np

    for number, dimension in enumerate(trace.get("dimensions") or (), 1):
        values = to_numbers(
            to_array(dimension["values"] if dimension["values"] is not None else [])
        )
        label = plain_text(dimension["label"]) or f"axis {number}"
        finite = np.isfinite(values)
        if dimension["visible"] is not False and finite.any():
            column = values[finite]
            builder.add_series(label).add_rows("point", x=label, y=column, value=column)


def add_scatter_matrix(traces: Sequence[Trace], builder: TablesBuilder) -> None:
    """Add a panel for each pair of dimensions of scatter matrices that lie on one another."""
    first = traces[0]
    labels = [plain_text(dimension["label"]) for dimension in first.get("dimensions") or ()]
    count = len(labels)
    if not count:
        builder.omit("a scatter matrix", "it has no data to be drawn by")
    for row in range(count):
        for column in range(count):
            hides = (
                (column > row and first.get("showupperhalf") is False)
                or (column < row and first.get("showlowerhalf") is False)
                or (column == row and first.get("diagonal.visible") is False)
            )
            if not hides:
                panel = builder.add_panel()
                panel.add_axis("x", label=labels[column])
                panel.add_axis("y", label=labels[row])
                _add_pairs(traces, panel, column, row)


def _add_pairs(traces: Sequence[Trace], panel: PanelBuilder, column: int, row: int) -> None:
    import numpy as np

    for trace in traces:
        dimensions = trace.get("dimensions") or ()
        if max(column, row) >= len(dimensions):
            continue
        columns = [dimensions[place]["values"] for place in (column, row)]
        x, y = (to_array([] if values is None else values) for values in columns)
        count = min(len(x), len(y))
        series = panel.add_series(trace.name, value_label=plain_text(dimensions[row]["label"]))
        values = to_numbers(y)[:count]
        finite = np.isfinite(values)
        cells = _cells_3d(x[:count][finite])
        series.add_rows("point", x=cells, y=values[finite], value=values[finite], axis="y")
        series.omit(int((~finite).sum()), "points", "they are no numbers")


PLAIN_READERS: Final[dict[str, Callable[[Trace, PanelBuilder, Layout], None]]] = {
    **dict.fromkeys(("scatterpolar", "scatterpolargl", "barpolar"), read_polar),
    **dict.fromkeys(_MAPS, read_map_points),
    **dict.fromkeys(("densitymap", "densitymapbox"), read_map_points),
    **dict.fromkeys(("choropleth", "choroplethmap", "choroplethmapbox"), read_choropleth),
    "scatter3d": read_points_3d,
    "surface": read_surface,
    "parcoords": read_parallel_axes,
    **DOMAIN_READERS,
}
"""Readers of traces without x and y axes, by the traces' type."""
