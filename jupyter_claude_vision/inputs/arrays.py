"""Arrays of pixels: numpy's, and whatever turns into one.

How numbers become colors is what matplotlib's ``imshow`` would lead a user to expect, with a
note where it can be seen:

========================  =====================================================
values                    are drawn
========================  =====================================================
8-bit, or booleans        as they are
floats from 0 to 1        as they are
other gray values         scaled to their range, with a note
integer colors, 0..255   as they are
16-bit colors            scaled to the range of all channels, with a note
other float colors       not: the error says to divide by 255
masked, NaN, infinite     black, with a note
========================  =====================================================

A range that nearly all pixels leave empty, as with one hot pixel, is cut to where they lie.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..errors import ImageTooLargeError, NotVisibleError
from .attachment import Attachment, InputOptions, Raster
from .contrast import FEWEST, OUTSIDE, Span, span_of

if TYPE_CHECKING:
    from ..options.ask_options import Channels

_CHANNELS: Final = (1, 3, 4)
_SHAPES: Final = "(height, width), or (height, width, channels) with 1, 3 or 4 channels"
_SAMPLE: Final = 1_000_000
"""How many values are enough to tell where nearly all of them lie."""

_TOLERANCE: Final = 0.01
"""How far interpolation may take a color over 0..1; it is cut off."""


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
    return _shape_problem(tuple(value.shape)) is None and min(value.shape[:2]) > 1


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
    if (problem := _shape_problem(shape)) is not None:
        msg = f"{name} has shape {shape}: {problem}"
        raise NotVisibleError(msg)
    if shape[0] * shape[1] > options.max_pixels:
        msg = f"{name} has {shape[0] * shape[1]:,} pixels; at most {options.max_pixels:,} are read."
        raise ImageTooLargeError(msg)
    return Attachment(name, "image", lambda _: _array_raster(value, name), source=value)


def _shape_problem(shape: tuple[int, ...]) -> str | None:
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


def with_channels(attachment: Attachment, channels: Channels) -> Attachment:
    """Return an array's attachment with its channels in the order that the array has them.

    Others come back as they are: a file says itself which channel is which.
    """
    value, name = attachment.source, attachment.name
    if channels == "rgb" or attachment.load is not None or not is_array(value):
        return attachment
    return replace(attachment, draw=lambda _: _array_raster(value, name, channels))


def _array_raster(value: Any, name: str, channels: Channels = "rgb") -> Raster:
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
    mask = np.ma.getmaskarray(value) if np.ma.isMaskedArray(value) else None
    if array.ndim == 3 and array.shape[2] == 1:
        array, mask = array[:, :, 0], None if mask is None else mask[:, :, 0]
    elif array.ndim == 3 and channels == "bgr":
        order = [2, 1, 0, 3][: array.shape[2]]
        array = array[:, :, order]
    pixels, notes = _eight_bit(array, mask, name)
    return Raster(Image.fromarray(np.ascontiguousarray(pixels)), notes=notes)


def _eight_bit(array: Any, mask: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    """Return an array as 8-bit numbers, and what was done to it that can be seen."""
    import numpy as np

    missing, notes = _missing_values(array, mask)
    if not notes:
        return _to_8_bit(array, array, name)
    valid = array[~missing]
    if not valid.size:
        content = "no finite number" if mask is None else "nothing that is not masked"
        msg = f"{name} holds {content}."
        raise NotVisibleError(msg)
    holes = missing if array.ndim == 2 else missing[:, :, np.newaxis]
    pixels, scale_notes = _to_8_bit(np.where(holes, valid.flat[0], array), valid, name)
    black = np.array([0, 0, 0, 255][: pixels.shape[2]] if pixels.ndim == 3 else 0, np.uint8)
    return np.where(holes, black, pixels), (*notes, *scale_notes)


def _missing_values(array: Any, mask: Any) -> tuple[Any, tuple[str, ...]]:
    """Return which pixels have no value, and what the caption says of them."""
    import numpy as np

    holes = {"what is masked": mask if mask is not None and mask.any() else None}
    if array.dtype.kind == "f" and not (finite := np.isfinite(array)).all():
        holes["what is not a number"] = ~finite
    flat = {
        label: hole.any(axis=2) if hole.ndim == 3 else hole
        for label, hole in holes.items()
        if hole is not None
    }
    if not flat:
        return None, ()
    return np.any(list(flat.values()), axis=0), tuple(f"{label} is drawn black" for label in flat)


def _to_8_bit(array: Any, valid: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    """Return numbers as 8-bit ones, scaled, where they are, to the range of the valid ones."""
    import numpy as np

    if array.dtype == np.bool_:
        return array.astype(np.uint8) * 255, ()
    if array.dtype == np.uint8:
        return array, ()
    if array.dtype.kind == "f":
        return _from_float(array, valid, name)
    return _from_integer(array, valid)


def _from_integer(array: Any, valid: Any) -> tuple[Any, tuple[str, ...]]:
    import numpy as np

    colors = array.ndim == 3
    numbers = valid[..., :3] if colors else valid
    low, high = int(numbers.min()), int(numbers.max())
    is_8_bit = colors and array.dtype.itemsize != 2
    if is_8_bit and int(valid.min()) >= 0 and int(valid.max()) <= 255:
        return array.astype(np.uint8), ()
    span = _value_span(numbers, low, high)
    pixels = _scale_values(array[..., :3] if colors else array, span.low, span.high)
    if colors and array.shape[2] == 4:
        alpha = _scale_values(array[:, :, 3:], 0, np.iinfo(array.dtype).max)
        pixels = np.concatenate([pixels, alpha], axis=2)
    return pixels, (f"{array.dtype}, {span.caption_note()}",)


def _from_float(array: Any, valid: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    import numpy as np

    low, high = float(valid.min()), float(valid.max())
    if array.ndim == 2 and (low < 0 or high > 1):
        span = _value_span(valid, low, high)
        return _scale_values(array, span.low, span.high), (span.caption_note(digits=4),)
    if low < -_TOLERANCE or high > 1 + _TOLERANCE:
        msg = (
            f"{name} holds colors from {low:.4g} to {high:.4g}; as floats they lie between 0 "
            "and 1: divide by 255, or undo the normalization."
        )
        raise NotVisibleError(msg)
    return np.rint(array.clip(0, 1) * 255).astype(np.uint8), ()


def _value_span(numbers: Any, low: float, high: float) -> Span:
    """Return what to draw of the range of an array's values."""
    import numpy as np

    if numbers.size < FEWEST:
        return Span(low, high)
    # A part of a large array tells as much; the step is odd, so that no column is left out.
    sample = numbers.reshape(-1)[:: (numbers.size // _SAMPLE) | 1]
    # Whole ranks, so that a single hot pixel lies outside, whatever the sample's size.
    outside = -(-sample.size // OUTSIDE)
    ranks = [outside, sample.size - 1 - outside]
    inner = np.partition(sample, ranks)[ranks].tolist()
    return span_of(low, high, (inner[0], inner[1]))


def _scale_values(array: Any, low: float, high: float) -> Any:
    """Return numbers between two others as 0 to 255; halved, since their span can overflow.

    A few rows at a time: in between, a number takes eight bytes and more.
    """
    import numpy as np

    half, span = low / 2, (high / 2 - low / 2) or 1
    pixels = np.empty(array.shape, np.uint8)
    rows = max(_SAMPLE // max(array[0].size, 1), 1)
    for top in range(0, array.shape[0], rows):
        part = array[top : top + rows].astype(np.float64) / 2
        pixels[top : top + rows] = np.rint(((part - half) / span).clip(0, 1) * 255)
    return pixels
