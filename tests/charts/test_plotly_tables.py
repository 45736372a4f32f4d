"""Chart tables of plotly figures, against the data that drew them."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.basedatatypes import BaseTraceType
from plotly.subplots import make_subplots

from jupyter_claude_vision.charts.plotly import table_reader
from jupyter_claude_vision.charts.plotly.table_reader import read_plotly_tables
from jupyter_claude_vision.charts.row_blocks import OUTSIDE_LIMITS

A, B = [1.0, -2.0, 3.0], [2.0, 3.0, -1.0]
PLACES = ["a", "b", "c"]
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
SLOWLY = settings(max_examples=40, deadline=None)


def rows(figure, columns, where="1"):
    """Return some columns of a figure's data, in drawing order."""
    return list(read_plotly_tables(figure).query(f"SELECT {columns} FROM data WHERE {where}"))


def axis(figure, name, columns):
    return read_plotly_tables(figure).query(f"SELECT {columns} FROM axes WHERE axis = '{name}'")[0]


def two_bars(**layout):
    bars = [go.Bar(x=PLACES, y=A, name="A"), go.Bar(x=PLACES, y=B, name="B")]
    return go.Figure(bars, layout=layout)


def test_bars_side_by_side_have_their_own_length_and_edges():
    assert rows(
        two_bars(title="T"), "panel, series, kind, x, y, value, low, high, share, axis"
    ) == [
        ("T", "A", "bar", "a", 1, 1, 0, 1, None, "y"),
        ("T", "A", "bar", "b", -2, -2, -2, 0, None, "y"),
        ("T", "A", "bar", "c", 3, 3, 0, 3, None, "y"),
        ("T", "B", "bar", "a", 2, 2, 0, 2, None, "y"),
        ("T", "B", "bar", "b", 3, 3, 0, 3, None, "y"),
        ("T", "B", "bar", "c", -1, -1, -1, 0, None, "y"),
    ]


def test_horizontal_bars_have_their_category_in_y():
    figure = go.Figure(go.Bar(y=PLACES, x=A, orientation="h", name="A"))
    assert rows(figure, "x, y, value, axis") == [
        (1, "a", 1, "x"),
        (-2, "b", -2, "x"),
        (3, "c", 3, "x"),
    ]


def test_stacked_segments_have_edges_and_shares():
    figure = two_bars(barmode="relative")
    assert rows(figure, "value, low, high, share", "series = 'B'") == [
        (2, 1, 3, 2 / 3),
        (3, 0, 3, 1),
        (-1, -1, 0, 1),
    ]
    figure = go.Figure([go.Bar(x=PLACES, y=[1, 2, 3]), go.Bar(x=PLACES, y=[3, 2, 1])])
    figure.update_layout(barmode="stack", barnorm="percent")
    assert rows(figure, "value, low, high, share", "series = 'trace 1'") == [
        (75, 25, 100, 0.75),
        (50, 50, 100, 0.5),
        (25, 75, 100, 0.25),
    ]


def test_bars_begin_at_their_base_and_keep_their_length():
    figure = go.Figure(go.Bar(x=["p", "q"], y=[1, -2], base=[10, 20]))
    assert rows(figure, "y, value, low, high") == [(11, 1, 10, 11), (18, -2, 18, 20)]


def test_a_timeline_has_intervals_of_days():
    jobs = [{"job": "dig", "a": "2024-01-10", "b": "2024-01-15"}]
    figure = px.timeline(jobs, x_start="a", x_end="b", y="job")
    assert rows(figure, "kind, x, y, value, x_low, x_high") == [
        ("interval", "2024-01-10", "dig", 5, "2024-01-10", "2024-01-15")
    ]


@pytest.mark.parametrize("letter", ["x", "y"])
def test_histograms_have_the_bins_that_plotly_draws(letter):
    """The edges and counts are those of plotly.js 4.1.1, in a browser."""
    values = [1.1, 2.2, 2.4, 3.7, 4.1, 4.9, 5.5, 6.3, 7.7, 12.5]
    figure = go.Figure(go.Histogram({letter: values}))
    ends = f"{letter}_low, {letter}_high, {letter}, value, axis"
    value = "y" if letter == "x" else "x"
    assert rows(figure, ends, "kind = 'histogram'") == [
        (0, 5, 2.5, 6, value),
        (5, 10, 7.5, 3, value),
        (10, 15, 12.5, 1, value),
    ]


