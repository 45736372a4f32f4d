"""PDF files for tests, made as a user makes them."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter


def pdf(pages: int = 6) -> bytes:
    """Return a PDF each of whose pages says its number."""
    return _pdf(pages)


@cache
def _pdf(pages: int) -> bytes:
    file = BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(file) as writer:
        for number in range(1, pages + 1):
            figure = Figure(figsize=(6, 4))
            figure.text(0.1, 0.8, f"Chapter {number} of the report", fontsize=20)
            figure.text(0.1, 0.5, f"Figure {number} shows {number * 100} units.")
            writer.savefig(figure)
    return file.getvalue()


@cache
def many_pages(pages: int) -> bytes:
    """Return a PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 400)
    return written(writer)


@cache
def encrypted(password: str, pages: int = 6) -> bytes:
    """Return a PDF that opens with a password; with "" it opens without, but is encrypted."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(pages))))
    writer.encrypt(password, "the owner's", algorithm="RC4-128")
    return written(writer)


@cache
def without_pages() -> bytes:
    return written(PdfWriter())


def written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def texts(data: bytes) -> list[str]:
    """Return the text of each page, by another library than the one that is tested."""
    reader = PdfReader(BytesIO(data))
    assert not reader.is_encrypted
    return [page.extract_text() for page in reader.pages]
