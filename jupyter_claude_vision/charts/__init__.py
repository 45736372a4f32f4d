"""Data of live figures: their axes, and their series with values, whatever library drew them."""

from .figure_data import ChartData
from .model import Axis, Panel, Series
from .readers import is_live, read

__all__ = ["Axis", "ChartData", "Panel", "Series", "is_live", "read"]