def test_whole_numbers_lie_in_the_middle_of_their_bins():
    figure = go.Figure(go.Histogram(x=[1, 1, 2, 3, 3, 3, 4]))
    assert rows(figure, "x_low, x_high, value") == [
        (0.5, 1.5, 2),
        (1.5, 2.5, 1),
        (2.5, 3.5, 3),
        (3.5, 4.5, 1),
    ]


def test_months_are_binned_by_their_own_length():
    figure = go.Figure(go.Histogram(x=pd.date_range("2024-01-01", "2024-03-31"), xbins_size="M1"))
    histogram = rows(figure, "x_low, x_high, value")
    assert sum(row[2] for row in histogram) == 91
    assert all(low[8:10] == high[8:10] or low[8:10] > "28" for low, high, _ in histogram)


@pytest.mark.parametrize(
    ("options", "values"),
    [
        ({"histfunc": "sum"}, [3, 3]),
        ({"histfunc": "avg"}, [1.5, 3]),
        ({"histfunc": "max"}, [2, 3]),
        ({"histnorm": "percent"}, [200 / 3, 100 / 3]),
        ({"histnorm": "probability", "cumulative_enabled": True}, [2 / 3, 1]),
    ],
)
def test_histograms_of_categories_measure_what_they_are_told_to(options, values):
    figure = go.Figure(go.Histogram(x=["p", "p", "q"], y=[1, 2, 3], orientation="v", **options))
    bars = rows(figure, "x, value", "kind = 'histogram' AND x_low IS NULL")
    assert [row[0] for row in bars] == ["p", "q"]
    assert [row[1] for row in bars] == pytest.approx(values)


def test_stacked_histograms_share_their_bins():
    rng = np.random.default_rng(2)
    figure = px.histogram(
        pd.DataFrame({"v": rng.normal(size=200), "g": ["p", "q"] * 100}), x="v", color="g"
    )
    for x_low, low, share in rows(figure, "x_low, low, share", "series = 'q'"):
        below = rows(figure, "value, share", f"series = 'p' AND x_low = {x_low!r}")
        assert low == (below[0][0] if below else 0)
        assert share is None or share + (below[0][1] if below else 0) == pytest.approx(1)


def test_two_dimensional_bins_have_four_edges():
    x, y = [0.2, 0.7, 1.2, 1.3], [0.1, 0.2, 1.7, 1.9]
    bins = {"start": 0, "end": 2, "size": 1}
    figure = go.Figure(go.Histogram2d(x=x, y=y, xbins=bins, ybins=bins))
    assert rows(figure, "x_low, x_high, y_low, y_high, value, axis", "value > 0") == [
        (0, 1, 0, 1, 2, "color"),
        (1, 2, 1, 2, 2, "color"),
    ]


@pytest.mark.parametrize("flip", [False, True])
def test_boxes_have_quartiles_whiskers_and_outliers(flip):
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 40]
    columns = {"x": values, "y": ["p"] * 9} if flip else {"y": values, "x": ["p"] * 9}
    figure = go.Figure(go.Box(**columns, orientation="h" if flip else "v", name="A"))
    place, value = ("y", "x") if flip else ("x", "y")
    assert rows(figure, f"series, {place}, low, q1, value, q3, high, axis", "kind = 'box'") == [
        ("A", "p", 1, 2.75, 5, 7.25, 8, value)
    ]
    assert rows(figure, f"{place}, value", "kind = 'outlier'") == [("p", 40)]


@pytest.mark.parametrize(
    ("method", "quartiles"),
    [("linear", (2.25, 5.75)), ("exclusive", (2, 6)), ("inclusive", (2.5, 5.5))],
)
def test_quartiles_are_those_of_the_method(method, quartiles):
    figure = go.Figure(go.Box(y=[1, 2, 3, 4, 5, 6, 7], quartilemethod=method))
    assert rows(figure, "q1, q3") == [quartiles]


