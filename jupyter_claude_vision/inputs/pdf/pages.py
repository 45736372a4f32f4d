"""The pages of a PDF: their sizes, their text, where a text stands on them, and as pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from ...errors import DocumentError
from ..attachment import Raster
from ..close_up import CloseUp
from ..files.boundary import typed_errors
from .pdfium import LOOK_SECONDS, PDFIUM

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from PIL import Image

    from ..attachment import Fit
    from .pdfium_process import Part

_POINTS_A_PIXEL: Final = 72 / 96
_LONGEST_SIDE: Final = 8000
"""Of a page that is shown, in pixels; a page can be of the size of a wall."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts about one page.

    Attributes
    ----------
    width, height : float
        In points, upright; at least 1.
    characters : int or None
        Of its text; None where that is not known.
    """

    width: float
    height: float
    characters: int | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """Result of inspecting a PDF within bounds of time and memory.

    Attributes
    ----------
    count : int
        Of its pages; 0 where the bound was met before that was known.
    pages : tuple of PageFacts
        Empty where their sizes are not known.
    protected : bool
        It opens without a password and is encrypted all the same.
    sound : bool
        Its parts are where it says that they are, so that every reader finds them.
    dynamic : bool
        It is an XFA form: what Adobe Reader shows is not among its pages.
    files : int
        How many are attached inside it.
    bound : str
        The bound that was met, such as ``"within 10 s"``; empty where none was.
    """

    count: int
    pages: tuple[PageFacts, ...] = ()
    protected: bool = False
    sound: bool = True
    dynamic: bool = False
    files: int = 0
    bound: str = ""

    @property
    def unread(self) -> tuple[int, ...]:
        """The numbers, from 1, of the pages whose text is not known."""
        return tuple(n for n, page in enumerate(self.pages, 1) if page.characters is None)


def inspect_pdf(data: bytes, name: str, page_limit: int) -> Inspection:
    """Return what a look at a PDF shows; of one with more pages than `page_limit` only how many.

    Raises
    ------
    DocumentError
        It cannot be opened: it is encrypted, damaged, or has no pages.
    MissingPackageError
        The extra ``pdf`` is not installed.
    """
    reply = PDFIUM.ask_pdfium("inspect", data, name, seconds=LOOK_SECONDS, page_limit=page_limit)
    if not reply.parts and not reply.bound:
        reply.require_whole(name, "opened")
    fields = reply.first
    with _process_boundary(name):
        return Inspection(
            count=int(fields.get("pages", 0)),
            pages=_page_facts(reply.parts[1:]),
            protected=bool(fields.get("protected")),
            sound=bool(fields.get("sound", True)),
            dynamic=bool(fields.get("dynamic")),
            files=int(fields.get("files", 0)),
            bound=reply.bound,
        )


def _process_boundary(name: str) -> AbstractContextManager[None]:
    """Return the boundary around what the process says, which a PDF could have taken over."""
    return typed_errors(name, DocumentError, "cannot be read as a PDF")


def _page_facts(parts: tuple[Part, ...]) -> tuple[PageFacts, ...]:
    if not parts:
        return ()
    sizes = [_page_size(*size) for size in parts[0][0]["sizes"]]
    counts: list[int | None] = [fields["characters"] for fields, _ in parts[1:]]
    counts += [None] * (len(sizes) - len(counts))
    return tuple(
        PageFacts(width, height, count)
        for (width, height), count in zip(sizes, counts, strict=False)
    )


def _page_size(width: float, height: float) -> tuple[float, float]:
    """Return a page's size in points, as something that can be drawn has it."""
    return tuple(max(side, 1.0) if isfinite(side) else 1.0 for side in (width, height))  # type: ignore[return-value]


def page_texts(data: bytes, name: str) -> tuple[tuple[str, ...], str]:
    """Return the text of every page, as it lies in the file, and the bound that was met, if any.

    Raises
    ------
    DocumentError, MissingPackageError
    """
    reply = PDFIUM.ask_pdfium("texts", data, name)
    if not reply.bound:
        reply.require_whole(name, "read")
    with _process_boundary(name):
        return tuple(str(fields["text"]) for fields, _ in reply.parts), reply.bound


