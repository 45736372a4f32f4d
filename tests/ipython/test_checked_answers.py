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
    if name.startswith("plotly"):
        pytest.importorskip("kaleido")
    code, statements = FIGURES[name]
    kernel.ok(f"import numpy as np\nimport matplotlib.pyplot as plt\n{code}\nplt.close('all')")
    text = " ".join(f"In short, {quote}." for quote, *_ in statements)
    claims = [{"quote": q, "query": query, "value": v} for q, query, v, _ in statements]
    server.reply(json.dumps({"answer": text, "claims": claims}))
    shown = kernel.ok("answer = %claude_see fig --check --new").final["text/plain"]
    verdicts = ["right" if is_true else "wrong" for *_, is_true in statements]
    assert kernel.value("[claim.verdict for claim in answer.claims]") == verdicts
    for (quote, *_), verdict in zip(statements, verdicts, strict=True):
        assert f"{quote} {MARKS[verdict]}" in shown


def test_a_wrong_answer_is_asked_for_again_with_the_datas_values(kernel, server):
    query = "SELECT max(value) FROM data"
    wrong = {"quote": "peaks at 9", "query": query, "value": 9}
    server.reply(json.dumps({"answer": "It peaks at 9.", "claims": [wrong]}))
    first = kernel.ok("answer = %claude_see fig --check --new").final["text/plain"]
    assert "answer.repair() asks once more" in first
    right = {"quote": "peaks at 5", "query": query, "value": 5}
    server.reply(json.dumps({"answer": "It peaks at 5.", "claims": [right]}))
    result = kernel.ok("better = answer.repair()")
    shown = [display.get("text/plain", "") for display in result.displays]
    assert any("peaks at 9 ✗ (5)" in text for text in shown)
    assert "peaks at 5 ✓" in result.final["text/plain"]
    assert kernel.value("better.claims[0].verdict") == "right"
    request = [r for r in server.requests if r.path == "/v1/messages"][-1].json
    prompt = request["messages"][-1]["content"]
    texts = prompt if isinstance(prompt, str) else " ".join(b.get("text", "") for b in prompt)
    assert '"peaks at 9": the data give 5' in texts


def test_an_answer_with_nothing_wrong_is_not_asked_for_again(kernel, server):
    server.reply(json.dumps({"answer": "A line.", "claims": []}))
    kernel.ok("answer = %claude_see fig --check --new")
    result = kernel.run("answer.repair()")
    assert "there is nothing to repair" in result.error["evalue"]
