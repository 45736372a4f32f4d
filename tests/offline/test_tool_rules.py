"""The API's rules for tools, as the offline API refuses what breaks them."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.offline.request_validation import parse_request
from jupyter_claude_vision.offline.responses import RefusedError

ZOOM = {"name": "zoom", "description": "Look closer.", "input_schema": {"type": "object"}}
ASK = {"role": "user", "content": "What?"}
THOUGHT = {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}


def call(number):
    return {"type": "tool_use", "id": f"toolu_{number}", "name": "zoom", "input": {}}


def result(number, **details):
    return {"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": "Ok.", **details}


def parse(messages, **details):
    body = {"model": "claude-opus-5-5", "max_tokens": 10, "tools": [ZOOM], "messages": messages}
    return parse_request({**body, **details}, lambda _: None, counting=False)


def turn(*results, calls=(1, 2), after=()):
    said = [THOUGHT, *map(call, calls)]
    return [
        ASK,
        {"role": "assistant", "content": said},
        {"role": "user", "content": [*results, *after]},
    ]


TEXT = {"type": "text", "text": "So?"}
IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}


def test_calls_that_are_answered_together_pass_and_the_question_is_still_known():
    request = parse(turn(result(1), result(2)))
    assert request.prompt == "What?"


@pytest.mark.parametrize("choice", ["auto", "none"])
def test_tools_may_be_chosen_or_not(choice):
    parse([ASK], tool_choice={"type": choice})


@pytest.mark.parametrize(
    ("messages", "details", "problem"),
    [
        (turn(result(1)), {}, "without `tool_result`"),
        (turn(result(1), result(2), after=[TEXT, result(3)]), {}, "must come first"),
        (turn(result(1), TEXT, result(2)), {}, "must come first"),
        (turn(result(1), result(2), result(3)), {}, "unexpected"),
        (turn(result(1), result(2), result(2)), {}, "unexpected"),
        (turn(result(1), result(2)), {"tools": None}, "tools: must be defined"),
        (turn(result(1), result(2, is_error=True, content=[IMAGE])), {}, "must be type `text`"),
        (turn(result(1), calls=(1, 1)), {}, "must be unique"),
        ([ASK, {"role": "assistant", "content": [TEXT, THOUGHT]}, ASK], {}, "final block"),
        ([ASK], {"tool_choice": {"type": "any"}}, "does not support 'any'"),
        ([ASK], {"tool_choice": {"type": "tool", "name": "zoom"}}, "does not support 'tool'"),
        ([ASK], {"tool_choice": {"type": "none"}, "tools": None}, "while providing tools"),
        ([ASK], {"tools": [ZOOM, ZOOM]}, "names must be unique"),
        ([ASK], {"tools": [{**ZOOM, "name": "look closer"}]}, "should match"),
    ],
)
def test_what_breaks_a_rule_is_refused(messages, details, problem):
    with pytest.raises(RefusedError) as caught:
        parse(messages, **details)
    assert caught.value.status == 400
    assert problem in caught.value.message
