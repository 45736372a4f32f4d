"""The text inside an object that is still being written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.claude.unwrapping import Unwrapper

texts = st.text(st.characters(exclude_categories=("Cs",)))


def fed(raw, cuts):
    inside, pieces, start = Unwrapper("answer"), [], 0
    for cut in [*sorted(cuts), len(raw)]:
        pieces.append(inside.feed(raw[start:cut]))
        start = max(start, cut)
    return inside, "".join(pieces)


@given(texts, st.lists(st.integers(0, 400)), st.booleans())
def test_the_text_is_the_same_however_it_is_cut(text, cuts, escaped):
    raw = json.dumps({"answer": text, "regions": [{"answer": "no"}]}, ensure_ascii=escaped)
    inside, given_out = fed(raw, [min(cut, len(raw)) for cut in cuts])
    assert given_out == text
    assert inside.raw == raw


@given(texts, st.integers(0, 400))
def test_what_is_given_out_is_always_a_beginning_of_the_text(text, length):
    raw = json.dumps({"answer": text, "n": 1})
    assert text.startswith(Unwrapper("answer").feed(raw[:length]))


@pytest.mark.parametrize(
    "raw", ["", "Just text.", '{"regions": [], "answer": "late"}', '["answer"]', '{"answer": 5}']
)
def test_what_is_no_such_object_gives_nothing(raw):
    assert Unwrapper("answer").feed(raw) == ""


def test_white_space_before_the_text_is_no_part_of_it():
    assert Unwrapper("answer").feed(' \n{ "answer" :\t" x"}') == " x"
