"""Preparation of one item: recognized, identified, prepared, and built into a request.

Each call works on one item and keeps none, so that it can run in any thread, or on another machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..chat.conversation import Draft
from ..chat.estimate import estimate_question
from ..chat.preparation import check_pixels
from ..chat.request_builder import build_request
from ..errors import NotVisibleError
from ..imaging.prepare import PreparedImage, prepare_image
from ..inputs.arrays import with_channels
from ..inputs.attachment import Attachment
from ..inputs.images import in_memory
from ..inputs.registry import recognize_input
from .items import ONE_OF_MANY, AnsweredItem, PreparedItem
from .results.thumbnails import encode_thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..inputs.attachment import InputOptions
    from .items import Item, Plan


def prepare_item(
    item: Item, plan: Plan, claim_answer: Callable[[str], int | None] = lambda _: None
) -> PreparedItem | AnsweredItem:
    """Return one item ready to be sent, unless it was answered before.

    Parameters
    ----------
    item : Item
    plan : Plan
    claim_answer : callable
        Takes a key; returns the offset of its answer where there is one, and reserves it.

    Raises
    ------
    InputError
        The item cannot be used.
    """
    attachment, image, identity = _identify_item(item, plan)
    key = plan.compute_key(identity)
    if (offset := claim_answer(key)) is not None:
        return AnsweredItem(item, offset)
    image = image or _prepare_image(attachment, plan)
    as_sent = _choose_delivery(attachment, image, plan)
    question = replace(plan.question, attachments=(attachment,))
    if form := question.form:
        question = replace(question, instructions=form.instructions([as_sent]))
    draft = Draft(question, (as_sent,))
    request = build_request(draft, plan.delivery).request
    if plan.delivery.provider.platform.is_plain:
        request = request.pack_body()
    thumbnail = None
    if image and item.path is None:
        thumbnail = encode_thumbnail(image, with_regions=form.boxes)
    return PreparedItem(
        item=item,
        key=key,
        request=request,
        thumbnail=thumbnail,
        estimate=replace(estimate_question(draft, plan.platform), images=()),
        notes=image.notes if image else (),
        sizes=((image.width, image.height), image.original_size) if image and form.boxes else None,
    )


def compute_item_key(item: Item, plan: Plan) -> str:
    """Return the key of the request about an item: content, text and parameters.

    Raises
    ------
    InputError
        The item cannot be used.
    """
    _, _, identity = _identify_item(item, plan)
    return plan.compute_key(identity)


def _identify_item(item: Item, plan: Plan) -> tuple[Attachment, PreparedImage | None, str]:
    """Return an item as an attachment, and its identity.

    It comes prepared where nothing but its pixels identifies it.
    """
    attachment = in_memory(_to_attachment(item, plan.options), plan.options)
    if (identity := _identify_content(attachment, plan)) is not None:
        return attachment, None, identity
    image = _prepare_image(attachment, plan)
    return attachment, image, image.digest if image else attachment.name


def _to_attachment(item: Item, options: InputOptions) -> Attachment:
    attachment = item.value
    if not isinstance(attachment, Attachment):
        attachment = recognize_input(attachment, item.name, options=options)
    if attachment.kind == "document":
        msg = f"{item.name} is a PDF: ask about it by itself, or about images of its pages."
        raise NotVisibleError(msg)
    return with_channels(attachment, options.channels)


def _identify_content(attachment: Attachment, plan: Plan) -> str | None:
    """Return what identifies a picture's content without its pixels; None for nothing.

    What is sent of a file depends on its preparation as well.
    """
    if attachment.file_id is not None:
        return attachment.file_id
    if attachment.kind == "url":
        return f"{attachment.url} {plan.preparation}"
    if attachment.load is not None:
        digest = hashlib.sha256(attachment.load()).hexdigest()
        return f"sha256 {digest} {plan.preparation}"
    return None


def _prepare_image(attachment: Attachment, plan: Plan) -> PreparedImage | None:
    if attachment.draw is None:
        return None
    # The API refuses a file that is damaged inside, free of charge, and no other with it.
    return prepare_image(attachment, **plan.preparation, trusting=True, workers=1)


def _choose_delivery(attachment: Attachment, image: PreparedImage | None, plan: Plan) -> SentImage:
    question = plan.question
    if question.method == "auto" and image is not None:
        choice = DeliveryChoice("base64", ONE_OF_MANY)
    else:
        has_url = image is not None and image.as_found and attachment.url is not None
        choice = plan.delivery.choose_method(attachment, image, question.method, has_url=has_url)
    as_sent = SentImage(attachment, image, choice)
    if not question.form.boxes:
        return as_sent
    check_pixels([as_sent])
    has_exact_sizes = plan.delivery.provider.platform.exact_sizes
    return as_sent.at_exact_size(question.tier) if has_exact_sizes else as_sent
