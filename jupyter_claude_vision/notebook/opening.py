"""PDFs as a question wants them: some of their pages, as images, or opened with a password."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import PromptError
from ..inputs.attachment import Attachment
from ..inputs.document_pages import page_raster
from ..inputs.documents import at_url, copied, needs_password
from ..models import HIGH
from ..vision.documents import prepare_document
from .pages import wanted_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .pages import Ranges


def opened_documents(
    attachments: Sequence[Attachment], options: Mapping[str, Any], ask: Callable[[str], str]
) -> list[Attachment]:
    """Return a question's attachments, with its PDFs as its options want them.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : mapping
        ``pages``, ``as_images`` and ``password``: a text, or True to ask for it. A password is
        used for the PDFs that need it and kept nowhere.
    ask : callable
        Asks the user for a secret, by a prompt.

    Raises
    ------
    PromptError
        There is no PDF that the options could be about.
    DocumentError, MissingPackageError, FetchError
        One cannot be opened, or has no such page.
    """
    ranges, as_images = wanted_pages(options.get("pages")), bool(options.get("as_images"))
    password = options.get("password")
    if not (ranges or as_images or password):
        return list(attachments)
    if as_images and options.get("cite"):
        msg = "--cite needs the PDF itself: leave out --as-images."
        raise PromptError(msg)
    found = [at_url(attachment) for attachment in attachments]
    if not any(attachment.kind == "document" for attachment in found):
        raise PromptError(_no_document(attachments))
    opened = []
    for attachment in found:
        if attachment.kind == "document":
            document = _opened(attachment, ranges, password, ask)
            opened += _images(document) if as_images else [document]
        else:
            opened.append(attachment)
    return opened


def _no_document(attachments: Sequence[Attachment]) -> str:
    what = "--pages, --as-images and --password are about a PDF"
    if not attachments:
        return f"{what}: name it."
    if attachments[0].file_id is not None:
        return f"{what} that is here, and {attachments[0].name} is not: name its file."
    return f"{what}, and {attachments[0].name} is none."


def _opened(
    attachment: Attachment, ranges: Ranges, password: Any, ask: Callable[[str], str]
) -> Attachment:
    """Return a PDF with the pages that are wanted, not encrypted."""
    if attachment.load is None:
        msg = f"{attachment.name} is not in this kernel, so that no pages can be chosen here."
        raise PromptError(msg)
    data, name = attachment.load(), attachment.name
    locked = bool(password) and needs_password(data, name)
    if not (ranges or locked):
        return attachment
    secret = None
    if locked:
        secret = ask(f"Password of {name}: ") if password is True else str(password)
    copy = copied(data, name, ranges, secret)
    return replace(
        attachment, load=lambda: copy.data, pages=copy.pages, digest=copy.digest, url=None
    )


def _images(document: Attachment) -> list[Attachment]:
    """Return each page as an image, which is drawn as large as the model sees."""
    prepared = prepare_document(document, HIGH)
    data, name = prepared.data, prepared.name
    return [
        Attachment(
            f"{name} p. {number}",
            "image",
            partial(page_raster, data, index, name),
            source=document.source,
        )
        for index, number in enumerate(prepared.page_numbers)
    ]
