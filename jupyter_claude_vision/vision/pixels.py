"""Pixels of every mode made into what a model sees: 8-bit, opaque, upright."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from ..errors import InputError
from ..inputs.boundary import typed_errors

if TYPE_CHECKING:
    from PIL import Image

    from ..inputs.attachment import Color

WHITE: Final[Color] = (255, 255, 255)
DARK: Final[Color] = (17, 17, 17)
"""The background of JupyterLab's dark theme, ``--jp-layout-color0``."""

_ORIENTATION: Final = 0x0112
"""The EXIF tag that says how the camera was held, 1 to 8."""

_LIGHT: Final = 192
"""Luma from which a colour has a contrast of less than 2 to 1 with white."""

_FLOAT_END: Final = 3.0e38
"""Just inside the range of a 32-bit float."""


def eight_bit(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Return an image in mode L, RGB, RGBA or CMYK, and what the caption must say.

    An alpha channel without transparency goes. More than 8 bits are scaled from the range that
    the image fills. CMYK stays, since only its colour profile can tell what it looks like.
    """
    if image.mode == "F" or image.mode.startswith("I"):
        return _scaled(image)
    if image.has_transparency_data:
        clear = _rgba(image)
        return (clear.convert("RGB") if _opaque(clear) else clear), ()
    if image.mode == "LAB":
        return _from_lab(image), ()
    if image.mode == "1":
        return image.convert("L"), ()
    return (image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")), ()


def _rgba(image: Image.Image) -> Image.Image:
    if image.mode == "La":  # Pillow goes from here to nowhere else
        return image.convert("LA").convert("RGBA")
    return image if image.mode == "RGBA" else image.convert("RGBA")


def _opaque(image: Image.Image) -> bool:
    return image.getchannel("A").getextrema() == (255, 255)


def is_opaque(image: Image.Image) -> bool:
    """Tell whether nothing shines through an image of any mode."""
    return not image.has_transparency_data or _opaque(_rgba(image))


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)


def _scaled(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """Scale 16 and 32-bit and float pixels to 0 to 255, from the range that they fill."""
    if image.mode == "F":
        depth, (numbers, low, high) = "float", _finite(image)
    else:
        depth = "16-bit" if image.mode.startswith("I;16") else "32-bit"
        numbers = image.convert("I")
        low, high = _extrema(numbers)
    if low > high:
        return numbers.convert("L"), (f"{depth}, without a finite value",)
    if low == high:
        grey = numbers.point(lambda value: value * 0 + 128)
        return grey.convert("L"), (f"{depth}, every pixel {low:.10g}",)
    factor = 255 / (high - low)
    shown = numbers.point(lambda value: value * factor + (0.5 - low * factor))
    return shown.convert("L"), (f"{depth}, scaled from {low:.6g}..{high:.6g}",)


def _extrema(image: Image.Image) -> tuple[float, float]:
    return cast("tuple[float, float]", image.getextrema())  # one band: numbers, not pairs


def _finite(image: Image.Image) -> tuple[Image.Image, float, float]:
    """Return a float image with its lowest value where it has none, and its range.

    NaN loses every comparison, so Pillow's ``min(x, y)`` and ``max(x, y)`` put `y` in its
    place; and ``x + x * 0`` makes NaN of an infinity. NumPy may not be there.
    """
    from PIL import ImageMath

    numbers = ImageMath.lambda_eval(lambda args: args["x"] + args["x"] * 0.0, x=image)
    lows = ImageMath.lambda_eval(lambda args: args["min"](args["x"], _FLOAT_END), x=numbers)
    low = _extrema(lows)[0]
    filled = ImageMath.lambda_eval(lambda args: args["max"](args["x"], -_FLOAT_END), x=numbers)
    high = _extrema(filled)[1]
    if low <= high:
        filled = ImageMath.lambda_eval(lambda args: args["max"](args["x"], low), x=numbers)
    return filled, low, high


def flattened(image: Image.Image, background: Color | None) -> tuple[Image.Image, tuple[str, ...]]:
    """Lay an image's transparency on a colour; also return what the caption must say.

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


def orientation(image: Image.Image) -> int:
    """Return how a decoded image has to be turned, as EXIF counts it: 1 is upright.

    Damaged EXIF says nothing, as in every browser.
    """
    try:
        with typed_errors("EXIF"):
            value = image.getexif().get(_ORIENTATION, 1)
    except InputError:
        return 1
    return value if value in range(1, 9) else 1


def upright(image: Image.Image, turn: int) -> Image.Image:
    """Turn an image by its EXIF orientation, 1 to 8."""
    from PIL.Image import Transpose

    how = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(how[turn]) if turn in how else image
