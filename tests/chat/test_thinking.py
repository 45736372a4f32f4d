"""Thinking: asked for, told apart from the answer, counted, and never part of what follows."""

from __future__ import annotations

import json
import pickle

import pytest
from loopback import CannedReader, LoopbackServer
from markdown_it import MarkdownIt
from PIL import Image
from pydantic import BaseModel

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.reply import Reply
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.user_types import to_data_type
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Hooks, Piece, Thinking
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.offline.api import OfflineAPI, OfflineTransport
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.clients.async_sender import send_once
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request


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


def exchange(provider, conversation=None, prompt="?", *, cache=None, **details):
    attachment = recognize_input(Image.new("RGB", (60, 40), "red"), "red", options=InputOptions())
    question = Question(prompt, (attachment,), models.DEFAULT_MODEL, models.HIGH, **details)
    conversation = Conversation() if conversation is None else conversation
    delivery = Delivery(provider, FileCache(), 86400)
    return Exchange(conversation, question, delivery, Hooks(cache=cache))


def answer_of(exchange):
    (answer,) = [event.answer for event in exchange.events() if isinstance(event, Done)]
    return answer


def test_an_effort_goes_beside_a_form_and_nothing_goes_unasked(server, provider):
    answer_of(exchange(provider))
    answer_of(exchange(provider, effort="low"))
    form = Form(data=to_data_type(Colour))
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


SUMMARY = "The picture is one colour. It is red."
USAGE = {
    "input_tokens": 100,
    "output_tokens": 900,
    "output_tokens_details": {"thinking_tokens": 880},
}


@pytest.mark.parametrize("gateway", ["streams", "does not stream"])
def test_what_is_thought_is_told_apart_from_the_answer(server, provider, gateway):
    if gateway == "streams":
        server.reply("It is red.", thinking=SUMMARY, usage=USAGE)
    else:
        blocks = [
            {"type": "thinking", "thinking": SUMMARY, "signature": "c2ln"},
            {"type": "text", "text": "It is red."},
        ]
        server.reply_raw(as_json(content=blocks), "application/json")
    events = list(exchange(provider, thinking=True).events())
    thought = "".join(e.text for e in events if isinstance(e, Thinking))
    written = "".join(e.text for e in events if isinstance(e, Piece))
    answer = events[-1].answer
    assert (thought, written) == (SUMMARY, "It is red.")
    assert (answer.thinking, answer.text) == (SUMMARY, "It is red.")
    assert answer.usage.thinking == 880
    assert "100 tokens in, 900 out (880 thinking)" in answer.footer


def as_json(**details):
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-5-5"}
    message |= {"stop_reason": "end_turn", "stop_sequence": None, "usage": USAGE}
    return json.dumps(message | details).encode()


def test_it_is_said_that_a_model_thinks_though_nothing_comes_while_it_does(server, provider):
    server.reply("Red.")
    kinds = [type(event) for event in exchange(provider).events()]
    assert kinds.index(Thinking) < kinds.index(Piece)


def test_the_offline_reader_is_not_said_to_think():
    provider = Provider(PLATFORMS["offline"], lambda: OfflineTransport(OfflineAPI(CannedReader())))
    events = list(exchange(provider).events())
    provider.close()
    assert not [event for event in events if isinstance(event, Thinking)]


def test_what_was_thought_goes_into_no_later_question(server, provider):
    conversation = Conversation()
    server.reply("Red.", thinking=SUMMARY)
    answer_of(exchange(provider, conversation, thinking=True))
    answer_of(exchange(provider, conversation, "And now?"))
    assert SUMMARY not in server.requests[-1].body.decode()
    assert server.requests[-1].json["messages"][1] == {"role": "assistant", "content": "Red."}


def test_a_saved_conversation_and_a_pickled_answer_keep_the_summary(server, provider, tmp_path):
    conversation = Conversation()
    server.reply("Red.", thinking=SUMMARY, usage=USAGE)
    answer = answer_of(exchange(provider, conversation, thinking=True))
    conversation.save(tmp_path / "it.json")
    loaded = Conversation.load(tmp_path / "it.json").turns[0].answer
    assert (loaded.thinking, loaded.usage) == (SUMMARY, answer.usage)
    assert pickle.loads(pickle.dumps(answer)).thinking == SUMMARY


def test_an_answer_from_the_cache_has_its_summary(server, provider, tmp_path):
    cache = AnswerCache(tmp_path, 1_000_000)
    server.reply("Red.", thinking=SUMMARY)
    for _ in range(2):
        answer = answer_of(exchange(provider, thinking=True, cache=cache))
    assert answer.cached
    assert answer.thinking == SUMMARY


def test_thinking_that_took_all_is_said_kept_nowhere_and_asked_again(server, provider, tmp_path):
    conversation, cache = Conversation(), AnswerCache(tmp_path, 1_000_000)
    server.reply("", thinking="", stop_reason="max_tokens", usage=USAGE)
    answer = answer_of(exchange(provider, conversation, cache=cache))
    assert answer.notice == (
        "Thinking took all of the 16,000 tokens: ask with more --max-tokens or a lower --effort."
    )
    assert not conversation.turns
    assert not len(cache)


def test_why_claude_declined_is_said_escaped_and_in_short(server, provider):
    why = "Because of <script>alert(1)</script> and [this](https://x.example) " + "on " * 200
    details = {"type": "refusal", "category": "bio", "explanation": why}
    server.reply("", stop_reason="refusal", stop_details=details)
    answer = answer_of(exchange(provider))
    assert answer.notice.startswith("Claude declined to answer this (Because of <script>")
    assert len(answer.notice) < 300
    shown = MarkdownIt("commonmark").render(answer._repr_markdown_())
    assert "<script>" not in shown
    assert "<a " not in shown


@pytest.mark.parametrize(
    "details",
    [None, {}, {"type": "new", "why": 3}, {"type": "refusal", "explanation": None}],
)
def test_a_refusal_without_a_reason_is_a_refusal(server, provider, details):
    server.reply("", stop_reason="refusal", stop_details=details)
    notice = answer_of(exchange(provider)).notice
    assert notice == "Claude declined to answer this; the conversation goes on without it."


UNKNOWN_BLOCKS = [
    {"type": "redacted_thinking", "data": "c2ln"},
    {"type": "hologram", "depth": 3},
    {"type": "text", "text": "It is red."},
]


@pytest.mark.parametrize("way", ["stream", "whole", "many"])
def test_unknown_blocks_and_stop_reasons_are_harmless(server, provider, way):
    if way == "many":
        reply = Reply.from_message(json.loads(as_json(content=UNKNOWN_BLOCKS)), {})
        assert (reply.text, reply.thinking) == ("It is red.", "")
        return
    if way == "stream":
        server.reply("It is red.", blocks=UNKNOWN_BLOCKS, stop_reason="bored")
    else:
        body = as_json(content=UNKNOWN_BLOCKS, stop_reason="bored")
        server.reply_raw(body, "application/json")
    answer = answer_of(exchange(provider))
    assert answer.text == "It is red."
    assert "an unknown reason (bored)" in answer.notice


def test_a_long_answer_is_asked_for_in_one_piece_too_whatever_the_sdk_expects(server, provider):
    # The SDK itself takes up to 8,192 tokens of this model, and 21,333 of any, without a stream.
    for model, longest in (("claude-opus-4-0", 16_000), (models.DEFAULT_MODEL, 64_000)):
        messages = [{"role": "user", "content": "?"}]
        reply = send_once(provider, Request(model, longest, messages, "", {}))
        assert isinstance(reply, Reply)
        assert server.requests[-1].json["max_tokens"] == longest
