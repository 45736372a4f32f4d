"""Positions, series and lengths of the marks of an Altair chart."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import DrawnShapes
from .shown_axes import add_axis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..builder import PanelBuilder, SeriesBuilder
    from .evaluation import EvaluatedMark
    from .instrumentation import Channel
    from .shown_axes import VegaAxis

_PREFIX: Final = re.compile(
    r"^(?:(?:lower|upper|mid)_(?:box|whisker)|lower|upper|center|extent|mean|average|median|sum"
    r"|min|max|count|distinct|stdev|variance|ci0|ci1|q1|q3)_"
)


_REFERENCES: Final = frozenset({"rule", "span"})


@dataclass(frozen=True)
class Track:
    """Positions of a mark's items along x or y.

    Attributes
    ----------
    letter : {"x", "y"}
    axis : VegaAxis
    first, second : list
        The data of the position, and of its other end; `second` is None where it has one only.
    channel, second_channel : Channel
    """

    letter: str
    axis: VegaAxis
    first: list[Any]
    channel: Channel
    second: list[Any] | None = None
    second_channel: Channel | None = None

    @property
    def is_amount(self) -> bool:
        """True for lengths from a base line, and segments of a stack."""
        base = self.second_channel
        if base is None:
            return False
        return not (base.field or base.signal) or self.is_stacked

    @property
    def is_stacked(self) -> bool:
        """True for segments of a stack."""
        first, second = self.channel.field, self.second_channel.field if self.second_channel else ""
        return first.endswith("_end") and second == f"{first[:-4]}_start"

    @property
    def field(self) -> str:
        """The field of the data, without the names of aggregates and of a stack's ends."""
        name = re.sub(r"_(?:end|start)$", "", self.channel.field or self.channel.signal)
        return _PREFIX.sub("", name)

    def edges(self, item: int) -> tuple[float, float]:
        """Return the lower and the upper end of an item, in the terms of the data."""
        first = self.first[item]
        second = first if self.second is None else self.second[item]
        return min(first, second), max(first, second)

    def is_drawn(self, item: int) -> bool:
        """Return whether an item has data here."""
        return is_data(self.first[item]) and (self.second is None or is_data(self.second[item]))

    def is_inside(self, item: int) -> bool:
        """Return whether an item lies within the axis, at least in part."""
        if self.axis.scale.is_discrete or self.axis.scale.ends is None:
            return True
        if self.second is None:
            return self.axis.shows(self.first[item])
        low, high = self.edges(item)
        ends = self.axis.scale.ends
        return low <= max(ends) and high >= min(ends)


@dataclass
class VegaView:
    """One view while its rows are put together.

    Attributes
    ----------
    panel : PanelBuilder
    axes : dict of str to VegaAxis
        By the names of their scales.
    paths : set of tuple
        The points of its lines.
    """

    panel: PanelBuilder
    axes: Mapping[str, VegaAxis]
    paths: set[tuple[Any, ...]] = field(default_factory=set)
    _unnamed: dict[tuple[str, str], tuple[SeriesBuilder, set[str]]] = field(default_factory=dict)
    _axis_scales: set[str] = field(default_factory=set)

    def axis(self, scale: str) -> VegaAxis | None:
        """Return the axis of a scale, and write its row once; None where it has none."""
        axis = self.axes.get(scale)
        if axis is not None and axis.name and scale not in self._axis_scales:
            self._axis_scales.add(scale)
            add_axis(self.panel, axis)
        return axis

    def series(self, name: str, kind: str, track: Track | None) -> SeriesBuilder:
        """Return the series of a name; marks without one that show one field are one series."""
        label = track.axis.label if track else ""
        if name or track is None or kind in _REFERENCES:
            return self.panel.add_series(name, value_label=label)
        key = track.axis.scale.name, track.field
        series, kinds = self._unnamed.get(key, (None, set()))
        if series is None or kind in kinds:
            series, kinds = self.panel.add_series("", value_label=label), set()
        kinds.add(kind)
        self._unnamed[key] = series, kinds
        return series


def remember_path(mark: EvaluatedMark, view: VegaView) -> None:
    """Remember the points of a line, so that markers on them are not held twice."""
    view.paths.update(_point_keys(mark, view))


