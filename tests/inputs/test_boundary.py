"""Whatever a decoder raises becomes one error of ours that names the attachment."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import (
    DocumentError,
    ImageTooLargeError,
    InputError,
    Stopped,
    UnreadableImageError,
)
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.files.boundary import failure_reason, typed_errors
from jupyter_claude_vision.inputs.registry import recognize_input

LIMITS = ImageLimits(models.HIGH)


def prepared(data, name="photo"):
    return prepare_image(recognize_input(data, name, options=InputOptions()), LIMITS)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad"),
        AssertionError(),
        RuntimeError("decoder"),
        NotImplementedError("a pixel format"),
        OSError(13, "Permission denied", "/home/ada/secret/photo.png"),
        subprocess.SubprocessError("killed"),
        EOFError(),
        struct.error("unpack"),
        zlib.error("stream"),
        KeyError("palette"),
        StopIteration(),
        RecursionError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        ExceptionGroup("several", [ValueError("bad")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_exception_is_one_error_that_names_the_attachment(error):
    with (
        pytest.raises(DocumentError, match=r"^report cannot be opened") as caught,
        typed_errors("report", DocumentError, "cannot be opened"),
    ):
        raise error
    assert caught.value.__cause__ is error
    assert "/home" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_memory_left_is_an_error_that_says_what_to_do():
    with (
        pytest.raises(ImageTooLargeError, match=r"photo takes more memory .* make it smaller"),
        typed_errors("photo"),
    ):
        raise MemoryError


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), Stopped("stopped"), SystemExit(), InputError("ours")]
)
def test_an_interrupt_and_an_error_of_ours_pass_as_they_are(error):
    with pytest.raises(type(error)) as caught, typed_errors("photo"):
        raise error
    assert caught.value is error


def test_a_panic_of_a_decoder_in_rust_is_an_error_too():
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    with pytest.raises(UnreadableImageError, match="photo cannot be read"), typed_errors("photo"):
        raise panic("index out of bounds")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "ValueError"),
        ("cannot open '/home/ada/secret/photo.png'.", "cannot open '…'"),
        ("cannot open C:\\Users\\ada\\photo.png", "cannot open …"),
        ("cannot identify <_io.BytesIO object at 0x7f55c67ce980>", "cannot identify"),
        ("two\nlines\x1b[31m \u202egnp", "two lines [31m gnp"),
        ("http://ada:hunter2@example.org failed", "http://example.org failed"),
        ("ratio 3/4", "ratio 3/4"),
        ("x" * 1000, "x" * 159 + "…"),
    ],
)
def test_a_reason_is_one_short_line_without_path_address_or_password(text, shown):
    assert failure_reason(ValueError(text)) == shown


def encoded(kind, mode="RGB", **options):
    buffer = BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "QOI"])
def test_a_picture_that_is_cut_short_is_asked_whether_it_is_complete(kind):
    data = encoded(kind)
    with pytest.raises(UnreadableImageError, match=r"^photo .*Is the file complete\?$"):
        prepared(data[: len(data) * 9 // 10])


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(*chunks, color=2):
    header = chunk(b"IHDR", (1).to_bytes(4, "big") * 2 + bytes([8, color, 0, 0, 0]))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1 + (3 if color == 2 else 1))))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def odd_profile():
    """A PNG whose EXIF stands in a text chunk, as ImageMagick writes it, and is no hex."""
    return png(chunk(b"tEXt", b"Raw profile type exif\x00\nexif\n  7\nnot hex\n"))


def dds(pixel_format):
    header = struct.pack("<7I", 124, 0x1007, 4, 4, 0, 0, 0) + bytes(44)
    return b"DDS " + header + struct.pack("<2I4s5I", 32, 4, pixel_format, 0, 0, 0, 0, 0) + bytes(20)


HOSTILE = {
    "PNG with a palette that is not there": png(color=3),
    "DDS of an unknown kind": dds(b"XYZW"),
    "damaged AVIF": encoded("AVIF")[:-40] + bytes(40),
    "damaged AVIF header": encoded("AVIF").replace(b"av1C", b"xxxx"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_damaged_picture_is_an_error_of_ours_or_is_drawn(data):
    with contextlib.suppress(InputError):
        prepared(data)


def test_exif_that_cannot_be_read_does_not_refuse_the_picture():
    assert prepared(odd_profile()).original_size == (1, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_behind_a_closed_folder_is_an_error(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    with pytest.raises(InputError, match="photo cannot be read: Permission denied"):
        recognize_input(closed / "photo.png", "photo", options=InputOptions())


@pytest.mark.parametrize("method", ["stat", "open"])
def test_a_file_that_the_system_refuses_is_an_error_without_its_path(tmp_path, monkeypatch, method):
    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "photo.png").touch()
    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(InputError) as caught:
        recognize_input(tmp_path / "photo.png", "photo", options=InputOptions())
    assert str(caught.value) == "photo cannot be read: Permission denied."


def test_a_home_that_is_not_there_is_an_error():
    with pytest.raises(InputError, match=r"^~nosuchuser.png: there is no user of that name"):
        recognize_input("~nosuchuser.png", "~nosuchuser.png", options=InputOptions())


KINDS = ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "QOI", "DDS", "ICO", "TGA", "PCX"]
SAMPLES = {kind: encoded(kind) for kind in KINDS}


@settings(deadline=None, max_examples=60)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_any_damage_is_a_picture_or_an_error_of_ours(kind, data):
    picture = bytearray(SAMPLES[kind])
    places = st.integers(0, min(len(picture), 400) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        picture[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InputError):
        prepared(bytes(picture))
