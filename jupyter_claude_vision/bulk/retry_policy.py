"""What to do about a request that was refused: try again, leave its picture, or end the run."""

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

    from ..provider.clients.async_client import Refusal

Verdict: TypeAlias = Literal["try again", "fail", "end the run"]

OF_NO_USE: Final = (CredentialsError, UnknownModelError, NoFilesError)
"""Errors that every other picture would meet, too."""

_BUSY: Final = 529
_ATTEMPTS: Final = 6
"""How often a picture is tried at a service that is broken, and how many rounds of requests fail
before the service counts as broken for all."""

_PATIENCE: Final = 600.0
"""Seconds without a single answer after which a provider that is always busy is given up."""


class Patience:
    """Judges refusals; knows of all requests of a run.

    Parameters
    ----------
    clock : callable
        Seconds, from any beginning.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._attempts: dict[int, int] = {}
        self._last_answer = clock()
        self._has_answered = False
        self._refused: set[int] = set()
        self._rounds = 0
        self._round_began = float("-inf")

    def answered(self, position: int) -> None:
        """Note that a picture was answered."""
        self._attempts.pop(position, None)
        self._refused.clear()
        self._rounds = 0
        self._last_answer = self._clock()
        self._has_answered = True

    def judge(self, position: int, refusal: Refusal, sent_at: float) -> Verdict:
        """Return what is to be done about a refusal.

        Parameters
        ----------
        position : int
            Of the picture.
        refusal : Refusal
        sent_at : float
            When its request was sent, by the clock.
        """
        error = refusal.error
        if isinstance(error, OF_NO_USE):
            return "end the run"
        if not isinstance(error, (RateLimitedError, OverloadedError, NetworkError)):
            return "fail"
        if refusal.retry_after is not None and refusal.retry_after > LONGEST_WAIT:
            return "end the run"
        if isinstance(error, RateLimitedError) or error.status == _BUSY:
            waited = self._clock() - self._last_answer
            return "end the run" if waited > _PATIENCE else "try again"
        return self._judge_failure(position, sent_at)

    def _judge_failure(self, position: int, sent_at: float) -> Verdict:
        """Tell a service that is broken from a picture that it breaks on."""
        if sent_at >= self._round_began:
            self._rounds += 1
            self._round_began = self._clock()
        self._refused.add(position)
        attempts = self._attempts[position] = self._attempts.get(position, 0) + 1
        is_only_this = self._has_answered and len(self._refused) == 1
        if self._rounds >= _ATTEMPTS and not is_only_this:
            return "end the run"
        return "fail" if attempts >= _ATTEMPTS else "try again"
