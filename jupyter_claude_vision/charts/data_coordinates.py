"""Boxes of a picture in the data coordinates of the panel of a chart they lie on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .placement import PanelPlacement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..imaging.geometry import Box
    from ..inputs.attachment import AxesPlacement
    from ..inputs.matplotlib.axis_values import AxisValues

Values: TypeAlias = tuple[Any, ...]

_LEAST_DIGITS: Final = 4
_MOST_DIGITS: Final = 15

_NEAR: Final = 0.5
"""Pixels up to which two places are one."""

_DUST: Final = 1e-9
"""Parts of a range that are no value on it."""


@dataclass(frozen=True)
class DataBox:
    """A region in the data coordinates of a panel.

    Attributes
    ----------
    x, y : tuple
        The lowest and the highest value: floats, or datetimes on a date axis. On a categorical
        axis, the names of the categories in between. For a point, the value alone.
    axes : matplotlib.axes.Axes or None
        None where it is gone, and for charts of other libraries.
    bounds : tuple of float
        Lowest x, lowest y, highest x and highest y in the axis's own floats, such as
        matplotlib's dates.
    other_axes : mapping of str to tuple
        The same on the panel's other axes: "right", "top".
    """

    x: Values
    y: Values
    axes: Any = field(repr=False)
    bounds: tuple[float, float, float, float] = field(repr=False)
    other_axes: Mapping[str, Values] = field(default_factory=dict)

    def __str__(self) -> str:
        ranges = {"x": self.x, "y": self.y, **self.other_axes}
        return ", ".join(f"{name} {_join_values(values)}" for name, values in ranges.items())


def data_of(bounds: Box, places: Sequence[AxesPlacement | PanelPlacement]) -> DataBox | None:
    """Return a box in data coordinates; None where it lies on no panel of a live chart.

    Where it lies on several, that one counts on which most of it lies. What sticks out of the
    panel is cut off.

    Parameters
    ----------
    bounds : tuple of float
        Left, top, right and bottom in pixels of the original.
    places : sequence of AxesPlacement or PanelPlacement
    """
    place = _place_of(bounds, places)
    if place is None:
        return None
    box = _intersect(bounds, place.box)
    if isinstance(place, PanelPlacement):
        return _read_panel(box, place)
    x, y, floats = _read_axes(box, place)
    other_axes: dict[str, Values] = {}
    for twin in places:
        # A twin shares one axis, and has its own scale on the other.
        if twin is place or isinstance(twin, PanelPlacement) or not _is_twin(twin, place):
            continue
        twin_x, twin_y, twin_floats = _read_axes(box, twin)
        for side, name, values in ((1, "right", twin_y), (0, "top", twin_x)):
            if not _is_close(twin_floats[side::2], floats[side::2]):
                number = sum(key.startswith(name) for key in other_axes) + 1
                other_axes[name if number == 1 else f"{name} {number}"] = values
    return DataBox(x, y, place.live(), floats, other_axes)


def _read_axes(box: Box, place: AxesPlacement) -> tuple[Values, Values, Box]:
    """Return the ranges of a box on both axes, and its bounds in their floats."""
    left, top, right, bottom = box
    start, end = place.to_data(left, bottom), place.to_data(right, top)
    (low_x, high_x), (low_y, high_y) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    ranges = _name_range(place.x, low_x, high_x), _name_range(place.y, low_y, high_y)
    return (*ranges, (low_x, low_y, high_x, high_y))


def _is_twin(twin: AxesPlacement, place: AxesPlacement) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(twin.box, place.box, strict=True))


def _is_close(ends: tuple[float, ...], other_ends: tuple[float, ...]) -> bool:
    pairs = zip(ends, other_ends, strict=True)
    return all(math.isclose(a, b, rel_tol=_DUST, abs_tol=_DUST) for a, b in pairs)


def _read_panel(box: Box, panel: PanelPlacement) -> DataBox | None:
    left, top, right, bottom = box
    ranges: dict[str, Values] = {}
    floats: dict[str, list[float]] = {}
    for name, axis in panel.axes.items():
        ends = (left, right) if name.startswith(("x", "top")) else (bottom, top)
        ranges[name] = axis.name_range(*ends)
        floats[name] = sorted(map(float, axis.to_positions(ends)))
    if not {"x", "y"} <= ranges.keys() or panel.axes["x"].kind == "pixel":
        return None
    (low_x, high_x), (low_y, high_y) = floats["x"], floats["y"]
    x, y = ranges.pop("x"), ranges.pop("y")
    return DataBox(x, y, None, (low_x, low_y, high_x, high_y), ranges)


def _place_of(
    bounds: Box, places: Sequence[AxesPlacement | PanelPlacement]
) -> AxesPlacement | PanelPlacement | None:
    shares = [(place, _overlap_share(bounds, place.box)) for place in places]
    shares = [(place, share) for place, share in shares if share > 0]
    # Of Axes that lie inside other_axes, the inner ones are meant.
    return max(shares, key=lambda pair: (pair[1], -_area(pair[0].box)))[0] if shares else None


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _intersect(box: Box, other_box: Box) -> Box:
    left, top = max(box[0], other_box[0]), max(box[1], other_box[1])
    return left, top, max(min(box[2], other_box[2]), left), max(min(box[3], other_box[3]), top)


def _overlap_share(box: Box, other_box: Box) -> float:
    """Return which share of a box lies on another; of a line its part, of a point all or none."""
    share = 1.0
    for start, stop in ((0, 2), (1, 3)):
        low, high = max(box[start], other_box[start]), min(box[stop], other_box[stop])
        length = box[stop] - box[start]
        if high < low or (high == low and length > 0):
            return 0.0
        share *= (high - low) / length if length else 1.0
    return share


def _name_range(axis: AxisValues, low: float, high: float) -> Values:
    names = axis.names_between(low, high)
    if names is not None:
        return names
    return (axis.name_value(low),) if low == high else (axis.name_value(low), axis.name_value(high))


def _are_days(values: Values) -> bool:
    """Return whether dates are so far apart that the time of day says nothing."""
    ends = [value for value in values if isinstance(value, datetime)]
    return len(ends) == 2 and ends[1] - ends[0] > timedelta(days=3)


def _to_text(value: Any, *, whole_days: bool, digits: int) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if whole_days else f"{value:%Y-%m-%d %H:%M:%S}"
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)


def _count_digits(values: Values) -> int:
    """Return the significant digits that tell the ends of a range apart to a hundredth of it."""
    numbers = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    length = max(numbers) - min(numbers) if numbers else 0.0
    if length == 0:
        return _LEAST_DIGITS
    largest = max(map(abs, numbers))
    digits = math.floor(math.log10(largest)) - math.floor(math.log10(length)) + 2
    return min(max(_LEAST_DIGITS, digits), _MOST_DIGITS)


def _without_dust(values: Values) -> Values:
    """Return values in which what rounding has left of a zero is one."""
    dust_limit = (
        max((abs(value) for value in values if isinstance(value, float)), default=0.0) * _DUST
    )
    return tuple(
        0.0 if isinstance(value, float) and abs(value) < dust_limit else value for value in values
    )


def _join_values(values: Values) -> str:
    values = _without_dust(values)
    whole_days, digits = _are_days(values), _count_digits(values)
    texts = [_to_text(value, whole_days=whole_days, digits=digits) for value in values]
    are_names = any(isinstance(value, str) for value in values)
    return (", " if are_names else " to ").join(texts) or "none"
