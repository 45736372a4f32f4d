"""see_many with zoom: rounds in the budget, in the pace, in the checkpoint; and what takes none."""

from __future__ import annotations

import pytest
from PIL import Image

from jupyter_claude_vision import errors
from jupyter_claude_vision.client import Client
from jupyter_claude_vision.settings import ClaudeVision

USAGE = {"input_tokens": 2000, "output_tokens": 50}


@pytest.fixture
def client(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-secret")
    with Client(ClaudeVision()) as running:
        yield running


@pytest.fixture
def photographs(tmp_path):
    for number in range(2):
        Image.effect_noise((3000, 1500 + number), 60).convert("RGB").save(
            tmp_path / f"{number}.jpg", quality=60
        )
    return sorted(tmp_path.glob("*.jpg"))


def zoom(server, **details):
    box = {"image": 1, "left": 100, "top": 50, "right": 500, "bottom": 450}
    server.call_tools(("zoom", box), **details)


def requests(server):
    return [r.json for r in server.requests if r.path == "/v1/messages"]


def test_each_item_is_asked_in_rounds_and_its_cost_is_that_of_all(client, server, photographs):
    for _ in range(2):
        zoom(server, usage=USAGE)
    for _ in range(2):
        server.reply("A part.", usage=USAGE)
    answers = client.ask_many(photographs, "What?", tools="zoom", at_once=2)
    assert [outcome.answer.text for outcome in answers] == ["A part.", "A part."]
    for outcome in answers:
        answer = outcome.answer
        assert (answer.usage.input, answer.requests) == (4000, 2)
        assert [call.name for call in answer.tool_calls] == ["zoom"]
        assert not answer.tool_calls[0].is_error
    assert sum(entry.requests for entry in client.ledger.entries.values()) == 4
    pieces = [r["messages"][-1]["content"][0]["content"][-1] for r in requests(server)[-2:]]
    assert {piece["type"] for piece in pieces} == {"image"}


def test_no_tools_are_offered_unless_they_are_asked_for(client, server, photographs):
    client.settings.tools = "all"
    client.ask_many(photographs, "What?")
    assert not any("tools" in request for request in requests(server))


def test_a_limit_in_a_later_round_goes_on_from_there(client, server, photographs):
    zoom(server, usage=USAGE)
    server.reply("A part.", usage=USAGE)
    respond, is_limited = server.respond, []

    def limit_once(recorded):
        if b"tool_result" in recorded.body and not is_limited:
            is_limited.append(True)
            server.fail(429, headers={"retry-after": "0.01"}, path="/v1/messages")
        return respond(recorded)

    server.respond = limit_once
    answers = client.ask_many(photographs[:1], "What?", tools="zoom")
    assert answers[0].answer.text == "A part."
    assert answers[0].answer.usage.input == 4000
    assert len(requests(server)) == 3


def test_rounds_of_an_item_that_fails_are_paid_for(client, server, photographs):
    zoom(server, usage=USAGE)
    respond = server.respond

    def refuse_results(recorded):
        if b"tool_result" in recorded.body:
            server.fail(400, path="/v1/messages")
        return respond(recorded)

    server.respond = refuse_results
    answers = client.ask_many(photographs[:1], "What?", tools="zoom")
    assert "RequestRejected" in str(answers[0].error)
    (entry,) = client.ledger.entries.values()
    assert entry.usage.input == 2000


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"tools": "query"}, "tools='zoom' or 'off'"),
        ({"tools": "all"}, "tools='zoom' or 'off'"),
        ({"tools": "zoom", "how": "batch", "checkpoint": "run.jsonl"}, "A batch takes no tools"),
        (
            {"tools": "zoom", "executor": object.__new__(type("E", (), {"submit": None}))},
            "executor=",
        ),
        ({"tools": "zoom", "boxes": True}, "leave out tools= or boxes="),
    ],
)
def test_tools_that_a_run_does_not_take_are_refused_before_anything_is_sent(
    client, server, photographs, options, problem
):
    with pytest.raises(errors.PromptError, match=problem):
        client.ask_many(photographs, "What?", **options)
    assert not requests(server)


def test_the_rounds_are_in_the_forecast_and_the_budget(client, server, photographs):
    with pytest.raises(errors.BudgetError):
        client.ask_many(photographs, "What?", tools="zoom", budget=1.0)
    assert not requests(server)
    zoom(server, usage=USAGE)
    server.reply("A part.", usage=USAGE)
    answers = client.ask_many(photographs[:1], "What?", tools="zoom", budget=20.0)
    assert answers[0].answer.requests == 2
