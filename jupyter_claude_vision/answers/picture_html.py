"""Pictures of a question as HTML for a cell, with the answer's text beside them.

In HTML, since JupyterLab and nbconvert drop the alternative text of ``image/png``, and a picture
and a text that are outputs of their own never stand side by side. No script: what unfolds is
``<details>``, what depends on the width a container query.
"""

from __future__ import annotations

import html
from base64 import b64encode
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..imaging.encode import encode_for_notebook, make_thumbnail
from ..inputs.files.file_types import SENDABLE_FORMATS
from ..text import escape_html
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..imaging.prepare import PreparedImage
    from .sent_attachment import SentImage

_LEAST_BYTES: Final = 8_000
"""Of one of many pictures, however many there are."""

_FOLDED: Final = (480, 16_000)
"""Side in pixels and bytes of a picture that stands above already."""

_SMALL_SIDE: Final = 640
_SMALL_BYTES: Final = 50_000

_STYLE: Final = """<style>
.claude-vision { container-type: inline-size; }
.claude-vision-row { display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: flex-start; }
.claude-vision-pictures { flex: 2 1 28em; min-width: 0; display: flex; flex-wrap: wrap;
  gap: 0 1em; }
.claude-vision-text { flex: 1 1 22em; min-width: 0; }
.claude-vision figure { flex: 1 1 16em; margin: 0 0 0.8em; min-width: 0; }
.claude-vision figure img { display: block; height: auto; margin: 0; max-width: 100%; }
.claude-vision figcaption { font-size: 0.85em; opacity: 0.75; overflow-wrap: anywhere; }
.claude-vision details { margin: 0; overflow: auto; }
.claude-vision summary { cursor: zoom-in; display: block; list-style: none; }
.claude-vision summary::-webkit-details-marker { display: none; }
.claude-vision [open] > summary { cursor: zoom-out; }
.claude-vision figure:has([open]), .claude-vision-pictures:has([open]) {
  flex-basis: 100%; max-width: none !important; }
.claude-vision [open] img { max-height: none !important; max-width: none !important; width: auto; }
.claude-vision-folded summary { align-items: center; display: flex; gap: 0.6em; }
.claude-vision details:not([open]) > .claude-vision-small img { height: 40px; width: auto; }
.claude-vision-several img { max-height: 22em; width: auto; }
@container (max-width: 52em) { .claude-vision figure img { max-height: 26em; width: auto; } }
</style>"""


@dataclass(frozen=True, eq=False)
class CellPicture:
    """A picture under a cell, with its caption.

    Attributes
    ----------
    name : str
        The user's name for it.
    caption : str
    alt : str
        Alternative text.
    data : bytes
        Empty where there are no pixels in this kernel.
    media_type : str
    css_width : int
        Width in CSS pixels, where there is room.
    is_folded : bool
        It stands above in the conversation already.
    prepared_image : PreparedImage or None
        The image that it was made from.
    """

    name: str
    caption: str
    alt: str
    data: bytes = field(default=b"", repr=False)
    media_type: str = ""
    css_width: int = 1
    is_folded: bool = False
    prepared_image: PreparedImage | None = field(default=None, repr=False)

    @property
    def is_full(self) -> bool:
        """True for a picture that is shown at its size, beside which a text can stand."""
        return bool(self.data) and not self.is_folded


