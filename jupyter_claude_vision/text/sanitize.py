r"""Untrusted Markdown made safe to show.

A model's answer is untrusted text. Shown unchanged, ``from $10 to $20`` becomes a formula,
``![](https://…)`` sends the conversation to a stranger's server, and raw HTML is rendered.

`sanitize_markdown` therefore does not filter the text: it parses it and writes it again. Only
structure that is known to be harmless is written as Markdown; everything else becomes text, in
which every character that a front end could interpret is a numeric entity, which CommonMark never
takes for structure. The output is well formed, so every beginning of an answer is as safe as the
whole, and the front ends' different parsers cannot disagree.

Markdown and not HTML, because VS Code typesets mathematics in the one and not in the other.

Observed in JupyterLab 4.6 and nbconvert 7.17, the reasons for the details:

- MathJax reads the rendered page, so neither ``\$`` nor ``&#36;`` keeps a dollar from becoming
  mathematics, in Markdown or in HTML. It never joins text across elements: a ``$`` or ``\``
  alone in a ``<span>`` stays what it is.
- Before parsing, JupyterLab pairs ``$`` by regular expressions that recognize code only on one
  line or at the left margin. So no fence in the output can be mistaken for the end of another:
  each has a language, and a fence with a language ends none.
- A ``mermaid`` fence is rendered as a drawing, which can load an image.
- ``$…$`` and ``$$…$$`` are the only delimiters of mathematics that all front ends know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from ..visible import to_visible_text
from . import formulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MATH_DELIMITERS: Final = {"$": "<span>&#36;</span>", "\\": "<span>&#92;</span>"}

_HTML: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"} | _MATH_DELIMITERS
)

_TEXT: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    | {c: f"&#{ord(c)};" for c in "`*_[]~|#"}
    | _MATH_DELIMITERS
)

_LINE_START: Final = re.compile(r"[-+=: ]|\d{1,9}[.)]")
"""Beginnings of lists, underlines, table rules, directives and indented blocks."""

_BRACKET: Final = re.compile(r"[\[\]]")
_WHITE_SPACE: Final = re.compile(r"[\t\n\r]")

_WEB_LINK: Final = re.compile(r"(?:https?://|mailto:).", re.IGNORECASE)
"""Links that work; a relative one would point to the user's own server."""

_LANGUAGE: Final = re.compile(
    r"bash|c|c\+\+|cpp|cs|css|csv|diff|dockerfile|fortran|go|html|ini|ipython|java|javascript|js"
    r"|json|julia|kotlin|latex|lua|makefile|markdown|matlab|md|perl|php|powershell|pycon|python"
    r"|python3|py|r|ruby|rust|scala|scss|sh|shell|sql|stata|swift|tex|toml|ts|tsx|typescript|xml"
    r"|ya?ml|zsh"
)
"""Languages that a fence keeps; a front end may render others as a drawing."""

_ALIGNMENTS: Final = {
    "": "---",
    "text-align:left": ":--",
    "text-align:center": ":-:",
    "text-align:right": "--:",
}


def sanitize_markdown(text: str) -> str:
    r"""Make untrusted Markdown, whole or the beginning of it, safe to show as Markdown.

    Tables, code, lists, headings, quotes, emphasis and links to the web stay. ``$$…$$``,
    ``\(…\)`` and ``\[…\]`` are typeset; a single ``$`` is a dollar. An image becomes a link to
    it; raw HTML, footnotes, other links and everything unknown are shown as typed.

    Parameters
    ----------
    text : str
        As the model wrote it.

    Returns
    -------
    str
        For ``text/markdown``. The only HTML in it is ``<span>`` and ``<code>`` around entities.
    """
    tokens = iter(build_parser().parse(to_visible_text(text)))
    return "\n\n".join(block.text for block in _write_blocks(tokens))


def escape_markdown(text: str) -> str:
    """Make any text, such as a file's name, safe inside a line of Markdown.

    Line breaks and runs of white space become one space.
    """
    return _write_text(" ".join(to_visible_text(text).split()), at_line_start=True)


def escape_html(text: str) -> str:
    """Make any text safe as the content of an HTML element, and free of formulas.

    In an attribute, which no front end typesets, the standard library's `html.escape` is right.
    """
    return to_visible_text(text).translate(_HTML)


