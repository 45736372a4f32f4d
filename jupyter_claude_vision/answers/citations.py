"""Citations: which pages of which document each sentence of an answer rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, overload

from ..errors import ClaudeVisionError, PromptError
from ..imaging.prepared_pdf import require_document
from ..inputs.attachment import page_list, short_name
from ..text.dataframes import import_pandas
from ..text.text_tables import render_markdown_table, render_plain_table
from .structured.response_format import FLAGS

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
class Cited:
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
    """One sentence of an answer, and where it is from; it shows itself as the page.

    Attributes
    ----------
    sentence : str
        Of the answer.
    cited_text : str
        Of the document.
    document : str
        What the user calls it.
    page_numbers : tuple of int
        In the original, from 1.
    end : int
        Where the sentence ends in the answer's text.
    number : int
        The document's number in the conversation.
    several : bool
        Whether there were several documents, so that the mark names this one.
    """

    sentence: str
    cited_text: str
    document: str
    page_numbers: tuple[int, ...]
    end: int
    number: int
    several: bool = False
    prepared: PreparedDocument | None = field(default=None, repr=False)

    @property
    def page(self) -> int:
        """The first of the pages."""
        return self.page_numbers[0]

    @property
    def pages(self) -> str:
        """The pages, as a reader writes them: ``"3"`` or ``"3–4"``."""
        return page_list(self.page_numbers)

    def open(self) -> Image.Image:
        """Return the page as an image, the cited text marked, from the bytes that were sent.

        A text that runs over several pages is not marked.

        Raises
        ------
        InputError
            The document's bytes are not in this kernel.
        MissingPackageError
            The extra ``pdf`` is not installed.
        """
        document = require_document(self.prepared, self.document)
        return document.open(self.page, self.cited_text)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        try:
            image = self.open()
        except ClaudeVisionError:
            return None  # its text is shown instead
        file = BytesIO()
        image.save(file, "PNG")
        # Shown at the size of its print, it is sharp on a screen of twice as many pixels.
        return file.getvalue(), {"width": image.width // 2, "height": image.height // 2}


class Citations(Sequence[Citation]):
    """An answer's citations, in the order of its sentences; a table in a notebook.

    Parameters
    ----------
    found : iterable of Citation
    """

    def __init__(self, found: Iterable[Citation] = ()) -> None:
        self._found = tuple(found)

    @overload
    def __getitem__(self, index: int) -> Citation: ...

    @overload
    def __getitem__(self, index: slice) -> Citations: ...

    def __getitem__(self, index: int | slice) -> Citation | Citations:
        if isinstance(index, slice):
            return Citations(self._found[index])
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return render_plain_table(_HEADER, self._rows()) if self._found else "No citations"

    def to_frame(self) -> pd.DataFrame:
        """Return a table: sentence, cited text, document, page.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        module = import_pandas("The citations themselves can be iterated without it.")
        rows = [(c.sentence, c.cited_text, c.document, c.page) for c in self._found]
        made: pd.DataFrame = module.DataFrame(rows, columns=list(_HEADER))
        return made

    def _rows(self) -> list[tuple[str, ...]]:
        return [(_short(c.sentence), _short(c.cited_text), c.document, c.pages) for c in self]

    def _repr_markdown_(self) -> str:
        return render_markdown_table(_HEADER, self._rows()) if self._found else "No citations"

    def marked(self, text: str, shown: Callable[[str], str] = str) -> str:
        """Return the answer's text with the pages after each sentence.

        Parameters
        ----------
        text : str
        shown : callable
            What is done to each mark, such as to escape it.
        """
        by_end: dict[int, list[Citation]] = {}
        for citation in self._found:
            by_end.setdefault(citation.end, []).append(citation)
        for end in sorted(by_end, reverse=True):
            mark = shown(mark_of(by_end[end]))
            text = with_mark(text[:end], mark) + text[end:]
        return text


def mark_of(citations: Iterable[Citation]) -> str:
    """Return what stands after a sentence: ``"[p. 3, 5–6]"``, ``"[report.pdf, p. 3]"``."""
    pages: dict[tuple[int, str], set[int]] = {}
    for c in citations:
        name = f"{short_name(c.document)}, " if c.several else ""
        pages.setdefault((c.number, name), set()).update(c.page_numbers)
    parts = [f"{name}p. {page_list(sorted(own))}" for (_, name), own in pages.items()]
    return f"[{'; '.join(parts)}]"


def with_mark(text: str, mark: str) -> str:
    """Return text with a mark at its end, before white space and within a table's last cell."""
    row_end = _TABLE_ROW_END.search(text)
    body = text[: row_end.start()] if row_end else text.rstrip()
    return f"{body} {mark}{text[len(body) :]}"


def resolved(cited: Cited, end: int, documents: Sequence[SentImage]) -> list[Citation]:
    """Return a piece's citations, with the pages' numbers in the originals.

    Those that point at no document of the request, or at none of its pages, are left out.

    Parameters
    ----------
    cited : Cited
    end : int
        Where the piece ends in the answer's text.
    documents : sequence of SentImage
        Of the request, in its order.
    """
    return [
        _citation(cited.sentence, passage, end, documents)
        for passage in cited.passages
        if _exists(passage, documents)
    ]


def _exists(passage: Passage, documents: Sequence[SentImage]) -> bool:
    """Return whether a passage is on pages that were sent, as far as they are known."""
    if not 0 <= passage.document < len(documents):
        return False
    document = documents[passage.document].document
    last = len(document.page_numbers) if document else 0
    return passage.first >= 1 and (not last or max(passage.first, passage.last) <= last)


def _citation(
    sentence: str, passage: Passage, end: int, documents: Sequence[SentImage]
) -> Citation:
    sent = documents[passage.document]
    prepared = sent.document
    places = range(passage.first, max(passage.last, passage.first) + 1)
    return Citation(
        sentence=sentence.strip(),
        cited_text=passage.text.strip(),
        document=sent.name,
        page_numbers=tuple(prepared.original_number(p) if prepared else p for p in places),
        end=end,
        number=sent.number,
        several=len(documents) > 1,
        prepared=prepared,
    )


def to_data(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return citations as plain data, for a file."""
    names = ("sentence", "cited_text", "document", "page_numbers", "end", "number", "several")
    return [{name: getattr(citation, name) for name in names} for citation in citations]


def from_data(data: Iterable[Mapping[str, Any]], images: Iterable[SentImage]) -> Citations:
    """Return citations as `to_data` gave them, with those documents that are among some images."""
    known = {image.number: image.document for image in images}
    return Citations(
        Citation(
            **{**one, "page_numbers": tuple(one["page_numbers"])},
            prepared=known.get(one["number"]),
        )
        for one in data
    )


def check_citing(form: Form, *, has_document: bool) -> None:
    """Raise where an answer cannot cite pages.

    Parameters
    ----------
    form : Form
        What the answer is to hold besides its text.
    has_document : bool
        Whether there is a PDF to cite.

    Raises
    ------
    PromptError
    """
    if form:  # the API refuses citations beside structured output
        others = " and ".join(FLAGS[part] for part in form.parts)
        msg = f"--cite gives text only: ask with {others} in a question of its own."
        raise PromptError(msg)
    if not has_document:
        msg = "--cite names the pages of a PDF, and there is none: pages sent as images have none."
        raise PromptError(msg)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
