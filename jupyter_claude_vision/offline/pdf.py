"""Received PDFs: checks as the API makes them, and the text of their pages.

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
from .responses import invalid_request

MAX_PAGES: Final = 600
_LINES: Final = 3
_LONGEST: Final = 120
_TOKENS_OF_PICTURE: Final = 1500
_CHARACTERS_A_TOKEN: Final = 4


@dataclass(frozen=True, slots=True)
class Document:
    """A received PDF.

    Attributes
    ----------
    title : str
        Empty where it has none.
    pages : tuple of str or None
        The text of each page; None where it cannot be opened here.
    cited : bool
        Whether the answer is to cite its pages.
    unread : str
        Reason why it cannot be opened here; else empty.
    """

    title: str
    pages: tuple[str, ...] | None
    cited: bool
    problem: str = ""

    @property
    def tokens(self) -> int:
        """Estimated number of tokens."""
        pages = self.pages or ()
        return sum(_TOKENS_OF_PICTURE + len(page) // _CHARACTERS_A_TOKEN for page in pages)


def parse_document(data: bytes, title: str, path: str, *, cited: bool) -> Document:
    """Check a received PDF and read its text.

    Raises
    ------
    RefusedError
        As the API would refuse it.
    """
    if not data or not is_pdf(data[:1024]):
        raise invalid_request(f"{path}.source: The PDF specified was not valid.")
    if is_encrypted(data) and _is_locked(data, title):
        raise invalid_request(f"{path}.source: The PDF specified is password protected.")
    if not can_open():
        return Document(title, None, cited, 'pip install "jupyter-claude-vision[pdf]"')
    try:
        pages, bound = page_texts(data, title)
    except DocumentError as error:
        raise invalid_request(f"{path}.source: The PDF specified was not valid.") from error
    if bound:
        return Document(title, None, cited, f"its text cannot be read {bound}")
    return Document(title, pages, cited)


def _is_locked(data: bytes, title: str) -> bool:
    """Return True for a PDF that is encrypted, or that cannot be opened here to find out."""
    if not can_open():
        return True
    try:
        return inspect_pdf(data, title, 0).protected
    except DocumentError:
        return True


def check_documents(documents: list[Document], *, structured: bool) -> None:
    """Refuse too many pages, and citations on some documents only.

    Raises
    ------
    RefusedError
    """
    if sum(len(document.pages or ()) for document in documents) > MAX_PAGES:
        raise invalid_request(f"messages: A maximum of {MAX_PAGES} PDF pages may be provided.")
    citation_settings = {document.cited for document in documents}
    if len(citation_settings) > 1:
        raise invalid_request("messages: Citations must be enabled on all documents, or on none.")
    if structured and True in citation_settings:
        raise invalid_request(
            "output_config.format: Citations cannot be enabled with structured output."
        )


def build_document_blocks(documents: tuple[Document, ...]) -> list[dict[str, Any]]:
    """Return an answer's blocks about documents, with citations where they are enabled."""
    blocks: list[dict[str, Any]] = []
    for index, document in enumerate(documents):
        blocks.append(_build_text_block(f"\n\n{_describe_document(document)}\n\n"))
        for number, page in enumerate(document.pages or (), 1):
            if lines := _quote_lines(page):
                block = _build_text_block(f"- Page {number} as sent begins: {' · '.join(lines)}")
                if document.cited:
                    block["citations"] = [_build_citation(index, document, number, page)]
                blocks += [block, _build_text_block("\n")]
    return blocks


def _describe_document(document: Document) -> str:
    name = f"`{document.title.replace('`', chr(39))}`" if document.title else "The document"
    if document.pages is None:
        return f"{name}: a PDF, not read here: {document.problem}."
    count = len(document.pages)
    return f"{name}: {count} {'page' if count == 1 else 'pages'}"


def _build_text_block(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _quote_lines(page: str) -> list[str]:
    lines = [" ".join(line.split()) for line in page.splitlines()]
    text_lines = [line for line in lines if any(character.isalpha() for character in line)]
    return [f"`{line[:_LONGEST].replace('`', chr(39))}`" for line in text_lines[:_LINES]]


def _build_citation(index: int, document: Document, number: int, page: str) -> dict[str, Any]:
    return {
        "type": "page_location",
        "cited_text": page,
        "document_index": index,
        "document_title": document.title or None,
        "start_page_number": number,
        "end_page_number": number + 1,
        "file_id": None,
    }
