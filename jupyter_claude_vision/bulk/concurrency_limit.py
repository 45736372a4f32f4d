"""Adaptive limit on the requests in flight.

It doubles with every round of answers until the provider first refuses a request; then it halves
and grows by one a round, as TCP's does (RFC 5681). It is zero during a ``retry-after``, and keeps
to the rate-limit headers. The clock is a parameter, and nothing is sent from here.
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

INITIAL_LIMIT: Final = 10

_FIRST_PAUSE: Final = 0.5
_MAX_PAUSE: Final = 30.0
_MAX_REFILL: Final = 60.0
"""Seconds in which an allowance, which is per minute, is replenished; a reset further in the future
comes from a wrong clock."""


class ConcurrencyLimit:
    """The number of requests that may be in flight now.

    Parameters
    ----------
    maximum : int
    initial : int
    clock : callable
        Returns seconds on a monotonic clock.
    wall_clock : callable
        Returns seconds since 1970; used where a response has no date.
    jitter : callable
        Returns a factor around 1 for pauses, so that several kernels do not return at once.
    """

    def __init__(
        self,
        maximum: int = MOST_REQUESTS,
        *,
        initial: int = INITIAL_LIMIT,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = lambda: random.uniform(0.8, 1.2),
    ) -> None:
        self._maximum = maximum
        self._limit = float(min(initial, maximum))
        self._clock = clock
        self._wall_clock = wall_clock
        self._jitter = jitter
        self._paused_until = 0.0
        self._reduced_at = float("-inf")
        self._refusals = 0

    @property
    def value(self) -> int:
        """The number of requests that may be in flight."""
        return int(self._limit)

    def count_free_slots(self, in_flight: int) -> int:
        """Return the number of further requests that may be sent now."""
        return 0 if self.seconds_to_wait() else max(0, self.value - in_flight)

    def seconds_to_wait(self) -> float:
        """Return the seconds until the next request may be sent."""
        return max(0.0, self._paused_until - self._clock())

    def note_answer(self, headers: Mapping[str, str], tokens: int = 0) -> None:
        """Take an answer into account.

        Parameters
        ----------
        headers : mapping of str to str
            Of the response.
        tokens : int
            Input tokens of the request.
        """
        self._refusals = 0
        has_been_reduced = self._reduced_at > float("-inf")
        self._limit = min(self._maximum, self._limit + (1 / self._limit if has_been_reduced else 1))
        now = server_time(headers, self._wall_clock())
        needs = {"requests": 1, "tokens": tokens, "input-tokens": tokens}
        waits = [_seconds_to_refill(headers, kind, need, now) for kind, need in needs.items()]
        self._pause_for(min(max(waits), _MAX_REFILL))

    def note_refusal(self, sent_at: float, retry_after: float | None) -> None:
        """Take into account a request that the provider was too busy for, or that failed.

        Parameters
        ----------
        sent_at : float
            On the clock. Requests sent before the last reduction do not reduce the limit again.
        retry_after : float or None
            Seconds, at most `LONGEST_WAIT`; without it the pause doubles with each refusal in a
            row.
        """
        if sent_at >= self._reduced_at:
            self._limit = max(1.0, self._limit / 2)
            self._reduced_at = self._clock()
            self._refusals += 1
        if retry_after is None:
            doubled = _FIRST_PAUSE * 2 ** min(self._refusals - 1, 10)
            retry_after = min(_MAX_PAUSE, doubled) * self._jitter()
        self._pause_for(min(retry_after, LONGEST_WAIT))

    def _pause_for(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._clock() + seconds)


@dataclass(frozen=True, slots=True)
class _Allowance:
    limit: float
    remaining: float
    reset: float


def _seconds_to_refill(headers: Mapping[str, str], kind: str, need: float, now: float) -> float:
    """Return the seconds until an allowance is enough for another request."""
    allowance = _parse_allowance(headers, kind)
    if allowance is None or allowance.remaining >= need:
        return 0.0
    # An allowance refills evenly until its reset, not all at once at the reset.
    shortfall = max(allowance.limit - allowance.remaining, need)
    share = (need - allowance.remaining) / shortfall
    return max(0.0, min(1.0, share) * (allowance.reset - now))


def _parse_allowance(headers: Mapping[str, str], kind: str) -> _Allowance | None:
    name = f"anthropic-ratelimit-{kind}"
    try:
        return _Allowance(
            limit=float(headers.get(f"{name}-limit", 0)),
            remaining=float(headers[f"{name}-remaining"]),
            reset=_to_utc(datetime.fromisoformat(headers[f"{name}-reset"])).timestamp(),
        )
    except (KeyError, ValueError, OverflowError):
        return None  # absent, or in an unknown form


def _to_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
