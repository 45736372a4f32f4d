"""What goes over the wire: methods, bytes, headers, retries, and the file cache."""

from __future__ import annotations

import base64
import dataclasses
import io
import itertools
import os
import socket
import sys
import threading
import types

import numpy as np
import pytest
from PIL import Image

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Hooks, Note, Sending
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.offline.api import OfflineTransport
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider

KEY = "sk-ant-test-0123456789-secret"


@pytest.fixture
def small():
    return Image.new("RGB", (300, 200), "red")


@pytest.fixture
def large():
    """A picture whose prepared bytes are over the threshold."""
    noise = np.random.default_rng(0).integers(0, 255, (900, 900, 3), dtype=np.uint8)
    return Image.fromarray(noise)


class Asker:
    """Asks as the session does, without a kernel."""

    def __init__(self, provider):
        self.provider = provider
        self.files = FileCache()
        self.conversation = Conversation()

    def start_anew(self):
        self.conversation = Conversation()

    def __call__(self, prompt, *things, method="auto", model=models.DEFAULT_MODEL, **options):
        options = InputOptions(**options)
        attachments = tuple(
            recognize_input(
                thing, thing if isinstance(thing, str) else f"image{n}", options=options
            )
            for n, thing in enumerate(things, 1)
        )
        return self.about(prompt, attachments, method=method, model=model)

    def exchange(self, prompt, attachments, method="auto", model=models.DEFAULT_MODEL):
        tier = models.find_tier(model)
        question = Question(prompt, tuple(attachments), model, tier, method=method)
        return Exchange(self.conversation, question, Delivery(self.provider, self.files, 86400))

    def about(self, prompt, attachments, **options):
        self.events = list(self.exchange(prompt, attachments, **options).events())
        assert isinstance(self.events[0], Sending)
        assert isinstance(self.events[-1], Done)
        return self.events[-1].answer


