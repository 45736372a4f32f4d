from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery_rules import (
    LARGE,
    RULES,
    Situation,
    choose_automatically,
)

ALL = frozenset({"base64", "url", "files"})
BASE64 = frozenset({"base64"})
SOMEWHERE = {"provider": "Somewhere", "methods": ALL}


@pytest.mark.parametrize(
    ("situation", "method", "why"),
    [
        ({"size": 1000}, "base64", "small, first question"),
        ({"size": 1000, "cached": True}, "files", "kept for the next question"),
        ({"size": LARGE}, "files", "large"),
        ({"size": 1000, "traveled": True}, "files", "asked about again"),
        ({"size": 1000, "uploaded": True}, "files", "already uploaded"),
        ({"has_url": True, "size": LARGE}, "url", "public address"),
        ({"is_file": True}, "files", "an uploaded file"),
        ({"size": LARGE, "methods": BASE64}, "base64", "the only method at Somewhere"),
        ({"has_url": True, "methods": BASE64}, "base64", "the only method at Somewhere"),
        (
            {"size": LARGE, "uploads_by_default": False},
            "base64",
            "no automatic uploads at Somewhere",
        ),
        ({"size": LARGE, "methods": ALL - {"files"}}, "base64", "no Files API at Somewhere"),
        (
            {"traveled": True, "methods": ALL - {"files"}, "upload_refusal": "too {large}"},
            "base64",
            "too {large}",
        ),
        (
            {"size": 1000, "traveled": True, "uploads_by_default": False},
            "base64",
            "no automatic uploads at Somewhere",
        ),
    ],
)
def test_auto_chooses_by_the_table(situation, method, why):
    choice = choose_automatically(Situation(**SOMEWHERE | situation))
    assert (choice.method, choice.reason) == (method, why)


@given(
    methods=st.sampled_from([p.methods for p in PLATFORMS.values()] + [ALL - {"files"}]),
    flags=st.tuples(*[st.booleans()] * 4),
    size=st.integers(0, 10_000_000),
)
def test_auto_always_finds_a_method_that_the_provider_takes(methods, flags, size):
    has_url, uploaded, traveled, unasked = flags
    choice = choose_automatically(
        Situation("Somewhere", methods, unasked, False, has_url, uploaded, traveled, size)
    )
    assert choice.method in methods


def test_every_rule_can_be_the_one():
    seen = set()
    for methods, flags, size, refused in itertools.product(
        (ALL, BASE64, ALL - {"files"}),
        itertools.product((True, False), repeat=6),
        (0, LARGE),
        ("", "{upload_refusal}"),
    ):
        unasked, is_file, has_url, uploaded, traveled, cached = flags
        if is_file and "files" not in methods:
            continue
        found = choose_automatically(
            Situation(
                "{provider}",
                methods,
                unasked,
                is_file,
                has_url,
                uploaded,
                traveled,
                size,
                cached,
                refused,
            )
        )
        seen.add((found.method, found.reason))
    assert seen == {(rule.method, rule.reason) for rule in RULES}
