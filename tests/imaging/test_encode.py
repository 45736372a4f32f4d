"""Resizing in bands, telling drawings from photographs, and files without metadata."""

from __future__ import annotations

from io import BytesIO

import matplotlib.cbook
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from samples import chart, photograph, quarters, saved

from jupyter_claude_vision.imaging import resize
from jupyter_claude_vision.imaging.encode import base64_length, encode_quick_png, looks_drawn
from jupyter_claude_vision.imaging.metadata import strip_metadata
from jupyter_claude_vision.imaging.resize import resize_image

PHOTOGRAPH = photograph(1300, 1000)


def difference(one, other):
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 1500), st.integers(resize.BANDS, 1500), st.integers(1, 5))
@example(1299, 999, 2)
@example(700, 8, 3)
def test_bands_on_threads_give_the_same_picture_as_one_pass(width, height, workers):
    whole = PHOTOGRAPH.resize((width, height), Image.Resampling.LANCZOS)
    bands = resize._in_bands(PHOTOGRAPH, (width, height), workers)
    assert difference(whole, bands) <= 2  # rounded twice, across and down, in either order


def test_there_is_no_seam_between_bands():
    ramp = Image.linear_gradient("L").resize((1300, 1000))
    whole = ramp.resize((900, 700), Image.Resampling.LANCZOS)
    change = ImageChops.difference(whole, resize._in_bands(ramp, (900, 700), 2))
    assert change.getextrema()[1] <= 1


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "RGBA"])
@pytest.mark.parametrize("size", [(650, 500), (13, 10), (1300, 4), (1, 1)])
def test_every_mode_is_resized_as_pillow_does(mode, size):
    image = PHOTOGRAPH.convert(mode)
    ours, whole = resize_image(image, size), image.resize(size, Image.Resampling.LANCZOS)
    assert (ours.size, ours.mode) == (size, mode)
    bands = zip(ours.split(), whole.split(), strict=True)
    assert all(difference(a.convert("RGB"), b.convert("RGB")) <= 2 for a, b in bands)


def test_on_one_processor_it_is_the_same_and_needs_no_threads(monkeypatch):
    on_several = resize_image(PHOTOGRAPH, (650, 500), 2)
    monkeypatch.setattr(resize, "ThreadPoolExecutor", lambda *_: pytest.fail("it used threads"))
    assert resize_image(PHOTOGRAPH, (650, 500), 1) == on_several


def test_a_picture_of_the_right_size_is_not_copied():
    assert resize_image(PHOTOGRAPH, PHOTOGRAPH.size) is PHOTOGRAPH


def test_charts_look_drawn_and_photographs_do_not():
    portrait = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    assert looks_drawn(chart())
    assert looks_drawn(chart().convert("L"))
    assert looks_drawn(chart(1800, 1200).resize((1200, 800), Image.Resampling.LANCZOS))
    assert not looks_drawn(PHOTOGRAPH)
    assert not looks_drawn(PHOTOGRAPH.convert("L"))
    with Image.open(portrait) as image:
        assert not looks_drawn(image)
        assert not looks_drawn(image.convert("L"))


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (2, 2)])
def test_the_smallest_pictures_can_be_judged(size):
    assert looks_drawn(Image.new("RGB", size))


@pytest.mark.parametrize(("size", "text"), [(0, 0), (1, 4), (3, 4), (4, 8), (7_500_000, 10**7)])
def test_base64_text_is_a_third_longer_and_padded(size, text):
    assert base64_length(size) == text


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "AVIF"])
def test_formats_that_the_api_does_not_take_are_not_sent_as_they_are(kind):
    assert strip_metadata(saved(quarters(), kind)) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_plain_file_comes_back_itself(kind):
    file = saved(chart(), kind)
    stripped, media_type = strip_metadata(file)
    assert stripped is file
    assert media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_file_cut_anywhere_is_not_taken_for_whole(kind):
    file = saved(chart(60, 40), kind)
    for length in range(len(file)):
        assert strip_metadata(file[:length]) is None


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_never_sent_as_it_is(kind):
    file = saved(chart(), kind, save_all=True, append_images=[quarters(600, 400)])
    stripped = strip_metadata(file)
    assert stripped is None or b"fcTL" not in stripped[0]


def test_a_comment_in_a_gif_is_cut_out():
    file = saved(chart(), "GIF", comment=b"hidden words")
    assert b"hidden words" in file
    assert b"hidden words" not in strip_metadata(file)[0]


def test_a_thumbnail_inside_a_jpeg_is_cut_out():
    file = saved(chart(), "JPEG")
    jfxx = b"\xff\xe0\x00\x12JFXX\x00\x10hidden too"
    assert b"hidden" not in strip_metadata(file[:20] + jfxx + file[20:])[0]


def test_a_jpeg_of_a_rare_sort_is_left_to_the_decoder():
    file = saved(chart(), "JPEG").replace(b"\xff\xc0", b"\xff\xc9", 1)  # arithmetic coding
    assert strip_metadata(file) is None


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (301, 200)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_quick_png_holds_the_very_pixels(mode, size):
    pixels = Image.effect_noise(size, 90).convert(mode)
    with Image.open(BytesIO(encode_quick_png(pixels)), formats=["PNG"]) as copy:
        assert copy.mode == mode
        assert copy.tobytes() == pixels.tobytes()
