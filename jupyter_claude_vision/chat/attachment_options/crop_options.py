"""The options ``crop`` and ``zoom``: a part of a picture at full resolution beside the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...answers.regions import Region
from ...errors import PromptError
from ...imaging.crops import cut_part
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...imaging.geometry import Box
    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions
    from ...options import AskOptions
    from ..conversation import Conversation

_MARGIN: Final = 0.1
"""Share of a region's size that is shown on each side of it, so that its edges are seen."""

_POINT_MARGIN: Final = 40.0
"""Pixels around a point, which has no size."""


def add_crop(
    attachments: Sequence[Attachment],
    options: AskOptions,
    conversation: Conversation,
    limits: InputOptions,
) -> list[Attachment]:
    """Return the picture and the part of it that the options name, or all attachments.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
        Its ``crop`` and ``zoom``; with neither, the attachments stay as they are.
    conversation : Conversation
        Its last picture is cropped if there are no attachments.
    limits : InputOptions
        Limits on what is read.

    Raises
    ------
    PromptError
        There is not exactly one picture to crop.
    """
    crop, zoom = options.crop, options.zoom
    if zoom is not None:
        if crop is not None:
            msg = "Give --crop or --zoom, not both."
            raise PromptError(msg)
        return _zoom_into(attachments, zoom)
    if crop is None:
        return list(attachments)
    picture = _find_picture(attachments, conversation, limits)
    return [picture, _crop_part(picture, crop)]


def _zoom_into(attachments: Sequence[Attachment], region: object) -> list[Attachment]:
    if not isinstance(region, Region):
        msg = f"--zoom takes a region, such as answer.regions[0], not {region!r}."
        raise PromptError(msg)
    if attachments:
        msg = "A region knows its picture: ask with --zoom alone."
        raise PromptError(msg)
    picture, (left, top, right, bottom) = region.picture.attachment, region.bounds
    across = max((right - left) * _MARGIN, 0.0 if region.box else _POINT_MARGIN)
    down = max((bottom - top) * _MARGIN, 0.0 if region.box else _POINT_MARGIN)
    return [
        picture,
        _crop_part(picture, (left - across, top - down, right + across, bottom + down)),
    ]


def _find_picture(
    attachments: Sequence[Attachment], conversation: Conversation, limits: InputOptions
) -> Attachment:
    earlier = [i.attachment for i in conversation.images if i.attachment.cut is None]
    candidates = list(attachments) or earlier[-1:]
    if len(candidates) != 1:
        msg = "--crop looks closer at one picture: name it, and no other."
        raise PromptError(msg)
    picture = at_url(fetch_attachment(candidates[0], limits))
    if picture.kind == "document":
        msg = (
            f"{picture.name} is a PDF: --as-images --pages 3 makes a picture of a page to look at."
        )
        raise PromptError(msg)
    return picture


def _crop_part(picture: Attachment, box: Box) -> Attachment:
    left, top, right, bottom = (round(number) for number in box)
    name = f"part of {picture.name}: ({max(left, 0)}, {max(top, 0)})–({right}, {bottom})"
    return cut_part(picture, box, name)
