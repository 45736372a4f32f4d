"""Large Altair charts: read by a sample of their rows, they have the tables of all rows."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_claude_vision.charts.altair import sample_plan, table_reader
from jupyter_claude_vision.charts.altair.table_reader import read_placed_tables

COUNT = 400
RANDOM = np.random.default_rng(5)
NOISE = RANDOM.normal(size=COUNT).round(3)
FRAME = pd.DataFrame(
    {
        "x": RANDOM.permutation(COUNT) / 7,
        "y": np.where(RANDOM.random(COUNT) < 0.1, np.nan, NOISE * 10),
        "few": RANDOM.integers(0, 40, COUNT),
        "size": RANDOM.integers(1, 90, COUNT) * 1.5,
        "positive": np.exp(NOISE),
        "group": RANDOM.choice(["north", "south", None, "é \"x\""], COUNT),
        "kind": pd.Categorical(RANDOM.choice(list("abc"), COUNT)),
        "flag": RANDOM.random(COUNT) < 0.5,
        "year": RANDOM.choice([2001, 2004, 1999], COUNT),
        "level": RANDOM.choice([0.5, 1.25, 3], COUNT),
        "day": pd.date_range("2024-03-29 21:00", periods=COUNT, freq="37min"),
        "utc": pd.date_range("2024-10-25 21:00", periods=COUNT, freq="7min", tz="UTC"),
        "hole.d": NOISE,
        "with space": NOISE * 2,
    }
)  # fmt: skip
FRAME.loc[[3, 300], "day"] = pd.NaT
DATED = FRAME.dropna(subset=["day"])


def chart(frame=FRAME, **encoding):
    return alt.Chart(frame).encode(**encoding)


def log(field, **scale):
    return alt.X(field, scale=alt.Scale(type="log", **scale))


def outside(name, low, high):
    kind = {"x": alt.X, "y": alt.Y}[name[0]]
    return kind(name, scale=alt.Scale(domain=[low, high]))


POINTS = chart(x="x", y="y", color="group:N").mark_point()
BY_ROWS = {
    "points": POINTS,
    "points with sizes": chart(x="x", y="y", size="size", shape="kind").mark_point(),
    "points with tooltips": chart(x="few", y="size", tooltip=["x", "group"]).mark_circle(),
    "points outside": chart(x=outside("x", 20, 60), y=outside("y", -5, 5)).mark_point(),
    "points outside and clipped": chart(x=outside("x", 20, 60), y="y").mark_point(clip=True),
    "points on a log scale": chart(x=log("positive"), y="y").mark_square(opacity=0.4),
    "points on other scales": chart(
        x=alt.X("x").scale(type="symlog"), y=alt.Y("size").scale(type="sqrt", reverse=True)
    ).mark_point(),
    "points in color": chart(x="x", y="y", color="size").mark_circle(),
    "points in time": chart(x="utc", y="y", color="flag:N").mark_point(),
    "points at categories": chart(x="kind", y="group:N", size="size").mark_circle(),
    "points at categories in facets": chart(
        x="kind", y="kind", size="positive", column="group:N", color="flag:N"
    ).mark_point(),
    "points beside one another": chart(x="kind:N", xOffset="flag:N", y="y").mark_circle(),
    "points by a condition": chart(
        x="x", y="y", color=alt.condition("datum.y > 3", alt.value("red"), "kind:N")
    ).mark_point(),
    "points that move": POINTS.interactive(),
    "points that are selected": POINTS.add_params(alt.selection_interval()),
    "lines": chart(x="x", y="y", color="kind").mark_line(),
    "lines by detail": chart(DATED, x="day", y="y", detail="flag:N").mark_line(strokeWidth=3),
    "lines on a log scale": chart(DATED, x=log("positive"), y="x").mark_line(),
    "lines in time": chart(DATED, x="day", y="y", color="group:N").mark_line(),
    "lines in UTC": chart(
        x=alt.X("utc", scale=alt.Scale(type="utc")), y="y", strokeDash="kind"
    ).mark_line(),
    "lines with points": chart(DATED, x="day", y="y", color="kind").mark_line(point=True),
    "lines backward": chart(x=alt.X("x", scale=alt.Scale(reverse=True)), y="y").mark_line(),
    "lines in an order": chart(x="y", y="size", order="x").mark_line(),
    "lines downward": chart(x="y", y="x").mark_line(orient="horizontal"),
    "lines at categories": chart(x="year:O", y="x", color="kind").mark_line(),
    "steps": chart(x="x", y="y").mark_line(interpolate="step-after"),
    "smooth lines": chart(x="x", y="positive").mark_line(interpolate="monotone"),
    "trails": chart(x="x", y="positive", size="size").mark_trail(),
    "bars": chart(x="x", y="y").mark_bar(),
    "bars in time": chart(DATED, x="day", y="positive").mark_bar(),
    "bars over one another": chart(x="group:N", y=alt.Y("y", stack=None)).mark_bar(),
    "bars beside one another": chart(
        x="kind", xOffset="flag:N", y=alt.Y("y", stack=None), color="flag:N"
    ).mark_bar(),
    "bars between ends": chart(x="x", x2="size", y="kind").mark_bar(),
    "areas": chart(x="x", y="y").mark_area(),
    "areas over one another": chart(
        x="x", y=alt.Y("positive", stack=None), color="kind"
    ).mark_area(opacity=0.3),
    "bands": chart(x="x", y="y", y2="size").mark_errorband(),
    "rules": chart(x="day", color="kind").mark_rule(),
    "rules between ends": chart(x="x", y="y", y2="size").mark_rule(),
    "ticks": chart(x="y", y="group:N").mark_tick(),
    "ticks alone": chart(x="y").mark_tick(),
    "cells": chart(x="few:O", y="level:O", color="size").mark_rect(),
    "facets": chart(x="x", y="y", column="group:N", row="flag:N").mark_point(),
    "facets of lines": chart(x="x", y="y", facet=alt.Facet("kind", columns=2),
                             color="flag:N").mark_line(),
    "facets with scales of their own": chart(x="x", y="y", row="kind").mark_circle()
    .resolve_scale(x="independent", y="independent"),
    "layers": chart(x="x", y="y").mark_line() + chart(x="x", y="size", color="kind").mark_point(),
    "two scales": (
        chart(x="x", y="y").mark_line() + chart(x="x", y="size").mark_line(color="red")
    ).resolve_scale(y="independent"),
    "layers with a rule": POINTS + alt.Chart().mark_rule(color="red").encode(y=alt.datum(3)),
    "beside one another": POINTS | chart(x="size", y="kind").mark_tick(),
    "below one another": POINTS & chart(DATED, x="x", y="size").mark_area(),
    "repeated": chart(x=alt.X(alt.repeat("column"), type="quantitative"), y="y")
    .mark_point().repeat(column=["x", "size"]),
    "sorted categories": chart(x=alt.X("kind", sort="descending"), y="y").mark_point(),
    "categories by their data": chart(x=alt.X("kind:N", sort=None), y="y").mark_point(),
    "categories by their least": chart(
        x=alt.X("group:N", sort=alt.EncodingSortField("size", op="min")), y="y"
    ).mark_point(),
    "categories in an order": chart(x=alt.X("kind", sort=["c", "a"]), y="y").mark_point(),
    "names with signs": chart(x="with space", y="hole\\.d").mark_point(),
    "a column that is computed": POINTS.transform_calculate("size", "datum['x']"),
}  # fmt: skip
BY_ALL = {
    "bins": chart(x=alt.X("x", bin=True), y="count()").mark_bar(),
    "means": chart(x="kind", y="mean(y)").mark_bar(),
    "stacks": chart(x="kind", y="positive", color="group:N").mark_bar(),
    "stacks of areas": chart(x="few", y="positive", color="kind").mark_area(),
    "months": chart(x="month(utc)", y="y").mark_point(),
    "dates as categories": chart(x="utc:O", y="y").mark_point(),
    "boxes": chart(x="kind", y="y").mark_boxplot(),
    "texts": chart(x="x", y="y", text="kind").mark_text(),
    "a filter": POINTS.transform_filter("datum.x > 20"),
    "a window": POINTS.transform_window(rank="rank()").encode(y="rank:Q"),
    "a selection": POINTS.add_params(alt.param("least", value=3)).transform_filter(
        "datum.y > least"
    ),
    "a log scale with zero": chart(x=log("few"), y="y").mark_point(),
    "categories by a sum": chart(
        x=alt.X("kind", sort=alt.EncodingSortField("size", op="sum")), y="y"
    ).mark_point(),
    "a line with gaps along x": chart(x="y", y="x").mark_line(),
    "a mean beside": POINTS + chart(y="mean(y)").mark_rule(),
    "another scale for colors": chart(
        x="x", y="y", color=alt.Color("size", scale=alt.Scale(type="quantile"))
    ).mark_point(),
    "turned points": chart(x="x", y="y", angle="size").mark_point(),
}  # fmt: skip


@contextmanager
def large_from(rows):
    """Take frames of more rows for large; yield a list with each chart read by a sample."""
    samples = []
    evaluate = table_reader.evaluate_sample
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_reader, "LARGE", rows)
        patch.setattr(sample_plan, "RANDOM_ROWS", 9)
        patch.setattr(
            table_reader,
            "evaluate_sample",
            lambda *args: samples.append(evaluate(*args)) or samples[-1],
        )
        yield samples


def read_all(chart):
    """Return the tables of a chart, its lines, its shapes, and where it lies on a picture."""
    tables, placements = read_placed_tables(chart)
    curves = [
        (block.series, block.kind, block.curve and (listed(block.curve.x), listed(block.curve.y)),
         block.shapes and (block.shapes.x, block.shapes.y))
        for block in tables.blocks
    ]  # fmt: skip
    places = [
        (panel.panel, panel.box, {name: listed(axis.pixels) for name, axis in panel.axes.items()},
         panel.labels)
        for panel in placements
    ]  # fmt: skip
    return {name: list(rows) for name, rows in tables.items()} | {"curves": curves, "at": places}


def listed(column):
    return [None if number != number else number for number in map(float, column)]


def compare(chart):
    """Hold the tables by a sample against those of all rows; return whether a sample was used."""
    with large_from(10**9):
        by_all = read_all(chart)
    with large_from(10) as samples:
        by_sample = read_all(chart)
    for name, rows in by_all.items():
        assert by_sample[name] == rows, name
    return [sample is not None for sample in samples] == [True]


@pytest.mark.parametrize("name", BY_ROWS)
def test_a_sample_of_the_rows_gives_the_tables_of_all(name):
    assert compare(BY_ROWS[name])


@pytest.mark.parametrize("name", BY_ALL)
def test_what_needs_all_rows_is_evaluated_with_all_of_them(name):
    assert not compare(BY_ALL[name])


def test_the_clocks_of_a_time_zone_change_in_both():
    """Dates without a zone are those of the kernel's; 2 to 3 o'clock is skipped in spring."""
    names = ["points in time", "lines in time", "bars in time", "lines with points", "rules"]
    code = f"import {Path(__file__).stem} as own\nfor name in {names}:\n    "
    code += "assert own.compare(own.BY_ROWS[name]), name"
    environment = {**os.environ, "TZ": "Europe/Berlin"}
    run = [sys.executable, "-W", "ignore", "-c", code]
    subprocess.run(run, cwd=Path(__file__).parent, env=environment, check=True)


def test_small_charts_and_those_without_frames_are_evaluated_as_they_are():
    with large_from(len(FRAME)) as samples:
        read_all(POINTS)
        rows = FRAME[["x", "y"]].fillna(0).to_dict("records")
        values = alt.Data(values=rows)
        read_all(alt.Chart(values).mark_point().encode(x="x:Q", y="y:Q"))
    assert not samples


def test_a_layer_of_more_frames_has_the_rows_of_each():
    lower = chart(FRAME[:150], x="x", y="y").mark_point()
    small = chart(FRAME[:5], x="x", y="size").mark_line()
    assert compare(lower + chart(x="x", y="size").mark_circle() + small)


@pytest.mark.parametrize("column", ["y", "flag", "group", "level", "utc"])
def test_values_that_vega_would_see_in_another_way_are_never_guessed(column):
    """Each column as each type: read by a sample or by all rows, the tables are the same."""
    for kind in "QNOT":
        for mark in ("mark_point", "mark_line", "mark_bar"):
            encoded = chart(FRAME[:120], x=f"{column}:{kind}", y=alt.Y("size:Q", stack=None))
            compare(getattr(encoded, mark)())


CELLS = {
    "number": st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0, float("nan")])),
    "name": st.sampled_from(["a", "b", "null", "", " é", None]),
    "place": st.integers(-3, 3),
    "moment": st.datetimes(pd.Timestamp("1971-01-01"), pd.Timestamp("2090-01-01")),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=30)
MARKS = st.sampled_from(["mark_point", "mark_line", "mark_bar", "mark_area", "mark_tick"])
PLACES = st.sampled_from(["number:Q", "place:Q", "place:O", "name:N", "moment:T"])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS, MARKS, PLACES, PLACES, st.sampled_from([None, "name:N", "place:O", "place:Q"]))
def test_random_charts_have_the_same_tables_in_both_ways(cells, mark, x, y, color):
    frame = pd.concat([pd.DataFrame(cells)] * 40, ignore_index=True)
    frame["number"] += np.arange(len(frame)) // len(cells) * 0.37
    encoding = {"x": x, "y": y} | ({"color": color} if color else {})
    compare(getattr(alt.Chart(frame).encode(**encoding), mark)())


@pytest.mark.parametrize("columns", [["x", "y", "y"], ["x", "y", 3]])
def test_frames_with_unusual_names_are_left_to_altair(columns):
    frame = FRAME[["x", "size", "few"]].set_axis(columns, axis=1)
    assert not compare(alt.Chart(frame).mark_point().encode(x="x:Q"))


@pytest.mark.parametrize("x", ["x:Q", "day:T", "utc:T", "level:O", "group:N"])
def test_frames_of_polars_are_read_as_those_of_pandas(x):
    frame = pl.DataFrame(
        {
            **{name: DATED[name].to_list() for name in ("x", "size", "level")},
            "group": [name if isinstance(name, str) else None for name in DATED.group],
            **{name: DATED[name].dt.to_pydatetime().tolist() for name in ("day", "utc")},
        }
    )
    assert compare(alt.Chart(frame).mark_point().encode(x=x, y="size:Q"))
    with large_from(10):
        by_bins = alt.Chart(frame).mark_bar().encode(x=alt.X("size:Q", bin=True), y="count()")
        assert sum(row[5] for row in read_all(by_bins)["data"] if row[5]) == len(frame)


def test_a_chart_that_is_drawn_meanwhile_keeps_its_data():
    drawn = []

    class Slow(alt.Chart):
        def to_dict(self, *args, **kwargs):
            spec = super().to_dict(*args, **kwargs)
            other = Thread(target=lambda: drawn.append(POINTS.to_dict()))
            other.start()
            other.join()
            return spec

    with large_from(10):
        read_all(Slow(FRAME).mark_point().encode(x="x", y="size"))
    [values] = drawn[0]["datasets"].values()
    assert len(values) == len(FRAME)
