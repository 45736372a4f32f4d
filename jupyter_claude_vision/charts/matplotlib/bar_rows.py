"""Rows of bars and histograms: containers of rectangles, outlines of steps, and their stacks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .axes_reading import is_visible, sort_ends, to_floats
from .line_rows import add_bars_of_errors, read_points
from .series_names import read_label
from .shown_axis import round_noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..builder import SeriesBuilder
    from .axes_reading import AxesReading

_NEAR: Final = 1e-6
_ERROR_POINTS: Final = frozenset({2, 6, 8})
"""Points of the line that seaborn draws through a bar's end: with caps it has more."""


@dataclass(eq=False)
class Bars:
    """Bars of one series, as arrays in the floats of their axes.

    Attributes
    ----------
    artist : matplotlib.artist.Artist
        The first of them.
    name : str
    upright : bool
    start, width : array
        Along the axis on which they stand.
    base, length : array
        Along the axis of their values; length with its sign.
    is_histogram : bool
    """

    artist: Any
    name: str
    upright: bool
    start: Any
    width: Any
    base: Any
    length: Any
    is_histogram: bool = False

    def __post_init__(self) -> None:
        self.sides = self.start, self.start + self.width  # narrower than bins that hold a group

    @property
    def center(self) -> Any:
        """The middles of the bars."""
        return round_noise(self.start + self.width / 2, _find_size(self.start, self.width))

    @property
    def end(self) -> Any:
        """The ends of the bars: those away from their bases."""
        return self.base + self.length


def read_bars(reading: AxesReading, histograms: Iterable[Bars] = ()) -> None:
    """Add the bars and histograms of an Axes, with their error bars.

    Parameters
    ----------
    reading : AxesReading
    histograms : iterable of Bars
        Those that are drawn as areas.
    """
    bars: list[tuple[Bars, Any]] = [(histogram, None) for histogram in histograms]
    for container in reading.axes.containers:
        if type(container).__name__ != "BarContainer":
            continue
        patches = [p for p in container.patches if is_visible(p) and id(p) not in reading.read_ids]
        reading.take(*container.patches)
        for name, part in _split_by_label(reading, container, patches):
            bars.append((_read_container(reading, container, name, part), container))
    bars += [(outline, None) for outline in _read_outlines(reading)]
    all_bars = [series_bars for series_bars, _ in bars]
    shares = list(stack_shares_of_bars(all_bars))
    centers = _group_bars(reading, all_bars)
    for (series_bars, container), center, share in zip(bars, centers, shares, strict=True):
        series = _add_bars(reading, series_bars, center, share)
        if container is not None:
            _add_errors(reading, series, series_bars, container)


def _split_by_label(
    reading: AxesReading, container: Any, patches: Sequence[Any]
) -> Iterator[tuple[str, list[Any]]]:
    """Yield the series of a container: one, or those of the labels that its bars have."""
    if not patches:
        return
    labels = [read_label(patch) for patch in patches]
    if not all(labels):
        labels = reading.names.name_colors([patch.get_facecolor() for patch in patches])
    if read_label(container) or not all(labels):
        is_plain = len({tuple(patch.get_facecolor()) for patch in patches}) == 1
        name = reading.names.name_artist(container, patches[0])
        yield (name if is_plain else read_label(container)), list(patches)
        return
    for label in dict.fromkeys(labels):
        yield label, [p for p, own_label in zip(patches, labels, strict=True) if own_label == label]


def _read_container(
    reading: AxesReading, container: Any, name: str, patches: Sequence[Any]
) -> Bars:
    import numpy as np

    boxes = np.array([(*p.get_xy(), p.get_width(), p.get_height()) for p in patches], dtype=float)
    upright = not _is_lying(reading, container, boxes)
    at, along = (0, 1) if upright else (1, 0)
    start, width = boxes[:, at], boxes[:, at + 2]
    low, high = sort_ends(start, start + width)
    bars = Bars(patches[0], name, upright, low, high - low, boxes[:, along], boxes[:, along + 2])
    place_axis = reading.axes_by_direction(upright=upright)[0]
    bars.is_histogram = _touch(bars) and not place_axis.categories
    return bars


