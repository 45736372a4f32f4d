"""Looking closer: a part of a picture at full resolution, beside the whole (--crop, --zoom)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ...answers.regions import Region
from ...errors import PromptError
from ...imaging.crops import cut_part
from ...inputs.images import fetch_attachment
from ...inputs.pdf.document import at_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...imaging.geometry import Box
    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions
    from ..conversation import Conversation

_AROUND: Final = 0.1
"""How much of a region's size is shown on each side of it: where it ends is worth seeing, too."""

_LEAST: Final = 40.0
"""Pixels around a point, which has no size."""


def closer(
    attachments: Sequence[Attachment],
    options: Mapping[str, Any],
    conversation: Conversation,
    limits: InputOptions,
) -> list[Attachment]:
    """Return the attachments of a question, with the part that it looks closer at.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : mapping
        ``crop``, four numbers, or ``zoom``, a `Region`; neither leaves everything as it is.
    conversation : Conversation
        Whose last picture is meant where the question names none.
    limits : InputOptions
        Limits on what is read.

    Raises
    ------
    PromptError
        It is not clear what is to be looked at.
    """
    crop, zoom = options.get("crop"), options.get("zoom")
    if crop is None and zoom is None:
        return list(attachments)
    if crop is not None and zoom is not None:
        msg = "Give --crop or --zoom, not both."
        raise PromptError(msg)
    if zoom is not None:
        return _zoomed(attachments, zoom)
    whole = _whole(attachments, conversation, limits)
    return [whole, _part(whole, _four_numbers(crop))]


def _zoomed(attachments: Sequence[Attachment], region: object) -> list[Attachment]:
    if not isinstance(region, Region):
        msg = f"--zoom takes a region, such as answer.regions[0], not {region!r}."
        raise PromptError(msg)
    if attachments:
        msg = "A region knows its picture: ask with --zoom alone."
        raise PromptError(msg)
    whole, (left, top, right, bottom) = region.picture.attachment, region.bounds
    across = max((right - left) * _AROUND, 0.0 if region.box else _LEAST)
    down = max((bottom - top) * _AROUND, 0.0 if region.box else _LEAST)
    return [whole, _part(whole, (left - across, top - down, right + across, bottom + down))]


def _whole(
    attachments: Sequence[Attachment], conversation: Conversation, limits: InputOptions
) -> Attachment:
    known = [i.attachment for i in conversation.images if i.attachment.cut is None]
    candidates = list(attachments) or known[-1:]
    if len(candidates) != 1:
        msg = "--crop looks closer at one picture: name it, and no other."
        raise PromptError(msg)
    whole = at_url(fetch_attachment(candidates[0], limits))
    if whole.kind == "document":
        msg = f"{whole.name} is a PDF: --as-images --pages 3 makes a picture of a page to look at."
        raise PromptError(msg)
    return whole


def _four_numbers(crop: Any) -> Box:
    try:
        box = tuple(map(float, crop))
    except (TypeError, ValueError):
        box = ()
    if len(box) != 4 or not all(map(math.isfinite, box)):
        msg = f"crop takes four numbers, left, top, right and bottom, not {crop!r}."
        raise PromptError(msg)
    left, top, right, bottom = box
    return left, top, right, bottom


def _part(whole: Attachment, box: Box) -> Attachment:
    left, top, right, bottom = (round(number) for number in box)
    name = f"part of {whole.name}: ({max(left, 0)}, {max(top, 0)})–({right}, {bottom})"
    return cut_part(whole, box, name)
