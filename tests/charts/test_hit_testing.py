"""Marks of matplotlib's pictures, held against the arrays that drew them."""

from __future__ import annotations

import datetime as dt
import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_claude_vision import models
from jupyter_claude_vision.charts.hit_testing import MarkIndex, format_number
from jupyter_claude_vision.charts.readers import read_placed_tables
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input

REACH = 7


@pytest.fixture
def axes():
    figure, one = plt.subplots(figsize=(6, 4))
    yield one
    plt.close(figure)


class Picture:
    """A figure as it is drawn, and the marks on it."""

    def __init__(self, figure):
        attachment = recognize_input(figure, "fig", options=InputOptions())
        self.image = prepare_image(attachment, ImageLimits(models.STANDARD))
        self.index = MarkIndex(*read_placed_tables(self.image))

    def pixel(self, axes, x, y):
        """Where matplotlib itself draws a point."""
        place = next(place for place in self.image.places if place.live() is axes)
        left, top, right, bottom = place.box
        u, v = axes.transAxes.inverted().transform(axes.transData.transform((x, y)))
        return left + u * (right - left), bottom - v * (bottom - top)

    def mark(self, axes, x, y, reach=REACH):
        point = self.pixel(axes, x, y)
        mark = self.index.find_mark(*point, reach)
        if mark is None:
            return None
        left, top, right, bottom = mark.box
        assert left - reach <= point[0] <= right + reach
        assert top - reach <= point[1] <= bottom + reach
        return str(mark)


def mark(axes, x, y, reach=REACH):
    return Picture(axes.figure).mark(axes, x, y, reach)


def test_a_bar_is_named_with_its_category_and_height(axes):
    axes.bar(["Q1", "Q2"], [12, 15.5], label="Sales")
    assert mark(axes, 1, 7) == "bar of Sales: Q2, 15.5"
    assert mark(axes, 0.5, 7) is None


def test_a_horizontal_bar_is_named_with_its_category_and_length(axes):
    axes.barh(["a", "b"], [3, 4])
    assert mark(axes, 1, 1) == "bar: b, 4"


def test_of_bars_beside_one_another_each_is_named_by_its_hue(axes):
    frame = pd.DataFrame({"q": ["Q1", "Q1", "Q2", "Q2"], "hue": list("abab"), "v": [3, 4, 5, 6]})
    sns.barplot(frame, x="q", y="v", hue="hue", ax=axes)
    picture = Picture(axes.figure)
    names = [picture.mark(axes, x, 1) for x in (-0.2, 0.2, 0.8, 1.2)]
    assert names == [
        "bar of a: Q1, 3", "bar of b: Q1, 4", "bar of a: Q2, 5", "bar of b: Q2, 6",
    ]  # fmt: skip
    assert picture.mark(axes, 0.5, 1) is None


def test_a_segment_of_a_stack_has_its_own_length_and_share(axes):
    axes.bar(["u", "v"], [1, 2], label="low")
    axes.bar(["u", "v"], [3, 2], bottom=[1, 2], label="high")
    assert mark(axes, 0, 2) == "bar of high: u, 3 (75.0% of its stack)"
    assert mark(axes, 0, 0.5) == "bar of low: u, 1 (25.0% of its stack)"


def test_a_bin_is_named_as_a_range(axes):
    counts, *_ = axes.hist([1, 1, 2, 3, 3, 3], bins=[0, 2, 4], label="h")
    assert mark(axes, 1, 1) == f"bin of h: 0 to 2, {counts[0]:.0f}"


def test_a_point_of_a_line_is_named_with_both_its_values(axes):
    axes.plot([1, 2, 3], [10, 30, 20], label="Target")
    axes.axhline(25)
    assert mark(axes, 2, 30) == "point of the line of Target: 2, 30"
    assert mark(axes, 1.05, 25) == "line across: 25"
    assert mark(axes, 2.5, 12) is None


def test_anywhere_on_a_segment_the_value_is_interpolated_and_says_so(axes):
    axes.plot([1, 3], [10, 30], label="Target")
    text = mark(axes, 1.5, 15)
    assert text.startswith("line of Target: at 1.5")
    assert text.endswith("(interpolated)")
    assert float(text.split(", ")[1].split()[0]) == pytest.approx(15, abs=0.1)


def test_between_two_values_a_step_is_held(axes):
    axes.step([1, 2, 3], [1, 2, 3], where="post", label="s")
    text = mark(axes, 1.5, 1)
    assert "interpolated" not in text
    assert float(text.split(", ")[1]) == pytest.approx(1, abs=0.01)


def test_a_point_on_logarithmic_axes_is_found_where_it_is_drawn(axes):
    axes.scatter([1, 10, 100], [1, 100, 10_000], label="runs")
    axes.set(xscale="log", yscale="log")
    assert mark(axes, 10, 100) == "point of runs: 10, 100"


