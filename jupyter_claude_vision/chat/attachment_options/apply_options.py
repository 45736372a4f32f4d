"""A question's attachments as its options want them: one way through all of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..limits import most_images
from .crop_options import add_crop
from .pdf_options import open_pdfs
from .picture_options import add_last_picture, apply_picture_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...inputs.attachment import Attachment, InputOptions
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
    """Return a question's attachments: their frame, pages, tiles, part.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
    conversation : Conversation
        Whose last picture is meant where none is named.
    reading : InputOptions
        Limits on what is read.
    ask_secret : callable
        Asks for a password, by a prompt.
    platform, model : str

    Raises
    ------
    PromptError
        There is nothing that the options could be about.
    InputError
        One of the attachments cannot be used so.
    """
    if options.channels != "rgb" or options.frame is not None:
        attachments = apply_picture_options(attachments, options, reading)
    if options.pages or options.as_images or options.password:
        most = most_images(model, platform)
        attachments = open_pdfs(attachments, options, ask_secret, most)
    if options.tiles:
        attachments = add_last_picture(attachments, options, conversation)
    if options.crop is None and options.zoom is None:
        return list(attachments)
    return add_crop(attachments, options, conversation, reading)
