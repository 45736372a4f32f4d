"""Answers and the panel in a marimo notebook, run and exported."""

from __future__ import annotations

import os
import subprocess
import sys

import browser_lab
import panel_lab
import pytest
from loopback import LoopbackServer

NOTEBOOK = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from matplotlib.figure import Figure

    from jupyter_claude_vision import ClaudeSee, see

    fig = Figure()
    fig.subplots().bar(["a", "b"], [1, 2])
    return ClaudeSee, fig, mo, see


@app.cell
def _(fig, see):
    answer = see(fig, "What is shown?")
    answer
    return


@app.cell
def _(ClaudeSee, fig, mo):
    panel = mo.ui.anywidget(ClaudeSee(fig))
    panel
    return


if __name__ == "__main__":
    app.run()
"""


@pytest.fixture
def notebook(tmp_path):
    if (reason := browser_lab.missing()) and not os.environ.get("CI"):
        pytest.skip(reason)
    path = tmp_path / "notebook.py"
    path.write_text(NOTEBOOK)
    return path


@pytest.mark.browser
def test_an_answer_and_a_panel_work_in_marimo(notebook, request):
    with LoopbackServer() as api:
        env = panel_lab.environment(api)
        with browser_lab.JupyterLab(notebook, env=env, application="marimo") as server:
            page = server.open_page("")
            page.wait_for_selector(".claude-vision img")
            assert page.locator(".claude-vision").inner_text().count("I see 1 pictures.") == 1
            page.wait_for_selector(".cs-image[src]")
            page.locator(".cs-image").evaluate("image => image.scrollIntoView({block: 'center'})")
            panel_lab.draw_box(page)
            page.wait_for_selector(".cs-chip")
            page.get_by_role("button", name="Ask", exact=True).click()
            page.wait_for_selector(".cs-done:has-text('I see')")
            panel_lab.keep(request.node.name, page)


def test_an_exported_marimo_notebook_holds_the_picture_and_the_answer(notebook, server):
    command = [sys.executable, "-m", "marimo", "export", "html", "--no-include-code"]
    environment = os.environ | panel_lab.environment(server)
    page = notebook.with_suffix(".html")
    subprocess.run([*command, str(notebook), "-o", str(page)], check=True, env=environment)
    exported = page.read_text("utf-8")
    assert "claude-vision-pictures" in exported
    assert "I see 1 pictures." in exported
    assert "marimo-anywidget" in exported
