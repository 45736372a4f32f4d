"""Every mode, every colour space and every transparency, as an eye would have them."""

from __future__ import annotations

import random
import re
import struct
import zlib
from io import BytesIO

import PIL
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat
from samples import attachment, chart, corners, photograph, quarters, saved

from jupyter_claude_vision.imaging.color_profiles import profile_conversion
from jupyter_claude_vision.imaging.pixels import DARK, eight_bit
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.models import HIGH

LIMITS = ImageLimits(HIGH)


def sent(image, **facts):
    prepared = prepare_image(attachment(image, **facts), LIMITS)
    assert prepared.open().mode in {"1", "L", "P", "RGB"}
    return prepared.open().convert("RGB"), prepared.notes


def lab(image):
    srgb, space = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.profileToProfile(image, srgb, space, outputMode="LAB")


COLOURED = {
    "P": lambda image: image.convert("P"),
    "PA": lambda image: image.convert("P").convert("PA"),
    "RGB": lambda image: image,
    "RGBA": lambda image: image.convert("RGBA"),
    "RGBa": lambda image: image.convert("RGBA").convert("RGBa"),
    "RGBX": lambda image: image.convert("RGBX"),
    "CMYK": lambda image: image.convert("CMYK"),
    "YCbCr": lambda image: image.convert("YCbCr"),
    "HSV": lambda image: image.convert("HSV"),
    "LAB": lab,
}


@pytest.mark.parametrize("size", [(400, 240), (3000, 2000)])
@pytest.mark.parametrize("mode", COLOURED)
def test_a_picture_of_every_colour_mode_keeps_its_colours(mode, size):
    image = COLOURED[mode](quarters(*size))
    assert image.mode == mode
    shown, notes = sent(image)
    assert corners(shown) == corners(quarters())
    assert notes == ()


@pytest.mark.parametrize("mode", ["L", "LA", "La", "1"])
def test_a_picture_of_every_grey_mode_keeps_its_greys(mode):
    grey = Image.new("L", (400, 240), 255)
    grey.paste(0, (0, 0, 200, 240))
    image = grey.convert("LA").convert("La") if mode == "La" else grey.convert(mode)
    shown, notes = sent(image)
    assert [shown.getpixel((x, 120)) for x in (100, 300)] == [(0, 0, 0), (255, 255, 255)]
    assert notes == ()


def test_a_cmyk_jpeg_is_not_sent_as_a_negative():
    shown, _ = sent(saved(quarters(400, 240).convert("CMYK"), "JPEG"))
    assert corners(shown) == corners(quarters())


# More than 8 bits


def sixteen(mode, low, high):
    order = ">" if mode == "I;16B" else "<"
    row = struct.pack(f"{order}300H", *[low] * 150, *[high] * 150)
    return Image.frombytes(mode, (300, 200), row * 200)


NATIVE = pytest.param(
    "I;16N",
    marks=pytest.mark.skipif(
        int(PIL.__version__.partition(".")[0]) < 13,
        reason="Pillow below 13 cannot measure pictures in native order",
    ),
)


@pytest.mark.parametrize("mode", ["I;16", "I;16L", "I;16B", NATIVE])
def test_a_16_bit_picture_is_scaled_from_its_own_range(mode):
    shown, notes = sent(sixteen(mode, 12, 4093))
    assert [shown.getpixel((x, 100))[0] for x in (70, 220)] == [0, 255]
    assert notes == ("16-bit, scaled from 12..4093",)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_16_bit_file_is_scaled_and_not_sent_as_it_is(kind):
    shown, notes = sent(saved(sixteen("I;16", 1000, 1200), kind))
    assert [shown.getpixel((x, 100))[0] for x in (70, 220)] == [0, 255]
    assert notes == ("16-bit, scaled from 1000..1200",)


def test_the_middle_of_a_range_is_a_middle_grey():
    ramp = Image.frombytes("I;16", (256, 200), struct.pack("<256H", *range(0, 2560, 10)) * 200)
    shown, _ = sent(ramp, drawn=True)
    levels = [shown.getpixel((x, 50))[0] for x in range(256)]
    assert levels == list(range(256))


def test_a_32_bit_picture_with_negative_numbers_is_scaled():
    image = Image.new("I", (300, 200), -70_000)
    image.paste(70_000, (0, 0, 150, 200))
    shown, notes = sent(image)
    assert [shown.getpixel((x, 100))[0] for x in (70, 220)] == [255, 0]
    assert notes == ("32-bit, scaled from -70000..70000",)


