"""Gateways: what they lack, what they refuse, and what is remembered of it."""

from __future__ import annotations

import io
from concurrent.futures import Future

import numpy as np
import pytest
from PIL import Image
from replies import read_parts

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Note, Rerouted, Sending
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.clients.async_sender import AsyncSender, Refusal, send_once
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.message_batches import (
    DEFAULT_LIMITS,
    AccountBatches,
    BatchFile,
)
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request

PURPOSE = {"error": {"message": "multipart 'purpose' field is required", "type": "invalid_request"}}


def noise(seed):
    """A picture whose prepared bytes are over the threshold, another for each seed."""
    pixels = np.random.default_rng(seed).integers(0, 255, (900, 900, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@pytest.fixture
def large():
    return noise(0)


class Asker:
    """Asks as the session does, without a kernel."""

    def __init__(self, provider):
        self.provider = provider
        self.files = FileCache()
        self.conversation = Conversation()

    def exchange(self, picture, method="auto"):
        attachments = ()
        if picture is not None:
            attachments = (recognize_input(picture, "photo", options=InputOptions()),)
        model = models.DEFAULT_MODEL
        question = Question("What?", attachments, model, models.HIGH, method=method)
        return Exchange(self.conversation, question, Delivery(self.provider, self.files, 86400))

    def __call__(self, picture, method="auto"):
        self.events = list(self.exchange(picture, method).events())
        assert isinstance(self.events[-1], Done)
        return self.events[-1].answer

    def start_anew(self):
        self.conversation = Conversation()

    def notes(self):
        return [event.text for event in self.events if isinstance(event, Note)]


@pytest.fixture
def ask(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-secret")
    provider = Provider(PLATFORMS["anthropic"])
    provider.retries.limit = 0
    yield Asker(provider)
    provider.close()


def uploads(server):
    return [r for r in server.requests if r.path == "/v1/files" and r.method == "POST"]


def host(server):
    return server.url.removeprefix("http://")


FOR_THE_ADDRESS = [(404, None), (405, None), (422, None), (501, None), (400, PURPOSE)]


@pytest.mark.parametrize(("status", "body"), FOR_THE_ADDRESS)
def test_a_gateway_without_files_is_asked_for_them_once(ask, server, large, status, body):
    server.fail(status, body, path="/v1/files", times=2)
    why = f"base64: no Files API at {host(server)}"
    assert why in ask(large).images[0].caption
    count = len(uploads(server))
    ask.start_anew()
    assert why in ask(noise(1)).images[0].caption
    assert len(uploads(server)) == count


@pytest.mark.parametrize("body", [b"{}", b'{"id": "file-1", "object": "file"}'])
def test_what_is_no_file_of_this_api_is_no_upload(ask, server, large, body):
    server.reply_raw(body, "application/json", path="/v1/files")
    assert f"no Files API at {host(server)}" in ask(large).images[0].caption
    assert b"file_id" not in server.requests[-1].body


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_may_not_upload_is_remembered_and_another_tries(
    ask, server, large, monkeypatch, status
):
    server.fail(status, path="/v1/files")
    assert "this key cannot upload to" in ask(large).images[0].caption
    ask.start_anew()
    assert "this key cannot upload to" in ask(noise(1)).images[0].caption
    assert len(uploads(server)) == 1
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-another-9876543210")
    ask.start_anew()
    assert "files: large" in ask(large).images[0].caption


def test_a_key_that_may_nothing_says_nothing_of_its_uploads(ask, server, large):
    server.fail(401, times=2)
    with pytest.raises(errors.CredentialsError):
        ask(large)
    assert "files: large" in ask(large).images[0].caption


@pytest.mark.parametrize(
    ("status", "why"), [(413, "too large to be uploaded"), (415, "(415)"), (400, "(400)")]
)
def test_a_content_that_is_refused_says_nothing_of_others(ask, server, large, status, why):
    server.fail(status, path="/v1/files", times=2 if status == 400 else 1)
    assert why in ask(large).images[0].caption
    count = len(uploads(server))
    ask.start_anew()
    assert why in ask(large).images[0].caption
    assert len(uploads(server)) == count
    ask.start_anew()
    assert "files: large" in ask(noise(1)).images[0].caption


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, 507, 529])
def test_what_may_pass_is_tried_again_with_the_next_question(ask, server, large, status):
    server.fail(status, path="/v1/files")
    caption = ask(large).images[0].caption
    assert f"base64: its upload to {host(server)} failed this time ({status})" in caption
    ask.start_anew()
    assert "files: " in ask(large).images[0].caption


def test_a_full_account_is_tried_again(ask, server, large):
    details = {"error_code": "storage_quota_exceeded"}
    error = {"type": "invalid_request_error", "message": "Full.", "details": details}
    server.fail(400, {"type": "error", "error": error}, path="/v1/files", times=2)
    assert "failed this time" in ask(large).images[0].caption
    ask.start_anew()
    assert "files: " in ask(large).images[0].caption


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 415, 429, 500, 501])
def test_only_files_as_asked_insists(ask, server, large, status):
    server.fail(status, path="/v1/files", times=2)
    with pytest.raises((errors.MethodError, errors.ProviderError)):
        ask(large, "files")
    assert not [r for r in server.requests if r.path == "/v1/messages"]


def test_the_question_itself_says_how_its_picture_went(ask, server, large):
    server.fail(404, path="/v1/files")
    ask(large)
    first, second, note, *_ = ask.events
    assert isinstance(first, Sending)
    assert "files: large" in first.images[0].caption
    assert isinstance(second, Rerouted)
    assert "no Files API" in second.images[0].caption
    assert note.text == f"photo: base64, no Files API at {host(server)}"


