"""Points of a table that are wrong or missing, marked on the chart's picture."""

from __future__ import annotations

import datetime as dt
import pickle
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.ticker import PercentFormatter

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.table_overlay import TableOverlay
from jupyter_claude_vision.charts import read_tables
from jupyter_claude_vision.claims.chart_table import read_table
from jupyter_claude_vision.claims.table_check import compare_table
from jupyter_claude_vision.errors import InputError, NotVisibleError
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input

MISSING, WRONG, NOT_DRAWN = (0, 114, 178), (213, 94, 0), (160, 60, 120)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture
def ax():
    return plt.subplots(figsize=(6, 4))[1]


def prepare(figure):
    attachment = recognize_input(figure, "fig", options=InputOptions())
    return prepare_image(attachment, ImageLimits(models.STANDARD))


def overlay(figure, *series, kind="number", picture=None):
    parts = [
        {"image": 1, "panel": panel, "name": name, "unit": "", "x": [*map(str, x)], "y": [*y]}
        for name, x, y, panel in ((*item, "")[:4] for item in series)
    ]
    axes = {"x": {"name": "x", "unit": "", "kind": kind}, "y": {"name": "y", "unit": ""}}
    reading, _ = read_table({**axes, "series": parts})
    comparison = compare_table(reading, {1: read_tables(figure)})
    return TableOverlay(comparison, {1: picture or prepare(figure)})(0)


def has_color_near(image, axes, x, y, color, reach=14):
    """Return whether a ring of a color is around a point in data coordinates."""
    u, v = axes.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
    picture_height = image.width / axes.figure.get_figwidth() * axes.figure.get_figheight()
    px, py = u * image.width, (1 - v) * picture_height
    pixels = np.asarray(image.crop((px - reach, py - reach, px + reach, py + reach)))
    return int((np.abs(pixels.astype(int) - color).max(axis=2) < 30).sum()) > 20


def test_a_wrong_value_has_a_ring_where_it_is_drawn_and_a_cross_where_it_was_read(ax):
    ax.bar(["ant", "bee", "cat"], [3, 1, 4], color="lightgray")
    image = overlay(ax.figure, ("", ["ant", "bee", "cat"], [3, 2.5, 4]), kind="text")
    assert has_color_near(image, ax, 1, 1, WRONG)
    assert has_color_near(image, ax, 1, 2.5, WRONG)
    assert not has_color_near(image, ax, 0, 3, WRONG)
    assert image.height > image.width * 4 / 6 + 20  # the legend


def test_missing_points_and_those_that_are_not_drawn_have_colors_of_their_own(ax):
    ax.bar([1, 2, 3, 4], [4, 1, 5, 2], color="lightgray")
    ax.set_xlim(0, 10)
    image = overlay(ax.figure, ("", [1, 2, 3, 9], [4, 1, 5, 3]))
    assert has_color_near(image, ax, 4, 2, MISSING)
    assert has_color_near(image, ax, 9, 3, NOT_DRAWN)
    assert not has_color_near(image, ax, 3, 5, MISSING)


def test_stacked_horizontal_percent_date_log_and_twin_values_are_marked_where_they_stand(ax):
    figure, ((bars, dates), (logs, shares)) = plt.subplots(2, 2, figsize=(9, 6))
    for axes, title in ((bars, "Bars"), (dates, "Dates"), (logs, "Logs"), (shares, "Shares")):
        axes.set_title(title)
    bars.barh(["a", "b"], [3, 4], color="0.8", label="low")
    bars.barh(["a", "b"], [2, 1], left=[3, 4], color="0.9", label="high")
    days = [dt.datetime(2021, month, 1) for month in (1, 2, 3)]
    dates.plot(days, [1, 2, 3], color="0.8", label="up")
    logs.plot([1, 2, 3], [1, 100, 10000], color="0.8", label="growth")
    logs.set_yscale("log")
    logs.invert_xaxis()
    twin = logs.twinx()
    twin.plot([1, 2, 3], [5, 6, 7], color="0.8", label="right one")
    shares.plot([1, 2, 3], [0.2, 0.5, 0.4], color="0.8", label="share")
    shares.yaxis.set_major_formatter(PercentFormatter(1))
    image = overlay(
        figure,
        ("low", ["a", "b"], [3, 4], "Bars"),
        ("high", ["a"], [2], "Bars"),
        ("share", [1, 2], [20, 50], "Shares"),
        ("growth", [1, 2], [1, 100], "Logs"),
        ("right one", [1, 3], [5, 7], "Logs"),
        kind="text",
    )
    from matplotlib.dates import date2num

    assert has_color_near(image, bars, 5, 1, MISSING)
    assert not has_color_near(image, bars, 4, 1, MISSING)
    assert all(has_color_near(image, dates, date2num(d), n, MISSING) for n, d in enumerate(days, 1))
    assert has_color_near(image, logs, 3, 10000, MISSING)
    assert has_color_near(image, twin, 2, 6, MISSING)
    assert has_color_near(image, shares, 3, 0.4, MISSING)


