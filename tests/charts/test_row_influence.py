"""The rows of a chart that a query's result rests on."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

from jupyter_claude_vision import figures
from jupyter_claude_vision.charts.sql.row_influence import find_influential_rows
from jupyter_claude_vision.errors import QueryError


@pytest.fixture
def tables():
    figure, axes = plt.subplots()
    axes.bar(["Q1", "Q2", "Q3", "Q4"], [12, 15, 9, 18], label="Sales")
    axes.plot([0, 1, 2, 3], [10, 12, 11, 16], label="Target")
    yield figures.tables(figure)
    plt.close(figure)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT max(value) FROM data WHERE series = 'Sales'", {0: [3]}),
        ("SELECT x FROM data WHERE series = 'Sales' ORDER BY value LIMIT 1", {0: [2]}),
        ("SELECT count(*) FROM data WHERE series = 'Sales' AND value > 10", {0: [0, 1, 3]}),
        ("SELECT avg(value) FROM data WHERE series = 'Target'", {1: [0, 1, 2, 3]}),
        (
            (
                "SELECT (SELECT value FROM data WHERE series = 'Sales' AND x = 'Q4') > "
                "(SELECT value FROM data WHERE series = 'Target' AND n = 4)"
            ),
            {0: [3], 1: [3]},
        ),
        ("SELECT label FROM axes LIMIT 1", {}),
    ],
)
def test_the_rows_without_which_the_result_is_another_are_found(tables, query, rows):
    assert find_influential_rows(tables, query) == rows


def test_of_very_many_rows_the_whole_series_is_meant():
    figure, axes = plt.subplots()
    axes.plot(range(5_000))
    rows = find_influential_rows(figures.tables(figure), "SELECT sum(value) FROM data")
    plt.close(figure)
    assert rows == {0: None}


def test_a_query_that_cannot_be_run_is_told(tables):
    with pytest.raises(QueryError):
        find_influential_rows(tables, "SELECT nothing FROM data")