def _is_lying(reading: AxesReading, container: Any, boxes: Any) -> bool:
    """Return whether bars go to the right."""
    import numpy as np

    if container.orientation is not None:
        return bool(container.orientation == "horizontal")
    if bool(reading.x.categories) != bool(reading.y.categories):
        return bool(reading.y.categories)
    # seaborn's tell no orientation; bars of one series are equally thick.
    widths, heights = np.round(boxes[:, 2], 9), np.round(boxes[:, 3], 9)
    return bool(len(np.unique(heights)) == 1 and len(np.unique(widths)) > 1)


def _touch(bars: Bars) -> bool:
    """Return whether each of several bars begins where another ends."""
    import numpy as np

    if len(bars.start) < 2:
        return False
    order = np.argsort(bars.start, kind="stable")
    start, end = bars.start[order], (bars.start + bars.width)[order]
    room = _NEAR * max(float(bars.width.max()), 1e-300)
    return bool((np.abs(start[1:] - end[:-1]) <= room).all())


def _group_bars(reading: AxesReading, bars: Sequence[Bars]) -> list[Any]:
    """Return where bars stand: those of a group beside one another, at its middle.

    A group of several series may be a histogram of all of them: its bars tell the bins' edges
    only together.
    """
    groups = [_find_group(reading, series_bars, bars) for series_bars in bars]
    centers = []
    for series_bars, group in zip(bars, groups, strict=True):
        if group is None:
            centers.append(series_bars.center)
            continue
        start, width, is_histogram = group
        centers.append(round_noise(start + width / 2, _find_size(start, width)))
        if is_histogram:
            series_bars.is_histogram = True
            series_bars.start, series_bars.width = start, width
    return centers


def _find_group(
    reading: AxesReading, series_bars: Bars, bars: Sequence[Bars]
) -> tuple[Any, Any, bool] | None:
    """Return the starts and widths of the groups that bars stand in, and whether they are bins."""
    import numpy as np

    start, width = series_bars.start, series_bars.width
    place_axis = reading.axes_by_direction(upright=series_bars.upright)[0]
    if series_bars.is_histogram or place_axis.categories or not len(start) or not width.all():
        return None
    steps = set()
    for neighbor in bars:
        is_alike = neighbor.upright == series_bars.upright and len(neighbor.start) == len(start)
        if is_alike and np.allclose(neighbor.width, width, rtol=_NEAR):
            offset = (neighbor.start - start) / width
            if np.allclose(offset, np.round(offset[0]), atol=1e-4):
                steps.add(round(float(offset[0])))
    if len(steps) < 2 or max(steps) - min(steps) != len(steps) - 1:
        return None
    group_start, group_width = start + min(steps) * width, len(steps) * width
    center = group_start + group_width / 2
    is_whole = bool((np.abs(center - np.round(center)) < _NEAR).all())
    for part in (1.0, 0.8):  # ``hist`` draws groups over 0.8 of their bins
        bin_width = group_width / part
        bin_start = center - bin_width / 2
        gaps = np.abs(bin_start[1:] - (bin_start + bin_width)[:-1])
        if len(gaps) and (gaps < 1e-4 * bin_width[1:]).all() and (part == 1 or not is_whole):
            return bin_start, bin_width, True
    return group_start, group_width, False


def _find_size(*arrays: Any) -> float:
    """Return the sum of the largest numbers of some arrays."""
    import numpy as np

    return float(sum(np.abs(array).max(initial=0) for array in arrays))


