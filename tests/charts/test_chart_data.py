"""What comes out of a figure of every kind is what was plotted."""

from __future__ import annotations

import math
from datetime import datetime

import altair as alt
import charted
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
import seaborn as sns
from charted import COSTS, MONTHS, SALES, TABLE
from hypothesis import given
from hypothesis import strategies as st
from plotly.subplots import make_subplots

from jupyter_claude_vision import figures
from jupyter_claude_vision.charts import read
from jupyter_claude_vision.charts.table_description import MOST, sample_points
from jupyter_claude_vision.errors import NotVisibleError

YEARS = [2018, 2019, 2020, 2021, 2022]

# The figure's series: name, kind, x as a reader names it, y.
HELD = {
    "line": [("A", "line", YEARS, [10, 14, 6, 20, 26]), ("B", "line", YEARS, [5, 7, 9, 11, 13])],
    "bars": [("", "bar", MONTHS, SALES)],
    "horizontal_bars": [("", "bar", MONTHS, SALES)],
    "stacked_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "grouped_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "scatter": [("runs", "scatter", [1, 2, 3, 4, 5], [2, 8, 4, 9, 1])],
    "histogram": [("", "histogram", [0.5, 1.5, 2.5, 3.5], [3, 7, 12, 2])],
    "step_histogram": [("", "histogram", [0.5, 1.5, 2.5, 3.5], [3, 7, 12, 2])],
    "heat_map": [("", "image", list("uvuvuv"), [1, 5, 3, 9, 2, 4])],
    "image": [("", "image", [0, 1, 2, 0, 1, 2], [1, 5, 2, 3, 9, 0])],
    "error_bars": [("mean", "line", [1, 2, 3], [10, 20, 15])],
    "band": [("load", "fill", [0, 1, 2, 3], [4, 8, 6, 10])],
    "stack": [("a", "fill", [0, 1, 2], [1, 2, 3]), ("b", "fill", [0, 1, 2], [5, 10, 15])],
    "pie": [("", "pie", ["rent", "food", "other"], [0.5, 0.3, 0.2])],
    "boxes": [("", "box", ["p", "q"], [4, 14])],
    "log_axis": [("loss", "line", [0, 1, 2, 3], [1, 20, 300, 9000])],
    "twins": [
        ("rain", "line", [1, 2, 3], [10, 20, 30]),
        ("sun", "line", [1, 2, 3], [0.3, 0.2, 0.1]),
    ],
    "subplots": [
        ("up", "line", [1, 2, 3], [1, 2, 3]),
        ("down", "line", [1, 2, 3], [30, 20, 10]),
    ],
    "inverted": [("depth", "line", [1, 2, 3], [100, 300, 200])],
    "pandas_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "seaborn_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "seaborn_lines": [("sales", "line", MONTHS, SALES), ("costs", "line", MONTHS, COSTS)],
    "log_colours": [("", "image", [0.5, 1.5, 2.5, 0.5, 1.5, 2.5], [1, 10, 100, 5, 50, 1000])],
    "plotly_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "plotly_pie": [("", "pie", ["rent", "food", "other"], [0.5, 0.3, 0.2])],
    "altair_bars": [("sales", "bar", MONTHS, SALES), ("costs", "bar", MONTHS, COSTS)],
    "altair_lines": [("sales", "line", MONTHS, SALES), ("costs", "line", MONTHS, COSTS)],
}


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def shown(series):
    return [series.where.show(x) for x in series.x]


def values(series):
    return dict(zip(shown(series), series.y, strict=True))


@pytest.mark.parametrize("figure", HELD)
def test_what_comes_out_is_what_was_plotted(figure):
    found = [s for s in read(getattr(charted, figure)()).series if s.name or s.kind != "fill"]
    expected = HELD[figure]
    assert [(s.name, s.kind) for s in found] == [(name, kind) for name, kind, _, _ in expected]
    for one, (_, _, xs, ys) in zip(found, expected, strict=True):
        assert (
            shown(one) == pytest.approx(xs) if isinstance(xs[0], (int, float)) else shown(one) == xs
        )
        assert list(one.y) == pytest.approx(ys)


