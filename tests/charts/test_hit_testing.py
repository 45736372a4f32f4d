from __future__ import annotations

import datetime as dt

import matplotlib.pyplot as plt
import pytest

from jupyter_claude_vision import models
from jupyter_claude_vision.charts.hit_testing import mark_at
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input


@pytest.fixture
def axes():
    figure, one = plt.subplots(figsize=(6, 4))
    yield one
    plt.close(figure)


def mark(axes, x, y):
    """Return the mark at a point given in data coordinates, in words, and whether its box fits."""
    prepared = prepare_image(
        recognize_input(axes.figure, "fig", options=InputOptions()), ImageLimits(models.STANDARD)
    )
    [place] = prepared.places
    left, top, right, bottom = place.box
    on_screen = axes.transData.transform((x, y))
    u, v = axes.transAxes.inverted().transform(on_screen)
    px, py = left + u * (right - left), bottom - v * (bottom - top)
    found = mark_at(px, py, prepared.places)
    if found is None:
        return None
    assert found.box[0] <= px <= found.box[2]
    assert found.box[1] <= py <= found.box[3]
    return str(found)


def test_a_bar_is_named_with_its_category_and_height(axes):
    axes.bar(["Q1", "Q2"], [12, 15.5], label="Sales")
    assert mark(axes, 1, 7) == "bar of Sales: Q2, 15.5"
    assert mark(axes, 0.5, 7) is None


def test_a_horizontal_bar_is_named_with_its_category_and_length(axes):
    axes.barh(["a", "b"], [3, 4])
    assert mark(axes, 1, 1) == "bar: b, 4"


def test_a_point_of_a_line_is_named_with_both_its_values(axes):
    axes.plot([1, 2, 3], [10, 30, 20], label="Target")
    axes.axhline(25)
    assert mark(axes, 2, 30) == "point of the line of Target: 2, 30"
    assert mark(axes, 1.5, 25) is None


def test_a_point_on_logarithmic_axes_is_found_where_it_is_drawn(axes):
    axes.scatter([1, 10, 100], [1, 100, 10_000], label="runs")
    axes.set(xscale="log", yscale="log")
    assert mark(axes, 10, 100) == "point of runs: 10, 100"


def test_a_date_is_named_as_a_date(axes):
    days = [dt.datetime(2025, 1, day) for day in (1, 2, 3)]
    axes.plot(days, [1, 2, 3])
    assert "2025-01-02" in mark(axes, axes.lines[0].get_xdata(orig=False)[1], 2)


def test_a_slice_is_named_with_its_share(axes):
    axes.pie([1, 3], labels=["tea", "coffee"])
    assert mark(axes, -0.5, -0.3) == "slice of coffee: 75.0%"


@pytest.mark.parametrize("origin", ["upper", "lower"])
def test_a_cell_of_an_image_is_named_with_its_value(axes, origin):
    axes.imshow([[1, 2, 3], [4, 5, 6]], origin=origin)
    assert mark(axes, 2, 1) == "cell: 2, 1: 6"


def test_the_uppermost_mark_is_the_one_that_is_meant(axes):
    axes.bar([1, 2], [5, 5], label="bars")
    axes.plot([1, 2], [3, 3], label="line")
    assert mark(axes, 1, 3).startswith("point of the line of line")
    assert mark(axes, 1, 1).startswith("bar of bars")


def test_a_mark_is_found_on_a_figure_that_has_changed_its_size_since(axes):
    axes.bar(["Q1", "Q2"], [12, 15])
    prepared = prepare_image(
        recognize_input(axes.figure, "f", options=InputOptions()), ImageLimits(models.STANDARD)
    )
    axes.figure.set_size_inches(3, 2)
    left, top, right, bottom = prepared.places[0].box
    found = mark_at(left + 0.7 * (right - left), bottom - 0.3 * (bottom - top), prepared.places)
    assert str(found) == "bar: Q2, 15"
