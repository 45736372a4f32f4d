"""PIL images, bytes, open files, paths, data URLs and file ids."""

from __future__ import annotations

import base64
import builtins
import contextlib
import sys
import zlib
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import (
    ImageTooLargeError,
    InputError,
    MissingPackageError,
    NotVisibleError,
    UnreadableImageError,
)
from jupyter_claude_vision.imaging.geometry import largest_size
from jupyter_claude_vision.imaging.prepared_pdf import prepare_document
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.images import is_base64
from jupyter_claude_vision.inputs.registry import is_visible, recognize_input

FIT = partial(largest_size, tier=models.HIGH, side=8000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="20" \
height="20" fill="#f00"/></svg>'


def seen(thing, name="photo", **options):
    return recognize_input(thing, name, options=InputOptions(**options))


def drawn(thing, name="photo", **options):
    return seen(thing, name, **options).draw(FIT)


def encoded(kind, size=(30, 20)):
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind)
    return buffer.getvalue()


def heic(**options):
    import pillow_heif

    buffer = BytesIO()
    image = Image.new("RGB", (64, 48), "red")
    pillow_heif.from_pillow(image).save(buffer, format="HEIF", **options)
    return buffer.getvalue()


def without(monkeypatch, *names):
    real = builtins.__import__

    def importing(name, *args, **kwargs):
        if name.partition(".")[0] in names:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(builtins, "__import__", importing)


@pytest.mark.parametrize(
    "mode",
    [
        "1",
        "L",
        "P",
        "LA",
        "PA",
        "RGB",
        "RGBA",
        "RGBX",
        "CMYK",
        "YCbCr",
        "LAB",
        "HSV",
        "I",
        "F",
        "I;16",
    ],
)
def test_a_pil_image_of_any_mode_is_its_pixels_and_never_text(mode):
    image = Image.new(mode, (30, 20))
    attachment = seen(image)
    assert is_visible(image)
    assert attachment.kind == "image"
    assert attachment.source is image
    assert attachment.draw(FIT).image.size == (30, 20)


FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "JPEG2000", "PPM"]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("as_", [bytes, bytearray, memoryview, BytesIO])
def test_bytes_are_read_as_what_they_are(kind, as_):
    data = encoded(kind)
    assert is_visible(as_(data))
    raster = drawn(as_(data))
    assert raster.image.format == kind
    assert raster.image.convert("RGB").getpixel((5, 5))[0] > 240
    assert raster.data == data


@pytest.mark.parametrize("as_", [str, Path])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_read_as_what_it_is(tmp_path, kind, as_):
    path = tmp_path / "photo"
    path.write_bytes(encoded(kind))
    raster = drawn(as_(path))
    assert raster.image.format == kind


def test_an_extension_that_lies_does_not_decide(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("JPEG"))
    assert drawn(path).image.format == "JPEG"
    path.write_bytes(SVG)
    assert drawn(path).image.size == FIT(40, 20)
    path.write_bytes(b"%PDF-1.7 ...")
    assert recognize_input(path, "photo", options=InputOptions()).kind == "document"


def test_a_file_is_read_when_it_is_drawn(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("PNG"))
    attachment = seen(path)
    path.write_bytes(encoded("PNG", size=(7, 8)))
    assert attachment.draw(FIT).image.size == (7, 8)


def test_a_tilde_is_the_users_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "photo.png").write_bytes(encoded("PNG"))
    assert drawn("~/photo.png").image.size == (30, 20)


def test_an_open_file_is_read_from_its_beginning_and_left_where_it_stood(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("PNG"))
    with path.open("rb") as file:
        file.seek(5)
        assert is_visible(file)
        assert drawn(file).image.size == (30, 20)
        assert file.tell() == 5
    assert not is_visible(file)
    with pytest.raises(UnreadableImageError, match=r"photo cannot be read: .*closed file"):
        seen(file)


def test_a_view_of_every_other_byte_is_no_image():
    view = memoryview(encoded("PNG"))[::2]
    assert not is_visible(view)
    with pytest.raises(UnreadableImageError, match=r"photo cannot be read: .*contiguous"):
        seen(view)


