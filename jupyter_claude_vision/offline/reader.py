"""The offline reader: measures the pictures that arrived, reads their text, interprets nothing.

It stands in for Claude where there is no key, so that notebooks run and tests go all the way
through. Every answer begins with a line that says so.
"""

from __future__ import annotations

import colorsys
import re
import threading
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ..inputs.files.file_types import SENDABLE_FORMATS
from .pdf import blocks
from .structured_output import Facts, Line, filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from .validation import Checked, Picture

NOTICE: Final = (
    "*Offline reader, not Claude: it measures the picture and reads its text; it interprets "
    "nothing.*"
)
BEYOND: Final = "What was asked beyond that takes looking and thinking, which is Claude's part."
NO_RECOGNISER: Final = (
    "not read, which takes packages that are not installed: "
    '`pip install "jupyter-claude-vision[offline]"`'
)
NO_VALUES: Final = "It reads no values off bars, lines or marks, so these stay empty."

_RECOGNISER: Final = ("rapidocr", "onnxruntime", "numpy")
"""What the extra ``offline`` brings."""

# What may be asked of it, by the words that ask for it, and the part of the answer that tells.
_SORTS: Final = {
    "text": r"\b(text|say|says|said|read|reads|title|titled|label|labels|transcribe|written)\b",
    "colours": r"\b(colou?rs?|colou?red)\b",
    "size": r"\b(size|large|big|wide|tall|high|format|pixels|resolution)\b",
}
_SHORT: Final = 200
"""Characters up to which a prompt is a question."""
_COLOURS: Final = 4
_HUES: Final = (
    (15, "red"),
    (45, "orange"),
    (68, "yellow"),
    (165, "green"),
    (195, "cyan"),
    (255, "blue"),
    (310, "purple"),
    (340, "pink"),
    (361, "red"),
)
"""Up to which hue, in degrees, a colour is called what."""
_LEAST_SHARE: Final = 0.005
_CONFIDENCE: Final = 0.6


class Reader:
    """Reads pictures; keeps one text recogniser, and what it found in each picture."""

    def __init__(self) -> None:
        self._engine: Callable[[Any], Any] | None = None
        self._texts: dict[str, list[Line]] = {}
        self._lock = threading.Lock()

    def answer(self, request: Checked) -> str:
        """Return what can be told about the pictures of a request, the last turn's first."""
        new = request.pictures[len(request.pictures) - request.new :]
        pictures = new or request.pictures
        asked = _asked(request.prompt)
        parts = [NOTICE]
        if not pictures and not request.documents:
            parts.append("There is no picture to read.")
        if request.documents:
            parts.append("".join(block["text"] for block in blocks(request.documents)).strip())
        parts += [self._about(picture, asked) for picture in pictures]
        if not asked or len(asked) < len(_questions(request.prompt)):
            parts.append(BEYOND)
        if request.schema and pictures and asked and "text" not in asked and not _has_recogniser():
            parts.append(f"Text: {NO_RECOGNISER}")
        if request.schema and {"table", "claims"} & request.schema.get("properties", {}).keys():
            parts.append(NO_VALUES)
        text = "\n\n".join(parts)
        if request.schema is None:
            return text
        facts = [self._facts(picture, place) for place, picture in enumerate(pictures, 1)]
        return filled(request.schema, text, request.prompt, facts, colour_name)

    def cited(self, request: Checked) -> list[dict[str, Any]]:
        """Return what can be told about a request's documents, with their pages cited."""
        return [
            {"type": "text", "text": NOTICE},
            *blocks(request.documents),
            {"type": "text", "text": f"\n\n{BEYOND}"},
        ]

    def _facts(self, picture: Picture, place: int) -> Facts:
        numbered = re.match(r"Image (\d+)\b", picture.label)
        image = _opened(picture)
        return Facts(
            number=int(numbered[1]) if numbered else place,
            width=picture.width,
            height=picture.height,
            lines=self._read(picture),
            colours=[name for _, name, _ in main_colours(image)],
            image=image,
        )

    def _about(self, picture: Picture, asked: list[str]) -> str:
        """Return what was asked about a picture, or everything where nothing of it was."""
        name = picture.label.removesuffix(":") or "The picture"
        tell = {"size": self._size, "colours": self._colours, "text": self._text}
        told = [tell[sort](picture) for sort in asked or tell]
        return f"{name}:\n\n" + "\n".join(told)

    def _size(self, picture: Picture) -> str:
        kind = picture.media_type.removeprefix("image/").upper()
        return f"- {kind}, {picture.width} × {picture.height} px"

    def _colours(self, picture: Picture) -> str:
        shares = ", ".join(
            f"{share:.0%} {name} (`#{red:02x}{green:02x}{blue:02x}`)"
            for (red, green, blue), name, share in main_colours(_opened(picture))
        )
        return f"- Colours: {shares}"

    def _text(self, picture: Picture) -> str:
        if not _has_recogniser():
            return f"- Text: {NO_RECOGNISER}"
        lines = self._read(picture)
        if not lines:
            return "- Text: none found"
        return "- Text, from the top: " + " · ".join(_literal(line.text) for line in lines)

    def _read(self, picture: Picture) -> list[Line]:
        """Return a picture's text; none without the packages for it, as the answer says."""
        if not _has_recogniser():
            return []
        with self._lock:  # one recogniser, which is no faster for being asked twice at once
            if picture.digest not in self._texts:
                self._texts[picture.digest] = self._recognised(_opened(picture))
            return self._texts[picture.digest]

    def _recognised(self, image: Image.Image) -> list[Line]:
        import numpy as np

        if self._engine is None:
            self._engine = _engine()
        # Colours in the order that the recogniser was trained on.
        found = self._engine(np.asarray(image.convert("RGB"))[:, :, ::-1])
        if found.boxes is None:
            return []
        lines = zip(found.boxes, found.txts, found.scores, strict=True)
        certain = [Line(text, _box(box)) for box, text, score in lines if score >= _CONFIDENCE]
        return _in_reading_order(certain)


