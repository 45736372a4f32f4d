"""A verdict is about the data: how large a figure is drawn, and in which order, changes nothing."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_claude_vision import figures

NAMES = ("Ada", "Ben", "Cleo")
QUERIES = {
    "value": "SELECT value FROM data WHERE series = 'Ben' AND x = 3",
    "maximum": "SELECT max(value) FROM data",
    "mean": "SELECT avg(value) FROM data WHERE series = 'Ada'",
    "median": "SELECT median(value) FROM data WHERE series = 'Cleo'",
    "change": "SELECT max(CASE x WHEN 5 THEN value END) - max(CASE x WHEN 1 THEN value END) "
    "FROM data WHERE series = 'Ben'",
    "count": "SELECT count(*) FROM data WHERE series = 'Ada'",
}
KINDS = ("line", "bar", "scatter")

heights = st.lists(st.integers(5, 95).map(float), min_size=5, max_size=5)
series = st.fixed_dictionaries(dict.fromkeys(NAMES, heights))
# On a smaller figure a value is read to 1.5 pixels, and not to a hundredth of the axis.
sizes = st.tuples(st.floats(4.0, 14.0), st.floats(4.0, 10.0), st.integers(72, 250))


def draw_figure(values, names, kind, size=(6.4, 4.8, 100)):
    fig, ax = plt.subplots(figsize=size[:2], dpi=size[2])
    x = np.arange(1.0, 6.0)
    for number, name in enumerate(names):
        if kind == "bar":
            ax.bar(x + 0.25 * (NAMES.index(name) - 1), values[name], 0.2, label=name)
        elif kind == "line":
            ax.plot(x, values[name], color=f"C{number}", label=name)
        else:
            ax.scatter(x, values[name], color=f"C{number}", label=name)
    ax.set(xlim=(0, 6), ylim=(0, 100))
    ax.legend()
    plt.close(fig)
    return fig


def read_verdicts(fig, statements):
    return [claim.verdict for claim in figures.check(fig, statements)]


@settings(max_examples=12)
@given(values=series, kind=st.sampled_from(KINDS), size=sizes, off=st.integers(-60, 60))
def test_a_verdict_does_not_depend_on_dpi_and_size(values, kind, size, off):
    fig = draw_figure(values, NAMES, kind)
    statements = state_results(fig, off)
    assert read_verdicts(draw_figure(values, NAMES, kind, size), statements) == read_verdicts(
        fig, statements
    )


@settings(max_examples=12)
@given(
    values=series,
    kind=st.sampled_from(KINDS),
    names=st.permutations(NAMES),
    off=st.sampled_from([0, 60, -60, 80]),
)
def test_a_verdict_does_not_depend_on_the_order_of_the_series(values, kind, names, off):
    statements = state_results(draw_figure(values, NAMES, kind), off)
    verdicts = read_verdicts(draw_figure(values, names, kind), statements)
    assert verdicts == read_verdicts(draw_figure(values, NAMES, kind), statements)
    assert set(verdicts) == ({"right"} if off == 0 else {"wrong"})


def state_results(fig, off):
    """Return statements that are off by tenths of what the axis shows in per cent."""
    results = {name: figures.query(fig, query).value for name, query in QUERIES.items()}
    return [
        {"statement": f"The {name}", "query": QUERIES[name], "value": shift(result, off)}
        for name, result in results.items()
        if result is not None
    ]


def shift(result, off):
    return (
        result + off // 10 if isinstance(result, int) else result + off / 10 + (0.013 if off else 0)
    )
