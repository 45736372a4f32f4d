"""matplotlib: what is drawn, how large, and that the user's figure is as before."""

from __future__ import annotations

import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import BlankFigureError, NotVisibleError
from jupyter_claude_vision.figures import describe
from jupyter_claude_vision.imaging.geometry import largest_size
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.matplotlib.figures import figure_of
from jupyter_claude_vision.inputs.matplotlib.last_figure import LastFigure
from jupyter_claude_vision.inputs.registry import is_visible, recognize_input

FIT = partial(largest_size, tier=models.HIGH, side=8000)
STANDARD = partial(largest_size, tier=models.STANDARD, side=8000)


@pytest.fixture(autouse=True)
def closed_figures():
    mpl.use("agg")
    yield
    plt.close("all")


def drawn(thing, fit=FIT, **options):
    return recognize_input(thing, "fig", options=InputOptions(**options)).draw(fit)


def figure(**options):
    fig = Figure(**{"figsize": (6.4, 4.8), "dpi": 300, **options})
    FigureCanvasAgg(fig)
    fig.subplots().plot([1, 3, 2])
    return fig


def crowded():
    """Four Axes of different colours, with a twin, a colour bar, a title and a legend."""
    fig, axes = plt.subplots(2, 2, layout="constrained", figsize=(8, 6))
    for ax, colour in zip(axes.flat, ["red", "lime", "blue", "black"], strict=True):
        ax.set_facecolor(colour)
        ax.plot([1, 3, 2], label="line")
        ax.set_title(colour)
    axes[0, 0].legend()
    axes[0, 0].twinx().set_ylabel("twin")
    fig.colorbar(axes[1, 1].imshow(np.eye(4)))
    fig.suptitle("All")
    return fig, axes


def has(image, colour):
    pixels = np.asarray(image.convert("RGB"))
    return bool((pixels == colour).all(axis=2).any())


def state(fig):
    stale, callback, fig.stale_callback = fig.stale, fig.stale_callback, None
    found = {
        "size": tuple(fig.get_size_inches()),
        "dpi": fig.dpi,
        "bbox": fig.bbox.bounds,
        "canvas": fig.canvas,
        "stale": stale,
        "stale_callback": callback,
        "engine": fig.get_layout_engine(),
        "face": fig.get_facecolor(),
        "margins": dict(vars(fig.subplotpars)),
        "visible": [artist.get_visible() for artist in (*fig.axes, *fig.texts, *fig.legends)],
        "callbacks": {k: dict(v) for k, v in fig.canvas.callbacks.callbacks.items()},
        "places": [
            (ax.get_position(original=True).bounds, ax.get_position().bounds, ax.get_in_layout())
            for ax in fig.axes
        ],
        "locators": [ax.get_axes_locator() for ax in fig.axes],
        "limits": [(ax.get_xlim(), ax.get_ylim()) for ax in fig.axes],
    }
    fig.stale, fig.stale_callback = stale, callback  # asking for places changed it
    return found


FIGURES = {
    "plain": figure,
    "constrained": lambda: figure(layout="constrained"),
    "tight": lambda: figure(layout="tight"),
    "crowded": lambda: crowded()[0],
}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize("already_shown", [False, True])
@pytest.mark.parametrize("one_axes", [False, True])
def test_the_users_figure_is_the_same_after(make, already_shown, one_axes):
    fig = make()
    fig.canvas.mpl_connect("draw_event", lambda event: None)
    if already_shown:
        fig.canvas.draw()
    before = state(fig)
    drawn(fig.axes[0] if one_axes else fig)
    assert state(fig) == before


@pytest.mark.parametrize("one_axes", [False, True])
def test_the_users_canvas_keeps_its_own_pixels(one_axes):
    fig = figure()
    fig.canvas.draw()
    before = bytes(fig.canvas.buffer_rgba())
    drawn(fig.axes[0] if one_axes else fig)
    assert bytes(fig.canvas.buffer_rgba()) == before


@pytest.mark.parametrize("one_axes", [False, True])
def test_an_interactive_canvas_is_not_asked_to_draw_itself_anew(one_axes):
    fig, calls = figure(), []
    fig.canvas.draw()
    fig.stale_callback = lambda *args: calls.append(args)
    drawn(fig.axes[0] if one_axes else fig)
    assert calls == []


def test_a_figure_that_fails_to_draw_is_the_same_after():
    fig, axes = crowded()
    axes[0, 0].set_title("$\\nonsense$")
    before = state(fig)
    with pytest.raises(ValueError, match="nonsense"):
        drawn(axes[0, 0])
    assert state(fig) == before


