"""The confusion table of the documentation is the one that the statements give."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "scripts"))
from honesty import FIGURES, PAGE, count_verdicts, render_table


def test_the_table_in_the_documentation_is_current_and_has_no_serious_error():
    counts = count_verdicts()
    assert render_table(counts) in PAGE.read_text("utf-8")
    total = sum(counts.values(), start=type(next(iter(counts.values())))())
    assert total[True, "wrong"] == total[False, "right"] == 0
    assert total[True, "not checked"] == total[False, "not checked"] == 0
    cannot_tell = total[True, "cannot tell"] + total[False, "cannot tell"]
    assert cannot_tell <= 0.05 * total.total()


def test_the_statements_are_many_about_many_figures_and_half_of_them_true():
    truths = [is_true for _, statements in FIGURES.values() for *_, is_true in statements]
    assert len(FIGURES) >= 60
    assert len(truths) >= 300
    assert 0.45 <= sum(truths) / len(truths) <= 0.55