def test_a_conversation_says_once_that_its_pictures_go_inside_the_request_again(ask, server):
    ask(Image.new("RGB", (30, 20), "red"))
    server.fail(404, path="/v1/files")
    ask(None)
    assert ask.notes() == [f"photo: base64, no Files API at {host(server)}"]
    ask(None)
    assert ask.notes() == []
    assert len(uploads(server)) == 1


def test_tokens_that_a_gateway_does_not_tell_get_no_price(ask, server):
    server.reply("It is red.", usage={"input_tokens": 0, "output_tokens": 0})
    answer = ask(Image.new("RGB", (30, 20), "red"))
    assert answer.footer == f"tokens and price unknown · {models.DEFAULT_MODEL}"
    assert answer.usage.total_input == 0


def test_a_gateway_without_files_is_named_by_its_host_where_they_are_insisted_on(
    ask, server, large
):
    server.fail(404, path="/v1/files")
    ask(large)
    with pytest.raises(
        errors.MethodError, match=f"The API at {host(server)} does not support --method files"
    ):
        ask(large, "files")


# The header of deployments that have the Files API as it was


@pytest.fixture
def provider(server, ask):
    """A provider that knows nothing of its address yet, which has a file."""
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, "PNG")
    other = Provider(PLATFORMS["anthropic"])
    other.uploads.upload_file("a.png", buffer.getvalue(), "image/png", 3600)
    other.close()
    server.want_beta_header()
    server.requests.clear()
    return ask.provider


def request(server):
    source = {"type": "file", "file_id": next(iter(server.files))}
    content = [{"type": "image", "source": source}, {"type": "text", "text": "What?"}]
    messages = [{"role": "user", "content": content}]
    return Request(models.DEFAULT_MODEL, 100, messages, "", {}, by_file=True)


def ask_of_many(provider, server):
    sender = AsyncSender(provider, 1)
    came = Future()
    sender.send_request(request(server).pack_body(), came.set_result)
    reply = came.result(60)
    sender.close()
    if isinstance(reply, Refusal):
        raise reply.error


def ask_in_a_worker(provider, server):
    reply = send_once(provider, request(server).pack_body())
    if isinstance(reply, Refusal):
        raise reply.error


def submit_batch(provider, server):
    file = BatchFile(DEFAULT_LIMITS)
    file.add_request(request(server))
    AccountBatches(provider).submit_batch(file)


CALLS = {
    "ask": lambda p, server: read_parts(p, request(server)),
    "count": lambda p, server: p.count_tokens(request(server)),
    "kind": lambda p, server: p.uploads.media_type_of(next(iter(server.files))),
    "list": lambda p, server: p.uploads.find_existing(list(server.files)),
    "delete": lambda p, server: p.uploads.delete_file(next(iter(server.files))),
    "upload": lambda p, _: p.uploads.upload_file("b.png", b"\x89PNG", "image/png", 3600),
    "many": ask_of_many,
    "worker": ask_in_a_worker,
    "batch": submit_batch,
}


@pytest.mark.parametrize("call", CALLS)
def test_every_call_that_has_to_do_with_files_gets_the_header_that_is_wanted(
    provider, server, call
):
    CALLS[call](provider, server)
    assert len(server.requests) == 2
    provider.uploads.upload_file("c.png", b"\x89PNG", "image/png", 3600)
    assert len(server.requests) == 3  # it is known now


@pytest.mark.parametrize("call", CALLS)
def test_a_refusal_that_has_nothing_to_do_with_files_is_met_once_more_at_most(
    provider, server, call
):
    server.fail(400, times=3)
    for count in (2, 3):
        with pytest.raises((errors.ProviderError, errors.MethodError)):
            CALLS[call](provider, server)
        assert len(server.requests) == count
    CALLS[call](provider, server)  # the header is sent on, since it may be wanted all the same


def test_an_address_that_wants_no_header_is_sent_nothing_twice(ask, server, large):
    ask(large, "files")
    server.requests.clear()
    server.fail(400, path="/v1/messages")
    with pytest.raises(errors.RequestRejectedError):
        ask(None)
    assert [r.path for r in server.requests] == ["/v1/messages"]


def test_a_header_that_is_refused_is_not_sent_again(ask, server, large):
    error = {"type": "invalid_request_error", "message": "Unexpected value for anthropic-beta."}
    server.fail(400, path="/v1/files")
    server.fail(400, {"type": "error", "error": error}, path="/v1/files")
    with pytest.raises(errors.RequestRejectedError, match="Refused by the test"):
        ask(large, "files")
    ask(large, "files")
    assert ["anthropic-beta" in r.headers for r in uploads(server)] == [False, True, False]


def test_a_request_without_files_is_never_sent_twice(ask, server):
    server.fail(400)
    with pytest.raises(errors.RequestRejectedError):
        ask(Image.new("RGB", (30, 20), "red"))
    assert len(server.requests) == 1


def test_a_key_that_was_refused_once_is_tried_again_when_it_has_uploaded(ask, server, large):
    server.fail(403, path="/v1/files")
    assert "cannot upload" in ask(large).images[0].caption
    ask.start_anew()
    assert "cannot upload" in ask(noise(1)).images[0].caption
    ask.start_anew()
    ask(noise(2), method="files")
    ask.start_anew()
    assert "files: large" in ask(noise(3)).images[0].caption
