"""SVG as a tree, read with bounds: on its size, its depth and its entities."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from ...errors import UnreadableImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE: Final = "http://www.w3.org/2000/svg"

_MOST_ELEMENTS: Final = 250_000
_DEEPEST: Final = 400
"""Under Python's limit on recursion, which writing a tree as text meets."""

_MOST_EXPANDED: Final = 10_000_000
"""Characters that entities may add."""

_PICTURES: Final = frozenset({"image", "feImage"})

_NUMBER: Final = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_LENGTH: Final = re.compile(rf"({_NUMBER})\s*(px|pt|pc|in|cm|mm|q)?", re.IGNORECASE)
_RELATIVE: Final = re.compile(rf"(?:{_NUMBER})\s*(?:%|[a-z]+)|auto|inherit|initial|", re.IGNORECASE)
"""Lengths that follow from a page or a font, which there is none of here."""

_PIXELS: Final = {
    "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4,
    "q": 96 / 101.6,
}  # fmt: skip
_SHORTEST: Final = 1e-6
_LONGEST: Final = 1e9
"""Pixels on a side that a drawing may claim, and units of its view box."""

_DEFAULT_SIZE: Final = (300.0, 150.0)
"""What a browser gives a drawing that names no size, in pixels."""


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def parse_svg(data: bytes, name: str) -> ET.Element:
    """Return a drawing as a tree.

    Raises
    ------
    UnreadableImageError
        It is not well-formed, larger or deeper than is allowed, grows by its entities, or refers
        to other files, which may not be sent unseen.
    """
    try:
        root = _TreeBuilder(data, name).parsed()
    except UnreadableImageError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        msg = f"{name} is not well-formed SVG: {error}."
        raise UnreadableImageError(msg) from error
    if not root.tag.startswith("{"):  # as SVG is written inside a web page
        root.set("xmlns", NAMESPACE)
    _refuse_references(root, name)
    return root


class _TreeBuilder:
    """Builds the tree as expat reads, and stops at the bounds.

    ElementTree's own parser shows a tree when it is whole, which is too late.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._tree = ET.TreeBuilder()
        self._depth = self._elements = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._tree.data
        self._parser.EntityDeclHandler = self._declare

    def parsed(self) -> ET.Element:
        self._parser.Parse(self._data, True)
        return self._tree.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _MOST_ELEMENTS:
            msg = f"{self._name} has over {_MOST_ELEMENTS:,} elements: make a PNG of it first."
            raise UnreadableImageError(msg)
        if self._depth > _DEEPEST:
            msg = f"{self._name} is nested over {_DEEPEST} levels deep: make a PNG of it first."
            raise UnreadableImageError(msg)
        self._tree.start(
            _qualified_name(tag), {_qualified_name(k): v for k, v in attributes.items()}
        )

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(_qualified_name(tag))

    def _declare(self, _name: str, _is_parameter: int, value: str | None, *_: object) -> None:
        if value is None:
            msg = f"{self._name} is not well-formed SVG: it takes text from another file."
            raise UnreadableImageError(msg)
        grows = len(value) * self._data.count(b"&") > _MOST_EXPANDED
        if grows or "&" in value or "%" in value:
            msg = f"{self._name} has entities that grow without a bound: write them out first."
            raise UnreadableImageError(msg)


def _qualified_name(name: str) -> str:
    """Return a name as ElementTree writes it, from expat's."""
    return "{" + name if "}" in name else name


def _refuse_references(root: ET.Element, name: str) -> None:
    for element, attribute, target in _embedded_pictures(root):
        if not target.startswith("data:") and not (
            target.startswith("#") and local_name(element) == "feImage"
        ):
            msg = f"{name} refers to another file: embed its pictures as data URLs."
            raise UnreadableImageError(msg)
        element.set(attribute, target)  # without space before it, which would make it a path


def _embedded_pictures(root: ET.Element) -> Iterator[tuple[ET.Element, str, str]]:
    for element in root.iter():
        if local_name(element) in _PICTURES:
            for attribute, value in list(element.attrib.items()):
                if attribute.rpartition("}")[2] == "href":
                    yield element, attribute, value.strip()


def own_size(root: ET.Element, name: str) -> tuple[float, float]:
    """Return a drawing's own size in pixels, or else its view box's.

    Raises
    ------
    UnreadableImageError
        A length is none, or holds nothing.
    """
    width, height = _claimed_size(root, name)
    if min(width, height) < _SHORTEST or max(width, height) > _LONGEST:
        msg = f"{name} is {width:g} × {height:g} px by its view box, which cannot be drawn."
        raise UnreadableImageError(msg)
    return width, height


def _claimed_size(root: ET.Element, name: str) -> tuple[float, float]:
    width, height = (_picture_pixels(root, side, name) for side in ("width", "height"))
    box = view_box(root, name)
    if width and height:
        return width, height
    if box is None:
        return width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1]
    if width or height:  # the other follows from the aspect ratio
        return width or height * box[0] / box[1], height or width * box[1] / box[0]
    return box


def view_box(root: ET.Element, name: str) -> tuple[float, float] | None:
    """Return the width and height of the view box, where there is one.

    Raises
    ------
    UnreadableImageError
        It is no view box, or holds nothing.
    """
    text = root.get("viewBox", "").strip()
    if text in {"", "none"}:
        return None
    numbers = re.split(r"\s*,\s*|\s+", text)
    if len(numbers) == 4 and all(re.fullmatch(_NUMBER, number) for number in numbers):
        left, top, width, height = map(float, numbers)
        is_placed = math.isfinite(left) and math.isfinite(top)
        if is_placed and _SHORTEST <= min(width, height) <= max(width, height) <= _LONGEST:
            return width, height
    raise UnreadableImageError(
        f"{name} has the view box {_quote_text(text)}, in which nothing can lie."
    )


def _picture_pixels(root: ET.Element, side: str, name: str) -> float:
    text = root.get(side, "").strip()
    match = _LENGTH.fullmatch(text)
    if match is None and _RELATIVE.fullmatch(text):
        return 0.0
    length = float(match[1]) * _PIXELS[(match[2] or "px").lower()] if match else math.nan
    if not _SHORTEST <= length <= _LONGEST:
        msg = f"{name} has the {side} {_quote_text(text)}, which cannot be drawn."
        raise UnreadableImageError(msg)
    return length


def _quote_text(text: str) -> str:
    plain = "".join(character for character in text if character.isprintable())
    return f'"{plain[:39]}…"' if len(plain) > 40 else f'"{plain}"'
