"""Views of a question under a cell: the pictures as sent, the answer as it is written, the cost.

Two displays: the pictures, which the answer's text joins at the end, and the answer, which is
updated in place until then and keeps what follows the text. A console takes no updates: there, each
is shown once.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from ..answers.call_rendering import to_call_displays
from ..chat.events import (
    Done,
    Mark,
    Note,
    Piece,
    Progress,
    Rerouted,
    Sending,
    Thinking,
    ToolFinished,
    ToolStarted,
)
from .alt_text import length_note
from .cell_output import (
    CellOutput,
    PictureBlock,
    StreamedAnswer,
    takes_updates,
    to_caption_data,
)
from .terminal_view import TerminalView
from .thinking_display import ThinkingDisplay, to_folded_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell

    from ..answers.answer import Answer
    from ..chat.events import Event, View

SHOWN_BYTES: Final = 300_000
"""Most bytes of a question's pictures in the notebook, where no setting says otherwise."""


def create_view(shell: InteractiveShell, *, stream: bool, shown_bytes: int = SHOWN_BYTES) -> View:
    """Return a view that suits the shell.

    Parameters
    ----------
    shell : InteractiveShell
    stream : bool
        Show the answer as it is written, where the front end can.
    shown_bytes : int
        Most bytes of the pictures in the notebook.
    """
    if hasattr(shell, "kernel"):
        updates = takes_updates(shell)
        return NotebookView(shell, stream=stream, updates=updates, shown_bytes=shown_bytes)
    return TerminalView(sys.stdout.write, ticks=stream and sys.stdout.isatty())


class NotebookView:
    """View of a question in a notebook.

    Parameters
    ----------
    shell : InteractiveShell
    stream : bool
        Show the pictures at once, and the answer as it is written; else all of it at the end.
    updates : bool
        The front end updates what is shown; else each display is shown once.
    shown_bytes : int
        Most bytes of the pictures in the notebook.
    clock : callable
        Seconds, monotonic.
    """

    def __init__(
        self,
        shell: InteractiveShell,
        *,
        stream: bool,
        updates: bool = True,
        shown_bytes: int = SHOWN_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._output = CellOutput(shell.display_pub, updates=stream and updates, holds=not stream)
        self._pictures = PictureBlock(self._output, shown_bytes)
        self._answer = StreamedAnswer(self._output, self._pictures.show_text, clock)
        self._stream = stream
        self._clock = clock
        self._status = self._output.open_display()
        self._thinking = self._create_thinking_display()

    def _create_thinking_display(self) -> ThinkingDisplay:
        return ThinkingDisplay(
            self._show_status,
            lambda summary: self._output.publish(to_folded_data(summary)),
            ticks=self._stream,
            clock=self._clock,
        )

    def show(self, event: Event) -> None:  # noqa: C901 - one branch for each kind of event
        """Show one event."""
        if isinstance(event, Piece):
            self._thinking.finish_display()
            self._answer.add_text(event.text)
        elif isinstance(event, Thinking):
            self._thinking.add_summary(event.text)
        elif isinstance(event, Sending):
            self._pictures.show_images(event.images)
        elif isinstance(event, Rerouted):
            self._pictures.correct_captions(event.images)
        elif isinstance(event, Note):
            self._output.publish(to_caption_data(event.text))
        elif isinstance(event, Progress):
            self._show_progress(event)
        elif isinstance(event, Mark):
            self._answer.add_mark(event.text)
        elif isinstance(event, ToolStarted):
            self._finish_remark()
        elif isinstance(event, ToolFinished):
            for data, metadata in to_call_displays(event.call, event.source):
                self._output.publish(data, metadata)
        elif isinstance(event, Done):
            self._show_answer(event.answer)

    def _finish_remark(self) -> None:
        """End what was thought and written before calls: what follows has displays of its own."""
        self._thinking.finish_display()
        self._status = self._output.open_display()
        self._thinking = self._create_thinking_display()
        self._answer.finish_remark()
        self._answer = StreamedAnswer(self._output, lambda _: False, self._clock)

    def cut(self, partial: Answer) -> None:
        """Show the beginning of an answer that was broken off, if there is one."""
        self._thinking.finish_display()
        if partial.text:
            self._show_answer(partial)

    def close(self) -> None:
        """Stop counting the seconds of thinking, and show what was held back."""
        self._thinking.stop_ticker()
        self._pictures.finish_display("")
        self._output.release()

    def _show_answer(self, answer: Answer) -> None:
        """Show the whole answer: its text beside the pictures where they have room."""
        self._thinking.finish_display()
        text, rest = answer.to_html_parts()
        self._pictures.mark_regions(answer)
        if answer.is_alternative_text:
            self._pictures.describe(answer)
        if self._pictures.finish_display(text):
            text = ""
        self._output.release()
        data = to_display_data(answer)
        self._answer.finish_text(self._pictures.render_unshown(text), rest, data)
        if answer.is_alternative_text:
            self._output.publish(to_caption_data(length_note(answer)))

    def _show_status(self, text: str, is_last: bool) -> None:
        """Show the time of thinking in a display of its own."""
        self._status.show(to_caption_data(text), is_last=is_last)

    def _show_progress(self, progress: Progress) -> None:
        """Show how far something is, with a bar; it shares the display of the thinking."""
        data, is_last = to_caption_data(progress.text), progress.count == progress.total
        if not is_last:
            values = f'max="{progress.total}" value="{progress.count}"'
            bar = f" <progress {values} aria-hidden=true></progress></div>"
            data["text/html"] = data["text/html"].replace("</div>", bar)
        self._status.show(data, is_last=is_last)


def to_display_data(answer: Answer) -> dict[str, str]:
    """Return an answer as display data."""
    return {
        "text/html": "".join(answer.to_html_parts()),
        "text/markdown": answer._repr_markdown_(),
        "text/plain": answer.to_text(),
    }