def test_boxes_without_a_place_stand_at_their_name():
    figure = go.Figure([go.Box(y=[1, 2, 3], name="A"), go.Box(y=[4, 5, 6], name="B")])
    assert rows(figure, "series, x, value") == [("A", "A", 2), ("B", "B", 5)]


def test_boxes_of_given_quartiles_are_those():
    box = go.Box(q1=[1], median=[2], q3=[3], lowerfence=[0], upperfence=[9], x=["p"])
    assert rows(go.Figure(box), "x, low, q1, value, q3, high") == [("p", 0, 1, 2, 3, 9)]


def test_violins_end_where_their_body_ends():
    values = [1.0, 2, 3, 4, 5]
    plain = go.Figure(go.Violin(y=values, name="v", spanmode="hard"))
    assert rows(plain, "kind, x, low, high, value, q1") == [("violin", "v", 1, 5, None, None)]
    boxed = go.Figure(go.Violin(y=values, name="v", box_visible=True))
    ((low, high, median),) = rows(boxed, "low, high, value")
    assert (low < 1, high > 5, median) == (True, True, 3)


def test_lines_have_gaps_that_value_at_does_not_bridge():
    figure = go.Figure(go.Scatter(x=[1, 2, 3, 4], y=[10, None, 30, 40], name="g"))
    assert rows(figure, "kind, x, value") == [("line", 1, 10), ("line", 3, 30), ("line", 4, 40)]
    query = "SELECT value_at('panel 1', 'g', {})"
    tables = read_plotly_tables(figure)
    assert tables.query(query.format(2)).value is None
    assert tables.query(query.format(3.5)).value == 35
    bridged = read_plotly_tables(figure.update_traces(connectgaps=True))
    assert bridged.query(query.format(2)).value == 20


@pytest.mark.parametrize(
    ("shape", "value"), [("hv", 1), ("vh", 3), ("hvh", 3), ("vhv", 2), ("linear", 2.5)]
)
def test_steps_hold_their_value_as_they_are_drawn(shape, value):
    figure = go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 3, 2], line_shape=shape, name="s"))
    tables = read_plotly_tables(figure)
    assert tables.query("SELECT value_at('panel 1', 's', 1.75)").value == value
    kind = "line" if shape == "linear" else "step"
    assert tables.query("SELECT DISTINCT kind FROM data").value == kind


def test_modes_decide_between_points_lines_and_texts():
    assert rows(go.Figure(go.Scatter(y=[1, 2])), "kind, x, y") == [("line", 0, 1), ("line", 1, 2)]
    points = go.Figure(go.Scatter(y=[1], mode="markers+text", text="<b>here</b>"))
    assert rows(points, "kind") == [("point",)]
    texts = read_plotly_tables(points).query("SELECT kind, text, x, y FROM texts")
    assert texts == [("annotation", "here", 0, 1)]
    template = {"data": {"scatter": [{"mode": "markers"}]}}
    assert rows(go.Figure(go.Scatter(y=[1, 2]), {"template": template}), "kind")[0] == ("point",)


def test_places_may_be_counted_from_a_start():
    numbers = go.Figure(go.Scatter(x0=5, dx=0.5, y=[1, 2]))
    assert rows(numbers, "x") == [(5,), (5.5,)]
    dates = go.Figure(go.Scatter(x0="2024-01-01", dx=86_400_000, y=[1, 2]))
    assert rows(dates, "x") == [("2024-01-01",), ("2024-01-02",)]


def test_columns_of_different_length_are_as_long_as_the_shorter():
    assert len(rows(go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 2])), "1")) == 2
    assert len(rows(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2])), "1")) == 2


def test_stacked_areas_have_their_own_thickness():
    figure = go.Figure(
        [
            go.Scatter(x=[1, 2], y=[1, 3], stackgroup="s", name="A"),
            go.Scatter(x=[1, 2], y=[3, 1], stackgroup="s", name="B"),
        ]
    )
    assert rows(figure, "kind, x, y, value, low, high, share", "series = 'B'") == [
        ("area", 1, 4, 3, 1, 4, 0.75),
        ("area", 2, 4, 1, 3, 4, 0.25),
    ]
    figure.update_traces(groupnorm="percent")
    assert rows(figure, "value, low, high", "series = 'B'") == [(75, 25, 100), (25, 75, 100)]


