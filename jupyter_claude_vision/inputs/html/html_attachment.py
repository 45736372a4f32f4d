"""HTML as an attachment: the page around it, its picture, and what the caption says of it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ...errors import ImageTooLargeError, NotVisibleError
from ..attachment import Attachment, Raster
from ..loaded_modules import loaded_module
from .browser import PIXEL_RATIO, TALLEST_PAGE, WIDEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from ..attachment import InputOptions
    from .browser import Screenshot

_MOST_CHARACTERS: Final = 50_000_000
_MARGIN: Final = 8
"""CSS pixels that are left around what a page shows."""

_MOST_HOSTS: Final = 4

_STYLE: Final = """
html { background: white; color: #212121; }
body { margin: 8px; width: fit-content; max-width: 964px;
  font: 14px/1.5 system-ui, "Helvetica Neue", Helvetica, Arial, sans-serif; }
table.dataframe, table:not([class]) { border-collapse: collapse; border-spacing: 0; border: none;
  font-size: 12px; margin-bottom: 1em; }
table.dataframe td, table.dataframe th, table:not([class]) td, table:not([class]) th {
  text-align: right; vertical-align: middle; padding: 0.5em; border: none; white-space: nowrap; }
table.dataframe thead { border-bottom: 1px solid #bdbdbd; }
table.dataframe tbody tr:nth-child(odd) { background: #f5f5f5; }
pre, code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
"""


def attach_html(
    build_html: Callable[[], str],
    name: str,
    options: InputOptions,
    *,
    source: object = None,
    notes: tuple[str, ...] = (),
) -> Attachment:
    """Return HTML as an attachment; it is built, and drawn, when it is needed.

    Parameters
    ----------
    build_html : callable
        Returns a piece of HTML, or a whole document.
    name : str
        What the user calls it.
    options : InputOptions
    source : object, optional
        What it was made of.
    notes : tuple of str
        For the caption.
    """
    return Attachment(
        name, "image", lambda _: draw_html(build_html(), name, options, notes), source=source
    )


def draw_html(html: str, name: str, options: InputOptions, notes: tuple[str, ...] = ()) -> Raster:
    """Return a picture of HTML as a notebook shows it, cropped to its content.

    Raises
    ------
    NotVisibleError
        It shows nothing by itself.
    ImageTooLargeError
        It is too long to be drawn.
    MissingPackageError, UnreadableImageError
        It cannot be drawn (see `HtmlBrowser.draw_page`).
    """
    if len(html) > _MOST_CHARACTERS:
        msg = f"{name} has {len(html) / 1e6:,.0f} MB of HTML; at most 50 are drawn."
        raise ImageTooLargeError(msg)
    screenshot = options.browser.draw_page(_wrap_fragment(html), name)
    image = _crop_margins(screenshot.png)
    if image is None:
        raise NotVisibleError(_explain_blank(name, screenshot.hosts))
    return Raster(image, drawn=True, notes=(*notes, *_page_notes(screenshot)))


def describe_rows(frame: Any) -> tuple[str, ...]:
    """Return which rows and columns of a pandas table a notebook shows; empty for all."""
    pandas = loaded_module("pandas")
    if pandas is None or not isinstance(frame, pandas.DataFrame):
        return ()
    notes = []
    rows, columns = frame.shape
    most_rows = pandas.get_option("display.max_rows") or rows
    if rows > most_rows:
        # What pandas itself does: a few of many rows, half of them from the end.
        count = min(pandas.get_option("display.min_rows") or most_rows, most_rows)
        notes.append(f"first {count - count // 2} and last {count // 2} of {rows:,} rows")
    most_columns = pandas.get_option("display.max_columns") or columns
    if columns > most_columns:
        half = most_columns // 2
        notes.append(f"first {half} and last {half} of {columns:,} columns")
    return tuple(notes)


def _wrap_fragment(html: str) -> str:
    """Return a document; a piece of HTML gets the looks of a notebook's outputs."""
    start = html.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html")):
        return html
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><style>{_STYLE}</style></head>'
        f"<body>{html}</body></html>"
    )


def _crop_margins(png: bytes) -> Image.Image | None:
    """Return a picture without the empty space around its content; None where it has none."""
    from PIL import Image, ImageChops

    with Image.open(BytesIO(png), formats=["PNG"]) as file:
        image = file.convert("RGB")
    corner = image.getpixel((image.width - 1, image.height - 1))
    box = ImageChops.difference(image, Image.new("RGB", image.size, corner)).getbbox()
    if box is None:
        return None
    margin = _MARGIN * PIXEL_RATIO
    left, top, right, bottom = box
    return image.crop(
        (
            max(left - margin, 0),
            max(top - margin, 0),
            min(right + margin, image.width),
            min(bottom + margin, image.height),
        )
    )


def _page_notes(screenshot: Screenshot) -> tuple[str, ...]:
    notes = []
    if screenshot.hosts:
        notes.append(f"without what it would have loaded from {_list_hosts(screenshot.hosts)}")
    if screenshot.height > TALLEST_PAGE:
        notes.append(f"the first {TALLEST_PAGE:,} of {screenshot.height:,} px of the page")
    if screenshot.width > WIDEST_PAGE:
        notes.append(f"the left {WIDEST_PAGE:,} of {screenshot.width:,} px of the page")
    return tuple(notes)


def _explain_blank(name: str, hosts: tuple[str, ...]) -> str:
    if not hosts:
        return f"{name} is HTML that shows nothing."
    return (
        f"{name} shows nothing without what it loads from {_list_hosts(hosts)}, and nothing is "
        "fetched for it: have it written with its scripts inside, or name a picture of it."
    )


def _list_hosts(hosts: tuple[str, ...]) -> str:
    rest = f" and {len(hosts) - _MOST_HOSTS} more" if len(hosts) > _MOST_HOSTS else ""
    return ", ".join(hosts[:_MOST_HOSTS]) + rest