def test_slices_and_cells_are_marked_in_their_middle():
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    left.set_title("Pie")
    left.pie([1, 1, 2], labels=["a", "b", "c"], colors=["0.7", "0.8", "0.9"])
    right.set_title("Heat")
    right.imshow([[1, 2], [3, 4]], cmap="gray")
    right.set_xticks([0, 1], ["u", "v"])
    right.set_yticks([0, 1], ["r", "s"])
    image = overlay(
        figure,
        ("", ["a", "b"], [25, 25], "Pie"),
        ("r", ["u", "v"], [1, 2], "Heat"),
        ("s", ["u"], [3], "Heat"),
        kind="text",
    )
    assert has_color_near(image, left, 0, -0.5, MISSING)
    assert has_color_near(image, right, 1, 1, MISSING)
    assert not has_color_near(image, right, 0, 1, MISSING)


def test_of_many_points_only_the_first_have_numbers_and_the_legend_counts_the_rest(ax):
    ax.bar(range(1, 61), range(1, 61), color="0.8")
    few = overlay(ax.figure, ("", range(1, 41), range(1, 41)))
    many = overlay(ax.figure, ("", [1], [1]))
    assert all(has_color_near(many, ax, n, n, MISSING) for n in range(2, 61))
    assert many.height < 1.2 * few.height


def test_a_table_without_a_fault_says_so_under_the_picture(ax):
    ax.bar([1, 2], [3, 4])
    picture = prepare(ax.figure)
    image = overlay(ax.figure, ("", [1, 2], [3, 4]), picture=picture)
    assert np.array_equal(
        np.asarray(image)[: picture.height], np.asarray(picture.open().convert("RGB"))
    )
    assert image.height > picture.height


def test_later_changes_of_the_figure_move_no_mark(ax):
    ax.bar([1, 2], [3, 4], color="0.8")
    picture = prepare(ax.figure)
    before = overlay(ax.figure, ("", [1], [3]), picture=picture)
    tables = ("", [1], [3])
    ax.set_ylim(0, 40)
    assert np.array_equal(
        np.asarray(overlay(ax.figure, tables, picture=picture)), np.asarray(before)
    )


def test_where_nothing_can_be_marked_an_error_says_why():
    axes = plt.subplot(projection="polar")
    axes.plot([0, 1, 2], [1, 2, 3])
    with pytest.raises(InputError, match="where matplotlib draws them"):
        overlay(axes.figure, ("", [0], [1]))
    reading, _ = read_table({"x": {}, "y": {}, "series": []})
    with pytest.raises(InputError, match="ask about a live figure"):
        reading.overlay()


def test_of_a_figure_that_is_gone_an_error_says_so():
    import plotly.graph_objects as go

    figure = go.Figure(go.Bar(x=[1, 2], y=[3, 4]))
    attachment = recognize_input(figure, "chart", options=InputOptions())
    picture = SimpleNamespace(name="chart", attachment=pickle.loads(pickle.dumps(attachment)))
    with pytest.raises(NotVisibleError, match="ask again"):
        overlay(figure, ("", [1], [3]), picture=picture)
