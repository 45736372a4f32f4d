"""A box on a figure's picture, in the figure's own data."""

from __future__ import annotations

import gc
import pickle
import weakref
from datetime import datetime

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from jupyter_claude_vision.answers.regions import ImageFrame, draw_regions_on_axes, parse_regions
from jupyter_claude_vision.charts.data_coordinates import data_of
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.models import HIGH


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def prepared(part):
    return prepare_image(recognize_input(part, "fig", options=InputOptions()), ImageLimits(HIGH))


def pixel_of(picture, axes, x, y):
    """Where matplotlib itself draws a point, in pixels of the picture."""
    figure = axes.figure
    horizontal, vertical = axes.transData.transform((x, y))
    width, height = figure.get_size_inches() * figure.dpi
    return (
        horizontal * picture.width / width,
        (height - vertical) * picture.height / height,
    )


def region(picture, *coordinates):
    items = [{"image": 1, "label": "It", "sentence": "", "coordinates": list(coordinates)}]
    size = (picture.width, picture.height)
    found, problems = parse_regions(
        items, {1: ImageFrame(1, size, picture, picture.transform.to_original)}
    )
    assert not problems
    return found[0]


def box_around(picture, axes, low, high):
    (x0, y0), (x1, y1) = pixel_of(picture, axes, *low), pixel_of(picture, axes, *high)
    return region(picture, x0, y0, x1, y1)


@pytest.mark.parametrize("scale", ["linear", "log", "symlog"])
@pytest.mark.parametrize("inverted", [False, True], ids=["upright", "inverted"])
def test_a_box_has_the_data_that_matplotlib_draws_there(scale, inverted):
    fig, ax = plt.subplots()
    ax.plot([1, 10, 1000], [2, 50, 90])
    ax.set_xscale(scale)
    if inverted:
        ax.invert_xaxis()
        ax.invert_yaxis()
    data = box_around(prepared(fig), ax, (5, 10), (100, 60)).data
    assert data.axes is ax
    assert data.x == pytest.approx((5, 100), rel=0.02)
    assert data.y == pytest.approx((10, 60), rel=0.02)


def test_on_an_inset_it_has_the_data_of_the_inset():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    inset = ax.inset_axes((0.6, 0.1, 0.3, 0.3))
    inset.plot([100, 200], [1000, 2000])
    data = box_around(prepared(fig), inset, (120, 1200), (180, 1800)).data
    assert data.axes is inset
    assert data.x == pytest.approx((120, 180), abs=2)


def test_on_axes_laid_over_others_it_has_the_data_of_the_smaller_ones():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    above = fig.add_axes((0.6, 0.2, 0.2, 0.2))
    above.plot([100, 200], [1000, 2000])
    picture = prepared(fig)
    assert box_around(picture, above, (120, 1200), (180, 1800)).data.axes is above
    assert box_around(picture, ax, (1, 1), (3, 9)).data.axes is ax


def test_a_secondary_axis_is_no_place_of_its_own():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    ax.secondary_yaxis("right", functions=(lambda y: y * 2, lambda y: y / 2))
    assert box_around(prepared(fig), ax, (2, 2), (4, 4)).data.axes is ax


def test_numbers_are_told_as_precisely_as_their_range_needs():
    fig, ax = plt.subplots()
    ax.plot([2020, 2022], [1, 2])
    text = str(box_around(prepared(fig), ax, (2020.8, 1.2), (2021.1, 1.6)).data)
    assert text.startswith(("x 2020.8 to 2021.1,", "x 2020.79 to 2021.1"))


def test_a_box_without_a_width_has_the_data_of_its_line():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    data = box_around(prepared(fig), ax, (5, 2), (5 + 1e-9, 8)).data
    assert data.y == pytest.approx((2, 8), abs=0.1)
    picture = prepared(fig)
    left, top, right, bottom = picture.places[0].box
    middle = (left + right) / 2
    assert data_of((middle, top, middle, bottom), picture.places).x == pytest.approx((5,), abs=0.1)


