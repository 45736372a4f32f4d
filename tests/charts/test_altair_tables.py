"""Chart tables of Altair charts, against the data that drew them."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_claude_vision.charts.altair import table_reader
from jupyter_claude_vision.charts.altair.table_reader import read_altair_tables
from jupyter_claude_vision.charts.row_blocks import OUTSIDE_LIMITS

SALES = pd.DataFrame(
    {
        "day": pd.to_datetime(["2024-01-05", "2024-01-20", "2024-02-03", "2024-02-25"] * 2),
        "region": ["north"] * 4 + ["south"] * 4,
        "kind": ["a", "b"] * 4,
        "units": [4.0, 7, 1, 8, 3, 9, 6, 2],
    }
)
JANUARY_10, JANUARY_15 = pd.Timestamp("2024-01-10"), pd.Timestamp("2024-01-15")
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
SLOWLY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def rows(chart, columns, where="1"):
    """Return some columns of a chart's data, in drawing order."""
    tables = read_altair_tables(chart)
    return list(tables.query(f"SELECT {columns} FROM data WHERE {where}"))


def base(**encoding):
    return alt.Chart(SALES).encode(**encoding)


def test_bars_have_their_category_their_length_and_their_edges():
    frame = pd.DataFrame({"fruit": ["fig", "kiwi", "pear"], "price": [3.0, -2.0, 5.0]})
    chart = alt.Chart(frame, title="Prices").mark_bar().encode(x="fruit", y="price")
    assert rows(chart, "panel, series, kind, x, y, value, low, high, share, axis") == [
        ("Prices", "price", "bar", "fig", 3, 3, 0, 3, None, "y"),
        ("Prices", "price", "bar", "kiwi", -2, -2, -2, 0, None, "y"),
        ("Prices", "price", "bar", "pear", 5, 5, 0, 5, None, "y"),
    ]


def test_horizontal_bars_have_their_category_in_y():
    chart = base(y="region", x="sum(units)").mark_bar()
    assert rows(chart, "x, y, value, axis") == [
        (20, "north", 20, "x"),
        (20, "south", 20, "x"),
    ]


def test_segments_of_a_stack_have_their_own_length_and_their_share():
    chart = base(x="kind", y="sum(units)", color="region").mark_bar()
    sums = SALES.groupby(["kind", "region"]).units.sum()
    totals = SALES.groupby("kind").units.sum()
    for series, kind, value, low, high, share in rows(chart, "series,x,value,low,high,share"):
        assert value == sums[kind, series]
        assert high - low == pytest.approx(value)
        assert share == pytest.approx(value / totals[kind])


@pytest.mark.parametrize("mark", ["mark_bar", "mark_area"])
def test_a_stack_of_shares_has_values_in_percent(mark):
    chart = base(x="day:O", y=alt.Y("units").stack("normalize"), color="region")
    tables = read_altair_tables(getattr(chart, mark)())
    assert tables.query("SELECT unit, low, high FROM axes WHERE axis = 'y'") == [("%", 0, 100)]
    totals = SALES.groupby("day").units.sum().tolist()
    north = SALES[SALES.region == "north"].units.tolist()
    values = tables.query("SELECT value, share FROM data WHERE series = 'north' ORDER BY x")
    for (value, share), units, total in zip(values, north, totals, strict=True):
        assert (value, share) == pytest.approx((100 * units / total, units / total))


@pytest.mark.parametrize("flip", [False, True])
def test_bins_have_edges_and_counts(flip):
    values = np.random.default_rng(1).normal(50, 20, 200).round(1)
    bins, count = alt.Bin(step=10), "count()"
    x, y = (
        (alt.X("v", bin=bins), alt.Y(count)) if not flip else (alt.X(count), alt.Y("v", bin=bins))
    )
    chart = alt.Chart(pd.DataFrame({"v": values})).mark_bar().encode(x=x, y=y)
    place = "y" if flip else "x"
    histogram = rows(chart, f"{place}_low, {place}_high, {place}, value, axis", "kind='histogram'")
    assert sum(row[3] for row in histogram) == 200
    assert [row[0] for row in histogram] == sorted(row[0] for row in histogram)
    for low, high, middle, value, axis in histogram:
        assert (high - low, middle, axis) == (10, low + 5, "x" if flip else "y")
        assert value == ((values >= low) & (values < high)).sum()


