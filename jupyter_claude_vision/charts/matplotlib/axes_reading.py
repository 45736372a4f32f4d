"""One matplotlib Axes while it is read: its axes, names, and the artists that are accounted for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...inputs.matplotlib.axes_layout import TITLE_SIDES
from ..row_blocks import DrawnShapes
from .shown_axis import round_noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..builder import PanelBuilder, SeriesBuilder
    from ..units import ShownUnit
    from .series_names import SeriesNames
    from .shown_axis import ShownAxis


@dataclass(frozen=True, slots=True)
class ColorAxis:
    """A scale of colors: a color bar's, or that of an artist without one.

    Attributes
    ----------
    name, label : str
    shown_unit : ShownUnit
    """

    name: str
    label: str
    shown_unit: ShownUnit

    def to_values(self, values: Any) -> Any:
        """Return values in the unit of the color bar's tick labels."""
        factor = self.shown_unit.factor
        return values if factor == 1 else round_noise(values * factor, float(abs(values).max()))


@dataclass(eq=False)
class PanelReading:
    """A panel while its Axes are read.

    Attributes
    ----------
    panel : PanelBuilder
    names : SeriesNames
    orders : dict of int to tuple
        When each series is drawn, by its identity.
    colors : dict of int to ColorAxis
        By the identity of their norm.
    """

    panel: PanelBuilder
    names: SeriesNames
    orders: dict[int, tuple[float, ...]] = field(default_factory=dict)
    colors: dict[int, ColorAxis] = field(default_factory=dict)

    def sort_series(self) -> None:
        """Put the series into drawing order."""
        self.panel.series.sort(key=lambda series: self.orders[id(series)])


@dataclass(eq=False)
class AxesReading:
    """An Axes, and where its series go.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    x, y : ShownAxis
    whole : PanelReading
    number : int
        Its place among the Axes of its panel.
    read_ids : set of int
        Identities of the artists that are accounted for.
    line_series : list of tuple
        The lines that were read, each with its series.
    """

    axes: Any
    x: ShownAxis
    y: ShownAxis
    whole: PanelReading
    number: int = 0
    read_ids: set[int] = field(default_factory=set)
    line_series: list[tuple[Any, SeriesBuilder]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._places = {id(child): place for place, child in enumerate(self.axes.get_children())}

    @property
    def panel(self) -> PanelBuilder:
        """The panel that the rows go to."""
        return self.whole.panel

    @property
    def names(self) -> SeriesNames:
        """The names in the panel's legends."""
        return self.whole.names

    def add_series(
        self, artist: Any, name: str, value_axis: ShownAxis | ColorAxis | None
    ) -> SeriesBuilder:
        """Add a series that an artist draws.

        Parameters
        ----------
        artist : matplotlib.artist.Artist
        name : str
            Empty where neither the legend nor the artist has one.
        value_axis : ShownAxis, ColorAxis or None
        """
        series = self.panel.add_series(name, value_axis.label if value_axis else "")
        series.frame = (self.x.name, self.y.name)
        place = self.place_of(artist)
        order = (self.axes.get_zorder(), self.number, artist.get_zorder(), place)
        self.whole.orders[id(series)] = order
        return series

    def place_of(self, artist: Any) -> int:
        """Return when an artist was added to the Axes, counted from its first."""
        return self._places.get(id(artist), len(self._places))

    def take(self, *artists: Any) -> None:
        """Note that artists are accounted for."""
        self.read_ids.update(id(artist) for artist in artists if artist is not None)

    def pick_visible(self, artists: Iterable[Any], *kinds: str) -> Iterator[Any]:
        """Yield the artists of some types that can be seen and are not accounted for yet."""
        for artist in artists:
            is_kind = not kinds or any(c.__name__ in kinds for c in type(artist).__mro__)
            if is_kind and id(artist) not in self.read_ids and is_visible(artist):
                yield artist

    def axes_by_direction(self, *, upright: bool) -> tuple[ShownAxis, ShownAxis]:
        """Return the axis along which things stand, and the axis of their values."""
        return (self.x, self.y) if upright else (self.y, self.x)

    def is_in_data(self, artist: Any) -> tuple[bool, bool]:
        """Return whether an artist's x and y are data, and not parts of the Axes."""
        across, up = artist.get_transform().contains_branch_seperately(self.axes.transData)
        return bool(across), bool(up)

    def to_data(self, transform: Any, xs: Any, ys: Any) -> tuple[Any, Any]:
        """Return points that an artist moves or turns before they are data, as these."""
        import numpy as np
        from matplotlib.transforms import IdentityTransform

        own_part = transform - self.axes.transData
        if isinstance(own_part, IdentityTransform) or not len(xs):
            return xs, ys
        points = own_part.transform(np.column_stack([xs, ys]))
        size = float(np.nanmax(np.abs(points), initial=0))
        return round_noise(points[:, 0], size), round_noise(points[:, 1], size)

    def add_values(
        self,
        series: SeriesBuilder,
        kind: str,
        place: Any,
        *,
        upright: bool = True,
        ends: Any = None,
        value: Any = None,
        low: Any = None,
        high: Any = None,
        span: tuple[Any, Any] | None = None,
        **columns: Any,
    ) -> None:
        """Add rows that stand at places of one axis and have values on the other.

        Parameters
        ----------
        series : SeriesBuilder
        kind : str
        place : array
            In the floats of the axis along which they stand.
        upright : bool
            Whether values go up; else they go to the right.
        ends, value, low, high : array, optional
            In the floats of the axis of values: where each ends, its own value, its edges.
        span : tuple of array, optional
            Both sides of each, in the floats of the axis along which they stand.
        **columns : column
            Others, as the tables have them.
        """
        place_axis, along = self.axes_by_direction(upright=upright)
        letter, other_letter = ("x", "y") if upright else ("y", "x")
        columns[letter] = place_axis.to_places(place)
        if ends is not None:
            columns[other_letter] = along.to_places(ends)
        if value is not None:
            columns["value"] = along.to_values(value)
        for name, numbers in (("low", low), ("high", high)):
            if numbers is not None:
                columns[name] = along.to_ends(numbers)
        shapes = None
        if span is not None or place_axis.categories:
            sides = span or (place, place)
            shapes = DrawnShapes(**{letter: tuple(map(place_axis.to_curve, sides))})
        series.add_rows(kind, axis=along.name, shapes=shapes, **columns)


def find_titles(axes: Any) -> list[str]:
    """Return the titles of an Axes, that in the middle first."""
    return [axes.get_title(loc=side) for side in TITLE_SIDES]


def is_visible(artist: Any) -> bool:
    """Return whether an artist is drawn at all."""
    alpha = artist.get_alpha()
    is_clear = not hasattr(alpha, "ndim") and alpha == 0  # an array has one for each part
    return bool(artist.get_visible() and not is_clear)


def to_floats(values: Any) -> Any:
    """Return values as an array of floats, masked ones as NaN."""
    import numpy as np

    if np.ma.isMaskedArray(values):
        values = np.ma.filled(values.astype(float), math.nan)
    return np.asarray(values, dtype=float)


def keep_rows(mask: Any, *arrays: Any) -> list[Any]:
    """Return the rows of arrays that a mask keeps; the arrays themselves where it keeps all."""
    return list(arrays) if mask.all() else [None if a is None else a[mask] for a in arrays]


def sort_ends(low: Any, high: Any) -> tuple[Any, Any]:
    """Return pairs of ends, the lower first."""
    import numpy as np

    return np.minimum(low, high), np.maximum(low, high)
