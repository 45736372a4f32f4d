"""How long claims take to be checked, with their moved copies.

``python benchmarks/claims.py`` prints the seconds for twenty claims with queries of their own, on
figures of several numbers of points.
"""

from __future__ import annotations

import time

import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt

from jupyter_claude_vision import figures
from jupyter_claude_vision.claims import Claim, FigureTables, check_claims

RESULTS = (
    *("max(value)", "min(value)", "avg(value)", "sum(value)", "count(*)", "median(value)"),
    *("stdev(value)", "corr(x, value)", "slope(x, value)", "quantile(value, 0.9)"),
)


def draw(count: int):
    """Draw four lines with so many points in all."""
    figure, ax = plt.subplots()
    rng = np.random.default_rng(0)
    for number in range(4):
        ax.plot(np.arange(count / 4), rng.normal(size=count // 4).cumsum(), label=f"s{number}")
    ax.legend()
    return figure


def main() -> None:
    """Print the seconds by the number of points."""
    print(f"{'points':>10} {'seconds':>8}")
    for count in (100, 10_000, 100_000, 1_000_000):
        tables = figures.tables(draw(count))
        tables.load_database()
        claims = [
            Claim("12", f"SELECT {result} FROM data WHERE series = '{series}'", 12)
            for result in RESULTS
            for series in ("s0", "s1")
        ]
        start = time.perf_counter()
        check_claims(claims, FigureTables({1: tables}))
        print(f"{count:>10,} {time.perf_counter() - start:>8.2f}")


if __name__ == "__main__":
    main()
