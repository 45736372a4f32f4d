"""A form filled in with what can be measured and read, and with nothing else.

What was asked for and takes looking and thinking stays empty: null, or an empty list.
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
class Line:
    """A line of text in a picture.

    Attributes
    ----------
    text : str
    box : tuple of float
        Left, top, right and bottom in pixels.
    """

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Facts:
    """What is known of one picture.

    Attributes
    ----------
    number : int
        Which image of the conversation it is.
    width, height : int
        In pixels.
    lines : sequence of Line
        Its text, in reading order.
    colours : sequence of str
        Names of its main colours, the most frequent first.
    image : PIL.Image.Image
    """

    number: int
    width: int
    height: int
    lines: Sequence[Line]
    colours: Sequence[str]
    image: Image.Image


def filled(
    schema: Mapping[str, Any],
    text: str,
    question: str,
    pictures: Sequence[Facts],
    name_of: Callable[[int, int, int], str],
) -> str:
    """Return the JSON text of a form.

    Parameters
    ----------
    schema : mapping
        Of the whole answer.
    text : str
        The answer as it would be without a form.
    question : str
    pictures : sequence of Facts
    name_of : callable
        From red, green and blue to a colour's name.
    """
    made: dict[str, Any] = {}
    for name, part in schema.get("properties", {}).items():
        if name == "answer":
            made[name] = text
        elif name == "regions":
            made[name] = [r for p in pictures for r in _regions(p, question, name_of)]
        elif name == "data":
            made[name] = _value(part, "", pictures, schema.get("$defs", {}))
        else:
            made[name] = _nothing(part)
    return json.dumps(made, ensure_ascii=False)


def _regions(
    picture: Facts, question: str, name_of: Callable[[int, int, int], str]
) -> Iterator[dict[str, Any]]:
    """Yield the boxes of what a question asks after: a text, or a colour; else of all texts."""
    asked = {w for w in re.findall(r"[^\W_]+", question.casefold()) if len(w) >= _LEAST_WORD}
    title = _title(picture) if "title" in asked else None
    lines = [n for n in picture.lines if n is title or asked & set(_words(n.text))]
    colours = [] if lines else [c for c in picture.colours if c in asked]
    for line in lines or ([] if colours else picture.lines[:_MOST_REGIONS]):
        label = "title" if line is title else line.text
        yield _region(picture, label, f"It reads {line.text!r}.", line.box)
    for colour in dict.fromkeys(colours):
        if box := _extent(picture.image, colour, name_of):
            yield _region(picture, colour, f"Where {colour} begins and ends.", box)


def _region(
    picture: Facts, label: str, sentence: str, box: tuple[float, float, float, float]
) -> dict[str, Any]:
    return {
        "image": picture.number,
        "label": label,
        "sentence": sentence,
        "shape": "box",
        "coordinates": [round(number, 1) for number in box],
    }


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _title(picture: Facts) -> Line | None:
    """Return the highest line of text in the picture's upper third that is more than a number."""
    upper = [line for line in picture.lines if line.box[1] < picture.height / 3]
    named = [line for line in upper if re.search(r"[^\W\d_]{2}", line.text)]
    return min(named, key=lambda line: line.box[1], default=None)


def _extent(
    image: Image.Image, colour: str, name_of: Callable[[int, int, int], str]
) -> tuple[float, float, float, float] | None:
    """Return the box around all pixels that have a colour's name."""
    from PIL import Image

    # Every colour is named once, on a coarse grid of them.
    small = image.convert("RGB").quantize(64, kmeans=1)
    palette = small.getpalette() or []
    named = [
        name_of(palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) == colour
        for i in range(len(palette) // 3)
    ]
    table = [255 if i < len(named) and named[i] else 0 for i in range(256)]
    mask = Image.frombytes("L", small.size, small.tobytes()).point(table)
    return mask.getbbox()


def _value(
    schema: Mapping[str, Any], name: str, pictures: Sequence[Facts], known: Mapping[str, Any]
) -> Any:
    """Return what is known of a field, by its name and type; null or an empty list for nothing."""
    if reference := schema.get("$ref"):
        return _value(known[reference.rsplit("/", 1)[-1]], name, pictures, known)
    for option in schema.get("anyOf", ()):
        found = _value(option, name, pictures, known)
        if found not in (None, []):
            return found
    if schema.get("type") == "object":
        fields = schema.get("properties", {}).items()
        return {key: _value(part, key, pictures, known) for key, part in fields}
    found = _measured(name.casefold(), pictures[0]) if pictures else None
    if schema.get("type") == "array":
        return found if isinstance(found, list) else []
    wanted = {"string": str, "integer": int, "number": int}.get(str(schema.get("type")))
    if isinstance(found, list) and wanted is str:
        return " ".join(found)
    return found if wanted is not None and isinstance(found, wanted) else None


def _measured(name: str, picture: Facts) -> str | int | list[str] | None:
    if name in {"width", "height"}:
        return picture.width if name == "width" else picture.height
    if "title" in name:
        title = _title(picture)
        return title.text if title else None
    if re.search(r"text|label|word|caption", name):
        return [line.text for line in picture.lines]
    if re.search(r"colou?rs", name):
        return list(dict.fromkeys(picture.colours))
    if re.search(r"colou?r|background", name):
        return next(iter(picture.colours), None)
    return None


def _nothing(schema: Mapping[str, Any]) -> Any:
    """Return the emptiest value that a schema takes."""
    if values := schema.get("enum"):
        return values[0]
    if schema.get("type") == "array":
        return []
    if schema.get("type") == "object":
        return {key: _nothing(part) for key, part in schema.get("properties", {}).items()}
    return "" if schema.get("type") == "string" else None
