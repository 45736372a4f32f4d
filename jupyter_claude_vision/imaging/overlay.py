"""Numbered boxes and points drawn on a picture, readable on any background.

Every line is a color between white and black lines, every number a colored badge with a white
rim, so that there is contrast on whatever lies under it. The labels stand in a legend under the
picture, where they hide nothing, however many marks there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image, ImageDraw, ImageFont

    from .geometry import Box, Point
    from .prepare import PreparedImage

Color: TypeAlias = tuple[int, int, int]

COLORS: Final[tuple[Color, ...]] = (
    (0, 114, 178),
    (213, 94, 0),
    (0, 128, 96),
    (160, 60, 120),
    (80, 80, 80),
    (150, 100, 0),
)
"""Distinct with impaired color vision (after Okabe and Ito), dark enough for white digits."""

_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_INK: Final = (34, 34, 34)
_SHADOW: Final = (110, 110, 110)

_LETTERS: Final = 0x180
"""Up to which character Pillow's own font goes: Latin."""

_SIGNS: Final = frozenset("‘’“”…")

_SUBSTITUTES: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "€": "EUR"})
"""What is written for signs that the font lacks."""


@dataclass(frozen=True, slots=True)
class OverlayMark:
    """A numbered box or point to be drawn on a picture.

    Attributes
    ----------
    number : int
        From 1; it also chooses the color. 0 has no badge.
    label : str
        Its entry in the legend; without it and a number it has none.
    place : str
        The label's substitute in the legend where the font lacks its letters.
    bounds : tuple of float, or None
        Left, top, right and bottom in pixels of the original; a point has no area. None for an
        entry of the legend alone.
    is_point : bool
        Drawn as a ring around `bounds`.
    tint : tuple of int, or None
        RGB color, where the number does not choose it.
    target : tuple of float, or None
        A point in pixels of the original that a line leads to.
    """

    number: int
    label: str
    place: str
    bounds: Box | None
    is_point: bool
    tint: Color | None = None
    target: Point | None = None

    @property
    def color(self) -> Color:
        """RGB color of the outline, the badge and the entry in the legend."""
        return self.tint or color_at(self.number)

    @property
    def legend_text(self) -> str:
        """The label on one line, or the place where Pillow's font cannot write the label."""
        text = " ".join(self.label.split()).translate(_SUBSTITUTES)
        is_writable = all(ord(c) < _LETTERS or c in _SIGNS for c in text)
        return text if text and is_writable else self.place


def color_at(number: int) -> Color:
    """Return the RGB color of the mark with a number, counted from 1."""
    return COLORS[(number - 1) % len(COLORS)]


def encode_marked_picture(picture: PreparedImage, marks: Sequence[OverlayMark]) -> bytes:
    """Return a picture as it was sent with marks, whose numbers a table explains; PNG or JPEG."""
    from .encode import QUALITY, encode_jpeg, encode_png

    overlay = draw_overlay(picture.open(), marks, picture.original_size, legend=False)
    is_photo = picture.media_type == "image/jpeg"
    return encode_jpeg(overlay, QUALITY) if is_photo else encode_png(overlay)


def draw_overlay(
    image: Image.Image, marks: Sequence[OverlayMark], size: tuple[int, int], *, legend: bool
) -> Image.Image:
    """Return a picture with marks on it.

    Parameters
    ----------
    image : PIL.Image.Image
        The picture, at any size.
    marks : sequence of Mark
    size : tuple of int
        Width and height of the original in pixels, which the marks refer to.
    legend : bool
        Write the labels under the picture.
    """
    canvas = image.convert("RGB")
    scale = canvas.width / size[0], canvas.height / size[1]
    pen = _Pen(canvas)
    boxes = [(mark, _scale_box(mark.bounds, scale)) for mark in marks if mark.bounds]
    for mark, box in boxes:
        if mark.target is not None:
            pen.draw_line(mark, box, (mark.target[0] * scale[0], mark.target[1] * scale[1]))
        pen.draw_outline(mark, box)
    for mark, box in boxes:
        if mark.number:
            pen.draw_badge(mark, box)
    entries = [mark for mark in marks if mark.number or mark.label]
    return _add_legend(canvas, entries) if legend and entries else canvas


def _scale_box(box: Box, scale: tuple[float, float]) -> Box:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]


