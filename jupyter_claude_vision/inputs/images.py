"""Images as Pillow, bytes, open files, paths, URLs and data URLs hold them."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from ..errors import (
    ImageTooLargeError,
    InputError,
    MissingPackageError,
    UnreadableImageError,
)
from .attachment import Attachment, Fit, InputOptions, Raster, RemoteFile
from .files.boundary import failure_reason, typed_errors
from .files.decoding import check_pixels, decoding_boundary, open_picture
from .files.file_types import (
    INTERPRETED,
    START,
    check_kind,
    is_heif,
    is_pdf,
    is_svg,
    is_video,
    looks_like_a_picture,
)
from .files.paths import check_is_file, ends_as_a_picture, expand_path, no_file, path_exists
from .files.url_safety import without_credentials
from .loaded_modules import loaded_module
from .pdf.document import written_file
from .svg.rasterize import draw_svg
from .video.videos import video_raster

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from PIL import Image

BASE64_TEXT: Final = "base64 text"
"""What a picture is called that is base64 without a name of its own."""

_BASE64_HEAD: Final = 400
_LEAST_BASE64: Final = 48
"""Characters of base64 in which no picture that can be looked at fits."""

_PATH: Final = re.compile(r"(?:~|\.{1,2})?[/\\]\S|[A-Za-z]:\\|\S*\.[A-Za-z][A-Za-z0-9]{1,4}$")


def is_pil(value: object) -> bool:
    """Return whether a value is a PIL image, without importing PIL."""
    module = loaded_module("PIL.Image")
    return module is not None and isinstance(value, module.Image)


def from_pil(image: Image.Image, name: str, options: InputOptions) -> Attachment:
    """Return a PIL image as an attachment; preparation does not change it.

    Raises
    ------
    UnreadableImageError
        It is still in a file that only an interpreter could draw.
    """
    if image.format in INTERPRETED and getattr(image, "tile", None):  # it is not decoded yet
        msg = f"{name} {INTERPRETED[image.format]}"
        raise UnreadableImageError(msg)

    def draw(_: Fit) -> Raster:
        check_pixels(image.size, name, options.max_pixels)
        return Raster(image)

    return Attachment(name, "image", draw, source=image)


def is_bytes(value: object) -> bool:
    """Return whether a value is bytes, or a binary file that can be read again."""
    return isinstance(value, (bytes, bytearray, memoryview)) or _is_open_file(value)


def holds_a_picture(value: object) -> bool:
    """Return whether bytes or an open file begin as a picture or a PDF does."""
    try:
        with typed_errors("it", problem="cannot be read"):
            start = _read_start(value, START)
    except InputError:  # it is closed, say
        return False
    return looks_like_a_picture(start) or is_pdf(start)


def from_bytes(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return encoded bytes, or an open binary file from its beginning on, as an attachment.

    Raises
    ------
    UnreadableImageError
        It is empty, closed, or a web page.
    """
    with typed_errors(name, problem="cannot be read"):
        if _is_open_file(value) and not value.seekable():
            value = value.read(options.max_bytes + 1)  # now, since it is only there once

    def read(size: int) -> bytes:
        with typed_errors(name, problem="cannot be read"):
            return _read_start(value, size)

    def load() -> bytes:
        data = read(options.max_bytes + 1)
        _check_bytes(len(data), name, options)
        return data

    return _bytes_attachment(read(START), name, load, value, options)


def _bytes_attachment(
    start: bytes, name: str, load: Callable[[], bytes], source: object, options: InputOptions
) -> Attachment:
    """Return encoded bytes as what they are by their beginning: an image or a document."""
    check_kind(start, name)
    if is_pdf(start):
        return Attachment(name, "document", load=load, source=source)

    def draw(fit: Fit) -> Raster:
        return bytes_raster(load(), name, fit, options)

    return Attachment(name, "image", draw, source=source, load=load)


