"""How fast figures are read into chart tables, and how much memory a row takes.

``python benchmarks/chart_tables.py`` prints, for 100,000 and 1,000,000 points of several kinds of
charts, the seconds of processor time to read the figure, to load its tables, and to answer a
query. The kinds whose names begin with "altair" are Altair's, the others matplotlib's.
"""

from __future__ import annotations

import time
import tracemalloc

import altair as alt
import matplotlib as mpl
import numpy as np
import pandas as pd

mpl.use("agg")
import matplotlib.pyplot as plt

from jupyter_claude_vision import figures

KINDS = (
    *("plot", "scatter", "dates", "stack", "image"),
    *("altair points", "altair lines", "altair bars", "altair facets", "altair bins"),
)
QUERY = "SELECT series, max(value), avg(value) FROM data GROUP BY series"


def draw(kind: str, count: int):
    """Draw a chart with so many points."""
    if kind.startswith("altair"):
        return draw_with_altair(kind, count)
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


def draw_with_altair(kind: str, count: int):
    """Draw an Altair chart with so many points."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "x": random.random(count),
            "y": random.random(count),
            "group": random.choice(["north", "south", "west"], count),
            "day": pd.date_range("2000-01-01", periods=count, freq="min"),
        }
    )
    chart = alt.Chart(frame)
    if kind == "altair points":
        return chart.mark_point().encode(x="x", y="y", color="group")
    if kind == "altair lines":
        return chart.mark_line().encode(x="day", y="y", color="group")
    if kind == "altair bars":
        return chart.mark_bar().encode(x="day", y="y")
    if kind == "altair facets":
        return chart.mark_circle().encode(x="x", y="y", column="group")
    return chart.mark_bar().encode(x=alt.X("x", bin=True), y="count()")


def measure_times(figure) -> list[float]:
    """Return the seconds to read a figure, to load its tables, and to answer a query."""
    times = [time.process_time()]
    tables = figures.tables(figure)
    times.append(time.process_time())
    tables.load_database()
    times.append(time.process_time())
    tables.query(QUERY)
    times.append(time.process_time())
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
    figures.tables(draw_with_altair("altair points", 10))  # Vega is started once
    print(f"{'chart':13} {'points':>10} {'read':>6} {'load':>6} {'query':>6} {'bytes/row':>10}")
    for kind in KINDS:
        for count in (100_000, 1_000_000):
            if kind == "altair bins" and count > 100_000:
                continue  # Vega computes them from all rows
            figure = draw(kind, count)
            read, load, query = measure_times(figure)
            is_measured = count <= 100_000 and kind != "altair bins"  # which has few rows
            size = measure_bytes(figure) if is_measured else float("nan")
            print(f"{kind:13} {count:>10,} {read:6.2f} {load:6.2f} {query:6.2f} {size:10.0f}")
            plt.close("all")


if __name__ == "__main__":
    main()
