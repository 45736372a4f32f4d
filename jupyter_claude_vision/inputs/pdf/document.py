"""PDF documents: recognized, counted, cut and decrypted here (`pypdfium2`, extra ``pdf``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from ...errors import DocumentError, InputError
from ..attachment import Pages
from ..files.file_types import START, is_pdf
from ..loaded_modules import loaded_module
from .pdfium import PDFIUM, is_installed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..attachment import Attachment

_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


@dataclass(frozen=True, slots=True)
class Copy:
    """A PDF made from another one.

    Attributes
    ----------
    data : bytes
        Not encrypted.
    digest : str
        Tells its content, in hexadecimal digits: the same for the same pages of the same file.
    pages : Pages
    """

    data: bytes
    digest: str
    pages: Pages


def at_url(attachment: Attachment) -> Attachment:
    """Return what is at a URL as a document, where it is one; it is fetched for that.

    Raises
    ------
    FetchError
    """
    if attachment.kind != "url" or attachment.load is None:
        return attachment
    if not is_pdf(attachment.load()[:START]):
        return attachment
    return replace(attachment, kind="document", draw=None)


def can_open() -> bool:
    """Return whether PDFs can be opened here; without it they are still sent whole."""
    return is_installed()


def is_encrypted(data: bytes) -> bool:
    """Return whether a PDF says that it is encrypted; read off its bytes, without opening it."""
    return _ENCRYPTED.search(data) is not None


def needs_password(data: bytes, name: str) -> bool:
    """Return whether a PDF opens with a password only."""
    if not is_encrypted(data):
        return False
    return PDFIUM.ask_pdfium("inspect", data, name, page_limit=0).trouble == "password"


def page_count(data: bytes, name: str, password: str | None = None) -> int:
    """Return how many pages a PDF has.

    Raises
    ------
    DocumentError
        It is encrypted, damaged, or has no pages.
    MissingPackageError
        The extra ``pdf`` is not installed.
    """
    reply = PDFIUM.ask_pdfium("inspect", data, name, password=password, page_limit=0)
    ((fields, _),) = reply.require_whole(name, "opened", with_password=password is not None)
    return int(fields["pages"])


def copy_pages(
    data: bytes,
    name: str,
    ranges: Sequence[tuple[int, int | None]] = (),
    password: str | None = None,
) -> Copy:
    """Return chosen pages of a PDF, or all of them, as a sound PDF that is not encrypted.

    Parameters
    ----------
    data : bytes
    name : str
        What the user calls it, for messages.
    ranges : sequence of tuple of int
        First and last page, from 1; None for the end. Without any, every page.
    password : str, optional
        It is not kept.

    Raises
    ------
    DocumentError
        It cannot be opened, or has no such page.
    MissingPackageError
    """
    total = page_count(data, name, password)
    numbers = chosen_pages(ranges, total, name)
    selection = list(numbers) if ranges else None
    reply = PDFIUM.ask_pdfium("copy", data, name, password=password, numbers=selection)
    ((_, copy),) = reply.require_whole(name, "copied", with_password=password is not None)
    # What PDFium writes has a new date and id each time; the content is told by its source.
    source = sha256(data).hexdigest()
    digest = sha256(f"{source} {','.join(map(str, numbers))}".encode()).hexdigest()
    return Copy(_without_encryption(copy), digest, Pages(numbers, total))


def _without_encryption(data: bytes) -> bytes:
    """Return a decrypted copy without what it still says of its encryption.

    PDFium leaves the original's cross-reference stream in it, as an object that nothing refers to.
    The API, and others, see ``/Encrypt`` there and refuse the copy.
    """
    copy = bytearray(data)
    for match in _ENCRYPTED.finditer(data):
        start = data.rfind(b" obj", 0, match.start())
        end = data.find(b"stream", match.start())
        dictionary = data[start:end]
        if min(start, end) >= 0 and b"/XRef" in dictionary and b"stream" not in dictionary:
            copy[match.start() : match.end()] = b" " * len(match[0])  # every offset stays
    return bytes(copy)


def chosen_pages(
    ranges: Sequence[tuple[int, int | None]], total: int, name: str
) -> tuple[int, ...]:
    """Return the numbers of chosen pages, in order, each once; without ranges, of all.

    Raises
    ------
    DocumentError
        There is no such page.
    """
    if not ranges:
        return tuple(range(1, total + 1))
    numbers: set[int] = set()
    for first, last in ranges:
        end = total if last is None else last
        if max(first, end) > total:
            pages = "1 page" if total == 1 else f"{total} pages"
            msg = f"{name} has {pages}: there is no page {max(first, end)}."
            raise DocumentError(msg)
        numbers.update(range(first, end + 1))
    return tuple(sorted(numbers))


def is_pdf_pages(value: object) -> bool:
    """Return whether a value is a `PdfPages` of matplotlib's, without importing it."""
    module = loaded_module("matplotlib.backends.backend_pdf")
    return module is not None and isinstance(value, module.PdfPages)


def written_file(value: Any, name: str) -> Any:
    """Return where a closed `PdfPages` has written: a path, or an open file.

    Raises
    ------
    InputError
        It is not closed, so that the file has no end yet.
    """
    if getattr(value, "_file", None) is not None:
        msg = f"{name} is still being written: call {name}.close() first."
        raise InputError(msg)
    return value._filename  # noqa: SLF001 - matplotlib has no public name for it
