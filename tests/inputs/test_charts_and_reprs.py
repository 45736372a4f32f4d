"""plotly, Altair, and objects that show themselves as an image."""

from __future__ import annotations

import base64
import gc
import importlib.util
import sys
from functools import partial
from io import BytesIO

import altair as alt
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import sympy
from IPython.core.formatters import PNGFormatter
from IPython.display import SVG as DisplayedSVG
from IPython.display import Image as DisplayedImage
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import (
    BlankFigureError,
    InputError,
    MissingPackageError,
    NotVisibleError,
)
from jupyter_claude_vision.imaging.geometry import largest_size
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import RECOGNIZERS, is_visible, recognize_input

FIT = partial(largest_size, tier=models.HIGH, side=8000)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0"/></svg>'


def seen(thing, **options):
    return recognize_input(thing, "x", options=InputOptions(**options))


def png(size=(30, 20)):
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, "PNG")
    return buffer.getvalue()


def shows(**methods):
    """An object whose type has some `_repr_*_` methods."""
    return type("Thing", (), {name: lambda self, f=f, **_: f() for name, f in methods.items()})()


def fails():
    raise RuntimeError("no display")


@pytest.fixture
def bars():
    return go.Figure(go.Bar(y=[1, 3, 2]))


@pytest.mark.parametrize(
    "make",
    [
        lambda: go.Figure(go.Bar(y=[1, 3, 2])),
        lambda: alt.Chart(pd.DataFrame({"y": [1, 2]})).mark_bar().encode(y="y:Q"),
    ],
)
def test_a_chart_is_held_until_its_question_is_answered(make):
    attachment = seen(make())
    gc.collect()
    assert attachment.target is not None
    attachment.release()
    gc.collect()
    assert attachment.is_gone
    with pytest.raises(NotVisibleError, match="x is not in this kernel any more: draw it again"):
        attachment.draw(FIT)


def test_a_plotly_figure_is_exported_at_up_to_twice_its_own_size(bars, monkeypatch):
    def to_image(self, *, width, height, scale, **_):
        return png((round(width * scale), round(height * scale)))

    monkeypatch.setattr(go.Figure, "to_image", to_image)
    assert is_visible(bars)
    attachment = seen(bars)
    assert attachment.kind == "figure"
    assert attachment.draw(FIT).image.size == (1400, 1000)
    bars.update_layout(width=400, height=300)
    assert attachment.draw(FIT).image.size == (800, 600)
    bars.update_layout(width=4000, height=3000)
    assert attachment.draw(FIT).image.size == FIT(4000, 3000)


@pytest.mark.skipif(importlib.util.find_spec("kaleido") is not None, reason="kaleido is installed")
def test_a_plotly_figure_names_the_exporter_that_is_missing(bars):
    with pytest.raises(MissingPackageError, match=r"needs kaleido .*claude-vision\[plotly\]"):
        seen(bars).draw(FIT)


def test_a_plotly_figure_names_the_remedy_where_there_is_no_chrome(bars, monkeypatch):
    def to_image(self, **_):
        raise RuntimeError("\n\nKaleido requires Google Chrome to be installed.\nLong advice")

    monkeypatch.setattr(go.Figure, "to_image", to_image)
    monkeypatch.setattr("jupyter_claude_vision.inputs.web_charts.find_spec", lambda _: True)
    with pytest.raises(InputError, match="run plotly_get_chrome") as caught:
        seen(bars).draw(FIT)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_blank_plotly_figure_is_an_error():
    with pytest.raises(BlankFigureError, match="x is a blank figure"):
        seen(go.Figure())


@pytest.fixture
def chart():
    data = pd.DataFrame({"a": ["p", "q", "r"], "b": [1, 3, 2]})
    return alt.Chart(data).mark_bar().encode(x="a", y="b")


def test_an_altair_chart_is_drawn_at_twice_its_own_size(chart):
    assert is_visible(chart)
    attachment = seen(chart.properties(width=300, height=200))
    assert attachment.kind == "figure"
    raster = attachment.draw(FIT)
    plotting_area = (600, 400)
    assert plotting_area < raster.image.size < (800, 600)  # with its axes
    assert len(raster.image.convert("RGB").getcolors(1_000_000)) > 5


def test_altair_charts_put_together_are_charts(chart):
    for thing in (chart | chart, chart & chart, chart + chart):
        assert seen(thing).kind == "figure"


def test_an_altair_chart_names_the_exporter_that_is_missing(chart, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    monkeypatch.setattr("jupyter_claude_vision.inputs.web_charts.find_spec", lambda _: None)
    with pytest.raises(MissingPackageError, match="pip install vl-convert-python"):
        seen(chart).draw(FIT)


def test_an_altair_chart_that_cannot_be_drawn_says_why():
    with pytest.raises(InputError, match=r"x could not be drawn .*type") as caught:
        seen(alt.Chart("data.csv").mark_bar().encode(x="a")).draw(FIT)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "thing",
    [
        shows(_repr_png_=png),
        shows(_repr_png_=lambda: (png(), {"width": 30})),
        shows(_repr_png_=lambda: base64.b64encode(png()).decode()),
        shows(_repr_jpeg_=png),
        shows(_repr_mimebundle_=lambda: {"text/plain": "x", "image/png": png()}),
        shows(_repr_mimebundle_=lambda: ({"image/png": base64.b64encode(png()).decode()}, {})),
        shows(_repr_png_=lambda: None, _repr_jpeg_=png),
        shows(_repr_png_=fails, _repr_jpeg_=png),
        shows(_repr_mimebundle_=lambda: {"text/plain": "x"}, _repr_png_=png),
        DisplayedImage(data=png()),
        DisplayedImage(data=png(), embed=True, format="png"),
    ],
)
def test_an_object_that_shows_itself_as_an_image_is_that_image(thing):
    assert is_visible(thing)
    assert seen(thing).draw(FIT).image.size == (30, 20)


