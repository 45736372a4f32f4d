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


def place_panels(picture: PreparedImage) -> list[PanelPlacement]:
    """Return the panels of a live chart that lie on its picture, the topmost first.

    Parameters
    ----------
    picture : PreparedImage
        Nothing lies on one whose chart is gone, or of anything else than a chart.
    """
    source = picture.attachment.target
    part = find_matplotlib_part(source) if source is not None and picture.places else None
    if part is None:
        return []
    from .matplotlib.pixel_axes import place_matplotlib_panels

    with UNDISTURBED:
        return place_matplotlib_panels(part, picture.places)


def find_matplotlib_part(source: Any) -> Any:
    """Return the Figure, SubFigure or Axes that an object is or belongs to; None for none."""
    if figures.is_figure(source) or figures.is_axes(source):
        return source
    return figures.figure_held_by(source) or figures.figure_of(source)
