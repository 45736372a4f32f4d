"""Chart tables of matplotlib figures give back what drew them."""

from __future__ import annotations

import gc
import weakref
from functools import partial
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import EngFormatter, PercentFormatter
from matplotlib.transforms import Affine2D

from jupyter_claude_vision import figures
from jupyter_claude_vision.errors import NotVisibleError

FRAME = pd.DataFrame(
    {
        "v": np.random.default_rng(0).normal(size=120).round(3),
        "w": np.random.default_rng(1).normal(size=120).round(3),
        "c": np.tile(["p", "q", "r"], 40),
        "h": np.tile(["a", "b"], 60),
        "t": np.tile(np.arange(12), 10),
    }
)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture
def ax():
    return plt.subplots()[1]


def ask(columns, where="1", figure=None):
    rows = figures.query(figure or plt.gcf(), f"SELECT {columns} FROM data WHERE {where}")
    return [row[0] if len(row) == 1 else tuple(row) for row in rows]


def series(where="1"):
    return ask("DISTINCT series, kind", where)


def omitted():
    return [row[1] for row in figures.tables(plt.gcf()).omitted]


def axes(columns):
    return list(figures.query(plt.gcf(), f"SELECT {columns} FROM axes"))


# Lines, points, steps


def test_lines_have_their_points_and_names(ax):
    ax.plot([1, 2, 3], [4, 1, 5], label="A")
    ax.plot([1, 2, 3], [2, 2, np.nan], label="B")
    ax.legend()
    assert ask("x, value", "series = 'A'") == [(1, 4), (2, 1), (3, 5)]
    assert ask("x, value", "series = 'B'") == [(1, 2), (2, 2)]


def test_the_legend_renames_what_is_drawn(ax):
    ax.plot([1, 2], [3, 4], color="C0")
    ax.plot([1, 2], [5, 6], color="C3")
    ax.legend(["up", "over"])
    assert series() == [("up", "line"), ("over", "line")]


def test_the_only_series_is_called_as_its_axis(ax):
    ax.plot([1, 2], [3, 4])
    ax.axhline(3.5)
    ax.set_ylabel("Price (USD)")
    assert series() == [("Price (USD)", "line"), ("series 2", "rule")]


def test_markers_alone_are_points(ax):
    ax.plot([1, 2], [3, 4], "o")
    ax.scatter([1, 2], [5, 6])
    assert set(ask("kind")) == {"point"}


def test_points_outside_the_limits_are_counted_and_not_listed(ax):
    ax.plot(range(10), range(10), label="r")
    ax.set_xlim(2, 5)
    assert ask("x") == [2, 3, 4, 5]
    assert omitted() == ["6 points of r"]


def test_a_step_holds_its_value_and_a_line_is_read_between_its_points(ax):
    ax.step([1, 2, 3], [4, 5, 6], where="post", label="s")
    ax.plot([1, 3], [1, 100], label="l")
    ax.set_yscale("log")
    query = figures.tables(ax).query
    assert query("SELECT value_at('panel 1', 's', 1.9)").value == 4
    assert query("SELECT value_at('panel 1', 'l', 2)").value == pytest.approx(10)
    assert query("SELECT value_at('panel 1', 'l', 4)").value is None


def test_a_gap_is_no_line(ax):
    ax.plot([1, 2, 3], [4, np.nan, 6], label="l")
    assert figures.query(ax, "SELECT value_at('panel 1', 'l', 1.5)").value is None


def test_stems_are_points(ax):
    ax.stem([1, 2, 3], [4, 5, 6], label="s")
    assert ask("series, kind, x, value")[0] == ("s", "point", 1, 4)


# Error bars and bands


@pytest.mark.parametrize("fmt", ["o", "-", "none"])
def test_error_bars_have_their_ends_and_centers(ax, fmt):
    ax.errorbar([1, 2], [4, 5], yerr=[[0.1, 0.5], [0.1, 0.5]], fmt=fmt, label="m")
    rows = ask("x, value, low, high", "kind = 'errorbar'")
    assert np.allclose(rows, [(1, 4, 3.9, 4.1), (2, 5, 4.5, 5.5)])
    marks = [("m", {"o": "point", "-": "line"}[fmt])] if fmt != "none" else []
    assert series("kind != 'errorbar'") == marks


def test_horizontal_error_bars_have_their_values_on_the_other_axis(ax):
    ax.errorbar([4, 5], ["p", "q"], xerr=1, fmt="o")
    rows = ask("y, value, low, high, axis", "kind = 'errorbar'")
    assert rows == [("p", 4, 3, 5, "x"), ("q", 5, 4, 6, "x")]


