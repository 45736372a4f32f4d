"""Calls of tools as they are shown: one line, a folded result, a picture with its place."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from tool_calls import Calls, sent_object

from jupyter_claude_vision.answers.call_rendering import (
    describe_call,
    draw_call_picture,
    render_call_html,
    to_call_displays,
)
from jupyter_claude_vision.answers.tool_calls import ToolCall
from jupyter_claude_vision.charts.sql.rows import Rows
from jupyter_claude_vision.chat.events import Piece, ToolFinished, ToolStarted
from jupyter_claude_vision.ipython.terminal_view import TerminalView

ROWS = Rows(["x", "<b>"], [(1, "a"), (2, "<i>"), (3, None)])
QUERY = ToolCall("query", {"image": 1, "sql": 'SELECT x, "<b>"\nFROM data'}, "x", rows=ROWS)


@pytest.fixture(scope="module")
def zoomed():
    photograph = Image.effect_noise((3000, 2000), 80).convert("RGB")
    source = sent_object(photograph, name="photo")
    return Calls(source, choice="all").zoom(1, 100, 50, 700, 450), source


def test_a_zoom_is_one_line_and_a_picture_of_the_place_and_the_part(zoomed):
    call, source = zoomed
    assert describe_call(call, source) == "looked closer at (100, 50)–(700, 450) of photo"
    data, media_type = draw_call_picture(call, source)
    picture = Image.open(BytesIO(data), formats=["PNG", "JPEG"])
    assert media_type in {"image/png", "image/jpeg"}
    assert picture.width > picture.height
    assert picture.width < 700


def test_a_query_is_one_line_with_its_rows_folded():
    assert describe_call(QUERY) == 'asked the data: SELECT x, "<b>" FROM data → 3 rows'
    html = render_call_html(QUERY)
    assert html.startswith("<details><summary>asked the data")
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("<tr>") == 4


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (ToolCall("add", {"a": 1, "b": "<x>"}, "3"), 'called add(a=1, b="<x>") → 3'),
        (ToolCall("zoom", {"left": 9}, "No box.", is_error=True), "called zoom(left=9) → No box."),
        (ToolCall("query", {"sql": "DROP"}, "Only SELECT.", is_error=True),
         "asked the data: DROP → Only SELECT."),
        (ToolCall("say", {}, "\x1b[31mred"), "called say() → \ufffd[31mred"),
    ],
)  # fmt: skip
def test_any_call_is_one_line_of_visible_characters(call, line):
    assert describe_call(call) == line
    assert "<x>" not in render_call_html(call)


def test_every_front_end_gets_a_text_beside_what_is_drawn(zoomed):
    for call, source in (zoomed, (QUERY, None)):
        for data, _ in to_call_displays(call, source):
            assert "text/plain" in data


def test_a_terminal_writes_the_remark_then_the_call_then_the_answer():
    written = []
    view = TerminalView(written.append)
    view.show(Piece("Let me look."))
    view.show(ToolStarted("query", {}))
    view.show(ToolFinished(QUERY))
    view.show(Piece("Three."))
    assert "".join(written).splitlines() == [
        "Let me look.",
        f"[{describe_call(QUERY)}]",
        "Three.",
    ]
