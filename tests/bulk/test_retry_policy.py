"""What is done about a request that was refused: the clock is the test's."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.bulk.retry_policy import RetryPolicy
from jupyter_claude_vision.errors import (
    CredentialsError,
    NetworkError,
    OverloadedError,
    RateLimitedError,
    RequestRejectedError,
    UnknownModelError,
)
from jupyter_claude_vision.provider.clients.async_sender import Refusal


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def policy(clock):
    return RetryPolicy(clock)


def broken(status=500):
    return Refusal(OverloadedError("Broken.", status=status))


def limited(retry_after=None):
    return Refusal(RateLimitedError("Too many.", status=429), retry_after)


@pytest.mark.parametrize("kind", [CredentialsError, UnknownModelError])
def test_what_every_picture_would_meet_ends_the_run(policy, clock, kind):
    assert policy.decide_after_refusal(0, Refusal(kind("No.")), clock()) == "end run"


def test_what_is_wrong_with_one_picture_is_its_own_failure(policy, clock):
    refusal = Refusal(RequestRejectedError("No.", status=400))
    assert policy.decide_after_refusal(0, refusal, clock()) == "fail item"


@pytest.mark.parametrize("refusal", [broken(500), broken(503), Refusal(NetworkError("Gone."))])
def test_a_service_that_never_answers_ends_the_run_after_six_rounds(policy, clock, refusal):
    for _ in range(5):
        sent_at = clock()
        clock.now += 1
        for position in range(20):
            assert policy.decide_after_refusal(position, refusal, sent_at) == "retry"
        clock.now += 1
    sent_at = clock()
    assert policy.decide_after_refusal(0, refusal, sent_at) == "end run"


def test_a_service_that_fails_now_and_then_does_not_end_the_run(policy, clock):
    for number in range(200):
        clock.now += 1
        assert policy.decide_after_refusal(number, broken(), clock()) == "retry"
        policy.note_answer(number)


def test_a_picture_on_which_the_service_breaks_fails_alone(policy, clock):
    policy.note_answer(0)
    decisions = []
    for _ in range(6):
        clock.now += 1
        decisions.append(policy.decide_after_refusal(1, broken(), clock()))
    assert decisions == ["retry"] * 5 + ["fail item"]


@pytest.mark.parametrize("refusal", [limited(), broken(529)])
def test_a_busy_provider_is_asked_again_for_ten_minutes(policy, clock, refusal):
    for _ in range(60):
        assert policy.decide_after_refusal(0, refusal, clock()) == "retry"
        clock.now += 10
    clock.now += 1
    assert policy.decide_after_refusal(0, refusal, clock()) == "end run"


def test_a_wait_that_is_too_long_ends_the_run(policy, clock):
    assert policy.decide_after_refusal(0, limited(600), clock()) == "retry"
    assert policy.decide_after_refusal(0, limited(601), clock()) == "end run"