def test_a_band_has_the_name_of_its_line(ax):
    ax.plot([1, 2, 3], [4, 1, 5], label="A")
    ax.fill_between([1, 2, 3], [3, 0, 4], [5, 2, 6], alpha=0.3)
    assert ask("series, x, value, low, high", "kind = 'band'")[0] == ("A", 1, None, 3, 5)


def test_lineplot_and_regplot_have_line_and_band_under_one_name(ax):
    sns.lineplot(FRAME, x="t", y="v", hue="h", ax=ax, n_boot=20)
    assert set(series()) == {("a", "line"), ("b", "line"), ("a", "band"), ("b", "band")}
    means = FRAME[FRAME.h == "a"].groupby("t").v.mean()
    assert np.allclose(ask("value", "series = 'a' AND kind = 'line'"), means)
    sns.regplot(FRAME, x="v", y="w", ax=plt.subplots()[1], n_boot=20)
    names = dict(map(reversed, series("kind != 'point'")))
    assert names["line"] == names["band"]


@pytest.mark.parametrize("capsize", [0, 0.1])
def test_point_plots_have_their_means_and_errors(ax, capsize):
    sns.pointplot(FRAME, x="c", y="v", hue="h", ax=ax, capsize=capsize, n_boot=20)
    means = FRAME.groupby(["h", "c"]).v.mean()
    assert np.allclose(ask("value", "kind = 'line'"), means)
    assert np.allclose(ask("value", "kind = 'errorbar'"), means)
    assert ask("DISTINCT x", "kind = 'errorbar'") == ["p", "q", "r"]


# Bars and histograms


def test_bars_have_category_value_and_edges(ax):
    ax.bar(["x", "y"], [1, -2])
    assert ask("x, value, low, high, axis") == [("x", 1, 0, 1, "y"), ("y", -2, -2, 0, "y")]


def test_horizontal_bars_have_their_category_in_y(ax):
    ax.barh(["x", "y"], [1, -2])
    assert ask("y, value, low, high, axis") == [("x", 1, 0, 1, "x"), ("y", -2, -2, 0, "x")]


def test_stacked_bars_have_their_own_length_edges_and_share(ax):
    ax.bar(["x", "y"], [1, 2], label="A")
    ax.bar(["x", "y"], [3, 4], bottom=[1, 2], label="B")
    rows = ask("x, value, low, high, share", "series = 'B'")
    assert rows == [("x", 3, 1, 4, 0.75), ("y", 4, 2, 6, pytest.approx(2 / 3))]


def test_bars_over_one_another_are_no_stack(ax):
    ax.bar([1, 2], [1, 2])
    ax.bar([1, 2], [3, 4])
    assert ask("share") == [None] * 4


def test_grouped_bars_stand_at_their_group(ax):
    years = np.arange(2018, 2021)
    ax.bar(years - 0.2, [1, 2, 3], 0.4, label="A")
    ax.bar(years + 0.2, [3, 2, 1], 0.4, label="B")
    assert ask("x, value", "series = 'B'") == [(2018, 3), (2019, 2), (2020, 1)]
    assert set(ask("kind")) == {"bar"}


def test_bars_of_pandas_keep_years_as_text(ax):
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 2]}, index=[2010, 2011])
    frame.plot.bar(ax=ax, stacked=True)
    assert ask("x, value, share", "series = 'b'") == [("2010", 3, 0.75), ("2011", 2, 0.5)]


def test_bars_of_one_call_are_split_as_the_legend_names_their_colors(ax):
    ax.bar(["a", "b", "c"], [1, -2, 3], color=["g", "r", "g"])
    ax.legend([plt.Rectangle((0, 0), 1, 1, color=c) for c in "gr"], ["gain", "loss"])
    assert ask("series, x") == [("gain", "a"), ("gain", "c"), ("loss", "b")]
    ax = plt.subplots()[1]
    ax.bar(["a", "b"], [1, 2], label=["u", "v"])
    assert ask("series, x") == [("u", "a"), ("v", "b")]


def test_bars_with_errors_have_both(ax):
    ax.bar(["x", "y"], [1, 2], yerr=[0.5, 0.25])
    assert ask("x, value, low, high", "kind = 'errorbar'") == [
        ("x", 1, 0.5, 1.5),
        ("y", 2, 1.75, 2.25),
    ]
    sns.barplot(FRAME, x="c", y="v", hue="h", ax=plt.subplots()[1], n_boot=20)
    assert np.allclose(ask("value", "kind = 'errorbar'"), FRAME.groupby(["h", "c"]).v.mean())
    assert omitted() == []


