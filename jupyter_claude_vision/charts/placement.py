"""Placement of chart tables on a picture: where the values of each axis lie, in pixels.

Each library fills `PanelPlacement`; hit testing, selections and the data of regions read it, and
nothing of the library.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from .row_blocks import CategoryColumn, DateColumn, is_scalar, parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..imaging.geometry import Box
    from ..inputs.attachment import PlacedLabel
    from .row_blocks import Scale

_HALF: Final = 0.5
"""How far a category reaches to both sides of its position."""

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time, as an axis shows it
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896


@dataclass(frozen=True, slots=True, eq=False)
class PixelAxis:
    """An axis on a picture: positions along it, and the pixels where they lie.

    A position is a number in the unit of the tick labels, days since 1970-01-01, or the position
    of a category. Between two knots an axis is even, on a logarithmic one in logarithms.

    Attributes
    ----------
    name : str
        As in the table `axes`.
    positions, pixels : sequence of float
        The knots, by which the pixels rise or fall throughout.
    scale : {None, "log"}
    kind : {"number", "date", "category", "pixel"}
        "pixel" for panels without axes, as those of pies are.
    categories : mapping of float to str
        The names at positions of a categorical axis.
    """

    name: str
    positions: Any
    pixels: Any
    scale: Scale = None
    kind: str = "number"
    categories: Mapping[float, str] = field(default_factory=dict)

    def to_pixels(self, positions: Any) -> Any:
        """Return where positions lie; NaN where they have no place, as 0 on a logarithmic axis."""
        return _interpolate(self._to_even(positions), self._to_even(self.positions), self.pixels)

    def to_positions(self, pixels: Any) -> Any:
        """Return the positions that lie at pixels."""
        import numpy as np

        even = _interpolate(pixels, self.pixels, self._to_even(self.positions))
        return np.exp(even) if self.scale == "log" else even

    def measure_pixel(self, pixel: float) -> float:
        """Return the length of one pixel at a place, in positions."""
        low, high = self.to_positions([pixel - 0.5, pixel + 0.5])
        return float(abs(high - low))

    def find_positions(self, column: Any, count: int) -> Any:
        """Return a column of the tables as positions, NaN where it has none.

        Parameters
        ----------
        column : column of a RowBlock
        count : int
            The number of its rows.
        """
        import numpy as np

        if isinstance(column, DateColumn):
            return np.asarray(column.days, dtype=float)
        if isinstance(column, CategoryColumn):
            places = np.array([*(self.find_position(name) for name in column.names), math.nan])
            codes = np.asarray(column.codes, dtype=int)
            return places[np.where((codes < 0) | (codes >= len(column.names)), -1, codes)]
        if is_scalar(column):
            return np.full(count, self.find_position(column))
        if hasattr(column, "dtype") and column.dtype.kind in "fiu":
            return column.astype(float, copy=False)
        places_by_cell: dict[Any, float] = {}
        cells = column.tolist() if hasattr(column, "tolist") else list(column)
        for cell in cells:
            if cell not in places_by_cell:
                places_by_cell[cell] = self.find_position(cell)
        return np.array([places_by_cell[cell] for cell in cells], dtype=float)

    def find_position(self, cell: Any) -> float:
        """Return the position of one cell: a number, a date's text or a category; else NaN."""
        if cell is None:
            return math.nan
        if not isinstance(cell, str):
            return float(cell)
        for position, name in self.categories.items():
            if name == cell:
                return position
        date = parse_date(cell) if self.kind == "date" else None
        return math.nan if date is None else date

    def name_position(self, position: float) -> Any:
        """Return a position as a reader names it: a datetime, a category, or a float."""
        if self.kind == "date":
            days = min(max(position, _FIRST_DAY), _LAST_DAY)
            return _EPOCH + timedelta(seconds=round(days * 86_400, 3))
        if self.categories:
            nearest = min(self.categories, key=lambda place: abs(place - position))
            if abs(nearest - position) <= _HALF:
                return self.categories[nearest]
        return float(position)

    def name_range(self, start: float, stop: float) -> tuple[Any, ...]:
        """Return the values between two pixels: both ends, one at a point, or the categories."""
        low, high = sorted(map(float, self.to_positions([start, stop])))
        if self.categories:
            return find_categories(self.categories, low, high)
        return tuple(self.name_position(end) for end in ((low,) if low == high else (low, high)))

    def scale_pixels(self, scale: float) -> PixelAxis:
        """Return the axis on a picture that is larger or smaller."""
        return replace(self, pixels=[pixel * scale for pixel in self.pixels])

    def _to_even(self, positions: Any) -> Any:
        import numpy as np

        positions = np.asarray(positions, dtype=float)
        if self.scale != "log":
            return positions
        return np.log(np.where(positions > 0, positions, math.nan))


def find_categories(categories: Mapping[float, str], low: float, high: float) -> tuple[str, ...]:
    """Return the categories in a range; where none is, the one that the range touches.

    Parameters
    ----------
    categories : mapping of float to str
        By their positions.
    low, high : float
    """
    inside = tuple(name for place, name in sorted(categories.items()) if low <= place <= high)
    if inside or not categories:
        return inside
    middle = (low + high) / 2
    nearest = min(categories, key=lambda place: abs(place - middle))
    return (categories[nearest],) if abs(nearest - middle) <= _HALF else ()


def _interpolate(values: Any, knots: Any, results: Any) -> Any:
    """Return results at values, evenly between knots and on beyond the last ones."""
    import numpy as np

    values, knots, results = (np.asarray(a, dtype=float) for a in (values, knots, results))
    if len(knots) == 2:
        length = knots[1] - knots[0]
        rate = (results[1] - results[0]) / length if length else 0.0
        return results[0] + (values - knots[0]) * rate
    order = np.argsort(knots, kind="stable")
    return np.where(np.isnan(values), np.nan, np.interp(values, knots[order], results[order]))


@dataclass(frozen=True, slots=True, eq=False)
class PanelPlacement:
    """A panel of the chart tables on a picture.

    Attributes
    ----------
    panel : str
        Its name in the tables.
    box : tuple of float
        What its axes enclose: left, top, right and bottom in pixels of the original.
    axes : mapping of str to PixelAxis
        By their names in the tables.
    labels : tuple of PlacedLabel
    """

    panel: str
    box: Box
    axes: Mapping[str, PixelAxis]
    labels: tuple[PlacedLabel, ...] = ()

    def scale_pixels(self, scale: float) -> PanelPlacement:
        """Return the panel on a picture that is larger or smaller."""
        axes = {name: axis.scale_pixels(scale) for name, axis in self.axes.items()}
        labels = tuple(replace(label, box=scale_box(label.box, scale)) for label in self.labels)
        return PanelPlacement(self.panel, scale_box(self.box, scale), axes, labels)

    def find_axes(
        self, frame: tuple[str, str], axis: str | None
    ) -> tuple[PixelAxis | None, PixelAxis | None]:
        """Return the two axes that rows are drawn on; None for one that the picture has not.

        Parameters
        ----------
        frame : tuple of str
            The names of the axes, as the reader knows them.
        axis : str or None
            The axis of their values.
        """
        x_name, y_name = frame
        if axis is not None and axis in self.axes:
            if axis.startswith(("right", "y")):
                y_name = axis
            else:
                x_name = axis
        return self.axes.get(x_name), self.axes.get(y_name)


def scale_box(box: Box, scale: float) -> Box:
    """Return a box on a picture that is larger or smaller."""
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale
