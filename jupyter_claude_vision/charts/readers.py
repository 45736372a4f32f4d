"""Readers of live figures, by library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..inputs import web_charts as charts
from ..inputs.matplotlib import figures
from ..inputs.matplotlib.drawing import UNDISTURBED

if TYPE_CHECKING:
    from ..imaging.prepare import PreparedImage
    from .chart_tables import ChartTables
    from .placement import PanelPlacement


def read_tables(source: object) -> ChartTables | None:
    """Return the tables of a live figure; None for anything else.

    Parameters
    ----------
    source : object
        A matplotlib Figure, SubFigure, Axes or artist, what plotting functions of matplotlib,
        pandas and seaborn return, a plotly figure, or an Altair chart.
    """
    part = find_matplotlib_part(source)
    if part is not None:
        from .matplotlib.table_reader import read_matplotlib_tables

        with UNDISTURBED:
            return read_matplotlib_tables(part)
    if charts.is_plotly(source):
        from .plotly.table_reader import read_plotly_tables

        return read_plotly_tables(source)
    if charts.is_altair(source):
        from .altair.table_reader import read_altair_tables

        return read_altair_tables(source)
    return None


def read_placed_tables(
    picture: PreparedImage,
) -> tuple[ChartTables | None, list[PanelPlacement]]:
    """Return the tables of a live chart, and where its panels lie on its picture.

    Parameters
    ----------
    picture : PreparedImage

    Returns
    -------
    tables : ChartTables or None
        None where the chart is gone, and for anything else than a chart.
    placements : list of PanelPlacement
        The topmost first.
    """
    source = picture.attachment.target
    if charts.is_altair(source):
        from .altair import table_reader

        return table_reader.read_placed_tables(source, picture.original_size[0])
    if charts.is_plotly(source):
        from .plotly import exported_layout

        return exported_layout.read_placed_tables(source, picture.original_size[0])
    tables = None if source is None else read_tables(source)
    part = None if source is None else find_matplotlib_part(source)
    if part is None:
        return tables, []
    from .matplotlib.pixel_axes import place_matplotlib_panels

    with UNDISTURBED:
        return tables, place_matplotlib_panels(part, picture.places)


def find_matplotlib_part(source: Any) -> Any:
    """Return the Figure, SubFigure or Axes that an object is or belongs to; None for none."""
    if figures.is_figure(source) or figures.is_axes(source):
        return source
    return figures.figure_held_by(source) or figures.figure_of(source)
