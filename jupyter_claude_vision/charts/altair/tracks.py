"""Positions, series and lengths of the marks of an Altair chart."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..row_blocks import DrawnShapes
from .mark_columns import CodedColumn, encode_values, group_items, join_codes, to_numbers
from .shown_axes import add_axis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    first, second : array of float or CodedColumn
        The data of the position, and of its other end; `second` is None where it has one only.
        Categories are coded.
    channel, second_channel : Channel
    """

    letter: str
    axis: VegaAxis
    first: Any
    channel: Channel
    second: Any = None
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

    @cached_property
    def lows(self) -> Any:
        """The lower end of each item, in the terms of the data."""
        return self.first if self.second is None else np.minimum(self.first, self.second)

    @cached_property
    def highs(self) -> Any:
        """The upper end of each item."""
        return self.first if self.second is None else np.maximum(self.first, self.second)

    @cached_property
    def drawn(self) -> Any:
        """True for each item that has data here."""
        if self.axis.scale.is_discrete:
            return np.ones(len(self.first), dtype=bool)
        return np.isfinite(self.lows)

    @cached_property
    def inside(self) -> Any:
        """True for each item that lies within the axis, at least in part."""
        ends = self.axis.scale.ends
        if self.axis.scale.is_discrete or ends is None:
            return np.ones(len(self.first), dtype=bool)
        if self.second is None:
            return self.axis.shows(self.first)
        return (self.lows <= max(ends)) & (self.highs >= min(ends))

    def edges(self, item: int) -> tuple[float, float]:
        """Return the lower and the upper end of an item, in the terms of the data."""
        return float(self.lows[item]), float(self.highs[item])

    def is_drawn(self, item: int) -> bool:
        """Return whether an item has data here."""
        return bool(self.drawn[item])


@dataclass
class VegaView:
    """One view while its rows are put together.

    Attributes
    ----------
    panel : PanelBuilder
    axes : dict of str to VegaAxis
        By the names of their scales.
    paths : list of EvaluatedMark
        Its lines.
    """

    panel: PanelBuilder
    axes: Mapping[str, VegaAxis]
    paths: list[EvaluatedMark] = field(default_factory=list)
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


def lies_on_path(mark: EvaluatedMark, view: VegaView) -> bool:
    """Return whether every point of a mark is a point of a line that is already held."""
    if not view.paths or not len(mark):
        return False
    codes: dict[Any, int] = {}
    points = np.concatenate([_list_points(m, view, codes) for m in (*view.paths, mark)])
    order = np.lexsort(points.T)
    points = points[order]
    is_new = np.ones(len(points), dtype=bool)
    is_new[1:] = (points[1:] != points[:-1]).any(axis=1)
    is_on_path = order < len(points) - len(mark)
    return bool(np.logical_or.reduceat(is_on_path, np.flatnonzero(is_new)).all())


def _list_points(mark: EvaluatedMark, view: VegaView, codes: dict[Any, int]) -> Any:
    """Return the series and the position of each item, as three columns of numbers.

    `codes` has the numbers of texts, and is filled further.
    """
    tracks = [find_track(mark, letter, view) for letter in "xy"]
    scales = [track.axis.scale.name for track in tracks if track is not None]
    series = name_items(mark, view).map_values(lambda name: (name, *scales))
    columns: list[Any] = [series]
    columns += [track.first for track in tracks if track is not None]
    numbers = np.zeros((len(mark), 3))
    for place, column in enumerate(columns):
        if isinstance(column, CodedColumn):
            own_codes = [codes.setdefault(value, len(codes)) for value in column.values]
            numbers[:, place] = np.array(own_codes)[column.codes]
        else:
            numbers[:, place] = np.where(np.isnan(column), np.inf, column)
    return numbers


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
    to_column = encode_values if axis.scale.is_discrete else to_numbers
    positions = to_column(columns[first])
    if second is None:
        return Track(letter, axis, positions, channels[first])
    ends = to_column(columns[second])
    return Track(letter, axis, positions, channels[first], ends, channels[second])


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


def name_items(mark: EvaluatedMark, view: VegaView) -> CodedColumn:
    """Return the series of each item: as its legend has it, else by what divides the paths."""
    definition, columns = mark.definition, mark.columns
    fields: dict[str, CodedColumn] = {}
    for name in ("fill", "stroke", "shape", "strokeDash"):
        channel = definition.channels.get(name)
        axis = view.axes.get(channel.scale) if channel else None
        if channel and axis and axis.scale.is_discrete and channel.field not in fields:
            fields[channel.field] = encode_values(columns[name]).map_values(axis.category)
    for channel in definition.channels.values():
        if channel.offset_field and not fields:
            column = columns[f"datum.{channel.offset_field}"]
            fields[channel.offset_field] = encode_values(column).map_values(to_text)
    for path in definition.group_fields:
        if path not in fields and f"datum.{path}" in columns:
            values = encode_values(columns[f"datum.{path}"]).map_values(to_text)
            if not fields or len(np.unique(values.codes)) > 1:
                fields[path] = values
    if not fields:
        return CodedColumn(np.zeros(len(mark), dtype=np.intp), [""])
    return join_codes(list(fields.values())).map_values(", ".join)


