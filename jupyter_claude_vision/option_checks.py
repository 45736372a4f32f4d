"""Options of one question: each is known by its name and valid before anything is sent.

What an option may be says the setting of its name (`settings.ClaudeVision`), where there is one.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from .errors import OptionError
from .inputs.arrays import CHANNELS
from .options import NEEDED, NOT_WITH_EACH, SWITCHES, flag_of
from .settings import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .settings import ClaudeVision

P = ParamSpec("P")
R = TypeVar("R")

_CHOICES: Final = {"detail": ("short", "medium", "long"), "channels": CHANNELS}


def known_keywords(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function meet a misspelt keyword with the nearest name that it has."""
    names = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        check_names(kwargs, names, function.__name__)
        return function(*args, **kwargs)

    return call


def check_names(options: Iterable[str], known: Iterable[str], function: str) -> None:
    """Raise where an option is none that a function takes.

    Raises
    ------
    OptionError
        It is misspelt; the message has the nearest name.
    """
    known = sorted(known)
    for name in options:
        if name not in known:
            near = nearest(name, known) or f" It takes {', '.join(known)}."
            msg = f"{function} has no option {name!r}.{near}"
            raise OptionError(msg)


def check_prompt(prompt: object) -> None:
    """Raise where a prompt is no text: a second picture, say.

    Raises
    ------
    OptionError
    """
    if not isinstance(prompt, str):
        kind = type(prompt).__name__
        msg = f"The prompt is text, not a {kind}. Several pictures go into a list: see([a, b], …)."
        raise OptionError(msg)


def check_text(name: str, value: object) -> None:
    """Raise where what is to be text is something else.

    Raises
    ------
    OptionError
    """
    if not isinstance(value, str):
        msg = f"{name} takes text, not {value!r}."
        raise OptionError(msg)


def checked(settings: ClaudeVision, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as they are asked with; None leaves one to its setting.

    Raises
    ------
    OptionError
        One cannot have its value.
    """
    of_settings = settings.trait_names(config=True)
    given = {name: value for name, value in options.items() if value is not None}
    for name, value in given.items():
        if name in of_settings:
            given[name] = settings.checked(name, value)
        elif name in SWITCHES:
            given[name] = checked_switch(name, value)
        elif name in _CHOICES and str(value) not in _CHOICES[name]:
            raise OptionError(not_one_of(name, value, _CHOICES[name]))
    return {**options, **given}


def check_combination(options: Mapping[str, Any]) -> None:
    """Raise where one of a line's options would have no effect beside the others.

    Raises
    ------
    OptionError
    """
    for name, other in NEEDED.items():
        if options.get(name) is not None and not options.get(other):
            msg = f"{flag_of(name)} goes with {flag_of(other)}, and it is not there."
            raise OptionError(msg)
    for name in NOT_WITH_EACH if options.get("each") else ():
        if options.get(name) is not None:
            flag = flag_of(name)
            msg = f"{flag} goes with one question, not with many: ask about one file at a time."
            raise OptionError(msg)


def checked_switch(name: str, value: object) -> bool:
    """Return the value of an option that is on or off.

    Raises
    ------
    OptionError
    """
    if not isinstance(value, int) or value not in (0, 1):
        msg = f"{name} takes True or False, not {value!r}."
        raise OptionError(msg)
    return bool(value)


def not_one_of(name: str, value: object, values: Iterable[str]) -> str:
    """Return what to say of an option that has a value which is none of a list."""
    listed = list(values)
    near = nearest(value, listed) if isinstance(value, str) else ""
    return f"{name} takes one of {', '.join(listed)}, not {value!r}.{near}"
