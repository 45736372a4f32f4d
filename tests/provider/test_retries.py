"""Attempts that are made again: told, bounded, and never made once the question is stopped."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from loopback import LoopbackServer
from PIL import Image

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Hooks
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider


@pytest.fixture
def server():
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def provider(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
    provider = Provider(PLATFORMS["anthropic"])
    yield provider
    provider.close()


class Listener:
    """Asks about a picture; hears what is told meanwhile, and may hang up then."""

    def __init__(self, provider, method="base64", *, hangs_up=False):
        attachment = recognize_input(
            Image.new("RGB", (60, 40), "red"), "red", options=InputOptions()
        )
        question = Question("?", (attachment,), models.DEFAULT_MODEL, models.HIGH, method=method)
        delivery = Delivery(provider, FileCache(), 86400)
        self.heard = []
        self.hangs_up = hangs_up
        self.exchange = Exchange(Conversation(), question, delivery, Hooks(self.hear))

    def hear(self, text):
        self.heard.append(text)
        if self.hangs_up:
            self.exchange.hang_up()

    def ask(self):
        *_, done = self.exchange.events()
        return done.answer


PATHS = pytest.mark.parametrize(
    ("path", "method"), [("/v1/messages", "base64"), ("/v1/files", "files")], ids=["ask", "upload"]
)


def in_seconds(seconds):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@PATHS
@pytest.mark.parametrize("wait", ["300", "date", "1"], ids=["seconds", "date", "one second"])
def test_what_is_stopped_while_it_waits_is_never_sent(server, provider, path, method, wait):
    wait = in_seconds(300) if wait == "date" else wait
    server.fail(429, headers={"retry-after": wait}, path=path, times=5)
    listener = Listener(provider, method, hangs_up=True)
    with pytest.raises(KeyboardInterrupt):
        listener.ask()
    assert [request.path for request in server.requests] == [path]
    assert len(listener.heard) == 1


def test_what_is_stopped_while_no_server_answers_is_never_sent(server, provider, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    listener = Listener(provider, hangs_up=True)
    with pytest.raises(KeyboardInterrupt):
        listener.ask()
    assert listener.heard == ["No answer from the API at 127.0.0.1:9: trying again."]


@PATHS
@pytest.mark.parametrize("wait", ["300", "date"])
def test_a_long_wait_is_told_by_its_end(server, provider, path, method, wait):
    wait = in_seconds(300) if wait == "date" else wait
    server.fail(429, headers={"retry-after": wait}, path=path)
    listener = Listener(provider, method, hangs_up=True)
    with pytest.raises(KeyboardInterrupt):
        listener.ask()
    assert re.search(r"\(429\): this question waits until \d\d:\d\d", listener.heard[0])


@PATHS
@pytest.mark.parametrize("wait", ["99999999999", "7200", "1e300", "date"])
def test_a_wait_that_is_too_long_is_not_begun_and_told_by_its_end(
    server, provider, path, method, wait
):
    wait = in_seconds(7200) if wait == "date" else wait
    server.fail(429, headers={"retry-after": wait}, path=path, times=5)
    listener = Listener(provider, method)
    with pytest.raises(errors.RateLimitedError, match=r"try again after \d\d:\d\d"):
        listener.ask()
    assert [request.path for request in server.requests] == [path]
    assert not listener.heard


@PATHS
def test_what_is_tried_again_needs_no_other_connection(server, provider, path, method):
    server.fail(529, headers={"retry-after": "0.01"}, path=path, times=2)
    assert Listener(provider, method).ask().stop_reason == "end_turn"
    assert server.connections == 1


def test_what_fails_three_times_is_given_up(server, provider):
    server.fail(529, headers={"retry-after": "0.01"}, times=9)
    with pytest.raises(errors.OverloadedError):
        Listener(provider).ask()
    assert len(server.requests) == 3


@pytest.mark.parametrize(("status", "headers"), [(501, {}), (529, {"x-should-retry": "false"})])
def test_what_will_not_go_better_is_not_tried_again(server, provider, status, headers):
    server.fail(status, headers=headers, times=9)
    with pytest.raises(errors.ProviderError):
        Listener(provider).ask()
    assert len(server.requests) == 1


@PATHS
def test_a_spend_limit_is_asked_once(server, provider, path, method):
    details = {"error_code": "enforced_spend_limit_reached"}
    error = {"type": "rate_limit_error", "message": "Over the limit.", "details": details}
    server.fail(429, {"type": "error", "error": error}, path=path, times=9)
    listener = Listener(provider, method)
    with pytest.raises(errors.CredentialsError, match="spend limit of this account"):
        listener.ask()
    assert [request.path for request in server.requests] == [path]
    assert not listener.heard


@pytest.mark.parametrize("body", [{"error": None}, {"error": {"details": []}}, ["x"], {"a": 1}])
def test_a_limit_in_an_odd_form_is_tried_again(server, provider, body):
    server.fail(429, body)
    assert Listener(provider).ask().stop_reason == "end_turn"


def test_the_end_of_a_kernel_waits_for_no_deletion(server, provider):
    files = FileCache()
    for digest in ("a" * 64, "b" * 64):
        files.ensure_uploaded(
            digest, provider, name="x", data=b"x", media_type="image/png", life=3600
        )
    before = len(server.requests)
    server.fail(429, headers={"retry-after": "300"}, times=9)
    files.delete_within(30)
    assert len(server.requests) == before + 2


def test_nobody_waits_long_for_what_nobody_is_told_of(server, provider):
    server.fail(429, headers={"retry-after": "300"}, times=9)
    with pytest.raises(errors.RateLimitedError, match="try again after"):
        provider.uploads.find_existing(["file_1"])
    assert len(server.requests) == 1