def lies_on_path(mark: EvaluatedMark, view: VegaView) -> bool:
    """Return whether every point of a mark is a point of a line that is already held."""
    return bool(view.paths) and set(_point_keys(mark, view)) <= view.paths


def _point_keys(mark: EvaluatedMark, view: VegaView) -> Iterator[tuple[Any, ...]]:
    """Yield the series, the scales and the position of each item."""
    tracks = find_track(mark, "x", view), find_track(mark, "y", view)
    for item, name in enumerate(name_items(mark, view)):
        yield name, *((t.axis.scale.name, t.first[item]) for t in tracks if t is not None)


def is_data(value: Any) -> bool:
    """Return whether a value can be drawn: it is there, and no NaN."""
    return value is not None and (not isinstance(value, float) or math.isfinite(value))


def find_track(mark: EvaluatedMark, letter: str, view: VegaView) -> Track | None:
    """Return a mark's positions along x or y; None where it has none on a scale."""
    channels, columns = mark.definition.channels, mark.columns
    names = [n for n in (letter, f"{letter}c", f"{letter}2") if n in channels]
    names = [n for n in names if channels[n].scale and channels[n].scale in view.axes]
    if not names:
        return None
    first, second = names[0], f"{letter}2" if f"{letter}2" in names[1:] else None
    axis = view.axis(channels[first].scale)
    if axis is None:
        return None
    track = Track(letter, axis, columns[first], channels[first])
    if second is None:
        return track
    return Track(letter, axis, track.first, track.channel, columns[second], channels[second])


def find_tracks(mark: EvaluatedMark, view: VegaView) -> tuple[Track | None, Track | None]:
    """Return the track of the places and the track of the values."""
    x, y = find_track(mark, "x", view), find_track(mark, "y", view)
    if x is None or y is None:
        return (None, x) if y is None else (None, y)
    if x.is_amount is not y.is_amount:
        return (x, y) if y.is_amount else (y, x)
    if (x.second is None) is not (y.second is None) and "rule" not in mark.definition.styles:
        return (x, y) if y.second is not None else (y, x)
    if "yc" in mark.definition.channels and "xc" not in mark.definition.channels:
        return y, x
    return (x, y) if y.axis.is_number or not x.axis.is_number else (y, x)


def name_items(mark: EvaluatedMark, view: VegaView) -> list[str]:
    """Return the series of each item: as its legend has it, else by what divides the paths."""
    definition, columns = mark.definition, mark.columns
    fields: dict[str, list[str]] = {}
    for name in ("fill", "stroke", "shape", "strokeDash"):
        channel = definition.channels.get(name)
        axis = view.axes.get(channel.scale) if channel else None
        if channel and axis and axis.scale.is_discrete:
            fields.setdefault(channel.field, [axis.category(v) for v in columns[name]])
    for channel in definition.channels.values():
        if channel.offset_field and not fields:
            fields[channel.offset_field] = list(
                map(to_text, columns[f"datum.{channel.offset_field}"])
            )
    for path in definition.group_fields:
        if path not in fields and f"datum.{path}" in columns:
            values = list(map(to_text, columns[f"datum.{path}"]))
            if len(set(values)) > 1 or not fields:
                fields[path] = values
    if not fields:
        return [""] * len(mark)
    return [", ".join(parts) for parts in zip(*fields.values(), strict=True)]


