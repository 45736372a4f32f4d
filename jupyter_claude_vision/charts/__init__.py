"""Chart tables: the data of live figures as tables that SQL can ask, whatever library drew them.

In: a live figure of matplotlib, plotly or Altair. Out: `ChartTables`, which keep no figure.
Read first: `builder`, then `matplotlib.table_reader`.
"""

from .chart_tables import ChartTables
from .readers import read_tables
from .sql.rows import Rows
from .table_description import Description

__all__ = ["ChartTables", "Description", "Rows", "read_tables"]
