"""A PDF as it is sent: its bytes, its pages, what they will take, and how they look."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ..errors import DocumentError, InputError, UnreadableImageError
from ..inputs.attachment import page_list
from ..inputs.files.file_types import is_pdf
from ..inputs.pdf.document import can_open, copy_pages, is_encrypted
from ..inputs.pdf.pages import Inspection, inspect_pdf, open_size, render_page, text_boxes
from ..models import STANDARD
from . import geometry
from .pdf_sheet import drawn_sheet, with_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from ..inputs.attachment import Attachment
    from ..inputs.pdf.pages import PageFacts
    from ..models import Tier
    from .pdf_sheet import Sheet

MEDIA_TYPE: Final = "application/pdf"

NOT_SHOWN: Final = (
    'its pages cannot be counted and shown here: pip install "jupyter-claude-vision[pdf]"'
)

MOST_PAGES: Final = 600
"""That any model takes in one request (PDF support page of the platform documentation)."""

_CHARACTERS_A_TOKEN: Final = 3
"""Rather too few than too many, so that the estimate is rather too high than too low."""

_TEXT_TOKENS: Final = 1500
_MOST_TEXT_TOKENS: Final = 3000
"""Of a page whose text is not known: what the PDF support page names as usual."""


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
    spare : int
        How many tokens more than that it can take, at the most.
    notes : tuple of str
        What the caption must say.
    attachment : Attachment
        What it was prepared from.
    seconds : float
        How long it took.
    as_found : bool
        Whether it is the source's own file, so that it may be sent by its URL instead.
    is_shown : bool
        Whether its pages can be drawn within bounds, as far as is known.
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
    spare: int = 0
    is_shown: bool = True
    media_type: str = MEDIA_TYPE

    @property
    def is_part(self) -> bool:
        """True if only some of the original's pages are in it."""
        return len(self.page_numbers) < self.total

    @property
    def extent(self) -> str:
        """Pages that it holds, in words: ``"pages 3–5 of 20"``."""
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

    def to_base64(self) -> str:
        """Return `data` as base64 text without white space."""
        import pybase64

        return pybase64.b64encode_as_string(self.data)

    def open(self, page: int, phrase: str = "") -> Image.Image:
        """Return one of its pages as an RGB image, from the bytes that were sent.

        Parameters
        ----------
        page : int
            Its number in the original, from 1.
        phrase : str
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
        image = render_page(self.data, index, self.name, open_size)
        return with_marks(image, text_boxes(self.data, index, self.name, phrase))

    def page_sheet(self) -> Sheet | None:
        """Return the first pages on one sheet; None where they cannot be drawn here."""
        if not (can_open() and self.is_shown):
            return None
        return drawn_sheet(self.data, self.name, self.page_numbers)


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
    start = time.perf_counter()
    assert attachment.load is not None  # noqa: S101 - the caller saw to it
    data = attachment.load()
    if not data or not is_pdf(data[:1024]):
        msg = f"{attachment.name} is not a PDF any more: it has changed."
        raise UnreadableImageError(msg)
    if not can_open():
        look, source = Inspection(0), _prepare_unopened(attachment, data)
    else:
        look = inspect_pdf(data, attachment.name, MOST_PAGES)
        source = _sent_bytes(attachment, data, look)
    selection = attachment.pages
    tokens, spare = _page_tokens(look.pages, tier)
    return PreparedDocument(
        name=attachment.name,
        data=source.data,
        digest=source.digest or sha256(data).hexdigest(),
        page_numbers=selection.numbers if selection else tuple(range(1, look.count + 1)),
        total=selection.total if selection else look.count,
        tokens=tokens or None,
        spare=spare,
        notes=(*source.notes, *_inspection_notes(look)),
        attachment=attachment,
        seconds=time.perf_counter() - start,
        as_found=selection is None and source.data is data,
        is_shown=not look.bound,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """The bytes that are sent, what tells them, and what there is to say of them."""

    data: bytes
    digest: str
    notes: tuple[str, ...] = ()


def _sent_bytes(attachment: Attachment, data: bytes, look: Inspection) -> _Source:
    """Return a PDF's own bytes, or those of a copy where the API would refuse them."""
    if look.count not in range(1, MOST_PAGES + 1) or (_is_sound(data, look) and not look.protected):
        return _Source(data, attachment.digest)
    note = (
        "its protection, which needs no password to read, is left out"
        if look.protected
        else "a repaired copy: the file itself is damaged, or has other bytes around it"
    )
    try:
        copy = copy_pages(data, attachment.name)
    except DocumentError:
        if look.protected:
            raise
        note = "damaged, or with other bytes around it, and too large to be repaired here"
        return _Source(data, attachment.digest, (note,))
    return _Source(copy.data, copy.digest, (note,))