def test_on_a_date_axis_it_has_dates():
    fig, ax = plt.subplots()
    ax.plot(pd.date_range("2024-01-01", "2024-12-31"), np.arange(366))
    low, high = (ax.xaxis.convert_units(datetime(2024, month, 1)) for month in (3, 6))
    data = box_around(prepared(fig), ax, (low, 50), (high, 100)).data
    assert abs(data.x[0] - datetime(2024, 3, 1)).total_seconds() < 86_400
    assert abs(data.x[1] - datetime(2024, 6, 1)).total_seconds() < 86_400


def test_on_a_categorical_axis_it_has_the_categories_in_it():
    fig, ax = plt.subplots()
    ax.bar(["ant", "bee", "cat", "dog"], [1, 2, 3, 4])
    picture = prepared(fig)
    assert box_around(picture, ax, (0.5, 0.5), (2.5, 2)).data.x == ("bee", "cat")
    assert box_around(picture, ax, (2.6, 0.5), (2.9, 2)).data.x == ("dog",)


def test_on_a_bar_chart_of_pandas_it_has_the_categories_in_it():
    ax = pd.DataFrame({"u": [1, 2], "v": [3, 4]}, index=[2019, 2020]).plot.bar()
    assert box_around(prepared(ax.figure), ax, (0.5, 1), (1.5, 2)).data.x == ("2020",)


def test_on_a_time_series_of_pandas_it_has_dates():
    series = pd.Series(range(24), index=pd.period_range("2020-01", periods=24, freq="M"))
    ax = series.plot()
    first = pd.Period("2020-07", freq="M").ordinal
    data = box_around(prepared(ax.figure), ax, (first, 5), (first + 3, 10)).data
    assert data.x == (datetime(2020, 7, 1), datetime(2020, 10, 1))


def test_beside_the_axes_it_has_none():
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    ax.set_title("A title")
    picture = prepared(fig)
    assert region(picture, 0, 0, 30, 20).data is None


def test_a_box_that_sticks_out_ends_at_the_axes():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    ax.set(xlim=(0, 10), ylim=(0, 10))
    data = box_around(prepared(fig), ax, (-1, 5), (5, 15)).data
    assert data.x == pytest.approx((0, 5), abs=0.1)
    assert data.y == pytest.approx((5, 10), abs=0.1)


def test_with_subplots_the_axes_it_lies_on_counts():
    fig, axes = plt.subplots(2, 2, layout="constrained")
    for number, ax in enumerate(axes.flat):
        ax.plot([0, number + 1], [0, number + 1])
    picture = prepared(fig)
    fig.draw_without_rendering()
    for ax in axes.flat:
        assert box_around(picture, ax, (0.2, 0.2), (0.5, 0.5)).data.axes is ax


def test_one_axes_alone_has_its_data_too():
    _, axes = plt.subplots(1, 2)
    axes[1].plot([0, 10], [0, 10])
    picture = prepared(axes[1])
    (place,) = (p for p in picture.places if p.axes is axes[1])
    left, top, right, bottom = place.box
    data = region(picture, (left + right) / 2, (top + bottom) / 2).data
    assert data.x == pytest.approx((5,), abs=0.05)
    assert data.y == pytest.approx((5,), abs=0.05)


def test_later_changes_of_the_figure_move_nothing():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    box = box_around(prepared(fig), ax, (2, 2), (5, 5))
    before = box.data
    ax.set_xlim(0, 1000)
    assert box.data.x == pytest.approx(before.x)


def square(scale, **options):
    fig, ax = plt.subplots()
    ax.plot([1, 10, 100], [1, 10, 100])
    ax.set_xscale(scale, **options)
    return fig


def days():
    fig, ax = plt.subplots()
    ax.plot(pd.date_range("2024-01-01", "2024-12-31"), np.arange(366))
    return fig


def kinds():
    fig, ax = plt.subplots()
    ax.bar(["ant", "bee", "cat", "dog"], [1, 2, 3, 4])
    return fig


def months():
    series = pd.Series(range(24), index=pd.period_range("2020-01", periods=24, freq="M"))
    return series.plot().figure