class _Pen:
    """Pen for marks on an image; all sizes follow from the image's."""

    def __init__(self, image: Image.Image) -> None:
        from PIL import ImageDraw

        self._draw = ImageDraw.Draw(image)
        self._size = image.size
        unit = max(image.size) / 500
        self._line = max(round(unit), 2)
        self._radius = max(round(unit * 7), 8)
        self._font = _load_font(round(self._radius * 1.25))
        self._badge_places: list[tuple[float, float]] = []

    def draw_outline(self, mark: OverlayMark, box: Box) -> None:
        """Draw a box, or a ring around a point."""
        if mark.is_point:
            reach = self._radius * 0.8
            box = (box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach)
        shape = self._draw.ellipse if mark.is_point else self._draw.rectangle
        for color, grow in ((_BLACK, 1), (_WHITE, 0), (mark.color, -1)):
            is_inner = color == mark.color
            width = self._line if is_inner else self._line + 2 * (grow + 1)
            reach = width / 2 if is_inner else self._line / 2 + 1 + grow
            shape(_grow_box(box, reach), outline=color, width=width)

    def draw_line(self, mark: OverlayMark, box: Box, target: Point) -> None:
        """Draw a line from the middle of a box to a target, which a cross marks."""
        start = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        (x, y), reach = target, self._radius * 0.6
        strokes = (
            (start, target),
            ((x - reach, y - reach), (x + reach, y + reach)),
            ((x - reach, y + reach), (x + reach, y - reach)),
        )
        for color, width in ((_WHITE, self._line + 4), (mark.color, self._line + 1)):
            for stroke in strokes:
                self._draw.line(stroke, fill=color, width=width)

    def draw_badge(self, mark: OverlayMark, box: Box) -> None:
        """Draw a mark's number at its corner, beside earlier badges."""
        # So that the badge does not cover the content of the box, nor the point.
        aside = (1.5 if mark.is_point else 0.7) * self._radius
        x, y = self._free_place(box[0] - aside, box[1] - aside)
        radius, text = self._radius, str(mark.number)
        for grow, color in ((2, _BLACK), (1, _WHITE), (0, mark.color)):
            reach = radius + grow * max(self._line / 2, 1)
            self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=color)
        self._draw.text((x, y), text, fill=_WHITE, font=self._font, anchor="mm")

    def _free_place(self, x: float, y: float) -> tuple[float, float]:
        reach, step = self._radius * 1.4, self._radius * 2.4
        x = min(max(x, reach), max(self._size[0] - reach, reach))
        y = min(max(y, reach), max(self._size[1] - reach, reach))
        while any(abs(x - a) < step and abs(y - b) < step for a, b in self._badge_places):
            x += step
            if x > self._size[0] - reach:
                x, y = reach, y + step
            if y > self._size[1] - reach:
                break
        self._badge_places.append((x, y))
        return x, y


def _grow_box(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _add_legend(image: Image.Image, marks: Sequence[OverlayMark]) -> Image.Image:
    from PIL import Image, ImageDraw

    size = max(round(max(image.size) / 50), 13)
    font, margin, line = _load_font(size), size, round(size * 1.7)
    probe = ImageDraw.Draw(image)
    texts = [_fit_text(probe, mark.legend_text, font, image.width - 5 * size) for mark in marks]
    longest = max(probe.textlength(text, font) for text in texts)
    columns = max(min(int(image.width // (longest + 5 * size)), len(marks)), 1)
    rows = -(-len(marks) // columns)
    sheet = Image.new("RGB", (image.width, image.height + rows * line + 2 * margin), _WHITE)
    sheet.paste(image)
    pen = ImageDraw.Draw(sheet)
    pen.line((0, image.height, image.width, image.height), fill=_SHADOW)
    for index, (mark, text) in enumerate(zip(marks, texts, strict=True)):
        column, row = divmod(index, rows)
        x = margin + column * (image.width - margin) / columns
        y = image.height + margin + (row + 0.5) * line
        _draw_legend_entry(pen, (x, y), mark, text, size)
    return sheet


def _draw_legend_entry(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], mark: OverlayMark, text: str, size: int
) -> None:
    x, y = place
    radius = size * 0.75
    pen.ellipse((x, y - radius, x + 2 * radius, y + radius), fill=mark.color)
    number = _load_font(round(size * 0.8))
    if mark.number:
        pen.text((x + radius, y), str(mark.number), fill=_WHITE, font=number, anchor="mm")
    pen.text((x + 2.4 * size, y), text, fill=_INK, font=_load_font(size), anchor="lm")


def _fit_text(
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


def _load_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
