"""Conversion of Markdown to plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import to_visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token


def to_plain_line(text: str) -> str:
    """Return the words of Markdown on one line: for alternative text, where markup is noise."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")
    return " ".join(" ".join(_iterate_words(parser.parse(to_visible_text(text)))).split())


def _iterate_words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield "".join(_to_text(child) for child in token.children)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _to_text(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
