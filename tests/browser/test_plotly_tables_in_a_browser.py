"""Chart tables of plotly figures, against what plotly.js itself computes in a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import plotly
import plotly.graph_objects as go
import pytest

from jupyter_claude_vision.charts.plotly.table_reader import read_plotly_tables

playwright = pytest.importorskip("playwright.sync_api")
CHROME = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROME is None, reason="no Chrome is installed"),
]

RNG = np.random.default_rng(7)
DAY = 86_400_000
CALCULATE = """async (figure) => {
  const {data, layout} = JSON.parse(figure);
  const div = document.getElementById("figure");
  await Plotly.newPlot(div, data, {...layout, width: 700, height: 500}, {staticPlot: true});
  const marks = div.calcdata.map((marks) => marks.map((mark) => ({
    p: mark.p, s: mark.s, b: mark.b,
    q1: mark.q1, med: mark.med, q3: mark.q3, lf: mark.lf, uf: mark.uf,
  })));
  const axes = [div._fullLayout.xaxis.range, div._fullLayout.yaxis.range];
  return {marks, axes};
}"""

DATES = {
    "hours": pd.date_range("2024-01-01", periods=200, freq="h"),
    "days": pd.date_range("2024-01-01", periods=400, freq="D"),
    "weeks": pd.date_range("2018-01-01", periods=105, freq="7D"),
    "months": pd.date_range("2020-01-01", periods=60, freq="MS"),
    "years": pd.date_range("1990-01-01", periods=30, freq="YS"),
    "any": pd.Timestamp("2021-03-04") + pd.to_timedelta(RNG.uniform(0, 900, 500), unit="D"),
}
NUMBERS = {
    "normal": RNG.normal(size=300),
    "rounded": RNG.normal(0, 5, 300).round(1),
    "whole": RNG.integers(0, 100, 300),
    "few": np.repeat([0.5, 1.5, 2.5], 10),
    "one": np.array([3.3]),
    "tiny": RNG.normal(0, 1e-7, 100),
    "large": RNG.lognormal(10, 2, 300),
}


@pytest.fixture(scope="module")
def calculate():
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROME, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content('<div id="figure"></div>')
        page.add_script_tag(content=script.read_text("utf-8"))
        yield lambda figure: page.evaluate(CALCULATE, figure.to_json())
        browser.close()


def rows(figure, columns):
    return list(read_plotly_tables(figure).query(f"SELECT {columns} FROM data"))


def days_of(texts):
    return pd.to_datetime(texts).to_numpy().astype("datetime64[s]").astype(float) / 86_400


@pytest.mark.parametrize("name", [*NUMBERS, *DATES])
def test_bins_are_those_that_plotly_draws(calculate, name):
    values = NUMBERS[name] if name in NUMBERS else DATES[name]
    figure = go.Figure(go.Histogram(x=values))
    (marks,) = calculate(figure)["marks"]
    histogram = rows(figure, "x_low, x_high, value")
    assert [row[2] for row in histogram] == [mark["s"] for mark in marks]
    low, high = (np.array(column) for column in list(zip(*histogram, strict=True))[:2])
    if name in DATES:
        low, high = days_of(low), days_of(high)
    centers = np.array([mark["p"] for mark in marks]) / (DAY if name in DATES else 1)
    np.testing.assert_allclose((low + high) / 2, centers, rtol=1e-6)


@pytest.mark.parametrize("mode", ["stack", "relative", "group", "overlay"])
@pytest.mark.parametrize("norm", ["", "percent"])
def test_bars_stand_where_plotly_puts_them(calculate, mode, norm):
    columns = [[1, -2, 3, 3], [2, 3, -1, 1], [2, 1, 1, 4]]
    bars = [go.Bar(x=["a", "b", "c", "c"], y=column) for column in columns]
    figure = go.Figure(bars, {"barmode": mode, "barnorm": norm})
    marks = [mark for trace in calculate(figure)["marks"] for mark in trace]
    expected = [(mark["s"], *sorted((mark["b"], mark["b"] + mark["s"]))) for mark in marks]
    np.testing.assert_allclose(rows(figure, "value, low, high"), expected)


@pytest.mark.parametrize("method", ["linear", "exclusive", "inclusive"])
@pytest.mark.parametrize("count", [2, 3, 7, 8, 50])
def test_boxes_are_those_that_plotly_draws(calculate, method, count):
    values = RNG.standard_t(2, size=count).round(2)
    figure = go.Figure(go.Box(y=values, quartilemethod=method))
    ((mark,),) = calculate(figure)["marks"]
    box = read_plotly_tables(figure).query(
        "SELECT low, q1, value, q3, high FROM data WHERE kind = 'box'"
    )[0]
    assert box == pytest.approx([mark[key] for key in ("lf", "q1", "med", "q3", "uf")])


@pytest.mark.parametrize(
    "trace",
    [
        go.Scatter(y=[3, 1, 2], mode="lines"),
        go.Scatter(y=[3, 1, 2], mode="markers", marker_size=20),
        go.Scatter(y=[3, 1, 2], fill="tozeroy"),
        go.Bar(x=[1, 2, 4], y=[3, -1, 2]),
        go.Histogram(x=NUMBERS["normal"]),
        go.Heatmap(z=[[1, 2, 3], [4, 5, 6]]),
        go.Box(x=[1, 1, 2, 2], y=[3, 4, 5, 9]),
    ],
    ids=lambda trace: trace.type,
)
def test_axes_show_what_plotly_shows(calculate, trace):
    figure = go.Figure(trace)
    for name, ends in zip("xy", calculate(figure)["axes"], strict=True):
        low, high = read_plotly_tables(figure).query(
            f"SELECT low, high FROM axes WHERE axis = '{name}'"
        )[0]
        assert (low, high) == pytest.approx(ends, abs=0.02 * abs(ends[1] - ends[0]))