def _is_sound(data: bytes, look: Inspection) -> bool:
    """Return whether a PDF begins, ends and is put together as strict readers want it."""
    return look.sound and data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]


def _inspection_notes(look: Inspection) -> list[str]:
    notes = [_not_known(look)] if look.bound or look.unread else []
    if look.dynamic:
        notes.append("a form (XFA) that only Adobe Reader shows: Claude reads what stands for it")
    if look.files:
        files = "1 file inside it is" if look.files == 1 else f"{look.files} files inside it are"
        notes.append(f"{files} sent along and not among its pages")
    return notes


def _not_known(look: Inspection) -> str:
    """Say what is not known since a bound was met."""
    if not look.count:
        return f"its pages cannot be counted and shown here {look.bound}"
    if not look.unread:
        return f"its pages cannot be measured and shown here {look.bound}"
    word = "page" if len(look.unread) == 1 else "pages"
    bound, consequence = (f" {look.bound}", ", and no page is shown") if look.bound else ("", "")
    return (
        f"the text of {word} {page_list(look.unread)} cannot be measured here{bound}, so that "
        f"the tokens are a guess{consequence}"
    )


def _prepare_unopened(attachment: Attachment, data: bytes) -> _Source:
    """Return a PDF that cannot be opened here, as far as its bytes show that it can be sent."""
    name = attachment.name
    if is_encrypted(data):
        msg = (
            f"{name} is encrypted, which Claude does not read: remove the password, or let it be "
            'opened here with pip install "jupyter-claude-vision[pdf]".'
        )
        raise DocumentError(msg)
    if b"%%EOF" not in data[-2048:]:
        msg = f"{name} is damaged or cut short: a PDF ends otherwise."
        raise DocumentError(msg)
    if data.startswith(b"%PDF-"):
        return _Source(data, attachment.digest, (NOT_SHOWN,))
    # Its table counts from the header, as a rule: what stands before came later.
    rest = data[data.index(b"%PDF-") :]
    return _Source(rest, sha256(rest).hexdigest(), (NOT_SHOWN, "sent without the bytes before it"))


def _page_tokens(pages: Sequence[PageFacts], tier: Tier) -> tuple[int, int]:
    """Return about what pages take, and how much more it can be.

    The API says for a page: its text, usually 1,500 to 3,000 tokens, and its picture, as any
    picture. How large that is made it does not say; 600 pages fit a window of a million tokens
    only as the standard tier has them, and no more than the model sees is paid.
    """
    tokens = sum(
        _picture_tokens(page, STANDARD) + _text_tokens(page, _TEXT_TOKENS) for page in pages
    )
    upper = sum(
        _picture_tokens(page, tier) + _text_tokens(page, _MOST_TEXT_TOKENS) for page in pages
    )
    return tokens, upper - tokens


def _picture_tokens(page: PageFacts, tier: Tier) -> int:
    return geometry.visual_tokens(*geometry.largest_size(page.width, page.height, tier))


def _text_tokens(page: PageFacts, guess: int) -> int:
    if page.characters is None:
        return guess
    return math.ceil(page.characters / _CHARACTERS_A_TOKEN)


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
