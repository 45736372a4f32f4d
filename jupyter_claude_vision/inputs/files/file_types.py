"""File types, detected from the bytes alone: file names and server headers can be wrong."""

from __future__ import annotations

import re
from typing import Final

from ...errors import UnreadableImageError

START: Final = 4096
"""How many bytes are enough to tell; an SVG drawing may open with a long comment."""

SENDABLE_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
"""Formats of what is sent, in Pillow's words; what is stored can have been changed on disk."""

_BOM: Final = b"\xef\xbb\xbf"
_SVG: Final = re.compile(
    rb"(?:\s|<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>)*<(?:\w+:)?svg\b",
    re.DOTALL,
)
_WEB_PAGE: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_HEIF: Final = re.compile(rb".{4}ftyp(?:hei[csmx]|hev[cmsx])", re.DOTALL)
# A picture that names only the container it is in: AVIF, which Pillow reads, or else HEIF.
_HEIF_CONTAINER: Final = re.compile(rb".{4}ftypm[is]f1(?!.{0,48}avi[fs])", re.DOTALL)
_PICTURE: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF.{4}WEBP|BM.{4}\x00{4}|8BPS|qoif|P[1-7]\s"
    rb"|II\*\x00|MM\x00\*|\x00\x00\x01\x00|.{4}ftyp(?:avi[fs]|m[is]f1)|.{4}jP  |\xff\x4f\xff\x51",
    re.DOTALL,
)

_VIDEO: Final = re.compile(
    rb".{4}ftyp(?:iso[m2-9]|mp4|M4V|qt  |avc1|dash|3g[p2])|\x1aE\xdf\xa3|RIFF.{4}AVI "
    rb"|\x00\x00\x01[\xb3\xba]|FLV\x01",
    re.DOTALL,
)

_POSTSCRIPT: Final = (
    "is an EPS or PostScript file, which is a program, and none is run here: make a PDF or a "
    "PNG of it first (ps2pdf, epstopdf)."
)
_METAFILE: Final = (
    "is a Windows metafile (WMF or EMF), which only Windows draws: save it as PNG or SVG first."
)

INTERPRETED: Final = {"EPS": _POSTSCRIPT, "WMF": _METAFILE, "EMF": _METAFILE}
"""Formats, in Pillow's words, that a helper would have to draw, and what to say instead."""

_OTHER_FORMATS: Final = (
    (rb"\x04?%!PS|\xc5\xd0\xd3\xc6", _POSTSCRIPT),
    (rb"\xd7\xcd\xc6\x9a|\x01\x00\x09\x00\x00[\x01\x03]|\x01\x00{3}.{36} EMF", _METAFILE),
    (rb"\x93NUMPY", "holds a numpy array: load it with numpy.load, and name the array."),
    (rb"\x89HDF\r\n", "is an HDF5 file: read the array in it (h5py), and name the array."),
    (rb"GRIB|BUFR", "holds weather data: read it (xarray, cfgrib), plot it, and name the figure."),
    (rb"PK\x03\x04", "is a ZIP archive or an Office file: unpack it, or save it as PDF first."),
    (rb"\x1f\x8b", "is compressed with gzip: unpack it first."),
)  # fmt: skip
"""Kinds of files by their first bytes that are often named and are no pictures: what to say."""


def is_svg(data: bytes) -> bool:
    """Return whether bytes are an SVG drawing."""
    return _SVG.match(data[:START].removeprefix(_BOM)) is not None


def is_heif(data: bytes) -> bool:
    """Return whether bytes are a HEIC or HEIF picture (ISO/IEC 23008-12, its brands)."""
    return bool(_HEIF.match(data) or _HEIF_CONTAINER.match(data[:64]))


def is_video(data: bytes) -> bool:
    """Return whether bytes are a video: MP4, MOV, WebM, Matroska, AVI, MPEG, FLV."""
    return _VIDEO.match(data) is not None


def is_pdf(start: bytes) -> bool:
    """Return whether bytes are a PDF, by its header, which may stand behind some junk."""
    if start.startswith(b"%PDF-"):
        return True
    return b"%PDF-" in start[:1024] and not looks_like_a_picture(start)


def looks_like_a_picture(start: bytes) -> bool:
    """Return whether a file's first bytes are those of a usual picture; a guess for Tab."""
    is_drawing = is_heif(start) or is_svg(start)
    return _PICTURE.match(start) is not None or is_drawing or is_video(start)


def check_kind(start: bytes, name: str) -> None:
    """Raise where a file's first bytes already tell that it is no image.

    Raises
    ------
    UnreadableImageError
        It is empty, a web page, a program for an interpreter, or of another known kind.
    """
    if not start:
        msg = f"{name} is empty."
        raise UnreadableImageError(msg)
    if _WEB_PAGE.match(start.removeprefix(_BOM)) and not is_svg(start):
        msg = f"{name} is a web page, not an image: give the address of the image itself."
        raise UnreadableImageError(msg)
    for pattern, remedy in _OTHER_FORMATS:
        if re.match(pattern, start, re.DOTALL) and not is_pdf(start):
            msg = f"{name} {remedy}"
            raise UnreadableImageError(msg)
