"""The limits that depend on the whole conversation, seen before anything is sent.

From the Vision page of the platform documentation, checked 2026-11-23: images of earlier turns
count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..errors import RequestTooLargeError
from ..inputs.attachment import Raster
from ..vision.prepare import Limits, prepare
from . import documents
from .usage import context_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Tier
    from ..vision.prepare import PreparedImage
    from .delivery import SentImage
    from .estimate import Estimate
    from .platforms import Platform

MANY: Final = 20
"""From more images than this on, no side may be over `SIDE_OF_MANY` pixels."""

SIDE_OF_MANY: Final = 2000
_SMALL_WINDOW: Final = 200_000


def check(estimate: Estimate, sent: Sequence[SentImage]) -> None:
    """Raise where a conversation is more than its model takes.

    Parameters
    ----------
    estimate : Estimate
    sent : sequence of SentImage
        Of the whole conversation.

    Raises
    ------
    RequestTooLargeError
    DocumentError
        Its PDFs have too many pages.
    """
    window = context_window(estimate.model, estimate.platform)
    most = 100 if window is not None and window <= _SMALL_WINDOW else 600
    documents.check_pages([i.document for i in sent if i.document], most, estimate.model)
    count = sum(not image.is_document for image in sent)
    if count > most:
        msg = f"{count} images are more than the {most} that one request takes: start with --new."
        raise RequestTooLargeError(msg)
    if window is not None and estimate.input_tokens > window:
        msg = (
            f"About {estimate.input_tokens:,} tokens are more than the {window:,} that "
            f"{estimate.model} reads: {_less(sent)}start with --new, or send less."
        )
        raise RequestTooLargeError(msg)


def _less(sent: Sequence[SentImage]) -> str:
    """Say how less of a long PDF can be sent."""
    pdf = next((i.name for i in sent if i.document and len(i.document.page_numbers) > 1), None)
    return f"choose pages of {pdf} with --pages, " if pdf else ""


def fitted(images: Sequence[SentImage], tier: Tier, platform: Platform) -> list[SentImage]:
    """Return a conversation's images, smaller where there are so many that they must be."""
    count = sum(platform.documents_count or not image.is_document for image in images)
    if count <= MANY:
        return list(images)
    limits = Limits(tier, base64_bytes=platform.base64_bytes, side=SIDE_OF_MANY)
    return [
        _smaller(image, image.prepared, limits)
        if image.prepared and max(image.prepared.width, image.prepared.height) > SIDE_OF_MANY
        else image
        for image in images
    ]


def _smaller(image: SentImage, prepared: PreparedImage, limits: Limits) -> SentImage:
    """Return an image made from what was sent before: a live figure may have changed since."""
    again = replace(image.attachment, draw=lambda _: Raster(prepared.open(), data=prepared.data))
    note = f"at most {SIDE_OF_MANY} px a side, since there are over {MANY} images"
    # Regions lie on the original still, whatever size of it was sent.
    smaller = replace(
        prepare(again, limits),
        original_size=prepared.original_size,
        places=prepared.places,
        attachment=prepared.attachment,
    )
    return replace(image, prepared=smaller, notes=(*image.notes, note))
