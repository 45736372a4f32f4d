"""Rows of rules, spans, events, intervals, arrows, and of collections of lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..builder import count_things
from ..row_blocks import DrawnShapes
from .axes_reading import is_visible, sort_ends, to_floats
from .line_rows import add_curve, has_line, has_marker, read_points
from .series_names import read_label
from .shown_axis import round_noise

if TYPE_CHECKING:
    from .axes_reading import AxesReading
    from .shown_axis import ShownAxis

_LEAST_CHAIN: Final = 3
"""Segments that make one line where each begins at the end of the one before."""


def read_rules(reading: AxesReading) -> None:
    """Add the lines and spans that go across an Axes."""
    for line in reading.pick_visible(reading.axes.lines):
        if type(line).__name__ in {"AxLine", "_AxLine"}:
            reading.take(line)
            _add_slanted(reading, line)
            continue
        across, up = reading.is_in_data(line)
        xs, ys = read_points(line)
        if across == up or not len(xs):
            continue
        reading.take(line)
        if not (has_line(line) or has_marker(line)):
            continue
        levels = xs[:1] if across else ys[:1]
        if across and has_marker(line) and not has_line(line):
            _add_events(reading, line, xs, reading.x)
        else:
            _add_rule(reading, line, levels, upright=across)
    for patch in reading.pick_visible(reading.axes.patches, "Rectangle", "Polygon"):
        across, up = reading.is_in_data(patch)
        if across != up:
            reading.take(patch)
            _add_span(reading, patch, upright=across)


def _add_rule(reading: AxesReading, artist: Any, levels: Any, *, upright: bool) -> None:
    axis = reading.x if upright else reading.y
    # By its label alone: the color of a reference line is often that of a series.
    series = reading.add_series(artist, read_label(artist), axis)
    inside = axis.contains(levels)
    series.omit(int((~inside).sum()), "rules")
    if inside.any():
        places: Any = axis.to_places(levels[inside])
        columns: dict[str, Any] = {"x": places} if upright else {"y": places}
        value = places if axis.categories else axis.to_values(levels[inside])
        series.add_rows("rule", value=value, axis=axis.name, **columns)


def _add_slanted(reading: AxesReading, line: Any) -> None:
    """Add a line through a point to both borders of the Axes, by its ends."""
    import numpy as np

    to_pixels = reading.axes.transData
    slope = line.get_slope()
    first = np.asarray(to_pixels.transform(line.get_xy1()), dtype=float)
    if slope is None:
        second = to_pixels.transform(line.get_xy2())
    elif np.isinf(slope):
        second = (first[0], first[1] + 1)
    else:
        x, y = line.get_xy1()
        second = to_pixels.transform((x + 1, y + slope))
    step = np.asarray(second, dtype=float) - first
    box = reading.axes.bbox
    ends = []
    for axis, low, high in ((0, box.x0, box.x1), (1, box.y0, box.y1)):
        if step[axis]:
            ends.append(
                sorted(((low - first[axis]) / step[axis], (high - first[axis]) / step[axis]))
            )
    start, stop = max(end[0] for end in ends), min(end[1] for end in ends)
    if start > stop:
        series = reading.add_series(line, read_label(line), reading.y)
        series.omit(1, "rules")
        return
    points = to_pixels.inverted().transform([first + start * step, first + stop * step])
    if step[0] == 0:
        _add_rule(reading, line, to_floats([line.get_xy1()[0]]), upright=True)
        return
    points = points[np.argsort(points[:, 0])]
    series = reading.add_series(line, read_label(line), reading.y)
    xs, ys = (round_noise(ends, float(np.abs(ends).max())) for ends in points.T)
    series.add_rows(
        "rule", x=reading.x.to_places(xs), y=reading.y.to_places(ys),
        value=reading.y.to_values(ys), axis=reading.y.name,
    )  # fmt: skip


def _add_span(reading: AxesReading, patch: Any, *, upright: bool) -> None:
    import numpy as np

    points = patch.get_path().vertices if not hasattr(patch, "get_bbox") else patch.get_bbox()
    box = np.asarray(points.get_points() if hasattr(points, "get_points") else points, dtype=float)
    axis = reading.x if upright else reading.y
    ends = box[:, 0] if upright else box[:, 1]
    low, high = float(ends.min()), float(ends.max())
    series = reading.add_series(patch, read_label(patch), axis)
    if not axis.overlaps(low, high):
        series.omit(1, "spans")
        return
    name = "x" if upright else "y"
    columns: dict[str, Any] = {}
    for end, value in (("low", low), ("high", high)):
        columns[f"{name}_{end}"] = columns[end] = axis.to_values(np.array([value]))
    if axis.categories:
        places: Any = axis.to_places(np.array([low, high]))
        columns = {name: places}
    series.add_rows("span", axis=axis.name, **columns)


def read_line_collections(reading: AxesReading) -> None:
    """Add events, and collections of lines: each of their lines is a series."""
    for artist in reading.pick_visible(reading.axes.collections, "LineCollection"):
        across, up = reading.is_in_data(artist)
        reading.take(artist)
        segments = [to_floats(path.vertices) for path in artist.get_paths()]
        segments = [segment for segment in segments if len(segment) > 1]
        if type(artist).__name__ == "EventCollection":
            _add_event_collection(reading, artist)
        elif not segments:
            continue
        elif across and up:
            _add_line_collection(reading, artist, segments)
        elif across or up:  # marks along an axis, as a rug plot has
            axis, column = (reading.x, 0) if across else (reading.y, 1)
            levels = to_floats([segment[0, column] for segment in segments])
            _add_events(reading, artist, levels, axis)
        else:
            reading.panel.omit(count_things(len(segments), "lines"), "they are not placed by data")


def _add_event_collection(reading: AxesReading, artist: Any) -> None:
    positions = to_floats(artist.get_positions())
    is_flat = artist.get_orientation() == "horizontal"
    axis, row_axis = (reading.x, reading.y) if is_flat else (reading.y, reading.x)
    row = row_axis.to_text(float(artist.get_lineoffset()))
    _add_events(reading, artist, positions, axis, row)


def _add_events(
    reading: AxesReading, artist: Any, levels: Any, axis: ShownAxis, row: Any = None
) -> None:
    series = reading.add_series(artist, reading.names.name_artist(artist), axis)
    inside = axis.contains(levels)
    series.omit(int((~inside).sum()), "events")
    if inside.any():
        letter, other_letter = ("x", "y") if axis is reading.x else ("y", "x")
        columns: dict[str, Any] = {letter: axis.to_places(levels[inside]), other_letter: row}
        value = axis.to_values(levels[inside])
        series.add_rows("event", value=value, axis=axis.name, **columns)


def _add_line_collection(reading: AxesReading, artist: Any, segments: list[Any]) -> None:
    import numpy as np

    if _is_stream(reading, segments):
        _add_stream(reading, segments)
        return
    if len(segments) >= _LEAST_CHAIN and all(
        np.array_equal(a[-1], b[0]) for a, b in pairwise(segments)
    ):
        # One line in several colors.
        segments = [np.concatenate([segments[0][:1], *(segment[1:] for segment in segments)])]
    colors = artist.get_colors()
    own_name = read_label(artist)
    has_colors = len(colors) == len(segments) > 1 and not own_name
    names = reading.names.name_colors(colors) if has_colors else []
    for place, segment in enumerate(segments):
        name = (names[place] if names else "") or own_name
        series = reading.add_series(artist, name, reading.y)
        xs, ys = np.ascontiguousarray(segment[:, 0]), np.ascontiguousarray(segment[:, 1])
        add_curve(reading, series, xs, ys, kind="line")
    if artist.get_array() is not None:
        reading.panel.omit(
            f"the colors of {count_things(len(segments), 'lines')}", "they show another value"
        )


def _is_stream(reading: AxesReading, segments: list[Any]) -> bool:
    """Return whether lines are those of ``streamplot``, which go with an arrow each."""
    arrows = reading.pick_visible(reading.axes.patches, "FancyArrowPatch")
    return len(segments) > 1 and any(all(reading.is_in_data(arrow)) for arrow in arrows)


def _add_stream(reading: AxesReading, segments: list[Any]) -> None:
    """Add the arrows of ``streamplot``, and name its lines, which show no value."""
    arrows = [
        arrow
        for arrow in reading.pick_visible(reading.axes.patches, "FancyArrowPatch")
        if all(reading.is_in_data(arrow))
    ]
    reading.take(*arrows)
    tails = to_floats([arrow.get_path().vertices[0] for arrow in arrows])
    series = reading.add_series(arrows[0], "", None)
    xs, ys = tails[:, 0], tails[:, 1]
    series.add_rows("vector", x=reading.x.to_places(xs), y=reading.y.to_places(ys))
    series.omit(len(segments), "stream lines", "they show a direction, and no value")


def read_vectors(reading: AxesReading) -> None:
    """Add the arrows of ``quiver`` and ``barbs``, with their lengths."""
    import numpy as np

    for artist in reading.pick_visible(reading.axes.collections, "Quiver", "Barbs"):
        reading.take(artist)
        is_quiver = hasattr(artist, "U")
        u, v = (artist.U, artist.V) if is_quiver else (artist.u, artist.v)
        offsets = to_floats(artist.get_offsets())
        lengths = np.hypot(to_floats(np.ma.ravel(u)), to_floats(np.ma.ravel(v)))
        if len(offsets) != len(lengths):
            reading.panel.omit(count_things(len(lengths), "arrows"), "their places are not known")
            continue
        series = reading.add_series(artist, reading.names.name_artist(artist), None)
        has_length = np.isfinite(lengths)
        inside = has_length & reading.x.contains(offsets[:, 0]) & reading.y.contains(offsets[:, 1])
        series.omit(int((has_length & ~inside).sum()), "arrows")
        if inside.any():
            series.add_rows(
                "vector", x=reading.x.to_places(offsets[inside, 0]),
                y=reading.y.to_places(offsets[inside, 1]), value=lengths[inside],
            )  # fmt: skip


def read_intervals(reading: AxesReading) -> None:
    """Add the rectangles that ``broken_barh`` draws."""
    for artist in reading.pick_visible(reading.axes.collections, "PolyCollection"):
        paths = [to_floats(path.vertices) for path in artist.get_paths()]
        if artist.get_array() is not None or not all(reading.is_in_data(artist)):
            continue
        if not paths or not all(map(_is_rectangle, paths)):
            continue
        reading.take(artist)
        low = to_floats([path[:, 0].min() for path in paths])
        high = to_floats([path[:, 0].max() for path in paths])
        sides = to_floats([(path[:, 1].min(), path[:, 1].max()) for path in paths])
        rows = sides.mean(axis=1)
        series = reading.add_series(artist, reading.names.name_artist(artist), reading.x)
        inside = reading.x.overlaps(low, high) & reading.y.contains(rows)
        series.omit(int((~inside).sum()), "intervals")
        if inside.any():
            low, high = sort_ends(low[inside], high[inside])
            series.add_rows(
                "interval", x=reading.x.to_places(low), y=reading.y.to_places(rows[inside]),
                value=reading.x.to_lengths(high - low), x_low=reading.x.to_values(low),
                x_high=reading.x.to_values(high), axis=reading.x.name,
                shapes=DrawnShapes(y=tuple(reading.y.to_curve(sides[inside]).T)),
            )  # fmt: skip


def _is_rectangle(path: Any) -> bool:
    if len(path) not in {4, 5}:
        return False
    return len(set(path[:, 0].tolist())) <= 2 and len(set(path[:, 1].tolist())) <= 2


def describe_rest(reading: AxesReading) -> None:
    """Name every artist of an Axes that no reader knows."""
    counts: dict[str, int] = {}
    artists = (
        *reading.axes.lines, *reading.axes.patches, *reading.axes.collections,
        *reading.axes.images, *reading.axes.artists,
    )  # fmt: skip
    for artist in reading.pick_visible(artists):
        count = _count_visible_parts(artist)
        if not count:
            continue
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(artist).__name__)
        counts[words.strip()] = counts.get(words.strip(), 0) + count
    for noun, count in counts.items():
        plural = "" if count == 1 else "es" if noun.endswith(("s", "ch", "x")) else "s"
        reading.panel.omit(f"{count:,} {noun}{plural}", "shapes without values that can be read")


def _count_visible_parts(artist: Any) -> int:
    """Return how many parts of an artist are drawn; one where it does not say."""
    try:
        return _count_parts(artist) if is_visible(artist) and not _is_empty(artist) else 0
    except Exception:  # noqa: BLE001 - artists can be anybody's own classes; it is named
        return 1


def _is_empty(artist: Any) -> bool:
    """Return whether nothing of an artist is drawn."""
    if hasattr(artist, "get_paths"):
        return not len(artist.get_paths())
    if hasattr(artist, "get_xdata"):
        return not len(artist.get_xdata(orig=False))
    if hasattr(artist, "get_bbox") and hasattr(artist, "get_width"):  # a legend's of seaborn
        return not (artist.get_width() or artist.get_height())
    return False


def _count_parts(artist: Any) -> int:
    return max(len(artist.get_paths()), 1) if hasattr(artist, "get_paths") else 1
