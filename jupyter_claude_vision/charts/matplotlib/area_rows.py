"""Rows of filled areas: stacks with each layer's own thickness, bands, and stepped fills."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import Curve
from .axes_reading import is_visible, keep_rows, sort_ends, to_floats
from .bar_rows import Bars
from .line_rows import has_line, read_points
from .series_names import find_color, read_label
from .shown_axis import round_noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..builder import SeriesBuilder
    from .axes_reading import AxesReading

_NEAR: Final = 1e-9
_LEAST_EDGE: Final = 3
"""Points of an edge from which on a polygon is one that is filled between two."""


@dataclass(eq=False)
class Stretch:
    """A stretch that is filled between two edges, in the floats of its axes.

    Attributes
    ----------
    places : array
        Along the axis on which it lies.
    first, second : array
        The edges: for ``fill_between(x, y1, y2)`` y1 and y2.
    step : {"", "pre", "post", "mid"}
    """

    places: Any
    first: Any
    second: Any
    step: str = ""


@dataclass(eq=False)
class _Area:
    """An area: the stretches of one artist, and the edge that it stands on."""

    artist: Any
    upright: bool
    stretches: list[Stretch]
    name: str
    kind: str = "band"
    base: Any = None
    share: Any = None

    def __post_init__(self) -> None:
        import numpy as np

        self.edges = Stretch(
            np.concatenate([stretch.places for stretch in self.stretches]),
            np.concatenate([stretch.first for stretch in self.stretches]),
            np.concatenate([stretch.second for stretch in self.stretches]),
        )
        self.low, self.high = sort_ends(self.edges.first, self.edges.second)

    @property
    def end(self) -> Any:
        """The edge away from its base."""
        return self.edges.first if self.base is self.edges.second else self.edges.second

    def stand_on(self, edge: Any) -> None:
        """Make it an area that stands on an edge."""
        import numpy as np

        self.kind = "area"
        self.base = (
            self.edges.first if np.array_equal(self.edges.first, edge) else self.edges.second
        )

    def is_under(self, neighbor: _Area) -> bool:
        """Return whether another area begins where this one ends."""
        import numpy as np

        is_alike = self.upright == neighbor.upright and np.array_equal(
            self.edges.places, neighbor.edges.places
        )
        return is_alike and np.allclose(self.high, neighbor.low, rtol=_NEAR, atol=0)


def read_edges(artist: Any) -> Iterator[Stretch]:
    """Yield the stretches that ``fill_between`` or ``fill_betweenx`` fills."""
    at, along = (0, 1) if artist.t_direction == "x" else (1, 0)
    for path in artist.get_paths():
        points = path.vertices
        count = (len(points) - 3) // 2
        if count > 0:
            first, second = points[1 : count + 1], points[count + 2 : 2 * count + 2][::-1]
            yield _without_steps(Stretch(first[:, at], first[:, along], second[:, along]))


def _without_steps(stretch: Stretch) -> Stretch:
    """Return a stretch with a point for each value: stepped edges have two at each corner."""
    places, first, second = stretch.places, stretch.first, stretch.second
    if len(places) < 5 or len(places) % 2 == 0:
        return stretch
    if (places[1::2] == places[2::2]).all() and (first[0:-1:2] == first[1::2]).all():
        return Stretch(places[0::2], first[0::2], second[0::2], "post")
    if (places[0:-1:2] == places[1::2]).all() and (first[1::2] == first[2::2]).all():
        return Stretch(places[0::2], first[0::2], second[0::2], "pre")
    return stretch


def read_areas(reading: AxesReading) -> list[Bars]:
    """Add the areas of an Axes; return the histograms that are drawn as areas.

    Bands are left: they belong to lines, which are read later.
    """
    histograms = []
    for area in _find_areas(reading):
        bars = _to_bars(reading, area)
        if bars is not None:
            histograms.append(bars)
        elif area.kind == "area":
            _add_area(reading, area)
        if area.kind == "area":
            reading.take(area.artist)
    return histograms


def read_bands(reading: AxesReading) -> None:
    """Add the bands of an Axes, each to the line that it lies around."""
    for area in _find_areas(reading):
        reading.take(area.artist)
        _add_band(reading, area)


def _find_areas(reading: AxesReading) -> list[_Area]:
    areas = [
        _read_area(reading, artist, stretches, upright=upright)
        for artist, stretches, upright in _find_fills(reading)
    ]
    areas = [area for area in areas if area.stretches]
    _find_stacks(reading, areas)
    return areas


def _find_fills(reading: AxesReading) -> Iterator[tuple[Any, list[Stretch], bool]]:
    """Yield what is filled between two edges: the artist, its stretches, whether it goes up."""
    for artist in reading.pick_visible(reading.axes.collections, "FillBetweenPolyCollection"):
        if all(reading.is_in_data(artist)):
            yield artist, list(read_edges(artist)), artist.t_direction == "x"
    for patch in reading.pick_visible(reading.axes.patches, "Polygon"):
        points = to_floats(patch.get_xy())
        count = len(points) // 2
        if all(reading.is_in_data(patch)) and count >= _LEAST_EDGE:
            for at, along in ((0, 1), (1, 0)):  # as seaborn's objects draw them
                places = points[:count, at]
                back = points[count : 2 * count][::-1]
                if _is_rising(places) and (places == back[:, at]).all():
                    yield patch, [Stretch(places, points[:count, along], back[:, along])], at == 0
                    break


def _is_rising(places: Any) -> bool:
    return bool((places[1:] > places[:-1]).all())


def _read_area(
    reading: AxesReading, artist: Any, stretches: list[Stretch], *, upright: bool
) -> _Area:
    name = reading.names.name_artist(artist)
    area = _Area(artist, upright, stretches or [Stretch(*[to_floats([])] * 3)], name)
    if not len(area.edges.places):
        area.stretches = []
    return area


def _find_stacks(reading: AxesReading, areas: Sequence[_Area]) -> None:
    """Tell areas, which stand on a level line or on one another, from bands around lines."""
    import numpy as np

    for stack in _sort_stacks(areas):
        bottom, top = stack[0].low, stack[-1].high
        if len(stack) == 1:
            for edge in (stack[0].edges.second, stack[0].edges.first):
                if _is_level(edge) and not _is_around_a_line(reading, stack[0]):
                    stack[0].stand_on(edge)
                    break
            continue
        # Bands of quantiles lie on one another, too, around their line.
        if not (_is_level(bottom) or _is_level(top)) and _holds_a_line(reading, stack):
            continue
        hangs = _is_level(top) and (not _is_level(bottom) or not top.any())
        total = sum(area.high - area.low for area in stack)
        for area in stack:
            area.stand_on(area.high if hangs else area.low)
            with np.errstate(invalid="ignore", divide="ignore"):
                area.share = (area.high - area.low) / total


def _sort_stacks(areas: Sequence[_Area]) -> Iterator[list[_Area]]:
    """Yield areas that lie on one another together, the lowest first."""
    above = {
        id(area): next((o for o in areas if o is not area and area.is_under(o)), None)
        for area in areas
    }
    upper_ids = {id(area) for area in above.values() if area is not None}
    for area in areas:
        if id(area) not in upper_ids:
            stack, upper = [area], above[id(area)]
            while upper is not None and upper not in stack:
                stack.append(upper)
                upper = above[id(upper)]
            yield stack


def _is_around_a_line(reading: AxesReading, area: _Area) -> bool:
    """Return whether a line of an area's color runs within it, and not along an edge."""
    import numpy as np

    color = find_color(area.artist)
    for line in reading.pick_visible(reading.axes.lines):
        at, along = read_points(line) if area.upright else read_points(line)[::-1]
        if find_color(line) != color or not np.array_equal(at, area.edges.places):
            continue
        is_within = (along >= area.low - _NEAR) & (along <= area.high + _NEAR)
        is_edge = np.allclose(along, area.low) or np.allclose(along, area.high)
        if is_within.all() and not is_edge:
            return True
    return False


