from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery_rules import LARGE, RULES, Situation, choose

ALL = frozenset({"base64", "url", "files"})
BASE64 = frozenset({"base64"})


@pytest.mark.parametrize(
    ("situation", "method", "why"),
    [
        ({"size": 1000}, "base64", "small, first question"),
        ({"size": 1000, "cached": True}, "files", "kept for the next question"),
        ({"size": LARGE}, "files", "large"),
        ({"size": 1000, "travelled": True}, "files", "asked about again"),
        ({"size": 1000, "uploaded": True}, "files", "already uploaded"),
        ({"has_url": True, "size": LARGE}, "url", "public address"),
        ({"is_file": True}, "files", "an uploaded file"),
        ({"size": LARGE, "methods": BASE64}, "base64", "all that Somewhere takes"),
        ({"has_url": True, "methods": BASE64}, "base64", "all that Somewhere takes"),
        (
            {"size": LARGE, "uploads_unasked": False},
            "base64",
            "no uploads unasked at Somewhere",
        ),
        ({"size": LARGE, "methods": ALL - {"files"}}, "base64", "no Files API at Somewhere"),
        (
            {"travelled": True, "methods": ALL - {"files"}, "refused": "too {large}"},
            "base64",
            "too {large}",
        ),
        (
            {"size": 1000, "travelled": True, "uploads_unasked": False},
            "base64",
            "no uploads unasked at Somewhere",
        ),
    ],
)
def test_auto_chooses_by_the_table(situation, method, why):
    choice = choose(Situation(**{"provider": "Somewhere", "methods": ALL, **situation}))
    assert (choice.method, choice.why) == (method, why)


@given(
    methods=st.sampled_from([p.methods for p in PLATFORMS.values()] + [ALL - {"files"}]),
    flags=st.tuples(*[st.booleans()] * 4),
    size=st.integers(0, 10_000_000),
)
def test_auto_always_finds_a_method_that_the_provider_takes(methods, flags, size):
    has_url, uploaded, travelled, unasked = flags
    choice = choose(
        Situation("Somewhere", methods, unasked, False, has_url, uploaded, travelled, size)
    )
    assert choice.method in methods


def test_every_rule_can_be_the_one():
    seen = set()
    for methods, flags, size, refused in itertools.product(
        (ALL, BASE64, ALL - {"files"}),
        itertools.product((True, False), repeat=6),
        (0, LARGE),
        ("", "{refused}"),
    ):
        unasked, is_file, has_url, uploaded, travelled, cached = flags
        if is_file and "files" not in methods:
            continue
        found = choose(
            Situation(
                "{provider}",
                methods,
                unasked,
                is_file,
                has_url,
                uploaded,
                travelled,
                size,
                cached,
                refused,
            )
        )
        seen.add((found.method, found.why))
    assert seen == {(rule.method, rule.why) for rule in RULES}
