"""The kernel's budget, where several things are asked at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from loopback import LoopbackServer
from runs import make_items, run_items

from jupyter_claude_vision.chat.estimate import Estimate
from jupyter_claude_vision.chat.spending import Ledger, Reservation
from jupyter_claude_vision.errors import BudgetError

ONE_DOLLAR = Estimate((), 0, 50_000, "claude-opus-5-5", "anthropic")


@pytest.fixture
def server(monkeypatch):
    with LoopbackServer() as running:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
        monkeypatch.setenv("NO_PROXY", "*")
        yield running


def run(count, reservation, ledger, **details):
    items = make_items(count)
    return run_items(
        items, max_in_flight=4, reservation=reservation, on_answer=ledger.add_answer, **details
    )


def test_questions_at_the_same_time_cannot_pass_a_budget_together():
    ledger, together = Ledger(), threading.Barrier(8)

    def ask(_):
        together.wait()
        with Reservation(ledger, 3.5) as reservation:
            try:
                reservation.take_for(ONE_DOLLAR)
            except BudgetError:
                allowed = False
            else:
                allowed = True
            together.wait()
        return allowed

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 3
    assert ledger.reserved == 0


def test_a_refused_question_sets_nothing_aside_and_says_what_is_on_its_way():
    ledger = Ledger()
    with Reservation(ledger, 1.5) as first:
        first.take_for(ONE_DOLLAR)
        second = Reservation(ledger, 1.5)
        with pytest.raises(BudgetError, match=r"up to 1\.0000 are on their way"):
            second.take_for(ONE_DOLLAR)
        assert ledger.reserved == 1
    second.take_for(ONE_DOLLAR)


def test_a_question_without_a_budget_counts_for_those_with_one():
    ledger = Ledger()
    with Reservation(ledger, 0) as unlimited:
        unlimited.take_for(ONE_DOLLAR)
        assert not Reservation(ledger, 1.5).take_amount(Decimal(1))


def test_a_run_waits_for_a_question_beside_it_before_it_ends_for_want_of_budget(server):
    ledger = Ledger()
    beside = Reservation(ledger, 1)
    assert beside.take_amount(Decimal("0.99"))
    shown = []

    def show(_):
        shown.append(len(server.requests))
        if len(shown) == 5:  # the pictures are ready, and nothing was sent
            beside.give_back_all()

    answers = run(3, Reservation(ledger, 1), ledger, show_progress=show)
    assert shown[:5] == [0] * 5
    assert not answers.failed
    assert ledger.reserved == 0
    assert ledger.spent == answers.cost


def test_a_question_beside_a_run_leaves_it_what_it_has_set_aside(server):
    ledger, hold = Ledger(), server.hold("/v1/messages")
    reservation = Reservation(ledger, 0.1)
    with ThreadPoolExecutor(1) as pool:
        answers = pool.submit(run, 1, reservation, ledger)
        assert hold.arrived.wait(60)
        with pytest.raises(BudgetError, match="on their way"):
            Reservation(ledger, 0.1).take_for(
                Estimate((), 0, 4_500, "claude-opus-5-5", "anthropic")
            )
        hold.release()
        assert answers.result().cost == ledger.spent
    assert ledger.reserved == 0


def test_the_kernels_budget_ends_a_run_by_its_own_name(server):
    ledger = Ledger()
    with pytest.raises(BudgetError, match=r"budget of USD 0\.02 is used up"):
        run(20, Reservation(ledger, 0.021), ledger, budget=Decimal(9))
    assert 0 < ledger.spent < Decimal("0.021")
