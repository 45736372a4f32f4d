"""Which formats are opened, that no helper runs, and that what decoders say is told once."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, features

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import InputError, UnreadableImageError
from jupyter_claude_vision.imaging.decode import MAX_COUNT
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.files.decoding import FORMATS
from jupyter_claude_vision.inputs.registry import recognize_input

LIMITS = ImageLimits(models.HIGH)
SHADES = Image.radial_gradient("L").resize((64, 48)).rotate(30)


def prepared(data, name="photo"):
    return prepare_image(recognize_input(data, name, options=InputOptions()), LIMITS)


def encoded(kind, mode="RGB", **options):
    buffer = BytesIO()
    SHADES.convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


EPS = b"""%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 0 0 30 20
%%EndComments
0 0 30 20 rectfill showpage
"""
DOS_EPS = b"\xc5\xd0\xd3\xc6" + struct.pack("<7I", 32, len(EPS), *[0] * 5)
WMF = struct.pack("<IHhhhhHIH", 0x9AC6CDD7, 0, 0, 0, 100, 100, 96, 0, 0) + bytes(40)
EMF = struct.pack("<II8i", 1, 108, *(0, 0, 100, 100) * 2) + b" EMF" + bytes(70)


@pytest.fixture
def ghostscript(tmp_path, monkeypatch):
    """A stand-in for Ghostscript that leaves a trace where it is run."""
    trace = tmp_path / "ghostscript-ran"
    for name in ("gs", "gswin32c", "gswin64c"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\ntouch {trace}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", None)
    return trace


@pytest.mark.parametrize(
    "start", [b"", b"\x04", b"\xc5\xd0\xd3\xc6" + struct.pack("<7I", 32, 99, *[0] * 5)]
)
@pytest.mark.parametrize("name", ["chart.eps", "photo.png"])
def test_postscript_is_never_run(tmp_path, ghostscript, name, start):
    path = tmp_path / name
    path.write_bytes(start + EPS)
    for source in (path, start + EPS):
        with pytest.raises(UnreadableImageError, match=f"{name} is an EPS or PostScript .*ps2pdf"):
            prepared(source, name)
    assert not ghostscript.exists()


def test_postscript_that_the_user_opened_is_not_run_either(ghostscript):
    with pytest.raises(UnreadableImageError, match="chart is an EPS or PostScript file"):
        prepared(Image.open(BytesIO(EPS)), "chart")
    assert not ghostscript.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WMF, "is a Windows metafile"),
        (EMF, "is a Windows metafile"),
        (b"\x93NUMPY\x01\x00", r"numpy\.load"),
        (b"\x89HDF\r\n\x1a\n" + bytes(20), "HDF5"),
        (b"GRIB" + bytes(20), "weather data"),
        (b"PK\x03\x04" + bytes(20), "ZIP archive"),
        (b"\x1f\x8b\x08" + bytes(20), "gzip: unpack"),
    ],
)
def test_a_file_that_is_no_picture_is_named_as_what_it_is(data, said):
    with pytest.raises(UnreadableImageError, match=f"^photo .*{said}"):
        prepared(data)


def test_a_fits_file_that_is_compressed_is_refused():
    cards = [
        "SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =  0", "END",
    ]  # fmt: skip
    table = [
        "XTENSION= 'BINTABLE'", "BITPIX  =                    8", "NAXIS   =                    2",
        "NAXIS1  =                    8", "NAXIS2  =                    1", "ZIMAGE  =  T",
        "ZBITPIX =                    8", "ZNAXIS  =                    2",
        "ZNAXIS1 =                   16", "ZNAXIS2 =                   16",
        "ZCMPTYPE= 'GZIP_1  '", "END",
    ]  # fmt: skip
    blocks = ["".join(card.ljust(80) for card in part).ljust(2880) for part in (cards, table)]
    with pytest.raises(UnreadableImageError, match="photo is a FITS file compressed with gzip"):
        prepared("".join(blocks).encode() + bytes(2880))


def test_formats_that_need_a_helper_are_not_in_the_list():
    Image.init()
    assert set(FORMATS) <= set(Image.OPEN)
    assert not {"EPS", "WMF", "EMF", "BUFR", "GRIB", "HDF5", "MPEG", "IPTC", "BLP"} & set(FORMATS)


def test_a_small_texture_that_would_take_memory_is_refused():
    texture = b"BLP1" + struct.pack("<iIIIii", 1, 1, 8000, 8000, 5, 0) + bytes(1200)
    with pytest.raises(UnreadableImageError, match="of a format that is not read here"):
        prepared(texture)


def damaged_tiff():
    data = bytearray(encoded("TIFF", compression="tiff_lzw"))
    data[40:80] = b"\xff" * 40
    return bytes(data)


def test_what_libtiff_says_is_in_the_error_and_not_on_standard_error(capfd):
    with pytest.raises(UnreadableImageError, match=r"^photo cannot be read as an image: Using"):
        prepared(damaged_tiff())
    assert capfd.readouterr().err == ""


def test_what_pillow_logs_is_not_on_standard_error(capfd, monkeypatch):
    monkeypatch.setattr("logging.root.handlers", [])  # pytest's own; a kernel has none
    data = encoded("TIFF")
    bands = struct.pack("<HHIH", 277, 3, 1, 3)
    assert bands in data
    with pytest.raises(UnreadableImageError, match="photo is not an image, or is damaged"):
        prepared(data.replace(bands, struct.pack("<HHIH", 277, 3, 1, 48)))
    assert capfd.readouterr().err == ""


def test_a_damaged_fax_is_drawn_and_the_caption_says_so(capfd):
    data = bytearray(encoded("TIFF", "1", compression="group4"))
    data[30:34] = b"\x55\x00\xff\x00"
    assert "damaged: parts of it may be missing or wrong" in prepared(bytes(data)).notes
    assert capfd.readouterr().err == ""


def test_what_others_write_on_standard_error_meanwhile_is_kept(capfd):
    from jupyter_claude_vision.inputs.files.decoding import _LIBTIFF, capture_stderr

    lines = []
    with capture_stderr(_LIBTIFF, lines):
        os.write(2, b"tempfile.tif: Using code not yet in table.\nmine, without a colon\n")
    assert lines == ["Using code not yet in table."]
    assert capfd.readouterr().err == "mine, without a colon\n"


@pytest.mark.skipif(features.check("libtiff") is False, reason="no libtiff")
def test_a_kind_of_compression_that_is_not_read_is_not_taken_for_a_file_cut_short():
    data = encoded("TIFF", compression="tiff_lzw")
    webp = data.replace(struct.pack("<HHIH", 259, 3, 1, 5), struct.pack("<HHIH", 259, 3, 1, 50001))
    assert webp != data
    with pytest.raises(UnreadableImageError) as caught:
        prepared(webp)
    assert "complete?" not in str(caught.value)


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def broken_animation():
    data = encoded("PNG")
    return data[:33] + chunk(b"acTL", struct.pack(">II", 0, 0)) + data[33:]


NOTE = "damaged animation: its still picture"


def test_what_pillow_warns_of_is_said_in_the_caption_and_nowhere_else():
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        picture = prepared(broken_animation())
    assert shown == []
    assert NOTE in picture.notes


def test_the_kernels_filters_stay_as_they_are_while_threads_decode():
    before, hook = list(warnings.filters), warnings.showwarning
    gate = threading.Barrier(4)

    def work(_):
        gate.wait(timeout=10)
        return prepared(broken_animation()).notes

    with ThreadPoolExecutor(4) as pool:
        assert all(NOTE in notes for notes in pool.map(work, range(4)))
    assert warnings.filters == before
    assert warnings.showwarning is hook


def gif(frames):
    """A GIF of many frames of one pixel each."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"!\xf9\x04\0\0\0\0\0," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    return head + frame * frames + b";"


