"""Rows of the chart tables from the marks of one view of an Altair chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..row_blocks import Curve
from .composite_rows import (
    read_arc,
    read_cells,
    read_error_bars,
    read_rule,
    read_shapes,
    read_texts,
)
from .mark_columns import group_items, to_numbers
from .tracks import (
    drawn_shapes,
    end_columns,
    find_tracks,
    lies_on_path,
    name_items,
    position_column,
    signed_lengths,
    split_series,
    stack_shares,
    take_items,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from .evaluation import EvaluatedMark
    from .shown_axes import VegaAxis
    from .tracks import Track, VegaView

_STEPS: Final = {"step": "mid", "step-after": "post", "step-before": "pre"}
_OTHER_CHANNELS: Final = {
    "size": "sizes",
    "angle": "angles",
    "opacity": "opacities",
    "fill": "colors",
    "stroke": "colors",
}
_DECORATIONS: Final = frozenset({"boxplot-ticks", "errorbar-ticks", "errorband-borders"})


def read_mark(mark: EvaluatedMark, view: VegaView) -> None:
    """Add the rows of a mark to the tables, or say what of it is not held."""
    styles = set(mark.definition.styles)
    if styles & _DECORATIONS or not len(mark):
        return
    if "errorbar-rule" in styles:
        read_error_bars(mark, view)
    elif "boxplot-outliers" in styles:
        _read_points(mark, view, "outlier")
    else:
        kind = "rect" if "rect" in styles else mark.definition.type
        kind = next((style for style in ("bar", "tick") if style in styles), kind)
        reader = _READERS.get(kind)
        if reader is None:
            view.panel.omit(f"{len(mark)} marks of the type {kind}", "they have no axes")
        else:
            reader(mark, view)
        _name_other_channels(mark, view, kind)


def _name_other_channels(mark: EvaluatedMark, view: VegaView, kind: str) -> None:
    """Name sizes, angles and shades that show data which the rows do not hold."""
    for name, noun in _OTHER_CHANNELS.items():
        channel = mark.definition.channels.get(name)
        axis = view.axes.get(channel.scale) if channel and channel.field else None
        if channel is None or axis is None or axis.scale.is_discrete:
            continue
        is_value = kind in {"rect", "shape"} or all(
            view.axes[c.scale].scale.is_discrete
            for n, c in mark.definition.channels.items()
            if n[0] in "xy" and c.scale in view.axes
        )
        if not is_value:
            view.panel.omit(
                f"the {noun} of {len(mark):,} marks by {channel.field}",
                "the tables hold where marks stand",
            )


def _read_bar(mark: EvaluatedMark, view: VegaView) -> None:
    place, value = find_tracks(mark, view)
    if value is None:
        view.panel.omit(f"{len(mark)} bars", "they have no axis")
        return
    kind = "bar"
    if place is not None and place.second is not None and place.axis.is_number:
        kind = "histogram"
    elif value.letter == "x" and value.second is not None and not value.is_amount:
        kind = "interval"
    shares = stack_shares(mark, place, value)
    for series, items in split_series(mark, view, kind, f"{kind}s", place, value):
        columns = {value.letter: value.axis.column(value.first[items])}
        if kind == "interval":
            columns = {"x": value.axis.column(value.lows[items])}
            columns |= end_columns(value, items, "x_low", "x_high")
        elif kind == "bar" and not value.is_amount and value.second is not None:
            columns = {value.letter: value.axis.column(value.highs[items])}
            columns |= end_columns(value, items, "low", "high")
        else:
            columns |= end_columns(value, items, "low", "high")
        if place is not None:
            columns[place.letter] = position_column(place, items)
            columns |= end_columns(place, items, f"{place.letter}_low", f"{place.letter}_high")
        lengths = signed_lengths(value, items)
        values = lengths / 86_400_000 if value.axis.is_date else lengths * value.axis.factor
        columns |= _share_column(shares, items)
        shapes = drawn_shapes(mark, items, place)
        series.add_rows(kind, value=values, axis=value.axis.name, shapes=shapes, **columns)


def _read_area(mark: EvaluatedMark, view: VegaView) -> None:
    place, value = find_tracks(mark, view)
    if value is None:
        view.panel.omit(f"{len(mark)} points of an area", "it has no axis of values")
        return
    is_band = value.second is not None and not value.is_amount
    kind = "band" if is_band else "area"
    shares = stack_shares(mark, place, value)
    for series, items in split_series(mark, view, kind, "points", place, value):
        columns = end_columns(value, items, "low", "high")
        if place is not None:
            columns[place.letter] = position_column(place, items)
        if is_band:
            series.add_rows(kind, axis=value.axis.name, **columns)
            continue
        columns[value.letter] = value.axis.column(value.highs[items])
        columns |= _share_column(shares, items)
        values = signed_lengths(value, items) * value.axis.factor
        series.add_rows(kind, value=values, axis=value.axis.name, **columns)


def _share_column(shares: Any, items: Any) -> dict[str, Any]:
    """Return the shares of some items as a column; none where they have none."""
    if shares is None or np.isnan(shares[items]).all():
        return {}
    return {"share": shares[items]}


def _read_line(mark: EvaluatedMark, view: VegaView) -> None:
    place, value = find_tracks(mark, view)
    if value is None or place is None:
        _read_points(mark, view)
        return
    view.paths.append(mark)
    step = _STEPS.get(mark.definition.interpolate, "")
    kind = "step" if step else "line"
    names = name_items(mark, view)
    paths = group_items(names.codes, np.arange(len(mark)))
    path_by_code = {int(names.codes[path[0]]): path for path in paths}
    for series, items in split_series(mark, view, kind, "points", place, value):
        columns = {track.letter: position_column(track, items) for track in (place, value)}
        curve = None
        if len(items) and value.axis.is_number:
            curve = _curve(path_by_code[int(names.codes[items[0]])], place, value, step)
        amounts = columns[value.letter] if value.axis.is_number else None
        series.add_rows(kind, value=amounts, axis=value.axis.name, curve=curve, **columns)


def _curve(path: Any, place: Track, value: Track, step: str) -> Curve:
    names = None
    if place.axis.scale.is_discrete:
        categories = map(place.axis.category, place.axis.scale.domain)
        names = {float(position): name for position, name in enumerate(categories)}
    return Curve(
        _places_along(place, path),
        _places_along(value, path),
        step,
        "log" if place.axis.scale.type == "log" else None,
        "log" if value.axis.scale.type == "log" else None,
        names,
        place.axis.is_date,
        _limits(place.axis),
        _limits(value.axis),
    )


def _places_along(track: Track, path: Any) -> Any:
    """Return where the items of a path lie along an axis; NaN for those without data."""
    places = track.axis.find_places(take_items(track.first, path))
    return np.where(track.drawn[path], places, math.nan)


def _limits(axis: VegaAxis) -> tuple[float, float]:
    ends = axis.scale.ends
    if ends is None:
        return -math.inf, math.inf
    low, high = sorted(map(axis.place, ends))
    return low, high


def _read_points(mark: EvaluatedMark, view: VegaView, kind: str = "point") -> None:
    place, value = find_tracks(mark, view)
    if value is None:
        if mark.definition.extra_fields:
            _read_places(mark, view)
        else:
            view.panel.omit(f"{len(mark)} points", "they have no axes")
        return
    if kind == "point" and lies_on_path(mark, view):
        return
    if place is None and kind == "point" and "tick" in mark.definition.styles:
        kind = "event"
    for series, items in split_series(mark, view, kind, "points", place, value):
        columns = {t.letter: position_column(t, items) for t in (place, value) if t is not None}
        amounts = columns[value.letter] if not value.axis.scale.is_discrete else None
        name: str | None = value.axis.name
        if amounts is None:
            amounts, name = _sizes(mark, items), None
        shapes = drawn_shapes(mark, items, place, value)
        series.add_rows(kind, value=amounts, axis=name, shapes=shapes, **columns)


def _sizes(mark: EvaluatedMark, items: Any) -> Any:
    """Return what the size or the color of marks at two categories shows."""
    for name in ("size", "fill", "stroke", "opacity"):
        column = mark.columns.get(name)
        if isinstance(column, np.ndarray):
            if not np.isnan(column[items]).any():
                return column[items]
        elif isinstance(column, list) and all(isinstance(column[item], float) for item in items):
            return to_numbers([column[item] for item in items])
    return None


def _read_places(mark: EvaluatedMark, view: VegaView) -> None:
    """Read points on a map: longitude and latitude are their x and y."""
    columns = [to_numbers(mark.columns[f"datum.{name}"]) for name in mark.definition.extra_fields]
    longitude, latitude = (*columns, np.full(len(mark), math.nan))[:2]
    for series, items in split_series(mark, view, "point", "points"):
        sizes = _sizes(mark, items)
        values = latitude[items] if sizes is None else sizes
        series.add_rows("point", x=longitude[items], y=latitude[items], value=values)


_READERS: Final[dict[str, Callable[[EvaluatedMark, VegaView], None]]] = {
    "bar": _read_bar,
    "area": _read_area,
    "line": _read_line,
    "trail": _read_line,
    "symbol": _read_points,
    "tick": _read_points,
    "image": _read_points,
    "rect": read_cells,
    "rule": read_rule,
    "arc": read_arc,
    "shape": read_shapes,
    "text": read_texts,
}
