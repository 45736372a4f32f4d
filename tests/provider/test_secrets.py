"""No secret in anything that is shown: keys, tokens, passwords of addresses, headers."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from replies import read_parts

from jupyter_claude_vision import errors, models, redaction
from jupyter_claude_vision.bulk.checkpoints.checkpoint_records import build_failure_record
from jupyter_claude_vision.bulk.items import Item
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.clients import sdk_client as client
from jupyter_claude_vision.provider.clients.async_sender import AsyncSender, send_once
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request
from jupyter_claude_vision.redaction import redact_secrets, remove_user

KEY = "sk-ant-api03-Zx8Qw2Lk9Vb4Nm7Rt1Yu5Pi3"
STRAYS = {
    "\n": "a line break",
    "\r": "a carriage return",
    " ": "a space",
    "\t": "a tab",
    "\0": "a control character",
    "\x7f": "a control character",
    "\u200b": "an invisible character",
    "\u00a0": "an unusual space",
    "\u2013": "a character outside ASCII",
    "é": "a character outside ASCII",
}
SENT_BY = {  # what each platform's client reads a key from
    "anthropic": ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"],
    "foundry": ["ANTHROPIC_FOUNDRY_API_KEY"],
}


def pieces(secret):
    return {secret[at : at + 8] for at in range(len(secret) - 7)}


def holds_none_of(text, *secrets):
    return not [p for secret in secrets for p in pieces(secret) if p in text]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Keep the secrets of one test out of the messages of the next."""
    monkeypatch.setattr(redaction, "_secrets", set())


@pytest.fixture
def provider(server, monkeypatch):
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    made = Provider(PLATFORMS["anthropic"])
    yield made
    made.close()


def a_request():
    content = [{"type": "text", "text": "What?"}]
    return Request(models.DEFAULT_MODEL, 100, ({"role": "user", "content": content},), "", {})


def texts_of(error):
    """Everything that shows an error: here, in a traceback, with its causes, in a record."""
    yield from (str(error), repr(error), repr(error.args))
    yield "".join(traceback.format_exception(error))
    if isinstance(error, errors.ClaudeVisionError):
        error.debug = True
        yield "\n".join(error._render_traceback_())
    yield str(build_failure_record(Item(0, "a.png", None), error))
    link = error
    while link is not None:
        yield repr(vars(link))
        if link is not error:  # with local variables, as IPython's verbose mode shows them
            frames = traceback.TracebackException.from_exception(link, capture_locals=True)
            yield "".join(frames.format(chain=False))
        yield str(getattr(link, "request", None) and list(link.request.headers.items()))
        link = link.__cause__ or link.__context__


def ways_to_ask(provider):
    """What a key travels with, each in its own function so that one failure hides no other."""
    yield lambda: read_parts(provider, a_request())
    yield lambda: provider.count_tokens(a_request())
    yield lambda: provider.uploads.upload_file("a.png", b"x", "image/png", 3600)
    yield lambda: provider.uploads.find_existing(["file_1"])
    yield lambda: provider.uploads.delete_file("file_1")
    yield lambda: raise_refusal(send_once(provider, a_request()))
    yield lambda: raise_refusal(ask_among_many(provider, a_request()))


def raise_refusal(refusal):
    raise refusal.error


def ask_among_many(provider, request):
    from queue import SimpleQueue

    sender, came = AsyncSender(provider, 1), SimpleQueue()
    try:
        sender.send_request(request, came.put)
        return came.get(timeout=30)
    finally:
        sender.close()


