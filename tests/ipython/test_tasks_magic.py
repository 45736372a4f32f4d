"""Ready-made tasks in a real kernel; alternative text all the way into an HTML export."""

from __future__ import annotations

import asyncio
import json

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert import HTMLExporter


def prompt(server):
    asked = [r for r in server.requests if r.path == "/v1/messages"]
    return [b["text"] for b in asked[-1].json["messages"][-1]["content"] if b["type"] == "text"]


def test_the_tasks_are_listed(kernel, server):
    kernel.ok('%config ClaudeVision.tasks = {"colour": "Name the | colour."}')
    result = kernel.ok("%claude_see --task?")
    shown = result.displays[0]["text/plain"]
    for name in ("alt", "caption", "colour", "compare", "critique", "describe", "transcribe"):
        assert f"\n{name} " in shown
    assert "explain (default)" in shown
    assert "short, medium, long" in shown
    assert "Name the | colour." in shown
    assert not server.requests


def test_words_beside_a_task_add_to_it(kernel, server):
    kernel.ok("%claude_see red --task caption Mention the year.")
    assert prompt(server)[0].startswith("Write a caption for this figure")
    assert prompt(server)[0].endswith("\n\nMention the year.")


def test_critique_marks_its_findings(kernel, server):
    server.reply(
        json.dumps(
            {
                "answer": "1. The axis is cut off.",
                "regions": [
                    {
                        "image": 1,
                        "label": "Cut axis",
                        "sentence": "",
                        "shape": "box",
                        "coordinates": [10, 10, 100, 500],
                    }
                ],
            }
        )
    )
    kernel.ok("answer = %claude_see fig --task critique")
    assert kernel.value("answer.regions[0].label") == "Cut axis"


def test_critique_starts_from_what_a_lint_finds(kernel, server):
    server.reply(json.dumps({"answer": "1. The bars are cut off.", "regions": []}))
    kernel.ok("bars, ax = plt.subplots(); ax.bar(['a', 'b'], [52, 58])")
    kernel.ok("ax.set(ylabel='Mass (g)', ylim=(50, 60)); plt.close(bars)")
    result = kernel.ok("%claude_see bars --task critique")
    texts = prompt(server)
    assert texts[0].startswith("Findings of a lint of ")
    assert "truncated bars (panel 'panel 1'): Bars start at 50" in texts[0]
    captions = [d["text/plain"] for d in result.displays if "tokens" in d.get("text/plain", "")]
    assert "with 1 finding of a lint as text" in captions[0]


def test_alternative_text_is_put_into_the_outputs_metadata(kernel, server):
    server.reply('**A line chart** of "Sales",\nfrom 4 over 1 to 5.')
    result = kernel.ok("answer = %claude_see fig --task alt --detail short")
    assert "At most 125 characters." in prompt(server)[0]
    expected = 'A line chart of "Sales", from 4 over 1 to 5.'
    assert kernel.value("answer.alt") == expected
    (update,) = [c for c in result.contents("update_display_data") if "image/png" in c["data"]]
    assert update["metadata"]["image/png"]["alt"] == expected
    first = result.contents("display_data")[0]
    assert first["transient"]["display_id"] == update["transient"]["display_id"]


def test_on_request_a_cell_shows_the_picture_with_its_alternative_text(kernel, server):
    server.reply("A line chart of 'Sales'.")
    request = kernel.client.execute("%claude_see fig --task alt --to-cell")
    while True:
        reply = kernel.client.get_shell_msg(timeout=60)
        if reply["parent_header"]["msg_id"] == request:
            break
    (payload,) = reply["content"]["payload"]
    assert payload["source"] == "set_next_input"
    shown = kernel.ok(payload["text"]).contents("execute_result")[0]
    assert "image/png" in shown["data"]
    assert shown["metadata"]["image/png"]["alt"] == "A line chart of 'Sales'."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("red blue --task alt", "Alternative text is of one picture"),
        ("red --task alt --crop 1,1,9,9", "of a whole picture: leave out --crop and --zoom"),
        ("red --task explain --to-cell", "--to-cell goes with alternative text"),
        ("red --task alt --detail tiny", "detail takes one of short, medium, long, not 'tiny'."),
        ("red --detail short What is it?", "--detail goes with a task"),
    ],
)
def test_what_makes_no_sense_is_refused_before_sending(kernel, server, line, said):
    assert said in kernel.run(f"%claude_see {line}").error["evalue"]
    assert not server.requests


def test_an_html_export_carries_the_alternative_text(server, tmp_path, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    server.reply('A red <square> & "nothing" else.')
    cells = [
        "%load_ext jupyter_claude_vision",
        "from PIL import Image; red = Image.new('RGB', (300, 200), 'red')",
        "%claude_see red --task alt",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    client = NotebookClient(notebook, kernel_name="python3", timeout=60)
    asyncio.run(client.async_execute())  # in a loop that is closed again
    body, _ = HTMLExporter().from_notebook_node(notebook)
    alternatives = [image.get("alt") for image in BeautifulSoup(body, "html.parser")("img")]
    assert alternatives == ['A red <square> & "nothing" else.']


def test_the_numbers_of_an_alternative_text_are_checked_where_the_figure_is_live(kernel, server):
    text = "Line chart of sales, which peak at 9."
    claim = {"quote": "peak at 9", "query": "SELECT max(value) FROM data", "value": 9}
    server.reply(json.dumps({"answer": text, "claims": [claim]}))
    kernel.ok("answer = %claude_see fig --task alt --check --tools off")
    assert kernel.value("[(c.verdict, c.result) for c in answer.claims]") == [("wrong", 5.0)]
    assert kernel.value("answer.alt") == text
