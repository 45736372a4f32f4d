"""Pieces of pictures at full resolution."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ..errors import ImageTooLargeError, InputError
from ..inputs.attachment import Attachment, Cut
from ..inputs.close_up import CloseUp
from ..inputs.files.decoding import decoding_boundary
from .color_profiles import profile_conversion
from .decode import MAX_PIXELS
from .geometry import whole_pixels
from .pixels import eight_bit, exif_orientation, flatten_image, turn_upright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from ..inputs.attachment import Fit, Raster
    from .geometry import Box, PixelBox
    from .prepare import PreparedImage

CROPPED_BY_PILLOW: Final = 80_000_000
"""Pixels up to which `crop` says nothing: beyond, it warns of a bomb, though all is decoded."""

_MOST_TIMES: Final = 8.0

_KEPT_INFO: Final = ("icc_profile", "transparency")


def full_size(picture: PreparedImage) -> Image.Image:
    """Return a picture upright, opaque and 8-bit, at its original's size.

    Where it was sent at that size, it is what was sent; else the original is read again.

    Raises
    ------
    InputError
        The original is not here any more, or has changed its size.
    """
    if (picture.width, picture.height) == picture.original_size:
        return picture.open()
    raster = _draw_original(picture.attachment, lambda *_: picture.original_size)
    with decoding_boundary(picture.name):
        image = _finish_pixels(raster)
    if image.size != picture.original_size:
        raise InputError(_explain_change(picture.name, image.size))
    return image


def _explain_change(name: str, size: tuple[int, int]) -> str:
    return f"{name} has changed: it is {size[0]} × {size[1]} px now. Ask about it again."


def cut_part(
    attachment: Attachment, box: Box, name: str, size: tuple[int, int] | None = None
) -> Attachment:
    """Return a piece of an attachment as an attachment of its own, at full resolution.

    A live figure, a vector drawing and a page are drawn anew, as large as makes the piece fill
    what the model sees.

    Parameters
    ----------
    attachment : Attachment
    box : tuple of float
        Left, top, right and bottom in pixels of the upright original.
    name : str
    size : tuple of int, optional
        Width and height of the upright original in pixels, where they are known: it is then
        drawn once, and must still have them.
    """

    def draw(fit: Fit) -> Raster:
        whole = size
        if whole is None:
            raster = _draw_original(attachment, fit)
            image = _turn_upright(raster)
            if not raster.scalable:
                return _cut_piece(raster, image, _clip_box(box, image.size, attachment.name))
            whole = image.size
        return _draw_close_up(attachment, fit, whole, _clip_box(box, whole, attachment.name))

    return Attachment(
        name,
        attachment.kind,
        draw,
        source=attachment.source,
        cut=Cut(attachment, box),
        live=attachment.live,
    )


def _draw_close_up(
    attachment: Attachment, fit: Fit, whole: tuple[int, int], pixels: PixelBox
) -> Raster:
    """Return a part of an original of a known size, drawn anew where its source can do that."""
    width, height = pixels[2] - pixels[0], pixels[3] - pixels[1]
    times = max(min(fit(width, height)[0] / width, _MOST_TIMES), 1.0)
    part = CloseUp(whole, pixels, (round(width * times), round(height * times)))
    raster = _draw_original(attachment, part)
    if raster.is_part:
        return _without_notes(raster, raster.image)
    image = _turn_upright(raster)
    if image.size != whole and not raster.scalable:
        raise InputError(_explain_change(attachment.name, image.size))
    scale = image.size[0] / whole[0], image.size[1] / whole[1]
    return _cut_piece(raster, image, _scale_box(pixels, *scale))


def cut_tiles(attachment: Attachment, boxes: Sequence[PixelBox]) -> list[Attachment]:
    """Return pieces that together are a whole picture, each as an attachment at full resolution.

    The whole is decoded once for all of them, and kept until the last one is drawn.

    Parameters
    ----------
    attachment : Attachment
    boxes : sequence of tuple of int
        Left, top, right and bottom in pixels of the upright original.
    """
    source = _Whole(attachment, len(boxes))

    def tile(number: int, box: PixelBox) -> Attachment:
        left, top, right, bottom = box
        name = (
            f"{attachment.name}, tile {number} of {len(boxes)}: ({left}, {top})–({right}, {bottom})"
        )
        return Attachment(
            name,
            "image",
            lambda fit: source.draw_piece(box, fit),
            source=attachment.source,
            cut=Cut(attachment, box, is_tile=True),
            live=attachment.live,
        )

    return [tile(number, box) for number, box in enumerate(boxes, 1)]


class _Whole:
    """A decoded picture, for so long as pieces of it are drawn."""

    def __init__(self, attachment: Attachment, pieces: int) -> None:
        self._attachment = attachment
        self._pieces = pieces
        self._left = 0
        self._original: tuple[Raster, Image.Image] | None = None

    def draw_piece(self, box: PixelBox, fit: Fit) -> Raster:
        if self._original is None:
            raster = _draw_original(self._attachment, fit)
            self._original, self._left = (raster, _turn_upright(raster)), self._pieces
        raster, image = self._original
        self._left -= 1
        if self._left == 0:
            self._original = None
        return _cut_piece(raster, image, _clip_box(box, image.size, self._attachment.name))


def _cut_piece(raster: Raster, image: Image.Image, pixels: PixelBox) -> Raster:
    piece = cut_out(image, pixels)
    # It is upright already; what EXIF said of the whole would turn it again.
    piece.info = {key: image.info[key] for key in _KEPT_INFO if key in image.info}
    return _without_notes(raster, piece)


def _without_notes(raster: Raster, piece: Image.Image) -> Raster:
    # What it is a piece of is sent beside it: its own notes stand there.
    return replace(raster, image=piece, data=None, notes=(), small_text=(), places=())


def cut_out(image: Image.Image, pixels: PixelBox) -> Image.Image:
    """Return a piece of a picture, which may be as large as the largest that is read."""
    from PIL import Image

    left, top, right, bottom = pixels
    size = right - left, bottom - top
    if size[0] * size[1] < CROPPED_BY_PILLOW:
        return image.crop(pixels)
    return image.resize(size, Image.Resampling.NEAREST, box=pixels)


def upright_size(attachment: Attachment, fit: Fit) -> tuple[int, int]:
    """Return a picture's width and height in pixels, upright; as a rule without decoding it.

    Raises
    ------
    InputError
        Its pixels are not in this kernel.
    """
    if attachment.draw is None:
        msg = f"The pixels of {attachment.name} are not in this kernel."
        raise InputError(msg)
    raster = attachment.draw(fit)
    _check_original(attachment.name, raster)
    image = raster.image
    width, height = image.size
    return (height, width) if exif_orientation(image) >= 5 else (width, height)


def _clip_box(box: Box, size: tuple[int, int], name: str) -> tuple[int, int, int, int]:
    """Return a box in whole pixels inside a picture.

    Raises
    ------
    InputError
        Nothing of it is on the picture.
    """
    width, height = size
    outside = box[0] >= width or box[1] >= height or box[2] <= 0 or box[3] <= 0
    if outside or box[2] <= box[0] or box[3] <= box[1]:
        corners = ",".join(f"{n:g}" for n in box)
        msg = f"There is nothing of {name} at {corners}: it is {width} × {height} px."
        raise InputError(msg)
    return whole_pixels(box, 0, size)


def _scale_box(pixels: PixelBox, across: float, down: float) -> PixelBox:
    left, top, right, bottom = pixels
    return (
        round(left * across),
        round(top * down),
        max(round(right * across), round(left * across) + 1),
        max(round(bottom * down), round(top * down) + 1),
    )


def _draw_attachment(attachment: Attachment, fit: Fit) -> Raster:
    if attachment.draw is None:
        msg = f"The pixels of {attachment.name} are not in this kernel."
        raise InputError(msg)
    raster = attachment.draw(fit)
    width, height = raster.image.size
    if width * height > MAX_PIXELS:
        msg = f"{attachment.name} has {width * height / 1e6:.0f} megapixels; cut it smaller first."
        raise ImageTooLargeError(msg)
    with decoding_boundary(attachment.name, raster.image):
        raster.image.load()
    return raster


def _draw_original(attachment: Attachment, fit: Fit) -> Raster:
    """Return an attachment's pixels, of which a piece is wanted.

    Raises
    ------
    InputError
        Only a smaller copy of it is here: a piece would show nothing that was not seen.
    """
    raster = _draw_attachment(attachment, fit)
    _check_original(attachment.name, raster)
    return raster


def _check_original(name: str, raster: Raster) -> None:
    if raster.original_size is not None:
        here, original = (f"{w} × {h}" for w, h in (raster.image.size, raster.original_size))
        msg = f"Of {name} only a copy is here, {here} px of {original}: name the picture itself."
        raise InputError(msg)


def _turn_upright(raster: Raster) -> Image.Image:
    return turn_upright(raster.image, exif_orientation(raster.image))


def _finish_pixels(raster: Raster) -> Image.Image:
    """Return a raster's pixels upright, opaque, 8-bit and in sRGB."""
    image = raster.image
    colors = profile_conversion(image.info.get("icc_profile"), image.mode)
    turn = exif_orientation(image)
    flat, _ = flatten_image(colors.apply_to(eight_bit(image)[0]), raster.background)
    return turn_upright(flat, turn)
