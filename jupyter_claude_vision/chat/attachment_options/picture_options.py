"""Pictures as a question wants them: their channels, one of their frames, or in tiles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ...errors import OptionError, PromptError
from ...imaging.crops import cut_tiles, upright_size
from ...imaging.frames import chosen_frames
from ...imaging.geometry import largest_size
from ...imaging.tiling import tile_boxes
from ...inputs.arrays import CHANNELS, Channels, is_array, with_channels
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url
from ...option_checks import not_one_of
from ..limits import MANY, SIDE_OF_MANY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...imaging.tiling import WholeBox
    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions
    from ...models import Tier
    from ..conversation import Conversation
    from ..question import Question

MOST_TILES: Final = 40
"""Tiles of one picture that go with a question: about 190,000 tokens."""


def channels_of(options: Mapping[str, Any]) -> Channels:
    """Return in which order a question's arrays hold their colors.

    Raises
    ------
    OptionError
        It is an order that there is not.
    """
    if options.get("bgr"):
        return "bgr"
    wanted = options.get("channels") or "rgb"
    for channels in CHANNELS:
        if wanted == channels:
            return channels
    raise OptionError(not_one_of("channels", wanted, CHANNELS))


def arranged(
    attachments: Sequence[Attachment], options: Mapping[str, Any], limits: InputOptions
) -> list[Attachment]:
    """Return attachments with the channels, and of the frame, that the options say.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : mapping
        ``bgr`` or ``channels``, and ``frame``.
    limits : InputOptions
        Limits on what is read.

    Raises
    ------
    PromptError
        There is nothing that the options could be about.
    """
    arranged = list(attachments)
    channels = channels_of(options)
    if channels != "rgb":
        if not any(is_array(attachment.source) for attachment in arranged):
            rest = f"and {arranged[0].name} is none" if arranged else "name one"
            msg = f"The order of channels is about arrays, {rest}."
            raise PromptError(msg)
        arranged = [with_channels(attachment, channels) for attachment in arranged]
    if options.get("frame") is not None:
        return _framed(arranged, options, limits)
    return arranged


def _framed(
    attachments: list[Attachment], options: Mapping[str, Any], limits: InputOptions
) -> list[Attachment]:
    number = options["frame"]
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        msg = f"frame takes a number from 1, not {number!r}; pages takes several: '3-5,8'."
        raise PromptError(msg)
    if options.get("pages") is not None:
        msg = "Give --frame or --pages, not both."
        raise PromptError(msg)
    held = [fetch_attachment(attachment, limits) for attachment in attachments]
    frames = [chosen_frames(attachment, [(number, number)]) for attachment in held]
    if not any(frames):
        name = attachments[0].name if attachments else ""
        if attachments and at_url(held[0]).kind == "document":
            msg = f"{name} is a PDF: --pages chooses its pages."
        else:
            rest = f", and {name} is one" if name else ": name one"
            msg = f"--frame chooses from several pictures in one file{rest}."
        raise PromptError(msg)
    return [
        new
        for attachment, own in zip(attachments, frames, strict=True)
        for new in own or [attachment]
    ]


def with_last_picture(
    attachments: Sequence[Attachment], options: Mapping[str, Any], conversation: Conversation
) -> list[Attachment]:
    """Return what is sent in tiles: what is named, or else the conversation's last picture.

    Raises
    ------
    PromptError
        A part is to be looked at as well.
    """
    if not options.get("tiles"):
        return list(attachments)
    if options.get("crop") is not None or options.get("zoom") is not None:
        msg = "Give --tiles, --crop or --zoom: one of them."
        raise PromptError(msg)
    known = [image.attachment for image in conversation.images if image.attachment.cut is None]
    return list(attachments) or known[-1:]


def in_tiles(question: Question, limits: InputOptions) -> Question:
    """Return a question whose pictures are followed by tiles of themselves, where they need any.

    Raises
    ------
    PromptError
        One of the attachments is no picture that is here, or takes too many tiles.
    """
    held = [at_url(fetch_attachment(attachment, limits)) for attachment in question.attachments]
    layouts = [_layout(attachment, question.tier, 8000) for attachment in held]
    if sum(map(_images, layouts)) > MANY:  # and so no side may be as long
        layouts = [_layout(attachment, question.tier, SIDE_OF_MANY) for attachment in held]
    attachments: list[Attachment] = []
    for attachment, boxes in zip(held, layouts, strict=True):
        attachments.append(attachment)
        if len(boxes) > 1:
            attachments += cut_tiles(attachment, boxes)
    return replace(question, attachments=tuple(attachments))


def _images(boxes: Sequence[WholeBox]) -> int:
    return 1 + len(boxes) if len(boxes) > 1 else 1


def _layout(attachment: Attachment, tier: Tier, side: int) -> tuple[WholeBox, ...]:
    """Return the tiles of a picture; none of a live figure, which is drawn as large as is seen."""
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
