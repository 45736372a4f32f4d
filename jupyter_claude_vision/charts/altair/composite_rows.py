"""Rows of marks that are more than one point: boxes, error bars, cells, slices, rules, texts."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ..row_blocks import DrawnShapes
from .mark_columns import to_numbers
from .tracks import (
    drawn_shapes,
    end_columns,
    find_track,
    find_tracks,
    is_data,
    name_items,
    position_column,
    split_series,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .evaluation import EvaluatedMark
    from .tracks import Track, VegaView


def read_boxes(marks: Sequence[EvaluatedMark], view: VegaView) -> None:
    """Add the rows of box plots, each of which is drawn as a box, a tick and two rules."""
    boxes: dict[tuple[str, Any], dict[str, float]] = defaultdict(dict)
    tracks: tuple[Track | None, Track] | None = None
    shapes: dict[tuple[str, Any], DrawnShapes | None] = {}
    for mark in marks:
        box = next((m for m in marks if "boxplot-box" in m.definition.styles), mark)
        place, value = _box_tracks(mark, box, view)
        if value is None:
            continue
        if mark is box:
            tracks = place, value
        drawn_items = [i for i in enumerate(name_items(mark, view)) if value.is_drawn(i[0])]
        for item, name in drawn_items:
            key = name, place.first[item] if place else None
            _extend_box(boxes[key], mark, value.edges(item))
            shapes[key] = drawn_shapes(mark, [item], place) if mark is box else shapes.get(key)
    if tracks is None:
        return
    place, value = tracks
    for name in dict.fromkeys(name for name, _ in boxes):
        keys = [key for key, box in boxes.items() if key[0] == name and "q1" in box]
        ends = value.axis.scale.ends or (-math.inf, math.inf)
        inside = [key for key in keys if _reaches_into(boxes[key], ends)]
        if place is not None:
            inside.sort(key=lambda key: place.axis.place(key[1]))
        series = view.series(name, "box", value)
        columns: dict[str, Any] = {
            column: value.axis.column([boxes[key].get(column, math.nan) for key in inside])
            for column in ("low", "q1", "value", "q3", "high")
        }
        if place is not None:
            columns[place.letter] = place.axis.column([key[1] for key in inside])
        columns[value.letter] = columns["value"]
        own_shapes = _join_shapes([shapes.get(key) for key in inside])
        series.add_rows("box", axis=value.axis.name, shapes=own_shapes, **columns)
        series.omit(len(keys) - len(inside), "boxes")


def _reaches_into(box: Mapping[str, float], ends: tuple[float, float]) -> bool:
    return box["low"] <= max(ends) and box["high"] >= min(ends)


def _join_shapes(shapes: Sequence[DrawnShapes | None]) -> DrawnShapes | None:
    """Return the shapes of single rows as those of all of them."""
    sides: dict[str, Any] = {}
    for letter in ("x", "y"):
        pairs = [getattr(shape, letter) for shape in shapes if shape is not None]
        if len(pairs) == len(shapes) and pairs and all(pairs):
            sides[letter] = tuple([pair[side][0] for pair in pairs] for side in (0, 1))
    return DrawnShapes(**sides) if sides else None


def _box_tracks(
    mark: EvaluatedMark, box: EvaluatedMark, view: VegaView
) -> tuple[Track | None, Track | None]:
    """Return a part's track of places and of values, which lie along the same axis as its box's."""
    letter = "x" if "x2" in box.definition.channels else "y"
    return find_track(mark, "y" if letter == "x" else "x", view), find_track(mark, letter, view)


def _extend_box(box: dict[str, float], mark: EvaluatedMark, edges: tuple[float, float]) -> None:
    if "boxplot-median" in mark.definition.styles:
        box["value"] = edges[0]
        return
    if "boxplot-box" in mark.definition.styles:
        box["q1"], box["q3"] = edges
    box["low"] = min(box.get("low", math.inf), edges[0])
    box["high"] = max(box.get("high", -math.inf), edges[1])


def read_error_bars(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the rows of error bars."""
    place, value = find_tracks(mark, view)
    x = find_track(mark, "x", view)
    if x is not None and x.second is not None:
        place, value = find_track(mark, "y", view), x
    if value is None:
        view.panel.omit(f"{len(mark)} error bars", "they have no axis")
        return
    fields = mark.definition.extra_fields
    centers = (value.lows + value.highs) / 2
    if fields:
        own_centers = to_numbers(mark.columns[f"datum.{fields[0]}"])
        centers = np.where(np.isfinite(own_centers), own_centers, centers)
    for series, items in split_series(mark, view, "errorbar", "error bars", place, value):
        columns = end_columns(value, items, "low", "high")
        columns[value.letter] = columns["value"] = value.axis.column(centers[items])
        if place is not None:
            columns[place.letter] = position_column(place, items)
        series.add_rows("errorbar", axis=value.axis.name, **columns)


