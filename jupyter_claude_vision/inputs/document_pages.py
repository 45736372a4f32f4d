"""The pages of a PDF: their sizes, their text, where a text stands on them, and as pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .attachment import Raster
from .documents import opened

if TYPE_CHECKING:
    from PIL import Image

    from .attachment import Fit

_POINTS_A_PIXEL: Final = 72 / 96


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page holds.

    Attributes
    ----------
    width, height : float
        In points, upright.
    characters : int
        Of its text.
    """

    width: float
    height: float
    characters: int


def page_facts(data: bytes, name: str) -> tuple[PageFacts, ...]:
    """Return the size and the length of the text of every page.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    with opened(data, name) as document:
        return tuple(_facts(document[index]) for index in range(len(document)))


def _facts(page: Any) -> PageFacts:
    width, height = page.get_size()
    text = page.get_textpage()
    facts = PageFacts(width, height, max(text.count_chars(), 0))
    text.close()
    page.close()
    return facts


def page_texts(data: bytes, name: str) -> tuple[str, ...]:
    """Return the text of every page, as it lies in the file.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    with opened(data, name) as document:
        return tuple(_text(document[index]) for index in range(len(document)))


def _text(page: Any) -> str:
    text = page.get_textpage()
    found: str = text.get_text_bounded()
    text.close()
    page.close()
    return found


def rendered(data: bytes, index: int, name: str, size: tuple[int, int] | Fit) -> Image.Image:
    """Return a page as an RGB image.

    Parameters
    ----------
    data : bytes
    index : int
        Of the page, from 0.
    name : str
        What the user calls it, for messages.
    size : tuple of int or Fit
        In pixels, or what gives it for the page's own size.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    with opened(data, name) as document:
        return _rendered(document, index, size)


def _rendered(document: Any, index: int, size: tuple[int, int] | Fit) -> Image.Image:
    from PIL import Image

    page = document[index]
    width, height = page.get_size()
    columns, rows = size(width, height) if callable(size) else size
    bitmap = page.render(scale=max(columns / width, rows / height))
    # PDFium rounds up, so that a column or a row can be one too many.
    image: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    if image.size == (columns, rows):
        return image
    return image.resize((columns, rows), Image.Resampling.LANCZOS)


def rendered_small(data: bytes, name: str, most: int, width: int) -> list[Image.Image]:
    """Return a PDF's first pages as RGB images, each `width` pixels wide.

    Raises
    ------
    DocumentError, MissingPackageError
    """

    def fit(across: float, down: float) -> tuple[int, int]:
        return width, min(max(round(width * down / across), 1), 3 * width)

    with opened(data, name) as document:
        return [_rendered(document, index, fit) for index in range(min(len(document), most))]


def text_boxes(
    data: bytes, index: int, name: str, wanted: str
) -> tuple[tuple[float, float, float, float], ...]:
    """Return where a text stands on a page, line by line, as shares of the page's size.

    White space and how lines are broken do not matter. Nothing where it is not found.

    Returns
    -------
    tuple of tuple of float
        Left, top, right and bottom, from 0 to 1.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    with opened(data, name) as document:
        page = document[index]
        width, height = page.get_size()
        text = page.get_textpage()
        found = _found(text, wanted)
        boxes = [] if found is None else _rectangles(text, *found)
        text.close()
        # A page that is turned, or cut to a part, has other places than its text says.
        plain = page.get_rotation() == 0 and tuple(page.get_mediabox()[:2]) == (0, 0)
        page.close()
    if not plain:
        return ()
    return tuple(
        (left / width, 1 - top / height, right / width, 1 - bottom / height)
        for left, bottom, right, top in boxes
    )


def _found(text: Any, wanted: str) -> tuple[int, int] | None:
    """Return the first character of a text on a page and how many they are."""
    characters = [(text.get_text_range(i, 1), i) for i in range(text.count_chars())]
    solid = [(character, place) for character, place in characters if not character.isspace()]
    # One letter for each place, so that what is found in the one can be found in the other.
    line = "".join(character[:1] or "?" for character, _ in solid)
    sought = "".join(wanted.split())
    start = line.find(sought) if sought else -1
    if start < 0:
        return None
    first, last = solid[start][1], solid[start + len(sought) - 1][1]
    return first, last - first + 1


def _rectangles(text: Any, first: int, count: int) -> list[tuple[float, float, float, float]]:
    return [text.get_rect(i) for i in range(text.count_rects(first, count))]


def page_raster(data: bytes, index: int, name: str, fit: Fit) -> Raster:
    """Return a page as pixels, as large as the model sees."""
    return Raster(rendered(data, index, name, fit), drawn=None)


def open_size(width: float, height: float, times: float = 2.0) -> tuple[int, int]:
    """Return the size in pixels at which a page is shown: twice that of its print, by default."""
    scale = times / _POINTS_A_PIXEL
    return max(round(width * scale), 1), max(round(height * scale), 1)
