"""A chart's values as a table."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from jupyter_claude_vision.claims.chart_table import read_table


def series(name, x, y, panel="", unit="", image=1):
    return {"image": image, "panel": panel, "name": name, "unit": unit, "x": x, "y": y}


def table(*found, x=("year", "", "number"), y=("sales", "USD")):
    axes = (
        dict(zip(("name", "unit", "kind"), x, strict=True)),
        dict(zip(("name", "unit"), y, strict=True)),
    )
    return read_table({"x": axes[0], "y": axes[1], "series": list(found)})


def test_series_with_one_value_an_x_are_columns():
    reading, problems = table(
        series("A", ["2020", "2021"], [1, 2]), series("B", ["2021", "2022"], [5, 6], unit="EUR")
    )
    frame = reading.to_frame()
    assert not problems
    assert list(frame) == ["year", "A", "B"]
    assert list(frame["year"]) == [2020.0, 2021.0, 2022.0]
    assert list(frame["A"][:2]) == [1, 2]
    assert math.isnan(frame["A"][2])
    assert frame.attrs["units"] == {"A": "USD", "B": "EUR"}
    assert [str(t) for t in frame.dtypes] == ["float64"] * 3


def test_a_series_without_a_name_has_that_of_the_y_axis():
    reading, _ = table(series("", ["1", "2"], [3, 4]))
    assert list(reading.columns()) == ["year", "sales"]


def test_several_points_at_one_x_make_rows():
    reading, _ = table(series("A", ["1", "1"], [3, 4]), series("B", ["2"], [5]))
    frame = reading.to_frame()
    assert list(frame) == ["series", "year", "sales"]
    assert list(frame["series"]) == ["A", "A", "B"]
    assert str(frame["series"].dtype) == "category"


@pytest.mark.parametrize(
    ("kind", "given", "expected", "dtype"),
    [
        ("date", ["2020", "2020-03", "2020-03-05"], datetime(2020, 1, 1), "datetime64[ns]"),
        ("text", ["ant", "bee", "cat"], "ant", None),
        ("number", ["1,000", "2000", "3e3"], 1000.0, "float64"),
    ],
)
def test_the_types_are_those_of_the_axis(kind, given, expected, dtype):
    reading, _ = table(series("A", given, [1, 2, 3]), x=("x", "", kind))
    assert reading.columns()["x"][0] == expected
    if dtype:
        assert str(reading.to_frame()["x"].dtype) == dtype


def test_names_keep_the_order_of_the_chart():
    reading, _ = table(series("A", ["cat", "ant"], [1, 2]), x=("animal", "", "text"))
    assert reading.columns() == {"animal": ["cat", "ant"], "A": [1.0, 2.0]}


def test_subplots_are_told_apart():
    reading, _ = table(
        series("A", ["1"], [1], panel="left"), series("A", ["1"], [2], panel="right")
    )
    assert list(reading.columns()) == ["year", "left: A", "right: A"]


@pytest.mark.parametrize(
    "wrong",
    [
        series("A", ["1", "2"], [1]),
        series("A", ["one"], [1]),
        series("A", ["1"], ["1"]),
        "A",
    ],
    ids=["lengths", "no number", "text for y", "text"],
)
def test_a_malformed_series_is_reported_and_the_others_are_kept(wrong):
    reading, problems = table(wrong, series("B", ["1"], [2]))
    assert [one.name for one in reading.series] == ["B"]
    assert problems == ("Series 1 of the table was left out: its x and y do not match.",)


def test_no_table_is_reported():
    assert read_table("no") == (None, ("The table is not in the form that was asked for.",))


def test_an_empty_table_is_an_empty_frame():
    reading, _ = table()
    assert len(reading) == 0
    assert list(reading.to_frame()) == ["year", "sales"]
