"""Resizing with the best filter, on every processor core, or on one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

T = TypeVar("T")

WORKERS: Final = min(os.cpu_count() or 1, 4)
"""Threads for one image; more are no faster, since memory is not."""

BANDS: Final = 8
"""Into how many bands a resize is cut: what each needs in between is freed with it."""

_WORTH_BANDS: Final = 1_000_000
"""Pixels of the source from which bands are faster than one pass, or need much less memory."""


def resize_image(image: Image.Image, size: tuple[int, int], workers: int = WORKERS) -> Image.Image:
    """Return an image at another size in pixels, filtered with Lanczos.

    Transparent pixels do not bleed into their neighbours. The image itself comes back where it
    has the size already.

    Parameters
    ----------
    image : PIL.Image.Image
    size : tuple of int
        Width and height in pixels.
    workers : int
        Threads; 1 where other images are resized at the same time.
    """
    if image.size == size:
        return image
    if image.mode == "RGBA":  # premultiplied once, not once for each band
        return _resize_bands(image.convert("RGBa"), size, workers).convert("RGBA")
    return _resize_bands(image, size, workers)


def _resize_bands(image: Image.Image, size: tuple[int, int], workers: int) -> Image.Image:
    from PIL import Image

    if image.width * image.height < _WORTH_BANDS or size[1] < BANDS:
        return image.resize(size, Image.Resampling.LANCZOS)
    return _in_bands(image, size, workers)


def _in_bands(image: Image.Image, size: tuple[int, int], workers: int) -> Image.Image:
    """Resize band by band: Pillow lets go of the interpreter while it works.

    Pillow's filter reaches over the edges of a `box`, so there are no seams; a pixel is at most
    two levels off one pass, as Pillow may go down before it goes across, rounding in between.
    """
    from PIL import Image

    width, height = size
    result = Image.new(image.mode, size)

    def resize(band: int) -> None:
        top, bottom = height * band // BANDS, height * (band + 1) // BANDS
        rows = (top * image.height / height, bottom * image.height / height)
        part = image.resize(
            (width, bottom - top), Image.Resampling.LANCZOS, box=(0, rows[0], image.width, rows[1])
        )
        result.paste(part, (0, top))

    run_together([partial(resize, band) for band in range(BANDS)], workers)
    return result


def run_together(tasks: Sequence[Callable[[], T]], workers: int) -> list[T]:
    """Return what tasks return, done on so many threads; on this one where that is one."""
    if workers == 1:
        return [task() for task in tasks]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda task: task(), tasks))
