"""Untrusted Markdown as HTML, for the panel, which shows no Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..visible import to_visible_text
from . import formulas
from .sanitize import build_parser, escape_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token


def render_html(text: str) -> str:
    """Return untrusted Markdown, whole or the beginning of it, as HTML that is safe to show.

    Tables, code, lists, headings, quotes, emphasis and links to the web stay; an image becomes
    a link to it; a formula is shown as it was typed. Raw HTML and everything else become text,
    in which no ``$`` begins a formula.

    Parameters
    ----------
    text : str
        As the model wrote it.
    """
    markdown = build_parser()
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return str(markdown.render(to_visible_text(text)))


def _render_text(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return escape_html(tokens[at].content)


def _render_code(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f"<code>{escape_html(tokens[at].content)}</code>"


def _render_code_block(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    # It scrolls where it is wide, so the keyboard must be able to reach it.
    return f'<pre tabindex="0"><code>{escape_html(tokens[at].content)}</code></pre>\n'


def _render_table(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    opens = tokens[at].nesting > 0
    return '<div class="cs-table" tabindex="0"><table>\n' if opens else "</table></div>\n"


def _render_link(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return _open_anchor(str(tokens[at].attrs["href"]))


def _render_image(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    token = tokens[at]
    alternative = "".join(child.content for child in token.children or [])
    label = escape_html(f"image: {alternative}" if alternative else "image")
    if sum(token.nesting for token in tokens[:at] if token.type.startswith("link_")):
        return label
    return f"{_open_anchor(str(token.attrs['src']))}{label}</a>"


def _open_anchor(url: str) -> str:
    import html as standard

    target = standard.escape(url, quote=True)
    return f'<a href="{target}" target="_blank" rel="noopener noreferrer nofollow">'


_RULES: Mapping[str, Any] = {
    "text": _render_text,
    "code_inline": _render_code,
    "code_block": _render_code_block,
    "fence": _render_code_block,
    "table_open": _render_table,
    "table_close": _render_table,
    "link_open": _render_link,
    "image": _render_image,
    formulas.INLINE: _render_code,
    formulas.BLOCK: _render_code_block,
}
