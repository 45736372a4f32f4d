"""Where the Axes of a figure lie on its picture, and the way from a pixel to their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .attachment import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def found_places(
    axes: Iterable[Any], times: float, corner: tuple[float, float]
) -> tuple[Place, ...]:
    """Return the places of a figure's visible Axes, the topmost first.

    They hold what the figure was when it was drawn: its later changes move nothing.

    Parameters
    ----------
    axes : iterable of matplotlib.axes.Axes
    times : float
        Pixels of the picture for one of the figure's own.
    corner : tuple of float
        Where the picture's top left corner lies on the figure, in pixels of the picture, counted
        from the figure's bottom left as matplotlib does.
    """
    seen = [one for one in axes if one.get_visible() and one.name == "rectilinear"]
    seen.sort(key=lambda one: one.get_zorder(), reverse=True)
    return tuple(_place(one, times, corner) for one in seen)


def _place(axes: Any, times: float, corner: tuple[float, float]) -> Place:
    left, top = corner
    box = axes.bbox.frozen()
    bounds = (
        float(box.x0 * times - left),
        float(top - box.y1 * times),
        float(box.x1 * times - left),
        float(top - box.y0 * times),
    )
    return Place(axes, bounds, _inverse(axes.transData.frozen().inverted(), times, corner))


def _inverse(
    to_data: Any, times: float, corner: tuple[float, float]
) -> Callable[[float, float], tuple[float, float]]:
    left, top = corner

    def inverse(x: float, y: float) -> tuple[float, float]:
        data = to_data.transform(((x + left) / times, (top - y) / times))
        return float(data[0]), float(data[1])

    return inverse
