r"""Untrusted Markdown made safe to show.

A model's answer is somebody else's text. Shown as it is, ``from $10 to $20`` becomes a formula,
``![](https://…)`` tells a stranger's server what the conversation held, and raw HTML is rendered.

`safe` therefore does not filter the text: it parses it and writes it anew. Only structure that
is known to be harmless is written as Markdown; whatever else there was is text, and in text
every character that any front end could take for syntax is a numeric entity, which CommonMark
never takes for structure. What is written is well formed, so every beginning of an answer is as
safe as the whole, and the front ends' different parsers have nothing to disagree about.

Markdown and not HTML, because VS Code typesets mathematics in the one and not in the other.

Seen in JupyterLab 4.6 and nbconvert 7.17, and the reason for the details:

- MathJax reads the finished page, so neither ``\$`` nor ``&#36;`` keeps a dollar from becoming
  mathematics, in Markdown or in HTML. It never joins text across elements: a ``$`` or ``\``
  alone in a ``<span>`` stays what it is.
- Before it parses, JupyterLab pairs ``$`` by regular expressions that know code only on one
  line or at the left margin. So code never holds a fence that could be mistaken for another:
  each has a language, and a fence with a language ends none.
- A ``mermaid`` fence is drawn, and a drawing can load an image.
- ``$…$`` and ``$$…$$`` are the only delimiters of mathematics that all front ends know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from ..visible import visible
from . import formulas as tex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ALONE: Final = {"$": "<span>&#36;</span>", "\\": "<span>&#92;</span>"}

_HTML: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"} | _ALONE
)

_TEXT: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {c: f"&#{ord(c)};" for c in "`*_[]~|#"} | _ALONE
)

_LINE_START: Final = re.compile(r"[-+=: ]|\d{1,9}[.)]")
"""What begins a list, an underline, a table's rule, a directive or an indented block."""

_BRACKET: Final = re.compile(r"[\[\]]")
_WHITE_SPACE: Final = re.compile(r"[\t\n\r]")

_WEB_LINK: Final = re.compile(r"(?:https?://|mailto:).", re.IGNORECASE)
"""The links that work; a relative one would lead into the user's own server."""

_LANGUAGE: Final = re.compile(
    r"bash|c|c\+\+|cpp|cs|css|csv|diff|dockerfile|fortran|go|html|ini|ipython|java|javascript|js"
    r"|json|julia|kotlin|latex|lua|makefile|markdown|matlab|md|perl|php|powershell|pycon|python"
    r"|python3|py|r|ruby|rust|scala|scss|sh|shell|sql|stata|swift|tex|toml|ts|tsx|typescript|xml"
    r"|ya?ml|zsh"
)
"""The languages a fence keeps; a front end may draw what is written in another."""

_ALIGNMENTS: Final = {
    "": "---",
    "text-align:left": ":--",
    "text-align:center": ":-:",
    "text-align:right": "--:",
}


def safe(text: str) -> str:
    r"""Make untrusted Markdown, whole or the beginning of it, safe to show as Markdown.

    Tables, code, lists, headings, quotes, emphasis and links to the web stay. ``$$…$$``,
    ``\(…\)`` and ``\[…\]`` are typeset; a single ``$`` is a dollar. An image becomes a link to
    it; raw HTML, footnotes, other links and anything unknown are shown as they were typed.

    Parameters
    ----------
    text : str
        As the model wrote it.

    Returns
    -------
    str
        For ``text/markdown``. The only HTML in it is ``<span>`` and ``<code>`` around entities.
    """
    tokens = iter(parser().parse(visible(text)))
    return "\n\n".join(block.text for block in _blocks(tokens))


def escape(text: str) -> str:
    """Make any text, such as a file's name, safe inside a line of Markdown.

    Line breaks and runs of white space become one space.
    """
    return _text(" ".join(visible(text).split()), at_line_start=True)


def html(text: str) -> str:
    """Make any text safe as the content of an HTML element, and free of formulas.

    In an attribute, which no front end typesets, the standard library's `html.escape` is right.
    """
    return visible(text).translate(_HTML)


