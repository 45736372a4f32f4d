"""Calls of tools in a reply: read as they stream or come whole, and handed back unchanged."""

from __future__ import annotations

import json

import pytest
from provider_fixtures import module_provider, module_server  # noqa: F401

from jupyter_claude_vision.provider.reply_stream import replayable_blocks
from jupyter_claude_vision.provider.request import Request, ToolUse

ZOOM = {"name": "zoom", "description": "Look closer.", "input_schema": {"type": "object"}}
QUERY = {"name": "query", "description": "Ask.", "input_schema": {"type": "object"}}
INPUT = {"image": 1, "left": 10.5, "sql": 'SELECT "a\n" || x', "deep": {"é": [1, None]}}


def request(**details):
    messages = [{"role": "user", "content": "What?"}]
    return Request("claude-opus-5-5", 100, messages, "", {}, tools=(ZOOM, QUERY), **details)


def parts_of(provider, **details):
    with provider.open_reply(request(**details)) as parts:
        return list(parts)


def test_parallel_calls_come_whole_and_in_their_order(server, provider):
    server.call_tools(("zoom", INPUT), ("query", {}), text="Let me look.", thinking="Small.")
    parts = parts_of(provider)
    calls = [part for part in parts if isinstance(part, ToolUse)]
    assert [(call.name, call.input) for call in calls] == [("zoom", INPUT), ("query", {})]
    assert "".join(part for part in parts if isinstance(part, str)) == "Let me look."


def test_a_reply_goes_back_as_it_came_with_its_thought_first(server, provider):
    server.call_tools(("zoom", INPUT), text="Let me look.", thinking="Small.")
    *_, message = parts_of(provider)
    thought, text, call = replayable_blocks([block.model_dump() for block in message.content])
    assert (thought["type"], thought["thinking"]) == ("thinking", "Small.")
    assert thought["signature"].startswith("bound-")
    assert text == {"type": "text", "text": "Let me look."}
    assert call == {"type": "tool_use", "id": calls_id(message), "name": "zoom", "input": INPUT}


def calls_id(message):
    return message.content[-1].id


def test_a_gateway_that_does_not_stream_calls_tools_too(server, provider):
    content = [{"type": "tool_use", "id": "toolu_a", "name": "zoom", "input": INPUT}]
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": content,
        "stop_reason": "tool_use",
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
    server.reply_raw(json.dumps(message).encode(), "application/json")
    *_, call, whole = parts_of(provider)
    assert call == ToolUse("toolu_a", "zoom", INPUT)
    assert whole.stop_reason == "tool_use"


@pytest.mark.parametrize("choice", [None, {"type": "none"}])
def test_tools_stay_in_the_request_whether_they_may_be_called_or_not(server, provider, choice):
    server.reply("So.")
    parts_of(provider, tool_choice=choice)
    body = server.requests[-1].json
    assert [tool["name"] for tool in body["tools"]] == ["zoom", "query"]
    assert body.get("tool_choice") == choice


def test_base64_inside_a_tools_result_is_written_like_any_other():
    source = {"type": "base64", "media_type": "image/png", "data": "QUJD"}
    image = {"type": "image", "source": source}
    outcome = {"type": "tool_result", "tool_use_id": "toolu_a", "content": [image]}
    messages = [{"role": "user", "content": [image, outcome]}]
    built = Request("m", 1, messages, "", {})
    assert json.loads(built.to_json())["messages"] == messages
