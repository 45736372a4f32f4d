"""Expressions over the user's variables, such as ``axes[0].figure``."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ...errors import PromptError
from ...inputs.ordinary_words import SHELLS_OWN
from ...options.validators import suggest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

Form: TypeAlias = Literal["name", "code", "display", "other"]
"""Kind of expression: a name alone; ``axes[0]``, ``df.plot()``; ``[a, b]``, ``{"a": b}``; ``a/b``,
which may well be prose."""

NO_VALUE: Final = object()
"""Stands for no value; an expression's value may be None."""

_CODE: Final = (ast.Attribute, ast.Subscript, ast.Call)
_DISPLAYS: Final = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)


class Expression:
    """A Python expression that contains at least one of the user's variables.

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
        """Its kind, from which follows how likely it is prose."""
        body = self._tree.body
        if isinstance(body, ast.Name):
            return "name"
        if isinstance(body, _CODE) and isinstance(_root_of(body), ast.Name):
            return "code"
        return "display" if isinstance(body, _DISPLAYS) else "other"

    @property
    def unknown_name(self) -> str | None:
        """A name in it that is neither a variable nor built in."""
        names = [node for node in ast.walk(self._tree) if isinstance(node, ast.Name)]
        bound_names = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        bound_names |= {node.arg for node in ast.walk(self._tree) if isinstance(node, ast.arg)}
        bound_names |= self._variables.keys()
        free_names = (node.id for node in names if node.id not in bound_names)
        return next((name for name in free_names if not hasattr(builtins, name)), None)

    def evaluate(self) -> object:
        """Return its value.

        Raises
        ------
        PromptError
            It contains an unknown name, or fails, as prose does that looks like an expression.
        """
        if self.unknown_name is not None:
            suggestion = suggest_name(self.unknown_name, self._variables)
            msg = f"{self._text}: there is no variable {self.unknown_name!r}.{suggestion}"
            raise PromptError(msg)
        try:
            return eval(  # noqa: S307 - it is the user's own expression
                compile(self._tree, "<claude_see>", "eval"), dict(self._variables)
            )
        except Exception as error:
            msg = f"{self._text}: {type(error).__name__}: {error}"
            raise PromptError(msg) from error


def parse_expression(text: str, variables: Mapping[str, Any]) -> Expression | None:
    """Return text as an expression over the user's variables; None if it is not one."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # "((((…" is the last two
        return None
    root = _root_of(tree.body)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    relevant_names = {root.id} if isinstance(root, ast.Name) else names
    if isinstance(root, ast.Name) and root.id in SHELLS_OWN - {"In", "Out"}:
        return None
    return Expression(text, tree, variables) if relevant_names & variables.keys() else None


def _root_of(node: ast.expr) -> ast.expr:
    """Return the first node of a chain: ``axes`` of ``axes[0].figure``."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return node
