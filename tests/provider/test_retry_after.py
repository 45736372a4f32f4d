"""How long a provider asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jupyter_claude_vision.provider.retry_after import clock_time_after, parse_retry_after

DATE = "Thu, 26 Nov 2026 12:00:00 GMT"
LATER = "Thu, 26 Nov 2026 12:00:30 GMT"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("-1", 0.0), ("later", None), ("", None), ("nan", None)],
)
def test_seconds(header, seconds):
    assert parse_retry_after({"retry-after": header}) == seconds


def test_no_header_is_no_wait():
    assert parse_retry_after({}) is None


def test_a_date_is_read_by_the_servers_clock():
    assert parse_retry_after({"retry-after": LATER, "date": DATE}, now=0.0) == 30.0


def test_a_date_is_read_by_ours_where_the_server_does_not_tell_its_own():
    now = datetime(2026, 11, 26, 12, 0, 10, tzinfo=UTC).timestamp()
    assert parse_retry_after({"retry-after": LATER}, now) == 20.0


def test_a_date_that_has_passed_is_no_wait():
    assert parse_retry_after({"retry-after": DATE, "date": LATER}) == 0.0


@pytest.mark.parametrize("header", ["1e400", "inf", "999999999999999999999"])
def test_a_huge_wait_can_still_be_told(header):
    seconds = parse_retry_after({"retry-after": header})
    assert seconds is not None
    assert clock_time_after(seconds)


def test_the_end_of_a_wait_has_its_day_where_that_is_not_today():
    now = datetime(2026, 11, 26, 22, 55, tzinfo=UTC)
    assert clock_time_after(600, now) == "23:05"
    assert clock_time_after(7200, now) == "00:55 on 27 November 2026"
