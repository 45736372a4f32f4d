"""Code of an answer as HTML with its syntax in color."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from .sanitize import escape_html, find_language

_LONGEST: Final = 20_000
"""Characters of code that are colored: some lexers take quadratic time."""

_ALIASES: Final = {"ipython": "python", "yml": "yaml"}
PYTHON_NAMES: Final = frozenset({"", "ipython", "py", "python", "python3"})
"""Languages of code that a cell of this kernel runs; mostly, code without one is Python."""


def render_code_block(code: str, info: str) -> str:
    """Return a code block as HTML, which says whether a cell can run it.

    Parameters
    ----------
    code : str
    info : str
        What stands after the opening fence.
    """
    language = find_language(info)
    runs = ' data-runs=""' if (language or info.strip()) in PYTHON_NAMES else ""
    # It scrolls where it is wide, so the keyboard must be able to reach it.
    return (
        f'<div class="cs-code"{runs}><pre tabindex="0"><code>{_color_code(code, language)}'
        "</code></pre></div>\n"
    )


def _color_code(code: str, language: str) -> str:
    if not language or len(code) > _LONGEST:
        return escape_html(code)
    pieces: list[str] = []
    name, run = "", ""
    for token_type, value in _find_lexer(language).get_tokens(code):
        new_name = _find_class(token_type)
        if new_name != name:
            pieces.append(_color_run(run, name))
            name, run = new_name, ""
        run += value
    return "".join([*pieces, _color_run(run, name)])


def _color_run(text: str, name: str) -> str:
    markup = escape_html(text)
    return f'<span class="cs-{name}">{markup}</span>' if name and markup else markup


@cache
def _find_lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.lexers.special import TextLexer
    from pygments.util import ClassNotFound

    options = {"stripnl": False, "ensurenl": False}
    try:
        return get_lexer_by_name(_ALIASES.get(language, language), **options)
    except ClassNotFound:
        return TextLexer(**options)


@cache
def _find_class(token_type: Any) -> str:
    """Return the name of a token's color; empty where it has that of the text."""
    from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String

    names = (
        (Comment, "comment"),
        (Keyword, "keyword"),
        (Operator.Word, "keyword"),
        (Number, "number"),
        (String, "string"),
        (Literal, "number"),
        (Name.Function, "name"),
        (Name.Class, "name"),
        (Name.Decorator, "name"),
        (Name.Tag, "keyword"),
        (Name.Builtin, "builtin"),
    )
    return next((name for kind, name in names if token_type in kind), "")