def test_fills_are_areas_and_bands():
    zero = go.Figure(go.Scatter(x=[1, 2], y=[5, -6], fill="tozeroy"))
    assert rows(zero, "kind, value, low, high") == [("area", 5, 0, 5), ("area", -6, -6, 0)]
    lines = [
        go.Scatter(x=[1, 2], y=[3, 4], mode="none", showlegend=False),
        go.Scatter(x=[1, 2], y=[1, 2], mode="none", fill="tonexty", name="range"),
    ]
    band = [("range", "band", 1, 1, 3, None), ("range", "band", 2, 2, 4, None)]
    assert rows(go.Figure(lines), "series, kind, x, low, high, value") == band
    there_and_back = go.Scatter(
        x=[1, 2, 2, 1], y=[3, 4, 2, 1], mode="none", fill="toself", name="range"
    )
    assert rows(go.Figure(there_and_back), "series, kind, x, low, high, value") == band


def test_error_bars_stand_beside_their_points():
    figure = go.Figure(
        go.Scatter(
            x=[1, 2],
            y=[10, 20],
            error_y={"array": [1, 2], "arrayminus": [3, 4]},
            error_x={"type": "constant", "value": 0.5},
        )
    )
    assert rows(figure, "x, y, value, low, high", "kind = 'errorbar' AND axis = 'y'") == [
        (1, 10, 10, 7, 11),
        (2, 20, 20, 16, 22),
    ]
    assert rows(figure, "value, low, high", "kind = 'errorbar' AND axis = 'x'")[0] == (1, 0.5, 1.5)


def test_cells_have_centers_or_edges_and_the_value_of_their_color():
    heat = go.Heatmap(z=[[1, None], [3, 4]], x=PLACES[:2], y=["m", "n"], colorbar_title="Heat (°C)")
    figure = go.Figure(heat)
    assert rows(figure, "x, y, value, axis") == [
        ("a", "m", 1, "color"),
        ("a", "n", 3, "color"),
        ("b", "n", 4, "color"),
    ]
    assert axis(figure, "color", "label, unit, low, high") == ("Heat (°C)", "°C", 1, 4)
    edges = go.Figure(go.Heatmap(z=[[1, 2]], x=[0, 1, 3], y=[0, 2]))
    assert rows(edges, "x, x_low, x_high, y, y_low, y_high") == [
        (0.5, 0, 1, 1, 0, 2),
        (2, 1, 3, 1, 0, 2),
    ]


def test_contours_have_their_levels():
    z = [[0, 5], [5, 10]]
    given_levels = {"start": 2, "end": 8, "size": 3}
    figure = go.Figure(go.Contour(z=z, contours=given_levels))
    assert rows(figure, "kind, value") == [("contour", 2), ("contour", 5), ("contour", 8)]
    assert rows(go.Figure(go.Contour(z=z)), "value") == [(float(n),) for n in range(1, 10)]


def test_slices_are_added_by_name_and_sorted_as_drawn():
    pie = go.Pie(labels=["a", "b", "a", "c"], values=[1, 2, 3, 4], name="P")
    assert rows(go.Figure(pie), "series, x, value, share, axis") == [
        ("P", "a", 4, 0.4, None),
        ("P", "c", 4, 0.4, None),
        ("P", "b", 2, 0.2, None),
    ]
    hidden = go.Figure(go.Pie(labels=["a", "b"], values=[1, 3]), {"hiddenlabels": ["b"]})
    assert rows(hidden, "x, share") == [("a", 1)]


@pytest.mark.parametrize("kind", [go.Sunburst, go.Treemap, go.Icicle])
def test_sectors_have_the_sum_of_what_they_hold(kind):
    tree = {"labels": ["all", "a", "b", "c"], "parents": ["", "all", "all", "a"]}
    remainder = go.Figure(kind(**tree, values=[0, 1, 4, 5]))
    total = go.Figure(kind(**tree, values=[10, 6, 4, 5], branchvalues="total"))
    for figure in (remainder, total):
        assert rows(figure, "x, value, share") == [
            ("all", 10, 1),
            ("a", 6, 0.6),
            ("b", 4, 0.4),
            ("c", 5, 0.5),
        ]


