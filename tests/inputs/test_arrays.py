"""Arrays of numbers as pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from jupyter_claude_vision.errors import ImageTooLargeError, InputError, NotVisibleError
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.recognise import is_visible, recognise


def drawn(array, **options):
    return recognise(array, "x", options=InputOptions(**options)).draw(None)


RAMP = np.linspace(0, 1, 12).reshape(3, 4)
COLOURS = np.stack([RAMP, RAMP[::-1], RAMP * 0], axis=2)


@pytest.mark.parametrize(
    ("array", "mode"),
    [
        ((RAMP * 255).astype(np.uint8), "L"),
        ((RAMP * 255).astype(np.uint8)[:, :, None], "L"),
        ((COLOURS * 255).astype(np.uint8), "RGB"),
        (np.dstack([(COLOURS * 255).astype(np.uint8), np.full((3, 4), 255, np.uint8)]), "RGBA"),
        (RAMP > 0.5, "L"),
        (RAMP, "L"),
        (RAMP.astype(np.float32), "L"),
        (COLOURS, "RGB"),
        ((RAMP * 65535).astype(np.uint16), "L"),
        ((COLOURS * 255).astype(np.int64), "RGB"),
        (np.asfortranarray((COLOURS * 255).astype(np.uint8)), "RGB"),
        ((COLOURS * 255).astype(np.uint8)[::-1], "RGB"),
    ],
)
def test_an_array_with_an_images_shape_is_a_picture(array, mode):
    assert is_visible(array)
    picture = drawn(array).image
    assert (picture.mode, picture.size) == (mode, (4, 3))
    shades = np.asarray(picture, dtype=float)
    assert shades.min() == 0
    assert shades.max() >= 254


def test_floats_from_0_to_1_are_the_colours_they_say():
    assert drawn(np.full((2, 2), 0.5)).image.getpixel((0, 0)) == 128


def test_8_bit_grey_is_drawn_as_it_is():
    raster = drawn(np.full((2, 2), 7, np.uint8))
    assert raster.image.getpixel((0, 0)) == 7
    assert raster.notes == ()


@pytest.mark.parametrize(
    ("array", "note"),
    [
        (np.array([[1000, 3000], [2000, 1000]], np.uint16), "uint16, scaled from 1000..3000"),
        (np.array([[-3.0, 1.0], [0.0, 0.0]]), "scaled from -3..1"),
        (np.array([[0, 1], [1, 0]]), "int64, scaled from 0..1"),
    ],
)
def test_grey_values_are_scaled_to_their_range_and_the_caption_says_so(array, note):
    raster = drawn(array)
    assert raster.notes == (note,)
    assert raster.image.getextrema() == (0, 255)


def test_alpha_of_16_bit_colours_is_not_scaled_with_them():
    array = np.full((2, 2, 4), 65535, np.uint16)
    array[0, 0, :3] = 1000
    assert drawn(array).image.getchannel("A").getextrema() == (255, 255)


def test_numbers_that_are_none_are_drawn_black_and_named():
    raster = drawn(np.array([[np.nan, 1.0], [0.5, np.inf]]))
    assert np.asarray(raster.image).tolist() == [[0, 255], [128, 0]]
    assert raster.notes == ("what is not a number is drawn black",)


def test_the_widest_range_of_floats_is_scaled_without_a_warning():
    raster = drawn(np.array([[-1.7e308, 1.7e308], [0.0, 1e-320]]))
    assert np.asarray(raster.image).tolist() == [[0, 255], [128, 128]]


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros(5), "an image is (height, width)"),
        (np.zeros((3, 20, 30)), "Transpose it: .transpose(1, 2, 0)"),
        (np.zeros((8, 20, 30, 3)), "several images. Pick one"),
        (np.zeros((20, 30, 2)), "with 1, 3 or 4 channels"),
        (np.zeros((0, 30)), "it is empty"),
        (np.float64(3), "an image is (height, width)"),
    ],
)
def test_a_wrong_shape_says_which_shapes_work(array, said):
    assert not is_visible(array)
    with pytest.raises(NotVisibleError) as caught:
        drawn(array)
    assert said in str(caught.value)


def test_colours_from_0_to_255_as_floats_are_an_error_that_says_to_divide():
    with pytest.raises(NotVisibleError, match="divide by 255"):
        drawn(COLOURS * 255)


@pytest.mark.parametrize("array", [np.full((3, 3), np.nan), np.full((3, 3), 1j)])
def test_numbers_that_are_no_pixels_are_an_error(array):
    with pytest.raises(NotVisibleError):
        drawn(array)


def test_too_many_pixels_are_refused_before_they_are_touched():
    huge = np.broadcast_to(np.uint8(0), (100_000, 100_000))
    with pytest.raises(ImageTooLargeError, match=r"10,000,000,000 pixels; at most 200,000,000"):
        drawn(huge)


class Tensor:
    """What torch and its like look like: no numpy, but an `__array__`."""

    def __init__(self, array, error=None):
        self.array, self.shape, self.error = array, array.shape, error

    def __array__(self, dtype=None, copy=None):
        if self.error:
            raise self.error
        return self.array


def test_anything_that_turns_into_an_array_is_taken():
    assert drawn(Tensor(COLOURS)).image.size == (4, 3)


def test_a_tensor_that_does_not_turn_into_an_array_says_why():
    with pytest.raises(NotVisibleError, match=r"Use .*detach") as caught:
        drawn(Tensor(RAMP, RuntimeError("Use tensor.detach().numpy() instead.")))
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize("data", [pd.Series([1, 2]), pd.DataFrame({"a": [1, 2], "b": [3, 4]})])
def test_a_table_is_data_and_no_image(data):
    assert not is_visible(data)
    with pytest.raises(NotVisibleError, match=r"Plot it: x\.plot\(\)"):
        recognise(data, "x", options=InputOptions())


numbers = st.one_of(
    hnp.integer_dtypes(), hnp.unsigned_integer_dtypes(), hnp.floating_dtypes(sizes=(32, 64))
)
shapes = hnp.array_shapes(min_dims=1, max_dims=4, max_side=5)


@given(hnp.arrays(numbers, shapes))
def test_any_array_is_a_picture_of_its_size_or_an_error(array):
    try:
        picture = drawn(array).image
    except InputError:
        return
    assert picture.size == (array.shape[1], array.shape[0])
    assert picture.mode in {"L", "RGB", "RGBA"}
