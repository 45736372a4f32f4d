"""How fast figures are read into chart tables, and how much memory a row takes.

``python benchmarks/chart_tables.py`` prints, for 100,000 and 1,000,000 points of several kinds of
charts, the seconds to read the figure, to load its tables, and to answer a query.
"""

from __future__ import annotations

import time
import tracemalloc

import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt

from jupyter_claude_vision import figures

QUERY = "SELECT series, max(value), avg(value) FROM data GROUP BY series"


def draw(kind: str, count: int):
    """Draw a chart with so many points."""
    figure, ax = plt.subplots()
    xs = np.arange(float(count))
    ys = np.sin(xs / 1000) + 2
    if kind == "dates":
        ax.plot(np.datetime64("2000-01-01") + np.arange(count).astype("timedelta64[m]"), ys)
    elif kind == "stack":
        ax.stackplot(xs[: count // 4], *[ys[: count // 4]] * 4)
    elif kind == "image":
        ax.imshow(ys[: int(count**0.5) ** 2].reshape(int(count**0.5), -1))
    else:
        getattr(ax, kind)(xs, ys)
    return figure


def measure_times(figure) -> list[float]:
    """Return the seconds to read a figure, to load its tables, and to answer a query."""
    times = [time.perf_counter()]
    tables = figures.tables(figure)
    times.append(time.perf_counter())
    tables.load_database()
    times.append(time.perf_counter())
    tables.query(QUERY)
    times.append(time.perf_counter())
    return list(np.diff(times))


def measure_bytes(figure) -> float:
    """Return the bytes that a row takes, in arrays and in SQLite."""
    tracemalloc.start()
    tables = figures.tables(figure)
    size = tables.load_database().count_bytes() + tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size / tables.count_rows()


def main() -> None:
    """Measure every kind."""
    print(f"{'chart':8} {'points':>10} {'read':>6} {'load':>6} {'query':>6} {'bytes/row':>10}")
    for kind in ("plot", "scatter", "dates", "stack", "image"):
        for count in (100_000, 1_000_000):
            figure = draw(kind, count)
            read, load, query = measure_times(figure)
            size = measure_bytes(figure) if count <= 100_000 else float("nan")
            print(f"{kind:8} {count:>10,} {read:6.2f} {load:6.2f} {query:6.2f} {size:10.0f}")
            plt.close(figure)


if __name__ == "__main__":
    main()
