"""Rows of violins, whole and split, with the medians and quartiles that are drawn in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import DrawnShapes
from .area_rows import read_edges
from .line_rows import has_line, read_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .axes_reading import AxesReading
    from .shown_axis import ShownAxis

_LEAST_POINTS: Final = 20
_NEAR: Final = 1e-6


@dataclass(eq=False)
class _Violin:
    """A violin, in the floats of its axes."""

    artist: Any
    upright: bool
    place: float
    along: Any
    thickness: Any
    side: int
    median: float | None = None
    quartiles: list[float] = field(default_factory=list)
    means: list[float] = field(default_factory=list)

    @property
    def low(self) -> float:
        """The lower end of the body."""
        return float(self.along.min())

    @property
    def high(self) -> float:
        """The upper end of the body."""
        return float(self.along.max())

    @property
    def reach(self) -> float:
        """How far it reaches to its sides."""
        return float(self.thickness.max())

    def holds(self, place: float) -> bool:
        """Return whether something that stands at a place is a part of it."""
        offset = place - self.place
        is_side = self.side == 0 or offset * self.side >= -_NEAR
        return is_side and abs(offset) <= self.reach * 1.01 + _NEAR


def read_violins(reading: AxesReading) -> None:
    """Add the violins of an Axes."""
    violins = [
        violin
        for artist in reading.pick_visible(reading.axes.collections, "FillBetweenPolyCollection")
        if (violin := _read_violin(reading, artist)) is not None
    ]
    if not violins:
        return
    reading.take(*(violin.artist for violin in violins))
    _read_collections(reading, violins)
    _read_lines(reading, violins)
    groups: dict[tuple[str, bool], list[_Violin]] = {}
    for violin in violins:
        key = (reading.names.name_artist(violin.artist), violin.upright)
        groups.setdefault(key, []).append(violin)
    for (name, upright), members in groups.items():
        _add_violins(reading, name, members, upright=upright)


def _add_violins(
    reading: AxesReading, name: str, violins: Sequence[_Violin], *, upright: bool
) -> None:
    import numpy as np

    place_axis, along = reading.axes_by_direction(upright=upright)
    series = reading.add_series(violins[0].artist, name, along)
    inside = [v for v in violins if along.overlaps(v.low, v.high) and place_axis.contains(v.place)]
    series.omit(len(violins) - len(inside), "violins")
    if not inside:
        return
    median = np.array([np.nan if v.median is None else v.median for v in inside])
    quartiles = np.array(
        [(min(q), max(q)) if len(q := v.quartiles) == 2 else (np.nan, np.nan) for v in inside]
    )
    reading.add_values(
        series, "violin", np.array([v.place for v in inside]), upright=upright,
        ends=median, value=median,
        low=np.array([v.low for v in inside]), high=np.array([v.high for v in inside]),
        q1=along.to_values(quartiles[:, 0]), q3=along.to_values(quartiles[:, 1]),
    )  # fmt: skip
    bodies = [_to_outline(violin, place_axis, along) for violin in inside]
    series.blocks[-1] = replace(series.blocks[-1], shapes=DrawnShapes(outlines=bodies))
    means = [(v.place, mean) for v in inside for mean in v.means]
    if means:
        places, values = np.array(means).T
        reading.add_values(series, "point", places, upright=upright, ends=values, value=values)


def _to_outline(violin: _Violin, place_axis: ShownAxis, along: ShownAxis) -> Any:
    """Return the corners of a violin's body as positions on the two axes."""
    import numpy as np

    left = violin.place - violin.thickness * (violin.side <= 0)
    right = violin.place + violin.thickness * (violin.side >= 0)
    sides = place_axis.to_curve(np.concatenate([left, right[::-1]]))
    values = along.to_curve(np.concatenate([violin.along, violin.along[::-1]]))
    return np.column_stack([sides, values] if violin.upright else [values, sides])


def _read_violin(reading: AxesReading, artist: Any) -> _Violin | None:
    """Return the violin that an area is; None where it is none.

    A whole one is as wide to both sides; half of one has a straight side at a category, or at a
    whole number as matplotlib places them.
    """
    import numpy as np

    stretches = list(read_edges(artist))
    upright = artist.t_direction == "y"
    if len(stretches) != 1 or len(stretches[0].places) < _LEAST_POINTS:
        return None
    along, first, second = stretches[0].places, stretches[0].first, stretches[0].second
    if np.ptp(along) <= 0 or not np.ptp(first - second) > 0:
        return None
    middles, thickness = (first + second) / 2, np.abs(first - second)
    room = _NEAR * max(float(thickness.max()), _NEAR)
    if np.ptp(middles) <= max(room, 1e-9):
        return _Violin(artist, upright, float(middles[0]), along, thickness / 2, 0)
    place_axis = reading.axes_by_direction(upright=upright)[0]
    for straight, curved in ((first, second), (second, first)):
        place = float(straight[0])
        is_place = bool(place_axis.categories) or (
            round(place) != 0 and abs(place - round(place)) < room
        )
        if is_place and np.ptp(straight) <= max(room, 1e-9) and upright is not None:
            side = 1 if float(curved.mean()) > place else -1
            if abs(place - round(place)) < 1e-3:
                return _Violin(artist, upright, place, along, thickness, side)
    return None


