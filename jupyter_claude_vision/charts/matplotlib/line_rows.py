"""Rows of lines, steps, points, stems, error bars and scatter plots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..builder import count_things
from ..row_blocks import Curve, DrawnShapes
from .axes_reading import is_visible, keep_rows, sort_ends, to_floats
from .series_names import find_color, read_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..builder import SeriesBuilder
    from .axes_reading import AxesReading

_NO_LINE: Final = frozenset({"None", "none", "", " ", None})
_STEPS: Final = {"steps": "pre", "steps-pre": "pre", "steps-post": "post", "steps-mid": "mid"}
_CAPPED: Final = frozenset({2, 3, 6, 8})
"""Points of the line that seaborn draws for an error: with caps it has gaps or steps."""


def read_lines(reading: AxesReading) -> None:
    """Add the lines of an Axes, with the errors that seaborn draws as lines across them."""
    lines = [
        line for line in reading.pick_visible(reading.axes.lines) if all_in_data(reading, line)
    ]
    points = {id(line): reading.to_data(line.get_transform(), *read_points(line)) for line in lines}
    errors = list(_find_errors(lines, points))
    for line in lines:
        if any(error is line for _, errors_of_line in errors for error in errors_of_line):
            continue
        reading.take(line)
        own_errors = [e for parent, e in errors if parent is line]
        series = _add_line(reading, line, *points[id(line)])
        if series is not None and own_errors:
            reading.take(*own_errors[0])
            add_line_errors(reading, series, [points[id(error)] for error in own_errors[0]])


def all_in_data(reading: AxesReading, artist: Any) -> bool:
    """Return whether both coordinates of an artist are data."""
    return type(artist).__name__ not in {"AxLine", "_AxLine"} and all(reading.is_in_data(artist))


def read_points(line: Any) -> tuple[Any, Any]:
    """Return the points of a Line2D as floats of its axes."""
    return to_floats(line.get_xdata(orig=False)), to_floats(line.get_ydata(orig=False))


def has_line(line: Any) -> bool:
    """Return whether a Line2D draws a line between its points."""
    return line.get_linestyle() not in _NO_LINE and line.get_linewidth() > 0


def has_marker(line: Any) -> bool:
    """Return whether a Line2D draws a marker at its points."""
    return line.get_marker() not in _NO_LINE and line.get_markersize() > 0


def add_curve(
    reading: AxesReading, series: SeriesBuilder, xs: Any, ys: Any, *, kind: str, step: str = ""
) -> None:
    """Add the rows of a line or of points, and the curve between them."""
    x, y = reading.x, reading.y
    inside = x.contains(xs) & y.contains(ys)
    finite = _is_finite(xs) & _is_finite(ys)
    series.omit(int((finite & ~inside).sum()), "points")
    if not inside.any():
        return
    upright = y.is_number or not x.is_number
    curve = None
    if kind in {"line", "step"} and y.is_number:
        curve = Curve(
            x.to_curve(xs),
            y.to_numbers(ys),
            step,
            x.drawn_scale if x.is_number else None,
            y.drawn_scale,
            x.categories or None,
            bool(x.dates),
            (0.0, 360.0) if x.is_angle else _find_range(x.to_curve(_as_array(x.limits))),
            _find_range(y.to_numbers(_as_array(y.limits))),
        )
    kept_x, kept_y = keep_rows(inside, xs, ys)
    along = kept_y if upright else kept_x
    value_axis = reading.axes_by_direction(upright=upright)[1]
    # Points beside the position of their category, as seaborn's, stand where they stand.
    shapes = DrawnShapes(
        (kept_x, kept_x) if x.categories else None, (kept_y, kept_y) if y.categories else None
    )
    series.add_rows(
        kind,
        shapes=shapes if x.categories or y.categories else None,
        x=x.to_places(kept_x),
        y=y.to_places(kept_y),
        value=value_axis.to_values(along),
        axis=value_axis.name,
        curve=curve,
    )


def _find_range(ends: Any) -> tuple[float, float]:
    return float(ends.min()), float(ends.max())


def _is_finite(values: Any) -> Any:
    import numpy as np

    return np.isfinite(values)


def _as_array(values: Any) -> Any:
    import numpy as np

    return np.asarray(values, dtype=float)


def _add_line(reading: AxesReading, line: Any, xs: Any, ys: Any) -> SeriesBuilder | None:
    """Add a line's rows, and return its series; None where nothing of it can be seen."""
    if not len(xs) or not (has_marker(line) or (has_line(line) and len(xs) > 1)):
        return None
    drawstyle = str(line.get_drawstyle())
    kind = "point" if not has_line(line) else "step" if drawstyle in _STEPS else "line"
    upright = reading.y.is_number or not reading.x.is_number
    value_axis = reading.axes_by_direction(upright=upright)[1]
    series = reading.add_series(line, reading.names.name_artist(line), value_axis)
    add_curve(reading, series, xs, ys, kind=kind, step=_STEPS.get(drawstyle, ""))
    reading.line_series.append((line, series))
    return series


