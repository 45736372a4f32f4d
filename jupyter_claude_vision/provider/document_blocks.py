"""PDFs in a request: their blocks, what they take, and the limits on their pages.

From the PDF support page of the platform documentation, checked 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..answers.usage import Usage, cost
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


def blocks(
    name: str, label: str, prepared: PreparedDocument | None, source: dict[str, Any]
) -> list[Block]:
    """Return the blocks that carry one PDF: what stands before it, and itself.

    Parameters
    ----------
    name : str
    label : str
        Empty for none.
    prepared : PreparedDocument or None
        None where its bytes are not in this kernel.
    source : dict
        Of the document block.
    """
    said = [label] if label else []
    if prepared is not None and prepared.is_part:
        said.append(_about_part(prepared))
    before: list[Block] = [{"type": "text", "text": text} for text in said]
    title = short_name(name)[:_LONGEST_TITLE]
    return [*before, {"type": "document", "source": source, "title": title}]


def _about_part(document: PreparedDocument) -> str:
    """Say which pages are sent, so that the answer names them as the original does.

    ``"Pages 3–5 of 20 of report.pdf: the document below begins at page 3."``
    """
    extent = document.extent[0].upper() + document.extent[1:]
    first = document.page_numbers[0]
    said = f"{extent} of {short_name(document.name)}: the document below begins at page {first}."
    return f"{said} Name pages by these numbers."


def kind_of(attachment: Attachment, provider: Provider) -> Attachment:
    """Return an attachment as a document where it turns out to be one.

    What is at a URL is fetched; what a ``file_id`` names is asked after.

    Raises
    ------
    FetchError
        The URL could not be read.
    """
    if attachment.kind == "url":
        return at_url(attachment)
    if attachment.file_id is not None and attachment.kind == "file":
        try:
            media_type = provider.media_type(attachment.file_id)
        except ProviderError:
            return attachment  # the request itself will say what is wrong with it
        if media_type == MEDIA_TYPE:
            return replace(attachment, kind="document")
    return attachment


def by_address(attachment: Attachment) -> Attachment:
    """Return what is at a URL that cannot be read here as what its address says that it is."""
    if attachment.url and _PDF_ADDRESS.search(attachment.url):
        return replace(attachment, kind="document", draw=None)
    return attachment


def prepared(
    attachment: Attachment, tier: Tier, model: str, platform: str
) -> tuple[PreparedDocument | None, tuple[str, ...]]:
    """Return a document as it is sent, and what its caption says of the price."""
    if attachment.load is None:
        return None, ("its pages are not in this kernel",)
    document = prepare_document(attachment, tier)
    if not document.tokens:
        return document, ()
    price = cost(Usage(input=document.tokens), model, platform)
    most = cost(Usage(input=document.tokens + document.spare), model, platform)
    if price is None or most is None:
        return document, ()
    limit = f", at most {most:.4f}" if document.spare else ""
    return document, (f"about USD {price:.4f} to read{limit}",)


def check_pages(documents: Iterable[PreparedDocument], most: int, model: str) -> None:
    """Raise where the documents of a conversation have more pages than one request takes.

    Raises
    ------
    DocumentError
    """
    found = list(documents)
    pages = sum(len(document.page_numbers) for document in found)
    if pages <= most:
        return
    longest = max(found, key=lambda document: len(document.page_numbers))
    count = len(longest.page_numbers)
    if count > most:
        first = longest.page_numbers[0]
        offer = f"choose some, such as --pages {first}-{first + most - 1}."
        msg = f"{longest.name} has {count} pages; {model} takes {most} in one request: {offer}"
        raise DocumentError(msg)
    msg = (
        f"The PDFs of this conversation have {pages} pages; {model} takes {most} in one request: "
        "start with --new, or choose some with --pages."
    )
    raise DocumentError(msg)