EDGES = [0, 1, 2.5, 4]


@pytest.mark.parametrize("histtype", ["bar", "step", "stepfilled"])
@pytest.mark.parametrize("stacked", [False, True])
def test_histograms_have_counts_and_edges(ax, histtype, stacked):
    data = [[0.5, 0.5, 1.5, 3], [0.2, 2, 3]]
    ax.hist(data, bins=EDGES, histtype=histtype, stacked=stacked, label=["u", "v"], rwidth=1)
    for name, values in zip("uv", data, strict=True):
        rows = ask("value", f"series = '{name}' AND kind = 'histogram'")
        assert rows == list(np.histogram(values, EDGES)[0])
        if stacked or histtype != "bar":
            assert ask("x_low", f"series = '{name}'") == EDGES[:-1]
            assert ask("x_high", f"series = '{name}'") == EDGES[1:]


def test_a_horizontal_histogram_has_its_edges_along_y(ax):
    ax.hist([1, 1, 2], bins=[0, 1.5, 3], orientation="horizontal")
    assert ask("value, y_low, y_high, axis") == [(2, 0, 1.5, "x"), (1, 1.5, 3, "x")]


@pytest.mark.parametrize("multiple", ["layer", "dodge", "stack"])
@pytest.mark.parametrize("element", ["bars", "step"])
def test_histograms_of_seaborn_have_counts_and_edges(ax, multiple, element):
    if (multiple, element) == ("dodge", "step"):
        return
    sns.histplot(FRAME, x="v", hue="h", multiple=multiple, element=element, bins=4, ax=ax)
    edges = np.histogram_bin_edges(FRAME.v, 4)
    for name in "ab":
        counts = np.histogram(FRAME[FRAME.h == name].v, edges)[0]
        assert ask("value", f"series = '{name}'") == list(counts)
        assert np.allclose(ask("x_low", f"series = '{name}'"), edges[:-1])


def test_stairs_are_a_histogram(ax):
    ax.stairs([1, 2, 3], [0, 1, 2, 4], fill=True)
    assert ask("value, x_low, x_high") == [(1, 0, 1), (2, 1, 2), (3, 2, 4)]


# Areas


@pytest.mark.parametrize("baseline", ["zero", "sym", "wiggle"])
def test_layers_of_a_stack_have_their_own_thickness(ax, baseline):
    ax.stackplot([1, 2, 3], [1, 2, 3], [3, 2, 1], labels=["a", "b"], baseline=baseline)
    assert np.allclose(ask("value", "series = 'a'"), [1, 2, 3])
    assert np.allclose(ask("value", "series = 'b'"), [3, 2, 1])
    assert np.allclose(ask("share", "series = 'b'"), [0.75, 0.5, 0.25])
    assert np.allclose(ask("low", "series = 'b'"), ask("high", "series = 'a'"))


def test_areas_of_pandas_are_named_and_drawn_once(ax):
    pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}).plot.area(ax=ax)
    assert series() == [("a", "area"), ("b", "area")]
    assert ask("value", "series = 'b'") == [3, 2, 1]


def test_an_area_below_zero_has_its_sign(ax):
    ax.fill_between([1, 2], [-1, -2])
    assert ask("value, low, high") == [(-1, -1, 0), (-2, -2, 0)]


def test_bands_of_quantiles_are_no_stack(ax):
    x = np.arange(4.0)
    ax.plot(x, x, label="median")
    for low, high in ((-2, -1), (-1, 1), (1, 2)):
        ax.fill_between(x, x + low, x + high, color="C0", alpha=0.3)
    assert series() == [("median", "line"), ("median", "band")]


# Boxes, violins, pies


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize(
    "options", [{}, {"patch_artist": True, "notch": True}, {"showcaps": False}]
)
def test_boxes_are_as_they_are_drawn(ax, orientation, options):
    ax.boxplot(
        [[1, 2, 3, 4, 20], [2, 3, 4]], tick_labels=["A", "B"], orientation=orientation, **options
    )
    where = "x" if orientation == "vertical" else "y"
    assert ask(f"{where}, value, q1, q3, low, high", "kind = 'box'") == [
        ("A", 3, 2, 4, 1, 4),
        ("B", 3, 2.5, 3.5, 2, 4),
    ]
    assert ask(f"{where}, value", "kind = 'outlier'") == [("A", 20)]
    assert omitted() == []


