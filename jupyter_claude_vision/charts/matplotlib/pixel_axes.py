"""Panels of a matplotlib figure on its picture: pixels of the values that its axes show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..builder import PanelBuilder
from ..placement import PanelPlacement, PixelAxis
from .panel_layout import find_panel_axes, read_axes_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...inputs.attachment import AxesPlacement
    from .shown_axis import ShownAxis

_EVEN: Final = {"linear": None, "log": "log"}
"""Scales that two knots tell."""


def place_matplotlib_panels(part: Any, places: Sequence[AxesPlacement]) -> list[PanelPlacement]:
    """Return the panels of a figure that lie on its picture, the topmost first.

    Parameters
    ----------
    part : matplotlib.figure.FigureBase or matplotlib.axes.Axes
    places : sequence of AxesPlacement
        Where its Axes lay when it was drawn.
    """
    ranks = {id(place.live()): rank for rank, place in enumerate(places)}
    panels: list[tuple[int, PanelPlacement]] = []
    for name, group in find_panel_axes(part).items():
        visible_group = [axes for axes in group if id(axes) in ranks]
        if not visible_group:
            continue
        ranks_in_group = [ranks[id(axes)] for axes in visible_group]
        own_places = [places[rank] for rank in ranks_in_group]
        labels = tuple(label for place in own_places for label in place.labels)
        panel = PanelPlacement(
            name, own_places[0].box, _place_axes(visible_group, own_places), labels
        )
        panels.append((min(ranks_in_group), panel))
    return [panel for _, panel in sorted(panels, key=lambda pair: pair[0])]


def _place_axes(group: list[Any], places: list[AxesPlacement]) -> dict[str, PixelAxis]:
    """Return the axes of a panel by the names that the tables give them."""
    builder = PanelBuilder("")
    pairs: dict[int, tuple[ShownAxis, ShownAxis]] = {}
    axes_by_name: dict[str, PixelAxis] = {}
    for number, (axes, place) in enumerate(zip(group, places, strict=True)):
        pairs[number] = read_axes_pair(builder, group, axes, pairs)
        for side, shown_axis in enumerate(pairs[number]):
            axes_by_name.setdefault(shown_axis.name, _place_axis(shown_axis, place, side))
    return axes_by_name


def _place_axis(shown_axis: ShownAxis, place: AxesPlacement, side: int) -> PixelAxis:
    """Return an axis on a picture.

    What two knots do not tell is sampled at each pixel: other scales, and periods, since months
    are not equally long.
    """
    import numpy as np

    left, top, right, bottom = place.box
    start, stop = (left, right) if side == 0 else (bottom, top)
    scale = str(shown_axis.axis.get_scale())
    is_even = scale in _EVEN and shown_axis.dates != "period"
    pixels = np.linspace(start, stop, 2 if is_even else max(round(abs(stop - start)), 1) + 1)
    middle = (left + right) / 2, (top + bottom) / 2
    points = [(pixel, middle[1]) if side == 0 else (middle[0], pixel) for pixel in pixels.tolist()]
    floats = np.array([place.to_data(*point)[side] for point in points])
    kind = "date" if shown_axis.dates else "category" if shown_axis.categories else "number"
    return PixelAxis(
        shown_axis.name,
        shown_axis.to_curve(floats),
        pixels,
        _EVEN.get(scale),
        kind,
        dict(shown_axis.categories),
    )
