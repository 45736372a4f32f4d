"""`%claude_see fig --fix`: code that changes a figure, compared when the user runs it."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.errors import PromptError
from jupyter_claude_vision.ipython.chart_fix import find_drawing_cell

BARS = """
key = "sk-ant-api03-abcdefghijklmnop"
fig, ax = plt.subplots()
ax.bar(["a", "b", "c"], [51, 52, 53]); ax.set_ylim(50, 54); ax.set_ylabel("Sales (M USD)")
plt.close(fig)
"""
CODE = """fig, ax = plt.subplots()
ax.bar(["a", "b", "c"], [51, 52, 53])
ax.set_ylabel("Sales (M USD)")
plt.close(fig)"""
ANSWER = f"The axis is cut off: it starts at 0 now.\n\n```python\n{CODE}\n```\n"


def test_the_code_of_the_cell_goes_along_and_comes_back_in_the_next_cell(kernel, server):
    kernel.run(BARS)
    server.reply(ANSWER)
    result = kernel.run("%claude_see fig --fix Keep the colors.")
    texts = [b["text"] for b in server.requests[-1].json["messages"][0]["content"] if "text" in b]
    sent = "\n".join(texts)
    assert "ax.set_ylim(50, 54)" in sent
    assert "sk-ant-api03" not in sent
    assert "truncated bars" in sent
    assert "Never change, drop or add data" in texts[-1]
    assert texts[-1].endswith("Keep the colors.")
    assert "the code that drew fig" in str(result.displays)
    assert result.next_input.startswith(CODE)
    assert kernel.value("float(ax.get_ylim()[0])") == 50  # nothing was run

    [comparison] = kernel.ok(result.next_input).results
    assert "Same data, 1 finding fewer" in comparison["text/plain"]
    assert comparison["text/html"].count("<img") == 2


def test_changed_data_are_named(kernel, server):
    kernel.run(BARS)
    server.reply(ANSWER.replace("53", "60"))
    result = kernel.run("%claude_see fig --fix")
    [comparison] = kernel.ok(result.next_input).results
    changes = "The data changed: Sales (M USD) (1 value gone, 1 value new)."
    assert changes in comparison["text/plain"]


def test_an_answer_without_code_writes_no_cell(kernel, server):
    kernel.run(BARS)
    server.reply("It is good as it is.")
    assert kernel.run("%claude_see fig --fix").next_input is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("%claude_see red --fix", "holds no data here"),
        ("%claude_see fig red --fix", "--fix changes one figure"),
        ("%claude_see fig --fix --task alt", "leave out --task alt"),
        ("%claude_see loaded --fix", "No cell of this kernel made loaded"),
    ],
)
def test_what_cannot_be_fixed_is_refused_before_anything_is_sent(line, message, kernel, server):
    kernel.run(BARS)
    kernel.run("get_ipython().user_ns['loaded'] = fig")
    assert message in kernel.run(line).error["evalue"]
    assert not server.requests


def test_the_last_cell_that_assigned_the_variable_drew_the_figure():
    cells = ["", "fig = 1", "%time fig = 2\nfig.x", "print(fig)", "fig ="]
    assert find_drawing_cell(cells, "fig") == (2, "%time fig = 2\nfig.x")
    with pytest.raises(PromptError, match="No cell of this kernel made other"):
        find_drawing_cell(cells, "other")
