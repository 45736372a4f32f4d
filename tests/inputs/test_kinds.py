"""Seventy kinds of objects and outputs: all go through the magic and `see`, and arrive as they are.

What is held against the table is what is drawn: its width and height in pixels, and the mean of its
colors. A few are read by the offline reader's recognizer, for the words on them.
"""

from __future__ import annotations

import base64
import math
from contextlib import closing
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import altair as alt
import browser_lab
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.display import HTML, Video
from IPython.display import Image as DisplayedImage
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_pdf import PdfPages
from PIL import Image

from jupyter_claude_vision.inputs.html.browser import HtmlBrowser
from jupyter_claude_vision.inputs.named_inputs import attachments_of
from jupyter_claude_vision.inputs.outputs.history import OutputHistory
from jupyter_claude_vision.inputs.registry import InputOptions
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import parse_line

RED, BLUE, GRAY, WHITE, BLACK = "red", "blue", (128,) * 3, "white", "black"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">'
    '<rect width="60" height="40" fill="red"/></svg>'
)
BOX = '<div style="background: red; width: 60px; height: 40px"></div>'
PLAIN = Image.new("RGB", (60, 40), RED)


def encoded(file_type="PNG", image=PLAIN, **options):
    buffer = BytesIO()
    image.save(buffer, file_type, **options)
    return buffer.getvalue()


def animated(file_type):
    return encoded(file_type, save_all=True, append_images=[Image.new("RGB", (60, 40), BLUE)])


def figure(color=RED, count=1):
    drawn, axes = plt.subplots(1, count, figsize=(3, 2), squeeze=False)
    for panel in axes.flat:
        panel.bar([0, 1], [1, 1], width=1, color=color)
        panel.set(title="Sales", xlim=(0, 1), ylim=(0, 1))
    plt.close(drawn)
    return drawn


def sub_figure():
    drawn = plt.figure(figsize=(4, 2))
    left, _ = drawn.subfigures(1, 2)
    left.subplots().plot([1, 2])
    plt.close(drawn)
    return left


def facet_grid():
    import seaborn as sns

    grid = sns.FacetGrid(pd.DataFrame({"a": [1, 2], "b": [2, 1]}))
    grid.map(plt.plot, "a", "b")
    plt.close(grid.figure)
    return grid


def animation():
    drawn, axes = plt.subplots(figsize=(2, 2), dpi=50)
    made = FuncAnimation(drawn, lambda index: axes.plot([index]), frames=2)
    plt.close(drawn)
    return made


def pdf_pages():
    buffer = BytesIO()
    with PdfPages(buffer) as pages:
        pages.savefig(figure())
    return pages


def video():
    import av

    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = 64, 48
        array = np.full((48, 64, 3), (255, 0, 0), np.uint8)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(array, format="rgb24")))
        container.mux(stream.encode())
    return buffer.getvalue()


def stored():
    import fsspec

    with fsspec.open("memory://kinds/a.png", "wb") as file:
        file.write(encoded())
    return "memory://kinds/a.png"


def shown(method, reply):
    return type("Shown", (), {method: lambda self, **_: reply})()


def bokeh():
    from bokeh.plotting import figure as bokeh_figure

    chart = bokeh_figure(width=300, height=200, title="Sales", toolbar_location=None)
    chart.rect([1], [1], 1, 1, color=RED)
    return chart


def lets_plot():
    import lets_plot as lp

    return lp.ggplot({"x": [1, 2], "y": [1, 2]}, lp.aes("x", "y")) + lp.geom_line()


def holoviews():
    import holoviews as hv

    hv.extension("matplotlib")
    return hv.Curve([1, 2, 3])


def panel():
    import panel as pn

    return pn.pane.HTML(BOX)


def great_table():
    from great_tables import GT

    return GT(pd.DataFrame({"a": [1, 2]}))


def output_widget():
    out = widgets.Output()
    data = {"image/png": base64.b64encode(encoded()).decode()}
    out.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
    return out


FRAME = pd.DataFrame({"month": ["January", "February"], "sales": [12, 34]})
CHART = alt.Chart(FRAME).mark_bar(color="red").encode(x="month:N", y="sales:Q")