def test_dates_are_dates():
    (one,) = read(charted.dates()).series
    assert one.where.scale == "date"
    assert shown(one)[:2] == [datetime(2020, 1, 31), datetime(2020, 2, 29)]


def test_plotly_dates_are_dates():
    (one,) = read(charted.plotly_lines()).series
    assert shown(one)[:2] == [datetime(2020, 1, 1), datetime(2020, 2, 1)]


def test_axes_have_labels_units_scales_and_limits():
    panel = read(charted.line()).panels[0]
    assert panel.title == "Revenue"
    assert (panel.x.label, panel.y.unit) == ("year", "million USD")
    assert read(charted.log_axis()).panels[0].y.scale == "log"
    inverted = read(charted.inverted()).panels[0].y
    assert inverted.inverted
    assert inverted.limits == pytest.approx((90, 310))


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Price (USD)", "USD"),
        ("Speed [m/s]", "m/s"),
        ("Share, %", "%"),
        ("Revenue (million USD)", "million USD"),
        ("Count (log scale)", ""),
        ("Temperature", ""),
        ("rain (right)", ""),
    ],
)
def test_units_are_read_off_the_label(label, unit):
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    ax.set_ylabel(label)
    assert read(fig).panels[0].y.unit == unit


def test_error_bars_belong_to_their_points():
    (one,) = read(charted.error_bars()).series
    assert one.details["low"] == pytest.approx((9, 18, 13.5))
    assert one.details["high"] == pytest.approx((11, 22, 16.5))


def test_error_bars_belong_to_their_bars():
    fig, ax = plt.subplots()
    ax.bar(["a", "b"], [1, 2], yerr=[0.1, 0.2])
    (one,) = read(fig).series
    assert one.details["high"] == pytest.approx((1.1, 2.2))


def test_seaborns_confidence_intervals_belong_to_their_bars():
    fig, ax = plt.subplots()
    table = pd.DataFrame({"g": ["a", "a", "b", "b"] * 5, "v": [1.0, 3.0, 5.0, 9.0] * 5})
    sns.barplot(table, x="g", y="v", ax=ax, errorbar="sd")
    (one,) = read(fig).series
    assert list(one.y) == pytest.approx([2, 7])
    assert one.details["low"][0] < 2 < one.details["high"][0]


def test_seaborns_error_bars_with_caps_are_no_lines():
    fig, ax = plt.subplots()
    table = pd.DataFrame({"g": ["a", "a", "b", "b"] * 5, "v": [1.0, 3.0, 5.0, 9.0] * 5})
    sns.barplot(table, x="g", y="v", ax=ax, errorbar="sd", capsize=0.3)
    (one,) = read(fig).series
    assert one.details["low"][0] < 2 < one.details["high"][0]


def test_areas_of_pandas_are_there_once_with_their_names():
    ax = pd.DataFrame({"u": [1.0, 2.0, 3.0], "v": [3.0, 4.0, 5.0]}).plot.area()
    found = [(one.name, one.kind, one.y, one.details["low"]) for one in read(ax.figure).series]
    assert found == [
        ("u", "fill", (1, 2, 3), (0, 0, 0)),
        ("v", "fill", (4, 6, 8), (1, 2, 3)),
    ]


def test_a_series_over_durations_is_read():
    series = pd.Series([1.0, 2.0, 3.0], index=pd.to_timedelta([1, 2, 3], unit="h"))
    (one,) = read(series.plot().figure).series
    assert one.y == (1, 2, 3)
    assert "3 points" in str(figures.describe(plt.gcf()))


