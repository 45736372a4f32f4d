"""Bodies with status 200 that are not what was asked for, wherever no stream is read."""

from __future__ import annotations

import pytest
from PIL import Image
from provider_fixtures import module_provider, module_server  # noqa: F401

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.provider.clients.async_sender import send_once
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.request import Request

BODIES = {
    "an empty object": (b"{}", "application/json"),
    "a list": (b"[]", "application/json"),
    "null": (b"null", "application/json"),
    "a string": (b'"x"', "application/json"),
    "other fields": (b'{"id": 5, "input_tokens": "x", "data": 7}', "application/json"),
    "odd items": (b'{"id": "", "input_tokens": -1, "data": [null]}', "application/json"),
    "broken JSON": (b'{"id": "file_', "application/json"),
    "no UTF-8": (b'{"id": "\xff"', "application/json"),
    "nothing": (b"", "application/json"),
    "a page": (b"<html><h1>Log in</h1></html>", "text/html"),
    "text": (b"\xff\xfe", "text/plain"),
}

REQUEST = Request("claude-opus-5-5", 5, [{"role": "user", "content": "?"}], "", {})

OPERATIONS = {
    "count": ("/v1/messages/count_tokens", lambda p: p.count_tokens(REQUEST)),
    "kind": ("/v1/files/file_1", lambda p: p.uploads.media_type_of("file_1")),
    "list": ("/v1/files", lambda p: p.uploads.find_existing(["file_1"])),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_no_answer_is_an_error_of_one_line(server, provider, operation, body):
    path, call = OPERATIONS[operation]
    server.reply_raw(*BODIES[body], path=path)
    with pytest.raises(errors.NetworkError, match="something other") as caught:
        call(provider)
    assert len(str(caught.value).splitlines()) == 1


MESSAGES = {
    **BODIES,
    "a message without usage": (
        b'{"content": [], "model": "x", "stop_reason": "end_turn", "usage": null}',
        "application/json",
    ),
    "blocks that are none": (
        b'{"content": [5], "model": "x", "stop_reason": "end_turn", "usage": {}}',
        "application/json",
    ),
}


@pytest.mark.parametrize("body", MESSAGES)
def test_one_of_many_that_gets_no_answer_is_refused_in_one_line(server, provider, body):
    server.reply_raw(*MESSAGES[body])
    refusal = send_once(provider, REQUEST.pack_body())
    assert isinstance(refusal.error, errors.NetworkError)
    assert "something other than an answer" in str(refusal.error)
    assert len(str(refusal.error).splitlines()) == 1


@pytest.mark.parametrize("body", BODIES)
def test_a_deletion_ends_in_one_line_whatever_is_answered(server, provider, body):
    server.reply_raw(*BODIES[body], path="/v1/files/file_1")
    try:
        provider.uploads.delete_file("file_1")
    except errors.ProviderError as error:
        message = str(error)
    else:
        message = "deleted"
    assert len(message.splitlines()) == 1


def ask(provider, files):
    attachment = recognize_input(Image.new("RGB", (60, 40), "red"), "red", options=InputOptions())
    question = Question("?", (attachment,), models.DEFAULT_MODEL, models.HIGH, method="files")
    delivery = Delivery(provider, files, 86400)
    *_, done = Exchange(Conversation(), question, delivery).events()
    return done.answer


@pytest.mark.parametrize("body", BODIES)
def test_an_upload_that_was_not_stored_is_made_again_with_the_next_question(server, provider, body):
    files = FileCache()
    server.reply_raw(*BODIES[body], path="/v1/files")
    with pytest.raises(
        errors.MethodError, match="without a file's id: use --method base64"
    ) as caught:
        ask(provider, files)
    assert caught.value.__cause__ is not None
    assert not len(files)
    assert ask(provider, files).stop_reason == "end_turn"


def test_an_upload_whose_details_are_left_out_can_be_used(server, provider):
    server.reply_raw(b'{"id": "file_short"}', "application/json", path="/v1/files")
    upload = provider.uploads.upload_file("a.png", b"\x89PNG", "image/png", 3600)
    assert (upload.id, upload.name, upload.size) == ("file_short", "a.png", 4)
    assert upload.expires is None
