"""Small pictures of the items of a run, with the regions of the answers."""

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
from ...imaging.prepare import ImageLimits, prepare_image
from ...inputs.attachment import InputOptions
from ...inputs.files.file_types import SENDABLE_FORMATS
from ...inputs.registry import recognize_input
from ...models import STANDARD
from ...visible import to_visible_line

if TYPE_CHECKING:
    from PIL import Image

    from ...answers.regions import Regions
    from ...imaging.prepare import PreparedImage

_SIDE: Final = 96
_SIDE_WITH_REGIONS: Final = 280
"""Pixels: the number of a region has to be legible."""

_BYTES: Final = 4_000
_BYTES_WITH_REGIONS: Final = 16_000


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of an item.

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
        """Return the picture as a PIL image."""
        from PIL import Image

        return Image.open(BytesIO(self.data), formats=SENDABLE_FORMATS)

    @property
    def html(self) -> str:
        """The picture as an HTML element, its data inside."""
        text = base64.b64encode(self.data).decode()
        alt, media_type = escape(to_visible_line(self.name)), escape(self.media_type)
        return f'<img alt="{alt}" src="data:{media_type};base64,{text}">'

    def draw_regions(self, regions: Regions) -> Thumbnail:
        """Return the picture with regions drawn on it."""
        size = regions[0].picture.original_size
        image = draw_overlay(self.open(), [r.mark for r in regions], size, legend=False)
        is_png = self.media_type == "image/png"
        data = encode.encode_png(image) if is_png else encode.encode_jpeg(image, 85)
        return Thumbnail(data, self.media_type, self.name)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {self.media_type: self.data, "text/plain": repr(self)}


def encode_thumbnail(image: PreparedImage, *, with_regions: bool) -> tuple[str, str]:
    """Return a thumbnail for a record: media type and base64 text."""
    side, size = (_SIDE, _BYTES)
    if with_regions:
        side, size = (_SIDE_WITH_REGIONS, _BYTES_WITH_REGIONS)
    data, media_type = image.thumbnail(side, size)
    return media_type, base64.b64encode(data).decode()


def load_thumbnail(path: str, name: str, regions: Regions) -> Thumbnail | None:
    """Return a thumbnail of a file, large enough for its regions.

    None where the file is gone, cannot be read, or has another size than the regions refer to.
    """
    side = _SIDE_WITH_REGIONS if regions else _SIDE
    try:
        attachment = recognize_input(os.path.expanduser(path), name, options=InputOptions())  # noqa: PTH111 - a path as text
        image = prepare_image(attachment, ImageLimits(STANDARD, side=side))
        if regions and regions[0].picture.original_size != image.original_size:
            return None
        data, media_type = image.thumbnail(side)
    except ClaudeVisionError:
        return None  # moved or changed since: the answer is valid without it
    return Thumbnail(data, media_type, name)
