"""The bar of a run of many in a notebook."""

from __future__ import annotations

from jupyter_claude_vision.bulk.run_state import RunProgress
from jupyter_claude_vision.ipython.progress_bar import ProgressBar


def test_in_a_narrow_notebook_the_words_wrap_and_the_bar_keeps_a_width(capsys):
    bar = ProgressBar(is_visible=True, in_notebook=True)
    with bar:
        bar(RunProgress(1000))
        container = bar._bar.container
        _, meter, _ = container.children
        assert container.layout.flex_flow == "row wrap"
        assert meter.layout.flex.endswith("160px")
    assert "1000" in capsys.readouterr().out