@pytest.mark.parametrize("canvas", [FigureCanvasPdf, FigureCanvasSVG])
@pytest.mark.parametrize("layout", [None, "constrained"])
def test_a_figure_of_another_backend_is_drawn_and_keeps_its_canvas(canvas, layout):
    fig = figure(layout=layout)
    own = canvas(fig)
    before = state(fig)
    assert drawn(fig).image.size == FIT(6.4, 4.8)
    image = drawn(fig.axes[0]).image
    assert image.size == FIT(*image.size)
    assert state(fig) == before
    assert fig.canvas is own


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 20), st.floats(1, 20), st.sampled_from([FIT, STANDARD]))
def test_a_figure_has_exactly_the_pixels_that_the_model_sees(width, height, fit):
    fig = Figure(figsize=(width, height), dpi=2600)
    fig.text(0.5, 0.5, "x")
    assert drawn(fig, fit).image.size == fit(width, height)


def test_a_figure_is_drawn_at_twice_its_own_dpi_at_most():
    assert drawn(figure(dpi=50)).image.size == (640, 480)


def test_a_figure_is_not_cropped_whatever_savefig_is_set_to():
    with mpl.rc_context({"savefig.bbox": "tight", "savefig.transparent": True}):
        raster = drawn(figure(facecolor="yellow"))
    assert raster.image.size == FIT(6.4, 4.8)
    assert raster.image.getpixel((0, 0)) == (255, 255, 0, 255)


def test_a_figures_own_face_is_its_background():
    raster = drawn(figure(facecolor="#102030"))
    assert raster.background == (0x10, 0x20, 0x30)
    assert raster.image.getpixel((2, 2)) == (0x10, 0x20, 0x30, 255)


def test_a_transparent_face_leaves_the_background_open():
    fig = figure()
    fig.patch.set_alpha(0)
    raster = drawn(fig)
    assert raster.background is None
    assert raster.image.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("projection", ["3d", "polar"])
def test_other_projections_are_drawn(projection):
    fig = Figure(dpi=300)
    ax = fig.add_subplot(projection=projection)
    ax.plot([1, 2, 3], [1, 2, 3])
    before = state(fig)
    assert drawn(fig).image.size == FIT(6.4, 4.8)
    assert drawn(ax).image.getbbox() is not None
    assert state(fig) == before


def test_logarithmic_axes_are_drawn():
    fig = figure()
    fig.axes[0].set_yscale("log")
    assert {text.label for text in drawn(fig).small_text} == {"tick labels"}


def test_one_axes_is_drawn_alone():
    _, axes = crowded()
    image = drawn(axes[0, 0]).image
    assert has(image, (255, 0, 0))
    assert not has(image, (0, 255, 0))
    assert not has(image, (0, 0, 255))


def test_one_axes_comes_with_its_twin_legend_and_titles():
    _, axes = crowded()
    assert {text.label for text in drawn(axes[0, 0]).small_text} == {
        "tick labels",
        "axis labels",
        "titles",
        "legend",
    }


def test_one_axes_comes_with_its_colour_bar():
    _, axes = crowded()
    with_bar = drawn(axes[1, 1]).image
    axes[1, 1].images[0].colorbar.ax.set_visible(False)
    without = drawn(axes[1, 1]).image
    assert with_bar.width / with_bar.height > without.width / without.height


def test_one_axes_fills_what_the_model_sees_of_it():
    fig = figure()
    image = drawn(fig.axes[0]).image
    assert image.size == FIT(*image.size)


def test_an_inset_axes_is_drawn():
    fig = figure()
    inset = fig.axes[0].inset_axes([0.5, 0.5, 0.4, 0.4], facecolor="red")
    inset.plot([1, 2])
    assert has(drawn(inset).image, (255, 0, 0))


def test_equal_aspect_of_one_axes_is_kept_in_a_figure_never_drawn():
    fig = Figure(figsize=(10, 3), dpi=100)
    ax = fig.subplots()
    ax.imshow(np.eye(2), cmap="gray")
    ax.axis("off")
    image = drawn(ax).image
    assert abs(image.width / image.height - 1) < 0.02


def test_a_subfigure_is_drawn_alone():
    fig = Figure(figsize=(8, 4), dpi=300)
    left, right = fig.subfigures(1, 2)
    left.set_facecolor("red")
    right.set_facecolor("blue")
    right.subplots().plot([1, 2])
    left.subplots().plot([1, 2])
    raster = drawn(right)
    assert raster.image.size == FIT(4, 4)
    assert raster.background == (0, 0, 255)
    assert not has(raster.image, (255, 0, 0))


def test_pyplot_stands_for_its_current_figure():
    plt.figure()
    plt.plot([1, 2])
    assert recognize_input(plt, "plt", options=InputOptions()).target is plt.gcf()
    assert is_visible(plt)


def test_pyplot_makes_no_figure_where_there_is_none():
    with pytest.raises(BlankFigureError, match="plt has no figure"):
        recognize_input(plt, "plt", options=InputOptions())
    assert plt.get_fignums() == []


