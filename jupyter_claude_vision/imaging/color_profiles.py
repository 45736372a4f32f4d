"""Color profiles: pixels of any RGB, gray or CMYK space made into sRGB."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image, ImageCms

_MODES: Final = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Pillow's mode for an ICC profile's color space."""

_MAX_DIFFERENCE: Final = 4
"""Levels of 255 by which a profile may differ from sRGB before its pixels are converted."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """Conversion of an image's colors to sRGB.

    Attributes
    ----------
    transform : PIL.ImageCms.ImageCmsTransform or None
        None where the pixels are, or are taken for, sRGB already.
    mode : str
        The mode that the transform takes: "L", "RGB" or "CMYK".
    notes : tuple of str
        What the caption must say.
    """

    transform: ImageCms.ImageCmsTransform | None = None
    mode: str = "RGB"
    notes: tuple[str, ...] = ()

    def apply_to(self, image: Image.Image) -> Image.Image:
        """Return an image of mode L, RGB, RGBA or CMYK in sRGB: mode L, RGB or RGBA."""
        if self.transform is None:
            return image.convert("RGB") if image.mode == "CMYK" else image
        srgb = self.transform.apply(image.convert(self.mode))
        if image.mode == "RGBA":
            srgb.putalpha(image.getchannel("A"))
        return srgb


def profile_conversion(profile: bytes | None, mode: str) -> Conversion:
    """Return how colors of an embedded ICC profile become sRGB.

    A profile that changes next to nothing is left unused, whatever it calls itself. One that is
    broken, or of another color space than the image, is left unused with a note.

    Parameters
    ----------
    profile : bytes or None
    mode : str
        The image's, as it was opened. Modes of more than 8 bits are scaled and lose their
        profile; Lab needs none.
    """
    from PIL import ImageCms

    if not profile or mode in {"F", "LAB"} or mode.startswith("I"):
        return Conversion()
    try:
        icc_profile = ImageCms.ImageCmsProfile(BytesIO(profile))
        source = _MODES.get(icc_profile.profile.xcolor_space)
        if source is None or not _profile_suits_mode(source, mode):
            return Conversion(notes=("color profile of another color space: read as sRGB",))
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(icc_profile, srgb, source, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):  # its names may be no ASCII
        return Conversion(notes=("broken color profile: read as sRGB",))
    return Conversion() if _changes_nothing(transform, source) else Conversion(transform, source)


def _profile_suits_mode(source: str, mode: str) -> bool:
    """Tell whether a profile of one mode can be that of an image; gray may have RGB's."""
    if "CMYK" in {source, mode}:
        return source == mode
    return source == "RGB" or mode in {"1", "L", "LA", "La"}


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Try a transform to sRGB on colors from all over its space."""
    from PIL import Image, ImageChops

    if mode == "CMYK":
        return False
    colors = product(range(0, 256, 17), repeat=len(mode))
    levels = bytes(level for color in colors for level in color)
    probe = Image.frombytes(mode, (len(levels) // len(mode), 1), levels)
    change = ImageChops.difference(transform.apply(probe), probe.convert("RGB"))
    return all(not any(band.histogram()[_MAX_DIFFERENCE + 1 :]) for band in change.split())
