"""PDFs that arrive: what the API checks of them, and what can be read without understanding.

The limits are those of the direct API (PDF support page of the platform documentation, checked
2026-11-23). Without `pypdfium2` a PDF is not opened, and only its first bytes are checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ..errors import DocumentError
from ..inputs.files.file_types import is_pdf
from ..inputs.pdf.document import can_open, is_encrypted
from ..inputs.pdf.pages import inspect_pdf, page_texts
from .refusals import invalid

MAX_PAGES: Final = 600
_LINES: Final = 3
_LONGEST: Final = 120
_TOKENS_OF_PICTURE: Final = 1500
_CHARACTERS_A_TOKEN: Final = 4


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that arrived.

    Attributes
    ----------
    title : str
        Empty where it has none.
    pages : tuple of str or None
        The text of each page; None where it cannot be opened here.
    cited : bool
        Whether the answer is to cite its pages.
    unread : str
        Why it cannot be opened here.
    """

    title: str
    pages: tuple[str, ...] | None
    cited: bool
    unread: str = ""

    @property
    def tokens(self) -> int:
        """About what it takes."""
        pages = self.pages or ()
        return sum(_TOKENS_OF_PICTURE + len(page) // _CHARACTERS_A_TOKEN for page in pages)


def arrived(data: bytes, title: str, path: str, *, cited: bool) -> Document:
    """Return a PDF that arrived.

    Raises
    ------
    RefusedError
        As the API would refuse it.
    """
    if not data or not is_pdf(data[:1024]):
        raise invalid(f"{path}.source: The PDF specified was not valid.")
    if is_encrypted(data) and _is_locked(data, title):
        raise invalid(f"{path}.source: The PDF specified is password protected.")
    if not can_open():
        return Document(title, None, cited, 'pip install "jupyter-claude-vision[pdf]"')
    try:
        pages, bound = page_texts(data, title)
    except DocumentError as error:
        raise invalid(f"{path}.source: The PDF specified was not valid.") from error
    if bound:
        return Document(title, None, cited, f"its text cannot be read {bound}")
    return Document(title, pages, cited)


def _is_locked(data: bytes, title: str) -> bool:
    """Return whether a PDF that speaks of encryption is encrypted, as far as can be told here."""
    if not can_open():
        return True
    try:
        return inspect_pdf(data, title, 0).protected
    except DocumentError:
        return True


def check_documents(documents: list[Document], *, structured: bool) -> None:
    """Refuse what the API takes of no request: too many pages, and citations here and there.

    Raises
    ------
    RefusedError
    """
    if sum(len(document.pages or ()) for document in documents) > MAX_PAGES:
        raise invalid(f"messages: A maximum of {MAX_PAGES} PDF pages may be provided.")
    cited = {document.cited for document in documents}
    if len(cited) > 1:
        raise invalid("messages: Citations must be enabled on all documents, or on none.")
    if structured and True in cited:
        raise invalid("output_config.format: Citations cannot be enabled with structured output.")


def blocks(documents: tuple[Document, ...]) -> list[dict[str, Any]]:
    """Return what can be told of documents, as blocks of an answer, with citations if wanted."""
    found: list[dict[str, Any]] = []
    for index, document in enumerate(documents):
        found.append(_text(f"\n\n{_about(document)}\n\n"))
        for number, page in enumerate(document.pages or (), 1):
            if lines := _lines(page):
                said = _text(f"- Page {number} as sent begins: {' · '.join(lines)}")
                if document.cited:
                    said["citations"] = [_citation(index, document, number, page)]
                found += [said, _text("\n")]
    return found


def _about(document: Document) -> str:
    name = f"`{document.title.replace('`', chr(39))}`" if document.title else "The document"
    if document.pages is None:
        return f"{name}: a PDF, not read here: {document.unread}."
    count = len(document.pages)
    return f"{name}: {count} {'page' if count == 1 else 'pages'}"


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _lines(page: str) -> list[str]:
    lines = [" ".join(line.split()) for line in page.splitlines()]
    worded = [line for line in lines if any(character.isalpha() for character in line)]
    return [f"`{line[:_LONGEST].replace('`', chr(39))}`" for line in worded[:_LINES]]


def _citation(index: int, document: Document, number: int, page: str) -> dict[str, Any]:
    return {
        "type": "page_location",
        "cited_text": page,
        "document_index": index,
        "document_title": document.title or None,
        "start_page_number": number,
        "end_page_number": number + 1,
        "file_id": None,
    }