def test_lines_are_in_order_along_x_and_gaps_are_left_out():
    frame = pd.DataFrame({"x": [3, 1, 2, 4], "y": [30.0, 10, None, 40]})
    chart = alt.Chart(frame).mark_line(point=True).encode(x="x", y="y")
    assert rows(chart, "kind, x, y, value") == [
        ("line", 1, 10, 10),
        ("line", 3, 30, 30),
        ("line", 4, 40, 40),
    ]


def test_dates_have_times_where_the_series_has_them():
    assert rows(base(x="day:T", y="units", color="region").mark_line(), "x", "n = 1")[0] == (
        "2024-01-05",
    )
    hours = pd.DataFrame(
        {"t": pd.date_range("2024-03-30 22:00", periods=6, freq="h"), "v": range(6)}
    )
    chart = alt.Chart(hours).mark_line().encode(x="t", y="v")
    assert rows(chart, "x")[0] == ("2024-03-30 22:00:00",)
    assert rows(chart, "x")[-1] == ("2024-03-31 03:00:00",)


def test_months_of_no_year_are_named_as_the_axis_names_them():
    chart = base(x="month(day):T", y="sum(units)").mark_line()
    assert rows(chart, "x, value") == [("Jan", 23), ("Feb", 17)]
    chart = base(x="month(day):O", y="sum(units)").mark_bar()
    assert dict(rows(chart, "x, value")) == {"Jan": 23, "Feb": 17}


def test_months_of_a_year_are_dates_with_two_ends():
    chart = base(x="yearmonth(day):T", y="sum(units)").mark_bar()
    assert rows(chart, "x, value, x_low, x_high") == [
        ("2024-01-01", 23, "2024-01-01", "2024-02-01"),
        ("2024-02-01", 17, "2024-02-01", "2024-03-01"),
    ]


def test_a_step_holds_its_value():
    frame = pd.DataFrame({"x": [0, 1, 2], "y": [5.0, 7, 6]})
    chart = alt.Chart(frame).mark_line(interpolate="step-after").encode(x="x", y="y")
    tables = read_altair_tables(chart)
    assert tables.query("SELECT DISTINCT kind FROM data").value == "step"
    assert tables.query("SELECT value_at('panel 1', 'y', 1.75)").value == 7


def test_bands_and_lines_of_one_field_share_a_series():
    chart = (
        base(x="kind", y="units").mark_errorband(extent="stdev")
        + base(x="kind", y="mean(units)").mark_line()
    )
    groups = SALES.groupby("kind").units
    bands = rows(chart, "x, low, high, value", "kind = 'band'")
    assert [row[0] for row in bands] == ["a", "b"]
    for kind, low, high, value in bands:
        values = groups.get_group(kind)
        assert value is None
        assert (low, high) == pytest.approx(
            (values.mean() - values.std(), values.mean() + values.std())
        )
    assert len({row[0] for row in rows(chart, "series")}) == 1


def test_error_bars_have_their_center_beside_the_points():
    chart = (
        base(x="kind", y="units").mark_errorbar(extent="stdev")
        + base(x="kind", y="mean(units)").mark_point()
    )
    means = SALES.groupby("kind").units.mean()
    for kind, place, value in rows(chart, "kind, x, value"):
        assert kind in {"errorbar", "point"}
        assert value == pytest.approx(means[place])


@pytest.mark.parametrize("flip", [False, True])
def test_boxes_have_quartiles_whiskers_and_outliers_of_their_own(flip):
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 40]
    frame = pd.DataFrame({"v": [*values, *(v + 100 for v in values)], "g": ["p"] * 9 + ["q"] * 9})
    encoding = {"x": "v", "y": "g"} if flip else {"x": "g", "y": "v"}
    chart = alt.Chart(frame).mark_boxplot().encode(**encoding)
    place, axis = ("y", "x") if flip else ("x", "y")
    boxes = rows(chart, f"{place}, low, q1, value, q3, high, axis", "kind = 'box'")
    assert boxes == [
        ("p", 1, 3, 5, 7, 8, axis),
        ("q", 101, 103, 105, 107, 108, axis),
    ]
    assert rows(chart, f"{place}, value", "kind = 'outlier'") == [("p", 40), ("q", 140)]


def test_slices_have_their_name_value_and_share():
    frame = pd.DataFrame({"part": ["x", "y", "z"], "v": [1.0, 3, 4]})
    chart = alt.Chart(frame).mark_arc(innerRadius=30).encode(theta="v", color="part")
    assert rows(chart, "kind, x, value, share, axis") == [
        ("pie", "x", 1, 1 / 8, None),
        ("pie", "y", 3, 3 / 8, None),
        ("pie", "z", 4, 4 / 8, None),
    ]


