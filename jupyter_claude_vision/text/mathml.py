"""Mathematics of an answer as MathML, which browsers set without a script."""

from __future__ import annotations

import html
import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from .sanitize import escape_html

if TYPE_CHECKING:
    from math_core import LatexToMathML

_TAG: Final = re.compile(
    "math|menclose|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms"
    "|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover"
)
_TOKENS: Final = frozenset({"mi", "mn", "mo", "ms", "mtext"})
"""Elements that hold text; HTML may stand in them."""

_ATTRIBUTE: Final = re.compile(
    "accent|accentunder|depth|display|displaystyle|fence|form|height|largeop|linethickness|lspace"
    "|mathvariant|maxsize|minsize|movablelimits|notation|rspace|scriptlevel|separator|stretchy"
    "|symmetric|voffset|width"
)
_VALUE: Final = re.compile(r"[\w .%+-]*")
_CELL_STYLE: Final = re.compile(
    r"(?:(?:text-align|justify-items): ?(?:left|right|center|start|end);|"
    r"padding-(?:left|right): ?(?:0|1em);|\s)*"
)
"""Alignment of the cells of a matrix."""


def render_mathml(formula: str, *, is_block: bool) -> str | None:
    """Return a formula as MathML that is safe to show; None where it cannot be set.

    The converter's output is written again, element by element, from what is known to be harmless.

    Parameters
    ----------
    formula : str
        In TeX, without its delimiters.
    is_block : bool
        It has its lines to itself.
    """
    from math_core import LatexError

    try:
        markup = _build_converter().convert_with_local_state(formula, displaystyle=is_block)
    except LatexError:
        return None
    writer = _MathMLWriter()
    writer.feed(markup)
    writer.close()
    return "".join(writer.pieces) if writer.is_whole else None


@cache
def _build_converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML()


class _MathMLWriter(HTMLParser):
    """Writer of MathML that knows each element and attribute that it writes.

    Comments, declarations and instructions are left out.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.is_whole = True
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._write_tag(tag, attrs)
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._write_tag(tag, attrs)
        self.pieces.append(f"</{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.is_whole = False
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in _TOKENS:
            self.pieces.append(escape_html(data))
        elif data.strip():
            self.is_whole = False

    def _write_tag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _TAG.fullmatch(tag) or (tag == "math") == bool(self._open):
            self.is_whole = False
        attributes = [
            f' {name}="{html.escape(value)}"'
            for name, value in attrs
            if value is not None and _is_harmless(name, value)
        ]
        self.pieces.append(f"<{tag}{''.join(attributes)}>")


def _is_harmless(name: str, value: str) -> bool:
    if name == "style":
        return _CELL_STYLE.fullmatch(value) is not None
    return bool(_ATTRIBUTE.fullmatch(name) and _VALUE.fullmatch(value))