@pytest.mark.filterwarnings("ignore:vert")  # seaborn's own call
def test_boxes_of_seaborn_are_named_by_hue(ax):
    sns.boxplot(FRAME, x="c", y="v", hue="h", ax=ax)
    medians = FRAME.groupby(["h", "c"]).v.median()
    assert np.allclose(ask("value", "kind = 'box'"), medians)
    assert ask("x", "series = 'b' AND kind = 'box'") == ["p", "q", "r"]


def test_a_mean_that_is_drawn_is_a_point(ax):
    ax.boxplot([[1, 2, 3, 4, 20]], showmeans=True)
    assert ask("value", "kind = 'point'") == [6]
    assert ask("value", "kind = 'outlier'") == [20]


def test_violins_have_their_ends_and_what_is_drawn_in_them(ax):
    parts = {"showmedians": True, "showmeans": True}
    ax.violinplot([[1, 2, 3, 9], [2, 3, 4, 4]], **parts)
    assert ask("x, value, low, high", "kind = 'violin'") == [(1, 2.5, 1, 9), (2, 3.5, 2, 4)]
    assert ask("value", "kind = 'point'") == [3.75, 3.25]
    ax = plt.subplots()[1]
    ax.violinplot([[1, 2, 3, 9]])
    assert ask("value", "kind = 'violin'") == [None]


@pytest.mark.parametrize("inner", ["box", "quart"])
@pytest.mark.parametrize("split", [True, False])
def test_violins_of_seaborn_have_medians_and_quartiles(ax, inner, split):
    sns.violinplot(FRAME, x="c", y="v", hue="h", split=split, inner=inner, ax=ax)
    groups = FRAME.groupby(["h", "c"]).v
    assert ask("series, x", "kind = 'violin'") == list(groups.groups)
    assert np.allclose(ask("value", "kind = 'violin'"), groups.median())
    assert np.allclose(ask("q1", "kind = 'violin'"), groups.quantile(0.25))
    assert omitted() == []


def test_slices_have_names_shares_and_amounts(ax):
    ax.pie([1, 2, 3], labels=list("abc"), autopct="%d%%")
    assert ask("x") == ["a", "b", "c"]
    assert np.allclose(ask("share"), [1 / 6, 1 / 3, 1 / 2], atol=1e-6)
    assert ask("value, axis", "x = 'c'") == [(50, None)]
    ax = plt.subplots()[1]
    ax.pie([10, 20, 30], labels=list("abc"), autopct=lambda part: f"{part * 0.6:.0f}")
    assert ask("x, value") == [("a", 10), ("b", 20), ("c", 30)]


def test_slices_are_named_by_the_legend_too(ax):
    ax.pie([1, 3], wedgeprops={"width": 0.4})
    ax.legend(ax.patches, ["u", "v"])
    assert ask("x, value") == [("u", 25), ("v", 75)]


def test_rings_are_pies_of_their_own(ax):
    ax.pie([1, 2], radius=1, wedgeprops={"width": 0.3}, labels=["A", "B"])
    ax.pie([1, 1, 2], radius=0.7, wedgeprops={"width": 0.3}, labels=["x", "y", "z"])
    assert series() == [("series 1", "pie"), ("series 2", "pie")]
    assert ask("x", "series = 'series 2'") == ["x", "y", "z"]


# Cells and contours


@pytest.mark.parametrize("draw", ["imshow", "pcolormesh", "seaborn"])
def test_heat_maps_have_both_categories(ax, draw):
    values = [[1, 2], [3, 4.5]]
    if draw == "seaborn":
        frame = pd.DataFrame(values, columns=["u", "v"], index=["r", "s"])
        sns.heatmap(frame, ax=ax, cbar_kws={"label": "Heat (W)"})
    else:
        places = [0, 1] if draw == "imshow" else [0.5, 1.5]
        plt.colorbar(getattr(ax, draw)(values), label="Heat (W)")
        ax.set_xticks(places, ["u", "v"])
        ax.set_yticks(places, ["r", "s"])
    assert sorted(ask("x, y, value, axis")) == [
        ("u", "r", 1, "color"), ("u", "s", 3, "color"),
        ("v", "r", 2, "color"), ("v", "s", 4.5, "color"),
    ]  # fmt: skip
    assert ("color", "Heat (W)", "W") in axes("axis, label, unit")