def stack_shares_of_bars(bars: Sequence[Bars]) -> Iterator[Any]:
    """Yield each bar's share of the stack that it is in; None for series without stacks."""
    import numpy as np

    if not sum(len(series_bars.start) for series_bars in bars):
        yield from (None for _ in bars)
        return
    counts = [len(series_bars.start) for series_bars in bars]
    number = np.repeat(np.arange(len(bars)), counts)
    center = np.concatenate([series_bars.center for series_bars in bars])
    low, high = (
        np.concatenate(ends) for ends in zip(*(sort_ends(b.base, b.end) for b in bars), strict=True)
    )
    length = np.concatenate([series_bars.length for series_bars in bars])
    upright = np.repeat([series_bars.upright for series_bars in bars], counts)
    width = float(np.abs(np.concatenate([series_bars.width for series_bars in bars])).max()) or 1.0
    share = np.full(len(center), math.nan)
    keys = np.round(center / width, 4) * 2 + 1j * upright + 2j * (length < 0)
    order = np.lexsort((low, keys.imag, keys.real))
    starts = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1]])
    for stack in np.split(order, starts[1:]):
        rows = stack[length[stack] != 0]
        total = float(np.abs(length[rows]).sum())
        extent = float(high[rows].max() - low[rows].min()) if len(rows) else 0.0
        series = set(number[stack].tolist())
        if len(series) > 1 and total and math.isclose(total, extent, rel_tol=1e-6):
            share[stack] = np.abs(length[stack]) / total
    for place, _ in enumerate(bars):
        own_share = share[number == place]
        yield own_share if np.isfinite(own_share).any() else None


def _add_bars(reading: AxesReading, bars: Bars, center: Any, share: Any) -> SeriesBuilder:
    import numpy as np

    place_axis, along = reading.axes_by_direction(upright=bars.upright)
    series = reading.add_series(bars.artist, bars.name, along)
    low, high = sort_ends(bars.base, bars.end)
    finite = np.isfinite(center + low + high)
    inside = place_axis.overlaps(bars.start, bars.start + bars.width) & along.overlaps(low, high)
    series.omit(int((finite & ~inside).sum()), "bars")
    keep = finite & inside
    if not keep.any():
        return series
    columns: dict[str, Any] = {"span": (bars.sides[0][keep], bars.sides[1][keep])}
    if bars.is_histogram:
        letter = "x" if bars.upright else "y"
        start, size = bars.start[keep], _find_size(bars.start[keep], bars.width)
        columns[f"{letter}_low"] = place_axis.to_values(round_noise(start, size))
        columns[f"{letter}_high"] = place_axis.to_values(
            round_noise(start + bars.width[keep], size)
        )
    if share is not None:
        columns["share"] = share[keep]
    reading.add_values(
        series, "histogram" if bars.is_histogram else "bar", center[keep], upright=bars.upright,
        ends=bars.end[keep], low=low[keep], high=high[keep], **columns,
    )  # fmt: skip
    series.blocks[-1] = series.blocks[-1].with_column("value", along.to_lengths(bars.length[keep]))
    return series


def _add_errors(reading: AxesReading, series: SeriesBuilder, bars: Bars, container: Any) -> None:
    """Add the error bars on some bars: matplotlib's, or lines of seaborn's through their ends."""
    import numpy as np

    errorbar = getattr(container, "errorbar", None)
    if errorbar is not None:
        parts = [errorbar.lines[0], *errorbar.lines[1], *errorbar.lines[2]]
        reading.take(*parts)
        marks = (bars.center, bars.end) if bars.upright else (bars.end, bars.center)
        add_bars_of_errors(reading, series, errorbar.lines[2], *marks)
        return
    errors = []
    for line in reading.pick_visible(reading.axes.lines):
        points = read_points(line)
        row = _bar_with_error(bars, points) if len(points[0]) in _ERROR_POINTS else None
        if row is not None:
            errors.append((row, line, points[1] if bars.upright else points[0]))
    if errors:
        reading.take(*(line for _, line, _ in errors))
        rows = [row for row, *_ in errors]
        end = bars.end[rows]
        reading.add_values(
            series, "errorbar", bars.center[rows], upright=bars.upright, ends=end, value=end,
            low=np.array([np.nanmin(along) for *_, along in errors]),
            high=np.array([np.nanmax(along) for *_, along in errors]),
        )  # fmt: skip


def _bar_with_error(bars: Bars, points: tuple[Any, Any]) -> int | None:
    """Return the number of the bar whose end a line goes through, along its middle; else None."""
    import numpy as np

    at, along = points if bars.upright else points[::-1]
    if not np.isfinite(at).any() or not np.isfinite(along).any():
        return None
    middle = (np.nanmin(at) + np.nanmax(at)) / 2
    is_middle = np.abs(bars.center - middle) < _NEAR * np.maximum(bars.width, _NEAR)
    is_narrow = np.nanmax(at) - np.nanmin(at) <= bars.width
    crosses = (np.nanmin(along) <= bars.end + _NEAR) & (bars.end - _NEAR <= np.nanmax(along))
    rows = np.flatnonzero(is_middle & is_narrow & crosses)
    return int(rows[0]) if len(rows) else None


