"""Rows of a chart's data that lie in a selection, held against the arrays that drew it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_claude_vision import models
from jupyter_claude_vision.charts.hit_testing import MarkIndex
from jupyter_claude_vision.charts.readers import read_placed_tables
from jupyter_claude_vision.charts.selection import (
    SelectedArea,
    count_rows,
    parse_areas,
    select_rows,
)
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input

POINTS = np.random.default_rng(3).normal(size=(400, 2))


def index_of(figure):
    attachment = recognize_input(figure, "fig", options=InputOptions())
    image = prepare_image(attachment, ImageLimits(models.STANDARD))
    return MarkIndex(*read_placed_tables(image))


def area(index, kind, low, high, points=()):
    """Return an area between two corners given in data coordinates."""
    [placement] = index.placements
    x, y = placement.axes["x"], placement.axes["y"]
    (left, right), (bottom, top) = x.to_pixels([low[0], high[0]]), y.to_pixels([low[1], high[1]])
    corners = [(float(x.to_pixels(px)), float(y.to_pixels(py))) for px, py in points]
    return SelectedArea(kind, (left, top, right, bottom), tuple(corners))


@pytest.fixture
def axes():
    figure, one = plt.subplots()
    yield one
    plt.close(figure)


@pytest.fixture(scope="module")
def scatter():
    figure, axes = plt.subplots()
    axes.scatter(*POINTS.T, label="s")
    yield index_of(figure)
    plt.close(figure)


ENDS = st.tuples(st.floats(-3, 3), st.floats(-3, 3)).map(sorted)


@settings(max_examples=40, deadline=None)
@given(ENDS, ENDS)
def test_a_box_holds_the_points_that_lie_in_it(scatter, xs, ys):
    (x0, x1), (y0, y1) = xs, ys
    rows = select_rows(scatter, [area(scatter, "box", (x0, y0), (x1, y1))])
    inside = POINTS[
        (POINTS[:, 0] > x0) & (POINTS[:, 0] < x1) & (POINTS[:, 1] > y0) & (POINTS[:, 1] < y1)
    ]
    columns = rows.columns.index("x"), rows.columns.index("y")
    found = [tuple(row[column] for column in columns) for row in rows]
    assert np.allclose(found or np.empty((0, 2)), inside)


def test_a_range_holds_whatever_lies_over_it(scatter):
    rows = select_rows(scatter, [area(scatter, "range", (-0.5, 0), (0.5, 0))])
    assert len(rows) == (np.abs(POINTS[:, 0]) < 0.5).sum()


def test_a_lasso_holds_the_points_within_it(scatter):
    corners = [(0, 0), (2, 0), (0, 2)]
    lasso = area(scatter, "lasso", (0, 0), (2, 2), corners)
    inside = (POINTS > 0).all(axis=1) & (POINTS.sum(axis=1) < 2)
    assert count_rows(scatter, lasso) == inside.sum()
    assert len(select_rows(scatter, [lasso])) == inside.sum()


def test_two_boxes_are_told_apart_by_their_numbers(axes):
    axes.bar(["a", "b", "c"], [1, 2, 3], label="s")
    index = index_of(axes.figure)
    areas = [
        area(index, "box", (-0.4, 0.2), (0.4, 0.8)),
        area(index, "box", (0.9, 0.5), (2.1, 1.5)),
    ]
    frame = select_rows(index, areas).to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame[["selection", "series", "x", "value"]].to_numpy().tolist() == [
        [1, "s", "a", 1.0], [2, "s", "b", 2.0], [2, "s", "c", 3.0],
    ]  # fmt: skip


def test_a_bar_is_selected_where_the_box_touches_it_at_its_middle(axes):
    axes.bar(["a", "b"], [1, 4])
    index = index_of(axes.figure)
    assert count_rows(index, area(index, "box", (-0.2, 2), (1.2, 3))) == 1
    assert count_rows(index, area(index, "box", (0.3, 0.1), (0.7, 3))) == 0


def test_a_line_has_each_of_its_values_once(axes):
    axes.plot([1, 2, 3, 4], [1, 2, 3, 4], "o-")
    index = index_of(axes.figure)
    assert count_rows(index, area(index, "box", (1.5, 0), (3.5, 5))) == 2


def test_a_boxplot_has_each_of_its_boxes_once(axes):
    axes.boxplot([[1, 2, 3, 4, 9], [2, 3, 4, 5]])
    index = index_of(axes.figure)
    rows = select_rows(index, [area(index, "box", (0.5, 0), (2.5, 10))])
    assert sorted(row[rows.columns.index("kind")] for row in rows) == ["box", "box", "outlier"]


def test_a_selection_of_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="no selection of the kind 'star'"):
        parse_areas([{"kind": "star", "box": [0, 0, 1, 1]}])
