"""SVG drawings, rasterized at the size that the model sees (extra ``svg``).

resvg holds the interpreter while it draws and cannot be interrupted; a few hundred gradients over
the whole picture take it minutes, and nesting overflows its stack, which ends the kernel. No bound
on what is in a drawing tells the two from a chart. So it draws in a process of its own, which has
limits and can be ended. That costs 20 to 30 ms where the drawing itself takes 170 and more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from ...errors import MissingPackageError, UnreadableImageError
from ..attachment import Fit, Raster
from ..close_up import CloseUp
from ..files.boundary import failure_reason, typed_errors
from ..files.child_process import run_process
from . import renderer as svg_renderer
from .font_files import FONT, font_options, has_undrawn_html, missing_characters
from .svg_tree import own_size, parse_svg, view_box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENVIRONMENT: Final = (
    "HOME",
    "XDG_DATA_HOME",
    "SYSTEMROOT",
    "WINDIR",
    "USERPROFILE",
    "LOCALAPPDATA",
)
"""Where a system looks for its fonts; nothing else of the environment is passed on."""

_AT_ONCE: Final = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Many threads may draw, and each process may take its memory."""


def draw_svg(data: bytes, name: str, fit: Fit) -> Raster:
    """Return an SVG drawing as pixels.

    Raises
    ------
    MissingPackageError
        The extra ``svg`` is not installed.
    UnreadableImageError
        It is not well-formed, takes too much, or refers to other files, which may not be sent
        unseen.
    """
    try:
        import resvg_py
    except ImportError as error:
        msg = f'{name} is an SVG drawing: pip install "jupyter-claude-vision[svg]" draws it.'
        raise MissingPackageError(msg) from error
    folder = str(Path(resvg_py.__file__).parent.parent)
    with typed_errors(name, problem="cannot be drawn"):
        root, text = _fit_drawing(data, name, fit)
        png = _render_apart(text, font_options(), folder, name)
        notes = tuple(_lost_text(root))
        raster = _png_raster(png, fit, notes)
        own_width, _ = own_size(parse_svg(data, name), name)
    return replace(raster, pixel_ratio=raster.image.width / own_width)


def _lost_text(root: ET.Element) -> Iterator[str]:
    """Yield what the caption must say of a drawing's text that is not in its pixels."""
    if missing := missing_characters(root):
        yield f"missing glyphs: {missing}: no font that is installed has them"
    if has_undrawn_html(root):
        yield "its text in HTML (foreignObject) is not drawn: save it with plain text, or as PNG"


def draw_with(
    render: Callable[[str], bytes], data: bytes, name: str, fit: Fit
) -> tuple[Raster, float]:
    """Return an SVG drawing as pixels, by a function that renders at a drawing's own size.

    Returns
    -------
    tuple of Raster and float
        And how many pixels one of its own is drawn as.

    Raises
    ------
    UnreadableImageError
        It is not well-formed, or refers to other files.
    """
    with typed_errors(name, problem="cannot be drawn"):
        own_width, _ = own_size(parse_svg(data, name), name)
        _, text = _fit_drawing(data, name, fit)
        raster = _png_raster(render(text), fit)
        return raster, raster.image.width / own_width


def _png_raster(png: bytes, fit: Fit, notes: tuple[str, ...] = ()) -> Raster:
    from PIL import Image

    image, is_part = Image.open(BytesIO(png), formats=["PNG"]), isinstance(fit, CloseUp)
    return Raster(image, data=png, drawn=True, notes=notes, scalable=True, is_part=is_part)


def _fit_drawing(data: bytes, name: str, fit: Fit) -> tuple[ET.Element, str]:
    """Return a drawing as a tree and as text, at the size in pixels that fits."""
    root = parse_svg(data, name)
    if isinstance(fit, CloseUp):
        _resize_drawing(root, name, lambda *_: fit.whole)
        root = _show_part(root, fit)
    else:
        _resize_drawing(root, name, fit)
    return root, ET.tostring(root, encoding="unicode")


def _show_part(root: ET.Element, part: CloseUp) -> ET.Element:
    """Return a drawing that shows a part of another one, which lies in it as it is."""
    left, top, right, bottom = part.box
    frame = ET.Element(root.tag)
    frame.set("viewBox", f"{left} {top} {right - left} {bottom - top}")
    frame.set("preserveAspectRatio", "none")
    for name, length in zip(("width", "height"), part.size, strict=True):
        frame.set(name, str(length))
    root.set("x", "0")
    root.set("y", "0")
    frame.append(root)
    return frame


def _resize_drawing(root: ET.Element, name: str, fit: Fit) -> None:
    """Give a drawing the very size in pixels that fits; at most half a pixel out of shape."""
    width, height = own_size(root, name)
    target = fit(width, height)
    box = view_box(root, name)
    if box is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    if box is None or abs(box[0] / box[1] / (width / height) - 1) < 0.01:  # it fills the drawing
        root.set("preserveAspectRatio", "none")
    root.set("width", str(target[0]))
    root.set("height", str(target[1]))


def _render_apart(svg: str, options: dict[str, Any], folder: str, name: str) -> bytes:
    """Draw in a process of its own, which ends at its limits on time and memory.

    Raises
    ------
    UnreadableImageError
        It cannot be drawn, or not within the limits.
    """
    command = [sys.executable, "-I", "-S", svg_renderer.__file__, folder, json.dumps(options)]
    try:
        with _AT_ONCE:
            output, code = run_process(
                command,
                svg.encode(),
                environment=_ENVIRONMENT,
                seconds=2 * svg_renderer.SECONDS,
                folder=FONT.parent,
            )
    except subprocess.TimeoutExpired as error:
        raise UnreadableImageError(_too_much(name)) from error
    if code == svg_renderer.REFUSAL_EXIT_CODE:
        msg = f"{name} cannot be drawn: {failure_reason(output.decode(errors='replace'))}."
        raise UnreadableImageError(msg)
    if code != 0:
        raise UnreadableImageError(_too_much(name))
    return output


def _too_much(name: str) -> str:
    gigabytes = svg_renderer.MEMORY / 1e9
    return (
        f"{name} takes over {svg_renderer.SECONDS} s or {gigabytes:g} GB to be drawn: "
        "simplify it, or make a PNG of it first."
    )