def main_colours(image: Image.Image) -> list[tuple[tuple[int, int, int], str, float]]:
    """Return an image's main colours: RGB, name, and share of the area, largest first."""
    from PIL import Image

    small = image.convert("RGB")
    small.thumbnail((256, 256), Image.Resampling.NEAREST)  # no colour that is not there
    reduced = small.quantize(_COLOURS, kmeans=1)
    palette = reduced.getpalette() or []
    total = reduced.width * reduced.height
    counts = sorted(reduced.getcolors() or [], reverse=True)
    found = []
    for count, index in counts:
        assert isinstance(index, int)  # noqa: S101 - as in any image with a palette
        red, green, blue = palette[3 * index : 3 * index + 3]
        if count / total >= _LEAST_SHARE:
            found.append(((red, green, blue), colour_name(red, green, blue), count / total))
    return found


def colour_name(red: int, green: int, blue: int) -> str:
    """Return what most people would call a colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if lightness > 0.93:
        return "white"
    if lightness < 0.1:
        return "black"
    if saturation < 0.12:
        return "grey"
    if 8 <= hue * 360 < 45 and lightness < 0.45:
        return "brown"
    return next(name for end, name in _HUES if hue * 360 < end)


def _asked(prompt: str) -> list[str]:
    """Return what a short question asks for; a long prompt, such as a task's, asks for all."""
    if len(prompt) > _SHORT:
        return []
    return [sort for sort, words in _SORTS.items() if re.search(words, prompt, re.IGNORECASE)]


def _literal(text: str) -> str:
    """Return text as Markdown that shows it as it is."""
    return f"`{text.replace('`', chr(39))}`"


def _questions(prompt: str) -> list[str]:
    return re.findall(r"[^.?!]*\?", prompt) or [prompt]


def _opened(picture: Picture) -> Image.Image:
    from PIL import Image

    return Image.open(BytesIO(picture.data), formats=SENDABLE_FORMATS)


def _in_reading_order(found: list[Line]) -> list[Line]:
    """Return lines from the top, those beside one another from the left."""
    rows: list[list[Line]] = []
    below = 0.0
    for line in sorted(found, key=_middle):
        if not rows or _middle(line) > below:
            rows.append([])
            below = _middle(line) + (line.box[3] - line.box[1]) / 2
        rows[-1].append(line)
    return [line for row in rows for line in sorted(row, key=lambda one: one.box[0])]


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _box(corners: Any) -> tuple[float, float, float, float]:
    xs, ys = [float(p[0]) for p in corners], [float(p[1]) for p in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _has_recogniser() -> bool:
    return all(find_spec(module) for module in _RECOGNISER)


def _engine() -> Callable[[Any], Any]:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})  # type: ignore[no-any-return]
