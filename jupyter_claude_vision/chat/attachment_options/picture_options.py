"""Options of pictures: the order of their channels, one of several frames, tiles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ...errors import PromptError
from ...imaging.crops import cut_tiles, upright_size
from ...imaging.frames import chosen_frames
from ...imaging.geometry import largest_size, tile_boxes
from ...inputs.arrays import is_array, with_channels
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url
from ..limits import MANY, SIDE_OF_MANY

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


def apply_picture_options(
    attachments: Sequence[Attachment], options: AskOptions, limits: InputOptions
) -> list[Attachment]:
    """Return attachments with the options' order of channels, cut down to their frame.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
        Its ``channels`` and ``frame``.
    limits : InputOptions
        Limits on what is read.

    Raises
    ------
    PromptError
        The options apply to none of the attachments.
    """
    pictures = list(attachments)
    if options.channels != "rgb":
        if not any(is_array(picture.source) for picture in pictures):
            rest = f"and {pictures[0].name} is none" if pictures else "name one"
            msg = f"The order of channels is about arrays, {rest}."
            raise PromptError(msg)
        pictures = [with_channels(picture, options.channels) for picture in pictures]
    if options.frame is None:
        return pictures
    if options.pages is not None:
        msg = "Give --frame or --pages, not both."
        raise PromptError(msg)
    return _select_frame(pictures, options.frame, limits)


def _select_frame(
    attachments: list[Attachment], number: int, limits: InputOptions
) -> list[Attachment]:
    local = [fetch_attachment(attachment, limits) for attachment in attachments]
    frames = [chosen_frames(attachment, [(number, number)]) for attachment in local]
    if not any(frames):
        name = attachments[0].name if attachments else ""
        if attachments and at_url(local[0]).kind == "document":
            msg = f"{name} is a PDF: --pages chooses its pages."
        else:
            rest = f", and {name} is one" if name else ": name one"
            msg = f"--frame chooses from several pictures in one file{rest}."
        raise PromptError(msg)
    return [
        picture
        for attachment, own_frames in zip(attachments, frames, strict=True)
        for picture in own_frames or [attachment]
    ]


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
    layouts = [_layout(attachment, question.tier, 8000) for attachment in local]
    if sum(map(_images, layouts)) > MANY:  # and so no side may be as long
        layouts = [_layout(attachment, question.tier, SIDE_OF_MANY) for attachment in local]
    attachments: list[Attachment] = []
    for attachment, boxes in zip(local, layouts, strict=True):
        attachments.append(attachment)
        if len(boxes) > 1:
            attachments += cut_tiles(attachment, boxes)
    return replace(question, attachments=tuple(attachments))


def _images(boxes: Sequence[PixelBox]) -> int:
    return 1 + len(boxes) if len(boxes) > 1 else 1


def _layout(attachment: Attachment, tier: Tier, side: int) -> tuple[PixelBox, ...]:
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
