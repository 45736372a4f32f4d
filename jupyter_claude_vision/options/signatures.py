"""Signatures and docstrings of functions whose keywords are options."""

from __future__ import annotations

import functools
import inspect
import re
import textwrap
import types
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from .line_options import LINE_OPTIONS
from .validation import check_option_names

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_DOCUMENTED: Final = re.compile(r"^( *)\*\*options\n(?:\1 +\S.*\n)+", re.MULTILINE)
"""The entry of ``**options`` in a numpydoc section."""


def suggest_keywords(function: F) -> F:
    """Make a function answer a misspelt keyword with the nearest of its own.

    `OptionError` is raised, which is a `TypeError` too.
    """
    checked = _check_keywords(function, function.__name__, inspect.signature(function))
    return cast("F", checked)


def accept_options(keywords: type) -> Callable[[F], F]:
    """Return a decorator for a function or a class whose ``**options`` are those of a TypedDict.

    The signature lists each keyword with its type and default, so that Tab offers it; the
    docstring lists each with the option's help; a misspelt keyword is an `OptionError`.

    Parameters
    ----------
    keywords : type
        A TypedDict, whose annotations are evaluated.
    """
    types_by_name = get_type_hints(keywords)

    def decorate(function: F) -> F:
        body: Any = vars(function)["__init__"] if isinstance(function, type) else function
        own = inspect.signature(body).parameters.values()
        options = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=LINE_OPTIONS[name].default,
                annotation=annotation,
            )
            for name, annotation in types_by_name.items()
        ]
        parameters = [p for p in own if p.kind is not p.VAR_KEYWORD] + options
        checked = _check_keywords(body, function.__name__, inspect.Signature(parameters))
        checked.__doc__ = _document_options(function.__doc__ or "", types_by_name)
        if not isinstance(function, type):
            return cast("F", checked)
        function.__init__ = checked  # type: ignore[misc]
        function.__doc__ = checked.__doc__
        function.__signature__ = inspect.Signature(parameters[1:])  # type: ignore[attr-defined]
        return function

    return decorate


def _check_keywords(function: Any, name: str, signature: inspect.Signature) -> Any:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        check_option_names(kwargs, set(signature.parameters) - {"self"}, name)
        return function(*args, **kwargs)

    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _document_options(docstring: str, types_by_name: dict[str, Any]) -> str:
    """Return a docstring with an entry for each option in place of that of ``**options``."""

    def entries(match: re.Match[str]) -> str:
        return "".join(
            f"{match[1]}{name} : {describe_type(annotation)}, optional\n"
            f"{textwrap.fill(LINE_OPTIONS[name].help, 99, **_indent(match[1]))}\n"
            for name, annotation in types_by_name.items()
        )

    return _DOCUMENTED.sub(entries, docstring)


def _indent(indentation: str) -> dict[str, Any]:
    deeper = f"{indentation}    "
    return {"initial_indent": deeper, "subsequent_indent": deeper}


def describe_type(annotation: Any) -> str:
    """Return an annotation in words, without None: ``{"now", "batch"}``, ``str or int``."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        words = ", ".join(f'"{value}"' for value in arguments)
        return f"{{{words}}}"
    if origin in (Union, types.UnionType):
        members = [describe_type(a) for a in arguments if a is not types.NoneType]
        return " or ".join(members).replace("} or {", ", ")
    if origin is tuple:
        return f"tuple of {describe_type(arguments[0])}"
    if origin is not None:
        item = f" of {describe_type(arguments[0])}" if arguments else ""
        return f"{origin.__name__.lower()}{item}"
    return "object" if annotation is Any else str(annotation.__name__)
