"""Regions drawn on the picture they lie on, readable on any background.

Every line is a colour between white and black lines, every number a coloured badge with a white
rim, so that there is contrast on whatever lies under it. What the numbers mean stands in a
legend under the picture, where it hides nothing, however many regions there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..inputs.files.file_types import SENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image, ImageDraw, ImageFont

    from ..answers.regions import Region, Regions
    from .geometry import Box
    from .prepare import PreparedImage

COLORS: Final = (
    (0, 114, 178),
    (213, 94, 0),
    (0, 128, 96),
    (160, 60, 120),
    (80, 80, 80),
    (150, 100, 0),
)
"""Told apart by readers who see few colours (after Okabe and Ito), dark enough for white digits."""

_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_INK: Final = (34, 34, 34)
_SHADOW: Final = (110, 110, 110)

_LETTERS: Final = 0x180
"""Up to which character Pillow's own font goes: Latin."""

_SIGNS: Final = frozenset("–—‘’“”…€")


def color_of(region: Region) -> tuple[int, int, int]:
    """Return the RGB colour of a region, on the overlay and in the legend."""
    return COLORS[(region.number - 1) % len(COLORS)]


def marked(picture: PreparedImage, regions: Regions) -> tuple[bytes, str]:
    """Return a small PNG or JPEG of a picture with its regions and a legend, and its media type."""
    from io import BytesIO

    from PIL import Image

    thumbnail, media_type = picture.thumbnail()
    with Image.open(BytesIO(thumbnail), formats=SENT) as small:
        shown = draw_overlay(small, regions.on(picture), picture.original_size, legend=True)
    file = BytesIO()
    kind = media_type.removeprefix("image/").upper()
    shown.save(file, kind, **({"optimize": True} if kind == "PNG" else {"quality": 85}))
    return file.getvalue(), media_type


def draw_overlay(
    image: Image.Image, regions: Sequence[Region], size: tuple[int, int], *, legend: bool
) -> Image.Image:
    """Return a picture with regions on it.

    Parameters
    ----------
    image : PIL.Image.Image
        The picture, at any size.
    regions : sequence of Region
    size : tuple of int
        Width and height of the original in pixels, which the regions refer to.
    legend : bool
        Write what the numbers mean under the picture.
    """
    shown = image.convert("RGB")
    times = shown.width / size[0], shown.height / size[1]
    pen = _Pen(shown)
    boxes = [_scaled(region.bounds, times) for region in regions]
    for region, box in zip(regions, boxes, strict=True):
        pen.outline(region, box)
    for region, box in zip(regions, boxes, strict=True):
        pen.badge(region, box)
    return _with_legend(shown, regions) if legend and regions else shown


def _scaled(box: Box, times: tuple[float, float]) -> Box:
    return box[0] * times[0], box[1] * times[1], box[2] * times[0], box[3] * times[1]


class _Pen:
    """Draws regions on an image; all sizes follow from the image's."""

    def __init__(self, image: Image.Image) -> None:
        from PIL import ImageDraw

        self._draw = ImageDraw.Draw(image)
        self._size = image.size
        unit = max(image.size) / 500
        self._line = max(round(unit), 2)
        self._radius = max(round(unit * 7), 8)
        self._font = _font(round(self._radius * 1.25))
        self._taken: list[tuple[float, float]] = []

    def outline(self, region: Region, box: Box) -> None:
        """Draw a box, or a ring around a point."""
        if region.box is None:
            reach = self._radius * 0.8
            box = (box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach)
        shape = self._draw.rectangle if region.box else self._draw.ellipse
        for color, grow in ((_BLACK, 1), (_WHITE, 0), (color_of(region), -1)):
            inner = color == color_of(region)
            width = self._line if inner else self._line + 2 * (grow + 1)
            reach = width / 2 if inner else self._line / 2 + 1 + grow
            shape(_grown(box, reach), outline=color, width=width)

    def badge(self, region: Region, box: Box) -> None:
        """Draw a region's number at its corner, beside those that are there already."""
        aside = 0.7 * self._radius  # what is marked is not to be covered
        x, y = self._free_place(box[0] - aside, box[1] - aside)
        radius, text = self._radius, str(region.number)
        for grow, color in ((2, _BLACK), (1, _WHITE), (0, color_of(region))):
            reach = radius + grow * max(self._line / 2, 1)
            self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=color)
        self._draw.text((x, y), text, fill=_WHITE, font=self._font, anchor="mm")

    def _free_place(self, x: float, y: float) -> tuple[float, float]:
        reach, step = self._radius * 1.4, self._radius * 2.4
        x = min(max(x, reach), max(self._size[0] - reach, reach))
        y = min(max(y, reach), max(self._size[1] - reach, reach))
        while any(abs(x - a) < step and abs(y - b) < step for a, b in self._taken):
            x += step
            if x > self._size[0] - reach:
                x, y = reach, y + step
            if y > self._size[1] - reach:
                break
        self._taken.append((x, y))
        return x, y


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _with_legend(image: Image.Image, regions: Sequence[Region]) -> Image.Image:
    from PIL import Image, ImageDraw

    size = max(round(max(image.size) / 50), 13)
    font, margin, line = _font(size), size, round(size * 1.7)
    probe = ImageDraw.Draw(image)
    texts = [_fitting(probe, words_of(r), font, image.width - 5 * size) for r in regions]
    longest = max(probe.textlength(text, font) for text in texts)
    columns = max(min(int(image.width // (longest + 5 * size)), len(regions)), 1)
    rows = -(-len(regions) // columns)
    sheet = Image.new("RGB", (image.width, image.height + rows * line + 2 * margin), _WHITE)
    sheet.paste(image)
    pen = ImageDraw.Draw(sheet)
    pen.line((0, image.height, image.width, image.height), fill=_SHADOW)
    for place, (region, text) in enumerate(zip(regions, texts, strict=True)):
        column, row = divmod(place, rows)
        x = margin + column * (image.width - margin) / columns
        y = image.height + margin + (row + 0.5) * line
        _entry(pen, (x, y), region, text, size)
    return sheet


def words_of(region: Region) -> str:
    """Return a region's label, or where it lies, for a label that the font has no letters for."""
    text = " ".join(region.label.split())
    writable = all(ord(c) < _LETTERS or c in _SIGNS for c in text)
    return text if text and writable else region.where


def _entry(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], region: Region, text: str, size: int
) -> None:
    x, y = place
    radius = size * 0.75
    pen.ellipse((x, y - radius, x + 2 * radius, y + radius), fill=color_of(region))
    number = _font(round(size * 0.8))
    pen.text((x + radius, y), str(region.number), fill=_WHITE, font=number, anchor="mm")
    pen.text((x + 2.4 * size, y), text, fill=_INK, font=_font(size), anchor="lm")


def _fitting(
    pen: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    width: float,
) -> str:
    if pen.textlength(text, font) <= width:
        return text
    while len(text) > 1 and pen.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text}…"


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
