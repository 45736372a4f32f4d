"""Arrays of numbers as pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from jupyter_claude_vision.errors import ImageTooLargeError, InputError, NotVisibleError
from jupyter_claude_vision.inputs.arrays import with_channels
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import is_visible, recognize_input


def drawn(array, **options):
    return recognize_input(array, "x", options=InputOptions(**options)).draw(None)


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


def test_a_column_is_data_and_no_image():
    data = pd.Series([1, 2])
    assert not is_visible(data)
    with pytest.raises(NotVisibleError, match=r"Plot it: x\.plot\(\)"):
        recognize_input(data, "x", options=InputOptions())


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


def with_a_hot_pixel(kind, middle=1000, size=(60, 80)):
    array = np.random.default_rng(1).integers(middle - 50, middle + 50, size).astype(kind)
    array[7, 9] = 60_000
    return array


@pytest.mark.parametrize("kind", [np.uint16, np.int32, np.int64, np.float32, np.float64])
def test_one_hot_pixel_leaves_the_others_their_greys_and_is_told(kind):
    raster = drawn(with_a_hot_pixel(kind))
    pixels = np.asarray(raster.image)
    assert pixels.std() > 60
    assert pixels[7, 9] == 255
    [note] = raster.notes
    assert "where 99.8 % of its pixels lie; the others, from 950 to" in note
    assert note.endswith(" are cut")


def test_a_dead_pixel_and_hot_colours_are_cut_too():
    dead = 65_535 - with_a_hot_pixel(np.uint16)
    assert np.asarray(drawn(dead).image).std() > 60
    colours = np.stack([with_a_hot_pixel(np.uint16)] * 3, axis=2)
    assert np.asarray(drawn(colours).image).std() > 60


@pytest.mark.parametrize(
    "array",
    [
        np.arange(5000, dtype=np.uint16).reshape(50, 100),
        np.array([[1, 2], [3, 60_000]], np.uint16),  # of so few, each is meant
        np.eye(100, dtype=np.uint16) * 60_000,
        np.pad(np.full((1, 1), 60_000, np.uint16), 60),  # all but one are alike
    ],
)
def test_a_range_that_is_filled_or_meant_is_drawn_whole(array):
    raster = drawn(array)
    assert raster.notes == (f"uint16, scaled from {array.min()}..{array.max()}",)


@given(hnp.arrays(np.int64, (40, 30), elements=st.integers(-(2**63), 2**63 - 1)))
def test_whole_numbers_of_any_size_keep_their_order(values):
    pixels = np.asarray(drawn(values).image).ravel().astype(int)
    order = np.argsort(values.ravel(), kind="stable")
    assert (np.diff(pixels[order]) >= 0).all()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int64, np.float32, np.bool_])
def test_what_is_masked_is_black_and_does_not_count(kind):
    plain = np.arange(1200).reshape(30, 40).astype(kind)
    array = np.ma.masked_array(plain, fill_value=1)
    array[0, :5] = np.ma.masked
    array.data[0, :5] = np.array(10**6).astype(kind)  # what lies under it, as a sensor's -9999
    raster = drawn(array)
    assert raster.notes[0] == "what is masked is drawn black"
    pixels = np.asarray(raster.image)
    assert not pixels[0, :5].any()
    assert np.array_equal(pixels[1:], np.asarray(drawn(plain[1:]).image)) or kind is not np.uint8
    assert pixels[-1, -1] >= 170


def test_a_masked_colour_is_black_and_not_transparent():
    array = np.ma.masked_array(np.full((4, 4, 4), 200, np.uint8))
    array[0, 0, 1] = np.ma.masked
    assert drawn(array).image.getpixel((0, 0)) == (0, 0, 0, 255)
    assert drawn(array).image.getpixel((1, 1)) == (200, 200, 200, 200)


def test_masked_numbers_that_are_none_are_named_as_both():
    array = np.ma.masked_invalid([[np.nan, 1.0], [0.5, 0.0]])
    array.mask[1, 0] = True
    assert drawn(array).notes == (
        "what is masked is drawn black",
        "what is not a number is drawn black",
    )


def test_an_array_of_which_all_is_masked_is_an_error():
    with pytest.raises(NotVisibleError, match="x holds nothing that is not masked"):
        drawn(np.ma.masked_all((3, 3), np.uint16))


@pytest.mark.parametrize("channels", [3, 4])
def test_channels_in_opencvs_order_are_turned(channels):
    array = np.zeros((2, 2, channels), np.uint8)
    array[..., 0], array[..., channels - 1] = 255, 255 if channels == 4 else 0
    attachment = recognize_input(array, "picture", options=InputOptions())
    assert attachment.draw(None).image.getpixel((0, 0))[:3] == (255, 0, 0)
    turned = with_channels(attachment, "bgr").draw(None).image.getpixel((0, 0))
    assert turned == (0, 0, 255, 255)[:channels]


def test_only_the_channels_of_an_array_can_be_turned():
    grey = recognize_input(np.arange(4).reshape(2, 2), "grey", options=InputOptions())
    assert with_channels(grey, "bgr").draw(None).image.getpixel((1, 1)) == 255
    file = recognize_input(Image.new("RGB", (2, 2)), "file", options=InputOptions())
    assert with_channels(file, "bgr") is file