def _read_collections(reading: AxesReading, violins: Sequence[_Violin]) -> None:
    """Read the lines across that ``violinplot`` draws: means, ends, bars, medians, quantiles.

    They come in this order. Without the ends, the body tells a mean from a median.
    """
    collections: list[list[tuple[_Violin, float]]] = []
    for collection in reading.pick_visible(reading.axes.collections, "LineCollection"):
        segments = [path.vertices for path in collection.get_paths()]
        owners = [_find_owner(violins, segment) for segment in segments]
        pairs = [(owner, s) for owner, s in zip(owners, segments, strict=True) if owner is not None]
        if segments and len(pairs) == len(segments):
            reading.take(collection)
            lines = [(owner, _level_of(owner, segment)) for owner, segment in pairs]
            collections.append([(owner, n) for owner, n in lines if n is not None])
    are_ends = [bool(c) and all(_is_end(owner, n) for owner, n in c) for c in collections]
    first_end = are_ends.index(True) if any(are_ends) else -1
    for place, collection in enumerate(collections):
        if are_ends[place]:
            continue
        for violin in violins:
            levels = [n for owner, n in collection if owner is violin]
            is_mean = place < first_end if first_end >= 0 else _is_mean(violin, levels)
            _give_levels(violin, levels, is_mean=is_mean)


def _give_levels(violin: _Violin, levels: Sequence[float], *, is_mean: bool) -> None:
    """Take lines across a violin for its mean, its median, or its quartiles."""
    inner = sorted(n for n in levels if not _is_end(violin, n))
    if len(levels) == 1:
        if is_mean:
            violin.means.append(levels[0])
        elif violin.median is None:
            violin.median = levels[0]
    elif len(inner) in {2, 3}:
        parts = _part_below(violin, inner[0]), _part_below(violin, inner[-1])
        if abs(parts[0] - 0.25) < 0.15 and abs(parts[1] - 0.75) < 0.15:
            violin.quartiles = [inner[0], inner[-1]]
        if len(inner) == 3 and violin.median is None:
            violin.median = inner[1]


def _is_mean(violin: _Violin, levels: Sequence[float]) -> bool:
    """Return whether a line lies nearer to the mean of a violin's body than to its median."""
    if len(levels) != 1:
        return False
    off = abs(_part_below(violin, levels[0]) - 0.5)
    mean = float((violin.along * violin.thickness).sum() / violin.thickness.sum())
    return abs(levels[0] - mean) / (violin.high - violin.low) < off


def _is_end(violin: _Violin, level: float) -> bool:
    room = _NEAR * (violin.high - violin.low)
    return min(abs(level - violin.low), abs(level - violin.high)) <= room


def _part_below(violin: _Violin, level: float) -> float:
    """Return the part of a violin's body that lies below a level."""
    import numpy as np

    total = float(violin.thickness.sum())
    order = np.argsort(violin.along)
    parts = np.cumsum(violin.thickness[order]) / total
    return float(np.interp(level, violin.along[order], parts))


def _read_lines(reading: AxesReading, violins: Sequence[_Violin]) -> None:
    """Read what seaborn draws inside: a whisker, a thick line of quartiles, the median's mark."""
    import numpy as np

    levels: dict[int, list[float]] = {}
    for line in reading.pick_visible(reading.axes.lines):
        xs, ys = read_points(line)
        if not 1 <= len(xs) <= 2:
            continue
        # Of two halves, the one that was drawn last before.
        before = [v for v in violins if reading.place_of(v.artist) < reading.place_of(line)]
        owner = _find_owner(reversed(before), np.column_stack([xs, ys]))
        if owner is None:
            continue
        reading.take(line)
        at, along = (xs, ys) if owner.upright else (ys, xs)
        if len(along) == 1:
            owner.median = float(along[0])
        elif along[0] != along[1] and has_line(line):
            owner.quartiles = [*owner.quartiles[-2:], *map(float, along)]
        elif at[0] != at[1]:
            levels.setdefault(id(owner), []).append(float(along[0]))
    for violin in violins:
        # The whisker is drawn first, the quartiles over it.
        if len(violin.quartiles) > 2:
            violin.quartiles = violin.quartiles[2:]
        inner = sorted(levels.get(id(violin), []))
        if len(inner) == 3:
            violin.quartiles, violin.median = [inner[0], inner[2]], inner[1]


def _find_owner(violins: Iterable[_Violin], points: Any) -> _Violin | None:
    """Return the violin that a short line lies in; of two halves, the one on its side."""
    for violin in violins:
        at, along = (points[:, 0], points[:, 1]) if violin.upright else (points[:, 1], points[:, 0])
        room = 0.02 * (violin.high - violin.low) + 1e-12
        is_along = along.min() >= violin.low - room and along.max() <= violin.high + room
        middle = float((at.min() + at.max()) / 2)
        if (
            is_along
            and violin.holds(middle)
            and abs(at - violin.place).max() <= max(violin.reach, 0.5)
        ):
            return violin
    return None


def _level_of(violin: _Violin | None, segment: Any) -> float | None:
    """Return where a line lies across a violin; None for one along it."""
    if violin is None:
        return None
    along = segment[:, 1] if violin.upright else segment[:, 0]
    return float(along[0]) if along[0] == along[-1] else None
