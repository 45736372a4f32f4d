"""What a live figure really holds: its axes, and its series with their values."""

from .chart import ChartData
from .model import Axis, Panel, Series
from .read import is_live, read

__all__ = ["Axis", "ChartData", "Panel", "Series", "is_live", "read"]
