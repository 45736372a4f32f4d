"""The offline reader: measures pictures, reads their text, interprets nothing.

It stands in for Claude where there is no key, so that notebooks and tests run without one. Every
answer begins with a line that says so.
"""

from __future__ import annotations

import colorsys
import re
import threading
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ..inputs.files.file_types import SENDABLE_FORMATS
from .pdf import build_document_blocks
from .structured_output import Facts, TextLine, fill_form
from .tool_use import (
    choose_parts,
    describe_queries,
    find_query,
    find_whole_lines,
    is_small,
    limit_pictures,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

    from .pictures import ReceivedPicture
    from .request_validation import MessageRequest
    from .tool_use import Call

NOTICE: Final = (
    "*Offline reader, not Claude: it measures the picture and reads its text; it interprets "
    "nothing.*"
)
BEYOND: Final = "What was asked beyond that takes looking and thinking, which is Claude's part."
NO_RECOGNIZER: Final = (
    "not read, which takes packages that are not installed: "
    '`pip install "jupyter-claude-vision[offline]"`'
)
NO_VALUES: Final = "It reads no values off bars, lines or marks, so these stay empty."

_RECOGNIZER: Final = ("rapidocr", "onnxruntime", "numpy")
"""What the extra ``offline`` brings."""

# The topics of a description, and the words in a question that ask for each.
_TOPICS: Final = {
    "text": r"\b(text|say|says|said|read|reads|title|titled|label|labels|transcribe|written)\b",
    "colors": r"\b(colou?rs?|colou?red)\b",
    "size": r"\b(size|large|big|wide|tall|high|format|pixels|resolution)\b",
}
_SHORT: Final = 200
"""Characters up to which a prompt is a question."""
_MOST_COLORS: Final = 4
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
"""Names of hues, each with the upper end of its range in degrees."""
_LEAST_SHARE: Final = 0.005
_CONFIDENCE: Final = 0.6


class OfflineReader:
    """A reader of pictures with one text recognizer; it keeps the text of each picture."""

    def __init__(self) -> None:
        self._recognizer: Callable[[Any], Any] | None = None
        self._texts: dict[str, list[TextLine]] = {}
        self._lock = threading.Lock()

    def write_answer(self, request: MessageRequest) -> str:
        """Return a description of the last turn's pictures, or of all where it brought none."""
        pictures = request.asked_pictures
        topics = _find_topics(request.prompt)
        parts = [NOTICE]
        if not pictures and not request.documents:
            parts.append("There is no picture to read.")
        if request.documents:
            parts.append(
                "".join(block["text"] for block in build_document_blocks(request.documents)).strip()
            )
        queries = list(describe_queries(request.tools.calls))
        if topics or not queries:
            pieces = request.pictures[len(request.pictures) - request.pieces :]
            parts += [self._describe_picture(picture, topics, pieces) for picture in pictures]
        parts += queries
        if len(topics) + bool(queries) < max(len(_split_questions(request.prompt)), 1):
            parts.append(BEYOND)
        if (
            request.schema
            and pictures
            and topics
            and "text" not in topics
            and not _has_recognizer()
        ):
            parts.append(f"Text: {NO_RECOGNIZER}")
        if request.schema and {"table", "claims"} & request.schema.get("properties", {}).keys():
            parts.append(NO_VALUES)
        text = "\n\n".join(parts)
        if request.schema is None:
            return text
        facts = [self._measure_picture(picture, place) for place, picture in enumerate(pictures, 1)]
        return fill_form(request.schema, text, request.prompt, facts, name_color)

    def write_cited_answer(self, request: MessageRequest) -> list[dict[str, Any]]:
        """Return an answer's blocks about a request's documents, with citations of pages."""
        return [
            {"type": "text", "text": NOTICE},
            *build_document_blocks(request.documents),
            {"type": "text", "text": f"\n\n{BEYOND}"},
        ]

    def choose_calls(self, request: MessageRequest) -> list[Call]:
        """Return the calls of tools that the answer needs; none once they were made.

        Small text is looked at closer, and a live figure's data are asked for a number.
        """
        if request.tools.calls or request.schema is not None:
            return []
        pictures = limit_pictures(request.asked_pictures)
        topics, sql = _find_topics(request.prompt), ""
        if "query" in request.tools.names and len(request.prompt) <= _SHORT:
            sql = find_query(request.prompt)
        calls: list[Call] = [
            ("query", {"image": picture.number or place, "sql": sql})
            for place, picture in enumerate(pictures, 1)
            if sql
        ]
        if "zoom" in request.tools.names and ("text" in topics or not (topics or sql)):
            for place, picture in enumerate(pictures, 1):
                calls += choose_parts(picture, self._find_lines(picture), picture.number or place)
        return calls

    def _measure_picture(self, picture: ReceivedPicture, place: int) -> Facts:
        image = _open_image(picture)
        return Facts(
            number=picture.number or place,
            width=picture.width,
            height=picture.height,
            lines=self._read_lines(picture),
            colors=[name for _, name, _ in main_colors(image)],
            image=image,
        )

    def _describe_picture(
        self, picture: ReceivedPicture, topics: list[str], pieces: Sequence[ReceivedPicture]
    ) -> str:
        """Return a picture's description on the topics, or on all where there is none."""
        name = picture.label.removesuffix(":") or "The picture"
        parts = [piece for piece in pieces if piece.is_part_of(picture)]
        describe: dict[str, Callable[[ReceivedPicture], str]] = {
            "size": self._describe_size,
            "colors": self._describe_colors,
            "text": partial(self._describe_text, parts=parts),
        }
        descriptions = [describe[topic](picture) for topic in topics or describe]
        return f"{name}:\n\n" + "\n".join(descriptions)

    def _describe_size(self, picture: ReceivedPicture) -> str:
        kind = picture.media_type.removeprefix("image/").upper()
        return f"- {kind}, {picture.width} × {picture.height} px"

    def _describe_colors(self, picture: ReceivedPicture) -> str:
        shares = ", ".join(
            f"{share:.0%} {name} (`#{red:02x}{green:02x}{blue:02x}`)"
            for (red, green, blue), name, share in main_colors(_open_image(picture))
        )
        return f"- Colors: {shares}"

    def _describe_text(
        self, picture: ReceivedPicture, parts: Sequence[ReceivedPicture] = ()
    ) -> str:
        if not _has_recognizer():
            return f"- Text: {NO_RECOGNIZER}"
        lines = self._read_lines(picture)
        if not (lines or parts):
            return "- Text: none found"
        if parts:
            lines = [line for line in lines if not is_small(line)]
        texts = [f"- Text, from the top: {_join_lines(lines)}"] if lines else []
        texts += [
            f"- Text, closer, on {part.label.removesuffix(':')}: "
            f"{_join_lines(find_whole_lines(part, self._read_lines(part))) or 'none found'}"
            for part in parts
        ]
        return "\n".join(texts)

    def _read_lines(self, picture: ReceivedPicture) -> list[TextLine]:
        """Return a picture's lines of text; none without the packages for it."""
        return [line for line in self._find_lines(picture) if line.score >= _CONFIDENCE]

    def _find_lines(self, picture: ReceivedPicture) -> list[TextLine]:
        """Return the lines, also those that can hardly be read."""
        if not _has_recognizer():
            return []
        with self._lock:  # one recognizer, which is no faster in two threads
            if picture.digest not in self._texts:
                self._texts[picture.digest] = self._recognize_lines(_open_image(picture))
            return self._texts[picture.digest]

    def _recognize_lines(self, image: Image.Image) -> list[TextLine]:
        import numpy as np

        if self._recognizer is None:
            self._recognizer = _load_recognizer()
        # The recognizer was trained on BGR.
        result = self._recognizer(np.asarray(image.convert("RGB"))[:, :, ::-1])
        if result.boxes is None:
            return []
        lines = zip(result.boxes, result.txts, result.scores, strict=True)
        return _in_reading_order(
            [TextLine(text, _bounding_box(box), score) for box, text, score in lines]
        )


def main_colors(image: Image.Image) -> list[tuple[tuple[int, int, int], str, float]]:
    """Return an image's main colors: RGB, name, and share of the area, largest first."""
    from PIL import Image

    small = image.convert("RGB")
    small.thumbnail((256, 256), Image.Resampling.NEAREST)  # a filter would invent colors
    palette_image = small.quantize(_MOST_COLORS, kmeans=1)
    palette = palette_image.getpalette() or []
    total = palette_image.width * palette_image.height
    counts = sorted(palette_image.getcolors() or [], reverse=True)
    colors = []
    for count, index in counts:
        assert isinstance(index, int)  # noqa: S101 - as in any image with a palette
        red, green, blue = palette[3 * index : 3 * index + 3]
        if count / total >= _LEAST_SHARE:
            colors.append(((red, green, blue), name_color(red, green, blue), count / total))
    return colors


def name_color(red: int, green: int, blue: int) -> str:
    """Return a color's common name."""
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if lightness > 0.93:
        return "white"
    if lightness < 0.1:
        return "black"
    if saturation < 0.12:
        return "gray"
    if 8 <= hue * 360 < 45 and lightness < 0.45:
        return "brown"
    return next(name for end, name in _HUES if hue * 360 < end)


def _find_topics(prompt: str) -> list[str]:
    """Return the topics of a short question; none for a long prompt, such as a task's."""
    if len(prompt) > _SHORT:
        return []
    return [topic for topic, words in _TOPICS.items() if re.search(words, prompt, re.IGNORECASE)]


def _quote_text(text: str) -> str:
    """Return text as a literal in Markdown."""
    return f"`{text.replace('`', chr(39))}`"


def _join_lines(lines: Sequence[TextLine]) -> str:
    return " · ".join(_quote_text(line.text) for line in lines)


def _split_questions(prompt: str) -> list[str]:
    return re.findall(r"[^.?!]*\?", prompt) or [prompt]


def _open_image(picture: ReceivedPicture) -> Image.Image:
    from PIL import Image

    return Image.open(BytesIO(picture.data), formats=SENDABLE_FORMATS)


def _in_reading_order(lines: list[TextLine]) -> list[TextLine]:
    """Return lines from top to bottom, those side by side from left to right."""
    rows: list[list[TextLine]] = []
    below = 0.0
    for line in sorted(lines, key=_line_middle):
        if not rows or _line_middle(line) > below:
            rows.append([])
            below = _line_middle(line) + (line.box[3] - line.box[1]) / 2
        rows[-1].append(line)
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def _line_middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _bounding_box(corners: Any) -> tuple[float, float, float, float]:
    xs, ys = [float(p[0]) for p in corners], [float(p[1]) for p in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _has_recognizer() -> bool:
    return all(find_spec(module) for module in _RECOGNIZER)


def _load_recognizer() -> Callable[[Any], Any]:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})  # type: ignore[no-any-return]
