"""Large JPEGs resized plane by plane: the same picture as decoded whole, in less memory."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat
from samples import attachment, corners, photograph, quarters, saved

from jupyter_claude_vision.errors import UnreadableImageError
from jupyter_claude_vision.imaging.jpeg_planes import resized_by_planes
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.models import HIGH

TARGET = (1800, 1200)


@pytest.fixture(scope="module")
def large():
    """Colours that change softly, as a lens draws them, and grain in the brightness."""
    soft = photograph(300, 200).resize((2701, 1803), Image.Resampling.BICUBIC)
    grain = Image.effect_noise(soft.size, 20)
    return Image.merge("RGB", [ImageChops.add(band, grain, 1, -128) for band in soft.split()])


def by_planes(file, size=TARGET, workers=2):
    return resized_by_planes(Image.open(BytesIO(file)), file, size, workers)


def whole(file, size=TARGET):
    return Image.open(BytesIO(file)).convert("RGB").resize(size, Image.Resampling.LANCZOS)


def off(one, other):
    """Mean and largest difference of two images, in levels."""
    difference = ImageChops.difference(one, other)
    worst = max(high for _, high in difference.getextrema())
    return max(ImageStat.Stat(difference).mean), worst


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("workers", [1, 2])
def test_it_is_the_picture_that_the_file_decoded_whole_gives(large, subsampling, workers):
    file = saved(large, "JPEG", quality=92, subsampling=subsampling)
    mean, worst = off(by_planes(file, workers=workers), whole(file))
    assert mean < 1.5
    assert worst <= 24


@pytest.mark.parametrize("size", [(2400, 1700), (2401, 1701), (2399, 1699)])
def test_edges_stay_where_they_are_also_at_odd_sizes(size):
    split = Image.new("RGB", size, (180, 60, 60))
    split.paste((60, 60, 180), (size[0] // 3, 0, *size))
    file = saved(split, "JPEG", quality=95)
    target = (size[0] * 3 // 4, size[1] * 3 // 4)
    assert abs(edge(by_planes(file, target)) - edge(whole(file, target))) <= 1


def edge(image):
    """How many pixels of a row are red, from the left."""
    red, _, blue = image.split()
    row = ImageChops.subtract(red, blue).crop((0, 600, image.width, 601))
    return sum(value > 60 for value in row.tobytes())


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_camera_that_was_held_on_its_side_and_its_own_colours_are_seen_to(orientation):
    made = Image.Exif()
    made[0x0112] = orientation
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = saved(quarters(3000, 2000), "JPEG", exif=made, icc_profile=profile)
    sent = prepare_image(attachment(file), ImageLimits(HIGH))
    turned = quarters(3000, 2000)
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270}
    turns[8] = Image.Transpose.ROTATE_90
    if orientation in turns:
        turned = turned.transpose(turns[orientation])
    assert sent.original_size == turned.size
    for got, wanted in zip(corners(sent.open()), corners(turned), strict=True):
        assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) < 12
    assert not sent.open().getexif()


def adobe_rgb(image):
    """A JPEG whose components are red, green and blue, which says so by their names."""
    return saved(image, "JPEG", keep_rgb=True)


@pytest.mark.parametrize(
    "file",
    [
        lambda image: saved(image, "JPEG", progressive=True),
        lambda image: saved(image.convert("L"), "JPEG"),
        lambda image: saved(image.convert("CMYK"), "JPEG"),
        lambda image: saved(image, "PNG"),
        lambda image: saved(image.resize((1900, 1300)), "JPEG"),
        adobe_rgb,
    ],
    ids=["progressive", "grey", "CMYK", "PNG", "small", "stored as RGB"],
)
def test_others_are_decoded_whole(large, file):
    made = file(large)
    assert by_planes(made) is None
    sent = prepare_image(attachment(made), ImageLimits(HIGH)).open().convert("RGB")
    assert off(sent.resize((60, 40)), whole(made, (60, 40)))[0] < 6


@pytest.mark.parametrize("size", [(2701, 1803), (3000, 2000), (1350, 900), (600, 400)])
def test_what_is_not_a_little_smaller_is_decoded_whole(large, size):
    assert by_planes(saved(large, "JPEG"), size) is None


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_file_that_is_cut_short_is_an_error(large, share):
    file = saved(large, "JPEG")
    with pytest.raises(UnreadableImageError, match="cannot be read as an image"):
        prepare_image(attachment(file[: int(len(file) * share)]), ImageLimits(HIGH))
