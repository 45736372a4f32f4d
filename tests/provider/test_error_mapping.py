from __future__ import annotations

import pytest
from replies import read_parts

from jupyter_claude_vision import errors
from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.error_mapping import Fault, shorten_message, to_provider_error
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request


def fault(status, kind=None, **details):
    return Fault(
        **{
            "status": status,
            "kind": kind,
            "code": None,
            "message": "It said so.",
            "place": "the Claude API",
            "model": "claude-x",
            "renewal": "check ANTHROPIC_API_KEY",
            **details,
        }
    )


@pytest.mark.parametrize(
    ("status", "kind", "exception", "said"),
    [
        (400, "invalid_request_error", errors.RequestRejectedError, "It said so."),
        (401, "authentication_error", errors.CredentialsError, "ANTHROPIC_API_KEY"),
        (402, "billing_error", errors.CredentialsError, "credit"),
        (403, "permission_error", errors.CredentialsError, "It said so."),
        (404, "not_found_error", errors.UnknownModelError, "'claude-x'"),
        (413, "request_too_large", errors.RequestTooLargeError, "--method files"),
        (429, "rate_limit_error", errors.RateLimitedError, "try again in a minute"),
        (500, "api_error", errors.OverloadedError, "internal error (500)"),
        (504, "timeout_error", errors.OverloadedError, "took too long"),
        (529, "overloaded_error", errors.OverloadedError, "overloaded"),
    ],
)
def test_each_error_of_the_api_says_what_to_do(status, kind, exception, said):
    error = to_provider_error(fault(status, kind))
    assert type(error) is exception
    assert said in str(error)
    assert "The Claude API" in str(error) or "the Claude API" in str(error)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 529])
def test_a_gateway_without_the_apis_error_body_is_understood_by_its_status(status):
    kinds = {
        400: "invalid_request_error",
        401: "authentication_error",
        402: "billing_error",
        403: "permission_error",
        404: "not_found_error",
        408: "timeout_error",
        413: "request_too_large",
        422: "invalid_request_error",
        429: "rate_limit_error",
        500: "api_error",
        502: "api_error",
        529: "overloaded_error",
    }
    known = to_provider_error(fault(status, kinds[status]))
    assert type(to_provider_error(fault(status))) is type(known)
    assert str(to_provider_error(fault(status))) == str(known)


def test_an_error_inside_a_stream_is_known_by_its_kind():
    assert type(to_provider_error(fault(200, "overloaded_error"))) is errors.OverloadedError


def test_a_rate_limit_tells_how_long_to_wait():
    assert "in 7 s" in str(to_provider_error(fault(429, retry_after=7.0)))


def test_the_attachment_at_fault_is_named():
    assert "(photo.jpg)" in str(to_provider_error(fault(400, attachment="photo.jpg")))
    named = to_provider_error(fault(400, code="image_dimensions_too_large", attachment="photo.jpg"))
    assert "finds photo.jpg too large" in str(named)


def test_the_status_and_the_request_id_are_kept_for_support():
    error = to_provider_error(fault(500, request_id="req_1"))
    assert (error.status, error.request_id) == (500, "req_1")


@pytest.fixture
def provider(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-secret")
    made = Provider(PLATFORMS["anthropic"])
    made.retries.limit = 0
    yield made
    made.close()


def ask(provider):
    messages = ({"role": "user", "content": [{"type": "text", "text": "What?"}]},)
    return read_parts(provider, Request("claude-opus-5-5", 100, messages, "", {}))


@pytest.mark.parametrize(
    ("status", "exception", "said"),
    [
        (409, errors.OverloadedError, "conflicting change (409): ask again"),
        (413, errors.RequestTooLargeError, "eport.pdf is too large to be uploaded"),
        (507, errors.RequestRejectedError, "has no storage left for"),
        (507, errors.RequestRejectedError, "for report.pdf: delete files (%claude_files --delete"),
    ],
)
def test_an_upload_that_is_refused_says_what_to_do(provider, server, status, exception, said):
    server.fail(status, {"detail": "no"}, path="/v1/files")
    with pytest.raises(exception) as caught:
        provider.uploads.upload_file(
            "1234.pdf", b"x", "application/pdf", 3600, attachment="report.pdf"
        )
    assert said in str(caught.value)
    assert caught.value.status == status


def test_a_full_account_is_known_by_its_code_whatever_the_status(provider, server):
    error = {
        "type": "invalid_request_error",
        "message": "Quota.",
        "details": {"error_code": "storage_quota_exceeded"},
    }
    server.fail(400, {"type": "error", "error": error}, path="/v1/files", times=2)
    with pytest.raises(errors.RequestRejectedError, match=r"no storage left for photo"):
        provider.uploads.upload_file("1234.png", b"x", "image/png", 3600, attachment="photo")


@pytest.mark.parametrize("status", [403, 404])
def test_a_proxys_page_is_not_taken_for_the_apis_word(provider, server, status):
    server.serve("/v1/messages", b"<html>Blocked</html>", "text/html", status)
    with pytest.raises(errors.NetworkError, match="other than the API answered") as caught:
        ask(provider)
    assert "ANTHROPIC_BASE_URL" in str(caught.value)
    assert "html" not in str(caught.value)


def test_a_proxy_that_wants_a_login_says_how_to_give_it(provider, server):
    server.serve("/v1/messages", b"<html>Who?</html>", "text/html", 407)
    with pytest.raises(errors.NetworkError, match="user and password into HTTPS_PROXY"):
        ask(provider)


def test_a_file_that_is_not_there_is_not_called_a_model(provider):
    with pytest.raises(errors.FileNotAvailableError, match="no such file for this key"):
        provider.uploads.media_type_of("file_gone1234")


def test_a_page_of_words_from_the_api_is_shortened_and_whole_in_debug(provider, server):
    words = " ".join(f"word{number}" for number in range(700))
    server.fail(400, {"type": "error", "error": {"type": "x", "message": words}})
    with pytest.raises(errors.RequestRejectedError) as caught:
        ask(provider)
    assert len(str(caught.value)) < 500
    assert "--debug" in str(caught.value)
    caught.value.debug = True
    assert "word699" in "\n".join(caught.value._render_traceback_())


def test_a_sentence_of_ordinary_length_stays_whole():
    assert shorten_message("It is  too\nlarge.") == "It is too large."


@pytest.mark.parametrize(
    ("stop_reason", "said"),
    [
        ("end_turn", ""),
        ("stop_sequence", ""),
        ("pause_turn", "ask it to go on"),
        ("tool_use", "allow more with %config ClaudeVision.tool_rounds"),
        ("new_in_2028\x1b[31m", "an unknown reason (new_in_2028\ufffd[31m)"),
    ],
)
def test_an_end_that_is_not_ordinary_is_told(stop_reason, said):
    seconds = Timings(0.0, None, 0.0)
    notice = Answer(
        "Yes.", "?", (), None, Usage(), "m", "anthropic", stop_reason, 9, seconds
    ).notice
    assert said in notice
    assert bool(notice) is bool(said)


def test_an_upload_without_an_id_is_no_upload(provider, server):
    server.serve("/v1/files", b"{}", "application/json")
    with pytest.raises(errors.MethodError, match="--method base64"):
        provider.uploads.upload_file("1234.png", b"x", "image/png", 3600)
