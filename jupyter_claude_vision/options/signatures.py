"""Signatures and docstrings of functions whose keywords are options."""

from __future__ import annotations

import functools
import inspect
import re
import textwrap
import types
from functools import partial
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
from .validators import check_option_names

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS_ENTRY: Final = re.compile(r"^( *)\*\*options\n(?:\1 +\S.*\n)+", re.MULTILINE)
"""The entry of ``**options`` in a numpydoc section."""


def suggest_keywords(function: F) -> F:
    """Return a function that answers a misspelt keyword with the nearest of its own.

    `OptionError` is raised, which is a `TypeError` too.
    """
    wrapper = _wrap_with_check(function, function.__name__, inspect.signature(function))
    return cast("F", wrapper)


def accept_options(keywords: type) -> Callable[[F], F]:
    """Return a decorator for a function or a class whose ``**options`` are those of a TypedDict.

    The signature lists each keyword with its type and default, so that Tab offers it; the
    docstring lists each with the option's help; a misspelt keyword is an `OptionError`.

    Parameters
    ----------
    keywords : type
        A TypedDict, whose annotations are evaluated.
    """
    return partial(_add_options, types_by_name=get_type_hints(keywords))


def _add_options(function: F, types_by_name: dict[str, Any]) -> F:
    body: Any = vars(function)["__init__"] if isinstance(function, type) else function
    parameters = [
        parameter
        for parameter in inspect.signature(body).parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD
    ]
    parameters += [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=LINE_OPTIONS[name].default,
            annotation=annotation,
        )
        for name, annotation in types_by_name.items()
    ]
    wrapper = _wrap_with_check(body, function.__name__, inspect.Signature(parameters))
    wrapper.__doc__ = _document_options(function.__doc__ or "", types_by_name)
    if not isinstance(function, type):
        return cast("F", wrapper)
    function.__init__ = wrapper  # type: ignore[misc]
    function.__doc__ = wrapper.__doc__
    function.__signature__ = inspect.Signature(parameters[1:])  # type: ignore[attr-defined]
    return function


def _wrap_with_check(function: Any, name: str, signature: inspect.Signature) -> Any:
    """Return a function that checks the names of its keywords, and has a signature."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        check_option_names(kwargs, set(signature.parameters) - {"self"}, name)
        return function(*args, **kwargs)

    wrapper.__signature__ = signature  # type: ignore[attr-defined]
    return wrapper


def _document_options(docstring: str, types_by_name: dict[str, Any]) -> str:
    """Return a docstring with an entry for each option in place of that of ``**options``."""

    def list_options(match: re.Match[str]) -> str:
        indentation = match[1]
        deeper = indentation + "    "
        return "".join(
            f"{indentation}{name} : {describe_type(annotation)}, optional\n"
            f"{textwrap.indent(textwrap.fill(LINE_OPTIONS[name].help, 92), deeper)}\n"
            for name, annotation in types_by_name.items()
        )

    return _OPTIONS_ENTRY.sub(list_options, docstring)


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