def _read_outlines(reading: AxesReading) -> Iterator[Bars]:
    """Yield the histograms that are drawn as outlines: ``histtype="step"``, and ``stairs``."""
    polygons = []
    for patch in reading.pick_visible(reading.axes.patches, "Polygon", "StepPatch"):
        if type(patch).__name__ == "StepPatch":
            reading.take(patch)
            yield _read_stairs(reading, patch)
        elif all(reading.is_in_data(patch)) and (outline := _read_outline(reading, patch)):
            reading.take(patch)
            polygons.append(outline)
    # The topmost of a stack is drawn first, and its open outline ends on the one under it.
    for place, (bars, is_open, ends) in enumerate(polygons):
        under = polygons[place + 1][0] if place + 1 < len(polygons) else None
        if is_open and under is not None and _stands_on(bars, under, ends):
            bars.length = bars.end - under.end
            bars.base = under.end
    yield from (bars for bars, *_ in reversed(polygons))


def _read_stairs(reading: AxesReading, patch: Any) -> Bars:
    import numpy as np

    values, edges, baseline = patch.get_data()
    values, edges = to_floats(values), to_floats(edges)
    values = values[: max(len(edges) - 1, 0)]
    edges = edges[: len(values) + 1]
    base = (
        np.zeros_like(values)
        if baseline is None
        else np.broadcast_to(to_floats(baseline), values.shape)
    )
    upright = patch.orientation == "vertical"
    name = reading.names.name_artist(patch)
    low, high = sort_ends(edges[:-1], edges[1:])
    return Bars(patch, name, upright, low, high - low, to_floats(base), values - base, True)


def _read_outline(
    reading: AxesReading, patch: Any
) -> tuple[Bars, bool, tuple[float, float]] | None:
    """Return the bins of a polygon of steps, whether it is open, and where it begins and ends."""
    import numpy as np

    points = to_floats(patch.get_xy())
    for upright in (True, False):
        xs, ys = (points[:, 0], points[:, 1]) if upright else (points[:, 1], points[:, 0])
        bins = _count_bins(xs)
        if bins < 1:
            continue
        tops = ys[1 : 2 * bins + 1 : 2]
        is_step = (ys[2 : 2 * bins + 1 : 2] == tops).all()
        edges = np.r_[xs[1 : 2 * bins + 1 : 2], xs[2 * bins]]
        if not is_step or not (np.diff(edges) > 0).all():
            continue
        is_open = len(points) <= 2 * bins + 3 and not patch.get_fill()
        lower = ys[2 * bins + 1 :]
        bases = lower[: 2 * bins : 2][::-1] if len(lower) >= 2 * bins else None
        base = np.full(bins, ys[0]) if bases is None or len(bases) != bins else bases
        name = reading.names.name_artist(patch)
        bars = Bars(patch, name, upright, edges[:-1], np.diff(edges), base, tops - base, True)
        return bars, is_open, (float(ys[0]), float(ys[min(2 * bins + 1, len(ys) - 1)]))
    return None


def _count_bins(xs: Any) -> int:
    """Return the number of bins whose edges an outline visits in turn, going up from its first."""
    import numpy as np

    rising = np.flatnonzero(np.diff(xs) < 0)
    stop = int(rising[0]) + 1 if len(rising) else len(xs)
    # Each edge is visited twice: base, top, top of the next, …
    pairs = stop // 2
    upper = xs[: 2 * pairs]
    is_paired = len(upper) >= 4 and (upper[::2] == upper[1::2]).all()
    return pairs - 1 if is_paired else 0


def _stands_on(bars: Bars, under: Bars, ends: tuple[float, float]) -> bool:
    import numpy as np

    if len(under.start) != len(bars.start) or not np.array_equal(under.start, bars.start):
        return False
    is_above = bool((bars.end >= under.end).all())
    is_on_it = math.isclose(ends[0], float(under.end[0])) and math.isclose(
        ends[1], float(under.end[-1])
    )
    return is_above and is_on_it and (ends != (0.0, 0.0))
