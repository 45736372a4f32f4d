"""One figure of every kind, with known data; each is a function that draws it."""

from __future__ import annotations

import altair as alt
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import seaborn as sns
from matplotlib.colors import LogNorm

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
SALES = [12.0, 18.0, 9.0, 30.0, 24.0, 15.0]
COSTS = [8.0, 11.0, 10.0, 14.0, 13.0, 12.0]
TABLE = pd.DataFrame(
    {"month": MONTHS * 2, "amount": SALES + COSTS, "what": ["sales"] * 6 + ["costs"] * 6}
)


def line():
    fig, ax = plt.subplots()
    ax.plot([2018, 2019, 2020, 2021, 2022], [10, 14, 6, 20, 26], label="A")
    ax.plot([2018, 2019, 2020, 2021, 2022], [5, 7, 9, 11, 13], label="B")
    ax.set(title="Revenue", xlabel="year", ylabel="Revenue (million USD)")
    ax.legend()
    return fig


def bars():
    fig, ax = plt.subplots()
    ax.bar(MONTHS, SALES)
    ax.set_ylabel("Sales (USD)")
    return fig


def scores():
    fig, ax = plt.subplots()
    ax.bar(["a", "b", "c"], [50.0, 52.0, 80.0])
    ax.set_ylim(0, 100)  # a hundredth of it is 1
    return fig


def many_points():
    fig, ax = plt.subplots()
    ax.scatter(range(40), range(40))
    return fig


def steady():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3, 4], [5.0, 5.02, 4.98, 5.0], label="level")
    ax.plot([1, 2, 3, 4], [5.03, 5.02, 4.97, 5.0], label="level again")
    ax.set_ylim(0, 10)
    ax.legend()
    return fig


def log_bars():
    fig, ax = plt.subplots()
    ax.bar(["a", "b"], [10, 90], label="low")
    ax.bar(["a", "b"], [90, 910], bottom=[10, 90], label="high")
    ax.set_yscale("log")
    ax.legend()
    return fig


def horizontal_bars():
    fig, ax = plt.subplots()
    ax.barh(MONTHS, SALES)
    return fig


def stacked_bars():
    fig, ax = plt.subplots()
    ax.bar(MONTHS, SALES, label="sales")
    ax.bar(MONTHS, COSTS, bottom=SALES, label="costs")
    ax.legend()
    return fig


def grouped_bars():
    fig, ax = plt.subplots()
    places = np.arange(6)
    ax.bar(places - 0.2, SALES, 0.4, label="sales")
    ax.bar(places + 0.2, COSTS, 0.4, label="costs")
    ax.set_xticks(places, MONTHS)
    ax.legend()
    return fig


def scatter():
    fig, ax = plt.subplots()
    ax.scatter([1, 2, 3, 4, 5], [2, 8, 4, 9, 1], label="runs")
    ax.legend()
    return fig


def histogram():
    fig, ax = plt.subplots()
    ax.hist([0.5] * 3 + [1.5] * 7 + [2.5] * 12 + [3.5] * 2, bins=[0, 1, 2, 3, 4])
    return fig


def step_histogram():
    fig, ax = plt.subplots()
    ax.hist([0.5] * 3 + [1.5] * 7 + [2.5] * 12 + [3.5] * 2, bins=[0, 1, 2, 3, 4], histtype="step")
    return fig


def heat_map():
    fig, ax = plt.subplots()
    table = pd.DataFrame(
        [[1.0, 5.0], [3.0, 9.0], [2.0, 4.0]], index=list("pqr"), columns=list("uv")
    )
    sns.heatmap(table, ax=ax, cbar_kws={"label": "rate"})
    return fig


def image():
    fig, ax = plt.subplots()
    ax.imshow([[1, 5, 2], [3, 9, 0]])
    return fig


def error_bars():
    fig, ax = plt.subplots()
    ax.errorbar([1, 2, 3], [10, 20, 15], yerr=[1, 2, 1.5], label="mean", capsize=3)
    ax.legend()
    return fig


def band():
    fig, ax = plt.subplots()
    ax.fill_between([0, 1, 2, 3], [0, 0, 0, 0], [4, 8, 6, 10], label="load")
    ax.legend()
    return fig


def stack():
    fig, ax = plt.subplots()
    ax.stackplot([0, 1, 2], [1, 2, 3], [4, 8, 12], labels=["a", "b"])
    ax.legend()
    return fig


def pie():
    fig, ax = plt.subplots()
    ax.pie([50, 30, 20], labels=["rent", "food", "other"], autopct="%d%%")
    return fig


def boxes():
    fig, ax = plt.subplots()
    ax.boxplot([[1, 2, 3, 4, 5, 6, 7], [11, 12, 13, 14, 15, 16, 30]], tick_labels=["p", "q"])
    return fig


def log_axis():
    fig, ax = plt.subplots()
    ax.semilogy([0, 1, 2, 3], [1, 20, 300, 9000], label="loss")
    ax.legend()
    return fig


def dates():
    fig, ax = plt.subplots()
    ax.plot(pd.date_range("2020-01-31", periods=24, freq="ME"), np.arange(24.0) ** 2, label="users")
    ax.legend()
    return fig


def twins():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [10, 20, 30], label="rain")
    ax.set_ylabel("Rain (mm)")
    right = ax.twinx()
    right.plot([1, 2, 3], [0.3, 0.2, 0.1], color="red", label="sun")
    ax.legend(loc="upper left")
    right.legend(loc="upper right")
    return fig


def subplots():
    fig, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2, 3], [1, 2, 3], label="up")
    left.set_title("Left")
    right.plot([1, 2, 3], [30, 20, 10], label="down")
    right.set_title("Right")
    return fig


def inverted():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [100, 300, 200], label="depth")
    ax.invert_yaxis()
    return fig


def pandas_bars():
    frame = pd.DataFrame({"sales": SALES, "costs": COSTS}, index=MONTHS)
    return frame.plot.bar(rot=0).figure


def seaborn_bars():
    fig, ax = plt.subplots()
    sns.barplot(TABLE, x="month", y="amount", hue="what", ax=ax)
    return fig


def seaborn_lines():
    fig, ax = plt.subplots()
    sns.lineplot(TABLE, x="month", y="amount", hue="what", ax=ax)
    return fig


def plotly_bars():
    return px.bar(TABLE, x="month", y="amount", color="what")


def plotly_lines():
    days = pd.date_range("2020-01-01", periods=12, freq="MS")
    return go.Figure(go.Scatter(x=days, y=list(range(12)), name="n", mode="lines"))


def plotly_pie():
    return px.pie(names=["rent", "food", "other"], values=[50, 30, 20])


def altair_bars():
    return alt.Chart(TABLE).mark_bar().encode(x="month", y="sum(amount)", color="what")


def altair_lines():
    return (
        alt.Chart(TABLE).mark_line().encode(x=alt.X("month", sort=MONTHS), y="amount", color="what")
    )


def log_colours():
    fig, ax = plt.subplots()
    mesh = ax.pcolormesh([[1, 10, 100], [5, 50, 1000]], norm=LogNorm())
    fig.colorbar(mesh, label="counts")
    return fig


def decades():
    fig, ax = plt.subplots()
    ax.semilogy([1, 2, 3, 4], [1, 10, 100, 10_000])
    return fig