def render_page(data: bytes, index: int, name: str, size: tuple[int, int] | Fit) -> Image.Image:
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
    if callable(size):
        reply = PDFIUM.ask_pdfium("size", data, name, index=index)
        with _process_boundary(name):
            ((page, _),) = reply.require_whole(name, "opened")
            size = size(*_page_size(page["width"], page["height"]))
    columns, rows = size
    reply = PDFIUM.ask_pdfium("render", data, name, index=index, columns=columns, rows=rows)
    with _process_boundary(name):
        return _page_image(reply.require_whole(name, "drawn")[0])


def _page_image(part: Part) -> Image.Image:
    from PIL import Image

    fields, data = part
    size = (fields["columns"], fields["rows"])
    if not fields["stride"]:
        return Image.new("RGB", size, "white")
    return Image.frombytes("RGB", size, data, "raw", "RGB", fields["stride"])


def rendered_small(
    data: bytes, name: str, page_limit: int, box: tuple[int, int]
) -> tuple[list[Image.Image], str]:
    """Return a PDF's first pages as RGB images, and why there are no more, if so.

    Parameters
    ----------
    data : bytes
    name : str
    page_limit : int
        How many pages.
    box : tuple of int
        Width and height in pixels that each is to fit in.

    Raises
    ------
    DocumentError
        What was drawn cannot be read.
    MissingPackageError
    """
    width, height = box
    reply = PDFIUM.ask_pdfium(
        "sheet", data, name, seconds=LOOK_SECONDS, page_limit=page_limit, width=width, height=height
    )
    reason = f"is not done {reply.bound}" if reply.bound else "fails"
    with _process_boundary(name):
        return [_page_image(part) for part in reply.parts], reason if reply.trouble else ""


def text_boxes(
    data: bytes, index: int, name: str, text: str
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
    if not text:
        return ()
    reply = PDFIUM.ask_pdfium("find", data, name, index=index, phrase=text)
    with _process_boundary(name):
        ((page, _),) = reply.require_whole(name, "searched")
        # A page that is turned, or cut to a part, has other places than its text says.
        if not page["plain"]:
            return ()
        width, height = _page_size(page["width"], page["height"])
        return tuple(
            (left / width, 1 - top / height, right / width, 1 - bottom / height)
            for left, bottom, right, top in page["boxes"]
        )


def page_raster(data: bytes, index: int, name: str, fit: Fit) -> Raster:
    """Return a page, or a part of it, as pixels, as large as the model sees."""
    if isinstance(fit, CloseUp):
        return Raster(_render_part(data, index, name, fit), scalable=True, is_part=True)
    return Raster(render_page(data, index, name, fit), scalable=True)


def _render_part(data: bytes, index: int, name: str, part: CloseUp) -> Image.Image:
    """Return a part of a page as an RGB image; what lies beside it is not drawn."""
    across = part.size[0] / (part.box[2] - part.box[0])
    down = part.size[1] / (part.box[3] - part.box[1])
    reply = PDFIUM.ask_pdfium(
        "render",
        data,
        name,
        index=index,
        columns=part.size[0],
        rows=part.size[1],
        page_area=(
            -round(part.box[0] * across),
            -round(part.box[1] * down),
            round(part.whole[0] * across),
            round(part.whole[1] * down),
        ),
    )
    with _process_boundary(name):
        return _page_image(reply.require_whole(name, "drawn")[0])


def open_size(width: float, height: float, times: float = 2.0) -> tuple[int, int]:
    """Return the size in pixels at which a page is shown: twice that of its print, by default."""
    scale = min(times / _POINTS_A_PIXEL, _LONGEST_SIDE / max(width, height))
    return max(round(width * scale), 1), max(round(height * scale), 1)
