"""Displays under one cell, as its front end takes them: updated in place, once, or at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from ..answers.answer_html import unlist_headings
from ..answers.citations import append_mark
from ..answers.findings import find_cut
from ..answers.picture_html import (
    CellPicture,
    prepare_cell_pictures,
    render_cell_html,
    render_fallback,
    show_pixels,
)
from ..imaging.overlay import encode_marked_picture
from ..text import HtmlStream, escape_html, escape_markdown, sanitize_markdown
from ..visible import to_visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.interactiveshell import InteractiveShell

    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage

_CAPTION: Final = '<div style="font-size: 0.85em; opacity: 0.75; margin: 0 0 0.8em">{caption}</div>'

UPDATE_SECONDS: Final = 0.1
"""Shortest time between two updates: nobody sees more."""

_CHARACTERS_A_SECOND: Final = 40_000
"""A long block is updated less often, to limit the amount that is sent to the front end."""

_TAIL_CHARACTERS: Final = 4_000
"""Characters of HTML beyond which finished blocks leave the display that is updated."""


def takes_updates(shell: InteractiveShell) -> bool:
    """Return whether the front end of the running cell updates what it shows.

    ``jupyter console``, qtconsole and Spyder ignore ``update_display_data``: what is only in an
    update is never seen there. They can be asked for input and name no cell; notebooks name the
    cell, and nbclient and Voilà, which name none, cannot be asked.
    """
    request: Any = getattr(shell, "parent_header", None) or {}
    names_cell = bool(request.get("metadata", {}).get("cellId"))
    return names_cell or not request.get("content", {}).get("allow_stdin", False)


class CellOutput:
    """Everything that is displayed for one question.

    Parameters
    ----------
    publisher : IPython.core.displaypub.DisplayPublisher
    updates : bool
        What is shown can be updated.
    holds : bool
        Hold everything back until `release`.

    Attributes
    ----------
    updates, holds : bool
    """

    def __init__(self, publisher: Any, *, updates: bool, holds: bool) -> None:
        self.updates = updates
        self.holds = holds
        self._publisher = publisher
        self._queue: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Display something that stays as it is."""
        if self.holds:
            self._queue.append((data, metadata or {}))
        else:
            self._publisher.publish(data=data, metadata=metadata or {})

    def publish_first(self, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Display something before all that is held back."""
        self._publisher.publish(data=data, metadata=metadata)

    def release(self) -> None:
        """Display what was held back, and hold nothing back any more."""
        self.holds = False
        queue, self._queue = self._queue, []
        for data, metadata in queue:
            self._publisher.publish(data=data, metadata=metadata)

    def open_display(self) -> InPlaceDisplay:
        """Return a display that shows nothing yet."""
        return InPlaceDisplay(self)

    def publish_in_place(
        self, data: dict[str, Any], metadata: dict[str, Any], display_id: str, *, update: bool
    ) -> None:
        """Display something that can be updated under its id, or update it."""
        transient = {"display_id": display_id}
        self._publisher.publish(data=data, metadata=metadata, transient=transient, update=update)


class InPlaceDisplay:
    """A display that is updated in place, where the front end does so.

    Parameters
    ----------
    output : CellOutput
    """

    def __init__(self, output: CellOutput) -> None:
        self._output = output
        self._id = ""

    def show(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        is_last: bool = False,
    ) -> None:
        """Show data in place of what it showed before.

        Where nothing is updated, the first data is shown and the last, each in an output.
        """
        update = bool(self._id)
        if not self._output.updates:
            if not update or is_last:
                self._output.publish(data, metadata)
            self._id = self._id or "shown once"
            return
        self._id = self._id or uuid4().hex
        self._output.publish_in_place(data, metadata or {}, self._id, update=update)


class StreamedAnswer:
    """The text of an answer as it is written.

    Each update costs the front end as much time as it has text. So blocks that are finished move
    now and then into a display above, and only the rest is shown anew.

    Parameters
    ----------
    output : CellOutput
    show_above : callable
        Takes the finished blocks as HTML, and returns False where nothing stands above.
    clock : callable
        Seconds, monotonic.
    """

    def __init__(
        self, output: CellOutput, show_above: Callable[[str], bool], clock: Callable[[], float]
    ) -> None:
        self._output = output
        self._show_above = show_above
        self._clock = clock
        self._next_update = 0.0
        self._pieces: list[str] = []
        self._stream = HtmlStream()
        self._finished_count = 0
        self._display = output.open_display()
        self._display_above: InPlaceDisplay | None = None

    def add_text(self, text: str) -> None:
        """Add the next piece of the text."""
        self._pieces.append(text)
        self._stream.add_text(text)
        self._update()

    def add_mark(self, mark: str) -> None:
        """Add the mark of the pages that the text since the last mark is from."""
        self._pieces = [append_mark("".join(self._pieces), escape_markdown(mark))]
        self._stream = HtmlStream()  # a mark can stand before the end of the text
        self._stream.add_text(self._pieces[0])
        self._update()

    def finish_text(self, text: str, rest: str, data: dict[str, Any]) -> None:
        """Show the whole answer.

        Parameters
        ----------
        text : str
            HTML of the text; empty where it stands above already.
        rest : str
            HTML of what follows it.
        data : dict
            The answer in other forms, for where no HTML is shown.
        """
        if text and self._display_above is not None:
            self._display_above.show({"text/html": text})
            text = ""
        self._display.show({**data, "text/html": text + rest}, is_last=True)

    def finish_remark(self) -> None:
        """Show for the last time what was written before a call of a tool; it is no answer."""
        if text := "".join(self._pieces):
            html = "".join(map(unlist_headings, self._stream.render_tail()))
            plain = {"text/markdown": sanitize_markdown(text), "text/plain": to_visible_text(text)}
            self.finish_text(html, "", plain)

    def _update(self) -> None:
        """Show the text so far, unless the last update was just now.

        As HTML only: other forms would double every message, and only the last one stays.
        """
        now = self._clock()
        if not self._output.updates or now < self._next_update:
            return
        blocks = [unlist_headings(block) for block in self._stream.render_tail()]
        if sum(map(len, blocks[self._finished_count : -1])) > _TAIL_CHARACTERS:
            self._move_above(blocks[:-1])
        tail = "".join(blocks[self._finished_count :])
        self._next_update = next_update(now, len(tail))
        self._display.show({"text/html": tail})

    def _move_above(self, blocks: list[str]) -> None:
        """Move finished blocks into the display above, which there is from now on."""
        self._finished_count = len(blocks)
        html = "".join(blocks)
        if self._display_above is None and self._show_above(html):
            return
        if self._display_above is None:
            self._display_above, self._display = self._display, self._output.open_display()
        self._display_above.show({"text/html": html})


def next_update(now: float, characters: int) -> float:
    """Return the time of the next update of a text of this length, in seconds."""
    return now + max(UPDATE_SECONDS, characters / _CHARACTERS_A_SECOND)


class PictureBlock:
    """The pictures of a question, in one display that the answer's text joins.

    Parameters
    ----------
    output : CellOutput
    shown_bytes : int
        Most bytes of all pictures.
    """

    def __init__(self, output: CellOutput, shown_bytes: int) -> None:
        self._output = output
        self._shown_bytes = shown_bytes
        self._display = output.open_display()
        self._images: Sequence[SentImage] = ()
        self._pictures: list[CellPicture] = []
        self._is_changed = False
        self._is_final = False
        self._is_shown = False

    def show_images(self, images: Sequence[SentImage]) -> None:
        """Show pictures as they are sent; where the text comes with them, hold them back."""
        self._images = images
        self._pictures = prepare_cell_pictures(images, self._shown_bytes)
        if self._pictures and not self._output.holds:
            self._show_block("")

    def show_text(self, text: str) -> bool:
        """Show the beginning of the text with the pictures; return whether there are any."""
        if not (self._is_shown and self._output.updates):
            return False
        self._show_block(text)
        return True

    def correct_captions(self, images: Sequence[SentImage]) -> None:
        """Correct the captions of pictures whose delivery method changes; a note says so, too.

        In a console there is only the note.
        """
        old_images, self._images = self._images, images
        self._pictures = [
            replace(picture, caption=picture.caption.replace(old.caption, new.caption))
            for picture, old, new in zip(self._pictures, old_images, images, strict=True)
        ]
        if self._output.updates:
            self._show_block("")

    def mark_regions(self, answer: Answer) -> None:
        """Put the pictures with the answer's regions in the place of the clean ones."""
        pictures = answer.regions.pictures
        for prepared_image in pictures:
            data = encode_marked_picture(prepared_image, answer.regions.marks_on(prepared_image))
            place = self._find_place(prepared_image)
            name, size = prepared_image.name, self._shown_bytes // len(pictures)
            alt = f"regions on {name}"
            clean = CellPicture(name, name, alt) if place < 0 else self._pictures[place]
            picture = show_pixels(replace(clean, alt=alt), prepared_image, data, size)
            if self._is_fixed:
                self._output.publish(*_block_display([picture], ""))
            elif place < 0:  # a picture of an earlier turn
                self._pictures.append(picture)
            else:
                self._pictures[place] = picture
            self._is_changed = True

    def describe(self, answer: Answer) -> None:
        """Give the pictures the answer as alternative text, for exports of the notebook.

        It describes no single tile.
        """
        cut_images = {id(i.prepared_image) for i in answer.images if find_cut(i) is not None}
        self._pictures = [
            picture
            if picture.prepared_image is None or id(picture.prepared_image) in cut_images
            else replace(picture, alt=answer.alt)
            for picture in self._pictures
        ]
        self._is_changed = True

    def finish_display(self, text: str) -> bool:
        """Show the pictures for the last time; return whether a text, as HTML, stands with them.

        It does where there are any, and their display can still change.
        """
        if self._is_final or self._is_fixed or not self._pictures:
            return False
        if not (self._is_shown or self._output.holds):
            return False
        if text or self._is_changed or self._output.holds:
            self._show_block(text)
        self._is_final = True
        return bool(text)

    def render_unshown(self, text: str) -> str:
        """Return a text as HTML with the pictures that have no display: those of earlier turns."""
        if self._is_shown or not self._pictures:
            return text
        return render_cell_html(self._pictures, text)

    @property
    def _is_fixed(self) -> bool:
        """True in a console, where what is shown stays as it is."""
        return not (self._output.updates or self._output.holds)

    def _find_place(self, prepared_image: PreparedImage) -> int:
        """Return the index of the picture made from an image, or -1."""
        digests = [i.prepared_image and i.prepared_image.digest for i in self._images]
        return digests.index(prepared_image.digest) if prepared_image.digest in digests else -1

    def _show_block(self, text: str) -> None:
        self._is_shown = True
        pictures = self._pictures
        if self._is_fixed:  # a console that draws the picture does not print its text
            for picture in pictures:
                self._output.publish(to_caption_data(picture.caption))
            pictures = [replace(picture, caption="") for picture in pictures if picture.data]
            if not pictures:
                return
        display = _block_display(pictures, text)
        if self._output.holds:
            self._output.publish_first(*display)
        else:
            self._display.show(*display)


def _block_display(
    pictures: Sequence[CellPicture], text: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the display data and the metadata of pictures with a text beside them."""
    image, metadata = render_fallback(pictures)
    captions = "\n".join(to_visible_text(picture.caption) for picture in pictures)
    return {
        **image,
        "text/html": render_cell_html(pictures, text),
        "text/plain": captions,
    }, metadata


def to_caption_data(text: str) -> dict[str, str]:
    """Return a line about a picture or a question as display data."""
    return {
        "text/html": _CAPTION.format(caption=escape_html(text)),
        "text/plain": to_visible_text(text),
    }