@example(variable="ANTHROPIC_API_KEY", stray="\x7f", place=len(KEY))
@given(
    variable=st.sampled_from(["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]),
    stray=st.sampled_from(sorted(STRAYS)),
    place=st.integers(0, len(KEY)),
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_malformed_key_names_its_variable_and_the_kind_of_stray(
    provider, server, monkeypatch, variable, stray, place
):
    key = KEY[:place] + stray + KEY[place:]
    if stray == "\0":
        key = key.replace("\0", "\x01")  # no environment takes a null character
    with monkeypatch.context() as environment:
        environment.setenv(variable, key)
        for ask in ways_to_ask(provider):
            with pytest.raises(errors.CredentialsError) as caught:
                ask()
            said = str(caught.value)
            assert said.startswith(f"{variable} ")
            assert STRAYS[stray] in said
            where = "ends with" if place == len(KEY) else "begins with" if not place else "holds"
            assert where in said
            for text in texts_of(caught.value):
                assert holds_none_of(text, KEY)
    assert server.requests == []


@pytest.mark.parametrize("stray", sorted(STRAYS))
def test_what_the_http_library_says_of_a_key_is_shown_without_it(
    provider, server, monkeypatch, caplog, stray
):
    # As if the check before had missed it: the library's own words come through.
    monkeypatch.setattr(client, "check_environment", lambda _: None)
    key = KEY + stray.replace("\0", "\x01") + KEY[::-1]
    monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    caplog.set_level(logging.DEBUG)
    provider.retries.limit = 0
    shown = []
    for ask in ways_to_ask(provider):
        try:
            ask()
        except Exception as error:
            shown += texts_of(error)
    assert shown
    assert caplog.text
    for text in (*shown, caplog.text, *(str(vars(record)) for record in caplog.records)):
        assert holds_none_of(text, KEY, KEY[::-1])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f'"{KEY}"', "stands in quotation marks"),
        (f"ANTHROPIC_API_KEY={KEY}", "begins with its own name"),
        (f"export ANTHROPIC_API_KEY={KEY}\n", "begins with its own name"),
        ("   ", "holds only white space"),
        (f"Bearer {KEY}", "holds a space"),
    ],
)
def test_a_key_that_was_pasted_with_what_stood_around_it_says_so(
    provider, monkeypatch, value, said
):
    monkeypatch.setenv("ANTHROPIC_API_KEY", value)
    with pytest.raises(errors.CredentialsError, match=f"^ANTHROPIC_API_KEY {said}") as caught:
        provider.connections.current()
    assert holds_none_of(str(caught.value), KEY)


def test_a_token_that_the_client_does_not_use_is_no_obstacle(provider, server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", f"{KEY}\n")
    assert read_parts(provider, a_request())


def test_the_key_of_another_platform_is_checked_as_well(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "acme")
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_API_KEY", f"{KEY}\r\n")
    with pytest.raises(errors.CredentialsError, match="FOUNDRY_API_KEY ends with a carriage"):
        Provider(PLATFORMS["foundry"]).connections.current()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x-team: vision\nx-gate: Zx8Qw2Lk9V\u20ac", "a character outside ASCII in line 2"),
        ("x gate: Zx8Qw2Lk9V", "an invalid header name in line 1"),
        ("x-gate: Zx8Qw2Lk\x01", "a control character in line 1"),
    ],
)
def test_custom_headers_that_cannot_be_sent_name_the_line(provider, monkeypatch, value, said):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", value)
    with pytest.raises(errors.CredentialsError, match=said) as caught:
        provider.connections.current()
    assert "Zx8Qw2Lk" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANTHROPIC_BASE_URL", "api.example.com"),
        ("ANTHROPIC_BASE_URL", "http://bob:Zx8Qw2Lk9@api example.com"),
        ("ANTHROPIC_BASE_URL", "https://bob:Zx8Qw2Lk9@api.example.com:port"),
        ("HTTPS_PROXY", "ftp://bob:Zx8Qw2Lk9@proxy.example.com"),
        ("HTTPS_PROXY", "http://bob:Zx8Qw2Lk9@proxy.example.com\n"),
        ("SSL_CERT_FILE", "/nowhere/certificates.pem"),
    ],
)
def test_an_address_that_is_none_names_its_variable(provider, monkeypatch, name, value):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv(name, value)
    with pytest.raises(errors.NetworkError, match=f"^{name} ") as caught:
        provider.connections.current()
    for text in texts_of(caught.value):
        assert "Zx8Qw2Lk9" not in text


def test_the_password_of_the_base_url_is_sent_and_never_shown(server, monkeypatch, caplog):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    url = server.url.replace("://", "://bob:pass%20Zx8Qw2Lk9@")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", url)
    caplog.set_level(logging.DEBUG)
    provider = Provider(PLATFORMS["anthropic"])
    server.fail(400, {"error": {"message": f"Not through {url}, with {KEY}."}})
    with pytest.raises(errors.RequestRejectedError) as caught:
        read_parts(provider, a_request())
    assert server.requests[0].headers["authorization"].startswith("Basic ")
    basic = server.requests[0].headers["authorization"].split()[1]
    for text in (*texts_of(caught.value), caplog.text, provider.place, repr(provider)):
        assert holds_none_of(text, "pass Zx8Qw2Lk9", "pass%20Zx8Qw2Lk9", KEY, basic)
    provider.close()


