"""Structured output filled with what can be measured and read, and nothing else.

A field that takes looking and thinking stays empty: null, or an empty list.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from PIL import Image

_MOST_REGIONS: Final = 30
_LEAST_WORD: Final = 3


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in a picture.

    Attributes
    ----------
    text : str
    box : tuple of float
        Left, top, right and bottom in pixels.
    score : float
        How sure the recognizer is, from 0 to 1.
    """

    text: str
    box: tuple[float, float, float, float]
    score: float = 1.0


@dataclass(frozen=True)
class Facts:
    """Measured facts of one picture.

    Attributes
    ----------
    number : int
        Its number in the conversation.
    width, height : int
        In pixels.
    lines : sequence of Line
        Its text, in reading order.
    colors : sequence of str
        Names of its main colors, the most frequent first.
    image : PIL.Image.Image
    """

    number: int
    width: int
    height: int
    lines: Sequence[TextLine]
    colors: Sequence[str]
    image: Image.Image


def fill_form(
    schema: Mapping[str, Any],
    text: str,
    question: str,
    pictures: Sequence[Facts],
    name_color: Callable[[int, int, int], str],
) -> str:
    """Return structured output as JSON text.

    Parameters
    ----------
    schema : mapping
        Of the whole answer.
    text : str
        The answer in words.
    question : str
    pictures : sequence of Facts
    name_color : callable
        Maps red, green and blue to a color's name.
    """
    values: dict[str, Any] = {}
    for name, part in schema.get("properties", {}).items():
        if name == "answer":
            values[name] = text
        elif name == "regions":
            values[name] = [r for p in pictures for r in _find_regions(p, question, name_color)]
        elif name == "data":
            values[name] = _fill_value(part, "", pictures, schema.get("$defs", {}))
        else:
            values[name] = _empty_value(part)
    return json.dumps(values, ensure_ascii=False)


def _find_regions(
    picture: Facts, question: str, name_color: Callable[[int, int, int], str]
) -> Iterator[dict[str, Any]]:
    """Yield boxes of the texts or colors that a question names; else of all texts."""
    question_words = {
        w for w in re.findall(r"[^\W_]+", question.casefold()) if len(w) >= _LEAST_WORD
    }
    title = _find_title(picture) if "title" in question_words else None
    lines = [n for n in picture.lines if n is title or question_words & set(_split_words(n.text))]
    colors = [] if lines else [c for c in picture.colors if c in question_words]
    for line in lines or ([] if colors else picture.lines[:_MOST_REGIONS]):
        label = "title" if line is title else line.text
        yield _build_region(picture, label, f"It reads {line.text!r}.", line.box)
    for color in dict.fromkeys(colors):
        if box := _find_extent(picture.image, color, name_color):
            yield _build_region(picture, color, f"Where {color} begins and ends.", box)


def _build_region(
    picture: Facts, label: str, sentence: str, box: tuple[float, float, float, float]
) -> dict[str, Any]:
    return {
        "image": picture.number,
        "label": label,
        "sentence": sentence,
        "shape": "box",
        "coordinates": [round(number, 1) for number in box],
    }


def _split_words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _find_title(picture: Facts) -> TextLine | None:
    """Return the highest line of text in the picture's upper third that is more than a number."""
    upper = [line for line in picture.lines if line.box[1] < picture.height / 3]
    titles = [line for line in upper if re.search(r"[^\W\d_]{2}", line.text)]
    return min(titles, key=lambda line: line.box[1], default=None)


def _find_extent(
    image: Image.Image, color: str, name_color: Callable[[int, int, int], str]
) -> tuple[float, float, float, float] | None:
    """Return the box around all pixels of a named color."""
    from PIL import Image

    # 64 colors are named rather than every pixel.
    small = image.convert("RGB").quantize(64, kmeans=1)
    palette = small.getpalette() or []
    matches = [
        name_color(palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) == color
        for i in range(len(palette) // 3)
    ]
    table = [255 if i < len(matches) and matches[i] else 0 for i in range(256)]
    mask = Image.frombytes("L", small.size, small.tobytes()).point(table)
    return mask.getbbox()


def _fill_value(
    schema: Mapping[str, Any], name: str, pictures: Sequence[Facts], definitions: Mapping[str, Any]
) -> Any:
    """Return a field's value by its name and type; null or an empty list where it is unknown."""
    if reference := schema.get("$ref"):
        return _fill_value(definitions[reference.rsplit("/", 1)[-1]], name, pictures, definitions)
    for option in schema.get("anyOf", ()):
        value = _fill_value(option, name, pictures, definitions)
        if value not in (None, []):
            return value
    if schema.get("type") == "object":
        fields = schema.get("properties", {}).items()
        return {key: _fill_value(part, key, pictures, definitions) for key, part in fields}
    value = _find_fact(name.casefold(), pictures[0]) if pictures else None
    if schema.get("type") == "array":
        return value if isinstance(value, list) else []
    expected_type = {"string": str, "integer": int, "number": int}.get(str(schema.get("type")))
    if isinstance(value, list) and expected_type is str:
        return " ".join(value)
    return value if expected_type is not None and isinstance(value, expected_type) else None


def _find_fact(name: str, picture: Facts) -> str | int | list[str] | None:
    if name in {"width", "height"}:
        return picture.width if name == "width" else picture.height
    if "title" in name:
        title = _find_title(picture)
        return title.text if title else None
    if re.search(r"text|label|word|caption", name):
        return [line.text for line in picture.lines]
    if re.search(r"colou?rs", name):
        return list(dict.fromkeys(picture.colors))
    if re.search(r"colou?r|background", name):
        return next(iter(picture.colors), None)
    return None


def _empty_value(schema: Mapping[str, Any]) -> Any:
    """Return the emptiest value that a schema allows."""
    if values := schema.get("enum"):
        return values[0]
    if schema.get("type") == "array":
        return []
    if schema.get("type") == "object":
        return {key: _empty_value(part) for key, part in schema.get("properties", {}).items()}
    return "" if schema.get("type") == "string" else None