def to_text(value: Any) -> str:
    """Return a value of the data as a name."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def split_series(
    mark: EvaluatedMark, view: VegaView, kind: str, noun: str, *tracks: Track | None
) -> Iterator[tuple[SeriesBuilder, list[int]]]:
    """Yield each series with its items that are drawn within the axes; count the others."""
    present = [track for track in tracks if track is not None]
    defined = mark.columns.get("defined")
    items: dict[str, list[int]] = {}
    outside: dict[str, int] = defaultdict(int)
    for item, name in enumerate(name_items(mark, view)):
        if not all(track.is_drawn(item) for track in present):
            continue
        if defined is not None and defined[item] is False:
            continue
        items.setdefault(name, [])
        if all(track.is_inside(item) for track in present):
            items[name].append(item)
        else:
            outside[name] += 1
    value = tracks[-1] if tracks else None
    place = tracks[0] if len(tracks) > 1 else None
    if place is not None and place.second is not None and not place.axis.scale.is_discrete:
        # Bins stand in the order of their first values in the data.
        items = {name: sorted(inside, key=place.edges) for name, inside in items.items()}
    if not items:
        view.panel.omit(f"{len(mark):,} {noun}", "they have no data to be drawn by")
    for name, inside in items.items():
        series = view.series(name, kind, value)
        yield series, inside
        if outside[name]:
            series.omit(outside[name], noun)


def position_column(track: Track | None, items: Sequence[int]) -> Any:
    """Return the positions of some items as a column; of a bin, its center."""
    if track is None:
        return None
    if track.second is None or track.is_amount:
        return track.axis.column([track.first[item] for item in items])
    if track.axis.is_number:
        return track.axis.column([sum(track.edges(item)) / 2 for item in items])
    if track.axis.is_date:
        return track.axis.column([track.edges(item)[0] for item in items])
    starts = track.second if track.channel.field.endswith("_end") else track.first
    return track.axis.column([starts[item] for item in items])


def end_columns(track: Track | None, items: Sequence[int], low: str, high: str) -> dict[str, Any]:
    """Return the lower and upper ends of some items as two columns; none where it has one end."""
    if track is None or track.second is None or track.axis.scale.is_discrete:
        return {}
    edges = [track.edges(item) for item in items]
    return {
        low: track.axis.column([edge[0] for edge in edges]),
        high: track.axis.column([edge[1] for edge in edges]),
    }


def drawn_shapes(mark: EvaluatedMark, items: Sequence[int], *tracks: Track | None) -> Any:
    """Return where items are drawn along scales of categories; None where they have none."""
    sides = {
        track.letter: _drawn_sides(mark, items, track)
        for track in tracks
        if track is not None and track.axis.has_centers
    }
    return DrawnShapes(**sides) if sides and items else None


def _drawn_sides(
    mark: EvaluatedMark, items: Sequence[int], track: Track
) -> tuple[list[float], list[float]]:
    size_name = "width" if track.letter == "x" else "height"
    sides = []
    for item in items:
        drawn_item = mark.items[item]
        start = float(drawn_item.get(track.letter) or 0)
        is_box = "rect" in {mark.definition.type, *mark.definition.styles}
        size = float(drawn_item.get(size_name) or 0) if is_box else 0.0
        sides.append((track.axis.position_at(start), track.axis.position_at(start + size)))
    starts, stops = zip(*sides, strict=True) if sides else ((), ())
    return list(starts), list(stops)


def signed_lengths(value: Track, items: Sequence[int]) -> list[float]:
    """Return the lengths of bars, segments and areas, with their signs, in the data's terms."""
    if value.second is None:
        return [value.first[item] for item in items]
    if value.is_amount:
        return [value.first[item] - value.second[item] for item in items]
    return [abs(value.first[item] - value.second[item]) for item in items]


def stack_shares(mark: EvaluatedMark, place: Track | None, value: Track) -> list[float | None]:
    """Return each item's share of the stack at its place; None where nothing is stacked.

    Segments above and below zero are two stacks, and so are those beside one another.
    """
    count = len(value.first)
    if not value.is_stacked:
        return [None] * count
    items_with_data = [item for item in range(count) if value.is_drawn(item)]
    lengths = dict(zip(items_with_data, signed_lengths(value, items_with_data), strict=True))
    places: Sequence[Any] = place.first if place else [None] * count
    if place is not None and place.channel.offset_field:
        offsets = mark.columns[f"datum.{place.channel.offset_field}"]
        places = list(zip(places, offsets, strict=True))
    stacks: dict[Any, list[float]] = defaultdict(list)
    for item, length in lengths.items():
        stacks[places[item], length < 0].append(abs(length))
    if all(len(stack) < 2 for stack in stacks.values()):
        return [None] * count
    totals = {key: math.fsum(stack) for key, stack in stacks.items()}
    shares: list[float | None] = [None] * count
    for item, length in lengths.items():
        total = totals[places[item], length < 0]
        shares[item] = abs(length) / total if total else None
    return shares
