"""Large JPEGs resized plane by plane, as they are stored: brightness apart from color.

A camera's JPEG has its colors at half the resolution (4:2:0), and so has the JPEG that is sent.
So the brightness is decoded in full, at a byte a pixel, and the colors at half the size, which is
all that there is of them; a picture of 12 MP then takes 12 MB for each instead of 48, and the two
are decoded and resized at the same time.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final

from .resize import resize_image, run_together

if TYPE_CHECKING:
    from PIL import Image

_WORTH_IT: Final = 4_000_000
"""Pixels from which it saves memory that matters."""

_RGB: Final = {82, 71, 66}
"""What the components are called in a JPEG without YCbCr: "R", "G" and "B"."""


def resized_by_planes(
    image: Image.Image, data: bytes, size: tuple[int, int], workers: int
) -> Image.Image | None:
    """Return a JPEG as RGB pixels at another size.

    Parameters
    ----------
    image : PIL.Image.Image
        The file, opened; it is not decoded.
    data : bytes
        The file.
    size : tuple of int
        Width and height in pixels.
    workers : int
        Threads.

    Returns
    -------
    PIL.Image.Image or None
        With the format and the metadata of `image`. None where it is better decoded whole:
        small, to be less than half as large, progressive (which takes its memory anyway), or
        not stored as brightness and colors.

    Raises
    ------
    OSError
        It is damaged.
    """
    if not _is_suited(image, size):
        return None
    shrunk_image = _merge_planes(data, size, workers).convert("RGB")  # the planes are free by now
    shrunk_image.format, shrunk_image.info = image.format, image.info
    return shrunk_image


def _merge_planes(data: bytes, size: tuple[int, int], workers: int) -> Image.Image:
    from PIL import Image

    halves = [partial(_brightness_plane, data, size, workers), partial(_color_planes, data, size)]
    brightness, colors = run_together(halves, min(workers, len(halves)))
    return Image.merge("YCbCr", [*brightness, *colors])


def _brightness_plane(data: bytes, size: tuple[int, int], workers: int) -> list[Image.Image]:
    return [resize_image(_decode_plane(data, "L", 1), size, workers)]


def _color_planes(data: bytes, size: tuple[int, int]) -> list[Image.Image]:
    """Return Cb and Cr. A last column or row may be half outside of the picture."""
    from PIL import Image

    width, height = Image.open(BytesIO(data), formats=["JPEG"]).size
    box = (0, 0, width / 2, height / 2)
    planes = _decode_plane(data, "YCbCr", 2).split()[1:]  # the rest is free from here on
    return [plane.resize(size, Image.Resampling.BICUBIC, box=box) for plane in planes]


def _is_suited(image: Image.Image, size: tuple[int, int]) -> bool:
    from PIL.JpegImagePlugin import JpegImageFile

    if not isinstance(image, JpegImageFile) or image.mode != "RGB":
        return False
    if image.info.get("progressive"):
        return False
    if image.width * image.height < _WORTH_IT:
        return False
    if image.info.get("adobe_transform") == 0 or {part[0] for part in image.layer} == _RGB:
        return False
    is_smaller = size[0] < image.width and size[1] < image.height
    return is_smaller and 2 * size[0] > image.width and 2 * size[1] > image.height


def _decode_plane(data: bytes, mode: str, part: int) -> Image.Image:
    """Return a file's pixels at its size, or a half of it."""
    from PIL import Image

    image = Image.open(BytesIO(data), formats=["JPEG"])
    image.draft(mode, (image.width // part, image.height // part))
    image.load()
    return image
