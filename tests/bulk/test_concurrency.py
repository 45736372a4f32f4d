"""How many requests are in flight: the clock is the test's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from jupyter_claude_vision.bulk.concurrency_limit import ConcurrencyLimit


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limit(clock):
    return ConcurrencyLimit(64, initial=10, clock=clock, wall_clock=clock, jitter=lambda: 1.0)


def headers(kind, allowance, remaining, reset):
    at = datetime.fromtimestamp(reset, UTC).isoformat().replace("+00:00", "Z")
    return {
        f"anthropic-ratelimit-{kind}-limit": str(allowance),
        f"anthropic-ratelimit-{kind}-remaining": str(remaining),
        f"anthropic-ratelimit-{kind}-reset": at,
    }


def test_twice_as_many_after_a_round_of_answers(limit):
    for _ in range(10):
        limit.note_answer({})
    assert limit.value == 20


def test_after_a_refusal_one_more_for_each_round_of_answers(limit, clock):
    limit.note_refusal(clock(), 0.0)
    assert limit.value == 5
    for _ in range(6):
        limit.note_answer({})
    assert limit.value == 6


def test_never_more_than_the_most(limit):
    for _ in range(10_000):
        limit.note_answer({})
    assert limit.value == 64
    assert limit.count_free_slots(60) == 4
    assert limit.count_free_slots(70) == 0


def test_half_as_many_after_a_refusal_and_none_until_it_says(limit, clock):
    limit.note_refusal(clock(), 3.0)
    assert limit.count_free_slots(0) == 0
    assert limit.seconds_to_wait() == 3.0
    clock.now += 3.1
    assert limit.count_free_slots(0) == 5


def test_requests_that_were_on_their_way_together_cut_once(limit, clock):
    sent_at = clock()
    clock.now += 0.1
    for _ in range(10):
        limit.note_refusal(sent_at, 1.0)
    assert limit.value == 5


def test_at_least_one_stays_in_flight(limit, clock):
    for _ in range(20):
        clock.now += 100
        limit.note_refusal(clock(), 0.0)
    clock.now += 1
    assert limit.count_free_slots(0) == 1


def test_without_retry_after_the_pause_doubles_and_ends(limit, clock):
    waits = []
    for _ in range(10):
        limit.note_refusal(clock(), None)
        waits.append(limit.seconds_to_wait())
        clock.now += waits[-1] + 0.01
    assert waits[:4] == pytest.approx([0.5, 1.0, 2.0, 4.0])
    assert waits[-1] == 30.0


def test_an_answer_ends_the_doubling(limit, clock):
    for _ in range(5):
        limit.note_refusal(clock(), None)
        clock.now += 60
    limit.note_answer({})
    limit.note_refusal(clock(), None)
    assert limit.seconds_to_wait() == 0.5


def test_a_used_up_allowance_pauses_for_as_long_as_one_request_takes_to_come_back(limit, clock):
    limit.note_answer(headers("requests", 50, 0, clock() + 60))
    assert limit.seconds_to_wait() == pytest.approx(1.2, abs=0.01)


def test_an_allowance_of_tokens_counts_what_a_request_takes(limit, clock):
    limit.note_answer(headers("input-tokens", 10_000, 500, clock() + 57), tokens=1500)
    assert limit.seconds_to_wait() == pytest.approx(57 * 1000 / 9500, abs=0.01)
    clock.now += 60
    limit.note_answer(headers("input-tokens", 10_000, 1500, clock() + 57), tokens=1500)
    assert limit.seconds_to_wait() == 0


@pytest.mark.parametrize("reset", ["soon", "", "2026-13-45T00:00:00Z"])
def test_headers_in_another_form_are_left_aside(limit, reset):
    limit.note_answer(
        {"anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": reset}
    )
    assert limit.seconds_to_wait() == 0


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_hours_off_does_not_stall_a_run(clock, hours):
    """The server's allowance is back in 6 s by its own clock, whatever ours says."""
    limit = ConcurrencyLimit(
        64, clock=clock, wall_clock=lambda: clock() + hours * 3600, jitter=lambda: 1.0
    )
    of_the_server = format_datetime(datetime.fromtimestamp(clock(), UTC), usegmt=True)
    limit.note_answer({**headers("requests", 10, 0, clock() + 60), "date": of_the_server})
    assert limit.seconds_to_wait() == pytest.approx(6.0, abs=0.1)


def test_without_the_servers_date_a_wrong_clock_costs_a_minute_at_most(clock):
    limit = ConcurrencyLimit(64, clock=clock, wall_clock=lambda: clock() - 7200, jitter=lambda: 1.0)
    limit.note_answer(headers("requests", 1, 0, clock() + 60))
    assert limit.seconds_to_wait() <= 60


@pytest.mark.parametrize("seconds", [601.0, 1e9, float("inf")])
def test_a_wait_has_an_end(limit, clock, seconds):
    limit.note_refusal(clock(), seconds)
    assert limit.seconds_to_wait() == 600
