from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache
from jupyter_claude_vision.ipython.alt_text import length_note
from jupyter_claude_vision.ipython.summary_tables import files_table, to_table_data
from jupyter_claude_vision.provider.file_cache import FileCache


def test_a_table_is_one_in_a_notebook_and_in_a_terminal():
    shown = to_table_data(
        ("name", "size"), [("a|b <i>$x$</i>", "10"), ("longer name", "2")], "In all: 12."
    )
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


@pytest.mark.parametrize("cached", [False, True])
def test_the_table_of_uploads_counts_them_with_and_without_an_answer_cache(tmp_path, cached):
    cache = AnswerCache(tmp_path, 1_000_000) if cached else None
    footer = files_table(FileCache(), cache)["text/plain"].splitlines()[-1]
    assert footer.startswith("0 files uploaded")
    assert ("0 answers in the cache" in footer) is cached


@pytest.mark.parametrize(
    ("prompt", "length", "said"),
    [
        ("Describe it. At most 125 characters.", 125, "of 125 characters, in the output."),
        ("Describe it. At most 125 characters.", 493, "longer than the 125 that were asked for"),
        ("Describe it. At most 1,000 characters.", 999, "of 999 characters, in the output."),
        ("Describe it.", 5000, "of 5,000 characters, in the output."),
    ],
)
def test_an_alternative_text_that_passes_its_own_limit_says_so(prompt, length, said):
    seconds = Timings(0.0, None, 0.0)
    usage = Usage()
    answer = Answer("x" * length, prompt, (), None, usage, "m", "anthropic", None, 9, seconds)
    assert said in length_note(answer)
