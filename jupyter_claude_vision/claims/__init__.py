"""What an answer states about a figure, checked against the figure's own data."""

from .check import check
from .model import Checked, Claim, Claims, read_claims

__all__ = ["Checked", "Claim", "Claims", "check", "read_claims"]
