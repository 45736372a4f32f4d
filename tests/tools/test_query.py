"""The tool query: rows of a live figure's data, as text that is bounded, and what else it says."""

from __future__ import annotations

import signal
import threading

import matplotlib.pyplot as plt
import pytest
from samples import attachment, quarters
from tool_calls import Calls, sent, sent_object

from jupyter_claude_vision.charts.readers import read_tables
from jupyter_claude_vision.tools.definitions import MOST_CHARACTERS, MOST_ROWS

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"


@pytest.fixture(scope="module")
def figure():
    figure, axes = plt.subplots(1, 2)
    axes[0].plot([1, 2, 3], [10, 20.5, 15], label="Sales")
    axes[0].set_title("Revenue")
    axes[1].bar(["a", "b"], [1, 2])
    axes[1].set_title("O'Brien")
    yield figure
    plt.close(figure)


@pytest.fixture(scope="module")
def image(figure):
    return sent_object(figure)


def test_rows_come_back_as_text_and_as_rows(image):
    call = Calls(image).query("SELECT x, value FROM data WHERE series = 'Sales' ORDER BY n")
    assert call.result == "x,value\n1,10\n2,20.5\n3,15"
    assert call.rows == [(1, 10), (2, 20.5), (3, 15)]
    assert (call.source, call.is_error, call.images) == (1, False, ())
    assert call.tokens > 0


def test_what_is_null_or_holds_a_comma_stays_apart(image):
    call = Calls(image).query("SELECT NULL AS a, 'a, b' AS text, '' AS empty")
    assert call.result == 'a,text,empty\nNULL,"a, b",'


def test_a_long_result_says_how_much_is_left_out(image):
    numbers = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {}) SELECT {}"
    call = Calls(image).query(numbers.format(1234, "n FROM c"))
    assert len(call.rows) == MOST_ROWS
    assert "… 1,034 of 1,234 rows are left out" in call.result
    wide = Calls(image).query(numbers.format(100, "printf('%0250d', n) AS text FROM c"))
    assert len(wide.result) < MOST_CHARACTERS + 200
    assert f"… {100 - len(wide.rows)} of 100 rows are left out" in wide.result
    cell = Calls(image).query("SELECT printf('%05000d', 1)")
    assert len(cell.result) < 400
    assert cell.result.endswith("…")
    many = Calls(image).query(numbers.format(200_000, "n FROM c"))
    assert many.is_error
    assert "more than 100,000 rows: add a WHERE or a LIMIT" in many.result


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT valu FROM data", "There is no column valu. Did you mean value?"),
        ("SELECT * FROM dat", "There is no table dat. Did you mean data?"),
        ("SELECT medan(value) FROM data", "Did you mean median?"),
        ("DROP TABLE data", "Only a SELECT on data, axes, texts, omitted can be run"),
        ("ATTACH 'x.db' AS x", "Only a SELECT"),
        ("SELECT load_extension('x')", "cannot be used here"),
        ("SELECT readfile('/etc/passwd')", "There is no function readfile"),
        ("SELECT * FROM sqlite_master", "Only one SELECT"),
        ("SELECT 1; SELECT 2", "Only one SELECT"),
        ("SELECT", "The query cannot be run"),
        ("", "`sql` is one SELECT"),
        (None, "`sql` is one SELECT"),
        (7, "`sql` is one SELECT"),
    ],
)
def test_a_query_that_cannot_be_run_is_answered_with_what_there_is(image, sql, message):
    call = Calls(image).query(sql)
    assert call.is_error
    assert message in call.result


def test_a_query_that_finds_nothing_names_what_it_may_have_meant(image):
    call = Calls(image).query("SELECT * FROM data WHERE series = 'sale' AND panel = 'OBrien'")
    assert not call.is_error
    assert call.result.startswith("No rows. There is no 'sale' among panels and series; ")
    assert "there is 'Sales'" in call.result
    assert '''there is "O'Brien"''' in call.result
    assert "Panels and series: 'Revenue', 'Sales'," in call.result


def test_the_data_are_read_once_and_at_the_first_query(figure, monkeypatch):
    reads = []

    def read(value):
        reads.append(value)
        return read_tables(value)

    monkeypatch.setattr("jupyter_claude_vision.tools.query.read_tables", read)
    calls = Calls(sent_object(figure))
    assert not reads
    calls.query("SELECT 1")
    calls.query("SELECT 2")
    assert reads == [figure]


def test_data_that_the_question_has_read_are_used(image):
    tables = {1: read_tables(image.attachment.target)}
    image.attachment.target.axes[0].lines[0].set_ydata([0, 0, 0])
    call = Calls(image, tables=tables).query("SELECT max(value) FROM data")
    image.attachment.target.axes[0].lines[0].set_ydata([10, 20.5, 15])
    assert call.rows.value == 20.5


def test_a_piece_of_a_figure_is_asked_the_figures_data(image):
    calls = Calls(image)
    calls.zoom(1, 0, 0, 300, 300)
    call = calls.query("SELECT count(*) FROM data", image=2)
    assert call.rows.value == 5
    assert call.source == 1


def test_a_picture_has_no_data_and_the_figures_that_have_are_named(image):
    calls = Calls(image, sent(attachment(quarters(300, 200), name="photo"), 2))
    call = calls.query("SELECT 1", image=2)
    assert call.is_error
    assert call.result.startswith("Image 2 has no data here. Data are here of: Image 1 (fig), ")
    assert "Data are here of: none." in Calls(calls.images[1]).query("SELECT 1", image=2).result
    assert "There is no image 9." in calls.query("SELECT 1", image=9).result


def test_an_interrupt_ends_a_query(image):
    timer = threading.Timer(0.05, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        Calls(image).query(ENDLESS)
    assert Calls(image).query("SELECT 1").rows.value == 1


def test_a_switch_in_another_thread_ends_a_query(image):
    class Switch:
        looks = 0

        def check(self):
            self.looks += 1
            if self.looks > 3:
                raise KeyboardInterrupt

    calls = Calls(image)
    calls.cancellation = Switch()
    with pytest.raises(KeyboardInterrupt):
        calls.query(ENDLESS)
