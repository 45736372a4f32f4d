"""Answers to --check, through a real kernel and a real server: each statement gets its mark."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "claims"))
from statements import FIGURES

MARKS = {"right": "✓", "wrong": "✗"}


@pytest.mark.parametrize("name", FIGURES)
def test_every_statement_about_a_figure_is_marked_as_it_is(kernel, server, name):
    code, statements = FIGURES[name]
    kernel.ok(f"import numpy as np\nimport matplotlib.pyplot as plt\n{code}\nplt.close(fig)")
    text = " ".join(f"In short, {quote}." for quote, *_ in statements)
    claims = [{"quote": q, "query": query, "value": v} for q, query, v, _ in statements]
    server.reply(json.dumps({"answer": text, "claims": claims}))
    shown = kernel.ok("answer = %claude_see fig --check --new").final["text/plain"]
    verdicts = ["right" if is_true else "wrong" for *_, is_true in statements]
    assert kernel.value("[claim.verdict for claim in answer.claims]") == verdicts
    for (quote, *_), verdict in zip(statements, verdicts, strict=True):
        assert f"{quote} {MARKS[verdict]}" in shown
