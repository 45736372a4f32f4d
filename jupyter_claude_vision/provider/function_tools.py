"""Python functions of the user's as tools, made by the SDK's own helper."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final

from ..errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import ValidationError

_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class UserFunction:
    """A Python function of the user's that Claude may call.

    Parameters
    ----------
    function : callable
        With annotations and a docstring, which tell Claude how to call it, and what for.

    Attributes
    ----------
    name : str
    definition : dict
        For a request's ``tools``.

    Raises
    ------
    OptionError
        It lacks a name, a docstring or an annotation, or cannot be called with named arguments.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        from anthropic import beta_tool

        self.name = str(getattr(function, "__name__", type(function).__name__))
        self._check_function(function)
        try:
            self._tool: Any = beta_tool(function)
            self.definition: dict[str, Any] = dict(self._tool.to_dict())
        except Exception as error:  # of pydantic or of the SDK, whose kinds are many
            msg = (
                f"tools: {self.name} cannot become a tool ({error}): annotate it with plain types."
            )
            raise OptionError(msg) from error

    def _check_function(self, function: Callable[..., Any]) -> None:
        if not _NAME.fullmatch(self.name):
            msg = f"tools: {self.name} has no name that Claude can call: define it with def."
            raise OptionError(msg)
        if inspect.iscoroutinefunction(function):
            msg = f"tools: {self.name} is asynchronous, and is called in the kernel's main thread."
            raise OptionError(msg)
        if not inspect.getdoc(function):
            msg = f"tools: {self.name} has no docstring, which tells Claude what it is for."
            raise OptionError(msg)
        for parameter in inspect.signature(function).parameters.values():
            if parameter.annotation is parameter.empty:
                msg = f"tools: {self.name} needs an annotation for {parameter.name}."
                raise OptionError(msg)

    def call_function(self, arguments: Mapping[str, Any]) -> Any:
        """Return what the function returns, in the thread that calls this.

        Raises
        ------
        ValueError
            The arguments are not of the annotated types; or whatever the function raises.
        """
        from pydantic import ValidationError

        try:
            return self._tool.call(dict(arguments))
        except ValueError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            # The SDK's own message leaves out what is wrong with them.
            raise ValueError(_describe_problems(error.__cause__)) from error


def _describe_problems(error: ValidationError) -> str:
    problems = [f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()]
    return "; ".join(problems)
