"""An attachment's pixels: drawn or decoded, and what is wrong with those that cannot be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ..errors import ImageTooLargeError, UnreadableImageError
from ..inputs.files.decoding import decoding_boundary
from .frame_count import MAX_COUNT, frame_count
from .geometry import fitted_size, largest_size
from .jpeg_planes import resized_by_planes
from .resize import WORKERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from ..inputs.attachment import Attachment, Raster
    from ..models import Tier

MAX_PIXELS: Final = 200_000_000
"""Most pixels that are decoded: four times what most cameras take."""

PARTS: Final = {
    "GIF": "frame",
    "PNG": "frame",
    "WEBP": "frame",
    "AVIF": "frame",
    "TIFF": "page",
    "DCX": "page",
    "FLI": "frame",
}
"""What the further pictures in a file are; not in the others, where they are previews."""

_PHOTOGRAPHS: Final = frozenset({"JPEG", "MPO", "JPEG2000", "HEIF"})


def decode_attachment(
    attachment: Attachment,
    tier: Tier,
    side: int,
    *,
    goes_as_it_is: Callable[[Raster], bool] = lambda _: False,
    trusting: bool = False,
    workers: int = WORKERS,
) -> tuple[Raster, tuple[int, int]]:
    """Return an attachment's raster with its pixels in memory, and its own size in pixels.

    A large JPEG is decoded at a half, a quarter or an eighth of its size where that is still
    no smaller than the size at which it is sent, or resized while it is; the size returned is
    that of the file.

    Parameters
    ----------
    attachment : Attachment
    tier : Tier
    side : int
        Most pixels on a side.
    goes_as_it_is : callable
        Takes the raster before it is decoded; returns whether nobody needs its pixels, so that
        it is enough to see that they are there.
    trusting : bool
        Do not even decode such a one.
    workers : int
        Threads.

    Raises
    ------
    UnreadableImageError
        If there are no pixels, or they cannot be decoded.
    ImageTooLargeError
        If there are over `MAX_PIXELS`.
    """
    if attachment.draw is None:
        raise UnreadableImageError(
            f"The pixels of {attachment.name} are not here: it is sent by its file_id only."
        )
    raster = attachment.draw(partial(largest_size, tier=tier, side=side))
    _check_size(attachment.name, raster.image.size)
    # What the user holds must not shrink; a `draft` would stay after it was sent.
    draft = raster.image is not attachment.source
    with decoding_boundary(attachment.name, raster.image) as notes:
        fit = partial(fitted_size, tier=tier, side=side)
        if draft and goes_as_it_is(raster):
            if trusting:
                return replace(raster, drawn=_is_drawing(raster)), raster.image.size
            fit = partial(_smallest)
        raster, size = _load_pixels(raster, fit, workers, draft=draft)
    return replace(raster, notes=(*raster.notes, *notes)), size


def _smallest(_width: float, _height: float) -> tuple[int, int]:
    return 1, 1


def _check_size(name: str, size: tuple[int, int]) -> None:
    if min(size) < 1:
        raise UnreadableImageError(
            f"{name} is {size[0]}x{size[1]} pixels: there is nothing to see."
        )
    if size[0] * size[1] > MAX_PIXELS:
        raise ImageTooLargeError(
            f"{name} has {size[0] * size[1] / 1e6:.0f} megapixels; at most "
            f"{MAX_PIXELS / 1e6:.0f} are handled. Crop it or make it smaller first."
        )


def _load_pixels(
    raster: Raster, fit: partial[tuple[int, int]], workers: int, *, draft: bool
) -> tuple[Raster, tuple[int, int]]:
    image, size = raster.image, raster.image.size
    part, is_drawing = _frame_note(image), _is_drawing(raster)
    if draft and raster.data is not None:
        small = resized_by_planes(image, raster.data, fit(*size), workers)
        if small is not None:
            return replace(raster, image=small, drawn=is_drawing), size
    if draft:
        image.info.pop("xmp", None)  # by which Pillow would turn a TIFF as it decodes it
    draft_size = image.draft(None, fit(*size)) if draft else None
    image.load()
    raster = replace(
        raster,
        drawn=is_drawing,
        # Bytes that hold further pictures cannot be sent for this one.
        data=None if part else raster.data,
        notes=(*raster.notes, *part),
    )
    return raster, size if draft_size else image.size  # some formats tell their size when loaded


def _frame_note(image: Image.Image) -> tuple[str, ...]:
    """Say which of several frames or pages an image is."""
    word = PARTS.get(image.format or "")
    count = frame_count(image) if word else 1
    if count == 1:
        return ()
    at, total = image.tell(), f"{count:,}" if count <= MAX_COUNT else f"over {MAX_COUNT:,}"
    return (f"{word} {at + 1} of {total}" if at else f"first of {total} {word}s",)


def _is_drawing(raster: Raster) -> bool | None:
    """Tell a drawing from a photograph as far as the source and its format do."""
    if raster.drawn is None and raster.image.format in _PHOTOGRAPHS:
        return False
    if raster.drawn is None and raster.image.mode in {"1", "P"}:
        return True
    return raster.drawn
