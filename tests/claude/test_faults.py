from __future__ import annotations

import pytest

from jupyter_claude_vision import errors
from jupyter_claude_vision.claude.faults import Fault, translate


def fault(status, kind=None, **details):
    return Fault(
        **{
            "status": status,
            "kind": kind,
            "code": None,
            "said": "It said so.",
            "place": "the Claude API",
            "model": "claude-x",
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
    error = translate(fault(status, kind))
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
    known = translate(fault(status, kinds[status]))
    assert type(translate(fault(status))) is type(known)
    assert str(translate(fault(status))) == str(known)


def test_an_error_inside_a_stream_is_known_by_its_kind():
    assert type(translate(fault(200, "overloaded_error"))) is errors.OverloadedError


def test_a_rate_limit_tells_how_long_to_wait():
    assert "in 7 s" in str(translate(fault(429, retry_after=7.0)))


def test_the_attachment_at_fault_is_named():
    assert "(photo.jpg)" in str(translate(fault(400, attachment="photo.jpg")))
    named = translate(fault(400, code="image_dimensions_too_large", attachment="photo.jpg"))
    assert "finds photo.jpg too large" in str(named)


def test_the_status_and_the_request_id_are_kept_for_support():
    error = translate(fault(500, request_id="req_1"))
    assert (error.status, error.request_id) == (500, "req_1")
