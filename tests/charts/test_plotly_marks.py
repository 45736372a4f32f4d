"""Marks of plotly's pictures, held against their data and the pixels that show them."""

from __future__ import annotations

import importlib.util

import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from jupyter_claude_vision import models
from jupyter_claude_vision.charts.data_coordinates import data_of
from jupyter_claude_vision.charts.hit_testing import MarkIndex
from jupyter_claude_vision.charts.readers import read_placed_tables
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.inputs.svg.path_outline import trace_path

TITLES = ("Bars", "Slices", "Lines", "Boxes", "Log", "Lying")


def build_figure():
    kinds = [[{}, {"type": "domain"}, {"secondary_y": True}], [{}, {}, {}]]
    figure = make_subplots(2, 3, specs=kinds, subplot_titles=TITLES)
    figure.add_bar(x=["a", "b"], y=[1, 3], name="A", marker_color="#ff0000", row=1, col=1)
    figure.add_bar(x=["a", "b"], y=[2, 1], name="B", row=1, col=1)
    figure.add_pie(labels=["u", "v", "w"], values=[1, 3, 2], hole=0.3, row=1, col=2)
    figure.add_scatter(x=[1, 2, 3], y=[1, 3, 2], name="L", row=1, col=3)
    right = {"x": [1, 2, 3], "y": [300, 100, 200]}
    figure.add_scatter(**right, name="R", row=1, col=3, secondary_y=True)
    figure.add_box(y=[1, 2, 3, 4, 9], name="box", row=2, col=1)
    figure.add_violin(y=[1, 2, 3, 4, 9], name="vio", row=2, col=1)
    figure.add_scatter(x=[1, 10, 1000], y=[1, 2, 3], mode="markers", name="P", row=2, col=2)
    figure.update_xaxes(type="log", row=2, col=2)
    bars = {"x": [3, 5], "y": ["x", "y"], "orientation": "h"}
    figure.add_bar(**bars, name="H", row=2, col=3)
    figure.add_annotation(x=2, y=2, text="peak", row=1, col=3)
    return figure.update_layout(width=900, height=600)


class Picture:
    """A figure as it is drawn, and the marks on it."""

    def __init__(self, figure):
        self.figure = figure
        attachment = recognize_input(figure, "figure", options=InputOptions())
        self.image = prepare_image(attachment, ImageLimits(models.STANDARD))
        self.index = MarkIndex(*read_placed_tables(self.image))
        self.panels = {p.panel: p for p in self.index.placements}

    def pixel(self, panel, x, y, right=False):
        axes = self.panels[panel].axes
        return float(axes["x"].to_pixels(x)), float(axes["right" if right else "y"].to_pixels(y))

    def mark(self, *place, reach=5, **axis):
        mark = self.index.find_mark(*self.pixel(*place, **axis), reach)
        return None if mark is None else str(mark)


@pytest.fixture(scope="module")
def picture():
    pytest.importorskip("kaleido")
    return Picture(build_figure())


def test_bars_beside_one_another_are_named_by_their_trace(picture):
    names = [picture.mark("Bars", x, 0.5) for x in (-0.2, 0.2, 0.8, 1.2)]
    assert names == ["bar of A: a, 1", "bar of B: a, 2", "bar of A: b, 3", "bar of B: b, 1"]
    assert picture.mark("Bars", 0.5, 0.5) is None
    colors = [
        picture.image.open().convert("RGB").getpixel(tuple(map(round, picture.pixel("Bars", *at))))
        for at in ((0.8, 2.9), (0.8, 3.05))
    ]
    assert colors[0] == (255, 0, 0) != colors[1]


def test_lying_bars_are_named_by_their_category(picture):
    assert picture.mark("Lying", 1, 1) == "bar of H: y, 5"


def test_slices_are_marks_and_the_hole_is_none(picture):
    left, top, right, bottom = picture.panels["Slices"].box
    middle = (top + bottom) / 2
    assert str(picture.index.find_mark(right - 8, middle, 5)) == "slice of v: 3 (50.0%)"
    assert str(picture.index.find_mark(left + 8, middle, 5)) == "slice of w: 2 (33.3%)"
    assert picture.index.find_mark((left + right) / 2, middle, 5) is None


def test_points_of_both_scales_and_places_between_them_are_marks(picture):
    assert picture.mark("Lines", 3, 2) == "point of the line of L: 3, 2"
    assert picture.mark("Lines", 1, 300, right=True) == "point of the line of R: 1, 300"
    text = picture.mark("Lines", 1.5, 2)
    assert text.startswith("line of L: at 1.5")
    assert text.endswith("(interpolated)")


def test_parts_of_boxes_and_violins_are_marks(picture):
    assert picture.mark("Boxes", 0, 3) == "median of box: box, 3"
    assert picture.mark("Boxes", 0.1, 3.8).startswith("box of box: box, quartiles 1.75 to 5.25")
    assert picture.mark("Boxes", 1, 3.3).startswith("violin of vio")
    assert picture.mark("Boxes", 1.4, 9) is None


def test_points_on_a_logarithmic_axis_are_given_back(picture):
    for x, y in ((1, 1), (10, 2), (1000, 3)):
        assert picture.mark("Log", x, y) == f"point of P: {x}, {y}"


def test_entries_of_the_legend_and_annotations_are_marks(picture):
    labels = {label.text: label for panel in picture.index.placements for label in panel.labels}
    left, top, right, bottom = labels["B"].box
    mark = picture.index.find_mark((left + right) / 2, (top + bottom) / 2, 5)
    assert str(mark) == "legend entry of B: the whole series, 2 values"
    left, top, right, bottom = labels["peak"].box
    mark = picture.index.find_mark((left + right) / 2, (top + bottom) / 2, 1)
    assert str(mark) == "annotation: peak"


def test_a_box_has_the_data_of_all_scales(picture):
    (left, top), (right, bottom) = picture.pixel("Lines", 1, 3), picture.pixel("Lines", 2, 2)
    data = data_of((left, top, right, bottom), picture.index.placements)
    assert data.x == pytest.approx((1, 2), abs=0.01)
    assert data.y == pytest.approx((2, 3), abs=0.01)
    low, high = data.other_axes["right"]
    assert low < high


def test_without_the_exporter_it_says_what_to_install(monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        "jupyter_claude_vision.charts.plotly.exported_layout.find_spec",
        lambda name: None if name == "kaleido" else find_spec(name),
    )
    from jupyter_claude_vision.charts.plotly.exported_layout import read_placed_tables

    tables, placements = read_placed_tables(go.Figure(go.Bar(x=["a"], y=[1])))
    assert not placements
    [row] = tables.query("SELECT why FROM omitted WHERE what = 'the places of its marks'")
    assert "jupyter-claude-vision[plotly]" in row[0]


@pytest.mark.parametrize(
    ("path", "corners"),
    [
        ("M1,2V5H3Z", [(1, 2), (1, 5), (3, 5)]),
        ("M1,1l2,0l0,2Z", [(1, 1), (3, 1), (3, 3)]),
        ("M0,0Q1,1 2,2", [(0, 0), (2, 2)]),
    ],
)
def test_the_corners_of_a_path_are_found_again(path, corners):
    assert trace_path(path).tolist() == [list(map(float, corner)) for corner in corners]


def test_an_arc_is_followed_along_its_circle():
    points = trace_path("M1,0A1,1 0 0 1 -1,0")
    assert (points**2).sum(axis=1) == pytest.approx(1)
    assert points[:, 1].max() == pytest.approx(1)
