"""Pillow at work on foreign bytes: which formats are opened, and what it says is caught.

No format is opened that needs a helper: Ghostscript runs EPS and PostScript, Windows draws WMF and
EMF, and for BUFR, GRIB and HDF5 another package would have to register one. Left out as well are
textures of games, which are decoded in Python with no bound on memory.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
from contextlib import contextmanager
from io import BytesIO
from struct import error as StructError  # noqa: N812 - an exception's name, as in the others
from typing import IO, TYPE_CHECKING, Final

from ...errors import ImageTooLargeError, UnreadableImageError
from ...thread_warnings import collect_warnings
from .boundary import typed_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

FORMATS: Final = (
    # Those first that Pillow knows without importing all of its plugins.
    "JPEG", "PNG", "GIF", "BMP", "PPM", "WEBP", "TIFF", "AVIF", "JPEG2000", "ICO", "CUR", "DIB",
    "DCX", "DDS", "FITS", "FLI", "ICNS", "IM", "MCIDAS", "MSP", "PCD", "PCX", "PIXAR", "PSD",
    "QOI", "SGI", "SPIDER", "SUN", "XBM", "XPM", "TGA",
)  # fmt: skip
"""In Pillow's words, in the order in which they are tried."""

_LIBTIFF: Final = re.compile(r"(?:\w+: )?tempfile\.tif: (?P<text>.+)|(?P<other>\w+: .+)")
"""A line of libtiff's, which calls every file in memory "tempfile.tif"."""

_STDERR: Final = 2
_MAX_STDERR_BYTES: Final = 100_000
"""Bytes that are looked at; a damaged file can give a line for each row of its pixels."""

_STDERR_LOCK: Final = threading.RLock()

_NOTES: Final = (
    (re.compile(r"APNG"), "damaged animation: its still picture"),
    (re.compile(r"truncated|corrupt", re.IGNORECASE), "damaged metadata"),
)
"""Which of Pillow's warnings matter to who looks at a picture, and the caption's words."""

_PREFIX: Final = 16
"""Bytes by which Pillow's formats know their own."""

_DAMAGE_NOTE: Final = "damaged: parts of it may be missing or wrong"


@contextmanager
def decoding_boundary(name: str, image: Image.Image | None = None) -> Iterator[list[str]]:
    """Let Pillow work on foreign bytes: its errors become ours, and its noise is caught.

    Parameters
    ----------
    name : str
        What the user calls the attachment.
    image : PIL.Image.Image, optional
        What is decoded, where it is open already. While a compressed TIFF is, what libtiff
        writes on the process's standard error is caught as well.

    Yields
    ------
    list of str
        What the caption must say; filled at the end.

    Raises
    ------
    UnreadableImageError, ImageTooLargeError
    """
    notes: list[str] = []
    lines: list[str] = []
    with (
        typed_errors(name, details=lines),
        collect_warnings() as messages,
        _collected_log(lines),
    ):
        if _uses_libtiff(image):
            with capture_stderr(_LIBTIFF, lines):
                yield notes
        else:
            yield notes
        if lines:
            notes.append(_DAMAGE_NOTE)
    texts = [str(message.message) for message in messages]
    notes.extend(note for pattern, note in _NOTES if any(map(pattern.search, texts)))


class _Collector(logging.Handler):
    """Takes the errors that one thread logs."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines, self._thread = lines, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._lines.append(record.getMessage())


@contextmanager
def _collected_log(lines: list[str]) -> Iterator[None]:
    """Collect what Pillow logs; without a handler, Python writes it on standard error."""
    log, collector = logging.getLogger("PIL"), _Collector(lines)
    log.addHandler(collector)
    try:
        yield
    finally:
        log.removeHandler(collector)


def _uses_libtiff(image: Image.Image | None) -> bool:
    return any(tile[0] == "libtiff" for tile in getattr(image, "tile", ()))


def open_picture(data: bytes, name: str, most_pixels: int) -> Image.Image:
    """Open an encoded picture; it is not decoded yet.

    Raises
    ------
    UnreadableImageError
        It is of no format that is read here.
    ImageTooLargeError
        It has more pixels than may be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        image: Image.Image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        kind = "a PDF or an image" if name.lower().endswith(".pdf") else "an image"
        msg = f"{name} is not {kind}, or is damaged, or of a format that is not read here."
        raise UnreadableImageError(msg) from error
    except Image.DecompressionBombError:
        # Pillow's limit is 179 megapixels; ours is an option.
        image = _open_large(data, name, most_pixels)
    _check_helper(image, name)
    check_pixels(image.size, name, most_pixels)
    return image


def _open_large(data: bytes, name: str, most_pixels: int) -> Image.Image:
    """Open a picture by its format's own class, most of which ask nothing about its size."""
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile

    for kind in FORMATS:
        opener, accepts = Image.OPEN[kind]
        if accepts is not None and accepts(data[:_PREFIX]) is not True:
            continue
        try:
            # That of JPEG looks for further pictures, and asks about the size of each.
            image = JpegImageFile(BytesIO(data)) if kind == "JPEG" else opener(BytesIO(data), "")
        except (SyntaxError, IndexError, TypeError, StructError):  # as `Image.open` goes on
            continue
        except Image.DecompressionBombError as error:  # WebP asks before it makes room
            msg = f"{name} has more pixels than are read of {kind}: save it as PNG or JPEG first."
            raise ImageTooLargeError(msg) from error
        check_pixels(image.size, name, most_pixels)
        if kind == "TIFF":  # which asks again as it makes room for its pixels
            image.im = Image.new(image.mode, image.size).im
        return image
    raise UnreadableImageError(f"{name} changes while it is read.")


def _check_helper(image: Image.Image, name: str) -> None:
    if any(tile[0] == "fits_gzip" for tile in getattr(image, "tile", ())):
        msg = f"{name} is a FITS file compressed with gzip, which has no bound: unpack it first."
        raise UnreadableImageError(msg)


def check_pixels(size: tuple[int, int], name: str, most_pixels: int) -> None:
    """Raise where a picture has more pixels than may be read.

    Raises
    ------
    ImageTooLargeError
    """
    if size[0] * size[1] > most_pixels:
        msg = (
            f"{name} has {size[0]:,} × {size[1]:,} = {size[0] * size[1]:,} pixels; "
            f"at most {most_pixels:,} are read."
        )
        raise ImageTooLargeError(msg)


@contextmanager
def capture_stderr(pattern: re.Pattern[str], lines: list[str]) -> Iterator[None]:
    """Catch the lines of a pattern that are written on file descriptor 2.

    The descriptor is the process's: what other threads write meanwhile, and does not match, is
    written where it belongs at the end. One at a time; so this is for short work alone.

    Parameters
    ----------
    pattern : re.Pattern
        Of its groups, the one that matches is what is kept of a line.
    lines : list of str
        Filled at the end.
    """
    with _STDERR_LOCK, tempfile.TemporaryFile() as file:
        try:
            original = os.dup(_STDERR)
        except OSError:  # there is no standard error, so nobody sees what is written there
            yield
            return
        try:
            os.dup2(file.fileno(), _STDERR)
            yield
        finally:
            os.dup2(original, _STDERR)
            os.close(original)
            _split_lines(file, pattern, lines)


def _split_lines(file: IO[bytes], pattern: re.Pattern[str], lines: list[str]) -> None:
    file.seek(0)
    for line in file.read(_MAX_STDERR_BYTES).splitlines(keepends=True):
        match = pattern.fullmatch(line.decode(errors="replace").rstrip())
        if match:
            lines.append(match[match.lastgroup or 0])
        else:
            os.write(_STDERR, line)