def tiff(pages):
    file = BytesIO()
    first, *others = [SHADES.resize((4, 4))] * pages
    first.save(file, "TIFF", save_all=True, append_images=others)
    return file.getvalue()


def endless_tiff():
    """A TIFF whose second page is its first."""
    data = tiff(1)
    start = struct.unpack("<I", data[4:8])[0]
    end = start + 2 + 12 * struct.unpack("<H", data[start : start + 2])[0]
    return data[:end] + data[4:8] + data[end + 4 :]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (gif(2), "first of 2 frames"),
        (gif(MAX_COUNT), "first of 1,000 frames"),
        (gif(200_000), "first of over 1,000 frames"),
        (tiff(3), "first of 3 pages"),
        (gif(1), None),
        (tiff(1), None),
    ],
    ids=["2 frames", "1000 frames", "200000 frames", "3 pages", "1 frame", "1 page"],
)
@pytest.mark.parametrize("source", [bytes, lambda data: Image.open(BytesIO(data))])
def test_the_caption_counts_frames_and_pages_as_far_as_it_helps(source, data, note):
    notes = [text for text in prepared(source(data)).notes if text.startswith("first of")]
    assert notes == ([note] if note else [])


def test_a_tiff_whose_pages_go_round_is_counted_once():
    assert not [note for note in prepared(endless_tiff()).notes if "pages" in note]


def test_the_users_own_picture_stays_at_its_frame():
    image = Image.open(BytesIO(gif(5)))
    image.seek(3)
    assert "frame 4 of 5" in prepared(image).notes
    assert image.tell() == 3
    image.seek(4)


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_a_gif_that_ends_anywhere_is_an_error_or_a_picture(cut):
    with contextlib.suppress(InputError):
        assert prepared(gif(3)[: 20 + cut]).original_size == (1, 1)