def _find_errors(lines: list[Any], points: dict[int, Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield lines with the lines of one color that go through each of their points.

    seaborn draws a point plot as a line with markers and then a short line for each error.
    """
    for place, line in enumerate(lines):
        xs, ys = points[id(line)]
        if not has_marker(line) or len(xs) < 1:
            continue
        color, errors = find_color(line), []
        for error in lines[place + 1 :]:
            if len(points[id(error)][0]) not in _CAPPED or has_marker(error):
                break
            if find_color(error) != color:
                break
            errors.append(error)
        errors = [e for e in errors if _crosses_a_point(points[id(e)], xs, ys)]
        if errors:
            yield line, errors


def _crosses_a_point(error: tuple[Any, Any], xs: Any, ys: Any) -> bool:
    import numpy as np

    for at_index, along_index, at, along in ((0, 1, xs, ys), (1, 0, ys, xs)):
        middle = np.nanmean(error[at_index])
        low, high = np.nanmin(error[along_index]), np.nanmax(error[along_index])
        near = np.abs(at - middle) < 1e-6 * max(1.0, abs(middle))
        if bool((near & (along >= low) & (along <= high)).any()) and high > low:
            return True
    return False


def add_line_errors(
    reading: AxesReading, series: SeriesBuilder, errors: list[tuple[Any, Any]]
) -> None:
    """Add errors that are drawn as a line each, standing up or lying; NaN between its parts."""
    import numpy as np

    first_x, first_y = errors[0]
    upright = bool(
        np.nanmax(first_x) - np.nanmin(first_x) < np.nanmax(first_y) - np.nanmin(first_y)
    )
    upright = upright if reading.x.is_number == reading.y.is_number else reading.y.is_number
    at, along = (0, 1) if upright else (1, 0)
    places = np.array([np.nanmean(error[at]) for error in errors])
    low = np.array([np.nanmin(error[along]) for error in errors])
    high = np.array([np.nanmax(error[along]) for error in errors])
    centers = _find_centers(reading, series, places, (low + high) / 2)
    reading.add_values(
        series, "errorbar", places, upright=upright, ends=centers, value=centers, low=low, high=high
    )


def _find_centers(reading: AxesReading, series: SeriesBuilder, places: Any, middles: Any) -> Any:
    """Return the marks that errors belong to, or else their middles."""
    import numpy as np

    del reading
    values = [block.columns.get("value") for block in series.blocks if block.kind != "errorbar"]
    marks = values[0] if len(values) == 1 else None
    return marks if isinstance(marks, np.ndarray) and len(marks) == len(places) else middles


def read_error_bars(reading: AxesReading) -> None:
    """Add the error bars and stems of an Axes, which matplotlib keeps in containers."""
    of_bars = [id(getattr(bars, "errorbar", None)) for bars in reading.axes.containers]
    for container in reading.axes.containers:
        kind = type(container).__name__
        if kind == "ErrorbarContainer" and id(container) not in of_bars:
            _add_error_bars(reading, container)
        elif kind == "StemContainer":
            reading.take(*_flatten(container))
            line = container.markerline
            if is_visible(line):
                xs, ys = read_points(line)
                upright = _is_upright_stem(container, xs)
                value_axis = reading.axes_by_direction(upright=upright)[1]
                name = reading.names.name_artist(container, line)
                series = reading.add_series(line, name, value_axis)
                inside = reading.x.contains(xs) & reading.y.contains(ys)
                series.omit(int((~inside & _is_finite(xs) & _is_finite(ys)).sum()), "points")
                place, value = keep_rows(inside, *((xs, ys) if upright else (ys, xs)))
                if len(place):
                    reading.add_values(
                        series, "point", place, upright=upright, ends=value, value=value
                    )


def _is_upright_stem(container: Any, xs: Any) -> bool:
    baseline_x, _ = read_points(container.baseline)
    return len(xs) < 2 or bool(abs(baseline_x[-1] - baseline_x[0]) > 0)


def _add_error_bars(reading: AxesReading, container: Any) -> None:
    line, _, bars = container.lines
    parts = [part for part in _flatten(container) if part is not None]
    reading.take(*parts)
    visible = [part for part in parts if is_visible(part)]
    if not visible:
        return
    name = reading.names.name_artist(container, line if line is not None else bars[0])
    series = reading.add_series(visible[0], name, reading.y)
    xs = ys = None
    if line is not None:
        xs, ys = read_points(line)
        if is_visible(line) and (has_line(line) or has_marker(line)):
            add_curve(reading, series, xs, ys, kind="line" if has_line(line) else "point")
        reading.line_series.append((line, series))
    add_bars_of_errors(reading, series, bars, xs, ys)


def add_bars_of_errors(
    reading: AxesReading, series: SeriesBuilder, bars: Any, xs: Any = None, ys: Any = None
) -> None:
    """Add the ends of error bars, with the marks at their centers where these are known.

    Parameters
    ----------
    reading : AxesReading
    series : SeriesBuilder
    bars : sequence of LineCollection
    xs, ys : array, optional
        The marks.
    """
    import numpy as np

    ends = {}
    for collection in bars:
        segments = _two_ends(collection)
        if segments is None or not is_visible(collection):
            continue
        upright = bool((segments[:, 0, 0] == segments[:, 1, 0]).all())
        flat = bool((segments[:, 0, 1] == segments[:, 1, 1]).all())
        ends["x" if flat and not upright else "y"] = segments
    both = len(ends) == 2 and len(ends["x"]) == len(ends["y"])
    for direction, segments in ends.items():
        if both and direction == "x":
            continue
        upright = direction == "y"
        at, along = (0, 1) if upright else (1, 0)
        low, high = sort_ends(segments[:, 0, along], segments[:, 1, along])
        place = segments[:, 0, at]
        marks = None if xs is None or ys is None else ((xs, ys) if upright else (ys, xs))
        center = _match_centers(place, (low + high) / 2, marks)
        place_axis, value_axis = reading.axes_by_direction(upright=upright)
        inside = place_axis.contains(place) & value_axis.overlaps(low, high)
        series.omit(int((~inside & np.isfinite(low + place)).sum()), "error bars")
        columns: dict[str, Any] = {}
        if both:
            left, right = sort_ends(ends["x"][:, 0, 0], ends["x"][:, 1, 0])
            columns = {
                "x_low": place_axis.to_values(left[inside]),
                "x_high": place_axis.to_values(right[inside]),
            }
        if inside.any():
            place, center, low, high = keep_rows(inside, place, center, low, high)
            reading.add_values(
                series, "errorbar", place, upright=upright, ends=center, value=center,
                low=low, high=high, **columns,
            )  # fmt: skip


def _two_ends(collection: Any) -> Any:
    """Return the two ends of each segment of a LineCollection; None where it has others."""
    import numpy as np

    vertices = [path.vertices for path in collection.get_paths() if len(path.vertices) == 2]
    return np.array(vertices, dtype=float) if vertices else None


def _match_centers(places: Any, middles: Any, marks: tuple[Any, Any] | None) -> Any:
    """Return the marks at the places of error bars; their middles where there are none."""
    import numpy as np

    if marks is None:
        return middles
    if len(marks[0]) == len(places):
        return np.where(np.isfinite(marks[1]), marks[1], middles)
    by_place = dict(zip(marks[0].tolist(), marks[1].tolist(), strict=True))
    pairs = zip(places.tolist(), middles.tolist(), strict=True)
    return np.array([by_place.get(place, middle) for place, middle in pairs])


def _flatten(container: Any) -> Iterator[Any]:
    for part in container:
        yield from part if isinstance(part, (tuple, list)) else (part,)


def read_scatter(reading: AxesReading) -> None:
    """Add the scatter plots of an Axes; seaborn's have a series for each color in the legend."""
    import numpy as np

    categories: dict[str, SeriesBuilder] = {}
    for artist in reading.pick_visible(reading.axes.collections, "PathCollection"):
        reading.take(artist)
        offsets = to_floats(artist.get_offsets())
        if not artist.get_offset_transform().contains_branch(reading.axes.transData):
            reading.panel.omit(count_things(len(offsets), "points"), "they are not placed by data")
            continue
        for name, rows in _split_by_color(reading, artist, offsets):
            upright = reading.y.is_number or not reading.x.is_number
            place_axis, along = reading.axes_by_direction(upright=upright)
            series = None
            places = offsets[:, 0 if upright else 1]
            is_alone = bool(place_axis.categories) and _is_one_place(places)
            if is_alone:  # seaborn draws the points of each category alone
                series = categories.get(name)
            series = series or reading.add_series(artist, name, along)
            if is_alone:
                categories[name] = series
            points = offsets if rows is None else offsets[rows]
            xs, ys = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
            xs, ys = reading.to_data(artist.get_offset_transform(), xs, ys)
            add_curve(reading, series, xs, ys, kind="point")
        if len(offsets) and artist.get_array() is not None:
            reading.panel.omit(
                f"the colors of {count_things(len(offsets), 'points')}", "they show another value"
            )
        if len(offsets) and len(np.unique(artist.get_sizes())) > 2:
            reading.panel.omit(
                f"the sizes of {count_things(len(offsets), 'points')}", "they show another value"
            )


def _is_one_place(places: Any) -> bool:
    import numpy as np

    return len(places) > 0 and bool(np.ptp(np.round(places)) == 0)


def _split_by_color(reading: AxesReading, artist: Any, offsets: Any) -> Iterator[tuple[str, Any]]:
    """Yield the names of a scatter plot's series with the rows that each has; None for all."""
    import numpy as np

    faces = artist.get_facecolor()
    if read_label(artist) or len(faces) != len(offsets) or len(offsets) < 2:
        yield reading.names.name_artist(artist), None
        return
    unique, codes = np.unique(np.round(faces[:, :3], 3), axis=0, return_inverse=True)
    names = reading.names.name_colors(unique) if len(unique) <= 100 else [""]
    if not all(names):
        yield "", None
        return
    for code in dict.fromkeys(codes.ravel().tolist()):
        yield names[code], np.flatnonzero(codes.ravel() == code)
