"""Retries of requests that failed for now, after a wait that is announced and can be canceled.

The SDK's own retries sleep uninterruptibly, for as long as a server asks them to, and then send
the request, even if its question was stopped meanwhile.
"""

from __future__ import annotations

import math
import random
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from .error_mapping import SPEND_LIMIT
from .retry_after import LONGEST_WAIT, clock_time_after, parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx2

    from .cancellation import Cancellation

MOST_RETRIES: Final = 2
"""The SDK's own number."""

_TEMPORARY: Final = frozenset({408, 409, 429})
"""Statuses that may pass, besides errors from 500 on; the SDK's own list."""

_PERMANENT: Final = frozenset({501, 505, 507})
"""Not implemented, not this version of HTTP, no room: statuses that will not pass."""

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 8.0
"""Seconds between attempts where no wait is requested, and at most where none is announced."""

_CLOCK_SECONDS: Final = 60.0
"""Seconds from which a wait is announced by its end."""

_LONGEST_BODY: Final = 65_536
"""Bytes of an error that are read so that its connection can be used again."""


class Retries:
    """Middleware of the SDK that retries failed attempts; its client must not retry itself.

    Parameters
    ----------
    place : callable
        Returns the platform or gateway, as a sentence names it.

    Attributes
    ----------
    limit : int
        Most retries of one request.
    """

    def __init__(self, place: Callable[[], str]) -> None:
        self.limit = MOST_RETRIES
        self._place = place
        self._thread = threading.local()  # each thread asks its own question

    @contextmanager
    def announced(
        self, tell: Callable[[str], None], cancellation: Cancellation | None = None
    ) -> Iterator[None]:
        """Announce this thread's waits, and let them be canceled.

        Parameters
        ----------
        tell : callable
            Takes one sentence.
        cancellation : Cancellation, optional
            Once canceled, nothing more is sent, and `KeyboardInterrupt` is raised.
        """
        thread = self._thread
        previous = getattr(thread, "tell", None), getattr(thread, "cancellation", None)
        thread.tell, thread.cancellation = tell, cancellation
        try:
            yield
        finally:
            thread.tell, thread.cancellation = previous

    @contextmanager
    def disabled(self) -> Iterator[None]:
        """Retry nothing in this thread: there is no time to wait."""
        self._thread.is_disabled = True
        try:
            yield
        finally:
            self._thread.is_disabled = False

    @property
    def tell(self) -> Callable[[str], None] | None:
        """The listener to this thread's announcements."""
        return getattr(self._thread, "tell", None)

    @property
    def _cancellation(self) -> Cancellation | None:
        return getattr(self._thread, "cancellation", None)

    def __call__(self, request: Any, call_next: Callable[[Any], Any]) -> Any:
        """Return the response to a request, the last one where none succeeded."""
        import anthropic

        cancellation: Cancellation | None = getattr(self._thread, "cancellation", None)
        number = 0
        while True:
            if cancellation is not None:
                cancellation.check()
            is_last = number >= self.limit or getattr(self._thread, "is_disabled", False)
            try:
                response = call_next(request)
            except anthropic.APIConnectionError:
                if is_last:
                    raise
                self._wait(f"No answer from {self._place()}", None, number)
            else:
                if response.status_code < 400:
                    return response
                delay = parse_retry_after(response.headers)
                longest = LONGEST_WAIT if self.tell is not None else _LONGEST_PAUSE
                if is_last or not _is_temporary(response) or (delay or 0) > longest:
                    return response
                if response.status_code == 429 and delay is None and _is_spend_limit(response):
                    return response
                _finish_response(response.http_response)
                place = self._place()
                problem = f"{place[0].upper()}{place[1:]} is busy ({response.status_code})"
                self._wait(problem, delay, number)
            number += 1

    def _wait(self, problem: str, delay: float | None, number: int) -> None:
        if self.tell is not None:
            self.tell(f"{problem}: {_describe_delay(delay)}.")
        seconds = delay or _choose_pause(number)
        if self._cancellation is not None:
            self._cancellation.wait(seconds)
        else:
            time.sleep(seconds)


def _is_temporary(response: Any) -> bool:
    """Return whether a request that got a response may succeed later."""
    header = response.headers.get("x-should-retry")  # the API's own, which the SDK heeds, too
    if header in {"true", "false"}:
        return bool(header == "true")
    status: int = response.status_code
    return (status in _TEMPORARY or status >= 500) and status not in _PERMANENT


def _is_spend_limit(response: Any) -> bool:
    """Return whether the account's spend limit is reached, which no wait helps."""
    import httpx2

    try:
        response.http_response.read()  # the body is kept for a later reader
        return bool(response.http_response.json()["error"]["details"]["error_code"] == SPEND_LIMIT)
    except (httpx2.HTTPError, ValueError, LookupError, TypeError):
        return False  # a body without such a code


def _finish_response(response: httpx2.Response) -> None:
    """Read a short error to its end, so that its connection is kept; close any other."""
    import httpx2

    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= _LONGEST_BODY:
        with suppress(httpx2.HTTPError):  # a body that breaks off is closed as well
            response.read()
    response.close()


def _describe_delay(seconds: float | None) -> str:
    if not seconds:
        return "trying again"
    if seconds < _CLOCK_SECONDS:
        return f"trying again in {seconds:g} s"
    return f"this question waits until {clock_time_after(seconds)}, then tries again"


def _choose_pause(number: int) -> float:
    pause = min(_FIRST_PAUSE * math.pow(2, number), _LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.0)  # so that several kernels do not come back at once
