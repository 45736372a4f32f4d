"""An attachment's image as it is sent.

Upright, opaque, 8-bit, sRGB, without metadata, as large as the model sees and no larger,
encoded within the request's limit, hashed, and with the way back to the original's pixels.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ..errors import ImageTooLargeError
from ..inputs.files.decoding import decoding_boundary, open_picture
from ..inputs.files.file_types import SENDABLE_FORMATS
from . import encode, geometry
from .color_profiles import Conversion, profile_conversion
from .decode import MAX_PIXELS, decode_attachment
from .letter_height import is_plain, letter_height
from .metadata import strip_metadata
from .pixels import eight_bit, exif_orientation, flatten_image, is_opaque, turn_upright
from .resize import WORKERS, resize_image

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image

    from ..inputs.attachment import Attachment, AxesPlacement, Color, Raster
    from ..models import Tier

SMALL_TEXT: Final = 7
"""Height in pixels, as sent, under which letters are hard to read."""

SMALL_SIDE: Final = 200
"""Side in pixels, as sent, under which a picture holds little to see."""

SHRINK_STEP: Final = 0.8
"""Up to how much of its size a picture is sent at for its text to be looked at."""

LOSSLESS_SIDE: Final = 128
"""Side in pixels, as sent, under which a picture is never made a JPEG."""

_READ_BY_THE_API: Final = frozenset({"JPEG", "MPO", "PNG", "GIF", "WEBP"})
"""Formats in Pillow's words; an MPO is a JPEG with further pictures behind it."""

