"""The limits that depend on the whole conversation, seen before anything is sent.

From the Vision page of the platform documentation, checked 2026-11-23: images of earlier turns
count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..answers.usage import context_window
from ..errors import BudgetError, RequestTooLargeError
from ..imaging.prepare import Limits, prepare_image
from ..imaging.prepared_pdf import MOST_PAGES
from ..inputs.attachment import Raster
from ..provider import document_blocks as documents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage
    from ..models import Tier
    from ..provider.platforms import Platform
    from .estimate import Estimate

MANY: Final = 20
"""From more images than this on, no side may be over `SIDE_OF_MANY` pixels."""

SIDE_OF_MANY: Final = 2000
_SMALL_WINDOW: Final = 200_000
_MOST_OF_A_SMALL_WINDOW: Final = 100


def check(
    estimate: Estimate,
    sent: Sequence[SentImage],
    count: Callable[[], int | None],
    approve: Callable[[Estimate], None],
) -> None:
    """Raise where a conversation is more than its model takes, or more than the user approves.

    An estimate alone refuses nothing that the API counts as less.

    Parameters
    ----------
    estimate : Estimate
    sent : sequence of SentImage
        Of the whole conversation.
    count : callable
        Returns how many tokens the API counts, or None where it does not.
    approve : callable
        Takes an estimate; raises where that is too much.

    Raises
    ------
    RequestTooLargeError
    DocumentError
        Its PDFs have too many pages.
    BudgetError
    """
    window = context_window(estimate.model, estimate.platform)
    most = most_images(estimate.model, estimate.platform)
    documents.check_pages([i.document for i in sent if i.document], most, estimate.model)
    number = sum(not image.is_document for image in sent)
    if number > most:
        msg = f"{number} images are more than the {most} that one request takes: start with --new."
        raise RequestTooLargeError(msg)
    if window is not None and estimate.input_tokens > window:
        estimate = _counted(estimate, count)
        if estimate.exact and estimate.input_tokens > window:
            msg = (
                f"{estimate.input_tokens:,} tokens are more than the {window:,} that "
                f"{estimate.model} reads: {_less(sent)}start with --new, or send less."
            )
            raise RequestTooLargeError(msg)
    try:
        approve(estimate)
    except BudgetError:
        if not estimate.spare:
            raise
        exact = _counted(estimate, count)
        if not exact.exact:
            raise
        approve(exact)


def most_images(model: str, platform: str) -> int:
    """Return how many images, or pages of PDFs, a model takes in one request."""
    window = context_window(model, platform)
    small = window is not None and window <= _SMALL_WINDOW
    return _MOST_OF_A_SMALL_WINDOW if small else MOST_PAGES


def _counted(estimate: Estimate, count: Callable[[], int | None]) -> Estimate:
    """Return an estimate with the API's own count, where it counts."""
    tokens = count()
    if tokens is None:
        return estimate
    return replace(estimate, input_tokens=tokens, spare=0, exact=True)


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
        prepare_image(again, limits),
        original_size=prepared.original_size,
        places=prepared.places,
        attachment=prepared.attachment,
    )
    return replace(image, prepared=smaller, notes=(*image.notes, note))
