"""Pixels into bytes: lossless for drawings, JPEG for photographs, under a limit in any case."""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ..inputs.files.file_types import SENDABLE_FORMATS
from .resize import resize_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

QUALITY: Final = 85
"""JPEG quality of a photograph. Of a camera's 12 MP, fitted to the high tier, it leaves a fifth
of the bytes; 90 leaves a quarter and is 1.5 dB nearer. Color is stored at half the resolution
(4:2:0), as cameras store it: at full resolution a file is half as large again."""

_POORER: Final = (75, 65, 55, 45, 30, 15)
"""What is tried, in this order, where a file is over the limit."""

_LEVEL: Final = 4
"""zlib level of a PNG. On charts of 3 MP, level 3 is a sixth larger and 20 % faster, level 6 as
large and up to twice as slow, level 9 2 % smaller and four times as slow."""

_MOST_REDUCTIONS: Final = 5
"""How often a picture is made smaller before it is shown with more bytes than are allowed."""

_LOSSLESS_GAIN: Final = 3
"""Times as large as the limit up to which WebP without loss is tried; beyond it takes long for
nothing: of a chart it takes 0.5 to 0.8 of a PNG."""

PREVIEW_SIDE: Final = 320
"""Most pixels on a side of the small copy by which a call of a tool is shown."""

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_UP_FILTER: Final = b"\x02"
_QUICK_LEVEL: Final = 1

_FLAT: Final = 0.4
"""Share of pixels that equal their right neighbour from which a picture was drawn. Charts have
0.7 and more, screenshots full of text 0.5, photographs under 0.15."""


def base64_length(size: int) -> int:
    """Return how many characters of base64 text `page_size` bytes make."""
    return 4 * -(-size // 3)


def looks_drawn(image: Image.Image) -> bool:
    """Tell a drawing or screenshot from a photograph by how flat an L or RGB image is."""
    from PIL import ImageChops

    width, height = image.size
    if width < 2:
        return True
    left, right = image.crop((0, 0, width - 1, height)), image.crop((1, 0, width, height))
    bands = ImageChops.difference(left, right).split()
    change = bands[0]
    for band in bands[1:]:
        change = ImageChops.lighter(change, band)
    return change.histogram()[0] >= _FLAT * (width - 1) * height


@dataclass(frozen=True, slots=True)
class Encoded:
    """An image file in memory, and what the caption must say of it."""

    data: bytes
    media_type: str
    notes: tuple[str, ...] = ()


def encode_image(
    image: Image.Image, *, drawn: bool, base64_bytes: int, quick: bool = False
) -> Encoded | None:
    """Encode an L or RGB image, without any metadata.

    Parameters
    ----------
    image : PIL.Image.Image
    drawn : bool
        Lossless PNG if true, else JPEG.
    base64_bytes : int
        The most characters that the result may have as base64 text.
    quick : bool
        Make a PNG in half of the time, which is half as large again.

    Returns
    -------
    Encoded or None
        None where even the poorest JPEG is over the limit.
    """
    for attempt in _encoding_attempts(image, drawn, quick=quick):
        if base64_length(len(attempt.data)) <= base64_bytes:
            return attempt
    return None


def _encoding_attempts(image: Image.Image, drawn: bool, *, quick: bool) -> Iterator[Encoded]:
    if drawn:
        if quick:
            yield Encoded(encode_quick_png(image), "image/png")
        yield Encoded(encode_png(image), "image/png")
        yield Encoded(encode_png(image, level=9), "image/png")
        note = f"JPEG of quality {QUALITY}, as it is over the limit without loss"
        yield Encoded(encode_jpeg(image, QUALITY), "image/jpeg", (note,))
    else:
        yield Encoded(encode_jpeg(image, QUALITY), "image/jpeg")
    for quality in _POORER:
        note = f"JPEG of quality {quality}, to stay under the limit"
        yield Encoded(encode_jpeg(image, quality), "image/jpeg", (note,))


def encode_png(image: Image.Image, *, level: int = _LEVEL) -> bytes:
    """Return a PNG without metadata."""
    # Pillow would write the profile and the key color that the image was opened with.
    return _save_image(image, "PNG", compress_level=level, icc_profile=None, transparency=None)


def encode_quick_png(image: Image.Image) -> bytes:
    """Return a PNG of an L or RGB image whose rows are differences from those above.

    Pillow tries all five filters on each row, which of a chart takes longer than to compress it,
    and finds nothing better than this one (PNG specification, third edition, section 9).
    """
    from PIL import Image, ImageChops

    above = Image.new(image.mode, image.size)  # black above the first row
    above.paste(image, (0, 1))
    change = ImageChops.subtract_modulo(image, above)
    line = image.width * len(image.getbands()) + 1
    # Each row with an empty byte behind it, which becomes the one before the next row.
    lines = bytearray(_UP_FILTER + change.tobytes("raw", image.mode, line))
    del lines[-1]
    lines[::line] = _UP_FILTER * image.height
    color_type = {"L": 0, "RGB": 2}[image.mode]
    header = struct.pack(">IIBBBBB", *image.size, 8, color_type, 0, 0, 0)
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(lines, _QUICK_LEVEL), b"IEND": b""}
    return _PNG_SIGNATURE + b"".join(_to_chunk(name, data) for name, data in chunks.items())


