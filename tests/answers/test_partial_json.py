"""The text inside an object that is still being written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.answers.structured import partial_json as unwrapping
from jupyter_claude_vision.answers.structured.partial_json import StringExtractor

texts = st.text(st.characters(exclude_categories=("Cs",)))


def fed(raw, cuts):
    inside, pieces, start = StringExtractor("answer"), [], 0
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
    assert text.startswith(StringExtractor("answer").feed(raw[:length]))


@pytest.mark.parametrize(
    "raw", ["", "Just text.", '{"regions": [], "answer": "late"}', '["answer"]', '{"answer": 5}']
)
def test_what_is_no_such_object_gives_nothing(raw):
    assert StringExtractor("answer").feed(raw) == ""


def test_white_space_before_the_text_is_no_part_of_it():
    assert StringExtractor("answer").feed(' \n{ "answer" :\t" x"}') == " x"


@pytest.mark.parametrize("character", ["\N{GRINNING FACE}", "é", "\n", '"', "\\"])
def test_a_character_that_is_cut_anywhere_waits_for_its_rest(character):
    for escaped in (True, False):
        raw = json.dumps({"answer": f"a{character}b"}, ensure_ascii=escaped)
        for cut in range(len(raw)):
            inside = StringExtractor("answer")
            first, second = inside.feed(raw[:cut]), inside.feed(raw[cut:])
            assert first in ("", "a", f"a{character}", f"a{character}b")
            assert first + second == f"a{character}b"


@pytest.mark.parametrize("raw", [r'{"answer": "a\ud83dz", "n": 1}', '{"answer": "a\nb"}'])
def test_what_json_does_not_allow_ends_what_is_given_out(raw):
    inside = StringExtractor("answer")
    given_out = "".join(map(inside.feed, raw))
    assert given_out == "a"
    assert inside.raw == raw


def test_a_long_answer_is_not_parsed_anew_with_each_piece(monkeypatch):
    """What is parsed in all stays within a few times what came."""
    lengths = []
    original = unwrapping._parse_json
    monkeypatch.setattr(
        unwrapping,
        "_parse_json",
        lambda data, *mode: lengths.append(len(data)) or original(data, *mode),
    )
    raw = json.dumps({"answer": "Märchen\n" * 4000})
    inside = StringExtractor("answer")
    for start in range(0, len(raw), 20):
        inside.feed(raw[start : start + 20])
    assert sum(lengths) < 10 * len(raw)