FIGURES = {
    "linear": lambda: square("linear"),
    "log": lambda: square("log"),
    "symlog": lambda: square("symlog"),
    "asinh": lambda: square("asinh"),
    "a user's functions": lambda: square("function", functions=(lambda x: x**0.5, lambda x: x**2)),
    "dates": days,
    "categories": kinds,
    "periods": months,
}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_the_data_of_a_region_outlive_the_figure_and_can_be_pickled(make):
    fig = make()
    figure, picture = weakref.ref(fig), prepared(fig)
    place = picture.places[0]
    left, top, right, bottom = place.box
    found = region(picture, left + 100, top + 80, right - 120, bottom - 90)
    before = found.data
    told = str(before)
    picture.attachment.release()
    plt.close(fig)
    del fig, before
    gc.collect()
    assert figure() is None
    assert str(found.data) == told
    assert found.data.axes is None
    again = pickle.loads(pickle.dumps(found))
    assert str(again.data) == told
    assert again.crop().size == found.crop().size


def test_a_scale_of_a_users_functions_is_followed_pixel_by_pixel():
    fig = square("function", functions=(lambda x: x**0.5, lambda x: x**2))
    data = box_around(prepared(fig), fig.axes[0], (4, 10), (81, 60)).data
    assert data.x == pytest.approx((4, 81), rel=0.02)
    assert data.y == pytest.approx((10, 60), rel=0.02)


def test_of_twins_it_has_the_data_of_both_scales():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    right = ax.twinx()
    right.plot([0, 10], [500, 900])
    ax.set(xlim=(0, 10), ylim=(0, 10))
    right.set_ylim(500, 1000)
    data = box_around(prepared(fig), ax, (2, 2), (5, 8)).data
    assert data.y == pytest.approx((2, 8), abs=0.1)
    assert data.other_axes["right"] == pytest.approx((600, 900), abs=5)
    assert ", right 600 to 900" in str(data) or ", right 599" in str(data)


def test_a_picture_has_no_data():
    image = plt.cm.viridis(np.linspace(0, 1, 10_000).reshape(100, 100))
    picture = prepare_image(
        recognize_input(image, "array", options=InputOptions()), ImageLimits(HIGH)
    )
    assert region(picture, 10, 10, 20, 20).data is None


def test_it_is_drawn_in_the_figure_where_it_was_seen():
    fig, ax = plt.subplots()
    ax.loglog([1, 10, 1000], [2, 50, 90])
    limits = ax.get_xlim(), ax.get_ylim()
    shape, text = draw_regions_on_axes(ax, [box_around(prepared(fig), ax, (5, 10), (100, 60))])
    xs, ys = shape.get_xy().T
    assert (xs.min(), xs.max()) == pytest.approx((5, 100), rel=0.02)
    assert (ys.min(), ys.max()) == pytest.approx((10, 60), rel=0.02)
    assert text.get_text() == "It"
    assert (ax.get_xlim(), ax.get_ylim()) == limits


def test_it_is_drawn_on_another_plot_of_the_same_data():
    fig, ax = plt.subplots()
    ax.plot([0, 10], [0, 10])
    box = box_around(prepared(fig), ax, (2, 2), (5, 5))
    _, other = plt.subplots()
    other.plot([0, 20], [0, 20])
    shape, _ = draw_regions_on_axes(other, [box])
    assert shape.get_xy().max(axis=0) == pytest.approx((5, 5), abs=0.05)


def test_of_a_picture_it_is_drawn_in_pixels():
    image = plt.cm.viridis(np.linspace(0, 1, 10_000).reshape(100, 100))
    picture = prepare_image(
        recognize_input(image, "array", options=InputOptions()), ImageLimits(HIGH)
    )
    _, ax = plt.subplots()
    ax.imshow(image)
    shape, _ = draw_regions_on_axes(ax, [region(picture, 10, 20, 30, 40)])
    assert shape.get_xy().min(axis=0) == pytest.approx((10, 20))


def test_of_several_axes_only_its_own_gets_it():
    fig, axes = plt.subplots(1, 2)
    for ax in axes:
        ax.plot([0, 10], [0, 10])
    picture = prepared(fig)
    boxes = [box_around(picture, ax, (2, 2), (5, 5)) for ax in axes]
    assert len(draw_regions_on_axes(axes[0], boxes)) == 2