def test_the_user_of_the_base_url_is_sent_with_each_of_many(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url.replace("://", "://bob:pass%20word@"))
    provider = Provider(PLATFORMS["anthropic"])
    reply = ask_among_many(provider, a_request())
    assert getattr(reply, "error", None) is None
    assert server.requests[0].headers["authorization"] == "Basic Ym9iOnBhc3Mgd29yZA=="
    provider.close()


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_set_in_the_kernel_is_used_by_the_next_question(
    provider, server, monkeypatch, name
):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    read_parts(provider, a_request())
    scope = provider.scope
    monkeypatch.setenv("HTTP_PROXY" if name == "HTTPS_PROXY" else name, "http://127.0.0.1:9")
    provider.retries.limit = 0
    with pytest.raises(errors.NetworkError):
        read_parts(provider, a_request())
    monkeypatch.delenv("HTTP_PROXY" if name == "HTTPS_PROXY" else name)
    assert read_parts(provider, a_request())
    assert provider.scope == scope  # what was uploaded stays known


def test_certificates_that_are_mended_are_read_by_the_next_question(
    provider, server, monkeypatch, tmp_path
):
    import ssl

    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with pytest.raises(errors.NetworkError, match="SSL_CERT_FILE"):
        read_parts(provider, a_request())
    paths = ssl.get_default_verify_paths()
    (tmp_path / "ca.pem").write_bytes(Path(paths.cafile or paths.openssl_cafile).read_bytes())
    assert read_parts(provider, a_request())


@given(st.text(), st.text())
def test_text_around_a_secret_stays_as_it_is(before, after):
    text = redact_secrets(f"{before} {KEY} {after}")
    assert holds_none_of(text, KEY)
    assert text == f"{redact_secrets(before)} [secret] {redact_secrets(after)}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x sk-ant-oat01-abc_DEF-1 y", "x [secret] y"),
        ("b'Bearer ya29.a0AfH6SMBx1234567'", "b'Bearer [secret]'"),
        ("http://bob:secret@host/a and mail@host", "http://[secret]@host/a and mail@host"),
        ("Basic authentication is needed", "Basic authentication is needed"),
    ],
)
def test_what_looks_like_a_secret_is_taken_for_one(text, shown):
    assert redact_secrets(text) == shown


def test_an_address_is_shown_without_its_user():
    assert remove_user("https://bob:a@b@host:8/x@y") == "https://host:8/x@y"


WORDS = ["none", "test", "dummy", "LOCAL", "not-needed", "sk-no-key-required", "anthropic",
         "placeholder", "your-api-key", "<your API key here>", "xxxxxxxx", "****"]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_placeholder_for_a_key_garbles_no_message(monkeypatch, word):
    monkeypatch.setenv("ANTHROPIC_API_KEY", word)
    message = f"There is no file {word}.png. Choose a provider: anthropic, none ({word})."
    assert redact_secrets(message) == message


@pytest.mark.parametrize("key", ["sk-1234", "hunter2", "Hq3Jw5Ge", "test-Dm6Fc1Ba", "testtube"])
def test_a_short_key_that_is_no_placeholder_is_not_shown(monkeypatch, key):
    monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    assert redact_secrets(f"refused b'{key}' of test.png") == "refused b'[secret]' of test.png"


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ("x-team: vision", "vision, Bearer Hq3Jw5Ge and hunters"),
        ("x-team: vision\nx-gate: Hq3Jw5Ge", "vision, Bearer [secret] and hunters"),
        ("Authorization: Bearer Hq3Jw5Ge", "vision, [secret] and hunters"),
        ("x-api-key: hunters", "vision, Bearer Hq3Jw5Ge and [secret]"),
    ],
)
def test_of_custom_headers_words_are_shown_and_secrets_are_not(monkeypatch, headers, shown):
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", headers)
    assert redact_secrets("vision, Bearer Hq3Jw5Ge and hunters") == shown


def test_azures_secret_is_not_shown_and_the_name_of_a_login_is(monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "made~up.secret-of-azure")
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential")
    said = redact_secrets("AzureCliCredential was refused with made~up.secret-of-azure.")
    assert said.startswith("AzureCliCredential was refused with ")
    assert holds_none_of(said, "made~up.secret-of-azure")
