"""What a panel holds and does, without a widget: pictures, questions, one conversation."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from .. import models
from ..charts.data_coordinates import data_of
from ..charts.hit_testing import mark_at
from ..chat.attachment_options.crop_options import add_crop
from ..chat.conversation import Conversation
from ..errors import ClaudeVisionError, PromptError
from ..imaging.geometry import largest_size
from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.arrays import with_channels
from ..inputs.images import is_data_url, is_url
from ..inputs.registry import recognize_input
from ..interrupts import short_interrupts
from ..options import AskOptions, build_ask_options
from ..options.validators import background_color
from .delivery_preview import ways
from .file_upload import Uploads
from .main_thread import MainThread
from .question_state import THREAD, Asked
from .tabs import Picture, drawn_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..answers.answer import Answer
    from ..imaging.geometry import Box
    from ..inputs.attachment import Attachment
    from ..ipython.session import Session


class Panel:
    """What a panel holds and does.

    Parameters
    ----------
    session : Session
    options : AskOptions
        Of every question.
    show : callable
        Takes what changed, by the names of the widget's traits.
    report : callable
        Runs a function, and shows what goes wrong in it.

    Attributes
    ----------
    conversation : Conversation
    asked : list of Asked
        Every question, those that failed or were stopped included.
    """

    def __init__(
        self,
        session: Session,
        options: AskOptions,
        show: Callable[..., None],
        report: Callable[[Callable[[], None]], None],
    ) -> None:
        self.session = session
        self._channels = options.channels
        # Arrays are reordered when they are opened; a question would miss the arrays for it.
        self.options = replace(options, channels="rgb")
        self.main = MainThread(session.shell)
        self.conversation = Conversation()
        self.asked: list[Asked] = []
        self.uploads = Uploads(session.input_options().max_bytes)
        self._pictures: dict[str, Picture] = {}
        self._show = show
        self._report = report
        self._ids = map(str, count(1))
        self._lock = threading.Lock()
        self._telling = threading.RLock()

    @property
    def pictures(self) -> list[Picture]:
        """The tabs, in their order."""
        return list(self._pictures.values())

    def picture(self, key: str) -> Picture:
        """Return one tab.

        Raises
        ------
        PromptError
            There is none of that id.
        """
        if key not in self._pictures:
            msg = "There is no such picture any more."
            raise PromptError(msg)
        return self._pictures[key]

    def add(self, source: object) -> None:
        """Open what can be seen as tabs, as `see` takes it."""
        with short_interrupts("Stopped while the picture was drawn."):
            for attachment in self.main.call(partial(self.session.attachments, source)):
                self.open(attachment)

    def add_named(self, source: object, name: str) -> None:
        """Open one source under a name."""
        self.open(recognize_input(source, name, options=self.session.input_options()))

    def add_url(self, text: str) -> None:
        """Open what is at an http(s) address; a path is none, since a page could name it.

        Raises
        ------
        PromptError
            It is no http(s) address, and no data URL.
        """
        if not (is_url(text) or is_data_url(text)):
            msg = "That is no address of a picture: it begins with http:// or https://."
            raise PromptError(msg)
        self.add_named(text, text if is_url(text) else "data URL")

    def open(self, attachment: Attachment) -> None:
        """Open an attachment as a tab; its pixels come at once, a download's later."""
        attachment = with_channels(attachment, self._channels)
        drawn = drawn_on(self.main, attachment)
        picture = Picture(next(self._ids), drawn, held=attachment.target)
        self._pictures[picture.id] = picture
        if attachment.kind == "document":
            picture.note = "A document: ask, and Claude reads its pages."
        elif attachment.draw is None:
            picture.note = "Its pixels are not in this kernel; Claude sees it all the same."
        elif attachment.kind == "url":
            picture.note = "Loading…"
            self.later(partial(self._load, picture))
        else:
            self._load(picture)
        self.show_pictures()

    def remove(self, key: str) -> None:
        """Close a tab."""
        self._pictures.pop(self.picture(key).id)
        self.show_pictures()

    def redraw(self, key: str) -> None:
        """Draw a tab again: a live figure may have changed since."""
        self.later(partial(self._load, self.picture(key)))

    def _load(self, picture: Picture) -> None:
        try:
            picture.take(self._prepared(picture.attachment))
        except ClaudeVisionError as error:
            if picture.attachment.kind != "url":
                del self._pictures[picture.id]
                raise
            picture.note = str(error)
        self.show_pictures()

    def _prepared(self, attachment: Attachment) -> Any:
        platform = self.session.provider_for(self.options).platform
        background = self.session.settings.background
        allowed = ImageLimits(self._tier(), base64_bytes=platform.base64_bytes)
        return prepare_image(attachment, allowed, background=background_color(background))

    def _tier(self) -> models.Tier:
        settings = self.session.settings
        chosen = models.TIERS.get(settings.tier)
        return chosen or models.find_tier(self.options.model or settings.model)

    def later(self, function: Callable[[], None]) -> None:
        """Run what takes long in a thread of its own, which ends with it."""
        thread = threading.Thread(target=self._report, args=(function,), name=THREAD, daemon=True)
        thread.start()

    def ask(
        self, prompt: str, keys: list[str], box: Box | None, keywords: Mapping[str, object]
    ) -> Asked:
        """Ask about some of the tabs in a thread of its own.

        Parameters
        ----------
        prompt : str
            Empty for the task's.
        keys : list of str
            The tabs' ids.
        box : tuple of float, or None
            Left, top, right and bottom in pixels of the original of the only tab.
        keywords : mapping
            Options of this question, by name.

        Raises
        ------
        PromptError
            Another question of this panel is under way.
        """
        pictures = [self.picture(key) for key in keys]
        options = build_ask_options(keywords, self.options)
        task = options.task
        words = prompt or self.session.settings.find_task(task or "explain").prompt()
        state = {
            "id": next(self._ids),
            "prompt": words,
            "task": "" if prompt else task or "explain",
            "pictures": keys,
            "box": list(box) if box else None,
        }
        asked = Asked(state, self._changed, stream=self.session.settings.stream)
        with self._lock:
            if self.asked and self.asked[-1].is_open:
                msg = "A question is under way: stop it first, or wait."
                raise PromptError(msg)
            self.asked.append(asked)
        asked.start(partial(self._answer, prompt, pictures, box, options))
        return asked

    def _answer(
        self,
        prompt: str,
        pictures: list[Picture],
        box: Box | None,
        options: AskOptions,
        asked: Asked,
    ) -> Answer:
        self._changed(asked)
        attachments = [picture.attachment for picture in pictures]
        if box is not None:
            attachments, words = self._about(pictures[0], box)
            options = replace(options, tiles=False)  # the part is what is looked at
            prompt = f"{prompt or 'What is this?'}\n\n{words}"
        answer = self.session.ask_in(
            self.conversation, prompt, attachments, options, asked, on_start=asked.began
        )
        self._refresh(pictures, answer)
        return answer

    def _about(self, picture: Picture, box: Box) -> tuple[list[Attachment], str]:
        """Return what is sent for a part of a picture, and the words that say where it lies."""
        prepared, name = picture.prepared, picture.attachment.name
        if prepared is None:
            msg = f"The pixels of {name} are not here: ask about the whole."
            raise PromptError(msg)
        to_sent = prepared.transform.to_sent
        left, top, right, bottom = (*to_sent(*box[:2]), *to_sent(*box[2:]))
        words = (
            f"This is about the part of {name} in the box from ({left:.0f}, {top:.0f}) to "
            f"({right:.0f}, {bottom:.0f}), in pixels of that picture as sent "
            f"({prepared.width} × {prepared.height})"
        )
        if where := self.where(picture, box):
            words += f": {where} in its data"
        if not self._has_more(picture):
            return [picture.attachment], f"{words}."
        limits = self.session.input_options()
        return (
            add_crop([picture.attachment], AskOptions(crop=box), self.conversation, limits),
            f"{words}. The last picture shows that part at full resolution.",
        )

    def _has_more(self, picture: Picture) -> bool:
        """Return whether a part can be shown in greater detail than in the whole."""
        prepared = picture.prepared
        assert prepared is not None  # noqa: S101 - `_about` saw to it
        if picture.attachment.kind == "figure":
            # A figure that is smaller than what the model sees was drawn as large as is of use.
            width, height = prepared.width, prepared.height
            return (width, height) == largest_size(width, height, self._tier())
        return prepared.original_size != (prepared.width, prepared.height)

    def _refresh(self, pictures: list[Picture], answer: Answer) -> None:
        """Show what was sent, where a live figure has changed since it was opened."""
        sent = {i.attachment: i.prepared_image for i in answer.images if i.prepared_image}
        changed = [p.take(sent[p.attachment]) for p in pictures if p.attachment in sent]
        if any(changed):
            self.show_pictures()

    def where(self, picture: Picture, box: Box) -> str:
        """Return a box of a live figure in its data coordinates; empty for any other picture."""
        if picture.prepared is None or not picture.prepared.places:
            return ""
        found = self.main.call(partial(data_of, box, picture.prepared.places))
        return str(found) if found is not None else ""

    def mark(self, picture: Picture, x: float, y: float) -> dict[str, Any] | None:
        """Return the mark of a live figure at a point of the original; None where there is none."""
        if picture.prepared is None or not picture.prepared.places:
            return None
        found = self.main.call(partial(mark_at, x, y, picture.prepared.places))
        return None if found is None else {"text": str(found), "box": list(found.box)}

    def stop(self) -> None:
        """Stop the question that is under way, if there is one."""
        if self.asked:
            self.asked[-1].stop()

    def begin_anew(self) -> None:
        """Start another conversation."""
        self.stop()
        self.conversation = Conversation()
        self.asked = []
        self._show(turns=[], live={})

    def ways(self, key: str) -> None:
        """Show how a picture could travel."""
        self._show(ways=ways(self.session, self.conversation, self.picture(key), self.options))

    def show_pictures(self) -> None:
        """Show the tabs."""
        self._show(pictures=[picture.state() for picture in self.pictures])

    def show_files(self) -> None:
        """Show what this kernel has uploaded."""
        self._show(files=[_file(stored) for stored in self.session.files])

    def _changed(self, asked: Asked) -> None:
        # Else the last word on a question could be one from before it was stopped.
        with self._telling:
            if asked not in self.asked:
                return
            if asked.is_open:
                self._show(live=asked.state)
                return
            self._show(turns=[one.state for one in self.asked if not one.is_open], live={})
        self.show_files()

    def to_markdown(self) -> str:
        """Return the conversation as Markdown, what was stopped or failed left out."""
        return self.conversation.to_markdown()

    def close(self) -> None:
        """Stop what is under way, and forget what has not arrived, and the live figures."""
        self.stop()
        self.uploads.drop()
        for picture in self.pictures:
            picture.let_go()


def _file(stored: Any) -> dict[str, Any]:
    expires = stored.upload.expires
    return {
        "id": stored.id,
        "name": stored.name,
        "size": stored.size,
        "expires": f"{expires.astimezone():%Y-%m-%d %H:%M}" if expires else "never",
    }
