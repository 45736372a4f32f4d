"""Chart tables as text: short series in full, long ones by what matters, and what is left out."""

from __future__ import annotations

import charted
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision import figures
from jupyter_claude_vision.charts import read_tables
from jupyter_claude_vision.charts.table_description import MAX_CHARACTERS, sample_points
from jupyter_claude_vision.errors import NotVisibleError


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def describe(draw):
    ax = plt.subplots()[1]
    draw(ax)
    return str(figures.describe(ax))


@pytest.mark.parametrize(
    ("draw", "text"),
    [
        (lambda ax: ax.hist([1, 1, 2], bins=[0, 1.5, 3]), "0 to 1.5: 2; 1.5 to 3: 1"),
        (lambda ax: ax.errorbar([1], [4], [0.5], fmt="o"), "1: 4 (3.5 to 4.5)"),
        (lambda ax: ax.fill_between([1, 2], [1, 2], [3, 5]), "1: 1 to 3; 2: 2 to 5"),
        (
            lambda ax: ax.boxplot([[1, 2, 3, 4, 20]], tick_labels=["A"]),
            "A: median 3, quartiles 2 and 4, whiskers 1 to 4",
        ),
        (lambda ax: ax.pie([1, 3], labels=["a", "b"]), "a: 25, 0.25 of the whole"),
        (lambda ax: ax.imshow([[1, 2]]), "0, 0: 1; 1, 0: 2"),
        (lambda ax: ax.axvline(3), "at 3"),
        (lambda ax: ax.axhspan(1, 2), "1 to 2"),
        (lambda ax: ax.violinplot([[1, 2, 3, 9]], showmedians=True), "1: 1 to 9, median 2.5"),
        (lambda ax: ax.broken_barh([(1, 2)], (0, 2)), "1: 1 to 3"),
        (lambda ax: ax.quiver([0], [1], [3], [4]), "0, 1: 5"),
        (lambda ax: ax.bar(["x"], [3], bottom=[1]), "x: 3 (1 to 4)"),
        (lambda ax: ax.plot(pd.to_datetime(["2024-03-14", "2024-03-15"]), [1, 2]), "2024-03-14: 1"),
    ],
)
def test_each_kind_is_told_by_what_it_shows(draw, text):
    assert text in describe(draw)


def test_numbers_are_told_as_precisely_as_their_axis_can_be_read():
    text = describe(lambda ax: ax.plot([2020.8, 2021.1], [1 / 3, 2 / 3]))
    assert "2020.8: 0.3333; 2021.1: 0.6667" in text


def test_what_is_not_among_the_values_is_said():
    def draw(ax):
        ax.plot(range(9), label="r")
        ax.set_xlim(0, 3)
        ax.add_patch(plt.Circle((0, 0), 1))

    text = describe(draw)
    assert "Not among the values: 5 points of r (outside the axis limits)." in text
    assert "Not among the values: 1 circle" in text


def test_a_long_series_has_its_extremes_where_they_are():
    def draw(ax):
        values = np.zeros(1000)
        values[567] = 99
        ax.plot(values)

    text = describe(draw)
    assert "maximum 99 at 567" in text
    assert "567: 99" in text.split("some of them")[1]


def test_panels_are_told_by_their_names():
    figure, axes = plt.subplots(1, 2)
    axes[0].set_title("left one")
    axes[1].plot([1, 2])
    text = str(figures.describe(figure))
    assert "Panel: left one" in text
    assert "Panel: panel 2" in text


def test_outliers_are_told():
    assert "- outlier 'series 1': 1 value\n  q: 30" in str(figures.describe(charted.boxes()))


def test_a_figure_is_left_as_it_was():
    fig = charted.line()
    before = fig.stale, [ax.get_xlim() for ax in fig.axes]
    read_tables(fig)
    assert (fig.stale, [ax.get_xlim() for ax in fig.axes]) == before


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
    assert len(text) < MAX_CHARACTERS + 100
    assert "more lines" in text


def test_every_point_is_a_row_of_the_frame():
    frame = figures.describe(charted.grouped_bars()).to_frame()
    assert len(frame) == 12
    assert frame.value.sum() == sum(charted.SALES) + sum(charted.COSTS)


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


@pytest.mark.parametrize("thing", [None, 3, "chart.png", [1, 2], np.zeros((3, 3))])
def test_only_live_figures_have_data(thing):
    assert read_tables(thing) is None
    with pytest.raises(NotVisibleError, match="no live figure"):
        figures.describe(thing)
