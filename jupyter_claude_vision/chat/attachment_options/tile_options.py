"""The option ``tiles``: a large picture in readable, overlapping pieces beside the whole."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ...errors import PromptError
from ...imaging.crops import cut_tiles, upright_size
from ...imaging.geometry import largest_size, tile_boxes
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url
from ..limits import MANY_IMAGES, SIDE_OF_MANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...imaging.geometry import PixelBox
    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions
    from ...models import Tier
    from ...options import AskOptions
    from ..conversation import Conversation
    from ..question import Question

MOST_TILES: Final = 40
"""Tiles of one picture that go with a question: about 190,000 tokens."""


def add_last_picture(
    attachments: Sequence[Attachment], options: AskOptions, conversation: Conversation
) -> list[Attachment]:
    """Return the attachments; for ``tiles`` without any, the conversation's last picture.

    Raises
    ------
    PromptError
        The options ask for a part as well.
    """
    if not options.tiles:
        return list(attachments)
    if options.crop is not None or options.zoom is not None:
        msg = "Give --tiles, --crop or --zoom: one of them."
        raise PromptError(msg)
    earlier = [image.attachment for image in conversation.images if image.attachment.cut is None]
    return list(attachments) or earlier[-1:]


def split_into_tiles(question: Question, limits: InputOptions) -> Question:
    """Return a question in which each picture that is too large is followed by its tiles.

    Raises
    ------
    PromptError
        One of the attachments is not a picture in this kernel, or takes too many tiles.
    """
    local = [at_url(fetch_attachment(attachment, limits)) for attachment in question.attachments]
    layouts = [_layout_tiles(attachment, question.tier, 8000) for attachment in local]
    if sum(map(_count_images, layouts)) > MANY_IMAGES:  # and so no side may be as long
        layouts = [_layout_tiles(attachment, question.tier, SIDE_OF_MANY) for attachment in local]
    attachments: list[Attachment] = []
    for attachment, boxes in zip(local, layouts, strict=True):
        attachments.append(attachment)
        if len(boxes) > 1:
            attachments += cut_tiles(attachment, boxes)
    return replace(question, attachments=tuple(attachments))


def _count_images(boxes: Sequence[PixelBox]) -> int:
    return 1 + len(boxes) if len(boxes) > 1 else 1


def _layout_tiles(attachment: Attachment, tier: Tier, side: int) -> tuple[PixelBox, ...]:
    """Return the tiles of a picture; none of a live figure, which is drawn at full size."""
    if attachment.kind == "document":
        msg = f"{attachment.name} is a PDF: --as-images sends its pages, as large as is seen."
        raise PromptError(msg)
    if attachment.kind == "figure":
        return ()
    fit = partial(largest_size, tier=tier, side=side)
    boxes = tile_boxes(*upright_size(attachment, fit), tier, side=side)
    if len(boxes) > MOST_TILES:
        msg = (
            f"{attachment.name} would take {len(boxes)} tiles, more than {MOST_TILES}: "
            "--crop looks at a part of it."
        )
        raise PromptError(msg)
    return boxes
