"""One question of a panel: asked in a thread of its own, told to the browser as it goes."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

from ..answers.claim_marks import render_claims_html
from ..chat.events import Mark, Note, Piece, Rerouted, Sending, Thinking
from ..errors import ClaudeVisionError, Stopped, make_displayable
from ..ipython.display import next_update
from ..redaction import redact_exception
from ..text import escape_markdown, render_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers.answer import Answer
    from ..chat.events import Event
    from ..chat.exchange import Exchange

THREAD: Final = "claude_see panel"
"""What the threads of panels are called."""

_STOPPED: Final = "Stopped. The conversation is as before."
_STOPPED_AFTER: Final = "Stopped after the answer: it is complete, and in the conversation."


class Asked:
    """One question, and what came of it so far; the `View` that its events are shown in.

    Parameters
    ----------
    state : dict
        What is known of it from the start: its words and what it is about.
    changed : callable
        Takes the question when there is something new to show.
    stream : bool
        Show the answer as it is written, not only at its end.
    """

    def __init__(
        self, state: dict[str, Any], changed: Callable[[Asked], None], *, stream: bool
    ) -> None:
        self.answer: Answer | None = None
        self.error: BaseException | None = None
        self.finished = threading.Event()
        self._state = {
            **state,
            "status": "waiting",
            "html": "",
            "thinking": "",
            "captions": [],
            "notes": [],
            "footer": "",
            "notice": "",
            "problem": "",
            "regions": [],
        }
        self._changed = changed
        self._stream = stream
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._ended = False
        self._pieces: list[str] = []
        self._thoughts: list[str] = []
        self._next_update = 0.0

    @property
    def state(self) -> dict[str, Any]:
        """What the browser is told."""
        return dict(self._state)

    @property
    def is_open(self) -> bool:
        """Whether more can come of it."""
        return not self._ended

    @property
    def text(self) -> str:
        """What came of the answer so far, as it was written."""
        return self.answer.text if self.answer is not None else "".join(self._pieces)

    def start(self, ask: Callable[[Asked], Answer]) -> None:
        """Ask in a thread of its own."""
        threading.Thread(target=self._run, args=(ask,), name=THREAD, daemon=True).start()

    def _run(self, ask: Callable[[Asked], Answer]) -> None:
        try:
            self.answer = ask(self)
            self._end(_told(self.answer))
        except Stopped:
            self._end({"status": "stopped", "notice": _STOPPED})
        except ClaudeVisionError as error:
            self._fail(error, str(error))
        except Exception as error:  # noqa: BLE001 - the panel is where it is shown
            redact_exception(error)  # raised again by whoever waits for it in a cell
            self._fail(error, make_displayable(f"{type(error).__name__}: {error}"))
        finally:
            self.finished.set()

    def stop(self) -> None:
        """Stop: what came is kept, and the connection ends."""
        if self._ended:  # also where Python is ending, and nothing can be rendered any more
            return
        exchange = self._exchange
        is_complete = exchange is not None and exchange.committed is not None
        notice = _STOPPED_AFTER if is_complete else _STOPPED
        said = {"status": "stopped", "notice": notice, "html": render_html(self.text)}
        if not self._closed(said):
            return
        # First, since whoever reads that it is stopped relies on it that nothing more is sent.
        if self._exchange is not None:
            self._exchange.hang_up()
        self._changed(self)

    def began(self, exchange: Exchange) -> None:
        """Take what can be hung up on."""
        with self._lock:
            self._exchange, ended = exchange, self._ended
        if ended:
            exchange.hang_up()

    def show(self, event: Event) -> None:
        """Show one event; ends the question where it was stopped."""
        if self._ended:
            raise KeyboardInterrupt
        if isinstance(event, (Sending, Rerouted)):
            captions = [image.caption for image in event.images]
            self._tell({"captions": captions, "status": "sending"})
        elif isinstance(event, Note):
            self._tell({"notes": [*self._state["notes"], event.text]})
        elif isinstance(event, Thinking):
            self._thoughts.append(event.text)
            if self._state["status"] == "sending":
                self._tell({"status": "thinking"})  # the browser counts the seconds
        elif isinstance(event, (Piece, Mark)):
            self._pieces.append(event.text)
            self._update()

    def cut(self, partial: Answer) -> None:
        """Show what came of an answer that was broken off."""
        self._tell({"html": render_html(partial.text), "notice": partial.notice})

    def close(self) -> None:
        """Show nothing more; `_end` has the last word."""

    def _update(self) -> None:
        now = time.monotonic()
        if self._stream and now >= self._next_update:
            self._next_update = next_update(now, len(self.text))
            thinking = render_html("".join(self._thoughts))
            self._tell({"html": render_html(self.text), "thinking": thinking, "status": "writing"})

    def _fail(self, error: Exception, said: str) -> None:
        self.error = error
        self._end({"status": "failed", "problem": said})

    def _tell(self, news: dict[str, Any]) -> None:
        with self._lock:
            if self._ended:
                return
            self._state.update(news)
        self._changed(self)

    def _end(self, news: dict[str, Any]) -> None:
        if self._closed(news):
            self._changed(self)

    def _closed(self, news: dict[str, Any]) -> bool:
        """Take the last news; return whether it was open until now."""
        with self._lock:
            if self._ended:
                return False
            self._state.update(news)
            self._ended = True
            return True


def _render_answer(answer: Answer) -> str:
    if not answer.findings.is_checked:
        return render_html(answer.text)
    marked = render_html(answer.to_marked_text(escape_markdown))
    return marked + render_claims_html(answer.claims)


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "status": "done",
        "prompt": answer.prompt,
        "html": _render_answer(answer),
        "thinking": render_html(answer.thinking),
        "captions": [image.caption for image in answer.images],
        "footer": answer.footer,
        "notice": answer.notice,
        "problem": " ".join(answer.findings.problems),
        "regions": [
            {
                "number": region.number,
                "label": region.label,
                "sentence": region.sentence,
                "picture": region.name,
                "bounds": list(region.bounds),
                "data": str(region.data) if region.data else "",
            }
            for region in answer.regions
        ],
    }
