"""Each rule fires on a figure that breaks it, and not on one beside it that does not."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from jupyter_claude_vision import figures
from jupyter_claude_vision.errors import NotVisibleError
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.lint import RULES
from jupyter_claude_vision.lint.color_vision import measure_difference
from jupyter_claude_vision.models import DEFAULT_MODEL, find_tier

rng = np.random.default_rng(3)
NAMES = ["Peru", "Chile", "Spain", "Brazil", "Kenya", "Japan", "Cuba"]


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def ax():
    axes = plt.subplots()[1]
    axes.set(xlabel="Length (mm)", ylabel="Mass (g)")
    return axes


def rules(figure):
    return [finding.rule for finding in figures.lint(figure)]


# Truncated bars


def test_bars_on_an_axis_that_starts_at_fifty_are_truncated(ax):
    ax.bar(["a", "b", "c"], [52, 55, 58])
    assert rules(ax) == []
    ax.set_ylim(50, 60)
    (finding,) = figures.lint(ax)
    assert finding.rule == "truncated bars"
    assert "start at 50" in finding.sentence


def test_bars_that_lie_are_truncated_on_their_own_axis(ax):
    ax.barh(["a", "b", "c"], [52, 55, 58])
    ax.set_xlim(left=50)
    assert rules(ax) == ["truncated bars"]


def test_bars_below_zero_are_truncated_at_their_upper_end(ax):
    ax.bar(["a", "b", "c"], [-52, -55, -58])
    ax.set_ylim(-60, -50)
    assert rules(ax) == ["truncated bars"]


def test_bars_that_all_start_at_fifty_are_truncated(ax):
    ax.bar(["a", "b", "c"], [2, 5, 8], bottom=50)
    assert rules(ax) == ["truncated bars"]


def test_floating_bars_and_points_are_not_truncated(ax):
    ax.bar(["a", "b", "c"], [2, 5, 8], bottom=[50, 52, 57])
    assert rules(ax) == []
    other = plt.subplots()[1]
    other.plot(["a", "b", "c"], [52, 55, 58], "o")
    other.set(ylim=(50, 60), ylabel="Mass (g)")
    assert rules(other) == []


def test_bars_of_plotly_and_altair_are_truncated_too():
    fig = go.Figure(go.Bar(x=["a", "b"], y=[52, 58]))
    fig.update_layout(yaxis_title="Mass (g)", xaxis_title="Group")
    assert rules(fig) == []
    fig.update_yaxes(range=[50, 60])
    assert rules(fig) == ["truncated bars"]
    frame = pd.DataFrame({"group": ["a", "b"], "mass": [52, 58]})
    scale = alt.Scale(domain=[50, 60])
    chart = alt.Chart(frame).mark_bar(clip=True).encode(x="group", y=alt.Y("mass", scale=scale))
    assert rules(chart) == ["truncated bars"]


# Inverted axis


def test_an_inverted_axis_is_reported_and_one_of_depths_is_not(ax):
    ax.plot([1, 2, 3], [3, 1, 2])
    ax.invert_yaxis()
    assert rules(ax) == ["inverted axis"]
    ax.set_ylabel("Depth (m)")
    assert rules(ax) == []


def test_time_that_runs_to_the_left_is_reported(ax):
    ax.plot(pd.date_range("2024-01-01", periods=5), [1, 2, 3, 4, 5])
    ax.invert_xaxis()
    (finding,) = figures.lint(ax)
    assert finding.rule == "inverted axis"
    assert "to the left" in finding.sentence


# Two scales


def test_two_scales_in_one_panel_are_reported(ax):
    ax.plot([1, 2, 3], [3, 1, 2])
    second = ax.twinx()
    second.plot([1, 2, 3], [300, 100, 900])
    second.set_ylabel("Price (USD)")
    (finding,) = figures.lint(ax.figure)
    assert finding.rule == "two scales"
    assert "'Mass (g)' and 'Price (USD)'" in finding.sentence


def test_a_twin_with_the_same_limits_is_one_scale(ax):
    ax.plot([1, 2, 3], [3, 1, 2])
    second = ax.twinx()
    second.plot([1, 2, 3], [1, 3, 2])
    second.set(ylabel="Mass (g)", ylim=ax.get_ylim())
    assert rules(ax.figure) == []


# Bins and intervals


def test_counts_in_unequal_bins_are_reported_and_densities_are_not(ax):
    values, bins = rng.normal(40, 5, 300), [20, 30, 35, 40, 60]
    ax.hist(values, bins)
    assert rules(ax) == ["unequal bins"]
    other = plt.subplots()[1]
    other.hist(values, bins, density=True)
    other.set(xlabel="Length (mm)", ylabel="Density")
    assert rules(other) == []


@pytest.mark.parametrize(
    "names",
    [
        ["0-10", "10-20", "20-50", "50-100"],
        ["(0, 10]", "(10, 50]", "(50, 60]"],
        ["18–24", "25–34", "35–64", "65+"],
        ["2000", "2005", "2010", "2022"],
    ],
)
def test_unequal_intervals_as_equal_bars_are_reported(ax, names):
    ax.bar(names, range(1, len(names) + 1))
    assert rules(ax) == ["unequal intervals"]


@pytest.mark.parametrize(
    "names",
    [
        ["0-10", "10-20", "20-30"],
        ["18–24", "25–31", "32–38", "39+"],
        ["2000", "2005", "2010"],
        ["2024-01", "2024-02", "2024-03"],
        ["2024-05-02", "2024-05-03", "2024-05-06"],
        ["4", "6", "12"],
        ["model 1-2", "model 7-9", "model 3"],
    ],
)
def test_equal_intervals_and_names_are_not_reported(ax, names):
    ax.bar(names, range(1, len(names) + 1))
    assert rules(ax) == []


def test_a_line_over_unequal_years_is_reported(ax):
    ax.plot(["1990", "2000", "2010", "2011"], [1, 2, 3, 4])
    assert rules(ax) == ["unequal intervals"]


# Pies


def test_a_pie_with_many_slices_is_reported():
    names = [f"part {place}" for place in range(8)]
    fig, ax = plt.subplots()
    ax.pie([1] * 8, labels=names)
    assert rules(fig) == ["many slices"]
    assert rules(go.Figure(go.Pie(labels=names, values=[1] * 8))) == ["many slices"]
    assert rules(go.Figure(go.Pie(labels=names[:7], values=[1] * 7))) == []


def test_percentages_that_are_more_than_a_whole_are_reported():
    fig, ax = plt.subplots()
    ax.pie([60, 50, 40], labels=["tea 60%", "coffee 50%", "milk 40%"])
    (finding,) = figures.lint(fig)
    assert finding.rule == "pie total"
    assert "150 %" in finding.sentence


def test_parts_whose_title_says_percent_are_added_up():
    def draw(values):
        pie = go.Pie(labels=["tea", "coffee", "milk"], values=values)
        return go.Figure(pie, layout={"title": "Drinks (%)"})

    assert rules(draw([60, 50, 40])) == ["pie total"]
    assert rules(draw([60, 30, 10])) == []


def test_a_pie_with_a_gap_does_not_add_up():
    fig, ax = plt.subplots()
    ax.pie([0.3, 0.4], labels=["tea", "coffee"], normalize=False)
    assert rules(fig) == ["pie total"]


# Bars in 3-D


@pytest.mark.parametrize("heights", [[3, 2, 5], [1, 1, 1]])
def test_bars_in_three_dimensions_are_reported(heights):
    fig = plt.figure()
    ax = fig.add_subplot(projection="3d")
    ax.bar3d([0, 1, 2], [0, 1, 0], [0, 0, 0], 0.6, 0.6, heights)
    assert rules(fig) == ["3-D bars"]


def test_rows_of_bars_in_three_dimensions_are_reported():
    fig = plt.figure()
    ax = fig.add_subplot(projection="3d")
    for depth in range(3):
        ax.bar([0, 1, 2], [3, 2, 5], zs=depth, zdir="y")
    assert rules(fig) == ["3-D bars"]


# Colors


@pytest.mark.parametrize(
    "pair", [("red", "green"), ("tab:red", "tab:green"), ("crimson", "forestgreen")]
)
def test_red_and_green_lines_are_reported_unless_something_else_tells_them_apart(ax, pair):
    _first, second = (ax.plot([1, 2, i], color=c, label=c)[0] for i, c in enumerate(pair))
    ax.legend()
    (finding,) = figures.lint(ax)
    assert finding.rule == "similar colors"
    assert repr(pair[0]) in finding.sentence
    second.set_linestyle("--")
    ax.legend()
    assert rules(ax) == []


def test_blue_and_orange_are_told_apart(ax):
    for place, color in enumerate(("blue", "orange", "black")):
        ax.plot([1, 2, place], color=color, label=color)
    ax.legend()
    assert rules(ax) == []


@pytest.mark.parametrize("name", ["RdYlGn", "viridis", "coolwarm", "RdBu", "Blues", "rocket"])
def test_a_color_map_from_red_to_green_is_reported(ax, name):
    pytest.importorskip("seaborn")
    ax.pcolormesh(rng.random((5, 5)), cmap=name)
    assert rules(ax) == (["similar colors"] if name == "RdYlGn" else [])


def test_distances_are_those_of_the_literature():
    assert measure_difference((0, 0, 0), (1, 1, 1)) == pytest.approx(100, abs=0.1)
    assert measure_difference((1, 0, 0), (0, 1, 0)) == pytest.approx(170.6, abs=0.1)
    gray = (0.5, 0.5, 0.5)
    for deficiency in ("protanopia", "deuteranopia", "tritanopia"):
        assert measure_difference((1, 1, 1), gray, deficiency) == pytest.approx(
            measure_difference((1, 1, 1), gray), abs=0.5
        )


# Overplotting


def test_many_opaque_points_in_few_pixels_are_overplotted(ax):
    x, y = rng.normal(size=(2, 20_000))
    ax.scatter(x, y)
    (finding,) = figures.lint(ax)
    assert finding.rule == "overplotting"
    assert "20,000 points" in finding.sentence


def test_small_transparent_points_are_not_overplotted(ax):
    x, y = rng.normal(size=(2, 20_000))
    ax.scatter(x, y, s=1, alpha=0.1)
    assert rules(ax) == []


def test_points_that_are_plotted_as_a_line_are_overplotted_too(ax):
    ax.plot(*rng.normal(size=(2, 20_000)), "o")
    assert rules(ax) == ["overplotting"]


def test_points_of_plotly_are_overplotted_too():
    def draw(count):
        x, y = rng.normal(size=(2, count))
        fig = go.Figure(go.Scatter(x=x, y=y, mode="markers"))
        return fig.update_layout(xaxis_title="Length (mm)", yaxis_title="Mass (g)")

    assert rules(draw(50_000)) == ["overplotting"]
    assert rules(draw(300)) == []


# Text and labels


def test_text_that_is_too_small_as_sent_is_reported(ax):
    ax.plot([1, 2, 3])
    ax.tick_params(labelsize=3)
    (finding,) = figures.lint(ax.figure)
    assert finding.rule == "small text"
    assert "tick labels" in finding.sentence


@pytest.mark.parametrize("whole", [True, False])
def test_the_region_of_small_text_is_where_the_text_stands(ax, whole):
    ax.plot([1, 2, 3])
    ax.annotate("tiny", (1.5, 2.5), size=3, color="red")
    part = ax.figure if whole else ax
    (finding,) = figures.lint(part)
    attachment = recognize_input(part, "fig", options=InputOptions())
    picture = prepare_image(attachment, ImageLimits(find_tier(DEFAULT_MODEL)))
    pixels = np.asarray(picture.open().convert("RGB")).astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1:].max(axis=2) < 120))
    left, top, right, bottom = finding.region
    assert left - 1 <= columns.min()
    assert columns.max() <= right + 1
    assert top - 1 <= rows.min()
    assert rows.max() <= bottom + 1
    assert (right - left) * (bottom - top) < 2000


def test_an_axis_of_numbers_without_a_label_is_reported():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [2, 4, 3])
    assert rules(fig) == ["missing labels", "missing labels"]
    ax.set(xlabel="Time (s)", ylabel="Distance (m)")
    assert rules(fig) == []


def test_a_temperature_without_a_unit_is_reported(ax):
    ax.plot([1, 2, 3])
    ax.set_ylabel("Temperature")
    (finding,) = figures.lint(ax)
    assert "no unit" in finding.sentence
    ax.set_ylabel("Temperature (°C)")
    assert rules(ax) == []


# Order


def test_many_categories_in_no_order_are_reported(ax):
    ax.bar(NAMES, [40, 9, 90, 33, 70, 20, 50])
    assert rules(ax) == ["unordered categories"]


@pytest.mark.parametrize(
    "values_by_name",
    [
        dict(zip(NAMES, [90, 70, 50, 40, 33, 20, 9], strict=True)),
        dict(zip(sorted(NAMES), [40, 9, 90, 33, 70, 20, 50], strict=True)),
        dict(zip(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], [4, 9, 1, 3, 7, 2], strict=True)),
        dict(zip(["Q1", "Q2", "Q3", "Q4", "Q5", "Q10"], [4, 9, 1, 3, 7, 2], strict=True)),
        dict(zip(NAMES[:5], [4, 9, 1, 8, 2], strict=True)),
    ],
)
def test_sorted_categories_and_few_are_not_reported(ax, values_by_name):
    ax.barh(list(values_by_name), list(values_by_name.values()))
    assert rules(ax) == []


# The report


def test_a_finding_names_its_panel_and_its_place_on_the_picture():
    fig, (left, right) = plt.subplots(1, 2)
    left.bar(["a", "b"], [3, 4])
    right.bar(["a", "b"], [52, 58])
    left.set(title="Before", ylabel="Mass (g)")
    right.set(title="After", ylabel="Mass (g)", ylim=(50, 60))
    (finding,) = figures.lint(fig)
    assert finding.panel == "After"
    x0, y0, x1, y1 = finding.region
    assert 0 < y0 < y1
    assert x1 > x0 > 0.5 * (x1 + left.get_position().x0)


def test_a_report_is_a_sequence_a_table_and_a_frame(ax):
    ax.bar(["<b>", "c"], [52, 58])
    ax.set(ylim=(50, 60), title="<i>Sales</i>")
    report = figures.lint(ax)
    assert len(report) == len(report[:1]) == 1
    assert "truncated bars" in repr(report)
    assert "&lt;i&gt;" in report._repr_html_()
    assert list(report.to_frame().columns) == ["rule", "sentence", "panel", "region"]
    assert repr(report[1:]) == "Nothing to report."


def test_the_figure_is_left_as_it_was(ax):
    ax.bar(["a", "b"], [52, 58])
    canvas, size = ax.figure.canvas, tuple(ax.figure.get_size_inches())
    figures.lint(ax)
    assert ax.figure.canvas is canvas
    assert tuple(ax.figure.get_size_inches()) == size


def test_a_picture_is_no_live_figure():
    with pytest.raises(NotVisibleError, match="no live figure"):
        figures.lint([[1, 2], [3, 4]])


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_tested_under_its_name_and_stands_in_the_docs(rule):
    guide = Path(__file__).parents[2] / "docs" / "charts.md"
    assert f'"{rule}"' in Path(__file__).read_text("utf-8")
    assert f"| {rule} |" in guide.read_text("utf-8")


def test_an_independent_scale_of_altair_is_a_second_one():
    frame = pd.DataFrame({"time": [1, 2, 3], "mass": [1, 2, 3], "price": [100, 300, 200]})
    base = alt.Chart(frame).mark_line()
    layers = (base.encode(x="time", y="mass"), base.encode(x="time", y="price"))
    assert rules(alt.layer(*layers)) == []
    assert rules(alt.layer(*layers).resolve_scale(y="independent")) == ["two scales"]


# Specifications of plotly and Altair


def traces(*colors, **style):
    fig = go.Figure()
    for name, color in zip("abc", colors, strict=False):
        line = {"color": color, "dash": style.get(name)}
        fig.add_scatter(x=[1, 2], y=[1, 2], mode="lines", name=name, line=line)
    return fig.update_layout(xaxis_title="Length (mm)", yaxis_title="Mass (g)")


def test_colors_that_a_plotly_figure_chooses_are_told_apart_or_reported():
    (finding,) = figures.lint(traces("#c4534c", "#6f7a2e"))
    assert finding.rule == "similar colors"
    assert rules(traces("#c4534c", "#6f7a2e", b="dot")) == []
    assert rules(traces("navy", "orange")) == []
    assert rules(traces(None, None, None)) == []


def test_colors_that_an_altair_chart_chooses_are_told_apart_or_reported():
    frame = pd.DataFrame({"length": [1, 2, 1, 2], "mass": [1, 2, 2, 3], "c": list("aabb")})

    def draw(colors, **others):
        color = alt.Color("c").scale(domain=["a", "b"], range=colors)
        x, y = alt.X("length").title("Length (mm)"), alt.Y("mass").title("Mass (g)")
        return alt.Chart(frame).mark_line().encode(x=x, y=y, color=color, **others)

    assert rules(draw(["#c4534c", "#6f7a2e"])) == ["similar colors"]
    assert rules(draw(["#c4534c", "#6f7a2e"], strokeDash="c")) == []
    assert rules(draw(["navy", "orange"])) == []


def test_small_letters_of_a_plotly_figure_are_reported():
    fig = traces("navy").update_xaxes(tickfont_size=4)
    assert rules(fig) == ["small text"]
    assert rules(traces("navy").update_xaxes(tickfont_size=10)) == []