def test_a_reference_line_has_its_own_name_only():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], label="A", color="C0")
    ax.axhline(2, color="C0")
    ax.legend()
    assert {one.kind: one.name for one in read(fig).series} == {"line": "A", "hline": ""}


def test_outliers_are_told():
    assert "- outlier 'series 1': 1 value\n  q: 30" in str(figures.describe(charted.boxes()))


def test_plotlys_categories_of_two_levels_are_read():
    figure = go.Figure(go.Bar(x=[["a", "a", "b"], ["x", "y", "x"]], y=[1, 2, 3]))
    (one,) = read(figure).series
    assert values(one) == {"a, x": 1, "a, y": 2, "b, x": 3}


def test_stacked_bars_say_where_they_stand():
    _, costs = read(charted.stacked_bars()).series
    assert list(costs.details["bottom"]) == SALES


def test_box_plots_have_quartiles_whiskers_and_outliers():
    (one,) = read(charted.boxes()).series
    assert one.details["q1"] == pytest.approx((2.5, 12.5))
    assert one.details["q3"] == pytest.approx((5.5, 15.5))
    assert one.details["high"][0] == 7
    assert one.details["outliers"] == (30,)


# seaborn 0.13 speaks to matplotlib 3.11 as to 3.10.
@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")
@pytest.mark.parametrize("patched", [False, True], ids=["lines", "patches"])
def test_seaborns_box_plots_have_their_names(patched):
    fig, ax = plt.subplots()
    table = pd.DataFrame({"d": ["a", "b"] * 20, "v": range(40), "h": ["u", "u", "w", "w"] * 10})
    sns.boxplot(table, x="d", y="v", hue="h", ax=ax, fill=patched)
    found = {one.name: one for one in read(fig).series}
    assert set(found) == {"u", "w"}
    expected = table[(table.h == "u") & (table.d == "b")].v.median()
    assert found["u"].y[shown(found["u"]).index("b")] == pytest.approx(expected)


def test_violins_have_their_medians_where_they_are_drawn():
    fig, ax = plt.subplots()
    table = pd.DataFrame({"d": ["a", "b"] * 20, "v": [float(n) for n in range(40)]})
    sns.violinplot(table, x="d", y="v", ax=ax)
    found = read(fig).series
    assert [one.kind for one in found] == ["violin", "violin"]
    assert [one.y[0] for one in found] == pytest.approx([19, 20])


def test_seaborns_scatter_plot_is_told_apart_by_its_legend():
    fig, ax = plt.subplots()
    table = pd.DataFrame({"x": range(6), "y": range(6), "h": ["u", "w"] * 3})
    sns.scatterplot(table, x="x", y="y", hue="h", ax=ax)
    assert {one.name: list(one.x) for one in read(fig).series} == {
        "u": [0, 2, 4],
        "w": [1, 3, 5],
    }


def test_a_grid_of_seaborns_has_a_panel_for_each_axes():
    table = pd.DataFrame({"x": range(6), "y": range(6), "c": ["u", "w"] * 3})
    grid = sns.relplot(table, x="x", y="y", col="c")
    assert [panel.title for panel in read(grid).panels] == ["c = u", "c = w"]


def test_histograms_of_seaborn_are_histograms():
    fig, ax = plt.subplots()
    sns.histplot([1, 1, 2, 3, 3, 3], bins=3, ax=ax)
    (one,) = read(fig).series
    assert (one.kind, list(one.y)) == ("histogram", [2, 1, 3])


def test_reference_lines_are_no_data():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3])
    ax.axhline(2, label="limit")
    ax.axvline(1)
    kinds = {one.kind: one for one in read(fig).series}
    assert set(kinds) == {"line", "hline", "vline"}
    assert kinds["hline"].y == (2,)


def test_what_is_hidden_is_left_out():
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    ax.plot([3, 4])[0].set_visible(False)
    assert len(read(fig).series) == 1


