"""The process in which PDFium reads PDFs, so that none can harm the kernel or keep it waiting.

It is started by its path, as ``python -I -S pdfium_process.py MEMORY FOLDER…``, and imports only
the standard library and `pypdfium2`, which lies in one of the folders. It knows no file's name, has
no key in its environment, and can write no file.

A message, both ways, is 12 bytes (the lengths of the two parts that follow, big-endian), a JSON
object, and bytes. The request's object holds the name of a task, `digest` of the document,
`seconds` of processor time, and what the task takes; its bytes are the document's, or none where
that is held from the request before. The answer begins with a message that holds `heard`; then
comes any number of parts, each sent as soon as it is known, so that the parts before a crash are
not lost; the last message holds `end`, with a `Problem` or "", and what was raised as `detail`.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Problem: TypeAlias = Literal["damaged", "password", "security", "empty", "memory", "failed"]
"""Why a task has no end: the document cannot be opened (damaged, the password is missing or wrong,
a protection that PDFium does not know), has no pages, or the task needs more than there is, or is
none that PDFium can do."""

Part: TypeAlias = tuple[dict[str, Any], bytes]

IDLE_SECONDS: Final = 120.0
"""After which the process ends by itself; the next question starts another."""

_LENGTHS: Final = struct.Struct(">IQ")
_LONGEST_DETAIL: Final = 300
_LONGEST_OBJECT: Final = 100_000_000
_LONGEST_BYTES: Final = 1_000_000_000

_OPENING: Final[dict[int | None, Problem]] = {4: "password", 5: "security"}
"""``FPDF_ERR_PASSWORD`` and ``FPDF_ERR_SECURITY`` of PDFium's fpdfview.h; else damaged."""


def write_message(file: IO[bytes], fields: dict[str, Any], data: bytes | memoryview = b"") -> None:
    """Write one message.

    Raises
    ------
    OSError
        Nobody reads it any more.
    """
    text = json.dumps(fields).encode("ascii")
    file.write(_LENGTHS.pack(len(text), len(data)) + text)
    file.write(data)
    file.flush()


def read_message(file: IO[bytes]) -> Part | None:
    """Return the next message; None at the end.

    Raises
    ------
    ValueError
        It is none, or longer than any can be.
    """
    if len(start := file.read(_LENGTHS.size)) < _LENGTHS.size:
        return None
    length, data_length = _LENGTHS.unpack(start)
    if length > _LONGEST_OBJECT or data_length > _LONGEST_BYTES:
        raise ValueError(length, data_length)
    text, data = file.read(length), file.read(data_length)
    if len(text) < length or len(data) < data_length:
        return None
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError(fields)  # noqa: TRY004 - one kind of error for whatever is no message
    return fields, data


class UnopenedError(Exception):
    """A document cannot be opened.

    Attributes
    ----------
    problem : str
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class DocumentReader:
    """Does tasks on a document, which it keeps open for the next one."""

    def __init__(self) -> None:
        self._document: Any = None
        self._digest = ""

    def answer_request(self, fields: dict[str, Any], data: bytes) -> Iterator[Part]:
        """Yield the parts of the answer to a request."""
        password = fields.get("password")
        try:
            if fields["digest"] != self._digest:
                self._open_document(fields["digest"], data, password)
            task = _TASKS[fields["task"]]
            yield from task(self._document, **fields.get("arguments", {}))
        finally:
            if password is not None:
                self.close()  # what a password opened is not kept

    def _open_document(self, digest: str, data: bytes, password: str | None) -> None:
        import pypdfium2

        self.close()
        try:
            self._document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            raise UnopenedError(_OPENING.get(error.err_code, "damaged")) from error
        if len(self._document) == 0:
            raise UnopenedError("empty")
        self._document.init_forms()
        self._digest = digest

    def close(self) -> None:
        """Let the document go."""
        if self._document is not None:
            self._document.close()
        self._document, self._digest = None, ""


def inspect_document(document: Any, page_limit: int) -> Iterator[Part]:
    """Yield what a document is, the sizes of its pages in points, then how much text each has.

    Of one with more than `page_limit` pages only the first is yielded.
    """
    import pypdfium2.raw as pdfium

    count = len(document)
    yield (
        {
            "pages": count,
            "protected": pdfium.FPDF_GetSecurityHandlerRevision(document) != -1,
            "sound": bool(pdfium.FPDF_DocumentHasValidCrossReferenceTable(document)),
            "dynamic": pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL,
            "files": max(pdfium.FPDFDoc_GetAttachmentCount(document), 0),
        },
        b"",
    )
    if count > page_limit:
        return
    yield {"sizes": [_page_size(document, index) for index in range(count)]}, b""
    for index in range(count):
        yield {"characters": _count_characters(document, index)}, b""


def _page_size(document: Any, index: int) -> tuple[float, float]:
    import pypdfium2

    try:
        width, height = document.get_page_size(index)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    return width, height


def _count_characters(document: Any, index: int) -> int | None:
    """Return how many characters of text a page has; None where it is broken."""
    import pypdfium2

    try:
        page = document[index]
        text = page.get_textpage()
        count = max(text.count_chars(), 0)
    except pypdfium2.PdfiumError:
        return None
    text.close()
    page.close()
    return int(count)


def page_texts(document: Any) -> Iterator[Part]:
    """Yield the text of each page, as it lies in the file."""
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
            text = page.get_textpage()
            yield {"text": text.get_text_bounded()}, b""
        except pypdfium2.PdfiumError:
            yield {"text": ""}, b""
            continue
        text.close()
        page.close()


def page_size(document: Any, index: int) -> Iterator[Part]:
    """Yield a page's size in points."""
    width, height = _page_size(document, index)
    yield {"width": width, "height": height}, b""


