"""What can be asked of a model: known by its id, and from the Models API where that tells none."""

from __future__ import annotations

import json

import pytest
from loopback import LoopbackServer

from jupyter_claude_vision.chat.model_facts import ModelFacts, ModelFactsCache
from jupyter_claude_vision.chat.question_builder import build_question
from jupyter_claude_vision.errors import OptionError
from jupyter_claude_vision.models import EFFORTS
from jupyter_claude_vision.options import AskOptions
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.settings import ClaudeVision

YES, NO = {"supported": True}, {"supported": False}


@pytest.fixture
def server(monkeypatch):
    with LoopbackServer() as running:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        yield running


@pytest.fixture
def provider(server):
    provider = Provider(PLATFORMS["anthropic"])
    yield provider
    provider.close()


def describe(server, model, **details):
    """Let the Models API describe a model."""
    info = {"id": model, "type": "model", "display_name": "It", "lifecycle": "active", **details}
    body = json.dumps({"created_at": "2026-01-01T00:00:00Z", **info}).encode()
    server.reply_raw(body, "application/json", path=f"/v1/models/{model}")


def test_a_model_that_is_known_is_not_asked_after(server, provider):
    facts = ModelFactsCache().find_facts("claude-opus-5-5", provider, 16_000)
    assert facts == ModelFacts.from_id("claude-opus-5-5")
    assert not server.requests


def test_a_model_is_asked_after_once_in_a_kernel(server, provider):
    levels = dict.fromkeys(EFFORTS, YES) | {"max": NO}
    capabilities = {
        "effort": {**YES, **levels},
        "thinking": {**YES, "types": {"adaptive": NO}},
    }
    describe(server, "fast", max_tokens=32_000, capabilities=capabilities)
    known = ModelFactsCache()
    for _ in range(3):
        facts = known.find_facts("fast", provider, 16_000)
    assert facts == ModelFacts("fast", 32_000, EFFORTS[:-1], thinks_adaptively=False)
    assert [r.path for r in server.requests] == ["/v1/models/fast"]


def test_an_answer_longer_than_usual_is_held_to_the_models_own_limit(server, provider):
    describe(server, "claude-opus-5-5", max_tokens=128_000)
    facts = ModelFactsCache().find_facts("claude-opus-5-5", provider, 200_000)
    with pytest.raises(OptionError, match=r"at most 128,000 with claude-opus-5-5, not 200,000"):
        facts.check_max_tokens(200_000)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_models_api_that_fails_fails_no_question(server, provider, status):
    server.fail(status, path="/v1/models/fast")
    assert ModelFactsCache().find_facts("fast", provider, 16_000) == ModelFacts.from_id("fast")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"<html>",
        b'{"max_tokens": "many", "capabilities": []}',
        b'{"max_tokens": -1, "capabilities": {"effort": null, "thinking": {"types": 3}}}',
    ],
)
def test_what_a_gateway_says_instead_of_a_model_counts_for_nothing(server, provider, body):
    server.reply_raw(body, "application/json", path="/v1/models/fast")
    assert ModelFactsCache().find_facts("fast", provider, 16_000) == ModelFacts.from_id("fast")


def test_nothing_is_asked_where_only_a_cost_is_told(server, provider):
    ModelFactsCache().find_facts("fast", provider, 16_000, may_ask=False)
    assert not server.requests


def asked_for(facts, settings=None, **options):
    return build_question(
        ClaudeVision(**settings or {}),
        "?",
        [],
        AskOptions(**options),
        key="",
        goes_on=True,
        facts=facts,
    )


def test_the_setting_is_bounded_by_the_model_and_an_option_beyond_it_is_refused():
    facts = ModelFacts.from_id("claude-3-haiku-20240307")
    assert asked_for(facts).max_tokens == 4096
    assert asked_for(facts, {"max_tokens": 100}).max_tokens == 100
    with pytest.raises(OptionError, match="at most 4,096"):
        asked_for(facts, max_tokens=5000)


def test_an_effort_that_the_model_has_not_is_refused_with_what_it_has():
    facts = ModelFacts.from_id("claude-opus-4-6")
    assert asked_for(facts, effort="max").effort == "max"
    with pytest.raises(OptionError, match=r"auto, low, medium, high, max with claude-opus-4-6"):
        asked_for(facts, effort="xhigh")
    with pytest.raises(OptionError, match="claude-haiku-4-5 has no effort to choose"):
        asked_for(ModelFacts.from_id("claude-haiku-4-5"), {"effort": "low"})
    assert asked_for(facts, {"effort": "max"}, effort="auto").effort == ""


def test_a_summary_of_thinking_is_refused_where_it_is_asked_for_and_there_is_none():
    facts = ModelFacts.from_id("claude-haiku-4-5")
    with pytest.raises(OptionError, match="gives no summary of what it thinks"):
        asked_for(facts, thinking=True)
    assert not asked_for(facts, {"thinking": True}).thinking