def test_cells_have_both_categories_and_the_value_of_their_color():
    chart = base(x="region", y="kind", color="sum(units)").mark_rect()
    sums = SALES.groupby(["region", "kind"]).units.sum()
    cells = rows(chart, "x, y, value, axis", "kind = 'cell'")
    assert {(x, y): value for x, y, value, _ in cells} == sums.to_dict()
    assert {row[3] for row in cells} == {"color"}
    tables = read_altair_tables(chart)
    assert tables.query("SELECT label FROM axes WHERE axis = 'color'").value == "Sum of units"


def test_rules_and_spans_stand_across_a_panel():
    chart = (
        base(x="day", y="units").mark_point()
        + alt.Chart(pd.DataFrame({"level": [5.0]})).mark_rule().encode(y="level")
        + alt.Chart(pd.DataFrame({"a": [JANUARY_10], "b": [JANUARY_15]}))
        .mark_rect()
        .encode(x="a:T", x2="b:T")
    )
    assert rows(chart, "y, value, axis", "kind = 'rule'") == [(5, 5, "y")]
    assert rows(chart, "x_low, x_high, value", "kind = 'span'") == [
        ("2024-01-10", "2024-01-15", None)
    ]


def test_intervals_have_two_ends_and_a_length_in_days():
    frame = pd.DataFrame({"job": ["dig"], "a": [JANUARY_10], "b": [JANUARY_15]})
    chart = alt.Chart(frame).mark_bar().encode(x="a:T", x2="b:T", y="job")
    assert rows(chart, "kind, x, y, value, x_low, x_high") == [
        ("interval", "2024-01-10", "dig", 5, "2024-01-10", "2024-01-15")
    ]


@pytest.mark.parametrize(
    ("axis", "value", "unit"),
    [
        (alt.Axis(format=".0%"), 1200.0, "%"),
        (alt.Axis(format="$~s"), 12.0, "$"),
        (alt.Axis(labelExpr="datum.value * 1000 + ' km'"), 12_000.0, "km"),
        (alt.Axis(title="Price (k€)"), 12.0, "k€"),
    ],
)
def test_values_are_in_the_unit_that_the_tick_labels_show(axis, value, unit):
    frame = pd.DataFrame({"x": [1, 2], "y": [3.0, 12.0]})
    tables = read_altair_tables(alt.Chart(frame).mark_line().encode(x="x", y=alt.Y("y").axis(axis)))
    assert tables.query("SELECT max(value) FROM data").value == pytest.approx(value)
    assert tables.query("SELECT unit FROM axes WHERE axis = 'y'").value == unit


def test_what_lies_outside_the_axis_is_counted():
    chart = base(x="day", y=alt.Y("units").scale(domain=[0, 5]), color="region").mark_point()
    tables = read_altair_tables(chart)
    assert tables.query("SELECT count(*) FROM data").value == sum(SALES.units <= 5)
    assert list(tables.omitted) == [
        ("panel 1", "2 points of north", OUTSIDE_LIMITS),
        ("panel 1", "2 points of south", OUTSIDE_LIMITS),
    ]


def test_transforms_are_evaluated():
    chart = (
        alt.Chart(SALES)
        .transform_filter("datum.units > 2")
        .transform_calculate(half="datum.units / 2")
        .transform_aggregate(total="sum(half)", best="argmax(units)", groupby=["region"])
        .transform_calculate(kind="datum.best.kind")
        .mark_bar()
        .encode(x="region:N", y="total:Q", color="kind:N")
    )
    large = SALES[SALES.units > 2]
    assert dict(rows(chart, "x, value")) == pytest.approx(
        (large.groupby("region").units.sum() / 2).to_dict()
    )


def test_an_argmax_is_read():
    best = alt.Y(aggregate=alt.ArgmaxDef(argmax="day"), field="units", type="quantitative")
    assert dict(rows(base(x="region", y=best).mark_bar(), "x, value")) == {"north": 8, "south": 2}


@pytest.mark.parametrize("columns", [1, None])
def test_each_facet_is_a_panel_with_its_header(columns):
    layout = {"columns": columns} if columns else {}
    chart = base(x="kind", y="units").mark_point().facet("region", **layout)
    assert {row[0] for row in rows(chart, "panel")} == {"north", "south"}
    north = SALES[SALES.region == "north"].units.tolist()
    assert [row[0] for row in rows(chart, "value", "panel = 'north'")] == north