def _is_level(edge: Any) -> bool:
    import numpy as np

    return bool(len(edge) and np.ptp(edge) <= _NEAR * max(1.0, abs(float(edge[0]))))


def _holds_a_line(reading: AxesReading, areas: Sequence[_Area]) -> bool:
    import numpy as np

    for line in reading.axes.lines:
        xs, ys = read_points(line)
        for area in areas:
            at, along = (xs, ys) if area.upright else (ys, xs)
            if not np.array_equal(at, area.edges.places):
                continue
            if ((along >= area.low - _NEAR) & (along <= area.high + _NEAR)).all():
                return True
    return False


def _to_bars(reading: AxesReading, area: _Area) -> Bars | None:
    """Return a stepped fill as the bins of a histogram; None where it is none."""
    import numpy as np

    place_axis = reading.axes_by_direction(upright=area.upright)[0]
    stretch = area.stretches[0]
    if area.kind != "area" or len(area.stretches) != 1 or stretch.step != "post":
        return None
    if (
        not place_axis.is_number
        or len(stretch.places) < 3
        or not (np.diff(stretch.places) > 0).all()
    ):
        return None
    edges, upper, base = stretch.places, area.end[:-1], area.base[:-1]
    length = round_noise(upper - base, float(np.abs(upper).max(initial=0)))
    return Bars(
        area.artist, area.name, area.upright, edges[:-1], np.diff(edges), base, length, True
    )


