"""`scripts/evaluate.py`: known answers, verdicts, and a run that goes on where it was stopped."""

from __future__ import annotations

import json

import evaluate
import matplotlib.pyplot as plt
import pytest
from evaluation_questions import QUESTIONS

from jupyter_claude_vision import figures


@pytest.fixture
def api(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    return server


def reply(server, value):
    server.reply(json.dumps({"answer": f"It is {value}.", "data": {"value": value}}))


def run(tmp_path, *words):
    arguments = [*words, "--results", str(tmp_path / "results.jsonl")]
    return evaluate.run_evaluation(evaluate.parse_arguments(arguments))


def test_every_question_has_one_answer_that_its_figure_proves():
    for question in QUESTIONS:
        figure = question.draw()
        truth = figures.query(figure, question.query).value
        assert truth is not None, question.id
        assert evaluate.judge_answer(figure, question, truth) == "right", question.id
        plt.close("all")


def test_answers_are_judged_and_reported_by_tools(api, tmp_path):
    reply(api, 10)
    reply(api, 3)
    assert run(tmp_path, "--questions", "tips-1", "--tools", "off,query") == 0
    report = (tmp_path / "results.md").read_text()
    assert "| off | 1 | 0 | 0 | 0 | 0 |" in report
    assert "| query | 0 | 1 | 0 | 0 | 0 |" in report
    assert "claude-opus-5-5" in report


def test_a_run_goes_on_where_it_was_stopped(api, tmp_path):
    reply(api, 10)
    run(tmp_path, "--questions", "tips-1", "--tools", "off")
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"question": "tips-1", "to')  # the line that was being written
    api.requests.clear()
    run(tmp_path, "--questions", "tips-1", "--tools", "off")
    assert not api.requests


def test_a_budget_ends_it_before_it_is_passed(api, tmp_path, capsys):
    failures = run(tmp_path, "--questions", "tips-1", "--tools", "off", "--budget", "0.0001")
    assert failures == 1
    assert "Stopped: " in capsys.readouterr().err
    assert not api.requests


def test_an_answer_that_did_not_come_is_asked_for_again(api, tmp_path):
    api.fail(401)
    assert run(tmp_path, "--questions", "tips-1", "--tools", "off") == 1
    reply(api, 10)
    assert run(tmp_path, "--questions", "tips-1", "--tools", "off") == 0


def test_the_report_of_the_offline_reader_says_that_it_is_not_claude(tmp_path):
    words = ("--questions", "tips-1", "--tools", "off", "--provider", "offline")
    assert run(tmp_path, *words) == 0
    assert "offline reader, which is not Claude" in (tmp_path / "results.md").read_text()


@pytest.mark.parametrize("words", [["--questions", "nothing"], ["--tools", "crop"]])
def test_a_misspelt_name_is_refused(words, tmp_path):
    with pytest.raises(SystemExit):
        run(tmp_path, *words)
