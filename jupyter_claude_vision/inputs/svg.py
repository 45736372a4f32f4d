"""SVG drawings, rasterised at the size that the model sees (extra ``svg``)."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from ..errors import MissingPackageError, UnreadableImageError
from .attachment import Fit, Raster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SVG: Final = "http://www.w3.org/2000/svg"
_PICTURES: Final = frozenset({"image", "feImage"})
_LENGTH: Final = re.compile(
    r"\s*\+?([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|in|cm|mm)?\s*", re.IGNORECASE
)
_PIXELS: Final = {
    "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4
}  # fmt: skip
_DEFAULT_SIZE: Final = (300.0, 150.0)
"""What a browser gives a drawing that names no size, in pixels."""


def draw_svg(data: bytes, name: str, fit: Fit) -> Raster:
    """Return an SVG drawing as pixels.

    Raises
    ------
    MissingPackageError
        The extra ``svg`` is not installed.
    UnreadableImageError
        It is not well-formed, or refers to other files, which may not be sent unseen.
    """
    try:
        import resvg_py
    except ImportError as error:
        msg = f'{name} is an SVG drawing: pip install "jupyter-claude-vision[svg]" draws it.'
        raise MissingPackageError(msg) from error

    def render(svg: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg))

    return draw_with(render, data, name, fit)


def draw_with(render: Callable[[str], bytes], data: bytes, name: str, fit: Fit) -> Raster:
    """Return an SVG drawing as pixels, by a function that renders at a drawing's own size.

    Raises
    ------
    UnreadableImageError
        It is not well-formed, or refers to other files.
    """
    from PIL import Image

    root = _parsed(data, name)
    _refuse_references(root, name)
    _resize(root, fit)
    try:
        png = render(ET.tostring(root, encoding="unicode"))
    except (ValueError, RuntimeError) as error:
        msg = f"{name} cannot be drawn: {error}."
        raise UnreadableImageError(msg) from error
    return Raster(Image.open(BytesIO(png), formats=["PNG"]), data=png, drawn=True)


def _parsed(data: bytes, name: str) -> ET.Element:
    try:
        root = ET.fromstring(data)  # noqa: S314 - expat opens no external entity
    except (ET.ParseError, ValueError, LookupError) as error:
        msg = f"{name} is not well-formed SVG: {error}."
        raise UnreadableImageError(msg) from error
    if not root.tag.startswith("{"):  # as SVG is written inside a web page
        root.set("xmlns", _SVG)
    return root


def _refuse_references(root: ET.Element, name: str) -> None:
    for target in _pictures(root):
        if not target.startswith(("data:", "#")):
            msg = f"{name} refers to another file: embed its pictures as data URLs."
            raise UnreadableImageError(msg)


def _pictures(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in _PICTURES:
            for attribute, value in element.attrib.items():
                if attribute.rpartition("}")[2] == "href":
                    yield value.strip()


def _resize(root: ET.Element, fit: Fit) -> None:
    """Give a drawing the very size in pixels that fits; at most half a pixel out of shape."""
    width, height = _size(root)
    target = fit(width, height)
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    if _is_whole(root, width / height):
        root.set("preserveAspectRatio", "none")
    root.set("width", str(target[0]))
    root.set("height", str(target[1]))


def _is_whole(root: ET.Element, aspect: float) -> bool:
    """Return whether the view box has the drawing's own aspect ratio, so that it fills it."""
    box = _view_box(root)
    return box is not None and abs(box[0] / box[1] / aspect - 1) < 0.01


def _size(root: ET.Element) -> tuple[float, float]:
    """Return a drawing's own size in pixels, or else its view box's."""
    width, height = (_pixels(root.get(side, "")) for side in ("width", "height"))
    box = _view_box(root)
    if width and height:
        return width, height
    if box is None:
        return width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1]
    if width or height:  # the other follows from the aspect ratio
        return width or height * box[0] / box[1], height or width * box[1] / box[0]
    return box


def _view_box(root: ET.Element) -> tuple[float, float] | None:
    numbers = re.findall(r"[-+]?[\d.]+(?:e[-+]?\d+)?", root.get("viewBox", ""), re.IGNORECASE)
    if len(numbers) != 4:
        return None
    width, height = float(numbers[2]), float(numbers[3])
    return (width, height) if width > 0 and height > 0 else None


def _pixels(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _PIXELS[(found[2] or "px").lower()] if found else 0.0
