"""Claims: what an answer states about a figure, checked by queries on its chart tables.

In: an answer's text, its claims (`Claim`: a quote, a query, a value) and the chart tables. Out:
`Claims`, each with a verdict, and what the text states that no claim quotes.
"""

from .answer_check import NO_TABLES, FigureTables, check_answer, check_claims, parse_claims
from .chart_table import Reading
from .claim import MARKS, CheckedClaim, Claim, Claims
from .table_check import TableComparison

__all__ = [
    "MARKS",
    "NO_TABLES",
    "CheckedClaim",
    "Claim",
    "Claims",
    "FigureTables",
    "Reading",
    "TableComparison",
    "check_answer",
    "check_claims",
    "parse_claims",
]
