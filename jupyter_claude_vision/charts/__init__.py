"""What a live figure really holds: its axes, and its series with their values."""

from .figure_data import ChartData
from .model import Axis, Panel, Series
from .readers import is_live, read

__all__ = ["Axis", "ChartData", "Panel", "Series", "is_live", "read"]