@pytest.fixture
def ask(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    provider = Provider(PLATFORMS["anthropic"])
    yield Asker(provider)
    provider.close()


def posts(server, path):
    return [r for r in server.requests if r.method == "POST" and r.path == path]


def sources(server, turn=-1):
    content = posts(server, "/v1/messages")[-1].json["messages"][turn]["content"]
    return [block["source"] for block in content if block["type"] == "image"]


def test_base64_carries_the_prepared_bytes_and_their_own_media_type(ask, server, small):
    answer = ask("What?", small)
    (source,) = sources(server)
    assert source["type"] == "base64"
    assert source["media_type"] == "image/png"
    assert base64.b64decode(source["data"], validate=True) == answer.images[0].prepared_image.data


def test_files_uploads_with_an_expiry_and_names_the_id(ask, server, small):
    ask("What?", small, method="files")
    (source,) = sources(server)
    assert source == {"type": "file", "file_id": next(iter(server.files))}
    (upload,) = posts(server, "/v1/files")
    assert b'name="expires_in_seconds"\r\n\r\n86400' in upload.body
    assert b"image1" not in upload.body


def test_the_second_question_about_the_same_content_uploads_nothing(ask, server, small):
    ask("What?", small, method="files")
    ask.start_anew()
    ask("And now?", small.copy(), method="files")
    assert len(posts(server, "/v1/files")) == 1


def test_a_large_picture_is_uploaded_at_once_and_asked_about_in_under_2_kb(ask, server, large):
    answer = ask("What?", large)
    assert answer.images[0].choice.reason == "large"
    ask.start_anew()
    ask("And now?", large)
    assert len(posts(server, "/v1/files")) == 1
    assert len(posts(server, "/v1/messages")[-1].body) < 2_000


def test_a_small_picture_is_uploaded_when_it_is_asked_about_again(ask, server, small):
    assert ask("What?", small).images[0].choice.method == "base64"
    ask.start_anew()
    assert ask("And now?", small).images[0].choice.reason == "asked about again"
    ask.start_anew()
    assert ask("And then?", small).images[0].choice.reason == "already uploaded"
    assert len(posts(server, "/v1/files")) == 1


def test_a_follow_up_carries_earlier_pictures_by_id(ask, server, small):
    ask("What?", small)
    ask("And now?")
    assert sources(server, 0)[0]["type"] == "file"
    assert [stored.uses for stored in ask.files] == [1]


def test_a_picture_that_is_in_the_conversation_is_named_and_not_sent_again(ask, server, small):
    ask("What?", small)
    again = ask("And its colour?", small.copy(), Image.new("RGB", (300, 200), "blue"))
    content = posts(server, "/v1/messages")[-1].json["messages"][-1]["content"]
    assert [block.get("text", block["type"]) for block in content] == [
        "Image 1, above, here called image1.",
        "Image 2 (image2):",
        "image",
        "And its colour?",
    ]
    assert "not sent again" in again.images[0].caption
    assert again.images[0].tokens == 0
    assert len(ask.conversation.images) == 2
    with pytest.raises(errors.MethodError):
        ask("By URL?", small, method="url")


def named(**names):
    options = InputOptions()
    return [recognize_input(thing, name, options=options) for name, thing in names.items()]


def labels(server):
    content = posts(server, "/v1/messages")[-1].json["messages"][-1]["content"]
    return [block["text"] for block in content[:-1] if block["type"] == "text"]


def test_a_name_given_anew_to_a_picture_of_the_conversation_reaches_claude(ask, server, small):
    blue = Image.new("RGB", (300, 200), "blue")
    ask.about("Which?", named(left=small, right=blue))
    answer = ask.about("And now?", named(before=blue, after=small))
    assert labels(server) == [
        "Image 2, above, here called before.",
        "Image 1, above, here called after.",
    ]
    assert [image.name for image in answer.images] == ["before", "after"]
    assert answer.images[0].caption.startswith("Image 2 (before) · 300 × 200 px")
    ask.about("The same names?", named(left=small, right=blue))
    assert labels(server) == ["Image 1, above.", "Image 2, above."]


def test_a_name_that_claude_was_never_told_is_told_with_the_next_picture(ask, server, small):
    ask.about("What?", named(red=small))
    ask.about("Which?", named(red=small, blue=Image.new("RGB", (300, 200), "blue")))
    assert labels(server) == ["Image 1, above, here called red.", "Image 2 (blue):"]


def test_earlier_names_stay_as_they_were_in_later_requests(ask, server, small, tmp_path):
    ask.about("What?", named(red=small))
    ask.about("Which?", named(before=small))
    said = posts(server, "/v1/messages")[-1].json["messages"][2]["content"][0]["text"]
    ask.conversation.save(tmp_path / "talk.json")
    ask.conversation = Conversation.load(tmp_path / "talk.json")
    ask.about("And?", [])
    again = posts(server, "/v1/messages")[-1].json["messages"][2]["content"][0]["text"]
    assert again == said == "Image 1, above, here called before."


def test_questions_that_are_asked_at_the_same_time_number_their_pictures_differently(
    ask, server, small
):
    colors = ["green", "blue", "yellow"]
    pictures = [Image.new("RGB", (300, 200), color) for color in colors]
    under_way = [ask.exchange("What?", named(it=picture)).events() for picture in pictures]
    sent = [next(events).images[0] for events in under_way]
    assert [image.number for image in sent] == [1, 2, 3]
    assert [image.labeled for image in sent] == [False, True, True]
    for events in reversed(under_way):
        list(events)
    assert sorted(image.number for image in ask.conversation.images) == [1, 2, 3]
    assert ask.about("And?", named(red=small)).images[0].number == 4


def test_a_question_that_is_given_up_gives_its_numbers_back(ask, small):
    events = ask.exchange("What?", named(red=small)).events()
    assert next(events).images[0].number == 1
    events.close()
    assert ask.about("What?", named(red=small)).images[0].number == 1


def test_threads_that_ask_in_one_conversation_get_a_number_each(ask):
    at_once = threading.Barrier(8)

    def ask_about(shade):
        picture = Image.new("RGB", (300, 200), (shade, 0, 0))
        events = ask.exchange("What?", named(it=picture)).events()
        at_once.wait(30)
        list(events)

    threads = [threading.Thread(target=ask_about, args=(shade,)) for shade in range(0, 240, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(image.number for image in ask.conversation.images) == list(range(1, 9))


def test_a_method_that_was_asked_for_stays_in_later_turns(ask, server, small):
    ask("What?", small, method="base64")
    ask("And now?")
    assert sources(server, 0)[0]["type"] == "base64"
    assert not posts(server, "/v1/files")


def test_an_existing_file_id_is_named_as_it_is(ask, server, small):
    ask("What?", small, method="files")
    file_id = next(iter(server.files))
    answer = ask("And this?", file_id)
    assert sources(server)[0]["file_id"] == file_id
    assert answer.images[0].caption.endswith("its pixels are not in this kernel")


def test_one_content_is_uploaded_once_however_many_threads_ask(server, monkeypatch, small):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    provider, cache = Provider(PLATFORMS["anthropic"]), FileCache()
    together = threading.Barrier(4)
    found = []

    def upload():
        together.wait()
        stored = cache.ensure_uploaded(
            "a" * 64, provider, name="x", data=b"\x89PNG", media_type="image/png", life=3600
        )
        found.append(stored.id)

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    provider.close()
    assert len(set(found)) == 1
    assert len(posts(server, "/v1/files")) == 1


def test_another_key_uses_no_id_of_the_old_one(ask, server, small, monkeypatch):
    ask("What?", small, method="files")
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY + "-other")
    ask.start_anew()
    ask("And now?", small, method="files")
    assert len(posts(server, "/v1/files")) == 2


def test_files_asked_for_where_there_are_none_is_an_error(ask, server, small):
    server.fail(404, path="/v1/files", times=10)
    with pytest.raises(errors.MethodError, match="has no Files API"):
        ask("What?", small, method="files")
    assert not posts(server, "/v1/messages")


def test_a_failed_turn_never_enters_the_conversation(ask, server, small):
    server.fail(400)
    with pytest.raises(errors.RequestRejectedError) as caught:
        ask("What?", small)
    assert caught.value.__cause__ is not None
    assert not ask.conversation.turns
    ask("What?", small)
    assert len(ask.conversation.turns) == 1


def test_an_error_that_passes_is_tried_again(ask, server, small):
    server.fail(529, times=1, headers={"retry-after": "0.01"})
    assert ask("What?", small).stop_reason == "end_turn"
    assert len(posts(server, "/v1/messages")) == 2


def test_a_stream_that_breaks_off_is_an_error_and_not_an_answer(ask, server, small):
    server.reply("one two three", pieces=["one ", "two ", "three"])
    server.break_stream(after=4)
    with pytest.raises(errors.NetworkError, match="ask again"):
        ask("What?", small)
    assert not ask.conversation.turns


def test_the_client_is_made_once(ask, small):
    ask("What?", small)
    first = ask.provider.connections.current().client
    ask("And now?", small)
    assert ask.provider.connections.current().client is first


def test_the_request_is_what_the_guide_shows(ask, server, small):
    ask("What?", small, model="claude-opus-4-8")
    body = posts(server, "/v1/messages")[-1].json
    assert body["model"] == "claude-opus-4-8"
    assert body["max_tokens"] == 16000
    assert set(body) == {"model", "max_tokens", "messages", "stream"}


def test_no_key_is_an_error_with_three_ways_on(monkeypatch, small, tmp_path):
    for name in [name for name in os.environ if name.startswith("ANTHROPIC_")]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(errors.CredentialsError) as caught:
        Asker(Provider(PLATFORMS["anthropic"]))("What?", small)
    for way in ("ANTHROPIC_API_KEY", "bedrock", "offline"):
        assert way in str(caught.value)


def test_no_network_is_an_error_that_names_the_address(monkeypatch, small):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    provider = Provider(PLATFORMS["anthropic"])
    provider.retries.limit = 0
    with pytest.raises(errors.NetworkError, match=r"No connection to http://127\.0\.0\.1:9"):
        Asker(provider)("What?", small)
    provider.close()


@pytest.mark.parametrize("name", ["bedrock", "bedrock_invoke", "vertex"])
@pytest.mark.parametrize("method", ["url", "files"])
def test_bedrock_and_vertex_refuse_what_they_cannot_take(name, method, small):
    provider = Provider(PLATFORMS[name])
    with pytest.raises(errors.MethodError, match="with --method base64"):
        provider.require_method(method, "photo.jpg")


@pytest.mark.parametrize(
    ("name", "install"),
    [
        ("aws", 'pip install "jupyter-claude-vision[aws]"'),
        ("bedrock", 'pip install "jupyter-claude-vision[bedrock]"'),
        ("bedrock_invoke", 'pip install "jupyter-claude-vision[bedrock]"'),
        ("vertex", 'pip install "jupyter-claude-vision[vertex]"'),
        ("google_cloud", 'pip install "jupyter-claude-vision[google_cloud]"'),
    ],
)
def test_a_platform_whose_package_is_missing_says_what_to_install(name, install, monkeypatch):
    for module in ("boto3", "google", "google.auth"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.MissingPackageError) as caught:
        Provider(PLATFORMS[name]).connections.current()
    assert install in str(caught.value)


def public(monkeypatch):
    """Let the test's server pass for a public address; downloads still go to it."""
    monkeypatch.setattr("jupyter_claude_vision.chat.preparation.check_public", lambda *_: None)
    monkeypatch.setattr("jupyter_claude_vision.provider.delivery.check_public", lambda *_: None)


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_public_picture_travels_by_its_url(ask, server, small, monkeypatch):
    public(monkeypatch)
    url = server.serve("/red.png", png(small))
    server.reply("Red.")
    server.accept_urls()
    answer = ask("What?", url, allow_private_urls=True)
    assert sources(server)[0] == {"type": "url", "url": url}
    assert answer.images[0].choice.reason == "public address"
    assert answer.images[0].sent.size == (300, 200)


def test_a_url_of_what_the_api_cannot_read_is_sent_prepared(ask, server, small, monkeypatch):
    public(monkeypatch)
    buffer = io.BytesIO()
    small.save(buffer, "TIFF")
    url = server.serve("/red.tiff", buffer.getvalue(), "image/tiff")
    ask("What?", url, allow_private_urls=True)
    assert sources(server)[0]["media_type"] == "image/png"


def test_a_private_url_is_never_handed_to_the_api(ask, server, small):
    url = server.serve("/red.png", png(small))
    with pytest.raises(errors.FetchError, match="private"):
        ask("What?", url)
    with pytest.raises(errors.FetchError):
        ask("What?", url, method="url", allow_private_urls=True)
    assert not posts(server, "/v1/messages")
    ask("What?", url, allow_private_urls=True)
    assert sources(server)[0]["type"] == "base64"


@pytest.fixture
def intranet(server, small, monkeypatch):
    """An address with a public name that leads to a private host."""
    look_up = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        return look_up("127.0.0.1" if host == "intranet.example.org" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setenv("NO_PROXY", "*")
    return server.serve("/red.png", png(small)).replace("127.0.0.1", "intranet.example.org")


def test_a_public_name_of_a_private_host_is_never_handed_to_the_api(ask, server, intranet):
    with pytest.raises(errors.FetchError, match=r"set %config ClaudeVision.private_urls = True"):
        ask("What?", intranet)
    for allowed in (False, True):
        with pytest.raises(errors.FetchError) as caught:
            ask("What?", intranet, method="url", allow_private_urls=allowed)
        assert str(caught.value).endswith("Use --method base64 or files.")
        assert "private_urls" not in str(caught.value)
    assert not posts(server, "/v1/messages")
    ask("What?", intranet, allow_private_urls=True)
    assert sources(server)[0]["type"] == "base64"


@pytest.mark.parametrize("method", ["auto", "url"])
def test_a_host_that_cannot_exist_is_an_error_and_nothing_is_sent(ask, server, method, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(errors.FetchError, match=r"there is no host nosuchhost\.invalid"):
        ask("What?", "https://nosuchhost.invalid/a.png", method=method)
    assert not posts(server, "/v1/messages")


def test_a_url_is_downloaded_where_the_provider_cannot_fetch(server, small, monkeypatch):
    provider = Provider(PLATFORMS["offline"], OfflineTransport)
    url = server.serve("/red.png", png(small))
    answer = Asker(provider)("Which colours?", url, allow_private_urls=True)
    assert answer.images[0].choice.method == "base64"
    assert "red" in answer.text
    provider.close()


def test_a_url_as_text_is_never_sent(ask, server, small):
    url = server.serve("/red.png", png(small))
    ask("What?", url, allow_private_urls=True)
    assert url not in posts(server, "/v1/messages")[-1].body.decode()


def test_a_url_that_the_api_cannot_fetch_says_what_to_do(ask, server, small, monkeypatch):
    public(monkeypatch)
    url = server.serve("/red.png", png(small))
    with pytest.raises(errors.RequestRejectedError, match="--method base64 sends the picture"):
        ask("What?", url, allow_private_urls=True)


def test_more_than_a_request_holds_is_seen_before_sending(ask, server, large, monkeypatch):
    platform = dataclasses.replace(PLATFORMS["anthropic"], body_bytes=100_000)
    monkeypatch.setattr(ask.provider, "platform", platform)
    with pytest.raises(errors.RequestTooLargeError, match="use --method files"):
        ask("What?", large, method="base64")
    assert not server.requests


def test_the_key_in_colabs_secrets_is_used(monkeypatch, server, small):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    userdata = types.SimpleNamespace(
        get=lambda name: KEY if name == "ANTHROPIC_API_KEY" else None,
        SecretNotFoundError=KeyError,
        NotebookAccessError=PermissionError,
    )
    colab = types.ModuleType("google.colab")
    colab.userdata = userdata
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    provider = Provider(PLATFORMS["anthropic"])
    Asker(provider)("What?", small)
    provider.close()
    assert KEY in str(posts(server, "/v1/messages")[-1].headers)


def test_a_colab_secret_without_access_says_how_to_give_it(monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)

    def refuse(_):
        raise PermissionError

    colab = types.ModuleType("google.colab")
    colab.userdata = types.SimpleNamespace(
        get=refuse, SecretNotFoundError=KeyError, NotebookAccessError=PermissionError
    )
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    with pytest.raises(errors.CredentialsError, match="key icon"):
        Provider(PLATFORMS["anthropic"]).connections.current()


def test_an_auth_token_is_a_key_too(monkeypatch, server, small):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    provider = Provider(PLATFORMS["anthropic"])
    Asker(provider)("What?", small)
    provider.close()
    assert posts(server, "/v1/messages")[-1].headers["authorization"] == f"Bearer {KEY}"


def test_a_proxy_that_refuses_is_named(monkeypatch, small):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://api.example.org")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    provider = Provider(PLATFORMS["anthropic"])
    provider.retries.limit = 0
    with pytest.raises(errors.NetworkError, match="HTTPS_PROXY"):
        Asker(provider)("What?", small)
    provider.close()


@pytest.mark.parametrize(
    ("status", "exception", "said"),
    [
        (401, errors.CredentialsError, "did not accept the key"),
        (403, errors.CredentialsError, "lacks permission"),
        (404, errors.UnknownModelError, "no model 'claude-opus-5-5'"),
        (413, errors.RequestTooLargeError, "too large"),
        (429, errors.RateLimitedError, "in 1 s"),
        (529, errors.OverloadedError, "overloaded"),
    ],
)
def test_an_error_of_the_api_keeps_its_cause_and_its_id(
    ask, server, small, status, exception, said
):
    ask.provider.retries.limit = 0
    server.fail(status, headers={"retry-after": "1"})
    with pytest.raises(exception, match=said) as caught:
        ask("What?", small)
    assert caught.value.status == status
    assert caught.value.request_id == "req_failed"
    assert caught.value.__cause__.status_code == status


def test_foundry_is_asked_through_its_own_client(server, large, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_BASE_URL", server.url)
    monkeypatch.delenv("ANTHROPIC_FOUNDRY_RESOURCE", raising=False)
    provider = Provider(PLATFORMS["foundry"])
    answer = Asker(provider)("What?", large)
    provider.close()
    host = server.url.removeprefix("http://")
    assert answer.images[0].choice.reason == f"no automatic uploads at {host}"
    assert sources(server)[0]["type"] == "base64"
    assert answer.cost is None


@pytest.mark.parametrize("gone", ["forget", "expire"])
def test_a_file_that_is_gone_is_uploaded_again_once(ask, server, small, gone):
    ask("What?", small, method="files")
    getattr(server, gone)(next(iter(server.files)))
    answer = ask("And now?")
    assert answer.stop_reason == "end_turn"
    assert len(posts(server, "/v1/files")) == 2
    notes = [event.text for event in ask.events if isinstance(event, Note)]
    assert notes == ["No longer uploaded: image1. Uploaded again."]
    ask("And then?")
    assert len(posts(server, "/v1/files")) == 2
    assert len(ask.conversation.turns) == 3


def test_somebody_elses_file_that_is_gone_is_an_error_that_names_it(ask, server, small):
    ask("What?", small, method="files")
    ask.start_anew()
    with pytest.raises(errors.FileNotAvailableError, match="file_gone87654321"):
        ask("What?", "file_gone87654321")
    assert not ask.conversation.turns


def test_an_unknown_model_stays_one_where_no_file_is_gone(ask, server, small):
    ask("What?", small, method="files")
    server.fail(404, path="/v1/messages")
    with pytest.raises(errors.UnknownModelError):
        ask("And now?")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {"retry-after": "0.01"}, "is busy (429): trying again in 0.01 s."),
        (429, {}, "is busy (429): trying again."),
        (529, {}, "is busy (529): trying again."),
        (500, {}, "is busy (500): trying again."),
    ],
)
def test_the_user_hears_that_it_is_tried_again(ask, server, small, status, headers, said):
    server.fail(status, headers=headers, path="/v1/messages")
    heard = []
    attachment = recognize_input(small, "red", options=InputOptions())
    question = Question("What?", (attachment,), models.DEFAULT_MODEL, models.HIGH)
    delivery = Delivery(ask.provider, ask.files, 86400)
    *_, done = Exchange(ask.conversation, question, delivery, Hooks(heard.append)).events()
    assert done.answer.stop_reason == "end_turn"
    assert len(heard) == 1
    assert heard[0].endswith(said)


def test_an_error_that_cannot_be_helped_is_not_tried_again(ask, server, small):
    server.fail(400)
    with pytest.raises(errors.RequestRejectedError):
        ask("What?", small)
    assert len(posts(server, "/v1/messages")) == 1


@pytest.mark.parametrize("how", ["close", "reset", "error_event", "end"])
def test_a_stream_that_breaks_leaves_the_conversation_and_keeps_the_pieces(ask, server, small, how):
    ask("What?", small)
    server.reply("one two three", pieces=["one ", "two ", "three"])
    server.break_stream(after=5, how=how)
    delivery = Delivery(ask.provider, ask.files, 86400)
    question = Question("And?", (), models.DEFAULT_MODEL, models.HIGH)
    exchange = Exchange(ask.conversation, question, delivery)
    with pytest.raises(errors.ProviderError):
        list(exchange.events())
    if how != "reset":  # a reset may overtake what was sent before it
        assert exchange.partial("failed").text == "one two "
    assert "Broken off" in exchange.partial("failed").notice
    assert len(ask.conversation.turns) == 1
    assert ask("And now?").stop_reason == "end_turn"


def test_a_conversation_tells_its_tokens_its_cost_and_its_text(ask, server, small):
    server.reply("It is red.", usage={"input_tokens": 1000, "output_tokens": 100})
    ask("What?", small)
    server.reply("From $1 to $2.", usage={"input_tokens": 2000, "output_tokens": 100})
    ask("And now?")
    conversation = ask.conversation
    assert conversation.usage.total_input == 3000
    assert float(conversation.cost) == pytest.approx(0.016)
    text = conversation.to_markdown()
    assert text.index("image1 · 300 × 200 px") < text.index("> What?") < text.index("It is red.")
    assert "From $1 to $2." in text
    assert "From $1 to $2." not in conversation._repr_markdown_()


def test_from_the_second_turn_on_the_provider_may_keep_what_came_before(ask, server, small):
    ask("What?", small)
    assert "cache_control" not in posts(server, "/v1/messages")[0].body.decode()
    ask("And now?")
    ask("And then?")
    messages = posts(server, "/v1/messages")[-1].json["messages"]
    marked = [
        (index, "cache_control" in block)
        for index, message in enumerate(messages)
        if message["role"] == "user"
        for block in message["content"]
    ]
    assert [index for index, has in marked if has] == [2, 4]


def test_earlier_blocks_go_as_they_went_before(ask, server, small):
    ask("What?", small, method="files")
    for turn in range(3):
        ask(f"And {turn}?")
    requests = [r.json["messages"] for r in posts(server, "/v1/messages")]
    for shorter, longer in itertools.pairwise(requests):
        for message in shorter:
            for block in message["content"]:
                block.pop("cache_control", None) if isinstance(block, dict) else None
        for message in longer:
            for block in message["content"]:
                block.pop("cache_control", None) if isinstance(block, dict) else None
        assert longer[: len(shorter)] == shorter


def test_what_the_prompt_cache_saved_is_told(ask, server, small):
    usage = {"input_tokens": 10, "cache_read_input_tokens": 1_000_000, "output_tokens": 5}
    server.reply("Red.", usage=usage)
    footer = ask("What?", small).footer
    assert "1,000,010 tokens in (1,000,000 from the prompt cache, USD 3.8000 saved)" in footer


def test_ten_turns_about_a_photograph_send_it_once(ask, server, large):
    answer = ask("What?", large, method="files")
    for turn in range(9):
        ask(f"And {turn}?")
    sent = sum(len(request.body) for request in server.requests)
    text = sum(len(turn.prompt) + len(turn.answer.text) for turn in ask.conversation.turns)
    assert sent < 1.2 * len(answer.images[0].prepared_image.data) + 10 * (text + 1000)
    assert len(posts(server, "/v1/files")) == 1


def test_over_20_images_are_made_smaller_earlier_ones_too(ask, server):
    wide = [Image.new("RGB", (2400, 30 + n), "red") for n in range(21)]
    ask("What?", *wide[:15], method="base64")
    answer = ask("And these?", *wide[15:], method="base64")
    sizes = [
        Image.open(io.BytesIO(base64.b64decode(source["data"]))).width
        for turn in (0, 2)
        for source in sources(server, turn)
    ]
    assert sizes == [2000] * 21
    assert "over 20 images" in answer.images[0].caption
    (note,) = [event.text for event in ask.events if isinstance(event, Note)]
    assert note.startswith("Earlier pictures made smaller: image1, image2")


def test_more_images_than_a_request_takes_are_seen_before_sending(ask, server, small):
    with pytest.raises(errors.RequestTooLargeError, match="more than the 100"):
        ask("Which?", *[small] * 101, model="claude-haiku-4-5")
    assert not server.requests


def test_more_tokens_than_the_model_reads_are_seen_before_sending(ask, server, small):
    with pytest.raises(errors.RequestTooLargeError, match="more than the 200,000"):
        ask("x" * 900_000, small, model="claude-haiku-4-5")
    assert [r.path for r in server.requests] == ["/v1/messages/count_tokens"]


def test_an_estimate_sends_nothing_and_an_exact_one_uploads_nothing(ask, server, large):
    attachment = recognize_input(large, "photo", options=InputOptions())
    question = Question("What?", (attachment,), models.DEFAULT_MODEL, models.HIGH, max_tokens=100)
    delivery = Delivery(ask.provider, ask.files, 86400)
    guess = Exchange(ask.conversation, question, delivery).estimate()
    assert not server.requests
    assert guess.images[0].choice.reason == "large"
    assert guess.input_tokens == guess.images[0].tokens + 2
    inline = Delivery(ask.provider, ask.files, 86400, inline=True)
    exact = Exchange(ask.conversation, question, inline).estimate(exact=True)
    assert [r.path for r in server.requests] == ["/v1/messages/count_tokens"]
    assert exact.exact
    assert not server.files
    assert str(exact).startswith(f"{exact.input_tokens:,} tokens in, at most 100 out · USD 0.0")


def test_a_deployment_that_still_wants_the_beta_header_gets_it(ask, server, small):
    server.want_beta_header()
    assert ask("What?", small, method="files").stop_reason == "end_turn"
    assert len(posts(server, "/v1/files")) == 2
    before = len(server.requests)
    assert ask("And now?").stop_reason == "end_turn"
    assert len(server.requests) == before + 1


def test_threads_that_ask_at_once_mix_nothing_and_upload_once(ask, server, large):
    together = threading.Barrier(4)
    answers = {}

    def question(number):
        mine = Asker(ask.provider)
        mine.files = ask.files
        together.wait()
        answers[number] = mine(f"{number}?", large, method="files")

    threads = [threading.Thread(target=question, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: answer.prompt for number, answer in answers.items()} == {
        number: f"{number}?" for number in range(4)
    }
    assert len(posts(server, "/v1/files")) == 1
    sent = [r.json["messages"][-1]["content"][-1]["text"] for r in posts(server, "/v1/messages")]
    assert sorted(sent) == ["0?", "1?", "2?", "3?"]


def test_a_conversation_goes_through_one_file_images_included(ask, server, small, tmp_path):
    blue = Image.new("RGB", (400, 300), "blue")
    server.reply("It is red.", usage={"input_tokens": 1000, "output_tokens": 100})
    ask("What?", small)
    ask("And this, beside the first?", blue, small, method="files")
    ask.conversation.save(tmp_path / "talk.json")
    loaded = Conversation.load(tmp_path / "talk.json")
    assert [p.name for p in tmp_path.iterdir()] == ["talk.json"]
    assert loaded.to_markdown() == ask.conversation.to_markdown()
    assert (loaded.usage, loaded.cost) == (ask.conversation.usage, ask.conversation.cost)
    assert [i.sent.getpixel((0, 0)) for i in loaded.images] == [(255, 0, 0), (0, 0, 255)]
    ask("And now?")
    before = posts(server, "/v1/messages")[-1].json["messages"]
    ask.conversation = Conversation(loaded.turns)
    ask("And now?")
    assert posts(server, "/v1/messages")[-1].json["messages"] == before


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json", '{"turns": [{"prompt": 1}]}'])
def test_a_file_that_is_no_conversation_is_an_error(tmp_path, text):
    (tmp_path / "talk.json").write_text(text)
    with pytest.raises(errors.InputError, match=r"talk\.json is not a conversation"):
        Conversation.load(tmp_path / "talk.json")


def test_no_answer_in_time_is_an_error_that_says_so(ask, server, small):
    client = ask.provider.connections.current().client
    client.timeout, ask.provider.retries.limit = 0.2, 0
    hold = server.hold("/v1/messages")
    with pytest.raises(errors.NetworkError, match="in time"):
        ask("What?", small)
    hold.release()
    assert not ask.conversation.turns


def test_with_base64_as_the_method_nothing_is_ever_uploaded(ask, server, small, large):
    for _ in range(3):  # large, asked about again, and in a conversation that goes on
        ask("What?", large, small, method="base64")
    ask.start_anew()
    ask("What?", large, method="base64")
    assert not [r for r in server.requests if r.path.startswith("/v1/files")]
    for request in posts(server, "/v1/messages"):
        assert b"file_id" not in request.body