def in_memory(attachment: Attachment, options: InputOptions) -> Attachment:
    """Return an encoded image with its bytes, read once for all that is done with it.

    Others come back as they are, also those at a URL, which need not be fetched.
    """
    if attachment.kind != "image" or attachment.load is None:
        return attachment
    data, name = attachment.load(), attachment.name

    def draw(fit: Fit) -> Raster:
        return bytes_raster(data, name, fit, options)

    return replace(attachment, draw=draw, load=lambda: data)


def fetch_attachment(attachment: Attachment, options: InputOptions) -> Attachment:
    """Return a picture at a URL with its bytes, fetched once for all that is done with it.

    Raises
    ------
    FetchError
    """
    if attachment.kind != "url" or attachment.load is None:
        return attachment
    data, name = attachment.load(), attachment.name

    def draw(fit: Fit) -> Raster:
        return bytes_raster(data, name, fit, options)

    return replace(attachment, draw=draw, load=lambda: data, remote=None)


def _is_open_file(value: object) -> TypeGuard[IO[bytes]]:
    # A file open as text has an encoding.
    reads = all(hasattr(type(value), method) for method in ("read", "seek", "tell"))
    return reads and not hasattr(value, "encoding")


def _read_start(value: object, size: int) -> bytes:
    """Return the first bytes of a buffer or an open file, which is left where it stands."""
    if not _is_open_file(value):
        return bytes(memoryview(value).cast("B")[:size])  # type: ignore[arg-type]
    position = value.tell()
    try:
        value.seek(0)
        return value.read(size)
    finally:
        value.seek(position)


def is_path(value: object) -> bool:
    """Return whether a value is a path object; which strings are paths says `is_path_text`."""
    return isinstance(value, os.PathLike)


def is_file(value: Any) -> bool:
    """Return whether there is a file at a path."""
    try:
        return Path(value).expanduser().is_file()
    except (OSError, ValueError, RuntimeError, TypeError):  # too long, a NUL, no home, bytes
        return False


def is_path_text(text: str) -> bool:
    """Return whether a string names a file or a folder, or looks as if it was meant to."""
    if "://" in text:
        return False
    if "\n" in text:  # text, unless a file is called so
        return is_file(text)
    return path_exists(text) or ends_as_a_picture(text) or _PATH.match(text) is not None


def from_path(value: os.PathLike[str] | str, name: str, options: InputOptions) -> Attachment:
    """Return a file as an attachment; it is read when it is drawn.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    UnreadableImageError
        It is empty, or a web page.
    ImageTooLargeError
        It is over ``options.max_bytes``.
    """
    path = expand_path(value)
    check_is_file(path, name)
    with _opened_file(path, name) as file, typed_errors(name, InputError, "cannot be read"):
        start = file.read(START)
        _check_bytes(os.fstat(file.fileno()).st_size, name, options)

    def load() -> bytes:
        with _opened_file(path, name) as file, typed_errors(name, InputError, "cannot be read"):
            data = file.read(options.max_bytes + 1)
        _check_bytes(len(data), name, options)
        return data

    return _bytes_attachment(start, name, load, value, options)


def _opened_file(path: Path, name: str) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError(no_file(path, name)) from error
    except (OSError, ValueError) as error:
        msg = f"{name} cannot be read: {failure_reason(error)}."
        raise InputError(msg) from error


