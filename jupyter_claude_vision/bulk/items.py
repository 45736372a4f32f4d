"""One of many pictures on its way: recognised, identified, prepared, and made a request.

Everything here works on one picture at a time and keeps none, so that it can run in any thread,
or on another machine.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..answers.sent_attachment import Choice, SentImage
from ..chat.conversation import Draft
from ..chat.estimate import Estimate, estimate_question
from ..chat.preparation import check_pixels
from ..chat.request_builder import build_request
from ..chat.storage.request_key import question_key
from ..errors import NotVisibleError
from ..imaging.prepare import Limits, PreparedImage, prepare_image
from ..inputs.arrays import with_channels
from ..inputs.attachment import Attachment, InputOptions
from ..inputs.images import in_memory
from ..inputs.registry import recognize_input
from .results import thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..chat.question import Question
    from ..provider.delivery import Delivery
    from ..provider.request import Request

ONE_OF_MANY: Final = "one of many"
"""Why `auto` sends many pictures inside their requests: each is asked about once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ask about.

    Attributes
    ----------
    position : int
        From 0, in the order asked.
    name : str
        What the user calls it.
    value : object
        What the user gave: anything that can be looked at, or an `Attachment`.
    """

    position: int
    name: str
    value: Any = field(repr=False)

    @property
    def path(self) -> str | None:
        """Where its file is, where it is one."""
        value = self.value.source if isinstance(self.value, Attachment) else self.value
        if isinstance(value, os.PathLike):
            return str(os.fspath(value))
        return value if isinstance(value, str) and "://" not in value[:16] else None


@dataclass(frozen=True)
class Plan:
    """What is the same for all of many pictures.

    Attributes
    ----------
    question : Question
        Without attachments.
    delivery : Delivery
    options : InputOptions
    """

    question: Question
    delivery: Delivery
    options: InputOptions

    @property
    def platform(self) -> str:
        """Who answers."""
        return self.delivery.provider.platform.name

    @property
    def preparation(self) -> dict[str, Any]:
        """How pictures are prepared, as `prepare_image` takes it."""
        platform = self.delivery.provider.platform
        limits = Limits(self.question.tier, base64_bytes=platform.base64_bytes)
        return {"limits": limits, "background": self.question.background}

    def key(self, identity: str) -> str:
        """Return the key of the request about one picture.

        The picture counts by what identifies it, so that one that was answered is not prepared
        again; all the rest is the request's own.
        """
        stand_in = Attachment("picture", "file", file_id=identity)
        image = SentImage(stand_in, None, Choice("files", ONE_OF_MANY))
        return question_key(Draft(self.question, (image,)), self.delivery)


@dataclass(frozen=True)
class Ready:
    """A picture that can be asked about.

    Attributes
    ----------
    item : Item
    key : str
        What is asked, by content, words and parameters.
    request : Request or None
        None where another machine makes it.
    thumbnail : tuple of str, or None
        Media type and base64 text, where its pixels cannot be had again.
    estimate : Estimate
    notes : tuple of str
        What its caption would say.
    sizes : tuple, or None
        Width and height in pixels as sent and of the original, where coordinates refer to them.
    """

    item: Item
    key: str
    request: Request | None = field(repr=False)
    thumbnail: tuple[str, str] | None = field(repr=False)
    estimate: Estimate
    notes: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A picture that was answered before.

    Attributes
    ----------
    item : Item
    place : int
        Where its answer is in the checkpoint.
    """

    item: Item
    place: int


def attachment_of(item: Item, options: InputOptions) -> Attachment:
    """Return a thing as an attachment.

    Raises
    ------
    InputError
        It cannot be looked at.
    """
    found = item.value
    if not isinstance(found, Attachment):
        found = recognize_input(found, item.name, options=options)
    if found.kind == "document":
        msg = f"{item.name} is a PDF: ask about it by itself, or about images of its pages."
        raise NotVisibleError(msg)
    return with_channels(found, options.channels)


def _identify(item: Item, plan: Plan) -> tuple[Attachment, PreparedImage | None, str]:
    """Return a thing, prepared where only its pixels tell what it is, and what identifies it."""
    attachment = in_memory(attachment_of(item, plan.options), plan.options)
    if (identity := _identity(attachment, plan)) is not None:
        return attachment, None, identity
    prepared = _prepared(attachment, plan)
    return attachment, prepared, prepared.digest if prepared else attachment.name


def make_ready(
    item: Item, plan: Plan, claim: Callable[[str], int | None] = lambda _: None
) -> Ready | Claimed:
    """Prepare one picture, unless it was answered before.

    Parameters
    ----------
    item : Item
    plan : Plan
    claim : callable
        Takes a key; returns the place of its answer where there is one, which is then taken.

    Raises
    ------
    InputError
        It cannot be used.
    """
    attachment, prepared, identity = _identify(item, plan)
    key = plan.key(identity)
    if (place := claim(key)) is not None:
        return Claimed(item, place)
    prepared = prepared or _prepared(attachment, plan)
    sent = _sent(attachment, prepared, plan)
    question = replace(plan.question, attachments=(attachment,))
    if form := question.form:
        question = replace(question, instructions=form.instructions([sent]))
    ready = Draft(question, (sent,))
    request = build_request(ready, plan.delivery).request
    platform = plan.delivery.provider.platform
    return Ready(
        item=item,
        key=key,
        request=request.packed() if platform.is_plain else request,
        thumbnail=(
            thumbnails.stored(prepared, to_be_marked=form.boxes)
            if prepared and item.path is None
            else None
        ),
        estimate=replace(estimate_question(ready, plan.platform), images=()),
        notes=prepared.notes if prepared else (),
        sizes=_sizes(prepared) if prepared and form.boxes else None,
    )


def _sizes(prepared: PreparedImage) -> tuple[tuple[int, int], tuple[int, int]]:
    return (prepared.width, prepared.height), prepared.original_size


def key_of(item: Item, plan: Plan) -> str:
    """Return what is asked about a thing, by content, words and parameters.

    Raises
    ------
    InputError
        It cannot be used.
    """
    _, _, identity = _identify(item, plan)
    return plan.key(identity)


def _identity(attachment: Attachment, plan: Plan) -> str | None:
    """Return what tells a picture's content without its pixels, where something does.

    What is sent of a file depends on how it is prepared, too.
    """
    if attachment.file_id is not None:
        return attachment.file_id
    if attachment.kind == "url":
        return f"{attachment.url} {plan.preparation}"
    if attachment.load is not None:
        digest = hashlib.sha256(attachment.load()).hexdigest()
        return f"sha256 {digest} {plan.preparation}"
    return None


def _prepared(attachment: Attachment, plan: Plan) -> PreparedImage | None:
    if attachment.draw is None:
        return None
    # One that is damaged inside is refused by the API, free of charge, and alone.
    return prepare_image(attachment, **plan.preparation, trusting=True, workers=1)


def _sent(attachment: Attachment, prepared: PreparedImage | None, plan: Plan) -> SentImage:
    question = plan.question
    if question.method == "auto" and prepared is not None:
        choice = Choice("base64", ONE_OF_MANY)
    else:
        has_url = prepared is not None and prepared.as_found and attachment.url is not None
        choice = plan.delivery.decide(attachment, prepared, question.method, has_url=has_url)
    sent = SentImage(attachment, prepared, choice)
    if not question.form.boxes:
        return sent
    check_pixels([sent])
    exact = plan.delivery.provider.platform.exact_sizes
    return sent.at_exact_size(question.tier) if exact else sent