def _to_chunk(name: bytes, data: bytes) -> bytes:
    size, check = struct.pack(">I", len(data)), struct.pack(">I", zlib.crc32(name + data))
    return size + name + data + check


def make_small_copy(image: Image.Image) -> Image.Image:
    """Return a copy in RGB with at most `PREVIEW_SIDE` pixels on a side."""
    image.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))  # a JPEG is decoded no larger than needed
    # In two steps, since the first, by a whole factor, is five times as fast.
    factor = max(image.size) // (2 * PREVIEW_SIDE)
    small = image if image.mode in {"L", "RGB"} else image.convert("RGB")
    small = (small.reduce(factor) if factor > 1 else small).convert("RGB")
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return small


def encode_jpeg(image: Image.Image, quality: int) -> bytes:
    """Return a JPEG without metadata."""
    return _save_image(image, "JPEG", quality=quality, icc_profile=None, comment=b"")


def _save_image(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def encode_for_notebook(data: bytes, *, most_bytes: int) -> tuple[bytes, str, str]:
    """Return a picture of at most some bytes, where that is possible: as large and sharp as it is.

    The bytes themselves where they are few enough; else, of a drawing, WebP without loss; else a
    file with loss, and smaller where necessary.

    Parameters
    ----------
    data : bytes
        A JPEG, PNG, GIF or WebP.
    most_bytes : int

    Returns
    -------
    tuple of bytes, str and str
        The file, its media type, and a note on what is lost; empty where nothing is.
    """
    from PIL import Image

    with Image.open(BytesIO(data), formats=SENDABLE_FORMATS) as image:
        kind, (width, height) = image.format, image.size
        if len(data) <= most_bytes:
            return data, f"image/{(kind or '').lower()}", ""
        plain = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    if kind != "JPEG" and len(data) <= _LOSSLESS_GAIN * most_bytes:
        file = _save_image(plain, "WEBP", lossless=True, method=0, quality=0)
        if len(file) <= most_bytes:
            return file, "image/webp", ""
    note, size, scale = "shown with loss", (width, height), 1.0
    for _ in range(_MOST_REDUCTIONS):
        smaller = plain if scale == 1 else resize_image(plain, size)
        file = _save_image(smaller, "WEBP", quality=QUALITY, method=0)
        if len(file) <= most_bytes:
            break
        # Bytes shrink less than pixels do, so that it aims lower than the square root.
        scale *= min(math.sqrt(most_bytes / len(file)) * 0.9, 0.9)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        note = f"shown {size[0]} px wide"
    return file, "image/webp", note


def make_thumbnail(data: bytes, *, side: int, target_bytes: int) -> tuple[bytes, str]:
    """Return a small PNG or JPEG of an encoded L, P, 1-bit or RGB image, and its media type.

    Front ends and nbval know these two types. Of the forms that keep a drawing sharp the first
    within `target_bytes` is taken, else a JPEG, the poorest one where none is small enough.
    """
    from PIL import Image

    with Image.open(BytesIO(data), formats=SENDABLE_FORMATS) as image:
        kind, (width, height) = image.format, image.size
        if kind in {"PNG", "JPEG"} and max(width, height) <= side and len(data) <= target_bytes:
            return data, f"image/{kind.lower()}"
        scale = min(side / max(width, height), 1)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        image.draft(None, size)
        plain = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    # Pixels that are averages of others compress less well, so this is the least to expect.
    expected = len(data) * scale**2
    forms = _shrink_image(
        resize_image(plain, size), drawn=kind != "JPEG", all_colors=expected < target_bytes
    )
    for small in forms:
        if len(small[0]) <= target_bytes:
            break
    return small


def _shrink_image(
    image: Image.Image, *, drawn: bool, all_colors: bool
) -> Iterator[tuple[bytes, str]]:
    from PIL import Image

    if drawn and all_colors:
        yield encode_png(image), "image/png"
    if drawn:
        # A twentieth of the time of the default method, and no worse for a drawing.
        yield encode_png(image.quantize(256, Image.Quantize.FASTOCTREE)), "image/png"
    for quality in (QUALITY, *_POORER):
        yield encode_jpeg(image, quality), "image/jpeg"
