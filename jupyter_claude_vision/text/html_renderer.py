"""Untrusted Markdown as HTML, for the panel, which shows no Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..visible import to_visible_text
from . import formulas
from .code_html import render_code_block
from .mathml import render_mathml
from .sanitize import build_parser, escape_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def render_html(text: str) -> str:
    """Return untrusted Markdown, whole or the beginning of it, as HTML that is safe to show.

    Tables, code, lists, headings, quotes, emphasis and links to the web stay; an image becomes
    a link to it; formulas become MathML, and what cannot be set is shown as it was typed. Raw HTML
    and everything else become text, in which no ``$`` begins a formula.

    Parameters
    ----------
    text : str
        As the model wrote it.
    """
    return "".join(render_html_blocks(text))


def render_html_blocks(text: str) -> list[str]:
    """Return untrusted Markdown as safe HTML (see `render_html`), one string for each block.

    Parameters
    ----------
    text : str
        As the model wrote it.
    """
    return [block.html for block in _render_blocks(build_html_parser(), to_visible_text(text), {})]


class HtmlStream:
    """Incremental renderer of Markdown that grows: only its last block is parsed again.

    Attributes
    ----------
    blocks : list of str
        Safe HTML (see `render_html`) of each block so far.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self._parser = build_html_parser()
        self._definitions: dict[str, Any] = {}
        self._pieces: list[str] = []
        self._tail = ""
        self._stable_count = 0
        """Number of blocks that stand before the tail."""

    def add_text(self, piece: str) -> None:
        """Add what has been written since; `blocks` are rendered when `render_tail` is called."""
        self._pieces.append(piece)
        self._tail += piece

    @property
    def text(self) -> str:
        """The whole text so far, as it was added."""
        return "".join(self._pieces)

    def render_tail(self) -> list[str]:
        """Return the blocks, with those that the new text changes rendered again."""
        whole = self._tail.removesuffix("\r")  # a "\n" may follow, which is the same line break
        text = to_visible_text(whole)
        blocks = _render_blocks(self._parser, text, self._definitions)
        self.blocks[self._stable_count :] = [block.html for block in blocks]
        if len(blocks) > 1:
            # Nothing that follows can change a block that is followed by another.
            self._stable_count += len(blocks) - 1
            lines = text.splitlines(keepends=True)
            self._tail = "".join(lines[blocks[-1].first_line :]) + self._tail[len(whole) :]
        return self.blocks


class _HtmlBlock(NamedTuple):
    html: str
    first_line: int


def _render_blocks(parser: MarkdownIt, text: str, env: dict[str, Any]) -> list[_HtmlBlock]:
    blocks: list[_HtmlBlock] = []
    group: list[Token] = []
    for token in parser.parse(text, env):
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            html = str(parser.renderer.render(group, parser.options, env))
            blocks.append(_HtmlBlock(html, (group[0].map or [0])[0]))
            group = []
    return blocks


def build_html_parser() -> MarkdownIt:
    """Return a parser of a model's Markdown whose renderer writes safe HTML."""
    markdown = build_parser()
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _render_text(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return escape_html(tokens[at].content)


def _render_code(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f"<code>{escape_html(tokens[at].content)}</code>"


def _render_code_block(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return render_code_block(tokens[at].content, tokens[at].info)


def _render_inline_formula(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    mathml = render_mathml(tokens[at].meta["tex"], is_block=False)
    return mathml or f"<code>{escape_html(tokens[at].meta['typed'])}</code>"


def _render_block_formula(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    mathml = render_mathml(tokens[at].meta["tex"], is_block=True)
    source = f"<code>{escape_html(tokens[at].meta['typed'])}</code>"
    return f'<div class="cs-formula" tabindex="0">{mathml or source}</div>\n'


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
    formulas.INLINE: _render_inline_formula,
    formulas.BLOCK: _render_block_formula,
}
