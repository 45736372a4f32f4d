"""What bytes are, read off the bytes alone: a file's name and a server's word can lie."""

from __future__ import annotations

import re
from typing import Final

from ..errors import UnreadableImageError

START: Final = 4096
"""How many bytes are enough to tell; an SVG drawing may open with a long comment."""

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


def is_svg(data: bytes) -> bool:
    """Return whether bytes are an SVG drawing."""
    return _SVG.match(data[:START].removeprefix(_BOM)) is not None


def is_heif(data: bytes) -> bool:
    """Return whether bytes are a HEIC or HEIF picture (ISO/IEC 23008-12, its brands)."""
    return bool(_HEIF.match(data) or _HEIF_CONTAINER.match(data[:64]))


def is_pdf(start: bytes) -> bool:
    """Return whether bytes are a PDF, by its header, which may stand behind some junk."""
    if start.startswith(b"%PDF-"):
        return True
    return b"%PDF-" in start[:1024] and not looks_like_a_picture(start)


def looks_like_a_picture(start: bytes) -> bool:
    """Return whether a file's first bytes are those of a usual picture; a guess for Tab."""
    return _PICTURE.match(start) is not None or is_heif(start) or is_svg(start)


def check_kind(start: bytes, name: str) -> None:
    """Raise where a file's first bytes already tell that it is no image.

    Raises
    ------
    UnreadableImageError
        It is empty, or a web page.
    """
    if not start:
        msg = f"{name} is empty."
        raise UnreadableImageError(msg)
    if _WEB_PAGE.match(start.removeprefix(_BOM)) and not is_svg(start):
        msg = f"{name} is a web page, not an image: give the address of the image itself."
        raise UnreadableImageError(msg)