def test_a_date_is_named_as_a_date(axes):
    days = [dt.datetime(2025, 1, day) for day in (1, 2, 3)]
    axes.plot(days, [1, 2, 3])
    assert "2025-01-02, 2" in mark(axes, axes.lines[0].get_xdata(orig=False)[1], 2)


def test_a_slice_is_named_with_its_share(axes):
    axes.pie([1, 3], labels=["tea", "coffee"])
    assert mark(axes, -0.5, -0.3) == "slice of coffee: 75.0%"


def test_the_hole_of_a_donut_is_no_slice(axes):
    axes.pie([1, 3], labels=["tea", "coffee"], wedgeprops={"width": 0.4})
    assert mark(axes, 0, 0) is None
    assert mark(axes, 0, -0.8) == "slice of coffee: 75.0%"


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_a_cell_of_an_image_is_named_with_its_value(axes, origin):
    axes.imshow([[1, 2, 3], [4, 5, 6]], origin=origin)
    assert mark(axes, 2, 1) == "cell: 2, 1: 6"


def test_a_cell_of_a_heat_map_is_named_by_both_categories(axes):
    frame = pd.DataFrame([[1, 2], [3, 4]], index=["r", "s"], columns=["u", "v"])
    sns.heatmap(frame, ax=axes, annot=True)
    assert mark(axes, 1.5, 0.5) == "cell: v, r: 2"


def test_a_cell_of_a_mesh_is_named_by_its_borders(axes):
    axes.pcolormesh([0, 1, 3], [0, 2, 4], [[1, 2], [3, 4]])
    assert mark(axes, 2.9, 3) == "cell: 1 to 3, 2 to 4: 4"


def test_a_hexagon_is_the_one_around_the_point(axes):
    points = np.random.default_rng(1).normal(size=(2000, 2))
    cells = axes.hexbin(*points.T, gridsize=12)
    picture = Picture(axes.figure)
    for (x, y), count in zip(cells.get_offsets(), cells.get_array(), strict=True):
        assert picture.mark(axes, x, y).endswith(f": {count:.0f}")


def test_parts_of_a_box_plot_are_told_apart(axes):
    axes.boxplot([[1, 2, 3, 4, 5, 20]], tick_labels=["A"])
    picture = Picture(axes.figure)
    assert picture.mark(axes, 1, 2.7, 3) == "box: A, quartiles 2.25 to 4.75, median 3.5"
    assert picture.mark(axes, 1, 3.5, 3) == "median: A, 3.5"
    assert picture.mark(axes, 1, 1.2, 3) == "whisker: A, lower, to 1"
    assert picture.mark(axes, 1, 20, 3) == "outlier: A, 20"


def test_beside_the_body_of_a_violin_there_is_nothing(axes):
    values = np.random.default_rng(0).normal(size=200)
    axes.violinplot([values], showextrema=False)
    picture = Picture(axes.figure)
    assert picture.mark(axes, 1, 0).startswith("violin: 1, ")
    assert picture.mark(axes, 1.2, float(values.max())) is None


def test_an_area_and_a_band_are_named_with_their_edges(axes):
    axes.stackplot([0, 10], [1, 1], [2, 2], labels=["low", "high"])
    picture = Picture(axes.figure)
    assert picture.mark(axes, 5, 2).startswith("area of high: at 5")
    assert "interpolated" in picture.mark(axes, 5, 2)
    axes.clear()
    axes.plot([0, 1, 2], [5, 6, 7], label="mean")
    axes.fill_between([0, 1, 2], [4, 5, 6], [6, 7, 8], alpha=0.3)
    assert Picture(axes.figure).mark(axes, 1, 6.7, 3) == "band of mean: 1, 5 to 7"


def test_error_bars_spans_intervals_and_contours_are_marks(axes):
    axes.errorbar([1, 2], [5, 6], yerr=1, fmt="none", label="e")
    axes.axhspan(0, 1)
    picture = Picture(axes.figure)
    assert picture.mark(axes, 2, 6.5) == "error bar of e: 2, 6, 5 to 7"
    assert picture.mark(axes, 1.5, 0.5) == "span: 0 to 1"
    axes.clear()
    axes.broken_barh([(1, 2)], (10, 4), label="task")
    assert mark(axes, 2, 13.5) == "interval of task: 12, 1 to 3"
    axes.clear()
    grid = np.add.outer(np.arange(5.0), np.zeros(5))
    axes.contour(grid, levels=[1, 2.5])
    assert mark(axes, 2, 2.5) == "contour: level 2.5"


