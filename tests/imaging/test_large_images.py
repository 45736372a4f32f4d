"""Pictures of up to 200 megapixels, which is more than Pillow opens by itself."""

from __future__ import annotations

from io import BytesIO

import PIL
import pytest
from PIL import Image
from samples import attachment, quarters, saved

from jupyter_claude_vision.errors import ImageTooLargeError
from jupyter_claude_vision.imaging import crops
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.models import HIGH

LIMITS = ImageLimits(HIGH)


def test_a_phones_200_megapixels_are_read_and_no_setting_of_pillows_is_changed():
    file = BytesIO()
    Image.new("L", (16_320, 12_240), 90).save(file, "JPEG")
    before = Image.MAX_IMAGE_PIXELS
    sent = prepare_image(recognize_input(file.getvalue(), "photo", options=InputOptions()), LIMITS)
    assert sent.original_size == (16_320, 12_240)
    assert sent.open().convert("L").getpixel((1000, 1000)) == pytest.approx(90, abs=2)
    assert before == Image.MAX_IMAGE_PIXELS


def test_a_tiff_that_claims_to_be_huge_takes_no_memory():
    data = saved(Image.new("1", (400, 240)), "TIFF").replace(b"\x90\x01", b"\xff\xff")
    data = data.replace(b"\xf0\x00\x00\x00", b"\xff\xff\x00\x00")
    with pytest.raises(ImageTooLargeError, match="at most 200,000,000 are read"):
        prepare_image(recognize_input(data, "photo", options=InputOptions()), LIMITS)


@pytest.mark.parametrize(
    "kind",
    ["JPEG", "PNG", "TIFF", "BMP", "PPM", "JPEG2000", "GIF", "AVIF", "QOI", "SGI", "TGA", "PCX"],
)
def test_pillows_own_limit_stops_no_format(kind, monkeypatch):
    data = saved(quarters(400, 240), kind)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 400 * 240 // 2 - 1)
    sent = prepare_image(recognize_input(data, "photo", options=InputOptions()), LIMITS)
    assert sent.original_size == (400, 240)
    with pytest.raises(ImageTooLargeError, match="at most 1,000 are read"):
        prepare_image(recognize_input(data, "photo", options=InputOptions(max_pixels=1000)), LIMITS)


@pytest.mark.skipif(
    int(PIL.__version__.split(".")[0]) < 13, reason="Pillow below 13 has no limit of its own here"
)
def test_a_webp_over_pillows_own_limit_says_how_to_send_it(monkeypatch):
    data = saved(quarters(400, 240), "WEBP")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 400 * 240 // 2 - 1)
    with pytest.raises(ImageTooLargeError, match="photo has more pixels than are read of WEBP: sa"):
        prepare_image(recognize_input(data, "photo", options=InputOptions()), LIMITS)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16", "F", "CMYK"])
def test_a_large_piece_is_cut_exactly_without_pillows_limit(mode, monkeypatch):
    image = Image.effect_noise((90, 70), 60).convert("RGB")
    image = image.convert("L").convert(mode) if mode in {"I;16", "F"} else image.convert(mode)
    box = (7, 5, 88, 69)
    expected = image.crop(box)
    monkeypatch.setattr(crops, "CROPPED_BY_PILLOW", 0)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    piece = crops.cut_out(image, box)
    assert (piece.mode, piece.size) == (mode, expected.size)
    assert piece.tobytes() == expected.tobytes()


def test_a_region_as_large_as_that_is_cut_out(monkeypatch):
    whole = attachment(quarters(400, 240), name="big")
    monkeypatch.setattr(crops, "CROPPED_BY_PILLOW", 0)
    sent = prepare_image(crops.cut_part(whole, (0, 0, 399, 239), "most of it"), LIMITS)
    assert sent.original_size == (399, 239)