frame = pd.DataFrame({"a": [1, 2], "b": [2, 1]})
ARTISTS = {
    "plt.plot": lambda: plt.plot([1, 2]),
    "plt.bar": lambda: plt.bar([1, 2], [3, 4]),
    "plt.hist": lambda: plt.hist([1, 2, 2]),
    "plt.errorbar": lambda: plt.errorbar([1, 2], [3, 4], [1, 1]),
    "plt.pie": lambda: plt.pie([1, 2]),
    "plt.boxplot": lambda: plt.boxplot([1, 2, 5]),
    "plt.stem": lambda: plt.stem([1, 2]),
    "plt.scatter": lambda: plt.scatter([1, 2], [3, 4]),
    "plt.imshow": lambda: plt.imshow(np.eye(3)),
    "df.plot.line().lines": lambda: list(frame.plot.line().lines),
    "df.plot(subplots=True)": lambda: frame.plot(subplots=True),
    "df.hist": frame.hist,
    "list(axes)": lambda: list(frame.plot(subplots=True)),
    "fig, axes": lambda: (plt.gcf(), frame.plot(subplots=True, ax=plt.gcf().subplots(2))),
}


@pytest.mark.parametrize("make", ARTISTS.values(), ids=ARTISTS)
def test_what_a_plotting_function_returns_is_its_figure(make):
    thing = make()
    assert is_visible(thing)
    attachment = recognize_input(thing, "x", options=InputOptions())
    assert attachment.kind == "figure"
    assert attachment.target is figure_of(thing)
    assert attachment.draw(FIT).image.size == (1280, 960)


def test_a_figure_in_a_list_with_other_pictures_does_not_stand_for_all_of_them(tmp_path):
    fig, picture = figure(), Image.new("RGB", (30, 20))
    for others in ([picture], ["photo.jpg"], [tmp_path / "photo.jpg"]):
        assert not is_visible([*others, fig])
    assert is_visible([fig, fig.axes[0]])


def test_figures_in_a_list_are_several_pictures():
    both = [figure(), figure()]
    assert not is_visible(both)
    with pytest.raises(NotVisibleError, match=r"name the picture that is meant, both\[0\]"):
        recognize_input(both, "both", options=InputOptions())


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")
@pytest.mark.parametrize(
    "make",
    [
        lambda: sns.FacetGrid(frame, col="b").map(plt.plot, "a"),
        lambda: sns.JointGrid(frame, x="a", y="b").plot_joint(sns.scatterplot),
        lambda: sns.PairGrid(frame).map(sns.scatterplot),
    ],
)
def test_a_seaborn_grid_is_its_figure(make):
    grid = make()
    assert is_visible(grid)
    assert recognize_input(grid, "grid", options=InputOptions()).target is grid.figure
    assert drawn(grid).image.getbbox() is not None


@pytest.mark.parametrize("make", [plt.figure, lambda: plt.subplots(2, 2)[0], Figure])
def test_a_blank_figure_is_an_error_and_never_a_blank_picture(make):
    with pytest.raises(BlankFigureError, match="fig is a blank figure: draw something"):
        drawn(make())


def test_a_blank_axes_is_an_error():
    with pytest.raises(BlankFigureError, match="fig is blank"):
        drawn(plt.gca())


def test_an_axes_that_was_removed_is_an_error():
    fig = figure()
    (ax,) = fig.axes
    ax.remove()
    with pytest.raises(BlankFigureError, match="on no figure any more"):
        drawn(ax)


@pytest.mark.parametrize("thing", [plt, plt.gcf], ids=["plt", "plt.gcf()"])
def test_a_blank_current_figure_stands_for_the_one_displayed_last_and_says_so(thing):
    last = figure()
    raster = drawn(thing() if callable(thing) else thing, last_figure=lambda: last)
    assert raster.image.size == FIT(6.4, 4.8)
    assert raster.notes == ("the figure displayed last",)


def test_a_blank_figure_of_the_users_own_does_not_stand_for_another():
    with pytest.raises(BlankFigureError):
        drawn(Figure(), last_figure=figure)


def test_missing_glyphs_are_named_and_not_warned_of():
    fig = figure()
    fig.axes[0].set_title("中文, twice 中文")
    fig.axes[0].set_xlabel("$a + 日$")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        raster = drawn(fig)
    assert [w for w in caught if "Glyph" in str(w.message)] == []
    (note,) = raster.notes
    assert note.startswith("missing glyphs: ")
    assert set("中文日") <= set(note)
    assert note.endswith("(DejaVu Sans): choose a font that has them")


def test_other_warnings_while_drawing_reach_the_user():
    fig = figure()

    class Warns(type(fig.axes[0].lines[0])):
        def draw(self, renderer):
            warnings.warn("something else", stacklevel=1)
            super().draw(renderer)

    fig.axes[0].add_line(Warns([0, 1], [0, 1]))
    with pytest.warns(UserWarning, match="something else"):
        drawn(fig)