def test_a_file_open_as_text_is_no_image(tmp_path):
    with (tmp_path / "notes.txt").open("w+") as file:
        assert not is_visible(file)
        with pytest.raises(NotVisibleError):
            seen(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "photo is empty"),
        (b"hello, this is text", "photo is not an image"),
        (b"\x89PNG\r\n\x1a\n", "photo is not an image"),
        (encoded("PNG")[:20], "photo"),
        (b"<!DOCTYPE html><html>", "photo is a web page"),
        (b"  <html lang='en'>", "photo is a web page"),
        (b"<svg", "photo is not well-formed SVG"),
        (heic()[:200], "photo cannot be read as an image: "),
    ],
)
def test_bytes_that_are_no_image_are_a_clear_error(tmp_path, data, said):
    path = tmp_path / "photo.png"
    path.write_bytes(data)
    for thing in (data, path):
        with pytest.raises(UnreadableImageError, match=f"^{said}"):
            drawn(thing)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_image_or_an_error_of_ours(data):
    is_visible(data)
    with contextlib.suppress(InputError):
        found = seen(data)
        if found.kind == "document":
            prepare_document(found, models.HIGH)
        else:
            assert min(found.draw(FIT).image.size) > 0


def bomb(side):
    """A PNG whose header tells of more pixels than it holds."""
    head = b"IHDR" + side.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    chunk = (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
    rest = encoded("PNG")
    return rest[:8] + chunk + rest[33:]


@pytest.mark.parametrize("side", [15_000, 50_000])
def test_a_decompression_bomb_is_an_error_before_it_is_decoded(side):
    limit = Image.MAX_IMAGE_PIXELS
    with pytest.raises(ImageTooLargeError, match=f"= {side * side:,} pixels") as caught:
        drawn(bomb(side))
    assert "at most 200,000,000" in str(caught.value)
    assert limit == Image.MAX_IMAGE_PIXELS


def test_a_large_picture_that_is_allowed_is_no_bomb():
    assert drawn(bomb(10_000)).image.size == (10_000, 10_000)
    assert drawn(bomb(14_000)).image.size == (14_000, 14_000)  # over Pillow's own limit


def test_too_many_pixels_of_a_pil_image_are_an_error():
    with pytest.raises(ImageTooLargeError, match="photo has 30 × 20 = 600 pixels; at most 500"):
        drawn(Image.new("L", (30, 20)), max_pixels=500)


def test_too_large_a_file_is_an_error_before_it_is_read(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("PNG") + bytes(2_000_000))
    with pytest.raises(ImageTooLargeError, match="photo is larger than 1 MB"):
        seen(path, max_bytes=1_000_000)


@pytest.mark.parametrize("name", ["chart.pgn", "./chart.pgn", "runs/chart.pgn"])
def test_a_file_that_is_not_there_is_an_error_with_the_nearest_match(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).with_suffix(".png").write_bytes(encoded("PNG"))
    for thing in (name, Path(name)):
        with pytest.raises(InputError) as caught:
            seen(thing, name)
        assert str(caught.value) == f"There is no file {name}. Did you mean {name[:-4]}.png?"


def test_a_folder_is_an_error_that_says_how_to_name_its_files(tmp_path):
    with pytest.raises(InputError, match=r"runs is a folder: name its files"):
        seen(tmp_path, "runs")


def test_a_file_that_may_not_be_read_is_an_error_without_its_path(tmp_path, monkeypatch):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("PNG"))

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        seen(path)
    assert str(caught.value) == "photo cannot be read: Permission denied."


@pytest.mark.parametrize("text", ["hello", "What is this?", "3.5", "e.g.", "", "a\nb.png"])
def test_a_string_is_not_an_image(text):
    assert not is_visible(text)
    with pytest.raises(NotVisibleError, match="not an image"):
        seen(text, "x")


def test_a_long_string_is_not_repeated_whole():
    with pytest.raises(NotVisibleError) as caught:
        seen("secret " * 1000, "x")
    assert len(str(caught.value)) < 150


def test_a_string_is_never_visible_by_itself(tmp_path, monkeypatch):
    """A variable that holds a path or a URL stays a string for Tab and for the grammar."""
    monkeypatch.chdir(tmp_path)
    Path("a.png").write_bytes(encoded("PNG"))
    for text in ("a.png", "https://example.org/a.png", "data:image/png;base64,AA", "file_1"):
        assert not is_visible(text)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/a.png", r"a URL that is not fetched: http\(s\) are"),
        ("file:///nowhere/a.png", "cannot be read: No such file"),
    ],
)
def test_a_url_that_is_not_fetched_or_leads_nowhere_is_an_error(url, message):
    with pytest.raises(InputError, match=message):
        seen(url, url)


