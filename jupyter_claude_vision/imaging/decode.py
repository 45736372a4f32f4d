"""An attachment's pixels: drawn or decoded, and what is wrong with those that cannot be."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final

from ..errors import ImageTooLargeError, UnreadableImageError
from ..inputs.files.decoding import decoding_boundary
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

MAX_COUNT: Final = 1000
"""Pictures that are counted; beyond that the number helps nobody."""

_MOST_BLOCKS: Final = 200_000
"""Blocks of a GIF that are walked through, of up to 255 bytes each."""

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


def frame_count(image: Image.Image) -> int:
    """Return how many frames or pages the file of an open image holds, at most ``MAX_COUNT + 1``.

    Pillow counts the frames of a GIF by reading its way through all of them: 46 s for 500,000.
    The image is left at the frame at which it stands.
    """
    file: Any = getattr(image, "fp", None)
    count = _COUNTERS.get(image.format or "")
    if count is None:
        return min(getattr(image, "n_frames", 1), MAX_COUNT + 1)
    with suppress(OSError, ValueError, AttributeError):  # it is closed, since it was all read
        position = file.tell()
        try:
            return max(count(file), 1)
        finally:
            file.seek(position)
    return 1


def _gif_frames(file: IO[bytes]) -> int:
    """Count image descriptors (GIF89a, 20)."""
    file.seek(0)
    file.seek(13 + _color_table(file.read(13)[10:11]))
    frames = 0
    for _ in range(_MOST_BLOCKS):
        kind = file.read(1)
        if kind == b",":
            frames += 1
            if frames > MAX_COUNT:
                return frames
            flags = file.read(9)[8:]
            file.seek(_color_table(flags) + 1, 1)
        elif kind == b"!":
            file.seek(1, 1)
        else:  # the trailer, or no GIF any more
            return frames
        while length := file.read(1)[:1].rjust(1, b"\0")[0]:
            file.seek(length, 1)
    return MAX_COUNT + 1


def _color_table(flags: bytes) -> int:
    """Return the length in bytes of the color table that the flags announce."""
    value = int.from_bytes(flags)
    return 3 << (value & 7) + 1 if value & 0x80 else 0


def _tiff_pages(file: IO[bytes]) -> int:
    """Count image file directories (TIFF 6.0, 2; BigTIFF has wider numbers)."""
    file.seek(0)
    header = file.read(8)
    order: Any = "little" if header[:2] == b"II" else "big"
    is_big = int.from_bytes(header[2:4], order) == 43
    count_width, entry_width, offset_width = (8, 20, 8) if is_big else (2, 12, 4)
    file.seek(8 if is_big else 4)
    offset, offsets = int.from_bytes(file.read(offset_width), order), set[int]()
    while offset and offset not in offsets and len(offsets) <= MAX_COUNT:
        file.seek(offset)
        entries = file.read(count_width)
        if len(entries) < count_width:
            break
        offsets.add(offset)
        file.seek(entry_width * int.from_bytes(entries, order), 1)
        offset = int.from_bytes(file.read(offset_width), order)
    return len(offsets)


_COUNTERS: Final[dict[str, Callable[[IO[bytes]], int]]] = {"GIF": _gif_frames, "TIFF": _tiff_pages}
