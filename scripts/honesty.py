"""Count the verdicts on statements with known truth, by kind of chart.

``make honesty`` checks the statements of ``tests/claims/statements.py`` against their figures and
writes the confusion table into ``docs/charts.md``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt

from jupyter_claude_vision import figures

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "claims"))
from statements import FIGURES  # noqa: E402 - from the tests' folder

PAGE = ROOT / "docs" / "charts.md"
START, END = "<!-- honesty -->\n", "<!-- end of honesty -->"
VERDICTS = ("right", "wrong", "cannot tell")


def count_verdicts() -> dict[str, Counter[tuple[bool, str]]]:
    """Return the number of statements of each chart, by their truth and their verdict."""
    counts = {}
    for name, (code, statements) in FIGURES.items():
        scope = {"np": np, "plt": plt}
        exec(code, scope)  # noqa: S102 - our own code
        claims = figures.check(
            scope["fig"], [{"statement": q, "query": s, "value": v} for q, s, v, _ in statements]
        )
        verdicts = [claim.verdict for claim in claims]
        truths = [is_true for *_, is_true in statements]
        counts[name] = Counter(zip(truths, verdicts, strict=True))
        plt.close("all")
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
    print(render_table(count_verdicts()))
    update_page(render_table(count_verdicts()))
