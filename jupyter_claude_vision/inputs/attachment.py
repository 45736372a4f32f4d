"""The value that stands for one thing sent along with a prompt.

It knows no storage and no transport: only its name, its kind, and how to draw itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..visible import to_visible_line
from .html.browser import HtmlBrowser
from .live_figures import Live, still_here

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PIL import Image

    from .matplotlib.axis_values import AxisValues
    from .outputs.history import OutputHistory

Kind: TypeAlias = Literal["image", "figure", "url", "file", "document", "text"]

Fit: TypeAlias = Callable[[float, float], tuple[int, int]]
"""Given a width and height in any unit, the largest size in pixels of that aspect ratio that
the model sees: what a vector source should be drawn at. It scales up as well as down."""

Color: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class InputOptions:
    """Limits on what is read, and where to look besides.

    Attributes
    ----------
    allow_private_urls : bool
        Whether private, loopback and link-local addresses may be downloaded from.
    max_bytes : int
        Largest file or download.
    max_pixels : int
        Largest image.
    timeout : float
        For a download, in seconds.
    last_figure : callable or None
        Returns the matplotlib figure that was displayed last, or None.
    channels : {"rgb", "bgr"}
        In which order the arrays of a run of many hold their colors.
    formatters : mapping
        IPython's display formatters by MIME type, which know what `_repr_png_` does not.
    outputs : OutputHistory or None
        What the last cells have shown, for ``@``.
    browser : HtmlBrowser
        Draws HTML.
    """

    allow_private_urls: bool = False
    max_bytes: int = 100_000_000
    max_pixels: int = 200_000_000
    timeout: float = 30.0
    last_figure: Callable[[], object | None] | None = None
    channels: Literal["rgb", "bgr"] = "rgb"
    formatters: Mapping[str, Any] = field(default_factory=dict)
    outputs: OutputHistory | None = None
    browser: HtmlBrowser = field(default_factory=HtmlBrowser)


@dataclass(frozen=True, slots=True)
class SmallText:
    """The smallest text of one sort that is drawn on a picture.

    Attributes
    ----------
    label : str
        What a reader would call it, in the plural: ``"tick labels"``.
    height : float
        Height of its letters in pixels of the raster it was measured on.
    box : tuple of float, or None
        Left, top, right and bottom of the first text of that height, in the same pixels.
    """

    label: str
    height: float
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A text on a picture that can be pointed at.

    Attributes
    ----------
    kind : {"legend entry", "annotation"}
    text : str
    box : tuple of float
        Left, top, right and bottom in pixels of the raster.
    """

    kind: str
    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False, slots=True)
class AxesPlacement:
    """Position of a live figure's Axes on its picture, with the transform to its data.

    Attributes
    ----------
    live : Live
        The Axes, which is not held.
    box : tuple of float
        Left, top, right and bottom in pixels of the raster.
    to_data : callable
        From a point in pixels of the raster to data coordinates, as the figure was when drawn.
    x, y : AxisValues
        What the values of its axes stand for, as the figure was when drawn.
    labels : tuple of PlacedLabel
        Its annotations, and the entries of its legends.
    """

    live: Live
    box: tuple[float, float, float, float]
    to_data: Callable[[float, float], tuple[float, float]]
    x: AxisValues
    y: AxisValues
    labels: tuple[PlacedLabel, ...] = ()

    @property
    def axes(self) -> Any:
        """The ``matplotlib.axes.Axes``.

        Raises
        ------
        NotVisibleError
            It is gone.
        """
        return still_here(self.live, "The figure")


class RemoteFile:
    """The bytes at a URL, fetched when they are first needed.

    They are let go once they were drawn, so that many pictures take no memory, unless a question
    holds them, whose tools may look closer.

    Parameters
    ----------
    fetch : callable
        Returns the bytes.
    """

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch
        self._data: bytes | None = None
        self._is_held = False

    @property
    def is_here(self) -> bool:
        """True if nothing has to be fetched."""
        return self._data is not None

    def load(self) -> bytes:
        """Return the bytes.

        Raises
        ------
        FetchError
        """
        if self._data is None:
            self._data = self._fetch()
        return self._data

    def take(self) -> bytes:
        """Return the bytes to be drawn; the next question fetches them anew.

        Raises
        ------
        FetchError
        """
        data = self.load()
        if not self._is_held:
            self._data = None
        return data

    def hold(self) -> None:
        """Keep the bytes until `release`."""
        self._is_held = True

    def release(self) -> None:
        """Let the bytes go."""
        self._data, self._is_held = None, False


