from __future__ import annotations

import json

import httpx2
import pytest
from loopback import LoopbackServer
from request_types import check_body

IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}
MESSAGES = [{"role": "user", "content": [IMAGE, {"type": "text", "text": "What?"}]}]
BODY = {"model": "claude-opus-5-5", "max_tokens": 10, "messages": MESSAGES}


def said(block):
    return {"messages": [{"role": "user", "content": [block]}]}


def bodies(changes):
    """Yield what is sent to each path, with a change in it."""
    body = {**BODY, **changes}
    yield "/v1/messages", body
    yield "/v1/messages/batches", {"requests": [{"custom_id": "a", "params": body}]}
    if "max_tokens" not in changes:
        counted = {name: value for name, value in body.items() if name != "max_tokens"}
        yield "/v1/messages/count_tokens", counted


def check(path, body):
    check_body(path, json.dumps(body).encode())


def test_bodies_as_the_sdk_sends_them_pass():
    for path, body in bodies({}):
        check(path, body)
    check("/v1/messages", {**BODY, "stream": True})


@pytest.mark.parametrize(
    "changes",
    [
        {"color": "red"},
        {"max_tokens": "10"},
        {"model": None},
        {"messages": [{"role": "reader", "content": "What?"}]},
        said({**IMAGE, "title": "A picture"}),
        said({**IMAGE, "source": {**IMAGE["source"], "media_type": "image/tiff"}}),
        said({**IMAGE, "transformations": {"oversized_image": "ignore"}}),
        said({"type": "text"}),
        {"output_config": {"effort": "huge"}},
        {"output_config": {"format": {"type": "xml", "schema": {}}}},
    ],
)
def test_bodies_that_are_of_another_type_do_not_pass(changes):
    for path, body in bodies(changes):
        with pytest.raises(AssertionError, match="not as the SDK has it"):
            check(path, body)


def test_a_request_that_no_type_has_fails_the_test_that_sent_it():
    odd = LoopbackServer()
    odd.__enter__()
    httpx2.post(f"{odd.url}/v1/messages", json={**BODY, "color": "red"})
    with pytest.raises(AssertionError, match="color"):
        odd.__exit__(None, None, None)
