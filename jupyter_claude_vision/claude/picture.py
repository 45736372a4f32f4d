"""One of many pictures on its way: recognised, identified, prepared, and made a request.

Everything here works on one picture at a time and keeps none, so that it can run in any thread,
or on another machine.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..errors import NotVisibleError
from ..inputs.attachment import Attachment, InputOptions
from ..inputs.images import in_memory
from ..inputs.recognise import recognise
from ..vision.prepare import Limits, PreparedImage, prepare
from . import answer_cache, thumbnails
from .compose import compose
from .delivery import Choice, SentImage
from .estimate import Estimate, estimate
from .wording import check_pixels

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conversation import Question
    from .delivery import Delivery
    from .requests import Request

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

    def key(self, identity: str) -> str:
        """Return a name for the question about one picture, by content, words and parameters."""
        return answer_cache.key(self.question, [identity], (), self.platform)


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
        found = recognise(found, item.name, options=options)
    if found.kind == "document":
        msg = f"{item.name} is a PDF: ask about it by itself, or about images of its pages."
        raise NotVisibleError(msg)
    return found


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
    attachment = in_memory(attachment_of(item, plan.options), plan.options)
    prepared, identity = None, _identity(attachment)
    if identity is None:
        prepared = _prepared(attachment, plan)
        identity = prepared.digest if prepared else attachment.name
    if (place := claim(plan.key(identity))) is not None:
        return Claimed(item, place)
    prepared = prepared or _prepared(attachment, plan)
    sent = _sent(attachment, prepared, plan)
    question = replace(plan.question, attachments=(attachment,))
    if form := question.form:
        question = replace(question, instructions=form.instructions([sent]))
    composed = compose(question, (sent,), (), {}, plan.delivery)
    platform = plan.delivery.provider.platform
    return Ready(
        item=item,
        key=plan.key(identity),
        request=composed.request.packed() if platform.is_plain else composed.request,
        thumbnail=(
            thumbnails.stored(prepared, to_be_marked=form.boxes)
            if prepared and item.path is None
            else None
        ),
        estimate=replace(estimate(question, composed.images, (), plan.platform), images=()),
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
    attachment = in_memory(attachment_of(item, plan.options), plan.options)
    identity = _identity(attachment)
    if identity is None:
        prepared = _prepared(attachment, plan)
        identity = prepared.digest if prepared else attachment.name
    return plan.key(identity)


def _identity(attachment: Attachment) -> str | None:
    """Return what tells a picture's content without its pixels, where something does."""
    if attachment.file_id is not None:
        return attachment.file_id
    if attachment.kind == "url":
        return attachment.url
    if attachment.load is not None:
        return f"sha256 {hashlib.sha256(attachment.load()).hexdigest()}"
    return None


def _prepared(attachment: Attachment, plan: Plan) -> PreparedImage | None:
    if attachment.draw is None:
        return None
    platform = plan.delivery.provider.platform
    limits = Limits(plan.question.tier, base64_bytes=platform.base64_bytes)
    # One that is damaged inside is refused by the API, free of charge, and alone.
    background = plan.question.background
    return prepare(attachment, limits, background=background, trusting=True, workers=1)


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
