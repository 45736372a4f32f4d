"""Markdown as the words that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token


def one_line(text: str) -> str:
    """Return what Markdown says, on one line: for alternative text, where markup is noise."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")
    return " ".join(" ".join(_words(parser.parse(visible(text)))).split())


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield "".join(_piece(child) for child in token.children)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _piece(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
