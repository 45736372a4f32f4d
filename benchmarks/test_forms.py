"""A long answer in a form, read while it is written.

``python benchmarks/test_forms.py`` prints the ratio of reading each piece once to parsing all that
came with each piece.
"""

from __future__ import annotations

import json
import statistics
import time

import jiter
import pytest

from jupyter_claude_vision.answers.structured.partial_json import StringExtractor

TEXT = "One sentence of an answer, with é and a \N{GRINNING FACE}.\n" * 2000
RAW = json.dumps({"answer": TEXT, "regions": []}, ensure_ascii=False)
PIECES = [RAW[start : start + 20] for start in range(0, len(RAW), 20)]


def each_piece_once() -> str:
    inside = StringExtractor("answer")
    return "".join(map(inside.feed, PIECES))


def all_with_each_piece() -> str:
    raw, text = b"", ""
    for piece in PIECES:
        raw += piece.encode()
        text = jiter.from_json(raw, partial_mode="trailing-strings").get("answer", "")
    return text


@pytest.mark.benchmark(group="a form of 100 kB")
@pytest.mark.parametrize("way", [each_piece_once, all_with_each_piece])
def test_a_long_answer_in_a_form(benchmark, way):
    assert benchmark.pedantic(way, rounds=3) == TEXT


def main() -> None:
    ratios = []
    for _ in range(5):
        started = time.perf_counter()
        each_piece_once()
        middle = time.perf_counter()
        all_with_each_piece()
        ratios.append((middle - started) / (time.perf_counter() - middle))
    print(f"{len(RAW):,} characters in {len(PIECES):,} pieces: {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()
