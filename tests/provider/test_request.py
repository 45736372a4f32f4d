"""The body of a request: what the SDK would send, made in a fraction of the time."""

from __future__ import annotations

import json

from hypothesis import given
from random_requests import requests


@given(requests)
def test_the_body_says_what_the_parameters_say(request):
    assert json.loads(request.to_json()) == request.to_parameters()


@given(requests)
def test_a_packed_request_has_the_same_body_and_no_second_copy_of_it(request):
    packed = request.pack_body()
    assert packed.to_json() == packed.body
    assert json.loads(packed.body) == request.to_parameters()
    assert packed.messages == []