def test_bins_in_two_directions_have_edges_in_both(ax):
    counts, x_edges, y_edges, _ = ax.hist2d(FRAME.v, FRAME.w, bins=3)
    rows = ask("value, x_low, x_high, y_low, y_high")
    assert np.allclose(sorted(row[0] for row in rows), sorted(counts.ravel()))
    assert {round(row[1], 6) for row in rows} == {round(edge, 6) for edge in x_edges[:-1]}
    assert {round(row[4], 6) for row in rows} == {round(edge, 6) for edge in y_edges[1:]}


def test_hexagons_and_triangles_are_cells(ax):
    drawn = ax.hexbin(FRAME.v, FRAME.w, gridsize=4)
    assert sum(ask("value", "kind = 'cell'")) == drawn.get_array().sum() == 120
    plt.subplots()[1].tripcolor([0, 1, 0, 1], [0, 0, 1, 1], [1, 2, 3, 6])
    assert len(ask("value", "kind = 'cell'")) == 2


def test_contours_have_their_levels(ax):
    grid = np.add.outer(np.arange(5), np.arange(5))
    ax.contour(grid, levels=[1, 3, 5])
    assert ask("value, kind, axis") == [(n, "contour", "color") for n in (1, 3, 5)]
    plt.subplots()[1].contourf(grid, levels=[0, 2, 8])
    assert ask("value, low, high") == [(0, 0, 2), (2, 2, 8), (8, None, None)]


def test_a_picture_is_named_and_not_read(ax):
    ax.imshow(np.zeros((4, 5, 3)))
    assert ask("count(*)") == [0]
    assert omitted() == ["1 picture of 5 × 4 pixels"]


# Rules, spans, events, intervals, vectors, collections


def test_rules_and_spans_have_their_levels(ax):
    ax.plot([0, 10], [0, 5])
    ax.axvline(3, label="v")
    ax.axhline(2, label="h")
    ax.axhspan(1, 2, label="hs")
    ax.axvspan(4, 6, label="vs")
    assert ask("series, x, y, value, axis", "kind = 'rule'") == [
        ("v", 3, None, 3, "x"),
        ("h", None, 2, 2, "y"),
    ]
    assert ask("series, low, high, x_low, x_high, axis", "kind = 'span'") == [
        ("hs", 1, 2, None, None, "y"),
        ("vs", 4, 6, 4, 6, "x"),
    ]


def test_a_slanted_rule_has_its_ends_in_the_panel(ax):
    ax.plot([0, 10], [0, 10])
    ax.axline((0, 0), slope=2, label="twice")
    assert ask("x, value", "kind = 'rule'") == [(-0.25, -0.5), (5.25, 10.5)]


def test_events_and_intervals_have_their_places(ax):
    ax.eventplot([[1, 2, 3], [2, 5]], lineoffsets=[1, 2])
    assert ask("x, y, value", "kind = 'event'")[-1] == (5, 2, 5)
    ax = plt.subplots()[1]
    ax.broken_barh([(1, 2), (4, 1)], (0.6, 0.8))
    ax.set_yticks([1], ["T1"])
    assert ask("x, y, value, x_low, x_high, axis") == [
        (1, "T1", 2, 1, 3, "x"),
        (4, "T1", 1, 4, 5, "x"),
    ]
    sns.rugplot(FRAME.head(3), x="v", ax=plt.subplots()[1])
    assert ask("x, kind") == [(v, "event") for v in FRAME.v.head(3)]


def test_arrows_have_their_length(ax):
    ax.quiver([0, 1], [0, 1], [3, 1], [4, 0])
    assert ask("kind, x, y, value") == [("vector", 0, 0, 5), ("vector", 1, 1, 1)]
    grid = np.arange(5.0)
    plt.subplots()[1].streamplot(grid, grid, np.ones((5, 5)), np.ones((5, 5)))
    assert set(ask("kind")) == {"vector"}
    assert "stream lines" in omitted()[0]


def test_each_line_of_a_collection_is_a_series(ax):
    ax.add_collection(LineCollection([[(0, 0), (1, 1)], [(0, 1), (1, 0)]], label="c"))
    ax.autoscale()
    assert ask("series, x, value") == [("c", 0, 0), ("c", 1, 1), ("c 2", 0, 1), ("c 2", 1, 0)]


def test_a_table_has_headers_and_numbers(ax):
    ax.table([["1", "2.5"], ["3", "x"]], colLabels=["c1", "c2"], rowLabels=["r1", "r2"])
    assert ask("x, y, value") == [
        ("c1", "r1", 1), ("c2", "r1", 2.5), ("c1", "r2", 3), ("c2", "r2", None),
    ]  # fmt: skip
    texts = figures.query(ax, "SELECT text FROM texts WHERE kind = 'table cell' AND x = 'c2'")
    assert [row[0] for row in texts] == ["2.5", "x"]


