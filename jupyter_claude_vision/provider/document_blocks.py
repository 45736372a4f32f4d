"""PDFs in a request: their blocks, their price, and the limits on their pages.

From the PDF support page of the platform documentation, checked 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..answers.usage import Usage, compute_cost
from ..errors import DocumentError, ProviderError
from ..imaging.prepared_pdf import MEDIA_TYPE, prepare_document
from ..inputs.attachment import short_name
from ..inputs.pdf.document import at_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..imaging.prepared_pdf import PreparedDocument
    from ..inputs.attachment import Attachment
    from ..models import Tier
    from .provider import Provider
    from .request import Block

_LONGEST_TITLE: Final = 200
_PDF_ADDRESS: Final = re.compile(r"\.pdf(?:[?#]|$)|/pdf/", re.IGNORECASE)


def build_document_blocks(
    name: str, label: str, document: PreparedDocument | None, source: dict[str, Any]
) -> list[Block]:
    """Return the blocks of one PDF, the text before it included.

    Parameters
    ----------
    name : str
    label : str
        Empty for none.
    document : PreparedDocument or None
        None where its bytes are not in this kernel.
    source : dict
        Of the document block.
    """
    texts = [label] if label else []
    if document is not None and document.is_part:
        texts.append(_describe_part(document))
    blocks: list[Block] = [{"type": "text", "text": text} for text in texts]
    title = short_name(name)[:_LONGEST_TITLE]
    return [*blocks, {"type": "document", "source": source, "title": title}]


def _describe_part(document: PreparedDocument) -> str:
    """Name the pages that are sent, so that the answer numbers them as the original does.

    ``"Pages 3–5 of 20 of report.pdf: the document below begins at page 3."``
    """
    extent = document.extent[0].upper() + document.extent[1:]
    first = document.page_numbers[0]
    return (
        f"{extent} of {short_name(document.name)}: the document below begins at page {first}. "
        "Name pages by these numbers."
    )


def detect_document(attachment: Attachment, provider: Provider) -> Attachment:
    """Return an attachment as a document where it turns out to be one.

    A URL is fetched; the provider is asked about a ``file_id``.

    Raises
    ------
    FetchError
        The URL could not be read.
    """
    if attachment.kind == "url":
        return at_url(attachment)
    if attachment.file_id is not None and attachment.kind == "file":
        try:
            media_type = provider.uploads.media_type_of(attachment.file_id)
        except ProviderError:
            return attachment  # the request itself will report the problem
        if media_type == MEDIA_TYPE:
            return replace(attachment, kind="document")
    return attachment


def guess_document(attachment: Attachment) -> Attachment:
    """Return an attachment at an unreadable URL as a document where its address suggests one."""
    if attachment.url and _PDF_ADDRESS.search(attachment.url):
        return replace(attachment, kind="document", draw=None)
    return attachment


def prepare_priced_document(
    attachment: Attachment, tier: Tier, model: str, platform: str
) -> tuple[PreparedDocument | None, tuple[str, ...]]:
    """Return a document as it is sent, and the notes of its caption, which name the price."""
    if attachment.load is None:
        return None, ("its pages are not in this kernel",)
    document = prepare_document(attachment, tier)
    if not document.tokens:
        return document, ()
    price = compute_cost(Usage(input=document.tokens), model, platform)
    most_cost = compute_cost(Usage(input=document.tokens + document.spare), model, platform)
    if price is None or most_cost is None:
        return document, ()
    limit = f", at most {most_cost:.4f}" if document.spare else ""
    return document, (f"about USD {price:.4f} to read{limit}",)


def check_pages(documents: Iterable[PreparedDocument], limit: int, model: str) -> None:
    """Raise where the documents of a conversation have more pages than one request takes.

    Raises
    ------
    DocumentError
    """
    documents = list(documents)
    pages = sum(len(document.page_numbers) for document in documents)
    if pages <= limit:
        return
    longest = max(documents, key=lambda document: len(document.page_numbers))
    count = len(longest.page_numbers)
    if count > limit:
        first = longest.page_numbers[0]
        offer = f"choose some, such as --pages {first}-{first + limit - 1}."
        msg = f"{longest.name} has {count} pages; {model} takes {limit} in one request: {offer}"
        raise DocumentError(msg)
    msg = (
        f"The PDFs of this conversation have {pages} pages; {model} takes {limit} in one request: "
        "start with --new, or choose some with --pages."
    )
    raise DocumentError(msg)
