"""Questions with known answers, about figures of data that packages ship.

The answers are not written down: each is a query on the chart tables of its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import plotly.data
from matplotlib import cbook

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class EvaluationQuestion:
    """A question about a figure.

    Attributes
    ----------
    id : str
        The figure's name and the question's number.
    draw : callable
        Draws the figure.
    text : str
    query : str
        One SELECT on the figure's chart tables, whose one cell is the answer.
    """

    id: str
    draw: Callable[[], Any]
    text: str
    query: str


def draw_shares() -> Any:
    """Draw monthly share prices of three companies on a log axis (matplotlib's sample data)."""
    import pandas as pd

    with cbook.get_sample_data("Stocks.csv") as file:
        table = pd.read_csv(file, comment="#", parse_dates=["Date"])
    table = table.set_index("Date").loc["2005":"2021", ["IBM", "AAPL", "MSFT"]].dropna()
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    for name in table.columns:
        ax.plot(table.index, table[name], label=name)
    ax.set(title="Share prices", xlabel="Year", ylabel="Share price (USD)", yscale="log")
    ax.legend()
    return fig


def draw_countries() -> Any:
    """Draw the life expectancy of 12 countries in small panels (plotly's gapminder)."""
    data = plotly.data.gapminder()
    names = sorted(data[data.continent == "Americas"].country.unique())[:12]
    fig, axes = plt.subplots(3, 4, figsize=(12, 8), sharex=True, sharey=True, layout="constrained")
    for ax, name in zip(axes.flat, names, strict=True):
        rows = data[data.country == name]
        ax.plot(rows.year, rows.lifeExp, marker=".")
        ax.set_title(name)
    fig.supylabel("Life expectancy (years)")
    return fig


def draw_population() -> Any:
    """Draw the population of Europe's countries as horizontal bars (plotly's gapminder)."""
    data = plotly.data.gapminder()
    rows = data[(data.continent == "Europe") & (data.year == 2007)].sort_values("pop")
    fig, ax = plt.subplots(figsize=(6, 7), layout="constrained")
    ax.barh(rows.country, rows["pop"] / 1e6)
    ax.set(title="Europe in 2007", xlabel="Population (million)")
    ax.tick_params(axis="y", labelsize=7)
    return fig


def draw_tips() -> Any:
    """Draw tips against bills (plotly's tips)."""
    data = plotly.data.tips()
    fig, ax = plt.subplots(figsize=(6, 4), layout="constrained")
    for time, rows in data.groupby("time"):
        ax.scatter(rows.total_bill, rows.tip, s=12, label=time)
    ax.set(title="Tips", xlabel="Bill (USD)", ylabel="Tip (USD)")
    ax.legend()
    return fig


def draw_petals() -> Any:
    """Draw the petal lengths of three species as boxes (plotly's iris)."""
    data = plotly.data.iris()
    groups = dict(iter(data.groupby("species").petal_length))
    fig, ax = plt.subplots(figsize=(5, 4), layout="constrained")
    ax.boxplot(list(groups.values()), tick_labels=list(groups))
    ax.set(title="Petals", ylabel="Length (cm)")
    return fig


def draw_medals() -> Any:
    """Draw medals by nation as stacked bars (plotly's medals)."""
    data = plotly.data.medals_wide().set_index("nation")
    ax = data.plot.bar(stacked=True, figsize=(5, 4))
    ax.set(title="Medals", ylabel="Number of medals")
    return ax.figure


_ASKED = {
    draw_shares: [
        (
            "What was the highest share price of MSFT, in USD?",
            "SELECT max(value) FROM data WHERE series = 'MSFT'",
        ),
        (
            "Which company had the highest share price at the end of 2008?",
            "SELECT series FROM data WHERE x LIKE '2008-12%' ORDER BY value DESC LIMIT 1",
        ),
        (
            "By how many USD did IBM's share price change from the first month to the last?",
            ("SELECT (SELECT value FROM data WHERE series = 'IBM' ORDER BY x DESC LIMIT 1) - "
            "(SELECT value FROM data WHERE series = 'IBM' ORDER BY x LIMIT 1)"),
        ),
    ],
    draw_countries: [
        (
            "What was the life expectancy in Bolivia in 1952, in years?",
            "SELECT value FROM data WHERE panel = 'Bolivia' AND x = 1952",
        ),
        (
            "Which country's life expectancy rose most from 1952 to 2007?",
            ("SELECT panel FROM data GROUP BY panel ORDER BY "
            "max(CASE WHEN x = 2007 THEN value END) - max(CASE WHEN x = 1952 THEN value END) DESC "
            "LIMIT 1"),
        ),
        (
            "In how many of the panels was life expectancy over 75 years in 2007?",
            "SELECT count(*) FROM data WHERE x = 2007 AND value > 75",
        ),
    ],
    draw_population: [
        ("What is the population of Romania, in millions?",
         "SELECT value FROM data WHERE y = 'Romania'"),
        ("Which country has the third largest population?",
         "SELECT y FROM data ORDER BY value DESC LIMIT 1 OFFSET 2"),
        ("How many countries have over 20 million inhabitants?",
         "SELECT count(*) FROM data WHERE value > 20"),
    ],
    draw_tips: [
        ("What was the largest tip, in USD?", "SELECT max(value) FROM data"),
        ("How many lunches had a tip of over 5 USD?",
         "SELECT count(*) FROM data WHERE series = 'Lunch' AND value > 5"),
    ],
    draw_petals: [
        ("What is the median petal length of versicolor, in cm?",
         "SELECT value FROM data WHERE kind = 'box' AND x = 'versicolor'"),
        ("Which species has the widest box?",
         "SELECT x FROM data WHERE kind = 'box' ORDER BY q3 - q1 DESC LIMIT 1"),
    ],
    draw_medals: [
        ("How many silver medals did China win?",
         "SELECT value FROM data WHERE series = 'silver' AND x = 'China'"),
        ("How many medals did South Korea win in all?",
         "SELECT sum(value) FROM data WHERE x = 'South Korea'"),
    ],
}  # fmt: skip

QUESTIONS = [
    EvaluationQuestion(f"{draw.__name__.removeprefix('draw_')}-{number}", draw, text, query)
    for draw, questions in _ASKED.items()
    for number, (text, query) in enumerate(questions, 1)
]