def prepare_cell_pictures(images: Sequence[SentImage], most_bytes: int) -> list[CellPicture]:
    """Return the pictures and pages of a question as they are shown under its cell.

    Parameters
    ----------
    images : sequence of SentImage
    most_bytes : int
        Of all pictures together; where it takes less, captions say that they are reduced.
    """
    share = max(most_bytes // max(len(images), 1), _LEAST_BYTES)
    return [_prepare_picture(image, share) for image in images]


def _prepare_picture(image: SentImage, most_bytes: int) -> CellPicture:
    picture = CellPicture(image.name, image.caption, image.name)
    if (prepared_image := image.prepared_image) is not None:
        if image.repeated:
            data, media_type = prepared_image.thumbnail(*_FOLDED)
            return replace(picture, data=data, media_type=media_type, is_folded=True)
        return show_pixels(picture, prepared_image, prepared_image.data, most_bytes)
    if image.document is not None and not image.repeated:
        sheet = image.document.page_sheet()
        if sheet is not None:
            caption = " · ".join(part for part in (picture.caption, sheet.caption) if part)
            width = _read_width(sheet.data) if sheet.data else 1
            return replace(
                picture,
                caption=caption,
                alt=f"pages of {image.name}",
                data=sheet.data,
                media_type=sheet.media_type,
                css_width=width,
            )
    return picture


def show_pixels(
    picture: CellPicture, prepared_image: PreparedImage, data: bytes, most_bytes: int
) -> CellPicture:
    """Return a picture that shows some file, such as one with regions drawn on it.

    Parameters
    ----------
    picture : CellPicture
    prepared_image : PreparedImage
        As it was sent.
    data : bytes
        The file to show, as wide as `prepared_image`.
    most_bytes : int
        Where it takes less, the caption says that the picture is reduced.
    """
    file, media_type, note = encode_for_notebook(data, most_bytes=most_bytes)
    caption = picture.caption
    if note:
        caption += f" · {note}: ClaudeVision.shown_kilobytes keeps notebooks small"
    return replace(
        picture,
        caption=caption,
        data=file,
        media_type=media_type,
        css_width=prepared_image.css_width,
        is_folded=False,
        prepared_image=prepared_image,
    )


def _read_width(data: bytes) -> int:
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(data), formats=SENDABLE_FORMATS) as image:
        return image.width


def render_cell_html(pictures: Sequence[CellPicture], text: str = "") -> str:
    """Return pictures as HTML, with a text beside or under them.

    Parameters
    ----------
    pictures : sequence of CellPicture
    text : str
        Safe HTML; empty for none.
    """
    full = [picture for picture in pictures if picture.data]
    size = f"flex-basis: min({full[0].css_width}px, 28em); " if len(full) == 1 else ""
    width = sum(picture.css_width for picture in full)
    style = f' style="{size}max-width: {width}px"' if full and full[0].is_full else ""
    layout = " claude-vision-several" if len(full) > 1 else ""
    figures = "".join(map(_render_figure, pictures))
    under = "" if any(picture.is_full for picture in pictures) else ' style="flex-basis: 100%"'
    beside = f'<div class="claude-vision-text"{under}>{text}</div>' if text else ""
    return (
        f'{_STYLE}<div class="claude-vision"><div class="claude-vision-row">'
        f'<div class="claude-vision-pictures{layout}"{style}>{figures}</div>{beside}</div></div>'
    )


def _render_figure(picture: CellPicture) -> str:
    text = escape_html(to_visible_line(picture.caption))
    caption = f"<figcaption>{text}</figcaption>" if text else ""
    if not picture.data:
        return f"<figure>{caption}</figure>"
    image = render_image(picture)
    if picture.is_folded:
        return (
            '<figure class="claude-vision-folded"><details><summary class="claude-vision-small">'
            f"{image}{caption}</summary></details></figure>"
        )
    return (
        f'<figure style="max-width: {picture.css_width}px"><details><summary>{image}</summary>'
        f"</details>{caption}</figure>"
    )


def render_image(picture: CellPicture) -> str:
    """Return a picture as an HTML element, its data inside."""
    source = f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"
    alt = html.escape(to_visible_line(picture.alt))
    # As attributes, which stay where a notebook that is not trusted loses its styles.
    size = 'height="40"' if picture.is_folded else f'width="{picture.css_width}"'
    return f'<img src="{source}" alt="{alt}" {size} style="max-width: 100%">'


def render_fallback(pictures: Sequence[CellPicture]) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return a picture and its metadata for where no HTML is shown: LaTeX, and some consoles.

    There is one where there is one picture, which is small enough for a second copy of it.
    """
    full = [picture for picture in pictures if picture.is_full]
    if len(full) != 1:
        return {}, {}
    data, media_type = make_thumbnail(full[0].data, side=_SMALL_SIDE, target_bytes=_SMALL_BYTES)
    return {media_type: data}, {media_type: {"alt": full[0].alt}}
