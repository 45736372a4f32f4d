"""Regions drawn on a matplotlib Axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..imaging.overlay import color_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..imaging.geometry import Box
    from .regions import Region


def draw_on(axes: Any, regions: Iterable[Region]) -> list[Any]:
    """Draw regions on an Axes as matplotlib artists; return them.

    Those of a live figure are drawn at their data coordinates: the ones that lie on this Axes,
    or all of them where none does, as on a new plot of the same data. Those of pictures are
    drawn in pixels, as on an ``imshow`` of the picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    regions : iterable of Region
    """
    found = [(region, _bounds_on(region)) for region in regions]
    own = [pair for pair in found if (data := pair[0].data) is not None and data.axes is axes]
    artists = []
    for region, bounds in own or [pair for pair in found if pair[1] is not None]:
        assert bounds is not None  # noqa: S101 - those without were left out
        artists += _drawn(axes, region, bounds)
    return artists


def _bounds_on(region: Region) -> Box | None:
    """Return where to draw a region; None for one beside the Axes of a live figure."""
    data = region.data
    if data is not None:
        return data.bounds
    return None if region.picture.places else region.bounds


def _drawn(axes: Any, region: Region, bounds: Box) -> list[Any]:
    color = tuple(level / 255 for level in color_at(region.number))
    left, low, right, high = bounds
    limits = axes.get_xlim(), axes.get_ylim()  # what is drawn on top shall not change the view
    if region.box is None:
        ring = {"mfc": "none", "mec": color, "ms": 10, "mew": 2}
        (shape,) = axes.plot([left], [low], "o", label="_region", **ring)
    else:
        corners = [(left, low), (right, low), (right, high), (left, high)]
        xs, ys = zip(*corners, strict=True)
        (shape,) = axes.fill(xs, ys, fc="none", ec=color, lw=2, label="_region")
    text = axes.annotate(
        region.label or str(region.number),
        (left, high),
        xytext=(0, 3),
        textcoords="offset points",
        color=color,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
    )
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    return [shape, text]
