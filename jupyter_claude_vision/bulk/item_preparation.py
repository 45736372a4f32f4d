"""Preparation of one item: recognized, identified, prepared, and built into a request.

Each call works on one item and keeps none, so that it can run in any thread, or on another machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..chat.estimate import estimate_question
from ..chat.preparation import draft_single
from ..chat.request_builder import build_request
from ..imaging.prepare import PreparedImage, prepare_image
from ..inputs.images import in_memory
from .item_turn import ItemTurn, choose_item_tools
from .items import ONE_OF_MANY, AnsweredItem, PreparedItem
from .results.thumbnails import encode_thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..inputs.attachment import Attachment
    from .items import Item, Plan

_INLINE: Final = DeliveryChoice("base64", ONE_OF_MANY)


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
    question = replace(plan.question, attachments=(attachment,))
    draft = draft_single(question, SentImage(attachment, image, _INLINE), plan.delivery)
    draft = choose_item_tools(draft, plan.delivery)
    envelope = build_request(draft, plan.delivery)
    request = envelope.request
    if plan.delivery.provider.platform.is_plain and not draft.tools:
        request = request.pack_body()
    thumbnail, has_regions = None, plan.question.form.boxes
    if image and item.path is None:
        thumbnail = encode_thumbnail(image, with_regions=has_regions)
    return PreparedItem(
        item=item,
        key=key,
        request=request,
        thumbnail=thumbnail,
        # Without its images, which would keep the pixels of all items in the queue.
        estimate=replace(estimate_question(draft, plan.platform), images=()),
        notes=image.notes if image else (),
        sizes=((image.width, image.height), image.original_size) if image and has_regions else None,
        turn=ItemTurn(draft, envelope, plan.delivery) if draft.tools else None,
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
    attachment = in_memory(item.to_attachment(plan.options), plan.options)
    if (identity := _identify_content(attachment, plan)) is not None:
        return attachment, None, identity
    image = _prepare_image(attachment, plan)
    return attachment, image, image.digest if image else attachment.name


def _identify_content(attachment: Attachment, plan: Plan) -> str | None:
    """Return what identifies a picture's content without its pixels; None for nothing.

    What is sent of a file depends on its preparation as well.
    """
    if attachment.file_id is not None:
        return attachment.file_id
    if attachment.kind == "url":
        return f"{attachment.url} {plan.preparation_key}"
    if attachment.load is not None:
        digest = hashlib.sha256(attachment.load()).hexdigest()
        return f"sha256 {digest} {plan.preparation_key}"
    return None


def _prepare_image(attachment: Attachment, plan: Plan) -> PreparedImage | None:
    if attachment.draw is None:
        return None
    # The API refuses a file that is damaged inside, free of charge, and no other with it.
    return prepare_image(attachment, **plan.preparation, trusting=True, workers=1)
