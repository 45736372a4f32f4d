"""All options that change attachments, applied in order; those of pictures are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import PromptError
from ...imaging.frames import chosen_frames, spaced_frames
from ...inputs.arrays import is_array, with_channels
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url
from ..limits import most_images
from .crop_options import add_crop
from .pdf_options import open_pdfs
from .tile_options import add_last_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions
    from ...options import AskOptions
    from ..conversation import Conversation


def apply_attachment_options(
    attachments: Sequence[Attachment],
    options: AskOptions,
    conversation: Conversation,
    reading: InputOptions,
    *,
    ask_secret: Callable[[str], str],
    platform: str,
    model: str,
) -> list[Attachment]:
    """Return attachments with the options applied: channels, frame, pages, crop.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
    conversation : Conversation
        Its last picture is used if there are no attachments.
    reading : InputOptions
        Limits on what is read.
    ask_secret : callable
        Asks the user for a password, with a prompt.
    platform, model : str

    Raises
    ------
    PromptError
        The options apply to none of the attachments.
    InputError
        One of the attachments cannot be used in this way.
    """
    if options.channels != "rgb" or options.frame or options.frames:
        attachments = _apply_picture_options(attachments, options, reading)
    if options.pages or options.as_images or options.password:
        max_pages = most_images(model, platform)
        attachments = open_pdfs(attachments, options, ask_secret, max_pages)
    if options.tiles:
        attachments = add_last_picture(attachments, options, conversation)
    if options.crop is None and options.zoom is None:
        return list(attachments)
    return add_crop(attachments, options, conversation, reading)


def _apply_picture_options(
    attachments: Sequence[Attachment], options: AskOptions, limits: InputOptions
) -> list[Attachment]:
    """Return attachments with the options' order of channels, cut down to their frame.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
        Its ``channels``, ``frame`` and ``frames``.
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
    chosen_flags = [
        flag
        for flag, value in {
            "--frame": options.frame,
            "--frames": options.frames,
            "--pages": options.pages,
        }.items()
        if value is not None
    ]
    if len(chosen_flags) > 1:
        msg = f"Give {' or '.join(chosen_flags)}, not both."
        raise PromptError(msg)
    if options.frame is not None:
        ranges = [(options.frame, options.frame)]
        return _select_frames(pictures, "--frame", lambda a: chosen_frames(a, ranges), limits)
    if options.frames is not None:
        count = options.frames
        return _select_frames(pictures, "--frames", lambda a: spaced_frames(a, count), limits)
    return pictures


def _select_frames(
    attachments: list[Attachment],
    flag: str,
    select: Callable[[Attachment], list[Attachment]],
    limits: InputOptions,
) -> list[Attachment]:
    local = [fetch_attachment(attachment, limits) for attachment in attachments]
    frames = [select(attachment) for attachment in local]
    if not any(frames):
        name = attachments[0].name if attachments else ""
        if attachments and at_url(local[0]).kind == "document":
            msg = f"{name} is a PDF: --pages chooses its pages."
        else:
            rest = f", and {name} is one" if name else ": name one"
            msg = f"{flag} chooses from several pictures in one file{rest}."
        raise PromptError(msg)
    return [
        picture
        for attachment, own_frames in zip(attachments, frames, strict=True)
        for picture in own_frames or [attachment]
    ]
