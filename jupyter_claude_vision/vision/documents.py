"""A PDF as it is sent: its bytes, its pages, what they will take, and how they look."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ..errors import DocumentError, InputError, UnreadableImageError
from ..inputs.attachment import page_list
from ..inputs.document_pages import (
    open_size,
    page_facts,
    rendered,
    rendered_small,
    text_boxes,
)
from ..inputs.documents import can_open, copied, is_encrypted, is_protected
from ..inputs.formats import is_pdf
from . import encode, geometry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from ..inputs.attachment import Attachment
    from ..inputs.document_pages import PageFacts
    from ..models import Tier

MEDIA_TYPE: Final = "application/pdf"

NOT_SHOWN: Final = (
    'its pages cannot be counted and shown here: pip install "jupyter-claude-vision[pdf]"'
)

_CHARACTERS_A_TOKEN: Final = 3
"""Rather too few than too many, so that the estimate is rather too high than too low."""

_SHEET_PAGES: Final = 12
_SHEET_COLUMNS: Final = 6
_SHEET_PAGE_WIDTH: Final = 170
_GAP: Final = 10

_HIGHLIGHT: Final = (255, 240, 130)
_AROUND: Final = 2
"""Pixels by which a mark is larger than the text."""


@dataclass(frozen=True, eq=False)
class PreparedDocument:
    """A PDF as it is sent.

    Attributes
    ----------
    name : str
        As the user typed it.
    data : bytes
        The PDF, not encrypted.
    digest : str
        What tells its content, in hexadecimal digits.
    page_numbers : tuple of int
        The numbers of its pages in the original, from 1; empty where they are not known here.
    total : int
        How many pages the original has; 0 where that is not known here.
    tokens : int or None
        An estimate of what it takes; None where its pages are not known here.
    notes : tuple of str
        What the caption must say.
    attachment : Attachment
        What it was prepared from.
    seconds : float
        How long it took.
    as_found : bool
        Whether it is the source's own file, so that it may be sent by its URL instead.
    """

    name: str
    data: bytes = field(repr=False)
    digest: str
    page_numbers: tuple[int, ...]
    total: int
    tokens: int | None
    notes: tuple[str, ...]
    attachment: Attachment = field(repr=False)
    seconds: float = 0.0
    as_found: bool = True
    media_type: str = MEDIA_TYPE

    @property
    def is_part(self) -> bool:
        """Whether it holds some of the original's pages only."""
        return len(self.page_numbers) < self.total

    @property
    def extent(self) -> str:
        """Which pages it holds, as a reader says it: ``"pages 3–5 of 20"``."""
        if not self.page_numbers:
            return "a PDF"
        if not self.is_part:
            return "1 page" if self.total == 1 else f"{self.total} pages"
        word = "page" if len(self.page_numbers) == 1 else "pages"
        return f"{word} {page_list(self.page_numbers)} of {self.total}"

    def original_number(self, place: int) -> int:
        """Return a page's number in the original, from its place in what was sent, from 1."""
        if 1 <= place <= len(self.page_numbers):
            return self.page_numbers[place - 1]
        return place

    def base64(self) -> str:
        """Return `data` as base64 text without white space."""
        import pybase64

        return pybase64.b64encode_as_string(self.data)

    def open(self, page: int, marked: str = "") -> Image.Image:
        """Return one of its pages as an RGB image, from the bytes that were sent.

        Parameters
        ----------
        page : int
            Its number in the original, from 1.
        marked : str
            A text to be marked on it, where it stands there.

        Raises
        ------
        DocumentError
            That page was not sent.
        MissingPackageError
            The extra ``pdf`` is not installed.
        """
        if self.page_numbers and page not in self.page_numbers:
            msg = f"Page {page} of {self.name} was not sent: {self.extent} were."
            raise DocumentError(msg)
        index = self.page_numbers.index(page) if self.page_numbers else page - 1
        image = rendered(self.data, index, self.name, open_size)
        return _with_marks(image, text_boxes(self.data, index, self.name, marked))

    def thumbnail(self, target_bytes: int = 100_000) -> tuple[bytes, str] | None:
        """Return the first pages on one sheet as a small PNG or JPEG, and its media type.

        None where the extra ``pdf`` is not installed.
        """
        if not can_open():
            return None
        pages = rendered_small(self.data, self.name, _SHEET_PAGES, _SHEET_PAGE_WIDTH)
        sheet = contact_sheet(pages, self.page_numbers)
        return encode.thumbnail(encode.png(sheet), side=max(sheet.size), target_bytes=target_bytes)

    @property
    def not_on_sheet(self) -> int:
        """How many of its pages the sheet leaves out."""
        return max(len(self.page_numbers) - _SHEET_PAGES, 0)