def test_the_uppermost_mark_is_the_one_that_is_meant(axes):
    axes.bar([1, 2], [5, 5], label="bars")
    axes.plot([1, 2], [3, 3], label="line")
    assert mark(axes, 1, 3).startswith("point of the line of line")
    assert mark(axes, 1, 1).startswith("bar of bars")


def test_of_twins_each_point_has_its_own_scale(axes):
    axes.plot([1, 2, 3], [1, 2, 3], label="left")
    right = axes.twinx()
    right.plot([1, 2, 3], [300, 200, 250], label="far")
    picture = Picture(axes.figure)
    assert picture.mark(right, 1, 300) == "point of the line of far: 1, 300"
    assert picture.mark(axes, 1, 1) == "point of the line of left: 1, 1"


def test_an_inset_lies_over_the_panel_under_it(axes):
    axes.plot([0, 10], [0, 10], label="outer")
    inset = axes.inset_axes((0.6, 0.1, 0.3, 0.3))
    inset.plot([100, 200], [1000, 2000], "o", label="inner")
    assert mark(inset, 100, 1000) == "point of inner: 100, 1000"


def test_an_entry_of_a_legend_is_the_whole_series(axes):
    axes.plot([1, 2, 3], [1, 2, 3], label="A")
    axes.plot([1, 2, 3], [3, 2, 1], label="B")
    axes.legend(loc="center left")
    picture = Picture(axes.figure)
    [label] = [entry for p, _ in picture.index.panels for entry in p.labels if entry.text == "B"]
    left, top, right, bottom = label.box
    entry = picture.index.find_mark((left + right) / 2, (top + bottom) / 2, REACH)
    assert str(entry) == "legend entry of B: the whole series, 3 values"
    # It stands where it is drawn: there is ink in its box, and it is no larger than a line.
    ink = np.asarray(picture.image.open().convert("L"))
    assert ink[round(top) : round(bottom), round(left) : round(right)].min() < 100
    assert 5 < bottom - top < 60


def test_an_annotation_is_a_mark(axes):
    axes.plot([1, 2, 3], [1, 5, 1])
    axes.annotate("the peak", (2, 5), xytext=(2.5, 4))
    picture = Picture(axes.figure)
    [label] = picture.index.panels[0][0].labels
    left, top, right, bottom = label.box
    found = picture.index.find_mark((left + right) / 2, (top + bottom) / 2, 1)
    assert str(found) == "annotation: the peak"


def test_a_mark_is_found_on_a_figure_that_has_changed_its_size_since(axes):
    axes.bar(["Q1", "Q2"], [12, 15])
    attachment = recognize_input(axes.figure, "f", options=InputOptions())
    image = prepare_image(attachment, ImageLimits(models.STANDARD))
    axes.figure.set_size_inches(3, 2)
    index = MarkIndex(*read_placed_tables(image))
    left, top, right, bottom = image.places[0].box
    found = index.find_mark(left + 0.7 * (right - left), bottom - 0.3 * (bottom - top), REACH)
    assert str(found) == "bar: Q2, 15"


def test_the_reach_is_a_distance_on_the_picture(axes):
    axes.scatter([1, 2], [1, 2], label="s")
    picture = Picture(axes.figure)
    x, y = picture.pixel(axes, 1, 1)
    assert picture.index.find_mark(x + 6, y, 7) is not None
    assert picture.index.find_mark(x + 8, y, 7) is None
    assert picture.index.find_mark(x + 8, y, 20) is not None


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3)), min_size=1, max_size=30, unique=True
    ),
    st.integers(0, 29),
    st.tuples(st.floats(-4, 4), st.floats(-4, 4)),
)
def test_the_nearest_point_within_reach_is_given_back(points, number, offset):
    figure, axes = plt.subplots()
    try:
        axes.scatter(*zip(*points, strict=True))
        picture = Picture(figure)
        pixels = [picture.pixel(axes, x, y) for x, y in points]
        x, y = pixels[number % len(points)]
        x, y = x + offset[0], y + offset[1]
        mark = picture.index.find_mark(x, y, REACH)
        left, top, right, bottom = mark.box
        distance = math.dist((x, y), ((left + right) / 2, (top + bottom) / 2))
        assert distance == pytest.approx(min(math.dist((x, y), p) for p in pixels), abs=0.05)
    finally:
        plt.close(figure)


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (2020.8123, 0.01, "2020.81"),
        (1234567.0, 0, "1234567"),
        (0.5, 0, "0.5"),
        (12.3456, 1.0, "12"),
        (1e-9, 0, "1e-09"),
        (123456.5, 100.0, "123500"),
    ],
)
def test_numbers_are_told_as_precisely_as_they_can_be_read(value, step, text):
    assert format_number(value, step) == text
