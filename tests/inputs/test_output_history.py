"""The history of outputs is bounded, in cells and in bytes, and gives up the oldest."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.inputs.outputs.history import OutputHistory, estimate_size
from jupyter_claude_vision.inputs.outputs.output_attachments import LONGEST_TEXT, attach_piece
from jupyter_claude_vision.inputs.outputs.references import references_in, shown_pieces
from jupyter_claude_vision.inputs.registry import InputOptions
from jupyter_claude_vision.redaction import hide_paths


def history(cells=20, megabytes=1.0):
    return OutputHistory(lambda: (cells, megabytes))


def numbers(outputs):
    outputs.end_cell()
    return [cell.number for cell in outputs]


def test_the_last_cells_are_kept():
    outputs = history(cells=3)
    for number in range(1, 8):
        outputs.begin_cell(number, "")
        outputs.add_text("stdout", "x", "")
    outputs.begin_cell(8, "")
    assert numbers(outputs) == [7, 6, 5]


def test_the_oldest_are_given_up_beyond_the_megabytes():
    outputs = history(megabytes=1.0)
    for number in range(1, 6):
        outputs.begin_cell(number, "")
        outputs.add_display({"image/png": "x" * 400_000}, "")
    assert numbers(outputs) == [5, 4]


def test_one_cell_alone_is_held_to_the_megabytes():
    outputs = history(megabytes=1.0)
    outputs.begin_cell(1, "")
    for _ in range(10):
        outputs.add_display({"image/png": "x" * 400_000}, "")
    outputs.end_cell()
    [cell] = outputs
    assert cell.size <= 1_000_000
    assert (len(cell.pieces), cell.omitted) == (2, 8)


def test_of_endless_text_the_beginning_and_the_end_are_kept():
    outputs = history()
    outputs.begin_cell(1, "")
    for line in range(100_000):
        outputs.add_text("stdout", f"line {line}\n", "")
    outputs.end_cell()
    [cell] = outputs
    [piece] = cell.pieces
    assert piece.size < 150_000
    text = attach_piece(piece, "@1", InputOptions()).text
    assert text.startswith("line 0\nline 1\n")
    assert text.endswith("line 99999")
    assert "characters left out …]" in text
    assert len(text) < LONGEST_TEXT + 100


def test_what_a_later_cell_cannot_name_is_not_kept():
    outputs = history(cells=0)
    outputs.begin_cell(1, "")
    outputs.add_text("stdout", "x", "")
    assert numbers(outputs) == []


def test_an_output_of_an_earlier_run_goes_to_its_cell():
    outputs = history()
    outputs.begin_cell(1, "a")
    outputs.add_text("stdout", "one", "a")
    outputs.begin_cell(2, "b")
    outputs.add_text("stdout", "late", "a")
    outputs.add_text("stdout", "of a widget's message", "c")
    outputs.end_cell()
    [cell] = outputs
    assert cell.number == 1
    assert cell.pieces[0].to_text() == "onelate"


def test_a_progress_bar_is_its_last_line_and_blank_text_is_no_output():
    outputs = history()
    outputs.begin_cell(1, "")
    outputs.add_text("stderr", "\r 10%|█   |\r100%|████|\x1b[0m\n", "")
    outputs.add_text("stdout", "\n\n", "")
    outputs.end_cell()
    [cell] = outputs
    [piece] = shown_pieces(cell)
    assert attach_piece(piece, "@1", InputOptions()).text == "100%|████|"


def test_the_running_cell_is_not_the_one_above():
    outputs = history()
    outputs.begin_cell(1, "")
    outputs.add_text("stdout", "x", "")
    outputs.begin_cell(2, "")
    outputs.add_text("stdout", "y", "")
    assert [cell.number for cell in outputs] == [1]


def test_scripts_belong_to_the_html_before_them_and_styles_show_nothing():
    outputs = history()
    outputs.begin_cell(1, "")
    outputs.add_display({"text/html": "<style>p {color: red}</style><!-- x -->"}, "")
    outputs.add_display({"text/html": "<div id=p></div>"}, "")
    script = {"application/javascript": "draw()", "application/vnd.bokehjs_exec.v0+json": ""}
    outputs.add_display(script, "")
    outputs.end_cell()
    [cell] = outputs
    [piece] = shown_pieces(cell)
    assert piece.bundle["application/javascript"] == "draw()"


@pytest.mark.parametrize(
    ("value", "size"),
    [({"a": "x" * 100}, 101), ([1.0] * 1_000_000, 32_000_000), ({"data": {"x": b"123"}}, 8)],
)
def test_the_size_of_a_bundle_is_estimated(value, size):
    assert estimate_size(value) == size


@pytest.mark.parametrize(
    ("prompt", "references"),
    [
        ("What went wrong in @?", ["@"]),
        ("Compare @7.1 with @-2.", ["@7.1", "@-2"]),
        ('Is "@7" (or @8) right?', ["@7", "@8"]),
        ("@3, then @3", ["@3"]),
        ("mail bob@example.com", []),
        ("@property, @7a, a@7, @@", []),
    ],
)
def test_references_in_a_prompt_are_words_of_their_own(prompt, references):
    assert references_in(prompt) == references


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("File /usr/lib/python3.11/json/decoder.py:355", "File json/decoder.py:355"),
        ("File ~/work/analysis.py:3, in f(x)", "File analysis.py:3, in f(x)"),
        (
            'File "/opt/x/site-packages/pandas/core/frame.py", line 2',
            'File "pandas/core/frame.py", line 2',
        ),
        ("'/data/my project/a b.csv'", "'a b.csv'"),
        (r"C:\Users\alice\a.py:3", "a.py:3"),
        ("https://example.com/a/b", "https://example.com/a/b"),
        ("ratio a/b and 1/2", "ratio a/b and 1/2"),
    ],
)
def test_a_traceback_names_files_without_their_folders(text, result):
    assert hide_paths(text, is_traceback=True) == result


def test_of_printed_text_only_known_folders_are_removed(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", "/home/alice")
    monkeypatch.chdir(tmp_path)
    text = f"GET /api/v2/users, /home/alice/data.csv, {tmp_path}/a.png"
    assert hide_paths(text) == "GET /api/v2/users, ~/data.csv, ./a.png"
