"""Streams that are not what they should be: what came is kept, and one line says what happened."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from provider_fixtures import module_provider, module_server  # noqa: F401

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.offline.responses import encode_event, stream_text_message
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.request import Request

MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-opus-5-5",
    "content": [{"type": "text", "text": "one two three"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 100, "output_tokens": 10},
}
EVENTS = [encode_event(event) for event in stream_text_message(MESSAGE, ["one ", "two ", "three"])]
START, BLOCK, _PING, ONE, TWO, THREE, END_OF_BLOCK, DELTA, STOP = EVENTS
OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


def event(name, data):
    return f"event: {name}\ndata: {data}\n\n".encode()


def exchange(provider, conversation=None, *, method="auto", files=None):
    attachment = recognize_input(Image.new("RGB", (60, 40), "red"), "red", options=InputOptions())
    question = Question("?", (attachment,), models.DEFAULT_MODEL, models.HIGH, method=method)
    delivery = Delivery(provider, FileCache() if files is None else files, 86400)
    conversation = Conversation() if conversation is None else conversation
    return Exchange(conversation, question, delivery)


BROKEN = {
    "an event that is no JSON": (
        b"".join([START, BLOCK, ONE, event("message_delta", "{x")]),
        "end",
    ),
    "no message_start": (b"".join([BLOCK, ONE, END_OF_BLOCK, DELTA, STOP]), "end"),
    "an event cut in the middle": (b"".join([START, BLOCK, ONE, TWO[:-20]]), "close"),
    "an event cut in the middle, and a clean end": (
        b"".join([START, BLOCK, ONE, TWO[:-20]]),
        "end",
    ),
    "no message_stop": (b"".join([START, BLOCK, ONE, END_OF_BLOCK, DELTA]), "end"),
    "the index of no block": (
        b"".join([START, BLOCK, ONE, TWO.replace(b'"index": 0', b'"index": 7')]),
        "end",
    ),
    "no UTF-8": (
        b"".join(
            [START, BLOCK, ONE, event("content_block_delta", "\xff").decode().encode("latin-1")]
        ),
        "end",
    ),
    "an error in the middle": (
        b"".join([START, BLOCK, ONE, event("error", json.dumps(OVERLOADED))]),
        "end",
    ),
    "an error that is no JSON": (b"".join([START, BLOCK, ONE, event("error", "<html>")]), "end"),
    "a delta without its text": (
        b"".join([START, BLOCK, ONE, TWO.replace(b'"text":', b'"txt":')]),
        "end",
    ),
    "an event that is no object": (
        b"".join([START, BLOCK, ONE, event("message_delta", "[1]")]),
        "end",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_text_that_came_before_a_stream_broke_is_kept_and_marked(server, provider, kind):
    body, end = BROKEN[kind]
    server.reply_raw(body, end=end)
    asked = exchange(provider)
    with pytest.raises(errors.ProviderError) as caught:
        list(asked.events())
    partial = asked.partial("failed")
    assert partial.text == "one "
    assert "Broken off" in partial.notice
    assert len(str(caught.value).splitlines()) == 1
    assert not asked.conversation.turns


NOTHING = {
    "a page": (b"<html><h1>Log in</h1></html>", "text/html", "something other than an answer"),
    "JSON that is no message": (b'{"status": "ok"}', "application/json", "something other"),
    "a list": (b"[]", "application/json", "something other"),
    "broken JSON": (b'{"type": "mess', "application/json", "something other"),
    "nothing": (b"", "text/event-stream", "closed the connection"),
    "nothing, as JSON": (b"", "application/json", "something other"),
    "text": (b"Service is starting", "text/plain", "closed the connection"),
    "bytes": (b"\xff\xfe\x00\n\n" * 9, "text/event-stream", "something other"),
}


@pytest.mark.parametrize("kind", NOTHING)
def test_what_is_no_answer_at_all_is_an_error_of_one_line(server, provider, kind):
    body, content_type, message = NOTHING[kind]
    server.reply_raw(body, content_type)
    asked = exchange(provider)
    with pytest.raises(errors.NetworkError, match=message) as caught:
        list(asked.events())
    assert len(str(caught.value).splitlines()) == 1
    assert asked.partial("failed").text == ""


@pytest.mark.parametrize("data", ['{"type": "news", "index": 3}', '{"type": "ping"}', '{"new": 1}'])
def test_an_event_of_a_kind_that_is_not_known_is_passed_over(server, provider, data):
    new = event("news", data)
    server.reply_raw(b"".join([new, START, new, BLOCK, ONE, new, TWO, THREE, *EVENTS[6:]]))
    *_, done = exchange(provider).events()
    assert done.answer.text == "one two three"


def test_a_gateway_that_does_not_stream_is_understood(server, provider):
    server.reply_raw(json.dumps(MESSAGE).encode(), "application/json; charset=utf-8")
    *_, done = exchange(provider).events()
    assert done.answer.text == "one two three"
    assert done.answer.usage.total_input == 100
    assert done.answer.stop_reason == "end_turn"


def test_whatever_follows_the_message_the_answer_stands(server, provider):
    for rest in [b"", b"data: {\n\n", event("error", json.dumps(OVERLOADED)), b"\xff\n\n", START]:
        server.reply_raw(b"".join([*EVENTS, rest]))
        *_, done = exchange(provider).events()
        assert done.answer.text == "one two three"


def test_the_answer_is_there_before_its_stream_ends(server, provider):
    server.reply_raw(b"".join(EVENTS), end="open")
    events = exchange(provider).events()
    done = next(event for event in events if type(event).__name__ == "Done")
    assert done.answer.text == "one two three"
    assert not list(events)  # and a stream that never ends is left


def test_ten_questions_need_one_connection(server, provider):
    conversation, files = Conversation(), FileCache()
    list(exchange(provider).events())
    before = server.connections
    for _ in range(10):
        list(exchange(provider, conversation, method="files", files=files).events())
        exchange(provider, conversation, files=files).estimate(exact=True)
        provider.uploads.find_existing([stored.id for stored in files])
    assert server.connections == before


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["\ud83d", "\ude00!"], "😀!"),
        (["a\ud83d", "", "\ude00"], "a😀"),
        (["a\ud83d"], "a\ufffd"),
        (["\ude00", "\ud83d\ud83d", "b"], "\ufffd\ufffd\ufffdb"),
    ],
)
def test_half_a_character_is_joined_to_its_other_half_or_replaced(
    server, provider, tmp_path, pieces, text
):
    server.reply_raw(b"".join(map(encode_event, stream_text_message(MESSAGE, pieces))))
    asked = exchange(provider)
    *_, done = asked.events()
    assert done.answer.text == text
    asked.conversation.save(tmp_path / "talk.json")
    assert Conversation.load(tmp_path / "talk.json").turns[0].answer.text == text


@pytest.mark.parametrize("status", [400, 404, 529])
def test_a_refusal_leaves_the_connection_as_it_is(server, provider, status):
    list(exchange(provider).events())
    before = server.connections
    server.fail(status, headers={"x-should-retry": "false"}, path="/v1/messages")
    with pytest.raises(errors.ProviderError):
        list(exchange(provider).events())
    list(exchange(provider).events())
    assert server.connections == before


def decode_badly(parts):
    next(parts)
    return b"\xff".decode("utf-8")


def test_an_error_of_the_code_that_reads_a_reply_is_not_the_providers(server, provider):
    request = Request("claude-opus-5-5", 5, [{"role": "user", "content": "?"}], "", {})
    with pytest.raises(UnicodeDecodeError), provider.open_reply(request) as parts:
        decode_badly(parts)
