"""Tables read off a chart, compared with the chart's own data as sets of points."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.ticker import PercentFormatter

from jupyter_claude_vision.charts import read_tables
from jupyter_claude_vision.claims.chart_table import read_table
from jupyter_claude_vision.claims.table_check import compare_table


@pytest.fixture
def ax():
    fig, ax = plt.subplots(figsize=(6, 4))
    yield ax
    plt.close(fig)


def compare(figure, *series, kind="number"):
    parts = [
        {"image": 1, "panel": panel, "name": name, "unit": "", "x": [*map(str, x)], "y": [*y]}
        for name, x, y, panel in ((*item, "")[:4] for item in series)
    ]
    axes = {"x": {"name": "x", "unit": "", "kind": kind}, "y": {"name": "y", "unit": ""}}
    reading, problems = read_table({**axes, "series": parts})
    assert not problems
    return compare_table(reading, {1: read_tables(figure)})


def scores(comparison):
    return comparison.precision, comparison.recall


def test_a_table_that_is_all_right_has_no_missing_and_no_wrong_points(ax):
    ax.bar(["ant", "bee", "cat"], [3, 1, 2])
    comparison = compare(ax.figure, ("", ["ant", "bee", "cat"], [3, 1, 2]), kind="text")
    assert scores(comparison) == (1, 1)
    assert comparison.f1 == 1
    assert comparison.mean_relative_error == 0
    assert comparison.summary.startswith(
        "Compared with the figure's own data: 3 of 3 values are as near as they can be read "
        "(precision 1.00, recall 1.00, F1 1.00"
    )


def test_missing_points_and_missing_series_are_counted(ax):
    for name in "ABC":
        ax.plot([1, 2, 3, 4], np.arange(4) + ord(name), label=name)
    ax.legend()
    comparison = compare(ax.figure, ("A", [1, 2, 3], [65, 66, 67]))
    assert comparison.precision == 1
    assert comparison.recall == pytest.approx(3 / 12)
    assert comparison.missing_series == ("B", "C")
    assert "9 of 12 points are missing, 2 of 3 series are missing" in comparison.summary


def test_a_value_that_is_off_and_one_where_nothing_is_drawn_are_both_wrong(ax):
    ax.bar([1, 2, 3], [4, 1, 5])
    comparison = compare(ax.figure, ("", [1, 2, 3, 9], [4, 2.5, 5, 7]))
    assert [(p.x, p.read) for p in comparison.off] == [(9.0, 7.0), (2.0, 2.5)]
    assert math.isnan(comparison.off[0].actual)
    assert scores(comparison) == (2 / 4, 2 / 3)
    assert comparison.mean_relative_error == pytest.approx((0 + 1 + 0) / 3)


def test_a_value_counts_as_right_within_what_can_be_read_off_the_axis(ax):
    ax.bar([1, 2], [100, 50])
    ax.set_ylim(0, 100)
    assert not compare(ax.figure, ("", [1, 2], [99.2, 50.8])).off
    assert len(compare(ax.figure, ("", [1, 2], [97.1, 53.3])).off) == 2


def test_stacked_bars_are_compared_by_their_own_thickness(ax):
    ax.bar(["a", "b"], [3, 4], label="low")
    ax.bar(["a", "b"], [2, 1], bottom=[3, 4], label="high")
    ax.legend()
    series = [("low", "ab", [3, 4]), ("high", "ab", [2, 1])]
    assert scores(compare(ax.figure, *series, kind="text")) == (1, 1)


def test_horizontal_bars_have_their_categories_on_the_y_axis(ax):
    ax.barh(["north", "south"], [12, 7])
    assert scores(compare(ax.figure, ("", ["north", "south"], [12, 7]), kind="text")) == (1, 1)


def test_slices_of_a_pie_are_compared_by_their_own_values(ax):
    ax.pie([30, 70], labels=["tea", "coffee"])
    assert scores(compare(ax.figure, ("", ["tea", "coffee"], [30, 70]), kind="text")) == (1, 1)


def test_a_heat_maps_rows_are_series(ax):
    ax.imshow([[1, 2], [3, 4]])
    ax.set_xticks([0, 1], ["mon", "tue"])
    ax.set_yticks([0, 1], ["north", "south"])
    series = [("north", ["mon", "tue"], [1, 2]), ("south", ["mon", "tue"], [3, 4])]
    assert scores(compare(ax.figure, *series, kind="text")) == (1, 1)


def test_a_bins_count_may_stand_anywhere_in_its_bin(ax):
    ax.hist([1, 1, 2, 4], bins=[0, 1.5, 3, 4.5])
    assert scores(compare(ax.figure, ("", [0.2, 2.25, 4.4], [2, 1, 1]))) == (1, 1)


def test_boxes_are_compared_by_their_medians(ax):
    ax.boxplot([[1, 2, 9], [4, 5, 6]], tick_labels=["a", "b"])
    assert scores(compare(ax.figure, ("", "ab", [2, 5]), kind="text")) == (1, 1)


def test_per_cent_are_compared_as_the_axis_shows_them(ax):
    ax.bar(["a", "b"], [0.12, 0.34])
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    assert scores(compare(ax.figure, ("", "ab", [12, 34]), kind="text")) == (1, 1)


def test_of_a_long_line_a_selection_of_points_will_do_and_is_interpolated(ax):
    x = np.linspace(0, 10, 500)
    ax.plot(x, x**2)
    comparison = compare(ax.figure, ("", [1.003, 5.017, 9.5], [1, 25, 90]))
    assert scores(comparison) == (1, 1)


def test_points_at_one_place_are_matched_with_the_nearest_in_value(ax):
    ax.scatter([1, 1, 1], [10, 50, 90])
    assert scores(compare(ax.figure, ("", [1, 1, 1], [90, 10, 50]))) == (1, 1)


def test_dates_match_to_the_day(ax):
    days = np.array(["2020-01-01", "2020-02-01", "2020-03-01"], "datetime64[D]")
    ax.plot(days, [1, 2, 3], "o-")
    comparison = compare(ax.figure, ("", ["2020-01", "2020-02", "2020-03"], [1, 2, 3]), kind="date")
    assert scores(comparison) == (1, 1)


def test_years_that_are_categories_match_numbers(ax):
    ax.bar(["2019", "2020"], [5, 6])
    assert scores(compare(ax.figure, ("", [2019, 2020], [5, 6]))) == (1, 1)


@pytest.mark.parametrize("name", ["net sales", "Net-Sales", "Sales, net"])
def test_series_are_matched_by_name_as_a_reader_would(ax, name):
    ax.plot([1, 2], [1, 2], label="Net sales")
    ax.plot([1, 2], [8, 9], label="Costs")
    ax.legend()
    comparison = compare(ax.figure, (name, [1, 2], [1, 2]), ("Costs", [1, 2], [8, 9]))
    assert scores(comparison) == (1, 1)


def test_a_name_that_no_series_has_is_told(ax):
    ax.plot([1, 2], [1, 2], label="Net sales")
    ax.plot([1, 2], [8, 9], label="Costs")
    ax.legend()
    comparison = compare(ax.figure, ("Rainfall", [1, 2], [1, 2]))
    assert comparison.problems == ("The figure has no series 'Rainfall' to compare with.",)
    assert comparison.missing_series == ("Net sales", "Costs")


def test_subplots_are_told_apart_by_their_titles():
    fig, axes = plt.subplots(1, 2)
    for ax, title, values in zip(axes, ("North", "South"), ([1, 2], [8, 9]), strict=True):
        ax.bar(["a", "b"], values)
        ax.set_title(title)
    series = [("", "ab", [8, 9], "south"), ("", "ab", [1, 2], "north")]
    assert scores(compare(fig, *series, kind="text")) == (1, 1)
    plt.close(fig)


def test_a_line_across_and_an_error_bar_are_no_series_of_a_table(ax):
    ax.errorbar([1, 2], [3, 4], yerr=0.5)
    ax.axhline(2)
    assert scores(compare(ax.figure, ("", [1, 2], [3, 4]))) == (1, 1)


def test_the_frame_has_a_row_for_each_point(ax):
    ax.bar([1, 2, 3], [4, 1, 5])
    frame = compare(ax.figure, ("", [1, 2], [4, 2.5])).to_frame()
    assert list(frame["right"]) == [True, False, False]
    assert list(frame["drawn"]) == [4, 1, 5]