def build_parser() -> MarkdownIt:
    """Return the parser for a model's Markdown: no raw HTML, only links to the web."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    parser.enable(["table", "strikethrough"])
    # The library's own hook to choose the links.
    parser.validateLink = _is_web_link  # type: ignore[method-assign]
    formulas.install_formula_rules(parser)
    return parser


def _is_web_link(url: str) -> bool:
    return _WEB_LINK.match(url) is not None


class _Block(NamedTuple):
    """A written block; `tight` where it may touch its neighbors in a list."""

    text: str
    tight: bool = False


def _write_blocks(tokens: Iterator[Token]) -> list[_Block]:
    """Write the blocks up to the end of the container that `tokens` is in."""
    blocks = []
    for token in tokens:
        if token.nesting < 0:
            break
        blocks.append(_write_block(token, tokens))
    return blocks


def _write_block(token: Token, rest: Iterator[Token]) -> _Block:
    """Write the block that `token` begins, taking its other tokens from `rest`."""
    match token.type:
        case "paragraph_open":
            return _Block(_write_leaf(rest), tight=token.hidden)
        case "heading_open":
            return _Block(f"{'#' * int(token.tag[1:])} {_write_leaf(rest, line_break=' ')}")
        case "blockquote_open":
            return _Block(_prefix_lines("> ", "> ", _join_blocks(_write_blocks(rest))))
        case "bullet_list_open" | "ordered_list_open":
            return _Block(_write_list(rest), tight=True)
        case "table_open":
            return _Block(_write_table(rest))
        case "fence" | "code_block":
            return _Block(_write_fence(token.content, token.info))
        case formulas.BLOCK:
            return _Block(token.content)
        case "hr":
            # Unlike "---" and "***", never mistaken for an underline or a list item.
            return _Block("___")
        case token_type:
            raise NotImplementedError(token_type)


def _write_leaf(rest: Iterator[Token], *, line_break: str = "\n") -> str:
    content = _write_inline(next(rest).children or [], line_break=line_break)
    next(rest)
    return content


def _join_blocks(blocks: list[_Block], *, tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(block.text for block in blocks)


def _prefix_lines(first: str, rest: str, text: str) -> str:
    head, *tail = text.split("\n")
    lines = [(first, head), *((rest, line) for line in tail)]
    return "\n".join(mark + line if line else mark.rstrip() for mark, line in lines)


def _write_list(rest: Iterator[Token]) -> str:
    items = []
    for token in rest:
        if token.nesting < 0:
            break
        # An ordered item's number is its info, its full stop or bracket its markup.
        items.append((token.info + token.markup + " ", _write_blocks(rest)))
    tight = all(block.tight for _, blocks in items for block in blocks)
    list_items = (
        _Block(_prefix_lines(marker, " " * len(marker), _join_blocks(blocks, tight=tight)))
        for marker, blocks in items
    )
    return _join_blocks(list(list_items), tight=tight)


def _write_table(rest: Iterator[Token]) -> str:
    rows: list[list[str]] = []
    rules = []
    for token in rest:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "th_open":
                rules.append(_ALIGNMENTS[str(token.attrs.get("style", ""))])
            case "inline":
                rows[-1].append(_write_inline(token.children or [], line_break=" ", in_table=True))
    head, *body = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rules, *body))


def _write_fence(code: str, info: str) -> str:
    language = find_language(info) or "text"
    fence = "`" * max(3, 1 + _longest_run(code, "`"))
    content = code if code.endswith("\n") or not code else code + "\n"
    return f"{fence}{language}\n{content}{fence}"


def find_language(info: str) -> str:
    """Return the language that a fence names, if it is one that a front end only colors."""
    name = info.strip().lower()
    return name if _LANGUAGE.fullmatch(name) else ""


def _longest_run(text: str, character: str) -> int:
    return max(map(len, re.findall(f"{re.escape(character)}+", text)), default=0)


def _write_inline(
    tokens: Iterable[Token], *, line_break: str = "\n", in_table: bool = False
) -> str:
    writer = _InlineWriter(line_break, in_table=in_table)
    for token in tokens:
        writer.write_token(token)
    return "".join(writer.pieces)


class _InlineWriter:
    """Writer of the content of a paragraph, heading or cell, piece by piece."""

    def __init__(self, line_break: str, *, in_table: bool) -> None:
        self.pieces: list[str] = []
        self._line_break = line_break
        self._in_table = in_table
        self._target: str | None = None
        """The URL of the link whose label is being written."""

    def write_token(self, token: Token) -> None:
        """Write the next token."""
        match token.type:
            case "text":
                piece = _write_text(
                    token.content, at_line_start=self._last_character() in {"", "\n"}
                )
            case "softbreak":
                piece = self._line_break
            case "hardbreak":
                piece = f"  {self._line_break}"
            case "code_inline":
                piece = self._write_code(token.content)
            case formulas.INLINE:
                piece = self._write_formula(token.content)
            case "link_open":
                self._target = str(token.attrs["href"])
                piece = "["
            case "link_close":
                piece = f"]({_write_target(self._target or '')})"
                self._target = None
            case "image":
                piece = self._write_image(token)
            case "em_open" | "em_close" | "strong_open" | "strong_close" | "s_open" | "s_close":
                piece = token.markup
            case token_type:
                raise NotImplementedError(token_type)
        self.pieces.append(piece)

    def _last_character(self) -> str:
        return self.pieces[-1][-1:] if self.pieces else ""

    def _would_break(self, content: str) -> bool:
        """Return whether verbatim content would end its table cell or its link label."""
        in_label = self._target is not None
        return (self._in_table and "|" in content) or (
            in_label and _BRACKET.search(content) is not None
        )

    def _write_code(self, content: str) -> str:
        if "`" in content or content != content.strip() or self._would_break(content):
            return f"<code>{_write_text(content)}</code>"
        return f"`{content}`"

    def _write_formula(self, content: str) -> str:
        formula = formulas.spell_out_bars(content) if self._in_table else content
        if self._would_break(formula):
            return _write_text(formula)
        # Two formulas that touch would be read as one.
        return f" {formula}" if self._last_character() == "$" else formula

    def _write_image(self, token: Token) -> str:
        alternative = "".join(child.content for child in token.children or [])
        label = _write_text(f"image: {alternative}" if alternative else "image")
        if self._target is not None:
            return label
        return f"[{label}]({_write_target(str(token.attrs['src']))})"


def _write_text(text: str, *, at_line_start: bool = False) -> str:
    """Write text so that no character of it is syntax to any front end.

    Line breaks, which can only come from entities, become spaces.
    """
    line = _WHITE_SPACE.sub(" ", text)
    start = _LINE_START.match(line) if at_line_start else None
    head = "".join(map(_to_entity, start[0])) if start else ""
    tail = line[start.end() if start else 0 :].translate(_TEXT)
    # A link may follow, which would become an image.
    return head + (tail[:-1] + _to_entity("!") if tail.endswith("!") else tail)


def _to_entity(character: str) -> str:
    return f"&#{ord(character)};"


def _write_target(url: str) -> str:
    return quote(url, safe="/:?#@!&'+,;=%").replace("&", "&amp;")
