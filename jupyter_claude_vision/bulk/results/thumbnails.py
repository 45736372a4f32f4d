"""Small pictures of what many questions were about, with the regions that were found."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ...errors import ClaudeVisionError
from ...imaging import encode
from ...imaging.overlay import draw_overlay
from ...imaging.prepare import Limits, prepare_image
from ...inputs.attachment import InputOptions
from ...inputs.files.file_types import SENDABLE_FORMATS
from ...inputs.registry import recognize_input
from ...models import STANDARD
from ...visible import visible_line

if TYPE_CHECKING:
    from PIL import Image

    from ...answers.regions import Regions
    from ...imaging.prepare import PreparedImage

_SIDE: Final = 96
_MARKED_SIDE: Final = 280
"""Pixels; the number of a region is to be read on it."""

_BYTES: Final = 4_000
_MARKED_BYTES: Final = 16_000


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of what was asked about.

    Attributes
    ----------
    data : bytes
        PNG or JPEG.
    media_type : str
    name : str
    """

    data: bytes = field(repr=False)
    media_type: str
    name: str

    def open(self) -> Image.Image:
        """Return it as a PIL image."""
        from PIL import Image

        return Image.open(BytesIO(self.data), formats=SENDABLE_FORMATS)

    @property
    def html(self) -> str:
        """As an HTML element, the picture inside."""
        text = base64.b64encode(self.data).decode()
        alt, media_type = escape(visible_line(self.name)), escape(self.media_type)
        return f'<img alt="{alt}" src="data:{media_type};base64,{text}">'

    def marked(self, regions: Regions) -> Thumbnail:
        """Return it with regions on it."""
        size = regions[0].picture.original_size
        image = draw_overlay(self.open(), [r.mark for r in regions], size, legend=False)
        made = (
            encode.encode_png(image)
            if self.media_type == "image/png"
            else encode.encode_jpeg(image, 85)
        )
        return Thumbnail(made, self.media_type, self.name)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {self.media_type: self.data, "text/plain": repr(self)}


def stored(prepared: PreparedImage, *, to_be_marked: bool) -> tuple[str, str]:
    """Return a thumbnail for a record: media type and base64 text."""
    side, size = (_MARKED_SIDE, _MARKED_BYTES) if to_be_marked else (_SIDE, _BYTES)
    data, media_type = prepared.thumbnail(side, size)
    return media_type, base64.b64encode(data).decode()


def from_file(path: str, name: str, regions: Regions) -> Thumbnail | None:
    """Return a thumbnail of a file, to be marked where there are regions.

    None where it is gone, cannot be read any more, or has another size than the regions are for.
    """
    side = _MARKED_SIDE if regions else _SIDE
    try:
        attachment = recognize_input(os.path.expanduser(path), name, options=InputOptions())  # noqa: PTH111 - it is text
        made = prepare_image(attachment, Limits(STANDARD, side=side))
        if regions and regions[0].picture.original_size != made.original_size:
            return None
        data, media_type = made.thumbnail(side)
    except ClaudeVisionError:
        return None  # moved or changed since: the answer is still the answer
    return Thumbnail(data, media_type, name)
