"""Count the verdicts on statements with known truth, by kind of chart.

``make honesty`` makes an answer of the statements of ``tests/claims/statements.py`` about a figure,
checks it as an answer to ``--check`` is, and writes the confusion table into ``docs/charts.md``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt

from jupyter_claude_vision.charts.readers import read_tables
from jupyter_claude_vision.claims import FigureTables, check_answer, parse_claims

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "claims"))
from statements import FIGURES  # noqa: E402 - from the tests' folder

PAGE = ROOT / "docs" / "charts.md"
START, END = "<!-- honesty -->\n", "<!-- end of honesty -->"
VERDICTS = ("right", "wrong", "cannot tell", "not checked")


def count_verdicts() -> dict[str, Counter[tuple[bool, str]]]:
    """Return the number of statements of each chart, by their truth and their verdict."""
    counts = {}
    for name, (code, statements) in FIGURES.items():
        scope = {"np": np, "plt": plt}
        exec(code, scope)  # noqa: S102 - our own code
        figure = FigureTables({1: read_tables(scope["fig"])}, (1,))
        plt.close("all")
        text = " ".join(f"In short, {quote}." for quote, *_ in statements)
        claims, _ = parse_claims(
            [{"quote": q, "query": query, "value": v} for q, query, v, _ in statements]
        )
        verdicts = [claim.verdict for claim in check_answer(text, claims, figure)]
        truths = [is_true for *_, is_true in statements]
        # What no claim covers comes last: a true statement that is not checked.
        truths += [True] * (len(verdicts) - len(truths))
        counts[name] = Counter(zip(truths, verdicts, strict=True))
    return counts


def render_table(counts: dict[str, Counter[tuple[bool, str]]]) -> str:
    """Return the confusion table as Markdown."""
    header = [f"{truth}: {verdict}" for truth in ("true", "planted") for verdict in VERDICTS]
    rows = [*counts.items(), ("all", sum(counts.values(), Counter()))]
    lines = [f"| chart | {' | '.join(header)} |", f"| --- |{' ---: |' * len(header)}"]
    for name, count in rows:
        cells = [str(count[truth, verdict]) for truth in (True, False) for verdict in VERDICTS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def update_page(table: str) -> bool:
    """Write the table into the page, and return whether it was another one."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    after = rest.partition(END)[2]
    updated = f"{before}{START}\n{table}\n{END}{after}"
    PAGE.write_text(updated, "utf-8")
    return updated != page


if __name__ == "__main__":
    table = render_table(count_verdicts())
    print(table)
    update_page(table)