def test_the_smallest_letters_of_each_sort_are_measured_in_pixels():
    fig = Figure(dpi=100)
    ax = fig.subplots()
    ax.plot([1, 2], label="line")
    ax.set_title("Title", fontsize=20)
    ax.set_xlabel("x", fontsize=10)
    ax.set_ylabel("y", fontsize=5)
    ax.annotate("here", (0, 1), fontsize=7)
    ax.annotate("hidden", (0, 1), fontsize=1, visible=False)
    ax.tick_params(labelsize=8)
    ax.legend(fontsize=6)
    heights = {text.label: text.height for text in drawn(fig).small_text}
    points = {"titles": 20, "axis labels": 5, "annotations": 7, "tick labels": 8, "legend": 6}
    expected = {what: size * 200 / 72 * 0.73 for what, size in points.items()}
    assert heights == pytest.approx(expected)


def test_letters_are_as_high_as_measured():
    """The cap height, held against the pixels that matplotlib draws."""
    fig = Figure(figsize=(3, 3), dpi=200)
    fig.text(0.5, 0.5, "H", fontsize=40)
    raster = drawn(fig)
    rows = np.asarray(raster.image.convert("L")).min(axis=1) < 128
    assert raster.small_text[0].height == pytest.approx(rows.sum(), abs=2)


def test_what_is_switched_off_is_not_measured():
    fig = figure()
    fig.axes[0].axis("off")
    assert drawn(fig).small_text == ()


class Formatter:
    """As much of IPython's formatter of bundles as is used."""

    def __init__(self):
        self.printers = {}

    def for_type_by_name(self, module, name, printer):
        before = self.printers.get(f"{module}.{name}")
        self.printers[f"{module}.{name}"] = printer
        return before

    def pop(self, kind, default):
        return self.printers.pop(kind, default)


def test_uninstalling_gives_the_shell_its_own_formatter_back():
    class Shell:
        class display_formatter:
            mimebundle_formatter = Formatter()

    formatter, last = Shell.display_formatter.mimebundle_formatter, LastFigure()
    formatter.printers["matplotlib.figure.Figure"] = own = lambda fig, **_: {"own": fig}
    last.install(Shell)
    fig = figure()
    assert formatter.printers["matplotlib.figure.Figure"](fig) == {"own": fig}
    assert last() is fig
    last.uninstall(Shell)
    assert formatter.printers == {"matplotlib.figure.Figure": own}
    assert last() is None


def at_once(*tasks):
    """Run tasks in threads of their own that begin together; return what they return."""
    together = threading.Barrier(len(tasks))

    def run(task):
        together.wait(30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def titled(title):
    fig = figure(dpi=100)
    fig.axes[0].set_title(title)
    return fig


def test_threads_that_draw_one_figure_get_the_picture_and_leave_it_as_it_was():
    fig = titled("a")
    kinds = {
        "large": (fig, partial(largest_size, tier=models.STANDARD, side=400)),
        "small": (fig, partial(largest_size, tier=models.STANDARD, side=300)),
        "axes": (fig.axes[0], partial(largest_size, tier=models.STANDARD, side=300)),
    }

    def draw(kind):
        raster = drawn(*kinds[kind])
        return raster.image.size, raster.image.tobytes(), raster.small_text

    alone = {kind: draw(kind) for kind in kinds}
    before = state(fig)
    asked = [*kinds, *kinds]
    assert at_once(*[partial(draw, kind) for kind in asked]) == [alone[kind] for kind in asked]
    assert state(fig) == before


def test_threads_that_draw_several_figures_leave_settings_and_warning_filters_as_they_were():
    figures = [titled(rf"$\frac{{a_{n}}}{{日^2}}$ 中文 {n}") for n in range(3)]
    alone = [drawn(fig) for fig in figures]
    filters = list(warnings.filters)
    with mpl.rc_context({"savefig.bbox": "tight"}):
        together = at_once(*[partial(drawn, fig) for fig in figures])
        assert mpl.rcParams["savefig.bbox"] == "tight"
    assert warnings.filters == filters
    assert [r.image.tobytes() for r in together] == [r.image.tobytes() for r in alone]
    assert [r.notes for r in together] == [r.notes for r in alone]
    assert set("中文日") <= set(together[0].notes[0])


def test_what_a_figure_holds_is_read_while_other_threads_draw_it():
    fig = titled("a")
    alone = describe(fig).to_frame()
    tasks = [partial(drawn, fig), partial(describe, fig)] * 2
    read = at_once(*tasks)[1::2]
    assert all(found.to_frame().equals(alone) for found in read)
    assert len({str(found) for found in read}) == 1
