"""A question may end with a question mark.

IPython takes a line that ends with a word and ``?`` for a request for help: it turns
``%claude_see red what?`` into ``%pinfo what``. The rules here stand before that one
(``IPython.core.inputtransformer2.HelpEnd``) and do with a line of the magic what IPython does
with it where there is no question mark. ``%claude_see?`` and ``%claude_see??`` stay help.

Like IPython's, the rules look at Python's tokens, so that strings and comments are never taken
for magics; cell magics' bodies are gone before they look. They keep no state: they are in the
shell's list of transformers, or they are not.

Without the ``%`` (automagic) a question is asked where IPython would run the magic without its
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
"""IPython tries the lower number first, of rules that match at the same place; help has 5."""


class Question(EscapedCommand):
    """``%claude_see …``, on a line of its own."""

    priority = _BEFORE_HELP

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> Question | None:
        """Find the first such line."""
        for line in map(_without_indentation, tokens_by_line):
            if _is_magic(line):
                return cls(line[0].start)
        return None


class AssignedQuestion(TokenTransformBase):
    """``answer = %claude_see …``.

    IPython's own rule for it matches at the ``%``, further right than the rule for help, and
    would come too late; this one matches at the beginning of the line.
    """

    priority = _BEFORE_HELP

    def __init__(self, start: tuple[int, int], assignment: MagicAssign) -> None:
        super().__init__(start)
        self._assignment = assignment

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> AssignedQuestion | None:
        """Find the first such line."""
        for line in map(_without_indentation, tokens_by_line):
            assignment = MagicAssign.find([line])
            if assignment and _is_magic(_since(line, assignment)):
                return cls(line[0].start, assignment)
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Do as IPython's rule does."""
        transformed: list[str] = self._assignment.transform(lines)
        return transformed


class AutomagicQuestion(TokenTransformBase):
    """``claude_see …?``, alone in its cell; it becomes a `Question`."""

    priority = _BEFORE_HELP

    @classmethod
    def find(cls, tokens_by_line: Sequence[Tokens]) -> AutomagicQuestion | None:
        """Find such a line, if it is the only one and IPython would run the magic."""
        code = [line for line in tokens_by_line if any(token.string.strip() for token in line)]
        if len(code) != 1 or not _is_automagic(code[0]):
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


_RULES: Final = (Question, AssignedQuestion, AutomagicQuestion)


def install(shell: InteractiveShell) -> None:
    """Let the magic's lines end with a question mark; a second time changes nothing."""
    transformers = shell.input_transformer_manager.token_transformers
    transformers.extend(rule for rule in _RULES if rule not in transformers)


def uninstall(shell: InteractiveShell) -> None:
    """Undo `install`; where it was not called, change nothing."""
    transformers = shell.input_transformer_manager.token_transformers
    transformers[:] = [rule for rule in transformers if rule not in _RULES]


def _without_indentation(line: Tokens) -> Tokens:
    indentation = {tokenize.INDENT, tokenize.DEDENT}
    first = next((i for i, token in enumerate(line) if token.type not in indentation), len(line))
    return line[first:]


def _since(line: Tokens, found: TokenTransformBase) -> Tokens:
    start = (found.start_line + 1, found.start_col)
    return [token for token in line if token.start >= start]


def _is_magic(line: Tokens) -> bool:
    """Tell whether the tokens begin with ``%claude_see`` and a space, or nothing, after it."""
    return (
        len(line) > 1
        and line[0].string == "%"
        and line[0].end == line[1].start
        and _is_name_apart(line[1:])
    )


def _is_automagic(line: Tokens) -> bool:
    # IPython takes "=" and "," after the name for an assignment, never for an argument.
    return (
        _is_name_apart(line)
        and "?" in [token.string for token in line[-2:]]
        and line[1].string not in {"=", ","}
    )


def _is_name_apart(line: Tokens) -> bool:
    # The rest of the line need not be Python: its tokens may be wrong, or cut short, so that
    # only the first one is looked at, for where it begins.
    if line[0].string != MAGIC:
        return False
    touching = len(line) > 1 and line[1].start == line[0].end
    return not (touching and line[1].string.strip())
