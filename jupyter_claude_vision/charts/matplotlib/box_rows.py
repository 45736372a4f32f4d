"""Rows of box plots: boxes and whiskers as they are drawn, and each box's own outliers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .axes_reading import to_floats
from .line_rows import has_line, has_marker, read_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .axes_reading import AxesReading

_NEAR: Final = 1e-9
_MEAN_MARKERS: Final = frozenset({"^", "s", "*"})
"""Outliers are drawn as rings, diamonds of seaborn, points or crosses."""

_BOX_POINTS: Final = frozenset({5, 11})
"""Points of a box that is drawn as a line: with a notch it has more."""


@dataclass(eq=False)
class _Box:
    """A box plot, in the floats of its axes."""

    upright: bool
    place: float
    q1: float
    q3: float
    low: float
    high: float
    parts: list[Any]
    median: float | None = None
    means: list[float] = field(default_factory=list)
    outliers: list[float] = field(default_factory=list)

    @property
    def size(self) -> float:
        """The largest of its numbers, for comparisons."""
        return max(abs(self.low), abs(self.high), 1e-300)


def read_boxes(reading: AxesReading) -> None:
    """Add the box plots of an Axes.

    matplotlib leaves lines only, in this order for each box: perhaps the box, two whiskers that
    begin at its ends, perhaps two caps, the median, perhaps the mean, perhaps the outliers.
    """
    lines = list(reading.pick_visible(reading.axes.lines))
    groups: dict[tuple[str, bool], list[_Box]] = {}
    place = 0
    while place < len(lines):
        box = _read_box(lines, place)
        if box is None:
            place += 1
            continue
        place += len(box.parts)
        patch = _find_patch(reading, box)
        if patch is not None:
            box.parts.append(patch)
        reading.take(*box.parts)
        name = reading.names.name_artist(box.parts[0] if patch is None else patch)
        groups.setdefault((name, box.upright), []).append(box)
    for (name, upright), boxes in groups.items():
        _add_boxes(reading, name, boxes, upright=upright)


def _add_boxes(reading: AxesReading, name: str, boxes: Sequence[_Box], *, upright: bool) -> None:
    import numpy as np

    place_axis, along = reading.axes_by_direction(upright=upright)
    series = reading.add_series(boxes[0].parts[-1], name, along)
    visible = [
        box
        for box in boxes
        if place_axis.contains(np.array(box.place)) and along.overlaps(box.low, box.high)
    ]
    series.omit(len(boxes) - len(visible), "boxes")
    if visible:
        columns = {
            key: np.array([np.nan if (n := getattr(box, key)) is None else n for box in visible])
            for key in ("place", "median", "low", "high", "q1", "q3")
        }
        reading.add_values(
            series, "box", columns["place"], upright=upright, ends=columns["median"],
            value=columns["median"], low=columns["low"], high=columns["high"],
            q1=along.to_values(columns["q1"]), q3=along.to_values(columns["q3"]),
            span=tuple(np.array([_find_sides(box) for box in visible]).T),
        )  # fmt: skip
    for kind, lists in (
        ("point", [box.means for box in boxes]),
        ("outlier", [box.outliers for box in boxes]),
    ):
        places = np.repeat([box.place for box in boxes], list(map(len, lists)))
        values = np.array([value for values in lists for value in values], dtype=float)
        inside = place_axis.contains(places) & along.contains(values)
        series.omit(int((~inside).sum()), "outliers" if kind == "outlier" else "means")
        if inside.any():
            reading.add_values(
                series, kind, places[inside], upright=upright, ends=values[inside],
                value=values[inside],
            )  # fmt: skip


def _find_sides(box: _Box) -> tuple[float, float]:
    """Return how far a box reaches along the axis on which it stands."""
    import numpy as np

    at = 0 if box.upright else 1
    points = [np.array([box.place])]
    for part in box.parts:
        if hasattr(part, "get_xdata"):
            points.append(read_points(part)[at])
            continue
        for path in part.get_paths() if hasattr(part, "get_paths") else [part.get_path()]:
            points += [polygon[:, at] for polygon in path.to_polygons(closed_only=False)]
    every = np.concatenate(points)
    return float(np.nanmin(every)), float(np.nanmax(every))


def _read_box(lines: Sequence[Any], place: int) -> _Box | None:
    """Return the box plot that begins at a line; None where none does."""
    start = place + (len(read_points(lines[place])[0]) in _BOX_POINTS)
    if start + 2 > len(lines):
        return None
    whiskers = [read_points(line) for line in lines[start : start + 2]]
    if any(len(xs) != 2 for xs, _ in whiskers):
        return None
    for upright in (True, False):
        box = _read_whiskers(lines[place : start + 2], whiskers, upright=upright)
        if box is not None and _read_rest(box, lines, start + 2):
            return box
    return None


def _read_whiskers(parts: Sequence[Any], whiskers: Sequence[Any], *, upright: bool) -> _Box | None:
    at, along = (0, 1) if upright else (1, 0)
    (lower, upper), center = whiskers, float(whiskers[0][at][0])
    if not all(_same(center, *whisker[at]) for whisker in whiskers):
        return None
    q1, low = map(float, lower[along])
    q3, high = map(float, upper[along])
    if len(parts) == 3:  # with the line of a box, whose ends are those of the whiskers
        box = read_points(parts[0])
        if not (_same(box[along].min(), min(q1, q3)) and _same(box[along].max(), max(q1, q3))):
            return None
    is_box = low <= q1 <= q3 <= high or low >= q1 >= q3 >= high
    ends = (q1, q3, low, high) if q1 <= q3 else (q3, q1, high, low)
    return _Box(upright, center, *ends, list(parts)) if is_box else None


def _read_rest(box: _Box, lines: Sequence[Any], start: int) -> bool:
    """Read the caps, median, means and outliers of a box; return whether it has a median."""
    for line in lines[start:]:
        xs, ys = read_points(line)
        at, along = (xs, ys) if box.upright else (ys, xs)
        if len(at) == 2 and has_line(line) and _same(along[0], along[1]) and not _same(*at):
            middle, value = float(at.mean()), float(along[0])
            if abs(middle - box.place) > 1e-6 * max(1.0, abs(box.place)):
                break
            is_cap = box.median is None and len(box.parts) < 6 and _is_cap(box, value, lines, start)
            if not is_cap and box.median is None:
                box.median = value
            elif not is_cap:
                box.means.append(value)
        elif has_marker(line) and not has_line(line) and box.median is not None:
            if len(at) and not _same(box.place, *at):
                break
            is_mean = len(along) == 1 and line.get_marker() in _MEAN_MARKERS
            (box.means if is_mean else box.outliers).extend(along.tolist())
        else:
            break
        box.parts.append(line)
        if not len(at) or len(box.outliers):
            break  # outliers come last
    return box.median is not None


def _is_cap(box: _Box, value: float, lines: Sequence[Any], start: int) -> bool:
    """Return whether a line across is a cap: of two, one at each whisker's end, and one more."""
    along = 1 if box.upright else 0
    first_two = [read_points(line)[along] for line in lines[start : start + 2]]
    if [len(part) for part in first_two] != [2, 2]:
        return False
    levels, ends = sorted(float(part[0]) for part in first_two), sorted((box.low, box.high))
    are_caps = all(map(_same, levels, ends))
    cap_count = sum(1 for part in box.parts if part in list(lines[start : start + 2]))
    return are_caps and cap_count < 2 and (_same(value, box.low) or _same(value, box.high))


