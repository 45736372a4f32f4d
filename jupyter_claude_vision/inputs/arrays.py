"""Arrays of pixels: numpy's, and whatever turns into one.

How numbers become colours is what matplotlib's ``imshow`` would lead a user to expect, with a
note where it can be seen:

========================  =====================================================
values                    are drawn
========================  =====================================================
8-bit, or booleans        as they are
floats from 0 to 1        as they are
other grey values         scaled to their range, with a note
integer colours, 0..255   as they are
16-bit colours            scaled to the range of all channels, with a note
other float colours       not: the error says to divide by 255
========================  =====================================================
"""

from __future__ import annotations

from typing import Any, Final

from ..errors import ImageTooLargeError, NotVisibleError
from .attachment import Attachment, InputOptions, Raster

_CHANNELS: Final = (1, 3, 4)
_SHAPES: Final = "(height, width), or (height, width, channels) with 1, 3 or 4 channels"
_TOLERANCE: Final = 0.01
"""How far interpolation may take a colour over 0..1; it is cut off."""


def is_array(value: object) -> bool:
    """Return whether a value is an array; tables are not, though they turn into one."""
    kind = type(value)
    if hasattr(kind, "iloc") or hasattr(kind, "to_pandas"):  # pandas, polars, xarray
        return False
    has_data = hasattr(kind, "__array_interface__") or hasattr(kind, "__array__")
    return has_data and isinstance(getattr(value, "shape", None), tuple)


def is_image(value: Any) -> bool:
    """Return whether an array has an image's shape, and numbers in it."""
    if not is_array(value) or len(value.shape) < 2:
        return False
    if getattr(getattr(value, "dtype", None), "kind", "f") not in "biuf":
        return False
    return _problem(tuple(value.shape)) is None and min(value.shape[:2]) > 1


def from_array(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return an array as an attachment.

    Raises
    ------
    NotVisibleError
        Its shape is not an image's.
    ImageTooLargeError
        It is over ``options.max_pixels``.
    """
    shape = tuple(value.shape)
    if (problem := _problem(shape)) is not None:
        msg = f"{name} has shape {shape}: {problem}"
        raise NotVisibleError(msg)
    if shape[0] * shape[1] > options.max_pixels:
        msg = f"{name} has {shape[0] * shape[1]:,} pixels; at most {options.max_pixels:,} are read."
        raise ImageTooLargeError(msg)
    return Attachment(name, "image", lambda _: _raster(value, name), source=value)


def _problem(shape: tuple[int, ...]) -> str | None:
    """Return why a shape is not an image's, and what to do; None where it is."""
    if 0 in shape:
        return "it is empty."
    if len(shape) == 2 or (len(shape) == 3 and shape[2] in _CHANNELS):
        return None
    if len(shape) == 3 and shape[0] in _CHANNELS:
        return (
            f"the channels come first, and an image is {_SHAPES}. Transpose it: "
            ".transpose(1, 2, 0) in numpy, .permute(1, 2, 0) in torch."
        )
    if len(shape) == 4:
        return f"these are several images. Pick one, such as [0]; it has to be {_SHAPES}."
    return f"an image is {_SHAPES}. Numbers can be plotted and the figure shown."


def _raster(value: Any, name: str) -> Raster:
    import numpy as np
    from PIL import Image

    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        msg = f"{name} does not turn into a numpy array: {error}"
        raise NotVisibleError(msg) from error
    if array.dtype.kind not in "biuf":
        msg = f"{name} holds {array.dtype}, and pixels are numbers: booleans, integers or floats."
        raise NotVisibleError(msg)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    pixels, notes = _eight_bit(array, name)
    return Raster(Image.fromarray(np.ascontiguousarray(pixels)), notes=notes)


def _eight_bit(array: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    """Return an array as 8-bit numbers, and what was done to it that can be seen."""
    import numpy as np

    if array.dtype == np.bool_:
        return array.astype(np.uint8) * 255, ()
    if array.dtype == np.uint8:
        return array, ()
    if array.dtype.kind == "f":
        return _from_float(array, name)
    return _from_integer(array)


def _from_integer(array: Any) -> tuple[Any, tuple[str, ...]]:
    import numpy as np

    colours = array[:, :, :3] if array.ndim == 3 else array
    low, high = int(colours.min()), int(colours.max())
    is_colour = array.ndim == 3 and array.dtype.itemsize != 2
    if is_colour and int(array.min()) >= 0 and int(array.max()) <= 255:
        return array.astype(np.uint8), ()
    pixels = _scaled(colours, low, high)
    if array.ndim == 3 and array.shape[2] == 4:
        alpha = _scaled(array[:, :, 3:], 0, np.iinfo(array.dtype).max)
        pixels = np.concatenate([pixels, alpha], axis=2)
    return pixels, (f"{array.dtype}, scaled from {low}..{high}",)


def _from_float(array: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    import numpy as np

    finite = np.isfinite(array)
    if finite.all():
        return _from_finite(array, name)
    if not finite.any():
        msg = f"{name} holds no finite number."
        raise NotVisibleError(msg)
    pixels, notes = _from_finite(np.where(finite, array, array[finite].min()), name)
    return np.where(finite, pixels, np.uint8(0)), ("what is not a number is drawn black", *notes)


def _from_finite(array: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    import numpy as np

    low, high = float(array.min()), float(array.max())
    if array.ndim == 2 and (low < 0 or high > 1):
        return _scaled(array, low, high), (f"scaled from {low:.4g}..{high:.4g}",)
    if low < -_TOLERANCE or high > 1 + _TOLERANCE:
        msg = (
            f"{name} holds colours from {low:.4g} to {high:.4g}; as floats they lie between 0 "
            "and 1: divide by 255, or undo the normalisation."
        )
        raise NotVisibleError(msg)
    return np.rint(array.clip(0, 1) * 255).astype(np.uint8), ()


def _scaled(array: Any, low: float, high: float) -> Any:
    """Return numbers between two others as 0 to 255; halved, since their span can overflow."""
    import numpy as np

    span = (high / 2 - low / 2) or 1
    part = (array.astype(np.float64) / 2 - low / 2) / span
    return np.rint(part.clip(0, 1) * 255).astype(np.uint8)