def test_a_float_picture_is_scaled_and_what_is_not_a_number_is_black():
    image = Image.new("F", (300, 200), 0.25)
    image.paste(0.75, (0, 0, 150, 200))
    for x, value in enumerate((float("nan"), float("inf"), float("-inf"))):
        image.putpixel((x, 0), value)
    shown, notes = sent(image, drawn=True)
    assert [shown.getpixel((x, 0))[0] for x in (0, 1, 2, 70, 220)] == [0, 0, 0, 255, 0]
    assert notes == ("float, scaled from 0.25..0.75",)


@pytest.mark.parametrize(
    ("image", "note"),
    [
        (Image.new("F", (300, 200), 2.5), "float, every pixel 2.5"),
        (Image.new("I", (300, 200), 0), "32-bit, every pixel 0"),
        (Image.new("I;16", (300, 200), 4093), "16-bit, every pixel 4093"),
    ],
)
def test_a_constant_picture_is_grey_and_says_its_value(image, note):
    shown, notes = sent(image)
    assert shown.getextrema() == ((128, 128),) * 3
    assert notes == (note,)


def test_a_picture_without_a_number_says_so():
    shown, notes = sent(Image.new("F", (300, 200), float("nan")))
    assert shown.getextrema() == ((0, 0),) * 3
    assert notes == ("float, without a finite value",)


def hot(mode, kind=None):
    """Greys around 1000, and a single pixel at the other end of the range."""
    dice = random.Random(1)
    numbers = [dice.randrange(900, 1100) for _ in range(300 * 200)]
    numbers[1234] = 65_000
    image = Image.new("I", (300, 200))
    image.putdata(numbers)
    image = image.convert(mode)
    return image if kind is None else saved(image, kind)


@pytest.mark.parametrize(
    "image",
    [hot("I;16"), hot("I"), hot("F"), hot("I;16", "PNG"), hot("I;16", "TIFF"), hot("F", "TIFF")],
    ids=["I;16", "I", "F", "16-bit PNG", "16-bit TIFF", "float TIFF"],
)
def test_one_hot_pixel_leaves_the_others_their_greys_and_is_told(image):
    shown, [note] = sent(image)
    assert ImageStat.Stat(shown).stddev[0] > 60
    found = re.search(r"scaled from (\S+)\.\.(\S+), where 99.8 % of its pixels lie", note)
    low, high = found.groups()
    assert 900 <= float(low) < 910
    assert 1090 < float(high) <= 1100
    assert note.endswith("the others, from 900 to 65000, are cut")