def test_steps_stems_contours_and_hexagons_are_told():
    fig, axes = plt.subplots(2, 2)
    axes[0, 0].step([1, 2, 3], [4, 5, 6])
    axes[0, 1].stem([1, 2], [3, 4])
    axes[1, 0].contour(np.arange(12.0).reshape(3, 4))
    axes[1, 1].hexbin([1, 2, 3], [1, 2, 3], gridsize=3)
    kinds = [[one.kind for one in panel.series] for panel in read(fig).panels]
    assert kinds == [["step"], ["stem"], ["contour"], ["hexbin"]]


def test_a_secondary_axis_of_pandas_is_the_right_one():
    ax = pd.DataFrame({"u": [1, 2], "v": [300, 400]}).plot(secondary_y="v")
    panel = read(ax.figure).panels[0]
    assert panel.right is not None
    assert [(one.name, one.value is panel.right) for one in panel.series] == [
        ("u", False),
        ("v (right)", True),
    ]


def test_stacked_bars_of_pandas_keep_their_segments():
    ax = pd.DataFrame({"u": [1, 2], "v": [3, 4]}, index=["p", "q"]).plot.bar(stacked=True)
    assert [(one.name, one.y) for one in read(ax.figure).series] == [("u", (1, 2)), ("v", (3, 4))]


def test_a_time_series_of_pandas_has_its_dates():
    series = pd.Series(range(3), index=pd.period_range("2020-01", periods=3, freq="M"))
    (one,) = read(series.plot().figure).series
    assert shown(one) == [datetime(2020, 1, 1), datetime(2020, 2, 1), datetime(2020, 3, 1)]


def test_a_colour_bar_names_the_values_and_is_no_panel():
    chart = read(charted.heat_map())
    assert len(chart.panels) == 1
    assert chart.series[0].value.label == "rate"


def test_annotations_and_the_legend_are_told():
    fig, ax = plt.subplots()
    ax.plot([1, 2], label="A")
    ax.annotate("the peak", (1, 2))
    ax.legend()
    panel = read(fig).panels[0]
    assert (panel.annotations, panel.legend) == (("the peak",), ("A",))


def test_one_axes_or_artist_is_enough():
    fig, axes = plt.subplots(1, 2)
    axes[0].plot([1, 2])
    bars = axes[1].bar(["a"], [5])
    assert [one.kind for one in read(axes[1]).series] == ["bar"]
    assert len(read(bars).panels) == 2
    assert read(fig).library == "matplotlib"


def test_a_figure_is_left_as_it_was():
    fig = charted.line()
    before = fig.stale, [ax.get_xlim() for ax in fig.axes]
    read(fig)
    assert (fig.stale, [ax.get_xlim() for ax in fig.axes]) == before


def test_plotly_histograms_boxes_heat_maps_and_errors():
    bins = {"start": 1, "end": 3, "size": 1}
    (one,) = read(go.Figure(go.Histogram(x=[1, 1.5, 2.5], xbins=bins))).series
    assert (one.kind, one.y) == ("histogram", (2, 1))
    (box,) = read(px.box(TABLE, x="what", y="amount")).series
    assert shown(box) == ["sales", "costs"]
    assert box.y == pytest.approx((16.5, 11.5))
    (cells,) = read(px.imshow([[1, 2], [3, 4]], x=["a", "b"], y=["p", "q"])).series
    assert list(cells.y) == [1, 2, 3, 4]
    (points,) = read(px.scatter(x=[1, 2], y=[3, 4], error_y=[0.1, 0.2])).series
    assert points.details["high"] == pytest.approx((3.1, 4.2))


def test_plotly_subplots_twins_and_scales():
    figure = make_subplots(
        1, 2, subplot_titles=["left", "right"], specs=[[{}, {"secondary_y": True}]]
    )
    figure.add_scatter(x=[1, 2], y=[3, 4], row=1, col=1)
    figure.add_scatter(x=[1, 2], y=[5, 6], row=1, col=2, name="p")
    figure.add_scatter(x=[1, 2], y=[500, 600], row=1, col=2, secondary_y=True, name="q")
    figure.update_yaxes(type="log", row=1, col=1)
    left, right = read(figure).panels
    assert (left.title, left.y.scale, right.title) == ("left", "log", "right")
    assert [one.value is right.right for one in right.series] == [False, True]


