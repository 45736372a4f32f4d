"""A question as text: in a terminal, and in a script."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ..answers.call_rendering import describe_call
from ..answers.rendering import render_findings_plain
from ..chat.events import (
    Done,
    Mark,
    Note,
    Piece,
    Progress,
    Sending,
    Thinking,
    ToolFinished,
    ToolStarted,
)
from ..visible import to_visible_text
from .thinking_display import ThinkingDisplay, to_terminal_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers.answer import Answer
    from ..chat.events import Event

_BLANKS: Final = " " * 4
"""Cover the rest of a longer line: "Thought for 59 s." follows "thinking… 59 s"."""


class TerminalView:
    """A view that writes text.

    Parameters
    ----------
    write : callable
        Takes text.
    ticks : bool
        Show how long Claude thinks, on one line that is written over.
    write_aside : callable, optional
        Takes what is said about the answer: captions, notes, thinking, the cost. By default it
        stands beside the answer.
    """

    def __init__(
        self,
        write: Callable[[str], object],
        *,
        ticks: bool = False,
        write_aside: Callable[[str], object] | None = None,
    ) -> None:
        self._write = write
        self._write_aside = write_aside or write
        self._ticks = ticks
        self._has_text = False
        self._thinking = self._create_thinking_display()

    def _create_thinking_display(self) -> ThinkingDisplay:
        return ThinkingDisplay(
            self._show_status,
            lambda summary: self._write_aside(f"{to_terminal_text(summary)}\n"),
            ticks=self._ticks,
        )

    def show(self, event: Event) -> None:  # noqa: C901 - one branch for each kind of event
        """Show one event."""
        if isinstance(event, Piece):
            self._write_piece(event.text)
        elif isinstance(event, Thinking):
            self._thinking.add_summary(event.text)
        elif isinstance(event, Sending):
            self._write_aside("".join(f"[{image.caption}]\n" for image in event.images))
        elif isinstance(event, Progress):
            self._show_progress(event)
        elif isinstance(event, Note):
            start = "\r" if self._thinking.is_shown else ""
            self._write_aside(f"{start}[{to_visible_text(event.text)}]\n")
        elif isinstance(event, Mark):
            self._write(to_visible_text(f" {event.text} "))
        elif isinstance(event, ToolStarted):
            self._finish_remark()
        elif isinstance(event, ToolFinished):
            self._write_aside(f"[{describe_call(event.call, event.source)}]\n")
        elif isinstance(event, Done):
            if not self._has_text:
                self._thinking.finish_display()
            self._write_answer(event.answer)

    def _finish_remark(self) -> None:
        """End what was thought and written before calls."""
        self._thinking.finish_display()
        self._thinking = self._create_thinking_display()
        if self._has_text:
            self._write("\n")
            self._has_text = False

    def _write_piece(self, text: str) -> None:
        if not self._has_text:
            self._has_text = True
            self._thinking.finish_display()
        # Most pieces are plain words, and there are hundreds of them.
        is_plain = text.isascii() and text.replace("\n", "").isprintable()
        self._write(text if is_plain else to_visible_text(text))
        sys.stdout.flush()

    def _show_progress(self, progress: Progress) -> None:
        if self._ticks:
            self._show_status(progress.text, progress.count == progress.total)

    def cut(self, partial: Answer) -> None:
        """Write the end of an answer that was broken off."""
        self._thinking.finish_display()
        if partial.text:
            self._write_answer(partial)

    def close(self) -> None:
        """Stop counting the seconds."""
        self._thinking.stop_ticker()

    def _show_status(self, text: str, is_last: bool) -> None:
        """Write over the last status; the final one stays."""
        end = "\n" if is_last else ""
        self._write_aside(f"\r[{text}]{_BLANKS}{end}")
        sys.stdout.flush()

    def _write_answer(self, answer: Answer) -> None:
        parts = render_findings_plain(answer.findings)
        findings = "".join(f"\n{to_visible_text(part)}\n" for part in parts)
        notice = f"[{answer.notice}]\n" if answer.notice else ""
        # An answer that does not have the requested form arrives as a whole, at the end.
        marked_text = to_visible_text(answer.to_marked_text())
        text = "" if self._has_text else marked_text
        if self._has_text and any(claim.span for claim in answer.claims):
            text = f"\n\n[With a mark after each statement:]\n{marked_text}"
        self._write(f"{text}\n{findings}")
        self._write_aside(f"{to_visible_text(notice)}[{to_visible_text(answer.footer)}]\n")
