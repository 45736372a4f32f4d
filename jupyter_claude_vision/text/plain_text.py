"""Plain text and code out of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import to_visible_text
from .code_html import PYTHON_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token


def to_plain_line(text: str) -> str:
    """Return the words of Markdown on one line: for alternative text, where markup is noise."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")
    return " ".join(" ".join(_iterate_words(parser.parse(to_visible_text(text)))).split())


def find_code(text: str) -> str:
    """Return the last block of Python code in a Markdown text; empty without one."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    blocks = [
        token.content
        for token in parser.parse(text)
        if token.type == "fence" and token.info.strip().partition(" ")[0].lower() in PYTHON_NAMES
    ]
    return to_visible_text(blocks[-1]) if blocks else ""


def _iterate_words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield "".join(_to_text(child) for child in token.children)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _to_text(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