_PLAIN_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""Modes of files that look the same to everybody; CMYK and 16-bit ones do not."""


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """Limits of the model's view and of the request.

    Attributes
    ----------
    tier : Tier
    base64_bytes : int
        Most bytes of one image as base64 text.
    side : int
        Most pixels on a side; 2000 in a request with over 20 images.
    """

    tier: Tier
    base64_bytes: int = 10_000_000
    side: int = 8000


@dataclass(frozen=True, eq=False)
class PreparedImage:
    """An attachment's image as it is sent.

    Attributes
    ----------
    name : str
        As the user typed it.
    data : bytes
        The encoded image, without metadata.
    media_type : str
        What `data` is: "image/png", "image/jpeg", "image/gif" or "image/webp".
    width, height : int
        Size as sent, in pixels.
    original_size : tuple of int
        Width and height of the upright original, in pixels.
    notes : tuple of str
        What the caption must say.
    attachment : Attachment
        What it was prepared from; prepared again where a request allows less.
    seconds : float
        How long it took.
    as_found : bool
        Whether the source's own file would look the same to the model: upright, opaque, 8-bit,
        sRGB, and in a format and size that the API reads. So it may be sent by its URL instead.
    places : tuple of Place
        Where the Axes of a live figure lie, in pixels of the original.
    scalable : bool
        Its source draws itself at any size, so that a part of it can be drawn larger.
    text_height : float or None
        Height in pixels, as sent, of its smallest letters, where its source tells.
    pixel_ratio : float
        Pixels of the original to a CSS pixel of the size at which its library displays it.
    preview : PIL.Image.Image or None
        A small copy for the display of a call, where one was made.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    original_size: tuple[int, int]
    notes: tuple[str, ...]
    attachment: Attachment = field(repr=False)
    seconds: float
    as_found: bool = False
    places: tuple[AxesPlacement, ...] = field(default=(), repr=False)
    scalable: bool = False
    text_height: float | None = None
    pixel_ratio: float = 1.0
    preview: Image.Image | None = field(default=None, repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `data`, in hexadecimal digits."""
        return sha256(self.data).hexdigest()

    @property
    def tokens(self) -> int:
        """Visual tokens that the image costs."""
        return geometry.visual_tokens(self.width, self.height)

    @property
    def transform(self) -> geometry.Transform:
        """The way between the original's pixels and those sent."""
        return geometry.Transform(self.original_size, (self.width, self.height))

    @property
    def css_width(self) -> int:
        """Width in CSS pixels at which it is shown: its own, and never larger than it was sent."""
        return max(min(round(self.original_size[0] / self.pixel_ratio), self.width), 1)

    def to_base64(self) -> str:
        """Return `data` as base64 text without white space.

        It is made anew each time: that takes 0.3 ms for 5 MB, to keep it would take 7 MB.
        """
        import pybase64

        return pybase64.b64encode_as_string(self.data)

    def open(self) -> Image.Image:
        """Return the image that was sent, from the bytes that were sent."""
        from PIL import Image

        return Image.open(BytesIO(self.data), formats=SENDABLE_FORMATS)

    @cached_property
    def small_copy(self) -> Image.Image:
        """The picture that was sent, in RGB with at most 320 pixels on a side."""
        return encode.make_small_copy(self.open()) if self.preview is None else self.preview

    def thumbnail(self, side: int = 800, target_bytes: int = 100_000) -> tuple[bytes, str]:
        """Return a small PNG or JPEG made from the bytes sent, and its media type.

        Parameters
        ----------
        side : int
            Most pixels on its longer side.
        target_bytes : int
            What it should stay under.
        """
        return encode.make_thumbnail(self.data, side=side, target_bytes=target_bytes)


def prepare_image(
    attachment: Attachment,
    limits: ImageLimits,
    *,
    background: Color | None = None,
    trusting: bool = False,
    in_pieces: bool = False,
    quick: bool = False,
    previewed: bool = False,
    workers: int = WORKERS,
) -> PreparedImage:
    """Draw or decode an attachment and make of it what is sent.

    A file that the model would see as it is goes without its metadata but otherwise untouched,
    byte for byte where it has none. Everything else is made anew from its pixels.

    Parameters
    ----------
    attachment : Attachment
        Anything but an existing `file_id`, whose pixels are not here.
    limits : Limits
    background : tuple of int, or None
        RGB color to lay transparency on. None stands for the source's own background, else
        white, or a dark color under a light drawing.
    trusting : bool
        Do not decode a JPEG that goes as it is, only to see that it can be: it is seen to be
        complete, and the API refuses what is damaged inside. That takes half of the time.
    in_pieces : bool
        Its pieces are sent beside it, so that nobody has to read the text on it.
    quick : bool
        Somebody waits for it between two requests, so that a drawing is compressed less.
    previewed : bool
        Keep a small copy of a drawing, with which calls of tools are shown.
    workers : int
        Threads; 1 where other images are prepared at the same time.

    Raises
    ------
    UnreadableImageError
        If there are no pixels, or they cannot be decoded.
    ImageTooLargeError
        If there are over 200 megapixels, or no encoding is under the limit in bytes.
    """
    start = time.perf_counter()
    check = _OwnFile(limits)
    raster, stored_size = decode_attachment(
        attachment,
        limits.tier,
        limits.side,
        goes_as_it_is=check,
        trusting=trusting,
        workers=workers,
    )
    with decoding_boundary(attachment.name) as noise:
        target = geometry.fitted_size(*stored_size, limits.tier, side=limits.side)
        colors = profile_conversion(raster.image.info.get("icc_profile"), raster.image.mode)
        turn = exif_orientation(raster.image)
        as_found = max(stored_size) <= limits.side and _is_plain(raster.image, colors, turn)
        heights = _text_heights(raster, target)
        text = _small_text(heights)
        if attachment.kind != "figure" and not in_pieces:
            text += _shrunk_text(attachment.name, raster, stored_size, target)
        file = check.file
        preview = None
        if file is None and as_found and stored_size == target:
            file = _own_file(raster, limits)
        if file is None:
            # From here on the pixels at full size are free.
            raster = _fit_pixels(raster, target, workers)
            raster = _finish_pixels(raster, colors, turn, background)
            file = _encode_raster(attachment.name, raster, limits, quick=quick)
            if previewed and file.media_type == "image/png":  # the very pixels that are sent
                preview = encode.make_small_copy(raster.image)
    width, height = _upright_size(target, turn)
    notes = (
        *raster.notes,
        *colors.notes,
        *file.notes,
        *_small_text_note(width, height),
        *text,
        *noise,
    )
    return PreparedImage(
        name=attachment.name,
        data=file.data,
        media_type=file.media_type,
        width=width,
        height=height,
        original_size=raster.original_size or _upright_size(stored_size, turn),
        notes=tuple(dict.fromkeys(notes)),
        attachment=attachment,
        seconds=time.perf_counter() - start,
        as_found=as_found,
        places=raster.places,
        scalable=raster.scalable,
        text_height=min(heights.values(), default=raster.usual_letters),
        pixel_ratio=raster.pixel_ratio,
        preview=preview,
    )


def _upright_size(size: tuple[int, int], turn: int) -> tuple[int, int]:
    """Return the upright size; orientations from 5 on lie on their side."""
    return (size[1], size[0]) if turn >= 5 else size


def _is_plain(image: Image.Image, colors: Conversion, turn: int) -> bool:
    """Tell whether the API would show a model the same picture from the source's own file."""
    return (
        image.format in _READ_BY_THE_API
        and image.mode in _PLAIN_MODES
        and turn == 1
        and colors.transform is None
        and is_opaque(image)
    )


class _OwnFile:
    """Finds out before a JPEG is decoded whether its own file is sent.

    Its pixels then only have to be checked, which an eighth of its size does as well.
    """

    def __init__(self, limits: ImageLimits) -> None:
        self.file: encode.Encoded | None = None
        self._limits = limits

    def __call__(self, raster: Raster) -> bool:
        image, limits = raster.image, self._limits
        if image.format != "JPEG" or max(image.size) > limits.side:
            return False
        if geometry.fitted_size(*image.size, limits.tier, side=limits.side) != image.size:
            return False
        colors = profile_conversion(image.info.get("icc_profile"), image.mode)
        if _is_plain(image, colors, exif_orientation(image)):
            self.file = _own_file(raster, limits)
        return self.file is not None


def _own_file(raster: Raster, limits: ImageLimits) -> encode.Encoded | None:
    """Return a raster's own file without its metadata, where that is possible."""
    plain = strip_metadata(raster.data) if raster.data is not None else None
    if plain is None or encode.base64_length(len(plain[0])) > limits.base64_bytes:
        return None
    return encode.Encoded(*plain)


def _fit_pixels(raster: Raster, size: tuple[int, int], workers: int) -> Raster:
    """Return a raster with 8-bit pixels at the size as sent."""
    image, notes = eight_bit(raster.image)
    return replace(raster, image=resize_image(image, size, workers), notes=(*raster.notes, *notes))


def _finish_pixels(
    raster: Raster, colors: Conversion, turn: int, background: Color | None
) -> Raster:
    """Return a raster with opaque, upright pixels in sRGB; small already, so this is cheap."""
    image, notes = flatten_image(colors.apply_to(raster.image), background or raster.background)
    return replace(raster, image=turn_upright(image, turn), notes=(*raster.notes, *notes))


def _encode_raster(
    name: str, raster: Raster, limits: ImageLimits, *, quick: bool
) -> encode.Encoded:
    is_drawing = encode.looks_drawn(raster.image) if raster.drawn is None else raster.drawn
    # Of so few pixels each one counts, and JPEG would smear them for a few hundred bytes.
    is_drawing = is_drawing or min(raster.image.size) < LOSSLESS_SIDE
    file = encode.encode_image(
        raster.image, drawn=is_drawing, base64_bytes=limits.base64_bytes, quick=quick
    )
    if file is None:
        raise ImageTooLargeError(
            f"{name} cannot be encoded within {limits.base64_bytes:,} bytes. Crop it."
        )
    return file


def _small_text_note(width: int, height: int) -> tuple[str, ...]:
    if min(width, height) >= SMALL_SIDE:
        return ()
    return (f"only {width}x{height} px as sent: small details may be misread",)


def _text_heights(raster: Raster, target: tuple[int, int]) -> dict[str, float]:
    """Return the heights in pixels, as sent, of a figure's smallest text of each sort."""
    scale = max(target) / max(raster.image.size)
    return {text.label: text.height * scale for text in raster.small_text}


def _small_text(heights: Mapping[str, float]) -> tuple[str, ...]:
    """Say which text of a figure is hard to read at the size as sent."""
    return tuple(
        f"{label} {int(height)} px high as sent: raise the dpi or pass one Axes"
        for label, height in heights.items()
        if height < SMALL_TEXT
    )


def _shrunk_text(
    name: str, raster: Raster, stored_size: tuple[int, int], target: tuple[int, int]
) -> tuple[str, ...]:
    """Say that a picture's text becomes hard to read since it is sent smaller."""
    scale = max(target) / max(stored_size)
    if scale > SHRINK_STEP or raster.image.mode == "F" or raster.image.mode.startswith("I"):
        return ()
    image = raster.image
    if image.size != stored_size:  # a JPEG that was decoded smaller: again, where it may be a page
        if raster.data is None or not is_plain(image.convert("L")):
            return ()
        image = open_picture(raster.data, name, MAX_PIXELS)
        image.draft("L", stored_size)
    height = letter_height(image, SMALL_TEXT / scale)
    if height is None:
        return ()
    note = (
        f"text about {max(round(height * scale), 1)} px high as sent, hard to read: "
        "--crop looks at a part, --tiles sends it in readable pieces"
    )
    return (note,)