def test_polygons_have_their_corners(ax):
    ax.fill([0, 1, 1], [0, 0, 1])
    assert ask("kind, x, y") == [("area", 0, 0), ("area", 1, 0), ("area", 1, 1)]


# Axes, panels, texts


@pytest.mark.parametrize(
    ("formatter", "values", "expected", "unit"),
    [
        (PercentFormatter(1), [0.1, 0.07], [10, 7], "%"),
        ("{x:.0%}", [0.1, 0.07], [10, 7], "%"),
        (PercentFormatter(), [10, 7], [10, 7], "%"),
        (lambda v, _: f"${v / 1e6:.1f}M", [1.8e6, 2.4e6], [1.8e6, 2.4e6], "$"),
        (lambda v, _: f"${v:.1f}M", [1.8, 2.4], [1.8e6, 2.4e6], "$"),
        (EngFormatter("Hz"), [1.8e6, 2.4e6], [1.8e6, 2.4e6], "Hz"),
        ("{x:,.0f} €", [1800, 2400], [1800, 2400], "€"),
    ],
)
def test_values_are_in_the_unit_of_the_tick_labels(ax, formatter, values, expected, unit):
    ax.plot([1, 2], values)
    ax.yaxis.set_major_formatter(formatter)
    assert ask("value") == expected
    assert axes("unit")[1] == (unit,)


def test_a_unit_in_brackets_scales_nothing_and_an_offset_is_multiplied_out(ax):
    ax.plot([1, 2], [18.2e6, 12e6])
    ax.set_ylabel("Revenue (M USD)")
    assert ask("value") == [18.2e6, 12e6]
    assert axes("unit")[1] == ("M USD",)


def test_dates_are_text_and_have_times_where_a_series_has_any(ax):
    ax.plot(pd.date_range("2020-01-01", periods=2), [1, 2])
    ax.axvline(pd.Timestamp("2020-01-02"))
    assert ask("x") == ["2020-01-01", "2020-01-02", "2020-01-02"]
    assert axes("scale")[0] == ("date",)
    plt.subplots()[1].plot(pd.date_range("2020-01-01", periods=2, freq="12h"), [1, 2])
    assert ask("x") == ["2020-01-01 00:00:00", "2020-01-01 12:00:00"]
    zone = pd.date_range("2020-07-01", periods=2, tz="Europe/Zurich")
    plt.subplots()[1].plot(zone, [1, 2])
    assert ask("x") == ["2020-07-01", "2020-07-02"]


def test_periods_of_pandas_are_dates(ax):
    index = pd.period_range("2020-01", periods=3, freq="M")
    pd.Series([1, 2, 3], index=index).plot(ax=ax)
    assert ask("x") == ["2020-01-01", "2020-02-01", "2020-03-01"]


@pytest.mark.filterwarnings("ignore:PeriodDtype", "ignore:Period with")  # pandas' own plot
def test_business_days_of_pandas_are_dates(ax):
    pd.Series([1, 2, 3], index=pd.bdate_range("2020-01-02", periods=3)).plot(ax=ax)
    assert ask("x") == ["2020-01-02", "2020-01-03", "2020-01-06"]


def test_axes_tell_scale_limits_and_direction(ax):
    ax.plot([1, 10], [1, 100])
    ax.set(xscale="log", xlim=(10, 1), ylim=(0, 200), xlabel="x [s]")
    assert axes("axis, label, unit, scale, low, high, inverted") == [
        ("x", "x [s]", "s", "log", 1, 10, 1),
        ("y", "", "", "linear", 0, 200, 0),
    ]


def test_twins_share_a_panel(ax):
    ax.plot([1, 2], [3, 4], label="l")
    right = ax.twinx()
    right.plot([1, 2], [30, 40], "r", label="r")
    assert ask("DISTINCT panel, series, axis") == [("panel 1", "l", "y"), ("panel 1", "r", "right")]
    assert [name for (name,) in axes("axis")] == ["x", "y", "right"]


def test_a_secondary_axis_is_a_row_of_axes_only(ax):
    ax.plot([0, 100], [0, 5])
    ax.secondary_xaxis("top", functions=(lambda x: x * 2, lambda x: x / 2))
    assert axes("axis, low, high")[-1] == ("top", -10, 210)
    assert len(ask("x")) == 2


