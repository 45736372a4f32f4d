"""The limits that depend on the whole conversation, seen before anything is sent.

From the Vision page of the platform documentation, checked 2026-11-23: images of earlier turns
count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..answers.usage import find_context_window
from ..errors import BudgetError, ProviderError, RequestTooLargeError
from ..imaging.prepare import ImageLimits, prepare_image
from ..imaging.prepared_pdf import MOST_PAGES
from ..inputs.attachment import Raster
from ..provider import document_blocks as documents
from .request_builder import build_request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage
    from ..models import Tier
    from ..platforms import Platform
    from ..provider.delivery import Delivery
    from .conversation import Draft
    from .estimate import Estimate

MANY_IMAGES: Final = 20
"""Number of images above which no side may exceed `SIDE_OF_MANY` pixels."""

SIDE_OF_MANY: Final = 2000
_SMALL_WINDOW: Final = 200_000
_MOST_OF_A_SMALL_WINDOW: Final = 100

_COUNT_SECONDS: Final = 60.0
"""Longest wait for the API to count a question's tokens."""


def check_limits(
    estimate: Estimate,
    draft: Draft,
    delivery: Delivery,
    approve: Callable[[Estimate], None],
) -> None:
    """Raise where a conversation is more than its model takes, or more than the user approves.

    An estimate alone refuses nothing that the API counts as less.

    Parameters
    ----------
    estimate : Estimate
    draft : Draft
    delivery : Delivery
    approve : callable
        Takes an estimate; raises where that is too much.

    Raises
    ------
    RequestTooLargeError
    DocumentError
        Its PDFs have too many pages.
    BudgetError
    """
    images = draft.sent
    window = find_context_window(estimate.model, estimate.platform)
    maximum = _most_images(window)
    pdfs = [image.document for image in images if image.document]
    if pdfs:
        documents.check_pages(pdfs, maximum, estimate.model)
    number = len(images)
    if number > maximum:
        number = sum(not image.is_document for image in images)
    if number > maximum:
        msg = (
            f"{number} images are more than the {maximum} that one request takes: start with --new."
        )
        raise RequestTooLargeError(msg)
    if window is not None and estimate.input_tokens > window:
        estimate = _with_count(estimate, draft, delivery)
        if estimate.exact and estimate.input_tokens > window:
            msg = (
                f"{estimate.input_tokens:,} tokens are more than the {window:,} that "
                f"{estimate.model} reads: {_offer_pages(images)}start with --new, or send less."
            )
            raise RequestTooLargeError(msg)
    try:
        approve(estimate)
    except BudgetError:
        if not estimate.spare:
            raise
        exact = _with_count(estimate, draft, delivery)
        if not exact.exact:
            raise
        approve(exact)


def most_images(model: str, platform: str) -> int:
    """Return how many images, or pages of PDFs, a model takes in one request."""
    return _most_images(find_context_window(model, platform))


def _most_images(window: int | None) -> int:
    small = window is not None and window <= _SMALL_WINDOW
    return _MOST_OF_A_SMALL_WINDOW if small else MOST_PAGES


def _with_count(estimate: Estimate, draft: Draft, delivery: Delivery) -> Estimate:
    """Return an estimate with the API's own count, where it counts."""
    tokens = count_tokens(draft, delivery)
    if tokens is None:
        return estimate
    return replace(estimate, input_tokens=tokens, spare=0, exact=True)


def count_tokens(draft: Draft, delivery: Delivery) -> int | None:
    """Return how many tokens the API counts, free of charge; nothing is uploaded for it.

    Returns
    -------
    int or None
        None where the platform does not count, or not this question: it has what is not in this
        kernel, it is too large to go inside a request, or the API does not answer in time.
    """
    provider = delivery.provider
    images = [image for turn in draft.history for image in turn.images]
    if not provider.platform.counts_tokens:
        return None
    if any(image.content is None for image in (*images, *draft.images)):
        return None
    try:
        envelope = build_request(draft, delivery.to_inline())
        return provider.count_tokens(envelope.request, seconds=_COUNT_SECONDS)
    except ProviderError:
        # What is wrong with it, if anything is, the question itself will say.
        return None


def _offer_pages(images: Sequence[SentImage]) -> str:
    """Return how less of a long PDF can be sent, where one is among the images."""
    pdf = next((i.name for i in images if i.document and len(i.document.page_numbers) > 1), None)
    return f"choose pages of {pdf} with --pages, " if pdf else ""


def fit_images(images: Sequence[SentImage], tier: Tier, platform: Platform) -> list[SentImage]:
    """Return a conversation's images, smaller where there are so many that they must be."""
    if len(images) <= MANY_IMAGES:
        return list(images)
    count = sum(platform.documents_count or not image.is_document for image in images)
    if count <= MANY_IMAGES:
        return list(images)
    limits = ImageLimits(tier, base64_bytes=platform.base64_bytes, side=SIDE_OF_MANY)
    return [
        _shrink_image(image, image.prepared_image, limits)
        if image.prepared_image
        and max(image.prepared_image.width, image.prepared_image.height) > SIDE_OF_MANY
        else image
        for image in images
    ]


def _shrink_image(image: SentImage, picture: PreparedImage, limits: ImageLimits) -> SentImage:
    """Return an image made from what was sent before: a live figure may have changed since."""
    again = replace(image.attachment, draw=lambda _: Raster(picture.open(), data=picture.data))
    note = f"at most {SIDE_OF_MANY} px a side, since there are over {MANY_IMAGES} images"
    # Regions lie on the original still, whatever size of it was sent.
    smaller = replace(
        prepare_image(again, limits),
        original_size=picture.original_size,
        places=picture.places,
        attachment=picture.attachment,
    )
    return replace(image, prepared_image=smaller, notes=(*image.notes, note))
