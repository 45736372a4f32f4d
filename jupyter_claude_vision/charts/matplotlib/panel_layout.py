"""Layout of a matplotlib figure's panels: which Axes make one, and in which order they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..builder import TablesBuilder
from .axes_reading import find_titles, is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COLORBAR: Final = "<colorbar>"
_OUTLINE: Final = "outline"
"""The spine that a color bar puts in place of the four of its Axes."""


def find_panel_axes(part: Any) -> dict[str, list[Any]]:
    """Return the Axes of each panel by the name that the tables give it, in reading order.

    Parameters
    ----------
    part : matplotlib.figure.FigureBase or matplotlib.axes.Axes
    """
    builder = TablesBuilder("matplotlib")
    groups = group_panels(part)
    for group in groups:
        builder.add_panel(find_panel_title(group))
    return dict(zip(builder.name_panels(), groups, strict=True))


def group_panels(part: Any) -> list[list[Any]]:
    """Return the Axes of each panel, in reading order."""
    is_axes = hasattr(part, "get_title")
    figure = part.figure if is_axes else part
    all_axes = [axes for axes in find_drawn_axes(figure.axes) if not is_colorbar(axes, figure)]
    groups = [group for group in _group_axes(all_axes) if not is_axes or part in group]
    return _sort_groups(groups)


def find_panel_title(group: list[Any]) -> str:
    """Return the title of a panel; empty where it has none."""
    return next((title for title in find_titles(group[0]) if title.strip()), "")


def measure_distance(first: Any, second: Any) -> float:
    """Return how far apart the nearest borders of two Axes are, in pixels."""
    x0, y0, width, height = find_bounds(first)
    x1, y1, other_width, other_height = find_bounds(second)
    across = max(x0 - x1 - other_width, x1 - x0 - width, 0)
    return float(across + max(y0 - y1 - other_height, y1 - y0 - height, 0))


def find_drawn_axes(axes: Iterable[Any]) -> Iterator[Any]:
    """Yield visible Axes, with the insets and parasites that hang on them."""
    for parent in axes:
        if parent.get_visible() and not _is_bare(parent):
            yield parent
            children = [child for child in parent.child_axes if hasattr(child, "get_lines")]
            yield from find_drawn_axes(child for child in children if not is_secondary(child))
            yield from find_drawn_axes(getattr(parent, "parasites", ()))


def _is_bare(axes: Any) -> bool:
    """Return whether an Axes is switched off and has nothing on it."""
    artists = (
        *axes.lines, *axes.patches, *axes.collections, *axes.images, *axes.texts, *axes.tables,
        *axes.artists, *axes.child_axes,
    )  # fmt: skip
    return not (axes.axison or any(map(is_visible, artists)) or any(find_titles(axes)))


def is_secondary(axes: Any) -> bool:
    """Return whether an Axes shows another one's data in a second unit."""
    return type(axes).__name__ == "SecondaryAxis"


def is_colorbar(axes: Any, figure: Any) -> bool:
    """Return whether an Axes is a color bar's."""
    if axes.get_label() == _COLORBAR or _OUTLINE in axes.spines:
        return True
    return any(
        getattr(getattr(artist, "colorbar", None), "ax", None) is axes
        for neighbor in figure.axes
        for artist in (*neighbor.images, *neighbor.collections)
    )


def _group_axes(all_axes: list[Any]) -> Iterator[list[Any]]:
    """Yield the Axes that share a place (``twinx``) together."""
    rest = list(all_axes)
    while rest:
        first = rest.pop(0)
        place = find_bounds(first)
        twins = [axes for axes in rest if _is_same_place(find_bounds(axes), place)]
        rest = [axes for axes in rest if axes not in twins]
        yield [first, *twins]


def find_bounds(axes: Any) -> tuple[float, ...]:
    """Return where an Axes is, in pixels of the figure: also before a first draw."""
    locator = axes.get_axes_locator()
    if locator is not None:
        box = locator(axes, axes.figure.canvas.get_renderer() if _has_renderer(axes) else None)
    else:
        box = axes.get_position()
    pixels = box.transformed(axes.figure.transSubfigure)
    return tuple(float(number) for number in pixels.bounds)


def _has_renderer(axes: Any) -> bool:
    return hasattr(axes.figure.canvas, "get_renderer")


def _is_same_place(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return all(abs(a - b) < 1e-3 for a, b in zip(first, second, strict=True))


def _sort_groups(groups: Iterable[list[Any]]) -> list[list[Any]]:
    """Return panels in reading order: by rows, each from the left."""
    pairs = [(find_bounds(group[0]), group) for group in groups]
    pairs.sort(key=lambda pair: -(pair[0][1] + pair[0][3]))
    rows: list[list[tuple[tuple[float, ...], list[Any]]]] = []
    for bounds, group in pairs:
        middle = bounds[1] + bounds[3] / 2
        top_of_row = rows[-1][0][0] if rows else None
        if top_of_row and top_of_row[1] < middle < top_of_row[1] + top_of_row[3]:
            rows[-1].append((bounds, group))
        else:
            rows.append([(bounds, group)])
    return [group for row in rows for _, group in sorted(row, key=lambda pair: pair[0][0])]
