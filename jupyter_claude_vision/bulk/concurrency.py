"""How many requests may be in flight: as many as the provider lets.

Twice as many with every round of answers until it first refuses, then half as many and one more a
round, as TCP does (RFC 5681); none while it wants to be left alone (``retry-after``), and no faster
than its rate-limit headers say. Pure: the clock is given, and nothing is sent from here.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ..options.run_options import MOST_REQUESTS
from ..provider.retry_after import LONGEST_WAIT, server_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

START: Final = 10

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_REQUESTS: Final = "requests"
_TOKENS: Final = ("tokens", "input-tokens")
_LONGEST_REFILL: Final = 60.0
"""Seconds in which an allowance, which is per minute, is whole again; a reset that is further off
is told by a clock that goes wrong."""


class Pace:
    """How many requests may be in flight now.

    Parameters
    ----------
    most : int
        Never more than this.
    start : int
        How many at first.
    clock : callable
        Seconds, from any beginning.
    wall : callable
        Seconds since 1970, which is what the headers tell where a response has no date.
    spread : callable
        A factor around 1 for pauses, so that several kernels do not come back at once.
    """

    def __init__(
        self,
        most: int = MOST_REQUESTS,
        *,
        start: int = START,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        spread: Callable[[], float] = lambda: random.uniform(0.8, 1.2),
    ) -> None:
        self.most = most
        self._limit = float(min(start, most))
        self._clock = clock
        self._wall = wall
        self._spread = spread
        self._paused_until = 0.0
        self._cut_at = float("-inf")
        self._refusals = 0

    @property
    def limit(self) -> int:
        """How many may be in flight."""
        return int(self._limit)

    def free(self, in_flight: int) -> int:
        """Return how many more may be sent now."""
        return 0 if self.wait() else max(0, self.limit - in_flight)

    def wait(self) -> float:
        """Return for how many seconds nothing is to be sent."""
        return max(0.0, self._paused_until - self._clock())

    def answered(self, headers: Mapping[str, str], tokens: int = 0) -> None:
        """Note an answer.

        Parameters
        ----------
        headers : mapping of str to str
            Of the response.
        tokens : int
            What the request took.
        """
        self._refusals = 0
        was_refused = self._cut_at > float("-inf")
        self._limit = min(self.most, self._limit + (1 / self._limit if was_refused else 1))
        now = server_time(headers, self._wall())
        waits = [_replenished(headers, _REQUESTS, 1, now)]
        waits += [_replenished(headers, kind, tokens, now) for kind in _TOKENS]
        self._pause(min(max(waits), _LONGEST_REFILL))

    def refused(self, sent_at: float, retry_after: float | None) -> None:
        """Note a request that was refused because there are too many, or that failed for now.

        Parameters
        ----------
        sent_at : float
            By the clock. Requests that were on their way before the last cut do not cut again.
        retry_after : float or None
            Seconds, of which `LONGEST_WAIT` are waited at most; without it the pause doubles with
            each refusal in a row.
        """
        if sent_at >= self._cut_at:
            self._limit = max(1.0, self._limit / 2)
            self._cut_at = self._clock()
            self._refusals += 1
        if retry_after is None:
            doubled = _FIRST_PAUSE * 2 ** min(self._refusals - 1, 10)
            retry_after = min(_LONGEST_PAUSE, doubled) * self._spread()
        self._pause(min(retry_after, LONGEST_WAIT))

    def _pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._clock() + seconds)


@dataclass(frozen=True, slots=True)
class _Allowance:
    limit: float
    remaining: float
    reset: float


def _replenished(headers: Mapping[str, str], kind: str, need: float, now: float) -> float:
    """Return in how many seconds there is enough of an allowance for one more request."""
    allowance = _allowance(headers, kind)
    if allowance is None or allowance.remaining >= need:
        return 0.0
    # What is used up comes back evenly until the reset, not all at once at the reset.
    used = max(allowance.limit - allowance.remaining, need)
    share = (need - allowance.remaining) / used
    return max(0.0, min(1.0, share) * (allowance.reset - now))


def _allowance(headers: Mapping[str, str], kind: str) -> _Allowance | None:
    name = f"anthropic-ratelimit-{kind}"
    try:
        return _Allowance(
            limit=float(headers.get(f"{name}-limit", 0)),
            remaining=float(headers[f"{name}-remaining"]),
            reset=_in_utc(datetime.fromisoformat(headers[f"{name}-reset"])).timestamp(),
        )
    except (KeyError, ValueError, OverflowError):
        return None  # not sent, or not in a form that is known


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
