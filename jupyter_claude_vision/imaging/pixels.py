"""Pixels of every mode made into what a model sees: 8-bit, opaque, upright."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Final, Literal, cast

from ..inputs.contrast import FEWEST, NEARLY_EMPTY, OUTSIDE, span_of

if TYPE_CHECKING:
    from PIL import Image

    from ..inputs.attachment import Color

WHITE: Final[Color] = (255, 255, 255)
DARK: Final[Color] = (17, 17, 17)
"""The background of JupyterLab's dark theme, ``--jp-layout-color0``."""

_ORIENTATION: Final = 0x0112
"""The EXIF tag that says how the camera was held, 1 to 8."""

_SIZES: Final = {3: 2, 4: 4}
"""Bytes of a whole number in EXIF, by the number of its type."""

_LIGHT: Final = 192
"""Luma from which a color has a contrast of less than 2 to 1 with white."""

_LAST_BIN: Final = 255
_HAIR: Final = 1e-6
"""How far a division may be off a whole number."""

_HISTOGRAMS: Final = 5
"""So many tell a value in 32 bits: each tells eight of them."""

_BEYOND_16_BIT: Final = 0x10000

_FLOAT_END: Final = 3.0e38
"""Just inside the range of a 32-bit float."""


def eight_bit(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Return an image in mode L, RGB, RGBA or CMYK, and what the caption must say.

    An alpha channel without transparency goes. More than 8 bits are scaled from the range that
    the image fills. CMYK stays, since only its color profile can tell what it looks like.
    """
    if image.mode == "F" or image.mode.startswith("I"):
        return _scale_to_8_bit(image)
    if image.has_transparency_data:
        clear = _to_rgba(image)
        return (clear.convert("RGB") if _drop_alpha(clear) else clear), ()
    if image.mode == "LAB":
        return _from_lab(image), ()
    if image.mode == "1":
        return image.convert("L"), ()
    return (image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")), ()


def _to_rgba(image: Image.Image) -> Image.Image:
    if image.mode == "La":  # Pillow goes from here to nowhere else
        return image.convert("LA").convert("RGBA")
    key = image.info.get("transparency")
    if image.mode == "RGB" and isinstance(key, tuple) and max(key) > 255:
        image = image.copy()  # 16-bit colors are read as 8-bit ones, their key is not
        image.info["transparency"] = tuple(level >> 8 for level in key)
    return image if image.mode == "RGBA" else image.convert("RGBA")


def _drop_alpha(image: Image.Image) -> bool:
    return image.getchannel("A").getextrema() == (255, 255)


def is_opaque(image: Image.Image) -> bool:
    """Tell whether nothing shines through an image of any mode."""
    return not image.has_transparency_data or _drop_alpha(_to_rgba(image))


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)


def _scale_to_8_bit(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Scale 16 and 32-bit and float pixels to 0 to 255, from the range that they fill."""
    alpha = None
    if image.mode == "F":
        depth, (numbers, low, high) = "float", _fill_gaps(image)
    else:
        depth = "16-bit" if image.mode.startswith("I;16") else "32-bit"
        numbers, alpha = _without_key(image.convert("I"), image.info.get("transparency"))
        low, high = _finite_extrema(numbers)
    grays, note = _to_grays(numbers, low, high)
    if alpha is not None:
        grays = _with_alpha(grays, alpha)
    return grays, (f"{depth}, {note}",)


def _to_grays(numbers: Image.Image, low: float, high: float) -> tuple[Image.Image, str]:
    """Return numbers as grays, and what the caption says of how."""
    if low > high:
        return numbers.convert("L"), "without a finite value"
    if low == high:
        gray = numbers.point(lambda value: value * 0 + 128)
        return gray.convert("L"), f"every pixel {low:.10g}"
    span = span_of(low, high, _inner_range(numbers, low, high))
    factor = 255 / (span.high - span.low)
    grays = numbers.point(lambda value: value * factor + (0.5 - span.low * factor))
    return grays.convert("L"), span.caption_note()


def _inner_range(numbers: Image.Image, low: float, high: float) -> tuple[float, float] | None:
    """Return between which values nearly all pixels lie; None where that needs no telling."""
    pixels = numbers.width * numbers.height
    outside = -(-pixels // OUTSIDE)
    ranks = (outside, pixels - 1 - outside)
    if pixels < FEWEST or _is_filled(numbers, low, high, ranks):
        return None
    return _at_rank(numbers, low, high, ranks[0]), _at_rank(numbers, low, high, ranks[1])


def _is_filled(numbers: Image.Image, low: float, high: float, ranks: tuple[int, int]) -> bool:
    """Tell from one histogram that a range is far from being nearly empty: most are."""
    below = list(accumulate(numbers.histogram(extrema=(low, high))))
    return bisect_right(below, ranks[1]) - bisect_right(below, ranks[0]) > 2 * 256 // NEARLY_EMPTY


def _at_rank(numbers: Image.Image, low: float, high: float, rank: int) -> float:
    """Return about the value that so many pixels are below, from one histogram in another.

    Each of them has 256 bins, in the one bin of the last one that holds the value.
    """
    for _ in range(_HISTOGRAMS):
        if high <= low:
            break
        below = list(accumulate(numbers.histogram(extrema=(low, high)), initial=0))
        place = max(bisect_right(below, rank) - 1, 0)
        rank -= below[place]
        low, high = _bin_values(low, high, place, whole=numbers.mode == "I")
    return low


def _bin_values(low: float, high: float, place: int, *, whole: bool) -> tuple[float, float]:
    """Return what lies in one of a histogram's bins; the last one holds the highest value only."""
    step = (high - low) / _LAST_BIN
    start, end = low + place * step, min(low + (place + 1) * step, high)
    if not whole:
        return start, end
    first = ceil(start - _HAIR)
    return first, max(ceil(end - _HAIR) - 1, first)


def _without_key(numbers: Image.Image, key: object) -> tuple[Image.Image, Image.Image | None]:
    """Return gray numbers without the one that stands for transparency, and what that leaves.

    Pillow makes an alpha channel of the key of 8-bit grays only.
    """
    from PIL import ImageMath

    if not isinstance(key, int):
        return numbers, None
    key_mask = ImageMath.lambda_eval(lambda args: args["equal"](args["x"], key), x=numbers)
    if not key_mask.getextrema()[1]:
        return numbers, None
    visible_numbers = ImageMath.lambda_eval(
        lambda args: args["x"] + args["keyed"] * _BEYOND_16_BIT, x=numbers, keyed=key_mask
    )
    lowest = min(int(_finite_extrema(visible_numbers)[0]), 0xFFFF)
    # What does not show takes a value that is there, so that it does not widen the range.
    finite = ImageMath.lambda_eval(
        lambda args: args["x"] + args["keyed"] * (lowest - key), x=numbers, keyed=key_mask
    )
    return finite, key_mask.point(lambda value: value * -255 + 255).convert("L")


def _with_alpha(gray: Image.Image, alpha: Image.Image) -> Image.Image:
    from PIL import Image

    return Image.merge("RGBA", (gray, gray, gray, alpha))


def _finite_extrema(image: Image.Image) -> tuple[float, float]:
    return cast("tuple[float, float]", image.getextrema())  # one band: numbers, not pairs


def _fill_gaps(image: Image.Image) -> tuple[Image.Image, float, float]:
    """Return a float image with its lowest value where it has none, and its range.

    NaN loses every comparison, so Pillow's ``min(x, y)`` and ``max(x, y)`` put `y` in its
    place; and ``x + x * 0`` makes NaN of an infinity. NumPy may not be there.
    """
    from PIL import ImageMath

    numbers = ImageMath.lambda_eval(lambda args: args["x"] + args["x"] * 0.0, x=image)
    lows = ImageMath.lambda_eval(lambda args: args["min"](args["x"], _FLOAT_END), x=numbers)
    low = _finite_extrema(lows)[0]
    finite = ImageMath.lambda_eval(lambda args: args["max"](args["x"], -_FLOAT_END), x=numbers)
    high = _finite_extrema(finite)[1]
    if low <= high:
        finite = ImageMath.lambda_eval(lambda args: args["max"](args["x"], low), x=numbers)
    return finite, low, high


def flatten_image(
    image: Image.Image, background: Color | None
) -> tuple[Image.Image, tuple[str, ...]]:
    """Lay an image's transparency on a color; also return what the caption must say.

    Parameters
    ----------
    image : PIL.Image.Image
        Mode L, RGB or RGBA.
    background : tuple of int, or None
        RGB. None stands for white, or for JupyterLab's dark background under a drawing so
        light that it would vanish on white.
    """
    from PIL import Image

    if image.mode != "RGBA":
        return image, ()
    notes: tuple[str, ...] = ()
    if image.getchannel("A").getextrema() == (0, 0):
        notes = ("nothing but transparency",)
    elif background is None and _made_for_dark(image):
        background, notes = DARK, ("transparent and light: laid on a dark background",)
    ground = Image.new("RGB", image.size, background or WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground, notes


def _made_for_dark(image: Image.Image) -> bool:
    """Tell whether an RGBA image is a light drawing on nothing.

    At least half of its visible pixels are light, and a tenth of it is transparent: less is
    the rounded corners of a screenshot, whose light pixels are its own background.
    """
    visible = image.getchannel("A").point(lambda alpha: 255 * (alpha >= 128))
    luma = image.convert("L").histogram(visible)
    total = sum(luma)
    sparse = total < 0.9 * image.width * image.height
    return sparse and 2 * sum(luma[_LIGHT:]) >= total > 0


def exif_orientation(image: Image.Image) -> int:
    """Return how a decoded image has to be turned, as EXIF counts it: 1 is upright.

    Only EXIF counts, as in every browser. Pillow's own reader takes what stands in XMP and in
    PNG's old text for it, too; and it has turned a TIFF by the time that it is decoded.
    """
    exif = image.info.get("exif")
    value = _exif_orientation(exif) if isinstance(exif, bytes) else 1
    return value if value in range(1, 9) else 1


def _exif_orientation(exif: bytes) -> int:
    """Return what a picture's EXIF says of how it was held; 0 or 1 where that is nothing.

    The first directory alone is read (TIFF 6.0, section 2): Pillow reads all of them, and warns
    the whole process of what is damaged there.
    """
    data = exif.removeprefix(b"Exif\0\0")
    order: Literal["little", "big"] = "little" if data[:2] == b"II" else "big"
    if data[:2] not in {b"II", b"MM"}:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    start = number(4, 4) + 2
    for entry in range(start, min(start + 12 * number(start - 2, 2), len(data)), 12):
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, _SIZES.get(number(entry + 2, 2), 0))
    return 1


def turn_upright(image: Image.Image, turn: int) -> Image.Image:
    """Turn an image by its EXIF orientation, 1 to 8."""
    from PIL.Image import Transpose

    methods = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(methods[turn]) if turn in methods else image
