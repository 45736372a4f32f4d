"""Views of a question under a cell: the pictures as sent, the answer as it is written, the cost.

Pictures are displays of their own, since front ends, exports and nbval all know ``image/png`` and
``image/jpeg``. The answer is one display, updated in place.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from ..answers.call_rendering import to_call_displays
from ..answers.citations import append_mark
from ..answers.findings import find_cut
from ..chat.events import (
    Done,
    Mark,
    Note,
    Piece,
    Rerouted,
    Sending,
    Thinking,
    ToolFinished,
    ToolStarted,
)
from ..imaging.overlay import draw_marked_thumbnail
from ..text import escape_html, escape_markdown, sanitize_markdown
from ..visible import to_visible_text
from .alt_text import describe_picture, length_note
from .terminal_view import TerminalView
from .thinking_display import ThinkingDisplay, to_folded_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.interactiveshell import InteractiveShell

    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage
    from ..chat.events import Event, View
    from ..imaging.prepare import PreparedImage

UPDATE_SECONDS: Final = 0.1
"""Shortest time between two updates: nobody sees more, and each sends the whole text."""

_CHARACTERS_A_SECOND: Final = 40_000
"""A long answer is updated less often, to limit the amount that is sent to the front end."""

_CAPTION: Final = '<div style="font-size: 0.85em; opacity: 0.75; margin: 0 0 0.8em">{caption}</div>'


def create_view(shell: InteractiveShell, *, stream: bool) -> View:
    """Return a view that suits the shell."""
    if hasattr(shell, "kernel"):
        return NotebookView(shell, stream=stream)
    return TerminalView(sys.stdout.write, ticks=stream and sys.stdout.isatty())


class NotebookView:
    """View of a question in a notebook.

    Parameters
    ----------
    shell : InteractiveShell
    stream : bool
        Update the answer in place as it is written; else show it once, at the end.
    clock : callable
        Seconds, monotonic.
    """

    def __init__(
        self,
        shell: InteractiveShell,
        *,
        stream: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publisher = shell.display_pub
        self._stream = stream
        self._clock = clock
        self._id: str | None = None
        self._next_update = 0.0
        self._pieces: list[str] = []
        self._images: dict[int, dict[str, str]] = {}
        self._status: dict[str, str] = {}
        self._thinking = self._create_thinking_display()
        self._captions: list[tuple[str, dict[str, str]]] = []

    def _create_thinking_display(self) -> ThinkingDisplay:
        return ThinkingDisplay(
            self._show_status,
            lambda summary: self._publish_data(to_folded_data(summary)),
            ticks=self._stream,
            clock=self._clock,
        )

    def show(self, event: Event) -> None:  # noqa: C901 - one branch for each kind of event
        """Show one event."""
        if isinstance(event, Piece):
            if not self._pieces:
                self._thinking.finish_display()
            self._pieces.append(event.text)
            self._update_answer()
        elif isinstance(event, Thinking):
            self._thinking.add_summary(event.text)
        elif isinstance(event, Sending):
            for image in event.images:
                self._show_image(image)
        elif isinstance(event, Rerouted):
            self._update_captions(event.images)
        elif isinstance(event, Note):
            self._publish_data(_caption_data(event.text))
        elif isinstance(event, Mark):
            self._pieces = [append_mark("".join(self._pieces), escape_markdown(event.text))]
            self._update_answer()
        elif isinstance(event, ToolStarted):
            self._finish_remark()
        elif isinstance(event, ToolFinished):
            for data, metadata in to_call_displays(event.call, event.source):
                self._publish_data(data, metadata)
        elif isinstance(event, Done):
            self._show_final_answer(event.answer)

    def _finish_remark(self) -> None:
        """End what was thought and written before calls: what follows has displays of its own."""
        self._thinking.finish_display()
        self._thinking, self._status = self._create_thinking_display(), {}
        if text := "".join(self._pieces):
            self._publish_answer({"text/markdown": sanitize_markdown(text), "text/plain": text})
        self._id, self._pieces, self._next_update = None, [], 0.0

    def _show_final_answer(self, answer: Answer) -> None:
        self._thinking.finish_display()
        self._show_answer(answer)
        if answer.is_alternative_text:
            self._describe_images(answer)
        for picture in answer.regions.pictures:
            self._show_regions(answer, picture)

    def _show_regions(self, answer: Answer, picture: PreparedImage) -> None:
        data, media_type = draw_marked_thumbnail(picture, answer.regions.marks_on(picture))
        text = f"<regions on {picture.name}>"
        self._publish_data(
            {media_type: data, "text/plain": text}, {media_type: {"alt": text[1:-1]}}
        )

    def cut(self, partial: Answer) -> None:
        """Show the beginning of an answer that was broken off, if there is one."""
        self._thinking.finish_display()
        if partial.text:
            self._show_answer(partial)

    def close(self) -> None:
        """Stop counting the seconds of thinking."""
        self._thinking.stop_ticker()

    def _show_status(self, text: str, _: bool) -> None:
        """Show the time of thinking in a display of its own: some front ends take no updates."""
        update = bool(self._status)
        self._status = self._status or {"display_id": uuid4().hex}
        data = _caption_data(text)
        self._publisher.publish(data=data, metadata={}, transient=self._status, update=update)

    def _show_image(self, image: SentImage) -> None:
        if image.prepared_image is not None:
            transient = {"display_id": uuid4().hex}
            self._images[image.number] = transient
            self._publisher.publish(
                **_picture_display(image.prepared_image, image.name), transient=transient
            )
        if image.document is not None and not image.repeated:
            self._show_pages(image)
        self._captions.append((image.caption, {"display_id": uuid4().hex}))
        self._show_caption(*self._captions[-1])

    def _show_caption(self, text: str, transient: dict[str, str], *, update: bool = False) -> None:
        data = _caption_data(text)
        self._publisher.publish(data=data, metadata={}, transient=transient, update=update)

    def _update_captions(self, images: Sequence[SentImage]) -> None:
        """Correct the captions of pictures whose delivery method changes; a note says so, too.

        If nothing is updated in place, there is only the note.
        """
        for image, (text, transient) in zip(images, self._captions, strict=True):
            if self._stream and image.caption != text:
                self._show_caption(image.caption, transient, update=True)

    def _show_pages(self, image: SentImage) -> None:
        """Show the pages that are sent, if they can be drawn."""
        sheet = image.document.page_sheet() if image.document is not None else None
        if sheet is None:
            return
        if sheet.data:
            text = f"<pages of {image.name}>"
            data = {sheet.media_type: sheet.data, "text/plain": text}
            self._publish_data(data, {sheet.media_type: {"alt": text[1:-1]}})
        if sheet.caption:
            self._publish_data(_caption_data(sheet.caption))

    def _describe_images(self, answer: Answer) -> None:
        """Add the answer as alternative text to the pictures, for exports of the notebook."""
        for image in answer.images:
            if (
                image.prepared_image is not None and find_cut(image) is None
            ):  # the text describes no single tile
                transient = self._images[image.number]
                display = describe_picture(image.prepared_image, answer.alt)
                self._publisher.publish(**display, transient=transient, update=True)
        self._publish_data(_caption_data(length_note(answer)))

    def _update_answer(self) -> None:
        """Show the text so far, unless the last update was just now.

        As Markdown only: plain text would double every message, and only the last one stays.
        """
        now = self._clock()
        if not self._stream or now < self._next_update:
            return
        text = "".join(self._pieces)
        self._next_update = next_update(now, len(text))
        self._publish_answer({"text/markdown": sanitize_markdown(text)})

    def _show_answer(self, answer: Answer) -> None:
        self._publish_answer(to_display_data(answer))

    def _publish_answer(self, data: dict[str, Any]) -> None:
        if not self._stream:
            self._publish_data(data)
            return
        transient, update = {"display_id": self._id}, self._id is not None
        if not update:
            self._id = transient["display_id"] = uuid4().hex
        self._publisher.publish(data=data, metadata={}, transient=transient, update=update)

    def _publish_data(self, data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        self._publisher.publish(data=data, metadata=metadata or {})


def next_update(now: float, characters: int) -> float:
    """Return the time of the next update of a text of this length, in seconds."""
    return now + max(UPDATE_SECONDS, characters / _CHARACTERS_A_SECOND)


def to_display_data(answer: Answer) -> dict[str, str]:
    """Return an answer as display data."""
    return {"text/markdown": answer._repr_markdown_(), "text/plain": answer.to_text()}


def _picture_display(picture: PreparedImage, alt: str) -> dict[str, Any]:
    """Return a picture's display data and metadata, with a text for where it is not drawn."""
    data, media_type = picture.thumbnail()
    return {
        "data": {media_type: data, "text/plain": f"<picture of {picture.name}>"},
        "metadata": {media_type: {"alt": alt}},
    }


def _caption_data(text: str) -> dict[str, str]:
    return {
        "text/html": _CAPTION.format(caption=escape_html(text)),
        "text/plain": to_visible_text(text),
    }
