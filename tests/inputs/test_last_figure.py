"""The figure displayed last, in a real kernel whose inline backend closes figures."""

from __future__ import annotations

import pytest
from kernel import Kernel

SETUP = """
import matplotlib.pyplot as plt
from jupyter_claude_vision.errors import BlankFigureError
from jupyter_claude_vision.inputs.matplotlib.last_figure import LastFigure
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
last = LastFigure()
last.install(get_ipython())
def seen(thing):
    try:
        raster = recognize_input(thing, "fig", options=InputOptions(last_figure=last)).draw(
            lambda width, height: (int(width * 100), int(height * 100)))
    except BlankFigureError:
        return "blank"
    return raster.image.size, raster.notes
"""
DRAW = "plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);"
LAST = ((500, 400), ("the figure displayed last",))


@pytest.fixture(scope="module", params=["before", "after"])
def kernel(request):
    """A kernel in which the hook was installed before, or after, the inline backend's."""
    setup = [SETUP, "%matplotlib inline"]
    with Kernel() as running:
        for cell in setup if request.param == "before" else reversed(setup):
            running.ok(cell)
        yield running


@pytest.fixture(autouse=True)
def nothing_displayed_yet(kernel):
    kernel.ok("plt.close('all'); last.uninstall(get_ipython()); last.install(get_ipython())")


@pytest.mark.parametrize("thing", ["plt", "plt.gcf()"])
def test_a_figure_that_the_backend_closed_is_found(kernel, thing):
    shown = kernel.ok(DRAW)
    assert "image/png" in shown.displays[0]
    assert kernel.value("plt.get_fignums()") == []
    assert kernel.value(f"seen({thing})") == LAST


def test_a_figure_shown_by_plt_show_is_found_too(kernel):
    kernel.ok(DRAW + "plt.show()")
    assert kernel.value("seen(plt)") == LAST


def test_a_figure_that_is_a_cells_last_value_is_found_too(kernel):
    kernel.ok(DRAW + "f = plt.gcf(); plt.close(); print()")
    kernel.ok("f")
    assert kernel.value("seen(plt)") == LAST


def test_the_figure_of_this_very_cell_comes_first(kernel):
    kernel.ok(DRAW)
    cell = "plt.figure(figsize=(3, 2)); plt.plot([1, 2]); print(seen(plt))"
    assert kernel.ok(cell).stdout.strip() == "((300, 200), ())"


def test_the_last_of_several_figures_is_meant(kernel):
    kernel.ok("plt.figure(figsize=(9, 9)); plt.plot([1, 2]);" + DRAW)
    assert kernel.value("seen(plt)") == LAST


def test_a_blank_figure_displayed_in_between_does_not_count(kernel):
    kernel.ok(DRAW)
    kernel.ok("plt.figure();")
    assert kernel.value("seen(plt)") == LAST


@pytest.mark.parametrize("thing", ["plt", "plt.gcf()"])
def test_there_is_an_error_where_nothing_was_displayed(kernel, thing):
    assert kernel.value(f"seen({thing})") == "blank"


def test_nothing_is_remembered_once_it_is_uninstalled(kernel):
    kernel.ok("last.uninstall(get_ipython())")
    shown = kernel.ok(DRAW)
    assert "image/png" in shown.displays[0]
    assert kernel.value("seen(plt)") == "blank"