def test_repeated_and_joined_charts_are_panels_in_order():
    repeated = (
        alt.Chart(SALES)
        .mark_point()
        .encode(x=alt.X(alt.repeat("column"), type="nominal"), y="units")
        .repeat(column=["region", "kind"])
    )
    tables = read_altair_tables(repeated)
    assert list(tables.query("SELECT panel, label FROM axes WHERE axis = 'x'")) == [
        ("panel 1", "region"),
        ("panel 2", "kind"),
    ]
    chart = base(x="kind", y="units").mark_point()
    joined = chart.properties(title="One") | (chart.properties(title="Two") & chart)
    tables = read_altair_tables(joined)
    assert list(tables.query("SELECT DISTINCT panel FROM data")) == [
        ("One",),
        ("Two",),
        ("panel 3",),
    ]


def test_two_axes_of_values_are_y_and_right():
    left = base(x="day", y="units").mark_line()
    right = base(x="day", y="count()").mark_line()
    chart = alt.layer(left, right).resolve_scale(y="independent")
    assert {row[0] for row in rows(chart, "axis")} == {"y", "right"}


def test_a_legend_names_the_series():
    legend = alt.Legend(labelExpr="'Region ' + datum.label", title="Where")
    chart = base(x="kind", y="sum(units)", color=alt.Color("region", legend=legend)).mark_bar()
    assert {row[0] for row in rows(chart, "series")} == {"Region north", "Region south"}
    assert ("legend title", "Where") in read_altair_tables(chart).query(
        "SELECT kind, text FROM texts"
    )


def test_written_texts_stand_where_they_are_drawn():
    chart = base(x="day:T", y="units", text=alt.Text("units", format=".1f")).mark_text()
    first = read_altair_tables(chart).query("SELECT kind, text, x, y FROM texts")[0]
    assert first == ("annotation", "4.0", "2024-01-05", 4)


def test_data_at_a_url_are_not_loaded_and_named():
    chart = alt.Chart("https://user:secret@example.org/people.csv?key=1").mark_point()
    tables = read_altair_tables(chart.encode(x="age:Q", y="height:Q"))
    assert not tables.data
    texts = " ".join(map(str, tables.omitted))
    assert "people.csv" in texts
    assert "secret" not in texts
    assert "key" not in texts


@pytest.mark.parametrize("transformer", ["json", "csv", "default"])
def test_reading_writes_no_files_and_leaves_altairs_settings(transformer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    large = pd.DataFrame({"x": range(6000), "y": range(6000)})
    names = alt.data_transformers.names()
    with alt.data_transformers.enable(transformer):
        chart = alt.Chart(large).mark_point().encode(x="x", y="y")
        assert read_altair_tables(chart).query("SELECT count(*) FROM data").value == 6000
        assert alt.data_transformers.active == transformer
        assert alt.data_transformers.names() == names
    assert not list(tmp_path.iterdir())


def test_without_what_evaluates_it_a_chart_is_named(monkeypatch):
    monkeypatch.setattr(table_reader, "find_spec", lambda name: None)
    tables = read_altair_tables(base(x="day", y="units").mark_point())
    assert "[altair]" in tables.omitted[0][2]


def test_a_chart_without_data_says_so():
    chart = alt.Chart(pd.DataFrame({"a": [], "b": []})).mark_point().encode(x="a:Q", y="b:Q")
    assert len(read_altair_tables(chart).omitted) == 1


def test_sizes_and_shades_that_show_data_are_named():
    chart = base(x="day", y="units", size="units").mark_circle()
    assert "sizes" in read_altair_tables(chart).query("SELECT what FROM omitted").value


@SLOWLY
@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_bars_and_lines_give_back_their_data(values):
    frame = pd.DataFrame({"place": [f"p{n:02}" for n in range(len(values))], "v": values})
    chart = alt.Chart(frame).encode(x="place", y="v")
    for mark in (chart.mark_bar(), chart.mark_line(), chart.mark_point()):
        assert rows(mark, "x, value") == list(zip(frame.place, values, strict=True))


@SLOWLY
@given(st.lists(NUMBERS, min_size=1, max_size=60), st.integers(2, 30))
def test_histograms_count_every_value_once(values, maxbins):
    frame = pd.DataFrame({"v": values})
    chart = alt.Chart(frame).mark_bar().encode(x=alt.X("v").bin(maxbins=maxbins), y="count()")
    histogram = rows(chart, "x_low, x_high, value")
    assert math.fsum(row[2] for row in histogram) == len(values)
    for low, high, count in histogram:
        margin = (high - low) * 1e-9
        inside = sum(low - margin <= value < high + margin for value in values)
        strictly = sum(low + margin <= value < high - margin for value in values)
        assert strictly <= count <= inside
