"""Chart tables of a matplotlib figure, from its artists: those of pandas and seaborn, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..builder import TablesBuilder
from .area_rows import read_areas, read_bands, read_polygons
from .axes_reading import AxesReading, PanelReading, find_titles, is_visible
from .bar_rows import read_bars
from .box_rows import read_boxes, read_letter_values
from .grid_rows import find_color_axis, read_grids
from .line_rows import read_error_bars, read_lines, read_scatter
from .panel_layout import (
    add_axis,
    add_secondary_axes,
    find_drawn_axes,
    find_figure_labels,
    group_panels,
    is_colorbar,
    measure_distance,
    read_axes_pair,
)
from .pie_rows import read_pies, read_tables
from .rule_rows import (
    describe_rest,
    read_intervals,
    read_line_collections,
    read_rules,
    read_vectors,
)
from .series_names import SeriesNames
from .violin_rows import read_violins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..chart_tables import ChartTables

_SOLID: Final = "3d"


def read_matplotlib_tables(part: Any) -> ChartTables:
    """Return the tables of a Figure, a SubFigure or an Axes.

    Parameters
    ----------
    part : matplotlib.figure.FigureBase or matplotlib.axes.Axes
    """
    builder = TablesBuilder("matplotlib")
    is_axes = hasattr(part, "get_title")
    figure = part.figure if is_axes else part
    if not is_axes:
        _read_figure_texts(builder, figure)
    groups = group_panels(part)
    for group in groups:
        _read_panel(builder, group, figure)
    if not is_axes:
        _add_loose_colorbars(builder, groups, figure)
    return builder.build()


def _add_loose_colorbars(builder: TablesBuilder, groups: list[list[Any]], figure: Any) -> None:
    """Add the axes of color bars that belong to no artist, each to the nearest panel."""
    owned = [
        getattr(getattr(artist, "colorbar", None), "ax", None)
        for axes in find_drawn_axes(figure.axes)
        for artist in (*axes.images, *axes.collections)
    ]
    for axes in figure.axes:
        if axes.get_visible() and is_colorbar(axes, figure) and axes not in owned:
            if not groups:
                builder.omit("1 color bar", "the figure has no panel that it belongs to")
                continue
            box = axes.bbox
            nearest = min(
                range(len(groups)), key=lambda number: measure_distance(groups[number][0], axes)
            )
            axis = axes.yaxis if box.height >= box.width else axes.xaxis
            add_axis(builder.panels[nearest], axis, "color")


def _read_figure_texts(builder: TablesBuilder, figure: Any) -> None:
    title = figure.get_suptitle() if hasattr(figure, "get_suptitle") else ""
    builder.add_text("title", title)
    labels = {title, *find_figure_labels(figure)}
    for text in figure.texts:
        words = text.get_text()
        if text.get_visible() and words not in labels:
            builder.add_text("annotation", words)
    for legend in figure.legends:
        builder.add_text("legend title", legend.get_title().get_text())
    loose = [*figure.lines, *figure.patches, *figure.images, *figure.artists]
    visible = [artist for artist in loose if is_visible(artist)]
    if visible:
        noun = "shape" if len(visible) == 1 else "shapes"
        builder.omit(f"{len(visible)} {noun} of the figure", "on no panel")
    for part in getattr(figure, "subfigs", ()):
        _read_figure_texts(builder, part)


def _read_panel(builder: TablesBuilder, group: list[Any], figure: Any) -> None:
    first = group[0]
    titles = [title for title in find_titles(first) if title.strip()]
    panel = builder.add_panel(titles[0] if titles else "")
    for place, title in enumerate(titles):
        panel.add_text("title" if place == 0 else "subtitle", title)
    legends = [legend for axes in group for legend in _find_legends(axes)]
    for legend in legends:
        panel.add_text("legend title", legend.get_title().get_text())
    names = SeriesNames([*legends, *_figure_legends(figure)])
    panel_reading = PanelReading(panel, names)
    axes_by_name: dict[int, Any] = {}
    for number, axes in enumerate(group):
        if axes.name == _SOLID:
            panel.omit("1 three-dimensional panel", "its depth cannot be read off")
            continue
        if axes.get_aspect() != "auto":
            axes.apply_aspect()
        x, y = axes_by_name[number] = read_axes_pair(panel, group, axes, axes_by_name)
        reading = AxesReading(axes, x, y, panel_reading, number)
        _read_artists(reading)
        _read_texts(reading)
        add_secondary_axes(panel, axes)
    panel_reading.sort_series()
    kinds = set().union(*(series.kinds for series in panel.series))
    if kinds == {"pie"}:  # it lies on axes that nobody can see
        panel.axes.clear()


def _figure_legends(figure: Any) -> list[Any]:
    legends = list(figure.legends)
    parent = figure.figure
    if parent is not figure and parent is not None:
        legends += parent.legends
    return legends


def _find_legends(axes: Any) -> Iterator[Any]:
    """Yield the legends of an Axes, those among its artists included."""
    legend = axes.get_legend()
    if legend is not None and legend.get_visible():
        yield legend
    yield from (a for a in axes.artists if type(a).__name__ == "Legend" and a.get_visible())


def _read_filled(reading: AxesReading) -> None:
    """Add bars and areas, which share their polygons."""
    read_bars(reading, read_areas(reading))


# What is made of several artists comes first.
_KINDS: Final[tuple[Callable[[AxesReading], None], ...]] = (
    read_boxes,
    read_violins,
    read_letter_values,
    _read_filled,
    read_error_bars,
    read_pies,
    read_tables,
    read_rules,
    read_lines,
    read_scatter,
    read_bands,
    read_grids,
    read_vectors,
    read_line_collections,
    read_intervals,
    read_polygons,
)


def _read_artists(reading: AxesReading) -> None:
    """Add what an Axes draws; what cannot be read is named, and a figure is never refused."""
    failures: dict[str, None] = {}
    for read_kind in _KINDS:
        try:
            read_kind(reading)
        except Exception as error:  # noqa: BLE001 - artists can be anybody's own classes
            failures[type(error).__name__] = None
    if failures:
        reason = f"they could not be read ({', '.join(failures)})"
        reading.panel.omit("some of its artists", reason)
    for artist in (*reading.axes.collections, *reading.axes.images):
        if getattr(artist, "colorbar", None) is not None and is_visible(artist):
            find_color_axis(reading, artist)
    for artist in reading.pick_visible(reading.axes.artists):
        _read_boxed_texts(reading, artist)
    describe_rest(reading)


def _read_boxed_texts(reading: AxesReading, artist: Any) -> None:
    """Add the texts in a box of texts, or the one of a key."""
    from matplotlib.text import Text

    texts = artist.findobj(match=Text)
    if type(artist).__name__ == "Legend":
        reading.take(artist)
        return
    texts = texts or filter(None, [getattr(artist, "text", None)])  # a key of arrows
    words = [text.get_text() for text in texts if text.get_text().strip()]
    if words:
        reading.take(artist)
        for text in words:
            reading.panel.add_text("annotation", text)


def _read_texts(reading: AxesReading) -> None:
    """Add the texts and annotations of an Axes, with the places that they name."""
    has_pie = any("pie" in series.kinds for series in reading.panel.series)
    for text in reading.axes.texts:
        if not text.get_visible() or not text.get_text().strip():
            continue
        place = None if has_pie else _find_place(reading, text)
        x, y = (None, None) if place is None else place
        reading.panel.add_text("annotation", text.get_text(), x, y)


def _find_place(reading: AxesReading, text: Any) -> tuple[Any, Any] | None:
    """Return the point of the data that a text names, or stands at; None for neither."""
    if hasattr(text, "xycoords"):
        if text.xycoords != "data":
            return None
        x, y = text.xy
        x, y = reading.axes.xaxis.convert_units(x), reading.axes.yaxis.convert_units(y)
    elif all(reading.is_in_data(text)):
        x, y = text.get_unitless_position()
    else:
        return None
    return reading.x.to_text(float(x)), reading.y.to_text(float(y))
