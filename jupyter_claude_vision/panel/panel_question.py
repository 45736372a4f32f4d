"""A question of a panel, asked in a thread of its own and shown in the browser as it streams."""

from __future__ import annotations

import math
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from ..chat.events import Mark, Note, Piece, Rerouted, Sending, Thinking, ToolFinished, ToolStarted
from ..errors import ClaudeVisionError, Stopped, make_displayable
from ..ipython.thinking_display import fold_html
from ..redaction import redact_exception
from ..text import HtmlStream, escape_html, render_html, render_html_blocks
from .turn_feed import FINAL_STATUSES, describe_answer, describe_tool_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers.answer import Answer
    from ..chat.events import Event
    from ..chat.exchange import Exchange

THREAD_NAME: Final = "claude_see panel"
"""Name of the threads of panels."""

_UPDATE_SECONDS: Final = 0.15
"""Shortest time between two updates: what is new is small, but each is a frame to paint."""

_STOP_NOTICE: Final = "Stopped. The conversation is as before."
_LATE_STOP_NOTICE: Final = "Stopped after the answer: it is complete, and in the conversation."


class PanelQuestion:
    """A question of a panel; the `View` in which its events are shown.

    Parameters
    ----------
    state : dict
        Words and pictures of the question.
    on_change : callable
        Takes the question when there is something new to show.
    stream : bool
        Show the answer as it is written, not only at its end.

    Attributes
    ----------
    result : concurrent.futures.Future
        The answer, or why there is none.
    keywords : dict
        Options of the question, by name, to ask it once more.
    """

    def __init__(
        self, state: dict[str, Any], on_change: Callable[[PanelQuestion], None], *, stream: bool
    ) -> None:
        self.result: Future[Answer] = Future()
        self.keywords: dict[str, object] = {}
        self._state = {
            **state,
            "status": "waiting",
            "blocks": [],
            "verdicts": "",
            "claims": [],
            "thinking": "",
            "captions": [],
            "notes": [],
            "calls": [],
            "footer": "",
            "notice": "",
            "problem": "",
            "regions": [],
        }
        self._on_change = on_change
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._answer: Answer | None = None
        self._html = HtmlStream()
        self._thoughts: list[str] = []
        self._next_update = 0.0 if stream else math.inf

    @property
    def state(self) -> dict[str, Any]:
        """State of the question for the browser."""
        return dict(self._state)

    def to_html(self) -> str:
        """Return the question and its answer as HTML without a script; it is safe."""
        state = self._state
        messages = [state[key] for key in ("notice", "problem") if state[key]]
        parts = [
            f"<blockquote><p>{escape_html(state['prompt'])}</p></blockquote>",
            *(call["html"] for call in state["calls"]),
            fold_html(state["thinking"]),
            *state["blocks"],
            state["verdicts"],
            *(f"<p><strong>{escape_html(text)}</strong></p>" for text in messages),
            f"<p><em>{escape_html(state['footer'])}</em></p>" if state["footer"] else "",
        ]
        return "".join(parts)

    @property
    def is_open(self) -> bool:
        """True until the question has ended."""
        return not self._ended

    @property
    def _ended(self) -> bool:
        return self._state["status"] in FINAL_STATUSES

    @property
    def text(self) -> str:
        """Text of the answer so far."""
        answer = self.answer
        return answer.text if answer is not None else self._html.text

    @property
    def answer(self) -> Answer | None:
        """The answer; None as long as there is none."""
        return self._answer

    def start(self, ask: Callable[[PanelQuestion], Answer]) -> None:
        """Ask in a thread of its own."""
        threading.Thread(target=self._run, args=(ask,), name=THREAD_NAME, daemon=True).start()

    def _run(self, ask: Callable[[PanelQuestion], Answer]) -> None:
        try:
            answer = ask(self)
            state = describe_answer(answer)
            self._answer = answer  # first: whoever sees the end may read it at once
            self._end(state)
            # Last: a cell that waits for it and ends would leave the end out of the notebook.
            self.result.set_result(answer)
        except Stopped as error:
            self._end({"status": "stopped", "notice": _STOP_NOTICE})
            self.result.set_exception(
                Stopped(self._state["notice"]).with_traceback(error.__traceback__)
            )
        except ClaudeVisionError as error:
            self._fail(error, str(error))
        except Exception as error:  # noqa: BLE001 - the panel is where it is shown
            redact_exception(error)  # raised again by whoever waits for it in a cell
            self._fail(error, make_displayable(f"{type(error).__name__}: {error}"))

    def stop(self) -> None:
        """Stop: keep what has arrived, and end the connection."""
        if self._ended:  # also where Python is ending, and nothing can be rendered any more
            return
        exchange = self._exchange
        is_complete = exchange is not None and exchange.committed is not None
        notice = _LATE_STOP_NOTICE if is_complete else _STOP_NOTICE
        news = {"status": "stopped", "notice": notice, "blocks": render_html_blocks(self.text)}
        if not self._close_with(news):
            return
        # Before it is shown: whoever reads that it is stopped relies on nothing more being sent.
        if self._exchange is not None:
            self._exchange.hang_up()
        self._on_change(self)

    def set_exchange(self, exchange: Exchange) -> None:
        """Set the exchange, whose connection `stop` ends."""
        with self._lock:
            self._exchange, is_stopped = exchange, self._ended
        if is_stopped:
            exchange.hang_up()

    def show(self, event: Event) -> None:
        """Show one event; ends the question where it was stopped."""
        if self._ended:
            raise KeyboardInterrupt
        if isinstance(event, (Sending, Rerouted)):
            captions = [image.caption for image in event.images]
            self._set_state({"captions": captions, "status": "sending"})
        elif isinstance(event, Note):
            self._set_state({"notes": [*self._state["notes"], event.text]})
        elif isinstance(event, Thinking):
            self._thoughts.append(event.text)
            if self._state["status"] == "sending":
                self._set_state({"status": "thinking"})  # the browser counts the seconds
        elif isinstance(event, ToolStarted):
            self._html = HtmlStream()  # the text until now was a remark, and no answer
        elif isinstance(event, ToolFinished):
            call = describe_tool_call(event.call, event.source)
            self._set_state({"calls": [*self._state["calls"], call]})
        elif isinstance(event, (Piece, Mark)):
            self._html.add_text(event.text)
            self._show_text()

    def cut(self, partial: Answer) -> None:
        """Show the part of an answer that arrived before it was interrupted."""
        self._set_state({"blocks": render_html_blocks(partial.text), "notice": partial.notice})

    def close(self) -> None:
        """Show nothing more; `_end` has the last word."""

    def _show_text(self) -> None:
        now = time.monotonic()
        if now >= self._next_update:
            self._next_update = now + _UPDATE_SECONDS
            news = {"blocks": list(self._html.render_tail()), "status": "writing"}
            if len(self._thoughts) > 1:
                self._thoughts = ["".join(self._thoughts)]
            if self._thoughts and not self._state["thinking"]:
                news["thinking"] = render_html(self._thoughts[0])
            self._set_state(news)

    def _fail(self, error: Exception, problem: str) -> None:
        self._end({"status": "failed", "problem": problem})
        self.result.set_exception(error)

    def _set_state(self, news: dict[str, Any]) -> None:
        with self._lock:
            if self._ended:
                return
            self._state.update(news)
        self._on_change(self)

    def _end(self, news: dict[str, Any]) -> None:
        if self._close_with(news):
            self._on_change(self)

    def _close_with(self, news: dict[str, Any]) -> bool:
        """Set the last state; return True if the question was open until now."""
        with self._lock:
            if self._ended:
                return False
            self._state.update(news)
            return True
