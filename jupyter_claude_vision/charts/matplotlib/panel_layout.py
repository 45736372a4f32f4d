"""Layout of a matplotlib figure: the Axes of each panel, in reading order, and their axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..builder import TablesBuilder
from .axes_reading import find_titles, is_visible
from .shown_axis import read_axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..builder import PanelBuilder
    from .shown_axis import ShownAxis

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


def read_axes_pair(
    panel: PanelBuilder, group: list[Any], axes: Any, pairs: dict[int, tuple[ShownAxis, ShownAxis]]
) -> tuple[ShownAxis, ShownAxis]:
    """Return the two axes of an Axes; a twin shares one with the first."""
    for number, (x, y) in pairs.items():
        first = group[number]
        if axes.get_shared_x_axes().joined(axes, first):
            return x, add_axis(panel, axes.yaxis, "right")
        if axes.get_shared_y_axes().joined(axes, first):
            return add_axis(panel, axes.xaxis, "top"), y
    names = ("x", "radius" if axes.name == "polar" else "y") if not pairs else ("top", "right")
    return add_axis(panel, axes.xaxis, names[0]), add_axis(panel, axes.yaxis, names[1])


def add_axis(panel: PanelBuilder, axis: Any, name: str) -> ShownAxis:
    """Add an axis to a panel, with the label of the one that it is shared with."""
    shown_axis = read_axis(axis, name)
    if not shown_axis.label:
        shown_axis.take_label(_find_outer_label(axis))
    shown_axis.add_to(panel)
    return shown_axis


def find_figure_labels(figure: Any) -> tuple[str, str]:
    """Return the labels that a figure has for the axes of all of its panels."""
    return str(figure.get_supxlabel()), str(figure.get_supylabel())


def _find_outer_label(axis: Any) -> str:
    """Return the label of the outer one of axes that are shared along a row or column.

    Else that of the figure.
    """
    axes = axis.axes
    is_x = axis is getattr(axes, "xaxis", None)
    group = axes.get_shared_x_axes() if is_x else axes.get_shared_y_axes()
    own_bounds = find_bounds(axes)
    side = 0 if is_x else 1
    for sibling in group.get_siblings(axes):
        bounds = find_bounds(sibling)
        is_aligned = (
            abs(bounds[side] - own_bounds[side]) < 1
            and abs(bounds[side + 2] - own_bounds[side + 2]) < 1
        )
        label = (sibling.xaxis if is_x else sibling.yaxis).get_label_text()
        if sibling is not axes and is_aligned and label:
            return str(label)
    return find_figure_labels(axes.figure)[0 if is_x else 1]


def add_secondary_axes(panel: PanelBuilder, axes: Any) -> None:
    """Add axes that show the same data in another unit; they take their limits when drawn."""
    from matplotlib.backends.backend_agg import RendererAgg

    for secondary in filter(is_secondary, axes.child_axes):
        if secondary.get_visible():
            secondary.draw(RendererAgg(1, 1, 72))
            has_x = secondary.xaxis.get_visible() and bool(len(secondary.get_xticks()))
            axis, name = (secondary.xaxis, "top") if has_x else (secondary.yaxis, "right")
            add_axis(panel, axis, name)
