"""What of a panel stays in a notebook that was run without a front end."""

from __future__ import annotations

import asyncio

import nbformat
import pytest
from conftest import KEY
from loopback import LoopbackServer
from nbclient import NotebookClient
from nbconvert import HTMLExporter

CELLS = [
    """
import matplotlib.pyplot as plt
from jupyter_claude_vision import ClaudeSee
fig, ax = plt.subplots()
ax.plot([1, 2, 3])
plt.close(fig)""",
    "panel = ClaudeSee(fig)\npanel",
    "panel.ask('What is this?').stop_reason",
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    made = nbformat.v4.new_notebook(cells=cells)
    with LoopbackServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        patch.setenv("ANTHROPIC_API_KEY", KEY)
        server.reply("It rises & <falls>.")
        client = NotebookClient(made, kernel_name="python3")
        folder = tmp_path_factory.mktemp("run")
        asyncio.run(client.async_execute(cwd=folder))  # in a loop that is closed again
    return made


def test_the_question_runs_in_its_cell_and_shows_in_the_panel_alone(notebook):
    assert [o["output_type"] for o in notebook.cells[2].outputs] == ["execute_result"]
    assert "What is this?" in notebook.cells[1].outputs[1]["data"]["text/html"]


def test_nothing_that_can_be_read_stands_above_the_copy(notebook):
    widget, copy = notebook.cells[1].outputs
    assert "text/plain" not in widget["data"]
    assert not widget["data"]["text/html"]
    assert "<ClaudeSee" not in copy["data"]["text/plain"]
    hidden = ".jp-OutputArea-child:has(+ .jp-OutputArea-child .claude-see-copy-"
    assert copy["data"]["text/html"].startswith(f"<style>{hidden}")  # "Loading widget…"


def test_no_picture_and_no_key_is_kept_in_the_widget_s_state(notebook):
    [state] = [
        one["state"]
        for one in notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"][
            "state"
        ].values()
        if "_esm" in one["state"]
    ]
    assert KEY not in str(notebook)
    assert not any(";base64," in str(v) for k, v in state.items() if k not in ("_esm", "_css"))


@pytest.mark.parametrize("with_state", [True, False], ids=["with-state", "without-state"])
def test_a_page_shows_the_picture_and_the_conversation_without_any_script(notebook, with_state):
    exported = nbformat.from_dict(notebook)
    if not with_state:
        exported.metadata.pop("widgets", None)
    page, _ = HTMLExporter().from_notebook_node(exported)
    copy = page[page.index("claude-see-copy claude-see-copy-") :]
    assert 'src="data:image/' in copy
    assert "What is this?" in copy
    assert "It rises &amp; &lt;falls&gt;." in copy