@given(
    middle=st.integers(-(2**20), 2**20),
    width=st.integers(100, 2**16),
    times=st.integers(20, 2**9),
    mode=st.sampled_from("IF"),
)
def test_a_range_is_cut_to_where_nearly_all_pixels_lie(middle, width, times, mode):
    numbers = [middle + width * n // 2000 for n in range(2000)]
    image = Image.new("I", (50, 40))
    image.putdata([*numbers[:-1], middle + width * times])
    shown, [note] = eight_bit(image.convert(mode))
    assert note.endswith("are cut")
    levels = list(shown.get_flattened_data())
    assert levels == sorted(levels)
    near = 3 + 400 / width  # whole numbers are as far apart as that
    assert all(abs(level - 255 * n / 2000) < near for n, level in enumerate(levels[:-1]))


@pytest.mark.parametrize("size", [(30, 30), (300, 200)])
def test_a_range_that_is_filled_or_of_few_pixels_is_drawn_whole(size):
    image = Image.new("I", size)
    image.putpixel((1, 1), 60_000)
    if size == (300, 200):
        image.putdata([n % 60_001 for n in range(60_000)])
        image.putpixel((1, 1), 60_000)
    _, notes = sent(image)
    assert notes[0] == "32-bit, scaled from 0..60000"


# Transparency


def drawing(ink, size=(400, 300)):
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((*ink, 255), (150, 100, 250, 200))
    return image


def test_transparency_is_laid_on_white():
    shown, notes = sent(drawing((0, 0, 120)))
    assert shown.getpixel((10, 10)) == (255, 255, 255)
    assert shown.getpixel((200, 150)) == (0, 0, 120)
    assert notes == ()


def test_a_drawing_made_for_a_dark_theme_is_laid_on_a_dark_background():
    shown, notes = sent(drawing((240, 240, 240)))
    assert shown.getpixel((10, 10)) == DARK
    assert shown.getpixel((200, 150)) == (240, 240, 240)
    assert notes == ("transparent and light: laid on a dark background",)


def test_the_sources_own_background_is_taken():
    shown, notes = sent(drawing((240, 240, 240)), background=(0, 80, 0))
    assert shown.getpixel((10, 10)) == (0, 80, 0)
    assert notes == ()


def test_the_background_that_the_user_gives_is_taken_before_the_sources():
    picture = attachment(drawing((240, 240, 240)), background=(0, 80, 0))
    shown = prepare_image(picture, LIMITS, background=(9, 9, 90)).open()
    assert shown.getpixel((10, 10)) == (9, 9, 90)


def test_a_light_screenshot_with_rounded_corners_stays_on_white():
    window = chart().convert("RGBA")
    for x in (0, 590):
        window.paste((0, 0, 0, 0), (x, 0, x + 10, 10))
    shown, notes = sent(window)
    assert shown.getpixel((0, 0)) == (255, 255, 255)
    assert notes == ()


def test_half_transparent_pixels_are_mixed_with_the_background():
    image = Image.new("RGBA", (300, 300), (255, 0, 0, 128))
    assert sent(image)[0].getpixel((5, 5)) == pytest.approx((255, 127, 127), abs=1)


def test_what_transparent_pixels_hide_does_not_bleed_when_resized():
    image = Image.new("RGBA", (4000, 3000), (0, 255, 0, 0))  # green, but nowhere to be seen
    image.paste((0, 0, 120, 255), (1000, 1000, 2000, 2000))
    shown, _ = sent(image)
    red, green, _ = shown.split()
    assert ImageChops.difference(red, green).getextrema()[1] <= 2


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_a_file_with_transparency_is_laid_on_white_too(kind):
    shown, _ = sent(saved(drawing((0, 0, 120)), kind))
    assert shown.getpixel((10, 10)) == (255, 255, 255)


def test_a_key_colour_is_transparent():
    image = Image.new("RGB", (300, 300), (1, 2, 3))
    image.paste((0, 0, 120), (100, 100, 200, 200))
    shown, _ = sent(saved(image, "PNG", transparency=(1, 2, 3)))
    assert shown.getpixel((5, 5)) == (255, 255, 255)


def png_of_16_bits(colour_type, pixels, key):
    """A PNG whose every row is the same, with the colour that is transparent (11.3.2.1)."""
    channels = {0: 1, 2: 3}[colour_type]
    row = b"\0" + struct.pack(f">{len(pixels)}H", *pixels)
    size = (len(pixels) // channels, 200)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", *size, 16, colour_type, 0, 0, 0)),
        (b"tRNS", struct.pack(f">{channels}H", *key)),
        (b"IDAT", zlib.compress(row * size[1])),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_the_key_grey_of_a_16_bit_file_is_transparent_and_does_not_count():
    file = png_of_16_bits(0, [65_535] * 100 + [1000] * 100 + [3000] * 100, [65_535])
    shown, notes = sent(file, drawn=True, background=(0, 0, 255))
    assert [shown.getpixel((x, 100)) for x in (50, 150, 250)] == [
        (0, 0, 255),
        (0, 0, 0),
        (255, 255, 255),
    ]
    assert notes == ("16-bit, scaled from 1000..3000",)


def test_a_key_grey_that_no_pixel_has_changes_nothing():
    file = png_of_16_bits(0, [1000] * 150 + [3000] * 150, [7])
    shown, notes = sent(file)
    assert shown.getpixel((5, 5)) == (0, 0, 0)
    assert notes == ("16-bit, scaled from 1000..3000",)


def test_the_key_colour_of_a_16_bit_file_is_transparent():
    key = [0x1234, 0x5678, 0x9ABC]
    file = png_of_16_bits(2, key * 150 + [0x1234, 0x5678, 0x0000] * 150, key)
    shown, _ = sent(file, drawn=True)
    assert [shown.getpixel((x, 100)) for x in (50, 250)] == [(255, 255, 255), (0x12, 0x56, 0)]


def test_an_alpha_channel_without_transparency_is_dropped():
    file = saved(quarters(400, 240).convert("RGBA"), "PNG")
    prepared = prepare_image(attachment(Image.open(BytesIO(file))), LIMITS)
    assert prepared.open().mode == "RGB"
    assert prepared.notes == ()


def test_a_picture_with_nothing_on_it_says_so():
    shown, notes = sent(Image.new("RGBA", (300, 300), (0, 0, 0, 0)))
    assert shown.getextrema() == ((255, 255),) * 3
    assert notes == ("nothing but transparency",)


# Colour profiles


def fixed(value):
    return struct.pack(">i", round(value * 65536))


def profile(space, primaries, gamma):
    """Return an ICC profile of the plainest sort: primaries in XYZ (D50) and a gamma."""

    def xyz(triple):
        return b"XYZ \0\0\0\0" + b"".join(fixed(value) for value in triple)

    curve = b"curv\0\0\0\0\0\0\0\x01" + struct.pack(">H", round(gamma * 256)) + b"\0\0"
    tags = {b"wtpt": xyz((0.9642, 1.0, 0.8249))}
    if space == b"GRAY":
        tags[b"kTRC"] = curve
    for name, triple in zip((b"r", b"g", b"b"), primaries, strict=False):
        tags |= {name + b"XYZ": xyz(triple), name + b"TRC": curve}
    at, table, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    header = bytearray(128)
    header[8:12] = b"\x02\x40\0\0"
    header[12:24] = b"mntr" + space + b"XYZ "
    header[36:40] = b"acsp"
    header[68:80] = fixed(0.9642) + fixed(1) + fixed(0.8249)
    whole = bytes(header) + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


P3 = profile(
    b"RGB ", [(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)], 2.2
)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
DARK_GREY = profile(b"GRAY", [], 1.0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_colours_of_a_wide_space_are_converted_to_srgb(kind):
    file = saved(Image.new("RGB", (300, 300), (200, 100, 100)), kind, icc_profile=P3)
    shown, notes = sent(file)
    assert shown.getpixel((9, 9)) == pytest.approx((216, 94, 97), abs=6)
    assert "icc_profile" not in prepare_image(attachment(file), LIMITS).open().info
    assert notes == ()


def test_a_large_photograph_of_a_wide_space_is_converted_too():
    file = saved(Image.new("RGB", (3000, 2000), (200, 100, 100)), "JPEG", icc_profile=P3)
    assert sent(file)[0].getpixel((9, 9)) == pytest.approx((216, 94, 97), abs=6)


def test_transparent_colours_of_a_wide_space_are_converted_before_they_are_laid_on_a_colour():
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    image.paste((200, 100, 100, 255), (100, 100, 200, 200))
    shown, _ = sent(saved(image, "PNG", icc_profile=P3), background=(200, 100, 100))
    assert shown.getpixel((5, 5)) == (200, 100, 100)
    assert shown.getpixel((150, 150)) == pytest.approx((216, 94, 97), abs=6)


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_profile_that_is_srgb_is_cut_out_without_changing_a_pixel(kind, mode):
    file = saved(photograph(300, 300, mode), kind, icc_profile=SRGB)
    prepared = prepare_image(attachment(file), LIMITS)
    assert "icc_profile" not in prepared.open().info
    assert prepared.open().tobytes() == Image.open(BytesIO(file)).tobytes()
    assert prepared.media_type == f"image/{kind.lower()}"


def test_a_grey_profile_is_converted():
    shown, _ = sent(saved(Image.new("L", (300, 300), 55), "PNG", icc_profile=DARK_GREY))
    assert shown.getpixel((9, 9)) == pytest.approx((128, 128, 128), abs=3)


# Named here: a profile holds the second in which it was made, and workers make their own.
@pytest.mark.parametrize(
    "broken",
    [b"nonsense", SRGB[:200], SRGB[:60] + b"\xff" * 80 + SRGB[140:], bytes(500)],
    ids=["nonsense", "cut short", "overwritten", "empty"],
)
def test_a_broken_profile_is_read_as_srgb_and_says_so(broken):
    shown, notes = sent(saved(quarters(300, 300), "PNG", icc_profile=broken))
    assert corners(shown) == corners(quarters())
    assert notes == ("broken color profile: read as sRGB",)


@pytest.mark.parametrize(
    ("space", "mode"), [(DARK_GREY, "RGB"), (SRGB, "CMYK")], ids=["grey", "sRGB"]
)
def test_a_profile_of_another_colour_space_is_not_used_and_says_so(space, mode):
    shown, notes = sent(saved(quarters(300, 300).convert(mode), "JPEG", icc_profile=space))
    assert corners(shown) == corners(quarters())
    assert notes == ("color profile of another color space: read as sRGB",)


@pytest.mark.parametrize("mode", ["I;16", "F", "LAB"])
def test_modes_that_are_scaled_lose_their_profile(mode):
    assert profile_conversion(P3, mode).transform is None
