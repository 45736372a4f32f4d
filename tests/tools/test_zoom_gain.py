"""The measurement of what zoom adds, on three figures; `make zoom-gain` takes fifty."""

from collections import Counter

import pytest
import zoom_gain

from jupyter_claude_vision.models import STANDARD


@pytest.fixture(scope="module")
def recognizer():
    return zoom_gain.TextRecognizer(side=512)


@pytest.mark.parametrize("kind", ["small legends", "named points", "long tick labels"])
def test_zoom_reads_what_cannot_be_read_as_sent(kind, recognizer):
    readings = "as sent", "zoom"
    counts = zoom_gain.measure_figure(kind, 0, STANDARD, recognizer, readings=readings, share=0.13)
    assert counts["labels"] >= 2
    assert counts["zoom"] >= 0.95 * counts["labels"]
    assert counts["as sent"] <= 0.5 * counts["labels"]


def test_the_table_has_the_share_of_each_way_of_reading():
    counts = Counter({"labels": 8, "as sent": 2, "cut and enlarged": 4, "zoom": 8})
    table = zoom_gain.render_table(
        {"standard, small legends": counts, "high, small legends": counts}
    )
    assert "| standard | small legends | 8 | 25% | 50% | 100% |" in table
    assert "| high | **all** | 8 | 25% | 50% | 100% |" in table