def to_text(value: Any) -> str:
    """Return a value of the data as a name."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def split_series(
    mark: EvaluatedMark, view: VegaView, kind: str, noun: str, *tracks: Track | None
) -> Iterator[tuple[SeriesBuilder, Any]]:
    """Yield each series with its items that are drawn within the axes; count the others."""
    present = [track for track in tracks if track is not None]
    defined = mark.columns.get("defined")
    has_data = np.ones(len(mark), dtype=bool)
    if defined is not None:
        has_data &= np.asarray(defined, dtype=object) != False  # noqa: E712 - each of them
    inside = np.ones(len(mark), dtype=bool)
    for track in present:
        has_data &= track.drawn
        inside &= track.inside
    names = name_items(mark, view)
    groups = group_items(names.codes, np.flatnonzero(has_data))
    value = tracks[-1] if tracks else None
    place = tracks[0] if len(tracks) > 1 else None
    is_binned = place is not None and place.second is not None
    if not groups:
        view.panel.omit(f"{len(mark):,} {noun}", "they have no data to be drawn by")
    for group in groups:
        items = group[inside[group]]
        if is_binned and place is not None and not place.axis.scale.is_discrete:
            # Bins stand in the order of their first values in the data.
            items = items[np.lexsort((place.highs[items], place.lows[items]))]
        series = view.series(names[group[0]], kind, value)
        yield series, items
        series.omit(len(group) - len(items), noun)


def position_column(track: Track | None, items: Any) -> Any:
    """Return the positions of some items as a column; of a bin, its center."""
    if track is None:
        return None
    if track.second is None or track.is_amount:
        return track.axis.column(take_items(track.first, items))
    if track.axis.is_number:
        return track.axis.column((track.lows[items] + track.highs[items]) / 2)
    if track.axis.is_date:
        return track.axis.column(track.lows[items])
    starts = track.second if track.channel.field.endswith("_end") else track.first
    return track.axis.column(take_items(starts, items))


def take_items(column: Any, items: Any) -> Any:
    """Return some items of an array or of a coded column."""
    return column.take(items) if isinstance(column, CodedColumn) else column[items]


def end_columns(track: Track | None, items: Any, low: str, high: str) -> dict[str, Any]:
    """Return the lower and upper ends of some items as two columns; none where it has one end."""
    if track is None or track.second is None or track.axis.scale.is_discrete:
        return {}
    return {
        low: track.axis.column(track.lows[items]),
        high: track.axis.column(track.highs[items]),
    }


def drawn_shapes(mark: EvaluatedMark, items: Any, *tracks: Track | None) -> Any:
    """Return where items are drawn along scales of categories; None where they have none."""
    sides = {
        track.letter: _drawn_sides(mark, items, track)
        for track in tracks
        if track is not None and track.axis.has_centers
    }
    return DrawnShapes(**sides) if sides and len(items) else None


def _drawn_sides(mark: EvaluatedMark, items: Any, track: Track) -> tuple[list[float], list[float]]:
    size_name = "width" if track.letter == "x" else "height"
    is_box = "rect" in {mark.definition.type, *mark.definition.styles}
    sides = []
    for drawn_item in mark.items:
        start = float(drawn_item.get(track.letter) or 0)
        size = float(drawn_item.get(size_name) or 0) if is_box else 0.0
        sides.append((track.axis.position_at(start), track.axis.position_at(start + size)))
    starts, stops = np.array(sides).T
    if mark.item_numbers is not None:
        items = mark.item_numbers[items]
    return starts[items].tolist(), stops[items].tolist()


def signed_lengths(value: Track, items: Any) -> Any:
    """Return the lengths of bars, segments and areas, with their signs, in the data's terms."""
    if value.second is None:
        return value.first[items]
    lengths = value.first[items] - value.second[items]
    return lengths if value.is_amount else np.abs(lengths)


def stack_shares(mark: EvaluatedMark, place: Track | None, value: Track) -> Any:
    """Return each item's share of the stack at its place; None where nothing is stacked.

    Segments above and below zero are two stacks, and so are those beside one another.
    """
    count = len(value.first)
    if not value.is_stacked:
        return None
    items = np.flatnonzero(value.drawn)
    lengths = signed_lengths(value, items)
    keys = [lengths < 0]
    if place is not None:
        places = place.first
        keys.append((places.codes if isinstance(places, CodedColumn) else places)[items])
        if place.channel.offset_field:
            offsets = encode_values(mark.columns[f"datum.{place.channel.offset_field}"])
            keys.append(offsets.codes[items])
    stacks = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)[1].reshape(-1)
    if len(items) == 0 or np.bincount(stacks).max() < 2:
        return None
    totals = np.bincount(stacks, np.abs(lengths))[stacks]
    shares = np.full(count, np.nan)
    shares[items] = np.divide(
        np.abs(lengths), totals, out=np.full(len(items), np.nan), where=totals > 0
    )
    return shares