def read_letter_values(reading: AxesReading) -> None:
    """Add the boxes of letter values that seaborn's ``boxenplot`` draws, by their widest."""
    groups: dict[tuple[str, bool], list[_Box]] = {}
    for artist in reading.pick_visible(reading.axes.collections, "PatchCollection"):
        box = _read_letter_box(artist)
        if box is None:
            continue
        reading.take(artist)
        at, along = (0, 1) if box.upright else (1, 0)
        for line in reading.pick_visible(reading.axes.lines):
            points = read_points(line)
            is_across = len(points[at]) == 2 and points[along][0] == points[along][1]
            if is_across and _same(box.place, float(points[at].mean())):
                box.median = float(points[along][0])
                reading.take(line)
        for points in reading.pick_visible(reading.axes.collections, "PathCollection"):
            offsets = to_floats(points.get_offsets())
            is_own = len(offsets) > 0 and _same(box.place, *offsets[:, at])
            if is_own:
                box.outliers.extend(offsets[:, along].tolist())
                reading.take(points)
        name = reading.names.name_artist(artist)
        groups.setdefault((name, box.upright), []).append(box)
    for (name, upright), boxes in groups.items():
        _add_boxes(reading, name, boxes, upright=upright)


def _read_letter_box(artist: Any) -> _Box | None:
    """Return a column of rectangles around one place as a box: the widest has the quartiles."""
    import numpy as np

    corners = [to_floats(path.vertices) for path in artist.get_paths()]
    if artist.get_array() is not None or not corners or any(len(path) != 5 for path in corners):
        return None
    low = np.array([path.min(axis=0) for path in corners])
    high = np.array([path.max(axis=0) for path in corners])
    middles, sizes = (low + high) / 2, high - low
    for upright in (True, False):
        at, along = (0, 1) if upright else (1, 0)
        is_column = np.ptp(middles[:, at]) < 1e-6
        stands = np.argsort(low[:, along])
        meets = np.allclose(high[stands][:-1, along], low[stands][1:, along])
        if is_column and meets and abs(middles[0, at] - round(middles[0, at])) <= 0.5:
            widest = int(sizes[:, at].argmax())
            q1, q3 = float(low[widest, along]), float(high[widest, along])
            bottom, top = float(low[:, along].min()), float(high[:, along].max())
            return _Box(upright, float(middles[0, at]), q1, q3, bottom, top, [artist])
    return None


def _find_patch(reading: AxesReading, box: _Box) -> Any:
    """Return the patch that is a box plot's box, where it is one."""
    for patch in reading.pick_visible(reading.axes.patches, "PathPatch"):
        path = patch.get_path()
        points = (
            path.vertices if path.codes is None else path.vertices[path.codes != path.CLOSEPOLY]
        )
        at, along = (points[:, 0], points[:, 1]) if box.upright else (points[:, 1], points[:, 0])
        room = _NEAR * box.size
        # The notch of a box may reach farther than the box.
        has_ends = all((abs(along - end) <= room).any() for end in (box.q1, box.q3))
        if has_ends and at.min() - _NEAR <= box.place <= at.max() + _NEAR:
            return patch
    return None


def _same(first: float, *values: float) -> bool:
    return all(abs(value - first) <= _NEAR * max(1.0, abs(first)) for value in values)