def test_insets_and_subfigures_are_panels_in_reading_order(ax):
    ax.plot([1, 2], [3, 4])
    ax.inset_axes([0.5, 0.5, 0.4, 0.4]).plot([5, 6], [7, 8])
    assert ask("DISTINCT panel") == ["panel 1", "panel 2"]
    figure = plt.figure()
    for number, part in enumerate(figure.subfigures(1, 2)):
        part.subplots().plot([number, number + 1])
    assert ask("panel, value") == [("panel 1", 0), ("panel 1", 1), ("panel 2", 1), ("panel 2", 2)]


def test_image_grids_are_read_before_a_first_draw():
    from mpl_toolkits.axes_grid1 import ImageGrid

    grid = ImageGrid(plt.figure(), 111, (2, 2), cbar_mode="single")
    for number, axes_ in enumerate(grid):
        image = axes_.imshow(np.eye(2) * number)
    grid.cbar_axes[0].colorbar(image)
    rows = ask("DISTINCT panel, max(value) OVER (PARTITION BY panel)")
    assert rows == [(f"panel {n + 1}", float(n)) for n in range(4)]


def test_polar_angles_are_degrees_or_their_labels():
    ax = plt.figure().add_subplot(projection="polar")
    ax.plot([0, np.pi / 2, np.pi], [1, 2, 3])
    assert ask("x, value, axis") == [(0, 1, "radius"), (90, 2, "radius"), (180, 3, "radius")]
    ax = plt.figure().add_subplot(projection="polar")
    angles = np.linspace(0, 2 * np.pi, 4, endpoint=False)
    ax.plot([*angles, 0], [1, 2, 3, 4, 1])
    ax.set_xticks(angles, ["N", "E", "S", "W"])
    assert ask("x") == ["N", "E", "S", "W", "N"]


def test_facets_take_the_label_of_their_row(ax):
    sns.relplot(FRAME, x="t", y="v", col="c", kind="line", errorbar=None)
    assert ask("DISTINCT panel, series") == [("c = p", "v"), ("c = q", "v"), ("c = r", "v")]


def test_texts_have_titles_and_annotations(ax):
    ax.figure.suptitle("Top")
    ax.set_title("One")
    ax.set_title("more", loc="left")
    ax.plot(["a", "b"], [1, 2], label="l")
    ax.annotate("peak", ("b", 2), (0, 1))
    ax.text(0.5, 0.5, "corner", transform=ax.transAxes)
    ax.legend(title="Key")
    assert list(figures.tables(ax.figure).texts) == [
        (None, "title", "Top", None, None),
        ("One", "title", "One", None, None),
        ("One", "subtitle", "more", None, None),
        ("One", "legend title", "Key", None, None),
        ("One", "annotation", "peak", "b", 2.0),
        ("One", "annotation", "corner", None, None),
    ]


def test_what_cannot_be_read_is_named(ax):
    ax.add_patch(plt.Circle((0.5, 0.5), 0.2))
    ax.arrow(0, 0, 1, 1)
    plt.figure().add_subplot(projection="3d").scatter([1], [2], [3])
    assert omitted() == ["1 three-dimensional panel"]
    assert [row[1] for row in figures.tables(ax).omitted] == ["1 circle", "1 fancy arrow"]


def test_scatter_plots_of_seaborn_have_a_series_for_each_hue(ax):
    sns.scatterplot(FRAME, x="v", y="w", hue="h", ax=ax)
    assert ask("series, count(*)", "1 GROUP BY series") == [("a", 60), ("b", 60)]
    sns.stripplot(FRAME, x="c", y="v", hue="h", ax=plt.subplots()[1])
    assert ask("series, count(*)", "1 GROUP BY series") == [("a", 60), ("b", 60)]


@pytest.mark.parametrize("spacing", [1, 20])
def test_years_at_the_ticks_are_names_of_bars_and_numbers_along_a_line(ax, spacing):
    ax.plot(range(41), range(41))
    ax.set_xticks([0, spacing, 2 * spacing], [f"{1920 + n * spacing}" for n in range(3)])
    assert ask("x", "value = 20") == [20.0 if spacing == 1 else 1940.0]
    assert ask("x", "value = 0") == ["1920" if spacing == 1 else 1920.0]


def test_a_scale_of_other_units_is_read_as_its_labels_tell_it(ax):
    ax.plot([1, 2], [0, 30])
    ax.yaxis.set_major_formatter(lambda celsius, _: f"{celsius * 1.8 + 32:.1f} °F")
    assert ask("value") == [32, 86]
    assert axes("unit")[1] == ("°F",)


