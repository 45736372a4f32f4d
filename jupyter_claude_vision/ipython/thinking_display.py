"""Display of how long Claude thinks, and of the summary of its thinking."""

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
"""Seconds between two updates; thinking that takes less is not mentioned."""

LABEL: Final = "What Claude thought"
_MINUTE: Final = 60


class Ticker:
    """Repeated calls of a function, in a thread of its own, until they are stopped.

    In a thread, since nothing at all comes over the wire while a model thinks.

    Parameters
    ----------
    function : callable
    seconds : float
        Between two calls, and before the first.
    """

    def __init__(self, function: Callable[[], None], seconds: float) -> None:
        self._function = function
        self._seconds = seconds
        self._stop_event = threading.Event()
        # In the context of the waiting thread, by which a kernel finds the cell to display under.
        run = copy_context().run
        self._thread = threading.Thread(
            target=run, args=(self._call_repeatedly,), name="claude_see thinking", daemon=True
        )
        self._thread.start()

    def _call_repeatedly(self) -> None:
        while not self._stop_event.wait(self._seconds):
            self._function()

    def stop_calls(self) -> None:
        """Stop calling; the last call is over when this returns."""
        self._stop_event.set()
        self._thread.join()


class ThinkingDisplay:
    """Display of how long Claude has been thinking, and of the summary in the end.

    Parameters
    ----------
    show_status : callable
        Takes a line that replaces the one before, and True for the last one.
    show_summary : callable
        Takes the summary, if there is one.
    ticks : bool
        Show the status.
    seconds : float
        Between two updates of it.
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
        self._start_time = 0.0
        self.is_shown = False
        self._is_over = False
        self._texts: list[str] = []
        self._ticker: Ticker | None = None

    def add_summary(self, text: str) -> None:
        """Add text to the summary; the first call, whose text may be empty, starts the time."""
        if self._is_over:
            return
        self._texts.append(text)
        if self._ticks and self._ticker is None:
            self._start_time = self._clock()
            self._ticker = Ticker(self._show_time, self._seconds)

    def _show_time(self) -> None:
        self.is_shown = True
        self._show_status(f"thinking… {self._format_time()}", False)

    def _format_time(self) -> str:
        minutes, seconds = divmod(int(self._clock() - self._start_time), _MINUTE)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

    def finish_display(self) -> None:
        """Show how long it took, and the summary; a second call changes nothing."""
        if self._is_over:
            return
        self._is_over = True
        self.stop_ticker()
        if self.is_shown:
            self._show_status(f"Thought for {self._format_time()}.", True)
        if summary := "".join(self._texts).strip():
            self._show_summary(summary)

    def stop_ticker(self) -> None:
        """Stop counting the seconds."""
        if self._ticker is not None:
            self._ticker.stop_calls()
            self._ticker = None
            self._ticks = False


def to_folded_data(summary: str) -> dict[str, str]:
    """Return a summary of the thinking as display data: folded in HTML."""
    return {"text/html": fold_html(render_html(summary)), "text/plain": to_terminal_text(summary)}


def fold_html(content: str) -> str:
    """Return safe HTML folded under a label; empty for empty content."""
    return f"<details><summary>{LABEL}</summary>{content}</details>" if content else ""


def to_terminal_text(summary: str) -> str:
    """Return a summary of the thinking for a terminal."""
    return f"[{LABEL}]\n{to_visible_text(summary)}\n"
