"""How many requests are in flight: the clock is the test's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from jupyter_claude_vision.bulk.concurrency import Pace


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(64, start=10, clock=clock, wall=clock, spread=lambda: 1.0)


def headers(kind, limit, remaining, reset):
    at = datetime.fromtimestamp(reset, UTC).isoformat().replace("+00:00", "Z")
    return {
        f"anthropic-ratelimit-{kind}-limit": str(limit),
        f"anthropic-ratelimit-{kind}-remaining": str(remaining),
        f"anthropic-ratelimit-{kind}-reset": at,
    }


def test_twice_as_many_after_a_round_of_answers(pace):
    for _ in range(10):
        pace.answered({})
    assert pace.limit == 20


def test_after_a_refusal_one_more_for_each_round_of_answers(pace, clock):
    pace.refused(clock(), 0.0)
    assert pace.limit == 5
    for _ in range(6):
        pace.answered({})
    assert pace.limit == 6


def test_never_more_than_the_most(pace):
    for _ in range(10_000):
        pace.answered({})
    assert pace.limit == 64
    assert pace.free(60) == 4
    assert pace.free(70) == 0


def test_half_as_many_after_a_refusal_and_none_until_it_says(pace, clock):
    pace.refused(clock(), 3.0)
    assert pace.free(0) == 0
    assert pace.wait() == 3.0
    clock.now += 3.1
    assert pace.free(0) == 5


def test_requests_that_were_on_their_way_together_cut_once(pace, clock):
    sent = clock()
    clock.now += 0.1
    for _ in range(10):
        pace.refused(sent, 1.0)
    assert pace.limit == 5


def test_at_least_one_stays_in_flight(pace, clock):
    for _ in range(20):
        clock.now += 100
        pace.refused(clock(), 0.0)
    clock.now += 1
    assert pace.free(0) == 1


def test_without_retry_after_the_pause_doubles_and_ends(pace, clock):
    waits = []
    for _ in range(10):
        pace.refused(clock(), None)
        waits.append(pace.wait())
        clock.now += waits[-1] + 0.01
    assert waits[:4] == pytest.approx([0.5, 1.0, 2.0, 4.0])
    assert waits[-1] == 30.0


def test_an_answer_ends_the_doubling(pace, clock):
    for _ in range(5):
        pace.refused(clock(), None)
        clock.now += 60
    pace.answered({})
    pace.refused(clock(), None)
    assert pace.wait() == 0.5


def test_a_used_up_allowance_pauses_for_as_long_as_one_request_takes_to_come_back(pace, clock):
    pace.answered(headers("requests", 50, 0, clock() + 60))
    assert pace.wait() == pytest.approx(1.2, abs=0.01)


def test_an_allowance_of_tokens_counts_what_a_request_takes(pace, clock):
    pace.answered(headers("input-tokens", 10_000, 500, clock() + 57), tokens=1500)
    assert pace.wait() == pytest.approx(57 * 1000 / 9500, abs=0.01)
    clock.now += 60
    pace.answered(headers("input-tokens", 10_000, 1500, clock() + 57), tokens=1500)
    assert pace.wait() == 0


@pytest.mark.parametrize("reset", ["soon", "", "2026-13-45T00:00:00Z"])
def test_headers_in_another_form_are_left_aside(pace, reset):
    pace.answered(
        {"anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": reset}
    )
    assert pace.wait() == 0


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_hours_off_does_not_stall_a_run(clock, hours):
    """The server's allowance is back in 6 s by its own clock, whatever ours says."""
    pace = Pace(64, clock=clock, wall=lambda: clock() + hours * 3600, spread=lambda: 1.0)
    of_the_server = format_datetime(datetime.fromtimestamp(clock(), UTC), usegmt=True)
    pace.answered({**headers("requests", 10, 0, clock() + 60), "date": of_the_server})
    assert pace.wait() == pytest.approx(6.0, abs=0.1)


def test_without_the_servers_date_a_wrong_clock_costs_a_minute_at_most(clock):
    pace = Pace(64, clock=clock, wall=lambda: clock() - 7200, spread=lambda: 1.0)
    pace.answered(headers("requests", 1, 0, clock() + 60))
    assert pace.wait() <= 60


@pytest.mark.parametrize("seconds", [601.0, 1e9, float("inf")])
def test_a_wait_has_an_end(pace, clock, seconds):
    pace.refused(clock(), seconds)
    assert pace.wait() == 600
