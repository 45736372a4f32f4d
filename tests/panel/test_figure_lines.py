"""Lines under the figures that cells display, in a real kernel."""

from __future__ import annotations

import pytest

WORDS = "Explain · Check · Open panel"
LINES = "get_ipython().magics_manager.registry['ClaudeVisionMagics'].host._figure_lines._lines"


def kinds(result):
    """Return what each display of a cell is: a picture, or a line."""
    names = {"image/png": "picture", "application/vnd.vegalite.v6+json": "picture"}
    displays = [*result.displays, *result.results]
    return [
        "line" if data.get("text/plain") == WORDS else next(filter(None, map(names.get, data)), "")
        for data in displays
    ]


@pytest.fixture
def with_lines(kernel):
    kernel.ok("%config ClaudeVision.under_figures = True")
    yield kernel
    kernel.ok("%config ClaudeVision.under_figures = False")


def test_a_line_stands_under_each_figure_and_sends_nothing(with_lines, server):
    result = with_lines.ok("plt.plot([1, 2]); plt.figure(); plt.plot([2, 1]);")
    assert kinds(result) == ["picture", "line", "picture", "line"]
    result = with_lines.ok("fig")
    assert kinds(result) == ["line", "picture"]  # the messages of results are listed last
    assert not server.requests
    assert "widget-view" in str(with_lines.ok("fig").displays[0])


def test_a_click_asks_about_that_figure_by_its_name(with_lines, server):
    with_lines.ok(
        "first, ax = plt.subplots(); ax.plot([1, 2]); second = plt.figure(); plt.plot([3])"
    )
    server.reply("A rising line.")
    result = with_lines.ok(f"{LINES}[0]._buttons[0].click()")
    assert "A rising line." in result.final["text/plain"]
    assert any('alt="first"' in data.get("text/html", "") for data in result.displays)
    server.fail(400, path="/v1/messages")
    failure = with_lines.ok(f"{LINES}[1]._buttons[1].click()")  # an error is a line, too
    assert "rejected the request: Refused by the test." in failure.stdout


def test_text_and_our_own_answers_get_no_line(with_lines, server):
    assert kinds(with_lines.ok("red")) == ["picture"]
    server.reply("It is a line.")
    assert "line" not in kinds(with_lines.ok("%claude_see fig What?"))


def test_nothing_is_left_when_it_is_off_or_the_extension_is_unloaded(kernel):
    assert kinds(kernel.ok("plt.plot([1, 2]);")) == ["picture"]
    kernel.ok("%config ClaudeVision.under_figures = True")
    assert kinds(kernel.ok("plt.plot([1, 2]);")) == ["picture", "line"]
    kernel.ok("%unload_ext jupyter_claude_vision")
    assert kinds(kernel.ok("plt.plot([1, 2]);")) == ["picture"]
    kernel.ok("%load_ext jupyter_claude_vision")


def test_altair_and_plotly_figures_have_a_line_too(with_lines):
    with_lines.ok("""
import altair as alt, pandas as pd, plotly.graph_objects as go, plotly.io as pio
pio.renderers.default = "plotly_mimetype"
chart = alt.Chart(pd.DataFrame({"a": [1, 2]})).mark_bar().encode(x="a:O", y="a:Q")
""")
    shown = with_lines.ok("chart")
    assert "line" in kinds(shown)
    assert "vega" in shown.results[0]["text/html"]
    shown = with_lines.ok("go.Figure(go.Bar(y=[1, 2])).show(); print('after')")
    assert kinds(shown)[-1] == "line"
