"""The limits that depend on the whole conversation, seen before anything is sent.

From the Vision page of the platform documentation, checked 2026-11-23: images of earlier turns
count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..answers.usage import find_context_window
from ..imaging.prepare import ImageLimits, prepare_image
from ..imaging.prepared_pdf import MOST_PAGES
from ..inputs.attachment import Raster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage
    from ..models import Tier
    from ..platforms import Platform

MANY_IMAGES: Final = 20
"""Number of images above which no side may exceed `SIDE_OF_MANY` pixels."""

SIDE_OF_MANY: Final = 2000
_SMALL_WINDOW: Final = 200_000
_MOST_OF_A_SMALL_WINDOW: Final = 100


def most_images(model: str, platform: str) -> int:
    """Return how many images, or pages of PDFs, a model takes in one request."""
    return most_images_in(find_context_window(model, platform))


def most_images_in(window: int | None) -> int:
    """Return the maximum number of images, or pages of PDFs, for a context window of tokens."""
    small = window is not None and window <= _SMALL_WINDOW
    return _MOST_OF_A_SMALL_WINDOW if small else MOST_PAGES


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
        pixel_ratio=picture.pixel_ratio,
        places=picture.places,
        attachment=picture.attachment,
    )
    return replace(image, prepared_image=smaller, notes=(*image.notes, note))
