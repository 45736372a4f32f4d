"""The confusion table of the documentation is the one that the statements give."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "scripts"))
from honesty import PAGE, count_verdicts, render_table


def test_the_table_in_the_documentation_is_current_and_has_no_serious_error():
    counts = count_verdicts()
    assert render_table(counts) in PAGE.read_text("utf-8")
    total = sum(counts.values(), start=type(next(iter(counts.values())))())
    assert total[True, "wrong"] == total[False, "right"] == 0
