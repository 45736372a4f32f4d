"""Any live figure's data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..inputs import web_charts as charts
from ..inputs.matplotlib import figures
from ..inputs.matplotlib.drawing import UNDISTURBED
from .table_description import Description

if TYPE_CHECKING:
    from .chart_tables import ChartTables
    from .figure_data import ChartData


def is_live(source: object) -> bool:
    """Return whether an object is a figure whose data the kernel holds."""
    return (
        _matplotlib_part(source) is not None or charts.is_plotly(source) or charts.is_altair(source)
    )


def read(source: object) -> ChartData | None:
    """Return what a live figure holds, with the description of its tables; None for others.

    Parameters
    ----------
    source : object
        A matplotlib Figure, SubFigure, Axes or artist, what plotting functions of matplotlib,
        pandas and seaborn return, a plotly figure, or an Altair chart.
    """
    data, tables = _read_data(source), read_tables(source)
    if data is None or tables is None:
        return data
    return replace(data, description=Description(tables))


def _read_data(source: object) -> ChartData | None:
    part = _matplotlib_part(source)
    if part is not None:
        from .matplotlib.figures import read_matplotlib

        with UNDISTURBED:
            return read_matplotlib(part)
    if charts.is_plotly(source):
        from .plotly.figures import read_plotly

        return read_plotly(source)
    if charts.is_altair(source):
        from .altair.charts import read_altair

        return read_altair(source)
    return None


def read_tables(source: object) -> ChartTables | None:
    """Return the tables of a live figure; None for anything else.

    Parameters
    ----------
    source : object
        As `read` takes it.
    """
    part = _matplotlib_part(source)
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


def _matplotlib_part(source: Any) -> Any:
    """Return the Figure, SubFigure or Axes that an object is or belongs to; None for none."""
    if figures.is_figure(source) or figures.is_axes(source):
        return source
    return figures.figure_held_by(source) or figures.figure_of(source)