def test_waterfalls_have_changes_and_totals():
    figure = go.Figure(
        go.Waterfall(x=PLACES, y=[60, -20, 0], measure=["absolute", "relative", "total"])
    )
    assert rows(figure, "value, low, high") == [(60, 0, 60), (-20, 40, 60), (40, 0, 40)]


def test_funnels_have_their_numbers():
    figure = px.funnel({"n": [40, 20], "stage": ["seen", "bought"]}, x="n", y="stage")
    assert rows(figure, "kind, y, value, low, high") == [
        ("bar", "seen", 40, -20, 20),
        ("bar", "bought", 20, -10, 10),
    ]
    assert axis(figure, "y", "inverted") == (1,)


def test_candles_have_a_body_and_four_prices():
    figure = go.Figure(
        go.Candlestick(x=["2024-01-02"], open=[3], high=[5], low=[1], close=[2], name="ACME")
    )
    assert rows(figure, "x, low, q1, q3, high", "kind = 'box'") == [("2024-01-02", 1, 2, 3, 5)]
    assert rows(figure, "value", "series = 'ACME close'") == [(2,)]


def test_maps_have_values_by_place():
    figure = px.choropleth(
        {"code": ["FRA", "DEU"], "v": [3, 4], "name": ["France", "Germany"]},
        locations="code",
        color="v",
        hover_name="name",
    )
    assert rows(figure, "kind, x, value, axis") == [
        ("cell", "France", 3, "color"),
        ("cell", "Germany", 4, "color"),
    ]


def test_polar_points_have_their_angle_in_degrees():
    figure = go.Figure(go.Scatterpolar(r=[1, 2], theta=[0, math.pi / 2], thetaunit="radians"))
    assert rows(figure, "x, value, axis") == [(0, 1, "radius"), (90, 2, "radius")]


def test_tables_flows_and_indicators_are_read():
    table = go.Table(header={"values": ["Name", "Score"]}, cells={"values": [["Ann"], [90]]})
    assert rows(go.Figure(table), "kind, x, y, value") == [("cell", "Score", 1, 90)]
    assert ("table cell", "Ann") in read_plotly_tables(go.Figure(table)).query(
        "SELECT kind, text FROM texts"
    )
    flow = go.Sankey(
        node={"label": ["in", "out"]}, link={"source": [0], "target": [1], "value": [8]}
    )
    assert rows(go.Figure(flow), "x, y, value") == [("in", "out", 8)]
    number = go.Indicator(value=450, title_text="Speed", mode="number+delta", delta_reference=400)
    assert rows(go.Figure(number), "series, value") == [("Speed", 450), ("Speed delta", 50)]


