"""What is done about a request that was refused: the clock is the test's."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.bulk.retry_policy import Patience
from jupyter_claude_vision.errors import (
    CredentialsError,
    NetworkError,
    OverloadedError,
    RateLimitedError,
    RequestRejectedError,
    UnknownModelError,
)
from jupyter_claude_vision.provider.clients.async_client import Refusal


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def patience(clock):
    return Patience(clock)


def broken(status=500):
    return Refusal(OverloadedError("Broken.", status=status))


def limited(retry_after=None):
    return Refusal(RateLimitedError("Too many.", status=429), retry_after)


@pytest.mark.parametrize("kind", [CredentialsError, UnknownModelError])
def test_what_every_picture_would_meet_ends_the_run(patience, clock, kind):
    assert patience.judge(0, Refusal(kind("No.")), clock()) == "end the run"


def test_what_is_wrong_with_one_picture_is_its_own_failure(patience, clock):
    refusal = Refusal(RequestRejectedError("No.", status=400))
    assert patience.judge(0, refusal, clock()) == "fail"


@pytest.mark.parametrize("refusal", [broken(500), broken(503), Refusal(NetworkError("Gone."))])
def test_a_service_that_never_answers_ends_the_run_after_six_rounds(patience, clock, refusal):
    for _ in range(5):
        sent_at = clock()
        clock.now += 1
        for position in range(20):
            assert patience.judge(position, refusal, sent_at) == "try again"
        clock.now += 1
    sent_at = clock()
    assert patience.judge(0, refusal, sent_at) == "end the run"


def test_a_service_that_fails_now_and_then_does_not_end_the_run(patience, clock):
    for number in range(200):
        clock.now += 1
        assert patience.judge(number, broken(), clock()) == "try again"
        patience.answered(number)


def test_a_picture_on_which_the_service_breaks_fails_alone(patience, clock):
    patience.answered(0)
    verdicts = []
    for _ in range(6):
        clock.now += 1
        verdicts.append(patience.judge(1, broken(), clock()))
    assert verdicts == ["try again"] * 5 + ["fail"]


@pytest.mark.parametrize("refusal", [limited(), broken(529)])
def test_a_busy_provider_is_asked_again_for_ten_minutes(patience, clock, refusal):
    for _ in range(60):
        assert patience.judge(0, refusal, clock()) == "try again"
        clock.now += 10
    clock.now += 1
    assert patience.judge(0, refusal, clock()) == "end the run"


def test_a_wait_that_is_too_long_ends_the_run(patience, clock):
    assert patience.judge(0, limited(600), clock()) == "try again"
    assert patience.judge(0, limited(601), clock()) == "end the run"
