"""Marks of Altair's pictures, held against the data that drew them."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
import pytest

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.regions import ImageFrame, parse_regions
from jupyter_claude_vision.charts.hit_testing import MarkIndex
from jupyter_claude_vision.charts.readers import read_placed_tables
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input

GROUPS = pd.DataFrame({"q": ["Q1", "Q1", "Q2", "Q2"], "hue": list("abab"), "v": [3, 4, 5, 6]})
DAYS = pd.DataFrame({"d": pd.date_range("2024-01-01", periods=4), "v": [3, 4, 5, 6]})
NUMBERS = pd.DataFrame({"g": list("ab") * 50, "v": np.random.default_rng(0).normal(size=100)})


class Picture:
    """A chart as it is drawn, and the marks on it."""

    def __init__(self, chart):
        self.chart = chart
        attachment = recognize_input(chart, "chart", options=InputOptions())
        self.image = prepare_image(attachment, ImageLimits(models.STANDARD))
        self.index = MarkIndex(*read_placed_tables(self.image))

    def mark(self, x, y, panel="", reach=7):
        placements = self.index.placements
        placement = next(p for p in placements if panel in {"", p.panel})
        pixels = placement.axes["x"].to_pixels(x), placement.axes["y"].to_pixels(y)
        mark = self.index.find_mark(*map(float, pixels), reach)
        return None if mark is None else str(mark)

    def color(self, x, y):
        """The color of the picture at a place of its only panel."""
        [placement] = self.index.placements
        pixels = placement.axes["x"].to_pixels(x), placement.axes["y"].to_pixels(y)
        return self.image.open().convert("RGB").getpixel(tuple(round(float(p)) for p in pixels))


def test_bars_beside_one_another_are_named_by_their_hue():
    bars = alt.Chart(GROUPS).mark_bar().encode(x="q:N", xOffset="hue:N", y="v:Q", color="hue:N")
    picture = Picture(bars)
    names = [picture.mark(x, 1) for x in (-0.2, 0.2, 0.8, 1.2)]
    assert names == [
        "bar of a: Q1, 3", "bar of b: Q1, 4", "bar of a: Q2, 5", "bar of b: Q2, 6",
    ]  # fmt: skip
    assert picture.mark(0.5, 1) is None
    # The mark stands where the picture has its color.
    assert picture.color(-0.2, 2.9) == (76, 120, 168)
    assert picture.color(-0.2, 3.3) != (76, 120, 168)


def test_segments_of_a_stack_and_entries_of_its_legend_are_marks():
    picture = Picture(alt.Chart(GROUPS).mark_bar().encode(x="q:N", y="v:Q", color="hue:N"))
    assert picture.mark(0, 1) == "bar of b: Q1, 4 (57.1% of its stack)"
    [label] = [label for label in picture.index.placements[0].labels if label.text == "a"]
    left, top, right, bottom = label.box
    entry = picture.index.find_mark((left + right) / 2, (top + bottom) / 2, 7)
    assert str(entry) == "legend entry of a: the whole series, 2 values"


def test_points_of_a_line_and_places_between_them_are_marks():
    picture = Picture(alt.Chart(DAYS).mark_line().encode(x="d:T", y="v:Q"))
    assert picture.mark(19724, 4) == "point of the line: 2024-01-02, 4"
    text = picture.mark(19723.5, 3.5)
    assert text.startswith("line: at 2024-01-01 12")
    assert text.endswith("(interpolated)")


def test_slices_cells_boxes_and_bins_are_marks():
    pie = Picture(alt.Chart(GROUPS[:2]).mark_arc().encode(theta="v:Q", color="hue:N"))
    left, top, right, bottom = pie.index.placements[0].box
    mark = pie.index.find_mark((left * 0.45 + right * 0.55), (top + bottom) / 2, 7)
    assert str(mark) == "slice of a: 3 (42.9%)"
    cells = Picture(alt.Chart(GROUPS).mark_rect().encode(x="q:N", y="hue:N", color="v:Q"))
    assert cells.mark(1, 1) == "cell: Q2, b: 6"
    boxes = Picture(alt.Chart(NUMBERS).mark_boxplot().encode(x="g:N", y="v:Q"))
    median = NUMBERS[NUMBERS.g == "b"].v.median()
    assert boxes.mark(1, median, reach=2) == f"median: b, {median:.6g}"
    bins = alt.Chart(NUMBERS).mark_bar().encode(x=alt.X("v:Q", bin=True), y="count()")
    count = ((NUMBERS.v >= 0) & (NUMBERS.v < 0.5)).sum()
    assert Picture(bins).mark(0.25, 3) == f"bin: 0 to 0.5, {count}"


@pytest.mark.parametrize("scale", ["linear", "log", "symlog", "sqrt"])
def test_points_are_given_back_on_every_scale(scale):
    values = [1.0, 5.0, 70.0, 400.0]
    frame = pd.DataFrame({"x": values, "y": range(4)})
    x = alt.X("x:Q", scale=alt.Scale(type=scale))
    picture = Picture(alt.Chart(frame).mark_circle().encode(x=x, y="y:Q"))
    for y, value in enumerate(values):
        assert picture.mark(value, y, reach=3) == f"point: {value:g}, {y}"
        assert picture.color(value, y) != (255, 255, 255)


def test_panels_of_joined_charts_have_marks_of_their_own():
    one = alt.Chart(GROUPS, title="one").mark_point().encode(x="v", y="v")
    two = alt.Chart(GROUPS, title="two").mark_bar().encode(y="q:N", x="max(v)")
    picture = Picture(alt.hconcat(one, two))
    assert picture.mark(3, 3, "one") == "point: 3, 3"
    assert picture.mark(3, 1, "two") == "bar: Q2, 6"


def test_a_region_of_a_chart_has_its_data_also_when_the_chart_is_gone():
    chart = alt.Chart(DAYS).mark_line().encode(x="d:T", y="v:Q")
    picture = Picture(chart)
    left, top, right, bottom = picture.index.placements[0].box
    size = picture.image.width, picture.image.height
    box = [left, (top + bottom) / 2, (left + right) / 2, bottom]
    item = {"image": 1, "label": "It", "sentence": "", "coordinates": box}
    frame = ImageFrame(1, size, picture.image, picture.image.transform.to_original)
    [region], problems = parse_regions([item], {1: frame})
    picture.image.attachment.release()
    del chart, picture.chart
    assert not problems
    assert str(region.data) == "x 2024-01-01 00:00:00 to 2024-01-02 12:00:00, y 0 to 3"


def test_the_evaluated_chart_is_laid_out_as_the_picture():
    chart = alt.Chart(GROUPS, title="A title").mark_point().encode(x="q:N", y="v:Q", color="hue:N")
    for part in (chart, chart.facet("hue:N"), chart | chart):
        picture = Picture(part)
        boxes = [placement.box for placement in picture.index.placements]
        pixels = np.asarray(picture.image.open().convert("L")).astype(int)
        for _, _, right, bottom in boxes:
            # The x axis is darker than what lies beside it; lines stand between two pixels.
            row = pixels[round(bottom) - 3 : round(bottom) + 4, round(right) - 20]
            assert abs(int(row.argmin()) - 3) <= 2
