"""Pages of a PDF as they are shown: the first ones on a sheet, or one with a text marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..inputs.pdf.pages import rendered_small
from . import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from .geometry import Box

_PAGES: Final = 12
_COLUMNS: Final = 6
_PAGE: Final = (170, 510)
"""Width and height in pixels that a page is to fit in."""

_GAP: Final = 10
_TARGET_BYTES: Final = 100_000

_HIGHLIGHT: Final = (255, 240, 130)
_AROUND: Final = 2
"""Pixels by which a mark is larger than the text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first pages of a PDF on one small picture.

    Attributes
    ----------
    data : bytes
        A PNG or JPEG; empty where no page could be drawn.
    media_type : str
    left_out : int
        How many pages are not on it.
    reason : str
        Why, after "since drawing them": ``"is not done within 10 s"``; or empty.
    """

    data: bytes
    media_type: str
    left_out: int
    reason: str

    @property
    def caption(self) -> str:
        """Note on pages that the sheet leaves out; empty if it shows all of them."""
        if not self.left_out:
            return ""
        verb = "page is" if self.left_out == 1 else "pages are"
        further = "more " if self.data else ""
        reason = f", since drawing them {self.reason}" if self.reason else ""
        return f"{self.left_out} {further}{verb} sent, not shown here{reason}."


def drawn_sheet(data: bytes, name: str, numbers: Sequence[int]) -> Sheet:
    """Return the first pages of a PDF on one sheet.

    Parameters
    ----------
    data : bytes
    name : str
        What the user calls it, for messages.
    numbers : sequence of int
        Of all its pages, as the reader knows them.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    pages, reason = rendered_small(data, name, _PAGES, _PAGE)
    left_out = len(numbers) - len(pages)
    if not pages:
        return Sheet(b"", "", left_out, reason)
    image = contact_sheet(pages, numbers)
    picture = encode.make_thumbnail(
        encode.encode_png(image), side=max(image.size), target_bytes=_TARGET_BYTES
    )
    return Sheet(*picture, left_out, reason)


def contact_sheet(pages: Sequence[Image.Image], numbers: Sequence[int]) -> Image.Image:
    """Return pages side by side, each with its number under it."""
    from PIL import Image, ImageDraw, ImageFont

    columns = min(len(pages), _COLUMNS)
    rows = [pages[start : start + columns] for start in range(0, len(pages), columns)]
    font = ImageFont.load_default(13)
    line = 20
    heights = [max(page.height for page in row) + line + _GAP for row in rows]
    width = columns * (_PAGE[0] + _GAP) + _GAP
    sheet = Image.new("RGB", (width, sum(heights) + _GAP), (236, 236, 236))
    pen = ImageDraw.Draw(sheet)
    top, labels = _GAP, iter(numbers)
    for row, height in zip(rows, heights, strict=True):
        for column, page in enumerate(row):
            left = _GAP + column * (_PAGE[0] + _GAP)
            sheet.paste(page, (left, top))
            box = (left - 1, top - 1, left + page.width, top + page.height)
            pen.rectangle(box, outline=(160, 160, 160))
            middle = (left + page.width / 2, top + page.height + 2)
            pen.text(middle, f"p. {next(labels)}", (60, 60, 60), font=font, anchor="ma")
        top += height
    return sheet


def with_marks(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
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