def test_subplots_are_panels_under_their_titles():
    figure = make_subplots(2, 2, subplot_titles=["P1", "P2", "P3", "P4"])
    for number in range(4):
        figure.add_trace(go.Scatter(y=[number]), number // 2 + 1, number % 2 + 1)
    assert rows(figure, "panel, value") == [("P1", 0), ("P2", 1), ("P3", 2), ("P4", 3)]
    untitled = make_subplots(2, 1)
    untitled.add_trace(go.Scatter(y=[1]), 2, 1)
    untitled.add_trace(go.Scatter(y=[2]), 1, 1)
    assert rows(untitled, "panel, value") == [("panel 1", 2), ("panel 2", 1)]


def test_facets_are_named_by_their_column_and_row():
    frame = pd.DataFrame({"x": [1, 2], "y": [3, 4], "g": ["p", "q"], "h": ["r", "s"]})
    figure = px.scatter(frame, x="x", y="y", facet_col="g", facet_row="h")
    assert rows(figure, "panel, value") == [("g=p, h=r", 3), ("g=q, h=s", 4)]


@pytest.mark.parametrize("has_layout", [False, True])
def test_a_second_axis_is_right(has_layout):
    figure = go.Figure([go.Scatter(y=[1], name="a"), go.Scatter(y=[50], name="b", yaxis="y2")])
    if has_layout:
        figure.update_layout(yaxis2={"overlaying": "y", "side": "right", "title": "B (kg)"})
    assert rows(figure, "panel, series, axis") == [("panel 1", "a", "y"), ("panel 1", "b", "right")]
    assert axis(figure, "right", "unit") == ("kg" if has_layout else "",)


@pytest.mark.parametrize(
    ("options", "value", "unit"),
    [
        ({"tickformat": ".0%"}, 1200, "%"),
        ({"tickformat": "$~s"}, 12, "$"),
        ({"ticksuffix": "%"}, 12, "%"),
        ({"tickprefix": "$", "ticksuffix": "M"}, 12_000_000, "$"),
        ({"title": "Price (k€)"}, 12, "k€"),
        ({"tickvals": [0, 5, 10], "ticktext": ["0 km", "5000 km", "10000 km"]}, 12_000, "km"),
    ],
)
def test_values_are_in_the_unit_that_the_tick_labels_show(options, value, unit):
    figure = go.Figure(go.Scatter(y=[3, 12]), {"yaxis": options})
    assert rows(figure, "max(value)") == [(pytest.approx(value),)]
    assert axis(figure, "y", "unit") == (unit,)


def test_ticks_that_are_named_name_their_places():
    bars = go.Bar(x=[1, 2], y=[3, 4])
    figure = go.Figure(bars, {"xaxis": {"tickvals": [1, 2], "ticktext": ["one", "two"]}})
    assert rows(figure, "x, value") == [("one", 3), ("two", 4)]


def test_dates_have_times_where_the_series_has_them():
    days = go.Figure(go.Scatter(x=pd.date_range("2024-01-01", periods=2), y=[1, 2]))
    assert rows(days, "x") == [("2024-01-01",), ("2024-01-02",)]
    hours = go.Figure(go.Scatter(x=["2024-01-01", "2024-01-01 06:30"], y=[1, 2]))
    assert rows(hours, "x") == [("2024-01-01 00:00:00",), ("2024-01-01 06:30:00",)]
    zoned = pd.date_range("2024-01-01 09:00", periods=1, tz="US/Eastern")
    assert rows(go.Figure(go.Scatter(x=zoned, y=[1])), "x") == [("2024-01-01 09:00:00",)]


def test_texts_of_digits_are_categories_where_plotly_keeps_them_so():
    strict = go.Figure(go.Scatter(x=["2010", "2011"], y=[1, 2]))
    assert axis(strict, "x", "scale") == ("category",)
    loose = go.Figure(go.Scatter(x=["10", "11"], y=[1, 2]), {"template": "none"})
    assert rows(loose, "x") == [(10,), (11,)]


def test_what_lies_outside_the_axes_is_counted():
    figure = go.Figure(go.Scatter(x=[1, 2, 3, 4], y=[1, 2, 3, 40], name="s"))
    figure.update_layout(xaxis_range=[1.5, 5], yaxis_range=[10, 0])
    assert rows(figure, "x") == [(2,), (3,)]
    assert list(read_plotly_tables(figure).omitted) == [
        ("panel 1", "2 points of s", OUTSIDE_LIMITS)
    ]
    assert axis(figure, "y", "low, high, inverted") == (0, 10, 1)


@pytest.mark.parametrize(
    ("layout", "name", "ends"),
    [
        ({}, "x", (0, 3)),
        ({}, "y", (-1 / 9, 19 / 9)),
        ({"yaxis_rangemode": "tozero"}, "y", (0, 40 / 19)),
        ({"yaxis_range": [0, None]}, "y", (0, 19 / 9)),
    ],
)
def test_axes_show_what_plotly_chooses(layout, name, ends):
    """Lines touch the ends of x; a twentieth of the axis is free over and under them."""
    figure = go.Figure(go.Scatter(y=[0, 1, 2, 0.5], mode="lines"), layout)
    assert axis(figure, name, "low, high") == pytest.approx(ends, rel=0.01)


def test_rules_spans_and_annotations_of_the_layout_are_held():
    figure = go.Figure(go.Scatter(x=[0, 10], y=[0, 10]))
    figure.add_hline(y=5, annotation_text="limit")
    figure.add_vrect(x0=1, x1=2)
    figure.add_annotation(x=3, y=4, text="here")
    figure.add_shape(type="circle", x0=0, x1=1, y0=0, y1=1)
    assert rows(figure, "y, value, axis", "kind = 'rule'") == [(5, 5, "y")]
    assert rows(figure, "x_low, x_high", "kind = 'span'") == [(1, 2)]
    tables = read_plotly_tables(figure)
    assert ("annotation", "here", 3, 4) in tables.query("SELECT kind, text, x, y FROM texts")
    assert ("limit",) in tables.query("SELECT text FROM texts")
    assert [row[1] for row in tables.omitted] == ["a circle of the layout"]


def test_without_numpy_the_figure_is_named(monkeypatch):
    monkeypatch.setattr(table_reader, "find_spec", lambda name: None)
    tables = read_plotly_tables(go.Figure(go.Scatter(y=[1])))
    assert "pip install numpy" in tables.omitted[0][2]


def test_hidden_series_are_named_and_not_held():
    figure = go.Figure(
        [go.Scatter(y=[1], name="a"), go.Scatter(y=[2], name="b", visible="legendonly")]
    )
    assert rows(figure, "series") == [("a",)]
    assert "b" in read_plotly_tables(figure).omitted[0][1]


def test_a_figure_from_json_has_the_same_tables():
    figure = go.Figure([go.Scatter(y=np.arange(5.0)), go.Heatmap(z=np.ones((2, 3)))])
    again = pio.from_json(figure.to_json())
    assert rows(again, "*") == rows(figure, "*")


TRACES = {
    name: trace
    for name in dir(go)
    if isinstance(trace := getattr(go, name), type) and issubclass(trace, BaseTraceType)
}


@pytest.mark.parametrize("name", TRACES)
def test_no_trace_is_empty_without_a_word(name):
    filling = {"x": [1, 2], "y": [1, 2], "z": [[1, 2], [3, 4]], "values": [1, 2], "r": [1, 2]}
    filling |= {"theta": [0, 90], "lon": [1, 2], "lat": [1, 2], "labels": ["a", "b"]}
    trace = TRACES[name]()
    for key, value in filling.items():
        try:
            trace[key] = value
        except ValueError:
            continue
    for figure in (go.Figure(trace), go.Figure(TRACES[name]())):
        tables = read_plotly_tables(figure)
        assert tables.data or tables.omitted


@SLOWLY
@given(st.lists(NUMBERS, min_size=1, max_size=40))
def test_bars_and_lines_give_back_their_data(values):
    names = [f"p{n}" for n in range(len(values))]
    for trace in (go.Bar(x=names, y=values), go.Scatter(x=names, y=values)):
        assert rows(go.Figure(trace), "x, value") == list(zip(names, values, strict=True))


@SLOWLY
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12),
    st.sampled_from(["stack", "relative"]),
)
def test_stacks_give_back_their_segments(pairs, mode):
    names = [f"p{n}" for n in range(len(pairs))]
    bars = [go.Bar(x=names, y=column) for column in zip(*pairs, strict=True)]
    segments = rows(go.Figure(bars, {"barmode": mode}), "value, low, high")
    assert [row[0] for row in segments] == [
        v for column in zip(*pairs, strict=True) for v in column
    ]
    for value, low, high in segments:
        assert high - low == pytest.approx(abs(value), abs=1e-6)


@SLOWLY
@given(st.lists(NUMBERS, min_size=1, max_size=80), st.integers(0, 30))
def test_histograms_count_every_value_once(values, count):
    figure = go.Figure(go.Histogram(x=values, nbinsx=count or None))
    histogram = rows(figure, "x_low, x_high, value")
    assert sum(row[2] for row in histogram) == len(values)
    for (_, end, _), (start, _, _) in pairwise(histogram):
        assert end <= start + 1e-6 * abs(start)
    for low, high, number in histogram:
        margin = (high - low) * 1e-6
        assert number >= sum(low + margin <= value < high - margin for value in values)
