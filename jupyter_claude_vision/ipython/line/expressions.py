"""Expressions over the user's names: what a word such as ``axes[0].figure`` stands for."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ...errors import PromptError
from ...inputs.ordinary_words import SHELLS_OWN
from ...options.validation import suggest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

Form: TypeAlias = Literal["name", "code", "display", "other"]
"""How much an expression looks like code: a name alone; ``axes[0]``, ``df.plot()``; ``[a, b]``,
``{"a": b}``; ``a/b``, which may well be prose."""


class Nothing:
    """Told apart from None, which an expression may be."""


NOTHING: Final = Nothing()

_CODE: Final = (ast.Attribute, ast.Subscript, ast.Call)
_DISPLAYS: Final = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)


class Expression:
    """A word that can be read as Python, and is about at least one of the user's names.

    Parameters
    ----------
    text : str
    tree : ast.Expression
    variables : mapping
        The user's namespace.
    """

    def __init__(self, text: str, tree: ast.Expression, variables: Mapping[str, Any]) -> None:
        self._text = text
        self._tree = tree
        self._variables = variables

    @property
    def form(self) -> Form:
        """How much it looks like code."""
        body = self._tree.body
        if isinstance(body, ast.Name):
            return "name"
        if isinstance(body, _CODE) and isinstance(_root(body), ast.Name):
            return "code"
        return "display" if isinstance(body, _DISPLAYS) else "other"

    @property
    def unknown(self) -> str | None:
        """A name in it that is neither the user's nor Python's."""
        names = [node for node in ast.walk(self._tree) if isinstance(node, ast.Name)]
        bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        bound |= {node.arg for node in ast.walk(self._tree) if isinstance(node, ast.arg)}
        known = bound | self._variables.keys()
        free = (node.id for node in names if node.id not in known)
        return next((name for name in free if not hasattr(builtins, name)), None)

    def value(self) -> object:
        """Return its value.

        Raises
        ------
        PromptError
            It knows no such name, or fails; prose that only looks like an expression does, too.
        """
        if self.unknown is not None:
            suggestion = suggest_name(self.unknown, self._variables)
            msg = f"{self._text}: there is no variable {self.unknown!r}.{suggestion}"
            raise PromptError(msg)
        try:
            return eval(  # noqa: S307 - it is the user's own expression
                compile(self._tree, "<claude_see>", "eval"), dict(self._variables)
            )
        except Exception as error:
            msg = f"{self._text}: {type(error).__name__}: {error}"
            raise PromptError(msg) from error


def expression(text: str, variables: Mapping[str, Any]) -> Expression | None:
    """Return text as an expression over the user's names; None where it is none."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # "((((…" is the last two
        return None
    root = _root(tree.body)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    own = {root.id} if isinstance(root, ast.Name) else names
    if isinstance(root, ast.Name) and root.id in SHELLS_OWN - {"In", "Out"}:
        return None
    return Expression(text, tree, variables) if own & variables.keys() else None


def _root(node: ast.expr) -> ast.expr:
    """Return what an expression begins with: ``axes`` of ``axes[0].figure``."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return node
