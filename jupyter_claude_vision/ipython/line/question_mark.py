"""Lines of ``%claude_see`` that end with a question mark.

IPython takes a line that ends with a word and ``?`` for a request for help: it turns
``%claude_see red what?`` into ``%pinfo what``. The transformers here come before that one
(``IPython.core.inputtransformer2.HelpEnd``) and treat a line of the magic as IPython treats it
without the question mark. ``%claude_see?`` and ``%claude_see??`` still show the help.

Like IPython's, they look at Python's tokens, so that strings and comments are never taken for
magics; the bodies of cell magics are removed before. They have no state.

Without the ``%`` (automagic) the line is a question if IPython would run the magic without its
question mark: alone in its cell, automagic on, and no variable of the magic's name.
"""

from __future__ import annotations

import tokenize
from typing import TYPE_CHECKING, Final, TypeAlias

from IPython.core.getipython import get_ipython
from IPython.core.inputtransformer2 import EscapedCommand, MagicAssign, TokenTransformBase
from IPython.core.prefilter import is_shadowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from IPython.core.interactiveshell import InteractiveShell

MAGIC: Final = "claude_see"

Tokens: TypeAlias = "Sequence[tokenize.TokenInfo]"

_BEFORE_HELP: Final = 4
"""Of transformers that match at the same place IPython tries the lower number first; help has 5."""


class MagicQuestion(EscapedCommand):
    """Transformer of ``%claude_see …`` on a line of its own."""

    priority = _BEFORE_HELP

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> MagicQuestion | None:
        """Find the first such line."""
        for line in map(_without_indentation, tokens_by_line):
            if _is_magic(line):
                return cls(line[0].start)
        return None


class AssignedQuestion(TokenTransformBase):
    """Transformer of ``answer = %claude_see …``.

    IPython's own matches at the ``%``, further right than the one for help, and would come too
    late; this one matches at the beginning of the line.
    """

    priority = _BEFORE_HELP

    def __init__(self, start: tuple[int, int], assignment: MagicAssign) -> None:
        super().__init__(start)
        self._assignment = assignment

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> AssignedQuestion | None:
        """Find the first such line."""
        for line in tokens_by_line:
            if not any(token.string == "=" for token in line):
                continue
            code = _without_indentation(line)
            assignment = MagicAssign.find([code])
            if assignment and _is_magic(_tokens_from(code, assignment)):
                return cls(code[0].start, assignment)
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Transform the line as IPython does."""
        new_lines: list[str] = self._assignment.transform(lines)
        return new_lines


class AutomagicQuestion(TokenTransformBase):
    """Transformer of ``claude_see …?``, alone in its cell, to a `MagicQuestion`."""

    priority = _BEFORE_HELP

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> AutomagicQuestion | None:
        """Find such a line, if it is the only one and IPython would run the magic."""
        code = [line for line in tokens_by_line if any(token.string.strip() for token in line)]
        if len(code) != 1 or code[0][0].string != MAGIC or not _is_automagic(code[0]):
            return None
        shell = get_ipython()
        if shell is None or not shell.automagic:
            return None
        shadowed = is_shadowed(MAGIC, shell)
        return None if shadowed else cls(code[0][0].start)

    def transform(self, lines: list[str]) -> list[str]:
        """Put the ``%`` before it."""
        line = lines[self.start_line]
        lines[self.start_line] = f"{line[: self.start_col]}%{line[self.start_col :]}"
        return lines


_TRANSFORMERS: Final = (MagicQuestion, AssignedQuestion, AutomagicQuestion)


def install_transformers(shell: InteractiveShell) -> None:
    """Let lines of the magic end with a question mark; a second call changes nothing."""
    transformers = shell.input_transformer_manager.token_transformers
    transformers.extend(t for t in _TRANSFORMERS if t not in transformers)


def uninstall_transformers(shell: InteractiveShell) -> None:
    """Undo `install_transformers`; without it, change nothing."""
    transformers = shell.input_transformer_manager.token_transformers
    transformers[:] = [t for t in transformers if t not in _TRANSFORMERS]


def _without_indentation(line: Tokens) -> Tokens:
    indentation = {tokenize.INDENT, tokenize.DEDENT}
    first = next((i for i, token in enumerate(line) if token.type not in indentation), len(line))
    return line[first:]


def _tokens_from(line: Tokens, transformer: TokenTransformBase) -> Tokens:
    start = (transformer.start_line + 1, transformer.start_col)
    return [token for token in line if token.start >= start]


def _is_magic(line: Tokens) -> bool:
    """Return True if the tokens begin with ``%claude_see`` and a space or nothing after it."""
    return (
        len(line) > 1
        and line[0].string == "%"
        and line[0].end == line[1].start
        and _begins_with_name(line[1:])
    )


def _is_automagic(line: Tokens) -> bool:
    # IPython takes "=" and "," after the name for an assignment, never for an argument.
    return (
        _begins_with_name(line)
        and "?" in [token.string for token in line[-2:]]
        and line[1].string not in {"=", ","}
    )


def _begins_with_name(line: Tokens) -> bool:
    # The rest of the line need not be Python: its tokens may be wrong or cut short, so that only
    # the position of the next one counts.
    if line[0].string != MAGIC:
        return False
    touching = len(line) > 1 and line[1].start == line[0].end
    return not (touching and line[1].string.strip())
