"""Validators of options and settings: each takes a name and a value, and returns the value.

A setting and the option of its name share one validator (`settings.VALIDATORS`), so that both
accept the same values and answer a wrong one with the same message.
"""

from __future__ import annotations

import difflib
import math
import numbers
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..errors import OptionError
from ..models import DEFAULT_MODEL
from .page_ranges import PageRanges, to_page_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    Validator: TypeAlias = Callable[[str, object], Any]

BACKGROUNDS: Final = {"white": (255, 255, 255), "dark": (17, 17, 17)}
"""Named backgrounds; "dark" is the page of JupyterLab's dark theme."""

TOOL_CHOICES: Final = ("auto", "all", "off")
TOOL_NAMES: Final = ("zoom", "query")

ToolChoice: TypeAlias = tuple[str | Callable[..., Any], ...]
"""Tools to offer: one of `TOOL_CHOICES`, or names of tools; and functions of the user's."""

_HEX_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")


def suggest_name(name: object, names: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return ``" Did you mean fig?"`` with a leading space; empty where no name is similar.

    Parameters
    ----------
    name : object
    names : iterable of str
    cutoff : float
        Similarity from 0 to 1 from which a name is suggested.
    """
    similar = difflib.get_close_matches(str(name), list(names), n=1, cutoff=cutoff)
    return f" Did you mean {similar[0]}?" if similar else ""


def check_option_names(names: Iterable[str], accepted: Iterable[str], function: str) -> None:
    """Raise for a name that is not among the options of a function.

    Parameters
    ----------
    names, accepted : iterable of str
    function : str
        Its name, for the message.

    Raises
    ------
    OptionError
        The message suggests the nearest name.
    """
    accepted = sorted(accepted)
    for name in names:
        if name not in accepted:
            suggestion = suggest_name(name, accepted) or f" It takes {', '.join(accepted)}."
            msg = f"{function} has no option {name!r}.{suggestion}"
            raise OptionError(msg)


def check_prompt(prompt: object) -> None:
    """Raise for a prompt that is not text, such as a second picture.

    Raises
    ------
    OptionError
    """
    if not isinstance(prompt, str):
        kind = type(prompt).__name__
        msg = f"The prompt is text, not a {kind}. Several pictures go into a list: see([a, b], …)."
        raise OptionError(msg)


def validate_text(name: str, value: object) -> str:
    """Return a text.

    Raises
    ------
    OptionError
        It is not one. The same holds for the other validators here.
    """
    if not isinstance(value, str):
        raise _option_error(name, "text", value)
    return value


def validate_switch(name: str, value: object) -> bool:
    """Return True or False, for 1 and 0 too."""
    if not isinstance(value, int) or value not in (0, 1):
        raise _option_error(name, "True or False", value)
    return bool(value)


def validate_choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return one of a list of words."""
    words = list(choices)
    if isinstance(value, str) and value in words:
        return value
    suggestion = suggest_name(value, words) if isinstance(value, str) else ""
    error = _option_error(name, f"one of {', '.join(words)}", value)
    raise OptionError(f"{error}{suggestion}")


def validate_count(name: str, value: object) -> int:
    """Return a whole number from 1 on; numpy's integers are accepted too."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
        raise _option_error(name, "a whole number from 1 on", value)
    return int(value)


def validate_number(
    name: str, value: object, minimum: float = 0.0, maximum: float = math.inf
) -> float:
    """Return a finite number in a range."""
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not (is_number and math.isfinite(value) and minimum <= value <= maximum):  # type: ignore[arg-type, operator]
        end = "on" if math.isinf(maximum) else f"to {maximum:g}"
        raise _option_error(name, f"a number from {minimum:g} {end}", value)
    return float(value)  # type: ignore[arg-type]


def validate_confirm(name: str, value: object) -> float | bool:
    """Return a number from 0 on, or True or False."""
    return value if isinstance(value, bool) else validate_number(name, value)


def validate_model(name: str, value: object) -> str:
    """Return the id of a model without white space around it; any id is accepted."""
    if not (model := validate_text(name, value).strip()):
        msg = f"{name} is empty: name one, such as {DEFAULT_MODEL!r}."
        raise OptionError(msg)
    return model


def validate_background(name: str, value: object) -> str:
    """Return the name of a background or a color such as ``"#1e1e1e"``."""
    background = validate_text(name, value)
    if background in ("auto", *BACKGROUNDS) or _HEX_COLOR.fullmatch(background):
        return background
    msg = f"{name} {value!r} is not 'auto', 'white', 'dark' or a color such as #1e1e1e."
    raise OptionError(msg)


def background_color(background: str) -> tuple[int, int, int] | None:
    """Return the RGB color of a valid background; None for ``"auto"``."""
    if background == "auto":
        return None
    if background in BACKGROUNDS:
        return BACKGROUNDS[background]
    red, green, blue = bytes.fromhex(background.removeprefix("#"))
    return red, green, blue


def validate_pages(name: str, value: object) -> PageRanges:
    """Return ranges of pages."""
    try:
        return to_page_ranges(value)
    except (TypeError, ValueError) as error:
        msg = f"{name} takes page numbers from 1, such as '3-5,8' or 3, not {value!r}."
        raise OptionError(msg) from error


def validate_tools(name: str, value: object) -> ToolChoice:
    """Return the tools to offer: a word, names in one text or in several, and functions."""
    items = value if isinstance(value, (list, tuple)) else [value]
    tools: list[str | Callable[..., Any]] = []
    for item in items:
        if isinstance(item, str):
            tools += [word.strip() for word in item.split(",")]
        elif callable(item) and not isinstance(item, type):
            tools.append(item)
        else:
            accepted = "auto, all, off, zoom, query, or Python functions in a list"
            raise _option_error(name, accepted, item)
    words = [tool for tool in tools if isinstance(tool, str)]
    for word in words:
        validate_choice(name, word, (*TOOL_CHOICES, *TOOL_NAMES))
    if len(words) > 1 and not set(words) <= set(TOOL_NAMES):
        alone = next(word for word in words if word in TOOL_CHOICES)
        msg = f"{name} takes {alone} alone, or names such as zoom,query."
        raise OptionError(msg)
    if not tools:
        msg = f"{name} is empty: off offers no tools."
        raise OptionError(msg)
    return tuple(dict.fromkeys(tools))


def validate_tools_setting(name: str, value: object) -> str:
    """Return the tools of a setting as text; it holds no functions."""
    validate_text(name, value)
    return ",".join(str(tool) for tool in validate_tools(name, value))


def validate_box(name: str, value: Any) -> tuple[float, float, float, float]:
    """Return the four edges of a box: left, top, right and bottom."""
    try:
        left, top, right, bottom = map(float, value)
    except (TypeError, ValueError):
        left = top = right = bottom = math.nan
    if not all(map(math.isfinite, (left, top, right, bottom))):
        msg = f"{name} takes four numbers, left, top, right and bottom, not {value!r}."
        raise OptionError(msg)
    return left, top, right, bottom


def validate_password(name: str, value: object) -> str | Literal[True]:
    """Return a password, or True, for which the user is asked.

    The message does not repeat the value.
    """
    if value is not True and not isinstance(value, str):
        msg = f"{name} takes text."
        raise OptionError(msg)
    return value


def validate_checkpoint(name: str, value: object) -> str | os.PathLike[str]:
    """Return the path of a file."""
    if not isinstance(value, (str, os.PathLike)) or not str(value):
        raise _option_error(name, "the name of a file, such as 'run.jsonl'", value)
    return value


def validate_executor(name: str, value: object) -> Any:
    """Return an object with the ``submit`` of `concurrent.futures.Executor`."""
    if not hasattr(value, "submit"):
        msg = f"{name} takes one with submit(…), not {type(value).__name__}."
        raise OptionError(msg)
    return value


def validate_anything(name: str, value: object) -> Any:
    """Return any value: it is checked where its meaning is known."""
    del name
    return value


def _option_error(name: str, accepted: str, value: object) -> OptionError:
    return OptionError(f"{name} takes {accepted}, not {value!r}.")
