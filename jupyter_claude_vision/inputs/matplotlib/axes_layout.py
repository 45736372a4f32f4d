"""Layout of the Axes on a figure's picture, and transforms from pixels to their data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ..attachment import AxesPlacement, PlacedLabel
from ..live_figures import Live
from .axis_values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KNOWN_SCALES: Final = frozenset({"linear", "log", "symlog", "logit", "asinh"})
"""Scales of matplotlib's own, whose transforms hold numbers only."""

_MOST_LABELS: Final = 500
"""Texts of an Axes that can be pointed at: more are the numbers of a heat map, which has cells."""

TITLE_SIDES: Final = ("center", "left", "right")
"""Places of an Axes' titles, as matplotlib names them; the middle one first."""


def found_places(
    axes: Iterable[Any], times: float, corner: tuple[float, float]
) -> tuple[AxesPlacement, ...]:
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
    visible = [ax for ax in _with_insets(axes) if ax.get_visible() and ax.name == "rectilinear"]
    visible.sort(key=lambda ax: ax.get_zorder(), reverse=True)
    return tuple(_axes_place(ax, times, corner) for ax in visible)


def add_labels(
    places: tuple[AxesPlacement, ...], figure: Any, height: float
) -> tuple[AxesPlacement, ...]:
    """Return places with the annotations and the entries of legends that stand on their Axes.

    Parameters
    ----------
    places : tuple of AxesPlacement
    figure : matplotlib.figure.Figure
        At the dpi of its picture; the legends of the whole figure belong to its first Axes.
    height : float
        Of the picture, in pixels.
    """
    loose = list(figure.legends)
    labeled_places = []
    for place in places:
        axes = place.live()
        legends = [a for a in (axes.get_legend(), *axes.artists, *loose) if _is_legend(a)]
        loose = []
        pairs = [(entry, box) for legend in legends for entry, box in _find_entries(legend)]
        labels = [PlacedLabel("legend entry", text, _flip(box, height)) for text, box in pairs]
        for text in axes.texts[:_MOST_LABELS]:
            if text.get_visible() and text.get_text().strip():
                words = " ".join(text.get_text().split())
                box = _flip(text.get_window_extent(), height)
                labels.append(PlacedLabel("annotation", words, box))
        labeled_places.append(replace(place, labels=tuple(labels)))
    return tuple(labeled_places)


def _is_legend(artist: Any) -> bool:
    return type(artist).__name__ == "Legend" and bool(artist.get_visible())


def _find_entries(legend: Any) -> Iterator[tuple[str, Any]]:
    """Yield the texts of a legend with the boxes of their entries, handles included."""
    for text in legend.get_texts()[:_MOST_LABELS]:
        words = " ".join(text.get_text().split())
        if words:
            box = text.get_window_extent()
            letter = text.get_fontsize() * legend.figure.dpi / 72
            handle = (legend.handlelength + legend.handletextpad) * letter
            yield words, type(box).from_extents(box.x0 - handle, box.y0, box.x1, box.y1)


def _flip(box: Any, height: float) -> tuple[float, float, float, float]:
    """Return a box as a picture counts it: from its top."""
    return float(box.x0), float(height - box.y1), float(box.x1), float(height - box.y0)


def _with_insets(axes: Iterable[Any]) -> Iterator[Any]:
    """Yield Axes and those inside them; a secondary axis has no data of its own."""
    for ax in axes:
        yield ax
        yield from _with_insets(a for a in ax.child_axes if not hasattr(a, "set_functions"))


def _axes_place(axes: Any, times: float, corner: tuple[float, float]) -> AxesPlacement:
    left, top = corner
    box = axes.bbox.frozen()
    bounds = (
        float(box.x0 * times - left),
        float(top - box.y1 * times),
        float(box.x1 * times - left),
        float(top - box.y0 * times),
    )
    to_data = _ToData(_inverse_transform(axes, bounds), times, corner)
    live = Live(axes, held=False)
    return AxesPlacement(live, bounds, to_data, values_of(axes.xaxis), values_of(axes.yaxis))


@dataclass(frozen=True, slots=True)
class _ToData:
    """The way from a point of a picture to an Axes' data, which holds nothing of the figure.

    Attributes
    ----------
    inverse : object
        Whose ``transform`` takes a point in pixels of the figure, as matplotlib counts them.
    times : float
    corner : tuple of float
    """

    inverse: Any
    times: float
    corner: tuple[float, float]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.corner
        data = self.inverse.transform(((x + left) / self.times, (top - y) / self.times))
        return float(data[0]), float(data[1])


@dataclass(frozen=True, slots=True)
class _Sampled:
    """A scale of a user's own functions, which may hold anything, at each pixel of its Axes."""

    x: tuple[Any, Any]
    y: tuple[Any, Any]

    def transform(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return the data at a point in pixels of the figure."""
        import numpy as np

        return float(np.interp(point[0], *self.x)), float(np.interp(point[1], *self.y))


def _inverse_transform(axes: Any, bounds: tuple[float, float, float, float]) -> Any:
    """Return the way from pixels of the figure to data, as it is now."""
    inverse = axes.transData.frozen().inverted()
    if {axes.get_xscale(), axes.get_yscale()} <= _KNOWN_SCALES:
        return inverse
    import numpy as np

    box = axes.bbox.frozen()
    xs = np.linspace(box.x0, box.x1, round(bounds[2] - bounds[0]) + 1)
    ys = np.linspace(box.y0, box.y1, round(bounds[3] - bounds[1]) + 1)
    across = inverse.transform(np.column_stack([xs, np.full_like(xs, box.y0)]))[:, 0]
    up = inverse.transform(np.column_stack([np.full_like(ys, box.x0), ys]))[:, 1]
    return _Sampled((xs, across), (ys, up))
