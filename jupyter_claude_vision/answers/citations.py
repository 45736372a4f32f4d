"""Citations: the pages of documents that the sentences of an answer rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, overload

from ..errors import ClaudeVisionError, PromptError
from ..imaging.prepared_pdf import require_document
from ..inputs.attachment import page_list, short_name
from ..text import to_plain_line
from ..text.dataframes import import_pandas
from ..text.text_tables import render_markdown_table, render_plain_table
from .structured.response_format import PART_FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd
    from PIL import Image

    from ..imaging.prepared_pdf import PreparedDocument
    from .sent_attachment import SentImage
    from .structured.response_format import Form

_HEADER: Final = ("sentence", "cited text", "document", "page")
_LONGEST: Final = 160
_TABLE_ROW_END: Final = re.compile(r"\s*\|\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that the API cites: pages of one document of the request, as it was sent.

    Attributes
    ----------
    document : int
        Index of the document in the request, from 0.
    title : str
    first, last : int
        Its pages, from 1.
    text : str
    """

    document: int
    title: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class CitedText:
    """A completed piece of the answer with the passages it rests on.

    Attributes
    ----------
    sentence : str
    passages : tuple of Passage
    """

    sentence: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, eq=False)
class Citation:
    """A sentence of an answer and its source; a notebook displays the page.

    Attributes
    ----------
    sentence : str
        Of the answer.
    cited_text : str
        Of the document.
    document : str
        The user's name for the document.
    page_numbers : tuple of int
        In the original, from 1.
    end : int
        Index of the end of the sentence in the answer's text.
    number : int
        The document's number in the conversation.
    is_one_of_several : bool
        There were several documents, so that the mark names this one.
    prepared_document : PreparedDocument or None
    """

    sentence: str
    cited_text: str
    document: str
    page_numbers: tuple[int, ...]
    end: int
    number: int
    is_one_of_several: bool = False
    prepared_document: PreparedDocument | None = field(default=None, repr=False)

    @property
    def page(self) -> int:
        """The first of the pages."""
        return self.page_numbers[0]

    @property
    def pages(self) -> str:
        """The page numbers as text: ``"3"`` or ``"3–4"``."""
        return page_list(self.page_numbers)

    def open(self) -> Image.Image:
        """Return the page as an image, from the bytes that were sent, with the cited text marked.

        A text that spans several pages is not marked.

        Raises
        ------
        InputError
            The document's bytes are not in this kernel.
        MissingPackageError
            The extra ``pdf`` is not installed.
        """
        document = require_document(self.prepared_document, self.document)
        return document.open(self.page, self.cited_text)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        try:
            image = self.open()
        except ClaudeVisionError:
            return None  # its text is displayed instead
        file = BytesIO()
        image.save(file, "PNG")
        # Displayed at its print size, it is sharp on a screen with twice as many pixels.
        return file.getvalue(), {"width": image.width // 2, "height": image.height // 2}


class Citations(Sequence[Citation]):
    """An answer's citations, in the order of its sentences; a table in a notebook.

    Parameters
    ----------
    citations : iterable of Citation
    """

    def __init__(self, citations: Iterable[Citation] = ()) -> None:
        self._citations = tuple(citations)

    @overload
    def __getitem__(self, index: int) -> Citation: ...

    @overload
    def __getitem__(self, index: slice) -> Citations: ...

    def __getitem__(self, index: int | slice) -> Citation | Citations:
        if isinstance(index, slice):
            return Citations(self._citations[index])
        return self._citations[index]

    def __len__(self) -> int:
        return len(self._citations)

    def __repr__(self) -> str:
        return render_plain_table(_HEADER, self._rows()) if self._citations else "No citations"

    def to_frame(self) -> pd.DataFrame:
        """Return a table: sentence, cited text, document, page.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        module = import_pandas("The citations can be iterated without it.")
        rows = [(c.sentence, c.cited_text, c.document, c.page) for c in self._citations]
        frame: pd.DataFrame = module.DataFrame(rows, columns=list(_HEADER))
        return frame

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                _shorten_text(to_plain_line(c.sentence)),
                _shorten_text(c.cited_text),
                c.document,
                c.pages,
            )
            for c in self
        ]

    def _repr_markdown_(self) -> str:
        return render_markdown_table(_HEADER, self._rows()) if self._citations else "No citations"

    def mark_text(self, text: str, to_mark: Callable[[str], str] = str) -> str:
        """Return the answer's text with the pages after each sentence.

        Parameters
        ----------
        text : str
        to_mark : callable
            Converts each mark, such as to escape it.
        """
        by_end: dict[int, list[Citation]] = {}
        for citation in self._citations:
            by_end.setdefault(citation.end, []).append(citation)
        for end in sorted(by_end, reverse=True):
            mark = to_mark(format_citation_mark(by_end[end]))
            text = append_mark(text[:end], mark) + text[end:]
        return text


def format_citation_mark(citations: Iterable[Citation]) -> str:
    """Return the mark after a sentence: ``"[p. 3, 5–6]"``, ``"[report.pdf, p. 3]"``."""
    pages: dict[tuple[int, str], set[int]] = {}
    for c in citations:
        name = f"{short_name(c.document)}, " if c.is_one_of_several else ""
        pages.setdefault((c.number, name), set()).update(c.page_numbers)
    parts = [f"{name}p. {page_list(sorted(numbers))}" for (_, name), numbers in pages.items()]
    return f"[{'; '.join(parts)}]"


def append_mark(text: str, mark: str) -> str:
    """Return text with a mark at its end, before white space and within a table's last cell."""
    row_end = _TABLE_ROW_END.search(text)
    body = text[: row_end.start()] if row_end else text.rstrip()
    return f"{body} {mark}{text[len(body) :]}"


def resolve_citations(piece: CitedText, end: int, documents: Sequence[SentImage]) -> list[Citation]:
    """Return the citations of a piece of the answer, with the page numbers of the originals.

    Those that point at no document of the request, or at none of its pages, are left out.

    Parameters
    ----------
    piece : CitedText
    end : int
        Index of the end of the piece in the answer's text.
    documents : sequence of SentImage
        Of the request, in its order.
    """
    return [
        _build_citation(piece.sentence, passage, end, documents)
        for passage in piece.passages
        if _has_known_pages(passage, documents)
    ]


def _has_known_pages(passage: Passage, documents: Sequence[SentImage]) -> bool:
    """Return whether a passage is on pages that were sent, as far as these are known."""
    if not 0 <= passage.document < len(documents):
        return False
    document = documents[passage.document].document
    last = len(document.page_numbers) if document else 0
    return passage.first >= 1 and (not last or max(passage.first, passage.last) <= last)


def _build_citation(
    sentence: str, passage: Passage, end: int, documents: Sequence[SentImage]
) -> Citation:
    image = documents[passage.document]
    document = image.document
    numbers = range(passage.first, max(passage.last, passage.first) + 1)
    return Citation(
        sentence=sentence.strip(),
        cited_text=passage.text.strip(),
        document=image.name,
        page_numbers=tuple(document.original_number(n) if document else n for n in numbers),
        end=end,
        number=image.number,
        is_one_of_several=len(documents) > 1,
        prepared_document=document,
    )


def serialize_citations(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return citations as plain data, for a file."""
    return [
        {
            "sentence": citation.sentence,
            "cited_text": citation.cited_text,
            "document": citation.document,
            "page_numbers": citation.page_numbers,
            "end": citation.end,
            "number": citation.number,
            "several": citation.is_one_of_several,
        }
        for citation in citations
    ]


def deserialize_citations(
    data: Iterable[Mapping[str, Any]], images: Iterable[SentImage]
) -> Citations:
    """Return citations from plain data, with those documents that are among some images."""
    documents = {image.number: image.document for image in images}
    return Citations(
        Citation(
            sentence=item["sentence"],
            cited_text=item["cited_text"],
            document=item["document"],
            page_numbers=tuple(item["page_numbers"]),
            end=item["end"],
            number=item["number"],
            is_one_of_several=item["several"],
            prepared_document=documents.get(item["number"]),
        )
        for item in data
    )


def check_can_cite(form: Form, *, has_document: bool) -> None:
    """Raise where an answer cannot cite pages.

    Parameters
    ----------
    form : Form
    has_document : bool
        There is a PDF to cite.

    Raises
    ------
    PromptError
    """
    if form:  # the API refuses citations beside structured output
        flags = " and ".join(PART_FLAGS[part] for part in form.parts)
        msg = f"--cite gives text only: ask with {flags} in a question of its own."
        raise PromptError(msg)
    if not has_document:
        msg = "--cite names the pages of a PDF, and there is none: pages sent as images are none."
        raise PromptError(msg)


def _shorten_text(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