def prepare_document(attachment: Attachment, tier: Tier) -> PreparedDocument:
    """Read a PDF, see that it can be sent, and estimate what it takes.

    Parameters
    ----------
    attachment : Attachment
        With `load`.
    tier : Tier
        What the model sees of each page.

    Raises
    ------
    DocumentError
        It is encrypted, damaged, or has no pages.
    FetchError, InputError
        It cannot be read.
    """
    started = time.perf_counter()
    assert attachment.load is not None  # noqa: S101 - the caller saw to it
    data = attachment.load()
    if not data or not is_pdf(data[:1024]):
        msg = f"{attachment.name} is not a PDF any more: it has changed."
        raise UnreadableImageError(msg)
    digest, notes = attachment.digest or sha256(data).hexdigest(), []
    as_found = attachment.pages is None
    if not can_open():
        _check_unopened(data, attachment.name)
        facts: Sequence[PageFacts] = ()
        notes.append(NOT_SHOWN)
    else:
        if is_protected(data, attachment.name):  # raises where it needs a password
            copy = copied(data, attachment.name)
            data, digest, as_found = copy.data, copy.digest, False
            notes.append("its protection, which needs no password to read, is left out")
        facts = page_facts(data, attachment.name)
    held = attachment.pages
    return PreparedDocument(
        name=attachment.name,
        data=data,
        digest=digest,
        page_numbers=held.numbers if held else tuple(range(1, len(facts) + 1)),
        total=held.total if held else len(facts),
        tokens=sum(_tokens(page, tier) for page in facts) or None,
        notes=tuple(notes),
        attachment=attachment,
        seconds=time.perf_counter() - started,
        as_found=as_found,
    )


def _check_unopened(data: bytes, name: str) -> None:
    if is_encrypted(data):
        msg = (
            f"{name} is encrypted, which Claude does not read: remove the password, or let it be "
            'opened here with pip install "jupyter-claude-vision[pdf]".'
        )
        raise DocumentError(msg)
    if b"%%EOF" not in data[-2048:]:
        msg = f"{name} is damaged or cut short: a PDF ends otherwise."
        raise DocumentError(msg)


def _tokens(page: PageFacts, tier: Tier) -> int:
    """Return about what a page takes: its text, and its picture as large as the model sees."""
    width, height = geometry.largest_size(max(page.width, 1), max(page.height, 1), tier)
    return geometry.tokens(width, height) + math.ceil(page.characters / _CHARACTERS_A_TOKEN)


def contact_sheet(pages: Sequence[Image.Image], numbers: Sequence[int]) -> Image.Image:
    """Return pages side by side, each with its number under it."""
    from PIL import Image, ImageDraw, ImageFont

    columns = min(len(pages), _SHEET_COLUMNS)
    rows = [pages[start : start + columns] for start in range(0, len(pages), columns)]
    font = ImageFont.load_default(13)
    line = 20
    heights = [max(page.height for page in row) + line + _GAP for row in rows]
    width = columns * (_SHEET_PAGE_WIDTH + _GAP) + _GAP
    sheet = Image.new("RGB", (width, sum(heights) + _GAP), (236, 236, 236))
    pen = ImageDraw.Draw(sheet)
    top, labels = _GAP, iter(numbers)
    for row, height in zip(rows, heights, strict=True):
        for column, page in enumerate(row):
            left = _GAP + column * (_SHEET_PAGE_WIDTH + _GAP)
            sheet.paste(page, (left, top))
            box = (left - 1, top - 1, left + page.width, top + page.height)
            pen.rectangle(box, outline=(160, 160, 160))
            middle = (left + page.width / 2, top + page.height + 2)
            pen.text(middle, f"p. {next(labels)}", (60, 60, 60), font=font, anchor="ma")
        top += height
    return sheet


def _with_marks(image: Image.Image, boxes: Sequence[geometry.Box]) -> Image.Image:
    """Return a page with parts marked as with a highlighter."""
    from PIL import Image, ImageChops, ImageDraw

    if not boxes:
        return image
    marker = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(marker)
    for left, top, right, bottom in boxes:
        corner = (left * image.width - _AROUND, top * image.height - _AROUND)
        pen.rectangle(
            (*corner, right * image.width + _AROUND, bottom * image.height + _AROUND), _HIGHLIGHT
        )
    return ImageChops.multiply(image, marker)


def require_document(document: PreparedDocument | None, name: str) -> PreparedDocument:
    """Return a document that is here.

    Raises
    ------
    InputError
        It is not.
    """
    if document is None:
        msg = f"The pages of {name} are not in this kernel."
        raise InputError(msg)
    return document