@dataclass(frozen=True)
class Raster:
    """Pixels as they come from a source, before preparation.

    Attributes
    ----------
    image : PIL.Image.Image
        The picture; may be opened and not yet decoded, so that preparation can choose the
        size at which it is (``Image.draft``). EXIF orientation is not applied yet.
    data : bytes or None
        The encoded bytes that `image` was opened from, where they could be sent as they are.
    background : tuple of int, or None
        RGB color to lay transparency on, where the source has one of its own.
    drawn : bool or None
        True for drawings and screenshots (kept lossless), False for photographs, None where
        preparation has to look.
    notes : tuple of str
        What the caption must say, such as "first of 12 frames".
    small_text : tuple of SmallText
        For sources that know their text, so that preparation can say how high it arrives.
    places : tuple of Place
        For figures of matplotlib's, where each Axes lies.
    original_size : tuple of int, or None
        Width and height of the upright original, where this is a copy that was made smaller.
    scalable : bool
        The source draws itself at any size, so that a part of it can be drawn larger.
    is_part : bool
        Only the part of a `CloseUp` was drawn.
    usual_letters : float or None
        Height in pixels of the capitals of a chart's tick labels, as its library draws them unless
        it is told otherwise.
    pixel_ratio : float
        Pixels of the original to a CSS pixel of the size at which its library displays it.
    """

    image: Image.Image
    data: bytes | None = None
    background: Color | None = None
    drawn: bool | None = None
    notes: tuple[str, ...] = ()
    small_text: tuple[SmallText, ...] = ()
    places: tuple[AxesPlacement, ...] = ()
    original_size: tuple[int, int] | None = None
    scalable: bool = False
    is_part: bool = False
    usual_letters: float | None = None
    pixel_ratio: float = 1.0


@dataclass(frozen=True, eq=False)
class Attachment:
    """One thing sent along with a prompt, with the name that the user gave it.

    Attributes
    ----------
    name : str
        As the user typed it, or a word for its kind; never a path beyond what was typed. On one
        line, and without what cannot be seen.
    kind : {"image", "figure", "url", "file", "document", "text"}
        "figure" is a live chart whose data the kernel holds; "url" has `url` set and can be
        sent by reference; "file" is an existing `file_id`, whose pixels are not here;
        "document" is a PDF; "text" is text that a cell has shown.
    draw : callable or None
        Returns the `Raster`; takes the `Fit` of the model. None for an existing `file_id` and
        for a document.
        Called once a question, in the caller's thread: plotting libraries are not thread-safe.
    url : str or None
    file_id : str or None
    source : object
        The object that the user pointed at, unless it is a live figure.
    live : Live or None
        The live figure, or the part of one, that the user pointed at.
    remote : RemoteFile or None
        For a URL, what was fetched from it.
    is_copy : bool
        Only a copy as it was sent is here, which is smaller than the original.
    cut : Cut or None
        For a part of another attachment, which one, and where.
    load : callable or None
        Returns the encoded bytes, where it is not made here: of a file, of a document, or of
        what is at a URL and may be one.
    pages : Pages or None
        For a part of a PDF, or one that was decrypted: which pages of the original it holds.
    digest : str
        What tells the content of such a copy, in hexadecimal digits; else empty.
    text : str
        Of a text, as it is sent.
    """

    name: str
    kind: Kind
    draw: Callable[[Fit], Raster] | None = field(default=None, repr=False)
    url: str | None = None
    file_id: str | None = None
    source: object = field(default=None, repr=False)
    cut: Cut | None = field(default=None, repr=False)
    load: Callable[[], bytes] | None = field(default=None, repr=False)
    pages: Pages | None = field(default=None, repr=False)
    digest: str = field(default="", repr=False)
    live: Live | None = field(default=None, repr=False)
    text: str = field(default="", repr=False)
    remote: RemoteFile | None = field(default=None, repr=False)
    is_copy: bool = False

    @property
    def target(self) -> Any:
        """The object that the user pointed at; None for a live figure that is gone."""
        return self.source if self.live is None else self.live()

    @property
    def is_gone(self) -> bool:
        """True for an attachment of a live figure that this kernel no longer holds."""
        return self.live is not None and self.live() is None

    def release(self) -> None:
        """Hold the live figure, or the bytes of a URL, no longer: its question is answered."""
        if self.live is not None:
            self.live.release_figure()
        if self.remote is not None:
            self.remote.release()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what it was made of, which stays in this process, paths included."""
        return {**vars(self), "draw": None, "load": None, "source": None, "remote": None}

    def __post_init__(self) -> None:
        # Here, since a name goes to every surface: captions, tables, errors, and to Claude.
        object.__setattr__(self, "name", to_visible_line(self.name) or self.kind)


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """Origin of a part that was cut from a picture.

    Attributes
    ----------
    whole : Attachment
    box : tuple of float
        Left, top, right and bottom in pixels of the upright original.
    is_tile : bool
        Whether it is one of the pieces that together are the whole.
    """

    whole: Attachment
    box: tuple[float, float, float, float]
    is_tile: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Selection of pages of a PDF.

    Attributes
    ----------
    numbers : tuple of int
        Their numbers in the original, from 1, in order.
    total : int
        How many the original has.
    """

    numbers: tuple[int, ...]
    total: int

    @property
    def is_part(self) -> bool:
        """True if a page of the original is missing."""
        return len(self.numbers) < self.total

    def __str__(self) -> str:
        return page_list(self.numbers)


def page_list(numbers: Iterable[int]) -> str:
    """Return page numbers as a reader writes them: ``"3–5, 8"``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def short_name(name: str) -> str:
    """Return the last part of a path or an address: its folders can say more than Claude needs."""
    from urllib.parse import urlsplit

    if "://" in name:
        name = urlsplit(name).path.rstrip("/")
    return name.replace("\\", "/").rsplit("/", 1)[-1] or name