def test_plotly_traces_that_are_not_read_are_named():
    chart = read(go.Figure(go.Sankey()))
    assert chart.notes == ("Traces of these types are left out: sankey.",)


def test_altair_aggregates_layers_facets_and_pies():
    base = alt.Chart(TABLE)
    (mean,) = read(base.mark_bar().encode(y="what", x="mean(amount)")).series
    assert dict(zip(shown(mean), mean.y, strict=True)) == pytest.approx(
        {"sales": 18, "costs": 34 / 3}
    )
    layered = base.mark_line().encode(x="month", y="amount", color="what")
    assert len(read(layered + layered.mark_point()).series) == 4
    faceted = base.mark_bar().encode(x="month", y="amount", column="what")
    assert [panel.title for panel in read(faceted).panels] == ["sales", "costs"]
    (pie,) = read(base.mark_arc().encode(theta="sum(amount)", color="what")).series
    assert dict(zip(shown(pie), pie.y, strict=True)) == pytest.approx(
        {"sales": 108 / 176, "costs": 68 / 176}
    )


def test_what_altair_computes_in_the_browser_is_left_out_and_said():
    binned = alt.Chart(TABLE).mark_bar().encode(x=alt.X("amount", bin=True), y="count()")
    chart = read(binned)
    assert not chart.series
    assert "bins" in chart.notes[0]


@pytest.mark.parametrize("thing", [5, "chart.png", np.zeros((4, 4)), None, pd.DataFrame()])
def test_what_is_no_live_figure_has_no_data(thing):
    assert read(thing) is None
    with pytest.raises(NotVisibleError, match="is no live figure"):
        figures.describe(thing)


def test_a_description_tells_titles_axes_units_and_values():
    text = str(figures.describe(charted.line()))
    assert "Title: Revenue" in text
    assert "y axis: Revenue (million USD), unit million USD, linear from" in text
    assert "- line 'A': 5 points\n  2018: 10; 2019: 14; 2020: 6; 2021: 20; 2022: 26" in text


def test_a_long_series_is_summarised_with_its_shape():
    fig, ax = plt.subplots()
    xs = np.linspace(0, 10, 5000)
    ax.plot(xs, np.sin(xs))
    text = str(figures.describe(fig))
    assert "5000 points" in text
    assert "maximum 1 at " in text
    assert "quartiles" in text
    assert len(text) < 1500


def test_a_figure_of_dozens_of_series_stays_short_and_says_so():
    fig, ax = plt.subplots()
    for number in range(80):
        ax.plot(np.random.default_rng(number).normal(size=40), label=f"s{number}")
    text = str(figures.describe(fig))
    assert len(text) < MOST + 100
    assert "more lines" in text


def test_every_point_is_a_row_of_the_frame():
    frame = figures.describe(charted.grouped_bars()).to_frame()
    assert len(frame) == 12
    assert frame.value.sum() == sum(SALES) + sum(COSTS)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=300))
def test_a_sample_has_the_ends_and_nothing_that_is_not_there(points):
    kept = sample_points(points, 24)
    assert len(kept) == min(len(points), 24)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert set(kept) <= set(points)


def test_a_sample_keeps_a_spike():
    points = [(float(x), 0.0) for x in range(1000)]
    points[567] = (567.0, 99.0)
    assert (567.0, 99.0) in sample_points(points, 24)


def test_missing_values_stay_missing():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [1, math.nan, 3])
    (one,) = read(fig).series
    assert one.points == [(1, 1), (3, 3)]
    assert "2 points" in str(figures.describe(fig))
