"""Calls of tools as values: what a user sees of them."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.answers.tool_calls import ToolCall, ToolCalls

QUERY = ToolCall("query", {"image": 1, "sql": "SELECT 1"}, "<b>1</b>", tokens=1200, seconds=0.004)
ZOOM = ToolCall("zoom", {"image": 1, "left": 8}, "left is 8", is_error=True, round=2)


def test_calls_are_a_sequence_in_their_order():
    calls = ToolCalls([QUERY, ZOOM])
    assert [call.name for call in calls] == ["query", "zoom"]
    assert calls[1:] == [ZOOM]


def test_calls_are_a_table_with_the_sql_as_it_was_written():
    text = repr(ToolCalls([QUERY, ZOOM]))
    assert "SELECT 1" in text
    assert "1,200" in text
    assert '{"image": 1, "left": 8}' in text


def test_foreign_text_is_escaped_in_the_notebooks_table():
    html = ToolCalls([QUERY])._repr_html_()
    assert "&lt;b&gt;1&lt;/b&gt;" in html
    assert "<b>" not in html


def test_no_calls_say_so():
    assert "No tool" in repr(ToolCalls())


def test_calls_become_a_data_frame():
    pytest.importorskip("pandas")
    frame = ToolCalls([QUERY, ZOOM]).to_frame()
    assert list(frame["is_error"]) == [False, True]