# Number of attachments, then width, height and mean color of the first; 0 stands for any.
KINDS = {
    "PIL image": (lambda: PLAIN, 1, 60, 40, RED),
    "PIL image with a palette": (lambda: PLAIN.convert("P"), 1, 60, 40, RED),
    "PIL image in CMYK": (lambda: PLAIN.convert("CMYK"), 1, 60, 40, RED),
    "PIL image of 16 bits": (lambda: Image.new("I;16", (60, 40), 32768), 1, 60, 40, None),
    "PIL image of 1 bit": (lambda: Image.new("1", (60, 40), 1), 1, 60, 40, WHITE),
    "array of 8 bits": (lambda: np.array(PLAIN), 1, 60, 40, RED),
    "array of floats": (lambda: np.full((40, 60), 0.5), 1, 60, 40, GRAY),
    "array of booleans": (lambda: np.ones((40, 60), bool), 1, 60, 40, WHITE),
    "array of one channel": (lambda: np.zeros((40, 60, 1), np.uint8), 1, 60, 40, BLACK),
    "masked array": (lambda: np.ma.masked_less(np.eye(40, 60), 0.5), 1, 60, 40, None),
    "PNG": (encoded, 1, 60, 40, RED),
    "JPEG": (lambda: encoded("JPEG"), 1, 60, 40, RED),
    "WebP": (lambda: encoded("WEBP"), 1, 60, 40, RED),
    "AVIF": (lambda: encoded("AVIF"), 1, 60, 40, RED),
    "BMP": (lambda: encoded("BMP"), 1, 60, 40, RED),
    "TIFF": (lambda: encoded("TIFF"), 1, 60, 40, RED),
    "ICO": (lambda: encoded("ICO", sizes=[(32, 32)]), 1, 32, 0, None),
    "animated GIF": (lambda: animated("GIF"), 1, 60, 40, RED),
    "animated PNG": (lambda: animated("PNG"), 1, 60, 40, RED),
    "SVG": (SVG.encode, 1, 600, 400, RED),
    "video": (video, 1, 64, 48, RED),
    "IPython video": (lambda: Video(video(), embed=True, mimetype="video/mp4"), 1, 64, 48, RED),
    "PDF": (lambda: encoded("PDF"), 1, None, None, None),
    "PdfPages": (pdf_pages, 1, None, None, None),
    "path as text": (lambda: "a.png", 1, 60, 40, RED),
    "path": (lambda: Path("a.png"), 1, 60, 40, RED),
    "path with a space": (lambda: "my folder/b c.png", 1, 60, 40, RED),
    "glob": (lambda: "*.png", 2, 60, 40, RED),
    "URL": (lambda: "https://example.com/a.png", 1, None, None, None),
    "file_id": (lambda: "file_011CNha8iCJcU1wXNR6q4V8w", 1, None, None, None),
    "data URL": (
        lambda: "data:image/png;base64," + base64.b64encode(encoded()).decode(),
        1, 60, 40, RED,
    ),
    "base64 text": (lambda: base64.b64encode(encoded()).decode(), 1, 60, 40, RED),
    "bytearray": (lambda: bytearray(encoded()), 1, 60, 40, RED),
    "open file": (lambda: BytesIO(encoded()), 1, 60, 40, RED),
    "address of a store": (stored, 1, 60, 40, RED),
    "address of a file": (lambda: Path("a.png").absolute().as_uri(), 1, 60, 40, RED),
    "figure": (figure, 1, 600, 400, (255, 100, 100)),
    "pyplot": (lambda: (plt.figure(figsize=(3, 2)), plt.plot([1]), plt)[2], 1, 600, 400, WHITE),
    "subfigure": (sub_figure, 1, 400, 400, WHITE),
    "Axes": (lambda: figure(count=2).axes[0], 1, 0, 0, None),
    "array of Axes": (lambda: np.array(figure(count=2).axes), 1, 600, 400, None),
    "lines of a plot": (lambda: figure().axes[0].plot([0, 1]), 1, 600, 400, None),
    "bars of a plot": (lambda: figure().axes[0].containers[0], 1, 600, 400, None),
    "title of a plot": (lambda: figure().axes[0].title, 1, 600, 400, None),
    "result of pandas' plot": (FRAME.plot, 1, 0, 0, WHITE),
    "grid of seaborn": (facet_grid, 1, 600, 600, WHITE),
    "object with a figure": (lambda: SimpleNamespace(figure=figure()), 1, 600, 400, None),
    "animation of matplotlib": (animation, 1, 100, 100, WHITE),
    "Altair chart": (lambda: CHART, 1, 0, 0, None),
    "lets-plot chart": (lets_plot, 1, 600, 400, WHITE),
    "HoloViews element": (holoviews, 1, 0, 0, WHITE),
    "IPython image": (lambda: DisplayedImage(encoded()), 1, 60, 40, RED),
    "object with a PNG": (lambda: shown("_repr_png_", encoded()), 1, 60, 40, RED),
    "object with a JPEG": (lambda: shown("_repr_jpeg_", encoded("JPEG")), 1, 60, 40, RED),
    "object with an SVG": (lambda: shown("_repr_svg_", SVG), 1, 600, 400, RED),
    "object with a bundle": (
        lambda: shown("_repr_mimebundle_", {"image/png": encoded()}),
        1, 60, 40, RED,
    ),
    "picture of a widget": (lambda: widgets.Image(value=encoded()), 1, 60, 40, RED),
    "box of widgets": (
        lambda: widgets.HBox([widgets.Image(value=encoded()) for _ in range(2)]),
        2, 60, 40, RED,
    ),
    "Output widget": (output_widget, 1, 60, 40, RED),
    "list": (lambda: [PLAIN, figure()], 2, 60, 40, RED),
    "tuple in a dict": (lambda: {"a": (PLAIN, PLAIN), "b": PLAIN}, 3, 60, 40, RED),
    "dict": (lambda: {"before": PLAIN, "after": PLAIN}, 2, 60, 40, RED),
    "column of pictures": (lambda: pd.Series([PLAIN, PLAIN], dtype=object), 2, 60, 40, RED),
    "output: a picture": (lambda: "@1", 1, 60, 40, RED),
    "output: text": (lambda: "@2", 1, None, None, None),
    "output: a traceback": (lambda: "@3", 1, None, None, None),
    "output: several": (lambda: "@4", 2, 60, 40, RED),
    "output above": (lambda: "@", 2, 60, 40, RED),
    "clipboard": (lambda: "clipboard", 1, 60, 40, RED),
}  # fmt: skip

