"""Resizing with the best filter, on every processor core."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

BANDS: Final = 8
"""Into how many bands a resize is cut: what each needs in between is freed with it."""

_WORTH_BANDS: Final = 1_000_000
"""Pixels of the source from which bands on several threads are faster than one pass."""


def resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return an image at another size in pixels, filtered with Lanczos.

    Transparent pixels do not bleed into their neighbours. The image itself comes back where it
    has the size already.
    """
    if image.size == size:
        return image
    if image.mode == "RGBA":  # premultiplied once, not once for each band
        return _resized(image.convert("RGBa"), size).convert("RGBA")
    return _resized(image, size)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image

    workers = min(os.cpu_count() or 1, 4)
    worth_it = image.width * image.height >= _WORTH_BANDS and size[1] >= BANDS
    if workers == 1 or not worth_it:
        return image.resize(size, Image.Resampling.LANCZOS)
    return _in_bands(image, size, workers)


def _in_bands(image: Image.Image, size: tuple[int, int], workers: int) -> Image.Image:
    """Resize band by band on threads: Pillow lets go of the interpreter while it works.

    Pillow's filter reaches over the edges of a `box`, so there are no seams; a pixel is at most
    two levels off one pass, as Pillow may go down before it goes across, rounding in between.
    """
    from PIL import Image

    width, height = size
    whole = Image.new(image.mode, size)

    def resize(band: int) -> None:
        top, bottom = height * band // BANDS, height * (band + 1) // BANDS
        rows = (top * image.height / height, bottom * image.height / height)
        part = image.resize(
            (width, bottom - top), Image.Resampling.LANCZOS, box=(0, rows[0], image.width, rows[1])
        )
        whole.paste(part, (0, top))

    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(resize, range(BANDS)):
            pass  # what went wrong in a band is raised here
    return whole
