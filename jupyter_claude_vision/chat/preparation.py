"""An attachment made ready to be sent: what it is, its content, and what there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import FetchError
from ..imaging.prepare import Limits, prepare_image
from ..inputs.files.download import check_public
from ..provider import document_blocks as documents

if TYPE_CHECKING:
    from ..answers.sent_attachment import Content
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Attachment
    from ..provider.provider import Provider
    from .conversation import Question


def prepare_attachment(
    attachment: Attachment, question: Question, provider: Provider
) -> tuple[Attachment, Content | None, tuple[str, ...]]:
    """Return what an attachment is, its content, and what there is to say of it.

    Without content where that is not in this kernel, and that is no obstacle.

    Raises
    ------
    InputError
        It cannot be used.
    """
    platform = provider.platform
    allowed = Limits(question.tier, base64_bytes=platform.base64_bytes)
    try:
        attachment = documents.kind_of(attachment, provider)
        if attachment.kind == "document":
            tier, model = question.tier, question.model
            return attachment, *documents.prepared(attachment, tier, model, platform.name)
        if attachment.draw is None:
            return attachment, None, ("its pixels are not in this kernel",)
        return attachment, *_picture(attachment, question, allowed)
    except FetchError as error:
        if question.method == "url" and attachment.url is not None:
            check_public(attachment.url, attachment.name)  # it says what else can be done
        by_url = question.method in {"auto", "url"} and is_public(attachment)
        if not (by_url and "url" in provider.methods):
            raise
        return documents.by_address(attachment), None, (f"not shown: {error}",)


def is_public(attachment: Attachment) -> bool:
    """Return whether an attachment has a URL that may be handed to the API."""
    if attachment.url is None:
        return False
    try:
        check_public(attachment.url, attachment.name)
    except FetchError:
        return False
    return True


def _picture(
    attachment: Attachment, question: Question, limits: Limits
) -> tuple[PreparedImage, tuple[str, ...]]:
    """Return a picture as it is sent, and whether its tiles are sent beside it."""
    cuts = [other.cut for other in question.attachments if other.cut is not None]
    tiles = sum(cut.is_tile and cut.whole is attachment for cut in cuts)
    image = prepare_image(attachment, limits, background=question.background, in_pieces=tiles > 0)
    return image, (f"the whole, small: its {tiles} tiles follow",) if tiles else ()
