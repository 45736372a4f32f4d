"""Attempts that are made again: what failed for now, after a wait that is told and can be ended.

The SDK's own retries sleep where no other thread is heard, for as long as a server asks them to,
and then send the request, whether or not its question was stopped meanwhile.
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

    from .cancellation import Line

MOST: Final = 2
"""How often an attempt is made again; the SDK's own number."""

_FOR_NOW: Final = frozenset({408, 409, 429})
"""What may go better the next time, besides errors from 500 on; the SDK's own list."""

_FOR_EVER: Final = frozenset({501, 505, 507})
"""Not implemented, not this version of HTTP, no room: what will be the same the next time."""

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 8.0
"""Seconds between attempts where no wait is asked for, and at most where nobody is told of it."""

_TOLD_BY_THE_CLOCK: Final = 60.0
"""Seconds from which a wait is told by its end."""

_LONGEST_BODY: Final = 65_536
"""Bytes of an error that are read so that its connection can be used again."""


class Retries:
    """The SDK's middleware that makes failed attempts again; its client is to make none itself.

    Parameters
    ----------
    place : callable
        Returns who answers, as a sentence names it.

    Attributes
    ----------
    most : int
        How often an attempt is made again.
    """

    def __init__(self, place: Callable[[], str]) -> None:
        self.most = MOST
        self._place = place
        self._thread = threading.local()  # each thread asks its own question

    @contextmanager
    def attended(self, tell: Callable[[str], None], line: Line | None = None) -> Iterator[None]:
        """Let this thread's waits be told, and be ended with a line.

        Parameters
        ----------
        tell : callable
            Takes one sentence.
        line : Line, optional
            Once it is hung up, nothing more is sent, and `KeyboardInterrupt` is raised.
        """
        before = self.tell, self._line
        self._thread.tell, self._thread.line = tell, line
        try:
            yield
        finally:
            self._thread.tell, self._thread.line = before

    @contextmanager
    def made_once(self) -> Iterator[None]:
        """Let this thread's attempts be made once, since there is no time to wait."""
        self._thread.once = True
        try:
            yield
        finally:
            self._thread.once = False

    @property
    def tell(self) -> Callable[[str], None] | None:
        """Who listens to this thread."""
        return getattr(self._thread, "tell", None)

    @property
    def _line(self) -> Line | None:
        return getattr(self._thread, "line", None)

    def __call__(self, request: Any, call_next: Callable[[Any], Any]) -> Any:
        """Return the response to a request, the last one where none succeeded."""
        import anthropic

        number = 0
        while True:
            if self._line is not None:
                self._line.check()
            is_last = number >= self.most or getattr(self._thread, "once", False)
            try:
                response = call_next(request)
            except anthropic.APIConnectionError:
                if is_last:
                    raise
                self._wait(f"No answer from {self._place()}", None, number)
            else:
                wish = parse_retry_after(response.headers)
                longest = LONGEST_WAIT if self.tell is not None else _LONGEST_PAUSE
                if is_last or not _may_succeed_later(response) or (wish or 0) > longest:
                    return response
                if response.status_code == 429 and wish is None and _is_spent(response):
                    return response
                _finish(response.http_response)
                place = self._place()
                busy = f"{place[0].upper()}{place[1:]} is busy ({response.status_code})"
                self._wait(busy, wish, number)
            number += 1

    def _wait(self, why: str, wish: float | None, number: int) -> None:
        if self.tell is not None:
            self.tell(f"{why}: {_announce(wish)}.")
        seconds = wish or _pause(number)
        if self._line is not None:
            self._line.wait(seconds)
        else:
            time.sleep(seconds)


def _may_succeed_later(response: Any) -> bool:
    wish = response.headers.get("x-should-retry")  # the API's own, which the SDK heeds, too
    if wish in {"true", "false"}:
        return bool(wish == "true")
    status: int = response.status_code
    return (status in _FOR_NOW or status >= 500) and status not in _FOR_EVER


def _is_spent(response: Any) -> bool:
    """Return whether the account's spend limit is reached, which no wait helps."""
    import httpx2

    try:
        response.http_response.read()  # kept, for whoever reads it again
        return bool(response.http_response.json()["error"]["details"]["error_code"] == SPEND_LIMIT)
    except (httpx2.HTTPError, ValueError, LookupError, TypeError):
        return False  # it tells of no such thing


def _finish(response: httpx2.Response) -> None:
    """Read a short error to its end, so that its connection is kept; close any other."""
    import httpx2

    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= _LONGEST_BODY:
        with suppress(httpx2.HTTPError):  # one that breaks off is closed as well
            response.read()
    response.close()


def _announce(seconds: float | None) -> str:
    if not seconds:
        return "trying again"
    if seconds < _TOLD_BY_THE_CLOCK:
        return f"trying again in {seconds:g} s"
    return f"this question waits until {clock_time_after(seconds)}, then tries again"


def _pause(number: int) -> float:
    pause = min(_FIRST_PAUSE * math.pow(2, number), _LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.0)  # so that several kernels do not come back at once