def render_page(
    document: Any,
    index: int,
    columns: int,
    rows: int,
    page_area: tuple[int, int, int, int] | None = None,
) -> Iterator[Part]:
    """Yield a page as RGB pixels, or what lies in these pixels of a page that is larger.

    `page_area` is where its left and top lie, and its width and height.
    """
    yield _render_pixels(document, index, columns, rows, page_area)


def render_sheet(document: Any, page_limit: int, width: int, height: int) -> Iterator[Part]:
    """Yield the first pages as RGB pixels, each as large as fits; one that is broken as none."""
    import pypdfium2

    for index in range(min(len(document), page_limit)):
        across, down = (max(side, 1.0) for side in _page_size(document, index))
        scale = min(width / across, height / down)
        columns, rows = max(round(across * scale), 1), max(round(down * scale), 1)
        try:
            yield _render_pixels(document, index, columns, rows)
        except pypdfium2.PdfiumError:
            yield {"columns": columns, "rows": rows, "stride": 0}, b""


def _render_pixels(
    document: Any,
    index: int,
    columns: int,
    rows: int,
    page_area: tuple[int, int, int, int] | None = None,
) -> Part:
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = document[index]
    bitmap = pypdfium2.PdfBitmap.new_native(columns, rows, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, columns, rows)
    # Exactly this size, which rendering by a scale misses by a column or a row.
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    area = (*(page_area or (0, 0, columns, rows)), 0, flags)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, *area)
    if page.formenv:
        pdfium.FPDF_FFLDraw(page.formenv, bitmap, page, *area)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    bitmap.close()
    page.close()
    return {"columns": columns, "rows": rows, "stride": stride}, data


def copy_pages(document: Any, numbers: list[int] | None) -> Iterator[Part]:
    """Yield a document of some pages, by their numbers from 1, or of all; it is not encrypted."""
    import pypdfium2
    import pypdfium2.raw

    if numbers is None:
        yield {}, _save_document(document, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
        return
    part = pypdfium2.PdfDocument.new()
    part.import_pages(document, [number - 1 for number in numbers])
    data = _save_document(part)
    part.close()
    yield {}, data


def _save_document(document: Any, **options: Any) -> bytes:
    file = BytesIO()
    document.save(file, **options)
    return file.getvalue()


def find_text(document: Any, index: int, phrase: str) -> Iterator[Part]:
    """Yield where a text stands on a page, and the page's size and whether it is turned or cut."""
    page = document[index]
    width, height = page.get_size()
    text = page.get_textpage()
    place = _locate_text(text, phrase)
    boxes = []
    if place is not None:
        boxes = [text.get_rect(i) for i in range(text.count_rects(*place))]
    plain = page.get_rotation() == 0 and tuple(page.get_mediabox()[:2]) == (0, 0)
    text.close()
    page.close()
    yield {"boxes": boxes, "width": width, "height": height, "plain": plain}, b""


def _locate_text(text: Any, phrase: str) -> tuple[int, int] | None:
    """Return the first character of a text on a page and how many they are."""
    characters = [(text.get_text_range(i, 1), i) for i in range(text.count_chars())]
    solid = [(character, place) for character, place in characters if not character.isspace()]
    # One letter for each place, so that what is found in the one can be found in the other.
    line = "".join(character[:1] or "?" for character, _ in solid)
    letters = "".join(phrase.split())
    start = line.find(letters) if letters else -1
    if start < 0:
        return None
    first, last = solid[start][1], solid[start + len(letters) - 1][1]
    return first, last - first + 1


_TASKS: Final[dict[str, Callable[..., Iterator[Part]]]] = {
    "inspect": inspect_document,
    "texts": page_texts,
    "size": page_size,
    "render": render_page,
    "sheet": render_sheet,
    "copy": copy_pages,
    "find": find_text,
}


def limit_memory(limit: int) -> None:
    """Let this process take so many bytes at most, and write no file; where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, value in (
        (resource.RLIMIT_AS, limit),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # a dump would hold the document
    ):
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):  # macOS takes no limit of addresses
            continue


def limit_time(seconds: float) -> None:
    """Let this process work so long from now on, should its parent not be there to end it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    if hard != resource.RLIM_INFINITY:
        end = min(end, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def serve_requests(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    reader = DocumentReader()
    write_message(target, {"heard": False})  # it is ready
    while (message := _next_request(source)) is not None:
        fields, data = message
        write_message(target, {"heard": True})
        limit_time(fields["seconds"])
        end: Problem | Literal[""] = ""
        detail = ""
        try:
            for part, data_length in reader.answer_request(fields, data):
                write_message(target, part, data_length)
        except UnopenedError as error:
            end, detail = error.problem, str(error.__cause__ or error)
        except MemoryError:
            end = "memory"
        except Exception as error:  # noqa: BLE001 - whatever hostile bytes make the wrapper raise
            end, detail = "failed", f"{type(error).__name__}: {error}"
        write_message(target, {"end": end, "detail": detail[:_LONGEST_DETAIL]})


def _next_request(source: IO[bytes]) -> Part | None:
    """Return the next request; end this process, and free its memory, where none comes."""
    patience = threading.Timer(IDLE_SECONDS, os._exit, (0,))
    patience.daemon = True
    patience.start()
    try:
        return read_message(source)
    finally:
        patience.cancel()


def main() -> None:
    """Serve the process that started this one."""
    sys.path += sys.argv[2:]
    # What PDFium writes to the standard output must not get between the messages.
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    import pypdfium2  # noqa: F401 - before no file can be written: it may have to be compiled

    limit_memory(int(sys.argv[1]))
    serve_requests(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
