"""Options of PDFs: some of their pages, pages as images, the password."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from ...errors import DocumentError, PromptError
from ...imaging.frames import chosen_frames
from ...imaging.prepared_pdf import MOST_PAGES
from ...inputs.attachment import Attachment
from ...inputs.pdf.document import at_url, chosen_pages, copy_pages, needs_password, page_count
from ...inputs.pdf.pages import page_raster

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...options import AskOptions
    from ...options.page_ranges import PageRanges

    Password: TypeAlias = str | Literal[True] | None


def open_pdfs(
    attachments: Sequence[Attachment],
    options: AskOptions,
    ask_secret: Callable[[str], str],
    max_pages: int = MOST_PAGES,
) -> list[Attachment]:
    """Return attachments with their PDFs cut to pages, drawn as images, or decrypted.

    ``pages`` chooses from a picture of several pages or frames, too.

    Parameters
    ----------
    attachments : sequence of Attachment
    options : AskOptions
        Its ``pages``, ``as_images`` and ``password``: a text, or True to ask for it. A password
        is used for the PDFs that need it and kept nowhere.
    ask_secret : callable
        Asks the user for a secret, with a prompt.
    max_pages : int
        Most pages that the model takes, as images or in a document.

    Raises
    ------
    PromptError
        The options apply to none of the attachments.
    DocumentError, MissingPackageError, FetchError
        One cannot be opened, has no such page, or more than can be sent.
    """
    ranges, password = options.pages or (), options.password
    if not (ranges or options.as_images or password):
        return list(attachments)
    if options.as_images and options.cite:
        msg = "--cite needs the PDF itself: leave out --as-images."
        raise PromptError(msg)
    local = [at_url(attachment) for attachment in attachments]
    frames = {a: chosen_frames(a, ranges) for a in local if ranges and a.kind != "document"}
    if not any(frames.get(a) or a.kind == "document" for a in local):
        raise PromptError(_explain_missing_pdf(attachments))
    results: list[Attachment] = []
    for attachment in local:
        if attachment.kind != "document":
            results += frames.get(attachment) or [attachment]
        elif options.as_images:
            results += _draw_pages(
                attachment, ranges, password, ask_secret, max_pages - len(results)
            )
        else:
            results.append(_open_pdf(attachment, ranges, password, ask_secret, max_pages))
    return results


def _explain_missing_pdf(attachments: Sequence[Attachment]) -> str:
    rule = "--pages, --as-images and --password are about a PDF, or a picture of several pages"
    if not attachments:
        return f"{rule}: name it."
    if attachments[0].file_id is not None:
        return f"{rule} that is here, and {attachments[0].name} is not: name its file."
    return f"{rule}, and {attachments[0].name} is none."


def _open_pdf(
    attachment: Attachment,
    ranges: PageRanges,
    password: Password,
    ask_secret: Callable[[str], str],
    max_pages: int,
) -> Attachment:
    """Return a PDF cut to some of its pages, and decrypted."""
    data, name = _load_pdf(attachment), attachment.name
    secret = _find_password(data, name, password, ask_secret)
    if not (ranges or secret is not None):
        return attachment
    numbers = chosen_pages(ranges, page_count(data, name, secret), name)
    if len(numbers) > max_pages:
        first = numbers[0]
        msg = (
            f"That is {len(numbers):,} pages of {name}, and one request takes {max_pages}: choose "
            f"fewer, such as --pages {first}-{first + max_pages - 1}."
        )
        raise DocumentError(msg)
    copy = copy_pages(data, name, ranges, secret)
    return replace(
        attachment, load=lambda: copy.data, pages=copy.pages, digest=copy.digest, url=None
    )


def _load_pdf(attachment: Attachment) -> bytes:
    if attachment.load is None:
        msg = f"{attachment.name} is not in this kernel, so that no pages can be chosen here."
        raise PromptError(msg)
    return attachment.load()


def _find_password(
    data: bytes, name: str, password: Password, ask_secret: Callable[[str], str]
) -> str | None:
    """Return the password that a PDF needs; None if it needs none, or there is none."""
    if not password or not needs_password(data, name):
        return None
    return ask_secret(f"Password of {name}: ") if password is True else str(password)


def _draw_pages(
    attachment: Attachment,
    ranges: PageRanges,
    password: Password,
    ask_secret: Callable[[str], str],
    max_pages: int,
) -> list[Attachment]:
    """Return each page as an image, drawn as large as the model sees it."""
    data, name = _load_pdf(attachment), attachment.name
    secret = _find_password(data, name, password, ask_secret)
    numbers = chosen_pages(ranges, page_count(data, name, secret), name)
    if len(numbers) > max_pages:
        raise DocumentError(_explain_too_many(name, numbers, max_pages))
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


def _explain_too_many(name: str, numbers: Sequence[int], max_pages: int) -> str:
    total = f"{name} would be {len(numbers):,} images"
    if max_pages < 1:
        return f"{total}, and the request is full: ask about it by itself, or choose --pages."
    end = f"-{numbers[0] + max_pages - 1}" if max_pages > 1 else ""
    offer = f"choose some, such as --pages {numbers[0]}{end}."
    return f"{total}, and there is room for {max_pages} in the request: {offer}"
