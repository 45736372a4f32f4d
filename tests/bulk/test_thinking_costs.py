"""What thinking costs, before and while many are asked: forecasts, budgets, and empty answers."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from loopback import LoopbackServer
from runs import make_items, run_batch, run_items, use_server
from test_batch_run import created

from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.run_budget import BATCH_PRICE_FACTOR, RunBudget, forecast_cost
from jupyter_claude_vision.chat.estimate import Estimate
from jupyter_claude_vision.errors import BudgetError, EmptyAnswerError

ALL_THOUGHT = "Thinking took all of the 1,000 tokens"
MAX_PRICE = Decimal("0.0203")
"""USD that one question of `runs` can take: 1,000 tokens of an answer, and some 60 read."""


@pytest.fixture
def server(monkeypatch):
    with LoopbackServer() as running:
        use_server(monkeypatch, running)
        yield running


def usage(output, thinking=0):
    details = {"thinking_tokens": thinking}
    return {"input_tokens": 60, "output_tokens": output, "output_tokens_details": details}


def test_an_answer_that_thinking_took_all_of_is_no_success_and_is_asked_again(server, tmp_path):
    server.reply("", thinking="", stop_reason="max_tokens", usage=usage(1000, 1000))
    path, answers_seen = tmp_path / "run.jsonl", []
    checkpoint = Checkpoint(path)
    (outcome,) = answers = run_items(
        make_items(1), checkpoint=checkpoint, on_answer=answers_seen.append
    )
    checkpoint.close()
    assert ALL_THOUGHT in answers.failed[0]
    assert answers.usage.thinking == 1000
    assert answers.cost == answers_seen[0].cost > 0
    row = answers.to_frame(thumbnails=False).iloc[0]
    assert row["answer"] is None
    assert (row["thinking_tokens"], row["stop_reason"]) == (1000, "max_tokens")
    assert outcome.error in answers._repr_html_()

    server.reply("Red.", usage=usage(20, 10))
    again = run_items(make_items(1), checkpoint=Checkpoint(path))
    assert not again.failed
    assert again[0].text == "Red."
    assert again[0].answer.usage.thinking == 10
    assert len(server.requests) == 2


def test_an_empty_answer_ends_a_run_that_is_to_end_with_the_first_failure(server):
    server.reply("", thinking="", stop_reason="max_tokens")
    with pytest.raises(EmptyAnswerError, match=rf"picture 0: {ALL_THOUGHT}"):
        run_items(make_items(1), stop_on_failure=True)


def test_a_refusal_is_kept_with_its_reason_and_is_not_asked_again(server, tmp_path):
    details = {"type": "refusal", "explanation": "It is forbidden."}
    server.reply("", stop_reason="refusal", stop_details=details)
    for _ in range(2):
        checkpoint = Checkpoint(tmp_path / "run.jsonl")
        answers = run_items(make_items(1), checkpoint=checkpoint)
        checkpoint.close()
    assert "(It is forbidden.)" in answers[0].answer.notice
    assert len(server.requests) == 1


def test_an_empty_answer_of_a_batch_is_an_error_that_is_asked_again_on_request(server, tmp_path):
    empty = {"text": "", "stop_reason": "max_tokens"}
    server.api.batches._answer = silent(server.api.batches._answer, empty)
    path = tmp_path / "run.jsonl"
    for _ in range(2):
        answers = run_batch(path, make_items(1))
        assert ALL_THOUGHT in answers.failed[0]
    assert len(created(server)) == 1
    answers = run_batch(path, make_items(1), resubmit=True)
    assert len(created(server)) == 2
    assert not answers.failed


def silent(answer, change):
    """Let the first answer be without a word."""
    left = [True]

    def silenced(owner, body):
        message = answer(owner, body)
        if left and left.pop():
            message |= {"content": [], "stop_reason": change["stop_reason"]}
        return message

    return silenced


def test_a_budget_of_ten_answers_lets_many_cheap_ones_through_and_is_never_passed(server):
    for _ in range(40):
        server.reply("Red.", usage=usage(100, 90))
    in_flight, costs = [], []

    def show(progress):
        in_flight.append(progress.in_flight)
        costs.append(progress.cost)

    answers = run_items(make_items(40), budget=10 * MAX_PRICE, show_progress=show)
    assert not answers.failed
    assert 0 < max(in_flight) <= 10
    assert answers.cost == max(costs) <= 10 * MAX_PRICE


def test_near_the_end_of_a_budget_fewer_are_in_flight_and_it_ends_before_it_is_passed(server):
    for _ in range(40):
        server.reply("Red.", usage=usage(900, 800))
    costs = []
    with pytest.raises(BudgetError, match=r"used up.*lower max_tokens.*again to go on"):
        run_items(
            make_items(40),
            budget=10 * MAX_PRICE,
            show_progress=lambda progress: costs.append(progress.cost),
        )
    assert max(costs) + MAX_PRICE > 9 * MAX_PRICE
    assert max(costs) <= 10 * MAX_PRICE
    assert len(server.requests) >= 10


def test_a_batch_asks_as_many_at_a_time_as_the_budget_allows(server, tmp_path):
    answers = run_batch(tmp_path / "run.jsonl", make_items(25), budget=10 * MAX_PRICE / 2)
    assert not answers.failed
    sizes = [len(request.json["requests"]) for request in created(server)]
    assert max(sizes) <= 10
    assert sum(sizes) == 25
    assert answers.cost <= 10 * MAX_PRICE / 2


def test_a_batch_that_the_budget_allows_nothing_of_sends_nothing(server, tmp_path):
    with pytest.raises(BudgetError):
        run_batch(tmp_path / "run.jsonl", make_items(3), budget=MAX_PRICE / 4)
    assert not created(server)


def estimate(model="claude-opus-5-5", **details):
    return Estimate((), 1000, 16_000, model, "anthropic", **details)


def test_a_forecast_counts_thinking_as_seen_so_far_and_a_guess_before():
    assert estimate().output_tokens == 300 + 1024
    assert estimate("claude-opus-4-8").output_tokens == 300
    assert estimate(seen_output=5000).output_tokens == 5000
    assert estimate(seen_output=50_000).output_tokens == 16_000
    assert forecast_cost([estimate()], 10).likely == 10 * (1000 * 4 + 1324 * 20) / Decimal(10**6)
    assert forecast_cost([estimate()], 10, mean_output=5000).likely == Decimal("1.04")
    assert forecast_cost(
        [estimate()], 10, mean_output=5000, price_factor=BATCH_PRICE_FACTOR
    ).likely == Decimal("0.52")


def test_a_run_knows_its_own_answers_before_the_kernels():
    budget = RunBudget(None, prior_mean_output=7000)
    assert budget.mean_output == 7000
    for output in (100, 300):
        details = {"model": "m", "provider": "anthropic", "cost": Decimal("0.01")}
        budget.release_price(
            Decimal(0), SimpleNamespace(usage=Usage(1, output), requests=1, **details)
        )
    assert budget.mean_output == 200
    assert RunBudget(None).mean_output is None


def test_a_dry_run_says_what_is_likely_with_the_thinking():
    text = str(estimate(seen_output=5000))
    assert text == (
        "about 1,000 tokens in, at most 16,000 out · about USD 0.0040 to read, likely USD 0.1040 "
        "with the answer, at most USD 0.3240"
    )