def test_a_data_url_is_decoded_whatever_type_it_names():
    text = base64.b64encode(encoded("JPEG")).decode()
    for url in (f"data:image/png;base64,{text}", f"DATA:;base64,{text[:50]}\n{text[50:]}"):
        attachment = seen(url, url)
        assert attachment.name == "data URL"
        assert attachment.draw(FIT).image.format == "JPEG"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_base64_text_of_a_picture_is_named_for_what_it_is(kind):
    text = base64.b64encode(encoded(kind)).decode()
    for form in (text, "\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\n"):
        assert recognize_input(form, form, options=InputOptions()).name == "base64 text"
        attachment = recognize_input(form, "chart", options=InputOptions())
        assert attachment.name == "chart"
        assert attachment.draw(FIT).image.format == kind


def test_base64_text_that_is_damaged_is_an_error_of_its_own():
    text = base64.b64encode(encoded("PNG")).decode()
    with pytest.raises(UnreadableImageError, match=r"^base64 text is not valid base64"):
        seen(f"{text}?", f"{text}?")


@given(st.text() | st.text("ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789+/", min_size=48))
def test_words_are_no_base64_text(text):
    assert not is_base64(text)


def test_a_data_url_may_hold_an_svg_as_text():
    assert drawn(f"data:image/svg+xml,{quote(SVG.decode())}").image.size == FIT(40, 20)


@pytest.mark.parametrize("url", ["data:image/png;base64,????", "data:image/png;base64,"])
def test_a_broken_data_url_is_an_error(url):
    with pytest.raises(UnreadableImageError, match=r"^data URL is"):
        seen(url, url)


def test_a_file_id_stands_for_pixels_that_are_not_here():
    attachment = seen("file_011CNha8iCJcU1wXNR6q4V8w")
    assert (attachment.kind, attachment.draw) == ("file", None)
    assert attachment.file_id == "file_011CNha8iCJcU1wXNR6q4V8w"


def test_a_heic_picture_is_read():
    raster = drawn(heic())
    assert raster.image.size == (64, 48)
    assert raster.drawn is False
    assert is_visible(heic())


def test_a_heic_picture_is_upright_once():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = drawn(heic(exif=exif.tobytes())).image
    assert image.size == (48, 64)
    assert image.getexif()[0x0112] == 1


@pytest.mark.parametrize(("data", "extra"), [(heic(), "heif"), (SVG, "svg")], ids=["heif", "svg"])
def test_a_missing_extra_is_named(monkeypatch, data, extra):
    without(monkeypatch, "pillow_heif", "resvg_py")
    with pytest.raises(MissingPackageError) as caught:
        drawn(data)
    assert f'pip install "jupyter-claude-vision[{extra}]"' in str(caught.value)


def svg(attributes, body="<rect width='100%' height='100%'/>"):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'.encode()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="40pt" height="2in"', (40 * 96 / 72, 192)),
        ('viewBox="0 0 300 100"', (300, 100)),
        ('viewBox="0 0 300 100" width="100%"', (300, 100)),
        ('viewBox="0 0 300 100" width="90"', (90, 30)),
        ('width="77" height="1000"', (77, 1000)),
        ("", (300, 150)),
    ],
)
def test_an_svg_is_drawn_at_exactly_the_size_that_the_model_sees(attributes, size):
    raster = drawn(svg(attributes))
    assert raster.image.size == FIT(*size)
    assert raster.image.getchannel("A").getextrema() == (255, 255)
    assert raster.drawn is True


def test_an_svg_without_a_namespace_or_behind_a_comment_is_drawn():
    data = b"<?xml version='1.0'?><!-- made by hand -->" + SVG.replace(
        b'xmlns="http://www.w3.org/2000/svg" ', b""
    )
    assert drawn(data).image.getpixel((10, 10)) == (255, 0, 0, 255)


@pytest.mark.parametrize("target", ["/etc/passwd", "https://example.org/a.png", "file:///a.png"])
def test_an_svg_that_refers_to_other_files_is_refused(target):
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    for name in ("href", "xlink:href"):
        data = svg(f'width="9" height="9" {link}', f'<image {name}="{target}"/>')
        with pytest.raises(UnreadableImageError, match="refers to another file"):
            drawn(data)


def test_an_svg_reads_no_entity_from_a_file():
    data = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg(
        "", "<text y='20'>&x;</text>"
    )
    with pytest.raises(UnreadableImageError, match="not well-formed"):
        drawn(data)
