"""Random figures, true statements as they would be written, and the same with planted errors."""

from __future__ import annotations

import math
import random

import pytest

from jupyter_claude_vision.charts.builder import TablesBuilder
from jupyter_claude_vision.claims import Claim
from jupyter_claude_vision.claims.query_check import check_queries
from jupyter_claude_vision.claims.verdicts import find_mismatch
from jupyter_claude_vision.claims.wording.written_numbers import match_number

QUERIES = {
    "the highest is": "SELECT max(value) FROM data",
    "the lowest is": "SELECT min(value) FROM data",
    "the mean is": "SELECT avg(value) FROM data",
    "the sum is": "SELECT sum(value) FROM data",
    "the median is": "SELECT median(value) FROM data",
    "it ends at": "SELECT value FROM data ORDER BY x DESC LIMIT 1",
    "it changes by": "SELECT max(CASE n WHEN 9 THEN value END) - min(CASE n WHEN 1 THEN value END) "
    "FROM data",
    "in per cent of the first": "SELECT 100 * max(value) / max(CASE n WHEN 1 THEN value END) "
    "FROM data",
}


def make_tables(generator, scale):
    size = 10 ** generator.uniform(-3, 6)
    if scale == "log":
        values = [size * 10 ** generator.uniform(0, 3) for _ in range(9)]
        low, high = min(values) / 2, max(values) * 2
    else:
        values = [size * generator.uniform(0.05, 1) for _ in range(9)]
        low, high = 0.0, max(values) * 1.05
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("x", low=0, high=10, span_pixels=500.0)
    panel.add_axis("y", scale=scale, low=low, high=high, span_pixels=300.0)
    rows = panel.add_series("A")
    rows.add_rows("line", x=[float(n) for n in range(1, 10)], y=values, value=values, axis="y")
    return builder.build()


def write_number(number, generator):
    """Return a number as it could be written, and its rounding."""
    digits = generator.choice([2, 3, 4])
    rounded = float(f"{number:.{digits - 1}e}")
    unit = 10.0 ** (math.floor(math.log10(abs(number))) - digits + 1) if number else 1.0
    if unit >= 1:
        text = f"about {rounded:,.0f}" if unit > 1 else f"{rounded:,.0f}"
    else:
        text = f"{rounded:.{round(-math.log10(unit))}f}"
    return text, rounded, unit / 2


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("seed", range(6))
def test_no_true_statement_is_wrong_and_no_planted_error_right(seed, scale):
    generator = random.Random(f"{seed} {scale}")
    tables = make_tables(generator, scale)
    claims, kinds = [], []
    for words, query in QUERIES.items():
        result = tables.query(query).value
        text, rounded, rounding = write_number(result, generator)
        claims.append(Claim(f"{words} {text}", query, rounded))
        kinds.append("true")
        (plain,) = check_queries([Claim("", query, result)], tables)
        reach = max(rounding, plain.high - result, result - plain.low)
        off = result + generator.choice([-1, 1]) * reach * generator.uniform(2.2, 6)
        text, rounded, _ = write_number(off, generator)
        # About 100 leaves more open than the digits that were rounded.
        written = match_number(text, rounded)
        openness = max(written.rounding(upward=upward) for upward in (True, False))
        if abs(rounded - result) > 2.1 * max(reach, openness):
            claims.append(Claim(f"{words} {text}", query, rounded))
            kinds.append("planted")
    for claim, checked, kind in zip(claims, check_queries(claims, tables), kinds, strict=True):
        assert find_mismatch(claim) == "", claim
        assert checked.verdict == ("right" if kind == "true" else "wrong"), (claim, checked)
