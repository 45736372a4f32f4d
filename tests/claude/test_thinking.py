"""Thinking: asked for, told apart from the answer, counted, and never part of what follows."""

from __future__ import annotations

import pytest
from loopback import LoopbackServer
from PIL import Image
from pydantic import BaseModel

from jupyter_claude_vision import models
from jupyter_claude_vision.claude.conversation import Conversation, Question
from jupyter_claude_vision.claude.delivery import Delivery
from jupyter_claude_vision.claude.exchange import Done, Exchange
from jupyter_claude_vision.claude.files import FileCache
from jupyter_claude_vision.claude.form import Form
from jupyter_claude_vision.claude.platforms import PLATFORMS
from jupyter_claude_vision.claude.providers import Provider
from jupyter_claude_vision.claude.schemas import data_type
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.recognise import recognise


class Colour(BaseModel):
    name: str


@pytest.fixture(scope="module")
def shared():
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def server(shared):
    shared.requests.clear()
    return shared


@pytest.fixture(scope="module")
def provider(shared):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", shared.url)
        patch.setenv("ANTHROPIC_API_KEY", "sk-test")
        provider = Provider(PLATFORMS["anthropic"])
        yield provider
        provider.close()


def exchange(provider, conversation=None, prompt="?", **details):
    attachment = recognise(Image.new("RGB", (60, 40), "red"), "red", options=InputOptions())
    question = Question(prompt, (attachment,), models.DEFAULT_MODEL, models.HIGH, **details)
    conversation = Conversation() if conversation is None else conversation
    return Exchange(conversation, question, Delivery(provider, FileCache(), 86400))


def answer_of(exchange):
    return next(event.answer for event in exchange.events() if isinstance(event, Done))


def test_an_effort_goes_beside_a_form_and_nothing_goes_unasked(server, provider):
    answer_of(exchange(provider))
    answer_of(exchange(provider, effort="low"))
    form = Form(data=data_type(Colour))
    answer_of(exchange(provider, effort="max", form=form))
    configs = [r.json.get("output_config") for r in server.requests]
    assert configs[:2] == [None, {"effort": "low"}]
    assert configs[2]["effort"] == "max"
    assert configs[2]["format"]["type"] == "json_schema"
    assert not any("thinking" in r.json for r in server.requests)


def test_a_summary_is_asked_for_without_changing_how_the_model_thinks(server, provider):
    answer_of(exchange(provider, thinking=True))
    (request,) = server.requests
    assert request.json["thinking"] == {"type": "adaptive", "display": "summarized"}


def test_the_api_counts_a_question_with_its_effort(server, provider):
    assert exchange(provider, effort="low", thinking=True).estimate(exact=True).exact
    (request,) = server.requests
    assert request.path == "/v1/messages/count_tokens"
    assert request.json["output_config"] == {"effort": "low"}
