"""PDFs as a question wants them: some of their pages, as images, or opened with a password."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import DocumentError, PromptError
from ...imaging.frames import chosen_frames
from ...imaging.prepared_pdf import MOST_PAGES
from ...inputs.attachment import Attachment
from ...inputs.pdf.document import at_url, chosen_pages, copy_pages, needs_password, page_count
from ...inputs.pdf.pages import page_raster
from ...page_ranges import wanted_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...page_ranges import Ranges


def opened_documents(
    attachments: Sequence[Attachment],
    options: Mapping[str, Any],
    ask: Callable[[str], str],
    most: int = MOST_PAGES,
) -> list[Attachment]:
    """Return a question's attachments, with its PDFs as its options want them.

    Pictures of several pages or frames are taken for what they are, too: ``pages`` chooses.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : mapping
        ``pages``, ``as_images`` and ``password``: a text, or True to ask for it. A password is
        used for the PDFs that need it and kept nowhere.
    ask : callable
        Asks the user for a secret, by a prompt.
    most : int
        How many pages the model takes, as images or in a document.

    Raises
    ------
    PromptError
        There is no PDF that the options could be about.
    DocumentError, MissingPackageError, FetchError
        One cannot be opened, has no such page, or more than can be sent.
    """
    ranges, as_images = wanted_pages(options.get("pages")), bool(options.get("as_images"))
    password = options.get("password")
    if not (ranges or as_images or password):
        return list(attachments)
    if as_images and options.get("cite"):
        msg = "--cite needs the PDF itself: leave out --as-images."
        raise PromptError(msg)
    found = [at_url(attachment) for attachment in attachments]
    frames = {a: chosen_frames(a, ranges) for a in found if ranges and a.kind != "document"}
    if not any(frames.get(a) or a.kind == "document" for a in found):
        raise PromptError(_no_document(attachments))
    opened: list[Attachment] = []
    for attachment in found:
        if attachment.kind != "document":
            opened += frames.get(attachment) or [attachment]
        elif as_images:
            opened += _images(attachment, ranges, password, ask, most - len(opened))
        else:
            opened.append(_opened(attachment, ranges, password, ask, most))
    return opened


def _no_document(attachments: Sequence[Attachment]) -> str:
    what = "--pages, --as-images and --password are about a PDF, or a picture of several pages"
    if not attachments:
        return f"{what}: name it."
    if attachments[0].file_id is not None:
        return f"{what} that is here, and {attachments[0].name} is not: name its file."
    return f"{what}, and {attachments[0].name} is none."


def _opened(
    attachment: Attachment,
    ranges: Ranges,
    password: Any,
    ask: Callable[[str], str],
    most: int,
) -> Attachment:
    """Return a PDF with the pages that are wanted, not encrypted."""
    data, name = _loaded(attachment), attachment.name
    secret = _secret(data, name, password, ask)
    if not (ranges or secret is not None):
        return attachment
    numbers = chosen_pages(ranges, page_count(data, name, secret), name)
    if len(numbers) > most:
        first = numbers[0]
        msg = (
            f"That is {len(numbers):,} pages of {name}, and one request takes {most}: choose "
            f"fewer, such as --pages {first}-{first + most - 1}."
        )
        raise DocumentError(msg)
    copy = copy_pages(data, name, ranges, secret)
    return replace(
        attachment, load=lambda: copy.data, pages=copy.pages, digest=copy.digest, url=None
    )


def _loaded(attachment: Attachment) -> bytes:
    if attachment.load is None:
        msg = f"{attachment.name} is not in this kernel, so that no pages can be chosen here."
        raise PromptError(msg)
    return attachment.load()


def _secret(data: bytes, name: str, password: Any, ask: Callable[[str], str]) -> str | None:
    """Return a PDF's password; None where it needs none, or none is given."""
    if not password or not needs_password(data, name):
        return None
    return ask(f"Password of {name}: ") if password is True else str(password)


def _images(
    attachment: Attachment,
    ranges: Ranges,
    password: Any,
    ask: Callable[[str], str],
    most: int,
) -> list[Attachment]:
    """Return each page as an image, which is drawn as large as the model sees."""
    data, name = _loaded(attachment), attachment.name
    secret = _secret(data, name, password, ask)
    numbers = chosen_pages(ranges, page_count(data, name, secret), name)
    if len(numbers) > most:
        raise DocumentError(_too_many(name, numbers, most))
    indices = [number - 1 for number in numbers]
    if secret is not None:
        data, indices = copy_pages(data, name, ranges, secret).data, list(range(len(numbers)))
    return [
        Attachment(
            f"{name} p. {number}",
            "image",
            partial(page_raster, data, index, name),
            source=attachment.source,
        )
        for number, index in zip(numbers, indices, strict=True)
    ]


def _too_many(name: str, numbers: Sequence[int], most: int) -> str:
    what = f"{name} would be {len(numbers):,} images"
    if most < 1:
        return f"{what}, and the request is full: ask about it by itself, or choose --pages."
    end = f"-{numbers[0] + most - 1}" if most > 1 else ""
    offer = f"choose some, such as --pages {numbers[0]}{end}."
    return f"{what}, and there is room for {most} in the request: {offer}"