def test_what_is_turned_before_it_is_drawn_is_read_where_it_is(ax):
    ax.set(xlim=(0, 20), ylim=(0, 40))
    ax.plot([1, 2], [3, 4], transform=Affine2D().translate(10, 20) + ax.transData)
    assert ask("x, value") == [(11, 23), (12, 24)]


# The whole


def test_the_example_of_the_documentation_runs():
    text = (Path(__file__).parents[2] / "docs" / "charts.md").read_text("utf-8")
    code = text.split("## Chart tables")[1].split("```python\n")[1].split("```")[0]
    namespace = {}
    exec(code, namespace)
    ask = partial(figures.query, namespace["fig"])
    assert ask("SELECT value_at('Power', 'solar', 2020.5)").value == 2.5
    share = "SELECT share FROM data WHERE series = 'hydro' AND x = 2022"
    assert round(ask(share).value, 3) == 0.667


def test_a_picture_is_no_live_figure():
    with pytest.raises(NotVisibleError, match="A list is no live figure"):
        figures.tables([1, 2])


def test_the_tables_keep_no_figure():
    figure, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    tables, reference = figures.tables(figure), weakref.ref(figure)
    plt.close(figure)
    del figure, ax
    gc.collect()
    assert reference() is None
    assert tables.query("SELECT max(value) FROM data").value == 4


numbers = st.floats(-1e6, 1e6).map(lambda n: round(n, 3))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12),
    st.sampled_from(["plot", "scatter", "bar", "barh", "step", "stem", "errorbar"]),
    st.floats(50, 300),
)
def test_random_figures_give_back_their_arrays(points, method, dpi):
    figure, ax = plt.subplots(dpi=dpi)
    xs, ys = map(list, zip(*points, strict=True))
    places = xs if method in {"plot", "scatter", "step"} else list(range(len(xs)))
    getattr(ax, method)(places, ys)
    axis = "y" if method == "barh" else "x"
    rows = list(figures.query(figure, f"SELECT {axis}, value FROM data WHERE kind != 'errorbar'"))
    plt.close(figure)
    assert [row[0] for row in rows] == places
    assert [row[1] for row in rows] == ys


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 99), min_size=3, max_size=3), min_size=2, max_size=4),
    st.sampled_from(["bar", "area", "barh"]),
)
def test_random_stacks_give_back_their_layers(layers, kind):
    frame = pd.DataFrame(dict(zip("abcd", layers, strict=False)), index=["x", "y", "z"])
    getattr(frame.plot, kind)(stacked=True)
    for name in frame:
        assert np.allclose(ask("value", f"series = '{name}'"), frame[name])
        assert np.allclose(ask("share", f"series = '{name}'"), frame[name] / frame.sum(axis=1))
    plt.close("all")


@settings(max_examples=15, deadline=None)
@given(st.lists(numbers, min_size=3, max_size=40), st.integers(1, 12))
def test_random_histograms_give_back_their_counts(values, bins):
    counts, edges, _ = plt.subplots()[1].hist(values, bins=bins)
    assert ask("value") == list(counts)
    if bins > 1:
        assert np.allclose(ask("x_low"), edges[:-1], atol=1e-6 * max(1, *map(abs, values)))
    plt.close("all")


class Unreadable(Line2D):
    """Somebody's own line, which does not give its data."""

    def get_xydata(self):
        raise RuntimeError("/home/somebody/data.csv is gone")

    get_xdata = get_ydata = get_data = lambda self, orig=True: self.get_xydata()


def test_an_artist_that_cannot_be_read_is_named_and_the_others_are_there():
    ax = plt.figure().add_subplot()
    ax.bar([1, 2], [3, 4])
    ax.add_line(Unreadable([1, 2], [1, 2]))
    tables = figures.tables(ax)
    assert [row[0] for row in tables.query("SELECT value FROM data WHERE kind = 'bar'")] == [3, 4]
    omitted = str(list(tables.omitted))
    assert "could not be read (RuntimeError)" in omitted
    assert "unreadable" in omitted
    assert "somebody" not in omitted


def test_a_color_bar_without_a_panel_is_named():
    fig = plt.figure()
    fig.colorbar(plt.cm.ScalarMappable(), cax=fig.add_axes((0.1, 0.1, 0.1, 0.8)))
    assert "1 color bar" in str(list(figures.tables(fig).omitted))
