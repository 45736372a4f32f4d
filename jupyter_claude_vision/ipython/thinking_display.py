"""What is shown while Claude thinks, and of what it thought."""

from __future__ import annotations

import threading
import time
from contextvars import copy_context
from typing import TYPE_CHECKING, Final

from ..text import render_html
from ..visible import to_visible_text

if TYPE_CHECKING:
    from collections.abc import Callable

TICK_SECONDS: Final = 1.0
"""Between two looks at the clock; thinking that takes less is not spoken of."""

LABEL: Final = "What Claude thought"
_MINUTE: Final = 60


class Ticker:
    """Calls a function again and again, in a thread of its own, until it is stopped.

    A thread, since nothing at all comes over the wire while a model thinks.

    Parameters
    ----------
    function : callable
    seconds : float
        Between two calls, and before the first.
    """

    def __init__(self, function: Callable[[], None], seconds: float) -> None:
        self._function = function
        self._seconds = seconds
        self._stopped = threading.Event()
        # In the context of who waits, by which a kernel knows the cell to show things under.
        run = copy_context().run
        self._thread = threading.Thread(
            target=run, args=(self._run,), name="claude_see thinking", daemon=True
        )
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            self._function()

    def stop(self) -> None:
        """Call no more; the last call is over when this returns."""
        self._stopped.set()
        self._thread.join()


class ThinkingDisplay:
    """Display of how long Claude has been thinking, and of the summary in the end.

    Parameters
    ----------
    show_status : callable
        Takes a line that takes the place of the one before, and whether it is the last.
    show_summary : callable
        Takes the summary, where there is one.
    ticks : bool
        Whether the status is shown at all.
    seconds : float
        Between two of them.
    clock : callable
        Seconds, monotonic.
    """

    def __init__(
        self,
        show_status: Callable[[str, bool], object],
        show_summary: Callable[[str], object],
        *,
        ticks: bool,
        seconds: float = TICK_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._show_status = show_status
        self._show_summary = show_summary
        self._ticks = ticks
        self._seconds = seconds
        self._clock = clock
        self._started = 0.0
        self.is_shown = False
        self._is_over = False
        self._texts: list[str] = []
        self._ticker: Ticker | None = None

    def add(self, text: str) -> None:
        """Take that it thinks, and what the summary goes on with; the first call starts it."""
        if self._is_over:
            return
        self._texts.append(text)
        if self._ticks and self._ticker is None:
            self._started = self._clock()
            self._ticker = Ticker(self._tick, self._seconds)

    def _tick(self) -> None:
        self.is_shown = True
        self._show_status(f"thinking… {self._elapsed()}", False)

    def _elapsed(self) -> str:
        minutes, seconds = divmod(int(self._clock() - self._started), _MINUTE)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

    def end(self) -> None:
        """Say how long it took, and show the summary; more than once changes nothing."""
        if self._is_over:
            return
        self._is_over = True
        self.stop()
        if self.is_shown:
            self._show_status(f"Thought for {self._elapsed()}.", True)
        if summary := "".join(self._texts).strip():
            self._show_summary(summary)

    def stop(self) -> None:
        """Count no longer."""
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None
            self._ticks = False


def folded(summary: str) -> dict[str, str]:
    """Return a summary of what was thought as display data: folded where that can be."""
    return {"text/html": folded_html(render_html(summary)), "text/plain": as_text(summary)}


def folded_html(content: str) -> str:
    """Return safe HTML folded under a label; nothing where it is empty."""
    return f"<details><summary>{LABEL}</summary>{content}</details>" if content else ""


def as_text(summary: str) -> str:
    """Return a summary of what was thought for a terminal."""
    return f"[{LABEL}]\n{to_visible_text(summary)}\n"
