"""Data of live figures: their axes, and their series with values, whatever library drew them."""

from .chart_tables import ChartTables
from .figure_data import ChartData
from .model import Axis, Panel, Series
from .readers import is_live, read, read_tables
from .sql.rows import Rows
from .table_description import Description

__all__ = [
    "Axis",
    "ChartData",
    "ChartTables",
    "Description",
    "Panel",
    "Rows",
    "Series",
    "is_live",
    "read",
    "read_tables",
]
