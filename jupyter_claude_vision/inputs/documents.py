"""PDF documents: opened, measured, cut and rasterised here (`pypdfium2`, extra ``pdf``)."""

from __future__ import annotations

import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ..errors import DocumentError, InputError, MissingPackageError
from .attachment import Pages
from .formats import START, is_pdf
from .loaded import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

    from .attachment import Attachment

_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")

_LOCK: Final = threading.RLock()
"""PDFium may be used by one thread at a time only, whatever the documents."""


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
    return "pypdfium2" in sys.modules or find_spec("pypdfium2") is not None


def is_encrypted(data: bytes) -> bool:
    """Return whether a PDF says that it is encrypted; read off its bytes, without opening it."""
    return _ENCRYPTED.search(data) is not None


@contextmanager
def opened(data: bytes, name: str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF; nobody else can use PDFium until it is closed.

    Raises
    ------
    DocumentError
        It is encrypted, damaged, or has no pages.
    MissingPackageError
        The extra ``pdf`` is not installed.
    """
    pdfium = _pdfium(name)
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError as error:
            raise _unopened(data, name, password) from error
        try:
            if len(document) == 0:
                msg = f"{name} has no pages."
                raise DocumentError(msg)
            document.init_forms()
            yield document
        finally:
            document.close()


def _pdfium(name: str) -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        msg = f'To open {name} here needs a package: pip install "jupyter-claude-vision[pdf]".'
        raise MissingPackageError(msg) from error
    return pypdfium2


def _unopened(data: bytes, name: str, password: str | None) -> DocumentError:
    if not is_encrypted(data):
        return DocumentError(f"{name} is damaged or cut short: it cannot be opened as a PDF.")
    if password is None:
        return DocumentError(
            f"{name} is encrypted: ask with --password, or see(…, password=…) in Python."
        )
    return DocumentError(f"{name} is encrypted, and that is not its password.")


def needs_password(data: bytes, name: str) -> bool:
    """Return whether a PDF opens with a password only."""
    if not is_encrypted(data):
        return False
    pdfium = _pdfium(name)
    with _LOCK:
        try:
            pdfium.PdfDocument(data).close()
        except pdfium.PdfiumError:
            return True
    return False


def is_protected(data: bytes, name: str) -> bool:
    """Return whether a PDF that opens without a password is encrypted all the same.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    if not is_encrypted(data):
        return False
    import pypdfium2.raw

    with opened(data, name) as document:
        # What an earlier version of the file said stands in its bytes, and holds no more.
        return bool(pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) != -1)


def copied(
    data: bytes,
    name: str,
    ranges: Sequence[tuple[int, int | None]] = (),
    password: str | None = None,
) -> Copy:
    """Return chosen pages of a PDF, or all of them, as a PDF that is not encrypted.

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
    with opened(data, name, password) as document:
        total = len(document)
        numbers = chosen(ranges, total, name) if ranges else tuple(range(1, total + 1))
        copy = _selected(document, numbers) if ranges else _decrypted(document)
    # What PDFium writes has a new date and id each time; the content is told by its source.
    source = sha256(data).hexdigest()
    digest = sha256(f"{source} {','.join(map(str, numbers))}".encode()).hexdigest()
    return Copy(copy, digest, Pages(numbers, total))


def _selected(document: Any, numbers: Sequence[int]) -> bytes:
    import pypdfium2

    part = pypdfium2.PdfDocument.new()
    try:
        part.import_pages(document, [number - 1 for number in numbers])
        return _saved(part)
    finally:
        part.close()


def _decrypted(document: Any) -> bytes:
    import pypdfium2.raw

    return _saved(document, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)


def _saved(document: Any, **options: Any) -> bytes:
    file = BytesIO()
    document.save(file, **options)
    return file.getvalue()


def chosen(ranges: Sequence[tuple[int, int | None]], total: int, name: str) -> tuple[int, ...]:
    """Return the numbers of chosen pages, in order, each once.

    Raises
    ------
    DocumentError
        There is no such page.
    """
    found: set[int] = set()
    for first, last in ranges:
        end = total if last is None else last
        if max(first, end) > total:
            pages = "1 page" if total == 1 else f"{total} pages"
            msg = f"{name} has {pages}: there is no page {max(first, end)}."
            raise DocumentError(msg)
        found.update(range(first, end + 1))
    return tuple(sorted(found))


def is_pdf_pages(value: object) -> bool:
    """Return whether a value is a `PdfPages` of matplotlib's, without importing it."""
    module = loaded("matplotlib.backends.backend_pdf")
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
