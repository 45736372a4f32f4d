"""Fonts for the text of SVG drawings, so that none of it vanishes.

A drawing names families, such as Arial, and browsers have a replacement for each that is not
installed; resvg draws nothing. Here the first that is installed of those that look alike is the
replacement, and at the end of each row stands DejaVu Sans, which comes with this package.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .renderer import render_svg
from .svg_tree import local_name

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

FONT: Final = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
_LAST: Final = "DejaVu Sans"

_SANS: Final = ("Arial", "Helvetica", "Liberation Sans", "Arimo", "Noto Sans")
_SERIF: Final = ("Times New Roman", "Times", "Liberation Serif", "Tinos", "Noto Serif")
_MONO: Final = ("Courier New", "Menlo", "Consolas", "Liberation Mono", "DejaVu Sans Mono")
_DEJAVU_SERIF: Final = "DejaVu Serif"

_TEXTS: Final = frozenset({"text", "tspan", "textPath"})

_FIRST_CHECKED: Final = "\u0250"
"""The character behind Latin letters, which every font for text has."""

_MOST_CHECKED: Final = 60
"""Different characters that are looked for, at a millisecond each."""

_NO_CHARACTER: Final = "\U0010fffd"
"""For private use, the last one: no font has it."""


@cache
def font_options() -> dict[str, Any]:
    """Return the options of resvg that choose the fonts."""
    sans = _first_installed(_SANS)
    return {
        "font_files": [str(FONT)],
        "font_family": sans,  # for a family that is not there, and where none is named
        "sans_serif_family": sans,
        "serif_family": _first_installed((*_SERIF, _DEJAVU_SERIF)),
        "monospace_family": _first_installed(_MONO),
        "cursive_family": sans,
        "fantasy_family": sans,
    }


def _first_installed(families: tuple[str, ...]) -> str:
    return next(filter(_is_installed, families), _LAST)


def _is_installed(family: str) -> bool:
    return _count_letters("A", family=family) != _count_letters(" ", family=family)


def missing_characters(root: ET.Element) -> str:
    """Return the characters of a drawing's text for which there is no glyph in any font."""
    texts = (element.itertext() for element in root.iter() if local_name(element) == "text")
    characters = dict.fromkeys(character for text in texts for part in text for character in part)
    rare = [c for c in characters if c >= _FIRST_CHECKED and c.isprintable() and not c.isspace()]
    return "".join(filter(_is_missing, rare[:_MOST_CHECKED]))


def has_undrawn_html(root: ET.Element) -> bool:
    """Return whether a drawing has text in HTML, which resvg leaves out, and none in its place."""
    parents = {child: parent for parent in root.iter() for child in parent}
    return any(
        "".join(element.itertext()).strip() and not _has_replacement(parents.get(element))
        for element in root.iter()
        if local_name(element) == "foreignObject"
    )


def _has_replacement(parent: ET.Element | None) -> bool:
    if parent is None or local_name(parent) != "switch":
        return False
    return any(local_name(child) != "foreignObject" for child in parent)


@lru_cache(maxsize=10_000)
def _is_missing(character: str) -> bool:
    options = font_options()
    return _count_letters(character, **options) == _count_letters(_NO_CHARACTER, **options)


def _count_letters(text: str, *, family: str = "", **options: Any) -> bytes:
    attribute = f' font-family="{family}"' if family else ""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text x="4" y="18" font-size="14"{attribute}>&#{ord(text)};</text></svg>'
    )
    return render_svg(svg, options)
