"""Decision about a refused request: retry it, fail its item, or end the run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..errors import (
    CredentialsError,
    NetworkError,
    NoFilesError,
    OverloadedError,
    RateLimitedError,
    UnknownModelError,
)
from ..provider.retry_after import LONGEST_WAIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..provider.clients.async_sender import Refusal

Decision: TypeAlias = Literal["retry", "fail item", "end run"]

FATAL_ERRORS: Final = (CredentialsError, UnknownModelError, NoFilesError)
"""Errors that every other item would meet as well."""

_OVERLOADED: Final = 529
_MAX_ATTEMPTS: Final = 6
"""Attempts for an item at a service that fails, and rounds of failed requests after which the
service counts as broken for all items."""

_MAX_SECONDS_WITHOUT_ANSWER: Final = 600.0
"""Time after which a provider that is always busy ends the run."""


class RetryPolicy:
    """Policy for refused requests, which takes all requests of a run into account.

    Parameters
    ----------
    clock : callable
        Returns seconds on a monotonic clock.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._attempts: dict[int, int] = {}
        self._last_answer_at = clock()
        self._has_answered = False
        self._failing_positions: set[int] = set()
        self._failed_rounds = 0
        self._round_started_at = float("-inf")

    def note_answer(self, position: int) -> None:
        """Take the answer about an item into account."""
        self._attempts.pop(position, None)
        self._failing_positions.clear()
        self._failed_rounds = 0
        self._last_answer_at = self._clock()
        self._has_answered = True

    def decide_after_refusal(self, position: int, refusal: Refusal, sent_at: float) -> Decision:
        """Return the decision about a refused request.

        Parameters
        ----------
        position : int
            Of the item.
        refusal : Refusal
        sent_at : float
            Time on the clock when the request was sent.
        """
        error = refusal.error
        if isinstance(error, FATAL_ERRORS):
            return "end run"
        if not isinstance(error, (RateLimitedError, OverloadedError, NetworkError)):
            return "fail item"
        if refusal.retry_after is not None and refusal.retry_after > LONGEST_WAIT:
            return "end run"
        if isinstance(error, RateLimitedError) or error.status == _OVERLOADED:
            seconds = self._clock() - self._last_answer_at
            return "end run" if seconds > _MAX_SECONDS_WITHOUT_ANSWER else "retry"
        return self._decide_after_failure(position, sent_at)

    def _decide_after_failure(self, position: int, sent_at: float) -> Decision:
        """Distinguish a service that is broken from an item that breaks it."""
        if sent_at >= self._round_started_at:
            self._failed_rounds += 1
            self._round_started_at = self._clock()
        self._failing_positions.add(position)
        attempts = self._attempts[position] = self._attempts.get(position, 0) + 1
        is_only_this = self._has_answered and len(self._failing_positions) == 1
        if self._failed_rounds >= _MAX_ATTEMPTS and not is_only_this:
            return "end run"
        return "fail item" if attempts >= _MAX_ATTEMPTS else "retry"
