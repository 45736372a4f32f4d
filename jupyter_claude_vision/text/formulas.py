r"""Mathematics in a model's Markdown: ``$$…$$``, ``\(…\)`` and ``\[…\]``.

A single ``$`` is money. A formula that is not well formed, or uses a command that loads, links
or defines something, stays text.
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
_ESCAPE_SEQUENCE: Final = re.compile(r"\\.", re.DOTALL)

_FORBIDDEN: Final = re.compile(
    r"\\(?:bbox|catcode|class|cssId|csname|data|DeclareMathOperator|def|edef|gdef|global|href"
    r"|html\w*|includegraphics|input|let|mmlToken|newcommand|newenvironment|providecommand"
    r"|renewcommand|renewenvironment|require|style|unicode|url|xdef)(?![A-Za-z])"
)
"""Commands by which MathJax or KaTeX load or link something, style the page, or change what
later formulas mean."""

_SPELLINGS: Final = (
    # The same in TeX, and neither HTML, an entity, an image nor a link in a front end without
    # mathematics, which shows the formula as Markdown.
    ("<", r"\lt "),
    (">", r"\gt "),
    ("&", "& "),
    ("![", "!{}["),
    ("](", "]{}("),
)


def install_formula_rules(parser: MarkdownIt) -> None:
    """Add formulas to a parser's syntax; their tokens hold the Markdown to write.

    Their `meta` has the formula as it was typed, and its TeX without the delimiters.
    """
    parser.inline.ruler.before("escape", INLINE, _parse_inline_formula)
    parser.block.ruler.before(
        "fence",
        BLOCK,
        _parse_block_formula,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def spell_out_bars(formula: str) -> str:
    r"""Spell ``|`` and ``\|`` out, so that a formula does not end a table's cell."""
    return formula.replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _parse_inline_formula(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(_OPENINGS, state.pos) or state.src[: state.pos].endswith("$"):
        return False
    match = _FORMULA.match(state.src, state.pos)
    formula = _write_formula(match) if match else None
    if match is None or formula is None:
        return False
    if not silent:
        token = state.push(INLINE, "math", 0)
        token.content, token.meta = formula, {"typed": match[0], "tex": _read_body(match)}
    state.pos = match.end()
    return True


def _parse_block_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Recognize a display formula that has its lines to itself."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith(_OPENINGS[1:], first):
        return False
    last = start + 1
    end = min(end, start + _MOST_LINES)
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        last += 1
    lines = state.getLines(start, last, state.blkIndent, False).lstrip()
    match = _FORMULA.match(lines)
    formula = _write_formula(match) if match else None
    if match is None or formula is None or lines[match.end() :].partition("\n")[0].strip():
        return False
    if not silent:
        token = state.push(BLOCK, "math", 0)
        token.content, token.meta = formula, {"typed": match[0], "tex": _read_body(match)}
        state.line = start + lines.count("\n", 0, match.end()) + 1
        token.map = [start, state.line]
    return True


def _write_formula(match: re.Match[str]) -> str | None:
    """Write a formula on one line, with the delimiters that all front ends know."""
    body = _read_body(match)
    if not _is_well_formed(body) or _FORBIDDEN.search(body):
        return None
    for sign, command in _SPELLINGS:
        body = body.replace(sign, command)
    delimiter = "$" if match.lastgroup == "inline" else "$$"
    return f"{delimiter}{body.strip()}{delimiter}"


def _read_body(match: re.Match[str]) -> str:
    """Return a formula without its delimiters and comments, on one line."""
    return " ".join(_COMMENT.sub(r"\1", match[match.lastgroup or 0]).split())


def _is_well_formed(body: str) -> bool:
    bare = _ESCAPE_SEQUENCE.sub("", body)
    if not body or any(character in bare for character in "$`\\"):
        return False
    depth = 0
    for brace in re.findall("[{}]", bare):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
