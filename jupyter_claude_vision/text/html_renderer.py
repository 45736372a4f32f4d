"""Untrusted Markdown as HTML, for what shows HTML and no Markdown: the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..visible import visible
from . import formulas as tex
from .sanitize import html, parser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token


def rendered(text: str) -> str:
    """Return untrusted Markdown, whole or the beginning of it, as HTML that is safe to show.

    Tables, code, lists, headings, quotes, emphasis and links to the web stay; an image becomes
    a link to it; a formula is shown as it was typed; raw HTML and everything else is text, and
    in text no ``$`` begins a formula.

    Parameters
    ----------
    text : str
        As the model wrote it.
    """
    markdown = parser()
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return str(markdown.render(visible(text)))


def _text(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return html(tokens[at].content)


def _code(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f"<code>{html(tokens[at].content)}</code>"


def _code_block(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    # It scrolls where it is wide, so it must be reached by the keyboard.
    return f'<pre tabindex="0"><code>{html(tokens[at].content)}</code></pre>\n'


def _table(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    opens = tokens[at].nesting > 0
    return '<div class="cs-table" tabindex="0"><table>\n' if opens else "</table></div>\n"


def _link(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return _anchor(str(tokens[at].attrs["href"]))


def _image(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    token = tokens[at]
    alternative = "".join(child.content for child in token.children or [])
    label = html(f"image: {alternative}" if alternative else "image")
    if sum(one.nesting for one in tokens[:at] if one.type.startswith("link_")):
        return label
    return f"{_anchor(str(token.attrs['src']))}{label}</a>"


def _anchor(url: str) -> str:
    import html as standard

    target = standard.escape(url, quote=True)
    return f'<a href="{target}" target="_blank" rel="noopener noreferrer nofollow">'


_RULES: Mapping[str, Any] = {
    "text": _text,
    "code_inline": _code,
    "code_block": _code_block,
    "fence": _code_block,
    "table_open": _table,
    "table_close": _table,
    "link_open": _link,
    "image": _image,
    tex.INLINE: _code,
    tex.BLOCK: _code_block,
}
