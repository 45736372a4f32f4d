"""PDF files for tests, made as a user makes them."""

from __future__ import annotations

import re
import struct
import zlib
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


def built(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalog."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + (b"xref\n0 %d\n0000000000 65535 f \n" % size)
        + table
        + (b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body)))
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object, compressed."""
    data = zlib.compress(content, 1)
    head = b"<</Length %d/Filter/FlateDecode%s>>" % (len(data), entries)
    return b"%s\nstream\n%s\nendstream" % (head, data)


def one_page(
    content: bytes,
    *more: bytes,
    entries: bytes = b"",
    box: bytes = b"0 0 300 400",
    pages: bytes = b"3 0 R",
    catalog: bytes = b"",
) -> bytes:
    """Return a PDF of one page; objects from 5 on can be named in its entries, or be pages."""
    return built(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (pages, pages.count(b"R")),
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s>>" % (box, entries),
        stream(content),
        *more,
    )


def nested_forms(depth: int = 7, times: int = 30, *, after_a_page: bool = False) -> bytes:
    """Return a small PDF whose page, the last, is drawn by forms of forms of forms."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 300 400]"
    inner = [
        stream(b"/F Do " * times, form + b"/Resources<</XObject<</F %d 0 R>>>>" % number)
        for number in range(6, 5 + depth)
    ]
    last = stream(b"0 0 9 9 re f " * times, form)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>"
    return one_page(
        b"/F Do " * times,
        *(*inner, last, page),
        entries=b"/Resources<</XObject<</F 5 0 R>>>>",
        pages=b"%d 0 R 3 0 R" % (5 + depth) if after_a_page else b"3 0 R",
    )


@cache
def many_paths(operators: int = 8_000_000) -> bytes:
    """Return a small PDF whose page is one path of very many lines."""
    return one_page(b"1 2 m 3 4 l " * (operators // 2) + b"S")


def with_table_as_stream(data: bytes) -> bytes:
    """Return a PDF with its cross-reference table as a stream, as most writers have it today."""
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    lines = data[start:].splitlines()
    count = int(lines[1].split()[1])
    rows = [(0, 0), *((1, int(line.split()[0])) for line in lines[3 : 2 + count]), (1, start)]
    table = b"".join(struct.pack(">BIH", kind, place, 0) for kind, place in rows)
    trailer = data[data.index(b"trailer", start) + 7 : data.rindex(b"startxref")].strip()[2:-2]
    entries = re.sub(rb"/Size \d+", b"/Size %d" % (count + 1), trailer)
    table_object = b"%d 0 obj\n%s\nendobj\n" % (
        count,
        stream(table, b"/Type/XRef/W[1 4 2]" + entries),
    )
    return data[:start] + table_object + b"startxref\n%d\n%%%%EOF\n" % start