def read_cells(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the rows of rectangles: cells of a heat map, or spans across a view."""
    x, y = find_track(mark, "x", view), find_track(mark, "y", view)
    if x is None or y is None:
        _read_spans(mark, view, x or y)
        return
    values, axis = _colors(mark, view)
    for series, items in split_series(mark, view, "cell", "cells", x, y):
        columns = {track.letter: position_column(track, items) for track in (x, y)}
        columns |= end_columns(x, items, "x_low", "x_high")
        columns |= end_columns(y, items, "y_low", "y_high")
        if values is not None:
            columns["value"] = values[items]
        series.add_rows("cell", axis=axis, **columns)


def _colors(mark: EvaluatedMark, view: VegaView) -> tuple[Any, str | None]:
    """Return the numbers that a mark's colors show, and their axis."""
    for name in ("fill", "stroke"):
        channel = mark.definition.channels.get(name)
        scale = view.axes.get(channel.scale) if channel else None
        if channel is not None and scale is not None and not scale.scale.is_discrete:
            axis = view.axis(channel.scale)
            return to_numbers(mark.columns[name]), axis.name if axis else None
    return None, None


def _read_spans(mark: EvaluatedMark, view: VegaView, track: Track | None) -> None:
    if track is None or track.second is None:
        view.panel.omit(f"{len(mark)} rectangles", "they have no two ends on an axis")
        return
    low, high = f"{track.letter}_low", f"{track.letter}_high"
    for series, items in split_series(mark, view, "span", "spans", track):
        distinct = list({track.edges(item): item for item in items.tolist()}.values())
        series.add_rows("span", axis=track.axis.name, **end_columns(track, distinct, low, high))


def read_rule(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the rows of rules: lines across, or intervals between two ends."""
    x, y = find_track(mark, "x", view), find_track(mark, "y", view)
    if x is not None and y is not None:
        _read_intervals(mark, view, x, y)
        return
    track = x or y
    if track is None:
        view.panel.omit(f"{len(mark)} lines", "they have no axes")
        return
    if track.second is not None:
        _read_spans(mark, view, track)
        return
    for series, items in split_series(mark, view, "rule", "lines", track):
        # A rule at a constant is drawn once for each row of the data.
        distinct = list({track.first[item]: item for item in items.tolist()}.values())
        level = position_column(track, distinct)
        series.add_rows("rule", axis=track.axis.name, value=level, **{track.letter: level})


def _read_intervals(mark: EvaluatedMark, view: VegaView, x: Track, y: Track) -> None:
    along = x if x.second is not None else y
    across = y if along is x else x
    if along.second is None or across.second is not None:
        kind, noun = "vector", "lines"
    else:
        kind, noun = "interval", "intervals"
    for series, items in split_series(mark, view, kind, noun, across, along):
        columns = {track.letter: position_column(track, items) for track in (x, y)}
        if kind == "interval":
            columns[along.letter] = along.axis.column(along.lows[items])
            lengths = along.highs[items] - along.lows[items]
            unit = 1 / 86_400_000 if along.axis.is_date else along.axis.factor
            columns |= end_columns(along, items, f"{along.letter}_low", f"{along.letter}_high")
            if along is y:
                columns |= end_columns(along, items, "low", "high")
            columns["value"] = lengths * unit
        series.add_rows(kind, axis=along.axis.name, **columns)


def read_arc(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the rows of slices: of pies by their angle, of roses by their radius."""
    columns = mark.columns
    start, end = columns.get("startAngle"), columns.get("endAngle")
    radius = mark.definition.channels.get("outerRadius")
    angles: list[float | None] = [None] * len(mark)
    if start and end and mark.definition.channels["startAngle"].field:
        angles = [_difference(a, b) for a, b in zip(start, end, strict=True)]
    names = list(name_items(mark, view))
    if not any(names):
        texts = next((columns[n] for n in ("text", "fill") if n in columns), None)
        names = list(map(to_text, texts)) if texts else [str(n + 1) for n in range(len(mark))]
    amounts, shares = angles, _parts(angles)
    if radius is not None and radius.scale and len(set(angles)) <= 1:
        amounts, shares = columns["outerRadius"], [None] * len(mark)
    slices = [item for item, amount in enumerate(amounts) if is_data(amount)]
    view.panel.add_series().add_rows(
        "pie",
        x=[names[item] for item in slices],
        value=[amounts[item] for item in slices],
        share=[shares[item] for item in slices],
        shapes=DrawnShapes(wedges=[_measure_arc(mark.items[item]) for item in slices]),
    )


def _measure_arc(item: Mapping[str, Any]) -> list[float]:
    """Return the center of a slice, its radii and its angles, which Vega counts from the top."""
    start, stop = (90 - math.degrees(item.get(name) or 0) for name in ("endAngle", "startAngle"))
    numbers = [item.get(name) or 0 for name in ("x", "y", "innerRadius", "outerRadius")]
    return [*map(float, numbers), *sorted((start, stop))]


def _difference(first: Any, second: Any) -> float | None:
    if isinstance(first, float) and isinstance(second, float):
        return abs(first - second)
    return None


def _parts(amounts: Sequence[float | None]) -> list[float | None]:
    total = math.fsum(amount for amount in amounts if amount is not None)
    return [amount / total if amount is not None and total else None for amount in amounts]


def read_shapes(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the values of the shapes of a map, by their names where the data has them."""
    values, axis = _colors(mark, view)
    if values is None:
        view.panel.omit(f"{len(mark)} shapes of a map", "they show no values")
        return
    name_columns = [mark.columns[name] for name in mark.columns if name.startswith("datum.")]
    names = next((column for column in name_columns if any(map(is_data, column))), None)
    x = list(map(to_text, names)) if names else None
    view.panel.add_series().add_rows("cell", axis=axis, x=x, value=values)


def read_texts(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the texts that a mark writes, where it writes them."""
    x, y = find_track(mark, "x", view), find_track(mark, "y", view)
    for item, text in enumerate(mark.columns.get("text", ())):
        places = {
            track.letter: track.axis.cell(track.first[item])
            for track in (x, y)
            if track is not None and track.is_drawn(item)
        }
        view.panel.add_text("annotation", text, **places)
