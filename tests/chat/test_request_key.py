"""The key of a request: another question has another key, another way of sending has not."""

from __future__ import annotations

import copy
import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from loopback import LoopbackServer
from PIL import Image
from random_requests import requests

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.chat.conversation import Conversation, Draft
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.chat.request_builder import build_request
from jupyter_claude_vision.chat.storage.request_key import question_key, request_key
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request


def pictures(request):
    return [
        block
        for message in request.messages
        if not isinstance(message["content"], str)
        for block in message["content"]
        if block["type"] == "image"
    ]


def key(request, platform="anthropic"):
    return request_key(request, [f"{n}" for n, _ in enumerate(pictures(request))], platform)


class Changed(Request):
    """A request with a parameter that today's requests do not have, or with another value."""

    change: tuple[tuple[str | int, ...], object] = ((), None)

    def to_parameters(self):
        parameters = copy.deepcopy(super().to_parameters())
        path, value = self.change
        place = parameters
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        return parameters


def leaves(value, path=()):
    """Yield the path of every value of a request that is not how a picture travels."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in items:
        if name == "source":
            continue
        if isinstance(item, (dict, list)) and item:
            yield from leaves(item, (*path, name))
        else:
            yield (*path, name)


def changed(request, path, value):
    fields = {f.name: getattr(request, f.name) for f in dataclasses.fields(request)}
    other = Changed(**fields)
    object.__setattr__(other, "change", (path, value))
    return other


@given(requests, st.data())
def test_any_other_value_in_a_request_is_another_key(request, data):
    path = data.draw(st.sampled_from(list(leaves(request.to_parameters()))))
    assume(path[-1] != "type")  # it says what a block is, so that others are not pictures
    value = data.draw(st.integers() | st.text() | st.booleans() | st.none())
    other = changed(request, path, value)
    assume(repr(other.to_parameters()) != repr(request.to_parameters()))
    assert key(other) != key(request)


@given(requests, st.text(min_size=1), st.integers() | st.dictionaries(st.text(), st.text()))
def test_a_parameter_that_is_yet_to_be_written_is_in_the_key(request, name, value):
    assume(name not in request.to_parameters())
    assert key(changed(request, (name,), value)) != key(request)


@given(requests)
def test_another_platform_or_picture_is_another_key(request):
    assert key(request, "bedrock") != key(request)
    if pictures(request):
        contents = ["another", *["x"] * (len(pictures(request)) - 1)]
        assert request_key(request, contents, "anthropic") != key(request)


@given(requests, st.sampled_from([-1, 1]))
def test_contents_that_are_not_those_of_the_request_are_refused(request, difference):
    count = len(pictures(request)) + difference
    assume(count >= 0)
    with pytest.raises(ValueError, match="contents than pictures"):
        request_key(request, ["x"] * count, "anthropic")


@pytest.fixture(scope="module")
def provider():
    with LoopbackServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        patch.setenv("ANTHROPIC_API_KEY", "sk-test")
        provider = Provider(PLATFORMS["anthropic"])
        provider.server = server
        yield provider
        provider.close()


RED = Image.new("RGB", (300, 200), "red")


def ask(provider, conversation, method="base64", things=(RED,), **options):
    """Ask; return the answer and what was sent."""
    attachments = tuple(recognize_input(t, "picture", options=InputOptions()) for t in things)
    question = Question("?", attachments, models.DEFAULT_MODEL, models.HIGH, **options)
    question = dataclasses.replace(question, method=method)
    delivery = Delivery(provider, FileCache(), 86400)
    history = tuple(conversation.turns)
    *_, done = Exchange(conversation, question, delivery).events()
    images = done.answer.images
    prepared = Draft(question, images, history)
    built = build_request(prepared, delivery)
    contents = [i.identity for i in (*built.earlier, *built.images) if not i.repeated]
    sent = request_key(built.request, contents, "anthropic")
    before = len(provider.server.requests)
    unsent = question_key(prepared, delivery)
    assert len(provider.server.requests) == before
    return sent, unsent


def test_how_a_picture_travels_does_not_change_the_key(provider):
    keys = set()
    for first, second in [("base64", "base64"), ("files", "base64"), ("base64", "files")]:
        conversation = Conversation()
        ask(provider, conversation, first)
        blue = Image.new("RGB", (300, 200), "blue")
        keys |= {*ask(provider, conversation, second, (RED, blue))}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"max_tokens": 5},
        {"effort": "low"},
        {"thinking": True},
        {"system": "Be brief."},
        {"form": Form(boxes=True)},
        {"context": "x"},
    ],
    ids=lambda options: next(iter(options)),
)
def test_options_of_a_question_change_its_key(provider, options):
    _, plain = ask(provider, Conversation())
    _, other = ask(provider, Conversation(), **options)
    assert other != plain