@pytest.mark.parametrize(
    "thing",
    [
        shows(_repr_svg_=lambda: SVG),
        shows(_repr_mimebundle_=lambda: {"image/svg+xml": SVG}),
        DisplayedSVG(SVG),
    ],
)
def test_an_object_that_shows_itself_as_svg_is_drawn(thing):
    assert is_visible(thing)
    assert seen(thing).draw(FIT).image.size == FIT(40, 20)


def test_an_image_of_ipython_may_be_a_file_or_a_url(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png())
    assert seen(DisplayedImage(filename=str(path))).draw(FIT).image.size == (30, 20)
    attachment = seen(DisplayedImage(url="https://example.org/a.png"))
    assert (attachment.kind, attachment.url) == ("url", "https://example.org/a.png")


@pytest.mark.parametrize("method", ["_repr_png_", "_repr_jpeg_", "_repr_svg_", "_repr_mimebundle_"])
@pytest.mark.parametrize("answer", [fails, lambda: None], ids=["raises", "None"])
def test_an_object_that_does_not_show_itself_is_an_error_with_its_cause(method, answer):
    with pytest.raises(NotVisibleError, match=r"^x .*Thing") as caught:
        seen(shows(**{method: answer})).draw(FIT)
    assert isinstance(caught.value.__cause__, RuntimeError if answer is fails else LookupError)


def test_asking_whether_an_object_can_be_seen_does_not_ask_it():
    assert is_visible(shows(_repr_png_=fails))
    assert is_visible(shows(_repr_mimebundle_=fails))


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")
def test_a_seaborn_plot_shows_itself():
    import seaborn.objects as so

    plot = so.Plot([1, 2], [3, 4]).add(so.Line())
    assert is_visible(plot)
    assert seen(plot).draw(FIT).image.size[0] > 100


def test_a_formula_says_what_to_do():
    with pytest.raises(NotVisibleError, match=r"sympy\.init_printing\(\)"):
        seen(sympy.Symbol("x") ** 2).draw(FIT)


def test_a_formula_is_seen_once_its_formatter_is_registered():
    formatter = PNGFormatter()
    formatter.for_type(sympy.Basic, lambda _: png())
    raster = seen(sympy.Symbol("x") ** 2, formatters={"image/png": formatter}).draw(FIT)
    assert raster.image.size == (30, 20)


class Widget:
    """As ipywidgets': it shows itself, but not as an image."""

    _view_name = "View"

    def _repr_mimebundle_(self, **_):
        return {"application/vnd.jupyter.widget-view+json": {}}


UNSEEN = [
    "text",
    5,
    2.5,
    None,
    True,
    b"text",
    {"a": 1},
    {1, 2},
    [],
    [1, 2, 3],
    (),
    pd.Series([1, 2]),
    np,
    sys,
    print,
    Image,
    Image.Image,
    DisplayedImage,
    go.Figure,
    object(),
    Widget(),
    np.arange(5),
    np.array(["a", "b"]),
    np.array([[None, 1], [2, 3]]),
    range(5),
    Ellipsis,
    NotImplemented,
]


@pytest.mark.parametrize("thing", UNSEEN, ids=lambda value: type(value).__name__)
def test_what_cannot_be_looked_at_is_not_offered_and_says_what_it_is(thing):
    assert not is_visible(thing)
    with pytest.raises(InputError) as caught:
        seen(thing).draw(FIT)
    message = str(caught.value)
    assert message.startswith("x ")
    assert "\n" not in message
    assert len(message) < 200


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (pd.Series([1]), "x is a Series, which is data, not a picture. Plot it: x.plot()."),
        (print, "call it, x(…)"),
        (None, "x is None: name the figure"),
        (sys, "x is a module"),
        ([Image.new("L", (9, 9)), 5], "name the picture that is meant, x[0]"),
        (5, "x is an int, which cannot be looked at"),
    ],
)
def test_a_near_miss_says_what_to_do(thing, said):
    with pytest.raises(NotVisibleError) as caught:
        seen(thing)
    assert said in str(caught.value)


def test_recognising_imports_no_library():
    """Asked in a process of its own, in which nothing is imported yet."""
    import subprocess

    code = """
import sys
from jupyter_claude_vision.inputs.registry import InputOptions, is_visible, recognize_input
for value in (1, "a", b"x", [1], {}, None, object(), sys, print, range(3)):
    assert not is_visible(value)
heavy = ("matplotlib", "numpy", "PIL", "plotly", "altair", "pandas", "httpx2", "IPython")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_table_names_every_row():
    assert all(row.label for row in RECOGNIZERS)