def _add_area(reading: AxesReading, area: _Area) -> None:
    import numpy as np

    place_axis, along = reading.axes_by_direction(upright=area.upright)
    size = float(np.nanmax(np.abs(np.r_[area.end, area.base]), initial=0))
    thickness = round_noise(area.end - area.base, size)
    _take_outline(reading, area)
    series = reading.add_series(area.artist, area.name, along)
    low, high = area.low, area.high
    inside = place_axis.contains(area.edges.places) & along.overlaps(low, high)
    series.omit(int((~inside & np.isfinite(area.edges.places + low)).sum()), "points")
    if not inside.any():
        return
    curve = None
    if area.upright and along.is_number:
        gap = _join_with_gaps(area, thickness)
        curve = Curve(
            place_axis.to_curve(gap[0]), along.to_lengths(gap[1]), area.stretches[0].step,
            place_axis.drawn_scale if place_axis.is_number else None, None,
            place_axis.categories or None, bool(place_axis.dates),
        )  # fmt: skip
    places, upper, low, high, thickness, share = keep_rows(
        inside, area.edges.places, area.end, low, high, thickness, area.share
    )
    reading.add_values(
        series, "area", places, upright=area.upright, ends=upper, low=low, high=high, share=share
    )
    block = series.blocks[-1].with_column("value", along.to_lengths(thickness))
    series.blocks[-1] = block.with_curve(curve)


def _join_with_gaps(area: _Area, thickness: Any) -> tuple[Any, Any]:
    """Return the places and thickness of all stretches, with NaN between them."""
    import numpy as np

    if len(area.stretches) == 1:
        return area.edges.places, thickness
    breaks = np.cumsum([len(s.places) for s in area.stretches])[:-1]
    ends = area.edges.places[breaks]
    return np.insert(area.edges.places, breaks, ends), np.insert(thickness, breaks, math.nan)


def _take_outline(reading: AxesReading, area: _Area) -> None:
    """Take the line that pandas draws on the upper edge of an area, and names."""
    import numpy as np

    for line in reading.pick_visible(reading.axes.lines):
        at, along = read_points(line) if area.upright else read_points(line)[::-1]
        if not np.array_equal(at, area.edges.places) or not np.allclose(
            along, area.end, rtol=_NEAR
        ):
            continue
        is_alike = find_color(line) == find_color(area.artist)
        if is_alike or not area.name or not read_label(line):
            area.name = area.name or reading.names.name_artist(line)
            reading.take(line)
            return


def _add_band(reading: AxesReading, area: _Area) -> None:
    import numpy as np

    place_axis, along = reading.axes_by_direction(upright=area.upright)
    series = _line_of_band(reading, area) or reading.add_series(area.artist, area.name, along)
    low, high = area.low, area.high
    inside = place_axis.contains(area.edges.places) & along.overlaps(low, high)
    series.omit(int((~inside & np.isfinite(area.edges.places + low)).sum()), "points of the band")
    if inside.any():
        places, low, high = keep_rows(inside, area.edges.places, low, high)
        reading.add_values(series, "band", places, upright=area.upright, low=low, high=high)


def _line_of_band(reading: AxesReading, area: _Area) -> SeriesBuilder | None:
    """Return the series of the line that a band lies around: of its color, else the only one."""
    if area.name:
        return None  # the builder joins a line and a band of one name
    color, holders = find_color(area.artist), []
    for line, series in reading.line_series:
        if is_visible(line) and has_line(line):
            xs, ys = read_points(line)
            if find_color(line) == color:
                return series
            if _holds(area, *((xs, ys) if area.upright else (ys, xs))):
                holders.append(series)
    return holders[0] if len(holders) == 1 else None


def _holds(area: _Area, at: Any, along: Any) -> bool:
    """Return whether most of a line lies in a band."""
    import numpy as np

    order = np.argsort(area.edges.places, kind="stable")
    low, high = area.low[order], area.high[order]
    places = area.edges.places[order]
    within = (at >= places[0]) & (at <= places[-1]) & np.isfinite(along)
    if within.sum() < 1:
        return False
    at, along = at[within], along[within]
    is_in = (along >= np.interp(at, places, low)) & (along <= np.interp(at, places, high))
    return bool(is_in.mean() > 0.95)


def read_polygons(reading: AxesReading) -> None:
    """Add the polygons that ``fill`` draws, by their corners."""
    for patch in reading.pick_visible(reading.axes.patches, "Polygon"):
        if not all(reading.is_in_data(patch)) or type(patch).__name__ == "FancyArrow":
            continue
        reading.take(patch)
        points = to_floats(patch.get_xy())
        if len(points) > 1 and (points[0] == points[-1]).all():
            points = points[:-1]
        series = reading.add_series(patch, reading.names.name_artist(patch), reading.y)
        inside = reading.x.contains(points[:, 0]) & reading.y.contains(points[:, 1])
        series.omit(int((~inside).sum()), "corners")
        if inside.any():
            xs, ys = points[inside, 0], points[inside, 1]
            series.add_rows(
                "area", x=reading.x.to_places(xs), y=reading.y.to_places(ys), axis=reading.y.name
            )