def parser() -> MarkdownIt:
    """Return the parser for a model's Markdown: no raw HTML, only links to the web."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    made.enable(["table", "strikethrough"])
    # The library's own way of choosing which links are links.
    made.validateLink = _is_web_link  # type: ignore[method-assign]
    tex.install(made)
    return made


def _is_web_link(url: str) -> bool:
    return _WEB_LINK.match(url) is not None


class _Block(NamedTuple):
    """A block as it is written; `tight` where it may touch its neighbours in a list."""

    text: str
    tight: bool = False


def _blocks(tokens: Iterator[Token]) -> list[_Block]:
    """Write the blocks up to the end of the container that `visual_tokens` stands in."""
    blocks = []
    for token in tokens:
        if token.nesting < 0:
            break
        blocks.append(_block(token, tokens))
    return blocks


def _block(token: Token, rest: Iterator[Token]) -> _Block:
    """Write the block that `token` begins, taking all that belongs to it from `rest`."""
    match token.type:
        case "paragraph_open":
            return _Block(_leaf(rest), tight=token.hidden)
        case "heading_open":
            return _Block(f"{'#' * int(token.tag[1:])} {_leaf(rest, line_break=' ')}")
        case "blockquote_open":
            return _Block(_prefix("> ", "> ", _join(_blocks(rest))))
        case "bullet_list_open" | "ordered_list_open":
            return _Block(_list(rest), tight=True)
        case "table_open":
            return _Block(_table(rest))
        case "fence" | "code_block":
            return _Block(_fence(token.content, token.info))
        case tex.BLOCK:
            return _Block(token.content)
        case "hr":
            # Unlike "---" and "***", never taken for an underline or a list's item.
            return _Block("___")
        case unknown:
            raise NotImplementedError(unknown)


def _leaf(rest: Iterator[Token], *, line_break: str = "\n") -> str:
    content = _inline(next(rest).children or [], line_break=line_break)
    next(rest)
    return content


def _join(blocks: list[_Block], *, tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(block.text for block in blocks)


def _prefix(first: str, others: str, text: str) -> str:
    head, *tail = text.split("\n")
    lines = [(first, head), *((others, line) for line in tail)]
    return "\n".join(mark + line if line else mark.rstrip() for mark, line in lines)


def _list(rest: Iterator[Token]) -> str:
    items = []
    for token in rest:
        if token.nesting < 0:
            break
        # An ordered item's number is its info, its full stop or bracket its markup.
        items.append((token.info + token.markup + " ", _blocks(rest)))
    tight = all(block.tight for _, blocks in items for block in blocks)
    written = (
        _Block(_prefix(marker, " " * len(marker), _join(blocks, tight=tight)))
        for marker, blocks in items
    )
    return _join(list(written), tight=tight)


def _table(rest: Iterator[Token]) -> str:
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
                rows[-1].append(_inline(token.children or [], line_break=" ", in_table=True))
    head, *body = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rules, *body))


def _fence(code: str, info: str) -> str:
    typed = info.strip().lower()
    language = typed if _LANGUAGE.fullmatch(typed) else "text"
    fence = "`" * max(3, 1 + _longest_run(code, "`"))
    content = code if code.endswith("\n") or not code else code + "\n"
    return f"{fence}{language}\n{content}{fence}"


def _longest_run(text: str, character: str) -> int:
    return max(map(len, re.findall(f"{re.escape(character)}+", text)), default=0)


def _inline(tokens: Iterable[Token], *, line_break: str = "\n", in_table: bool = False) -> str:
    line = _Line(line_break, in_table=in_table)
    for token in tokens:
        line.add(token)
    return "".join(line.pieces)


class _Line:
    """The content of a paragraph, heading or cell, as it is written piece by piece."""

    def __init__(self, line_break: str, *, in_table: bool) -> None:
        self.pieces: list[str] = []
        self._line_break = line_break
        self._in_table = in_table
        self._target: str | None = None
        """Of the link whose label is being written."""

    def add(self, token: Token) -> None:
        """Write the next token."""
        match token.type:
            case "text":
                piece = _text(token.content, at_line_start=self._last() in {"", "\n"})
            case "softbreak":
                piece = self._line_break
            case "hardbreak":
                piece = f"  {self._line_break}"
            case "code_inline":
                piece = self._code(token.content)
            case tex.INLINE:
                piece = self._formula(token.content)
            case "link_open":
                self._target = str(token.attrs["href"])
                piece = "["
            case "link_close":
                piece = f"]({_target(self._target or '')})"
                self._target = None
            case "image":
                piece = self._image(token)
            case "em_open" | "em_close" | "strong_open" | "strong_close" | "s_open" | "s_close":
                piece = token.markup
            case unknown:
                raise NotImplementedError(unknown)
        self.pieces.append(piece)

    def _last(self) -> str:
        return self.pieces[-1][-1:] if self.pieces else ""

    def _would_break(self, content: str) -> bool:
        """Tell whether verbatim content would end the cell or the label that it stands in."""
        in_label = self._target is not None
        return (self._in_table and "|" in content) or (
            in_label and _BRACKET.search(content) is not None
        )

    def _code(self, content: str) -> str:
        if "`" in content or content != content.strip() or self._would_break(content):
            return f"<code>{_text(content)}</code>"
        return f"`{content}`"

    def _formula(self, content: str) -> str:
        formula = tex.without_bars(content) if self._in_table else content
        if self._would_break(formula):
            return _text(formula)
        # Two formulas that touch would be read as one.
        return f" {formula}" if self._last() == "$" else formula

    def _image(self, token: Token) -> str:
        alternative = "".join(child.content for child in token.children or [])
        label = _text(f"image: {alternative}" if alternative else "image")
        if self._target is not None:
            return label
        return f"[{label}]({_target(str(token.attrs['src']))})"


def _text(text: str, *, at_line_start: bool = False) -> str:
    """Write text as text: no character of it is syntax to any front end.

    Line breaks, which only entities bring in here, become spaces.
    """
    line = _WHITE_SPACE.sub(" ", text)
    start = _LINE_START.match(line) if at_line_start else None
    head = "".join(map(_entity, start[0])) if start else ""
    tail = line[start.end() if start else 0 :].translate(_TEXT)
    # What follows may be a link, which would become an image.
    return head + (tail[:-1] + _entity("!") if tail.endswith("!") else tail)


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def _target(url: str) -> str:
    return quote(url, safe="/:?#@!&'+,;=%").replace("&", "&amp;")
