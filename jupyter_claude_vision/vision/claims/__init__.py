"""What an answer states about a figure, checked against the figure's own data."""

from .check import check
from .model import SCHEMA, Checked, Claim, Claims, read_claims

__all__ = ["SCHEMA", "Checked", "Claim", "Claims", "check", "read_claims"]