PAGES = {
    "HTML": (lambda: HTML(BOX), 1, 152, 112, (255, 110, 110)),
    "object with HTML": (lambda: shown("_repr_html_", BOX), 1, 152, 112, (255, 110, 110)),
    "DataFrame": (lambda: FRAME, 1, 250, 170, WHITE),
    "Styler": (FRAME.style.hide, 1, 200, 160, WHITE),
    "Great Table": (great_table, 1, 0, 230, WHITE),
    "Bokeh chart": (bokeh, 1, 600, 400, None),
    "Panel object": (panel, 1, 0, 0, None),
    "output: HTML": (lambda: "@5", 1, 152, 112, (255, 110, 110)),
}


def fit(width, height):
    return 600, round(600 * height / width)


@pytest.fixture(scope="module")
def options():
    outputs = OutputHistory(lambda: (20, 50.0))
    picture, page = {"image/png": encoded()}, {"text/html": BOX}
    outputs.begin_cell(5, "")
    outputs.add_display(page, "")
    outputs.begin_cell(1, "")
    outputs.add_display(picture, "")
    outputs.begin_cell(2, "")
    outputs.add_text("stdout", "Loss: 0.25\n", "")
    outputs.begin_cell(3, "")
    outputs.add_text("traceback", "ValueError: x", "")
    outputs.begin_cell(4, "")
    outputs.add_display(picture, "")
    outputs.add_display(picture, "")
    outputs.end_cell()
    with closing(HtmlBrowser()) as browser:
        yield InputOptions(outputs=outputs, browser=browser)


@pytest.fixture(scope="module")
def reader():
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my folder").mkdir()
    for name in ("a.png", "b.png", "my folder/b c.png"):
        Path(name).write_bytes(encoded())
    monkeypatch.setattr("PIL.ImageGrab.grabclipboard", lambda: PLAIN)
    yield
    plt.close("all")


def arrives(value, options):
    """Return what a line and `see` make of a value, which is the same."""
    resolver = NameResolver({"thing": value}, options)
    word = value if isinstance(value, str) and value == "clipboard" else "thing"
    by_line = parse_line(f"{word} What?", None, resolver.resolve_word).attachments
    by_see = attachments_of(value, {"thing": value}, options)
    assert [a.kind for a in by_line] == [a.kind for a in by_see]
    return by_line


def hold_against_table(row, options):
    build, count, width, height, color = row
    attachments = arrives(build(), options)
    assert len(attachments) == count
    first = attachments[0]
    if width is None:
        assert first.kind in {"text", "document", "url", "file"}
        return None
    image = first.draw(fit).image.convert("RGB")
    for length, expected in zip(image.size, (width, height), strict=True):
        assert math.isclose(length, expected or length, rel_tol=0.25)
    if color is not None:
        mean = np.asarray(image, float).mean(axis=(0, 1))
        expected = Image.new("RGB", (1, 1), color).getpixel((0, 0))
        assert np.abs(mean - expected).max() < 45, mean
    return image


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_goes_through_the_line_and_see_and_arrives(kind, options):
    hold_against_table(KINDS[kind], options)


@pytest.mark.browser
@pytest.mark.skipif(browser_lab.missing() is not None, reason=str(browser_lab.missing()))
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_goes_through_the_line_and_see_and_arrives(kind, options):
    hold_against_table(PAGES[kind], options)


@pytest.mark.browser
@pytest.mark.skipif(browser_lab.missing() is not None, reason=str(browser_lab.missing()))
@pytest.mark.parametrize(("kind", "word"), [("DataFrame", "January")])
def test_the_words_on_a_picture_can_be_read(kind, word, options, reader):
    image = hold_against_table({**KINDS, **PAGES}[kind], options)
    assert word in " ".join(reader(np.asarray(image)).txts)


def test_there_are_over_sixty():
    assert len(KINDS) + len(PAGES) > 60
