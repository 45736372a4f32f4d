from __future__ import annotations

from markdown_it import MarkdownIt

from jupyter_claude_vision.notebook.tables import table


def test_a_table_is_one_in_a_notebook_and_in_a_terminal():
    shown = table(("name", "size"), [("a|b <i>$x$</i>", "10"), ("longer name", "2")], "In all: 12.")
    html = MarkdownIt("commonmark").enable("table").render(shown["text/markdown"])
    assert html.count("<td>") == 4
    assert "a|b" in html
    assert "<i>" not in html
    assert "<p>In all" in html
    assert shown["text/plain"].splitlines() == [
        "name            size",
        "a|b <i>$x$</i>  10",
        "longer name     2",
        "In all: 12.",
    ]
