r"""Mathematics in a model's Markdown: ``$$…$$``, ``\(…\)`` and ``\[…\]``.

A single ``$`` is money. What is not well formed, or uses a command that loads, links or
defines something, is no mathematics and stays text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INLINE: Final = "math_inline"
BLOCK: Final = "math_block"

# The bounds keep a text full of unclosed delimiters from taking quadratic time.
_MOST_LINES: Final = 100
_FORMULA: Final = re.compile(
    r"""
      \\\( (?P<inline>  (?:[^\\]|\\[^)]){1,4000}? ) \\\)
    | \\\[ (?P<display> (?:[^\\]|\\[^\]]){1,4000}? ) \\\]
    | \$\$ (?P<dollars> (?:[^\\$]|\\.){1,4000}? ) \$\$ (?!\$)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENINGS: Final = (r"\(", r"\[", "$$")

_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)

_FORBIDDEN: Final = re.compile(
    r"\\(?:bbox|catcode|class|cssId|csname|data|DeclareMathOperator|def|edef|gdef|global|href"
    r"|html\w*|includegraphics|input|let|mmlToken|newcommand|newenvironment|providecommand"
    r"|renewcommand|renewenvironment|require|style|unicode|url|xdef)(?![A-Za-z])"
)
"""Commands by which MathJax or KaTeX load or link something, style the page, or change what
later formulas mean."""

_SPELLINGS: Final = (
    # The same to TeX, and neither HTML, an entity, an image nor a link where a front end
    # without mathematics shows the formula as Markdown.
    ("<", r"\lt "),
    (">", r"\gt "),
    ("&", "& "),
    ("![", "!{}["),
    ("](", "]{}("),
)


def install(parser: MarkdownIt) -> None:
    """Teach a parser the formulas; their tokens' content is the Markdown to write."""
    parser.inline.ruler.before("escape", INLINE, _inline_rule)
    parser.block.ruler.before(
        "fence", BLOCK, _block_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def without_bars(formula: str) -> str:
    r"""Spell ``|`` and ``\|`` out, so that a formula does not end a table's cell."""
    return formula.replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(_OPENINGS, state.pos) or state.src[: state.pos].endswith("$"):
        return False
    found = _FORMULA.match(state.src, state.pos)
    written = _write(found) if found else None
    if found is None or written is None:
        return False
    if not silent:
        state.push(INLINE, "math", 0).content = written
    state.pos = found.end()
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Recognise a display formula that has its lines to itself."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith(_OPENINGS[1:], first):
        return False
    last = start + 1
    end = min(end, start + _MOST_LINES)
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    lines = state.getLines(start, last, state.blkIndent, False).lstrip()
    found = _FORMULA.match(lines)
    written = _write(found) if found else None
    if found is None or written is None or lines[found.end() :].partition("\n")[0].strip():
        return False
    if not silent:
        token = state.push(BLOCK, "math", 0)
        token.content = written
        state.line = start + lines.count("\n", 0, found.end()) + 1
        token.map = [start, state.line]
    return True


def _write(found: re.Match[str]) -> str | None:
    """Write a formula on one line, with the delimiters that all front ends know."""
    body = " ".join(_COMMENT.sub(r"\1", found[found.lastgroup or 0]).split())
    if not _is_well_formed(body) or _FORBIDDEN.search(body):
        return None
    for typed, written in _SPELLINGS:
        body = body.replace(typed, written)
    mark = "$" if found.lastgroup == "inline" else "$$"
    return f"{mark}{body.strip()}{mark}"


def _is_well_formed(body: str) -> bool:
    bare = _ESCAPED.sub("", body)
    if not body or any(character in bare for character in "$`\\"):
        return False
    depth = 0
    for brace in re.findall("[{}]", bare):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