def is_url(text: str) -> bool:
    """Return whether a string is an http or https URL."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None


def from_url(url: str, name: str, options: InputOptions) -> Attachment:
    """Return a URL as an attachment; it is downloaded when it is drawn.

    Raises
    ------
    FetchError
        It names no host.
    """
    from .files.download import fetch_url
    from .files.url_safety import split_url

    name = without_credentials(name)
    split_url(url, name)

    remote = RemoteFile(lambda: fetch_url(url, options=options, name=name))

    def draw(fit: Fit) -> Raster:
        return bytes_raster(remote.take(), name, fit, options)

    return Attachment(name, "url", draw, url=url, source=url, load=remote.load, remote=remote)


def is_data_url(text: str) -> bool:
    """Return whether a string is a data URL (RFC 2397)."""
    return text[:5].lower() == "data:" and "," in text


def from_data_url(url: str, name: str, options: InputOptions) -> Attachment:
    """Return a data URL as an attachment; what it says that it holds is not believed.

    Raises
    ------
    UnreadableImageError
        Its text is not base64, or it holds nothing.
    """
    from urllib.parse import unquote_to_bytes

    # A name is shown under the picture, and the text of the picture itself is none.
    name = "data URL" if name[:5].lower() == "data:" else name
    head, _, body = url.partition(",")
    data = unquote_to_bytes("".join(body.split()) if head.endswith(";base64") else body)
    if head.endswith(";base64"):
        data = _from_base64(data, name)
    return _bytes_attachment(data[:START], name, lambda: data, url, options)


def _from_base64(text: bytes, name: str) -> bytes:
    import binascii
    from base64 import b64decode

    try:
        return b64decode(text, validate=True)
    except binascii.Error as error:
        msg = f"{name} is not valid base64: {error}."
        raise UnreadableImageError(msg) from error


def is_base64(text: str) -> bool:
    """Return whether text is that of a picture or a PDF in base64, without a data URL's head.

    Its beginning is looked at: words that are made of base64's letters are no picture's.
    """
    import binascii
    from base64 import b64decode

    head = "".join(text[:_BASE64_HEAD].split())
    if len(head) < _LEAST_BASE64:
        return False
    try:
        start = b64decode(head[: len(head) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):  # a character that is none of ASCII
        return False
    return looks_like_a_picture(start) or is_pdf(start)


def from_base64(text: str, name: str, options: InputOptions) -> Attachment:
    """Return what text holds in base64 as an attachment.

    Raises
    ------
    UnreadableImageError
        Not all of it is base64.
    """
    name = BASE64_TEXT if name[:_LEAST_BASE64] == text[:_LEAST_BASE64] else name
    data = _from_base64("".join(text.split()).encode("ascii", "replace"), name)
    return _bytes_attachment(data[:START], name, lambda: data, text, options)


def from_pdf_pages(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return what a closed `PdfPages` of matplotlib's has written as an attachment.

    Raises
    ------
    InputError
        It is not closed, or has written nothing.
    """
    file = written_file(value, name)
    if is_bytes(file):
        return from_bytes(file, name, options)
    return from_path(file, name, options)


def is_file_id(text: str) -> bool:
    """Return whether a string is the id of a file at the Files API."""
    return re.fullmatch(r"file_[A-Za-z0-9_-]+", text) is not None


def from_file_id(file_id: str, name: str, options: InputOptions) -> Attachment:  # noqa: ARG001
    """Return a file that was uploaded before as an attachment; its pixels are not here."""
    return Attachment(name, "file", file_id=file_id, source=file_id)


def bytes_raster(data: bytes, name: str, fit: Fit, options: InputOptions) -> Raster:
    """Return encoded bytes as pixels; what they are is read off the bytes alone.

    Raises
    ------
    UnreadableImageError, ImageTooLargeError, MissingPackageError, InputError
    """
    check_kind(data[:START], name)
    if is_svg(data):
        return draw_svg(data, name, fit)
    if is_video(data):
        return video_raster(data, name)
    with decoding_boundary(name) as notes:
        if is_heif(data):
            return _from_heif(data, name, options)
        image = open_picture(data, name, options.max_pixels)
    return Raster(image, data=data, notes=tuple(notes))


def _from_heif(data: bytes, name: str, options: InputOptions) -> Raster:
    try:
        import pillow_heif
    except ImportError as error:
        msg = f'{name} is a HEIC picture: pip install "jupyter-claude-vision[heif]" reads it.'
        raise MissingPackageError(msg) from error
    picture = pillow_heif.open_heif(BytesIO(data))
    check_pixels(picture.size, name, options.max_pixels)
    count, place = len(picture), picture.primary_index + 1
    notes = (f"picture {place} of {count}",) if count > 1 else ()
    return Raster(picture.to_pillow(), drawn=False, notes=notes)


def _check_bytes(size: int, name: str, options: InputOptions) -> None:
    if size > options.max_bytes:
        msg = f"{name} is larger than {options.max_bytes / 1e6:,.0f} MB, the most that is read."
        raise ImageTooLargeError(msg)
