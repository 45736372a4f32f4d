"""Options of a line of ``%claude_see``, with those of a question and of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import OptionError
from .ask_options import ASK_OPTIONS
from .declaration import declare_option, declared_options, validate_values
from .run_options import RUN_OPTIONS, RunOptions, build_run_options
from .validators import validate_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse_identifier(text: str) -> str:
    """Return a text that can be the name of a variable.

    Raises
    ------
    ValueError
    """
    if not text.isidentifier():
        raise ValueError(text)
    return text


@dataclass(frozen=True, kw_only=True)
class LineOptions:
    """Options of a line of ``%claude_see`` that have no keyword in Python."""

    output: str | None = declare_option(
        None,
        "Keep the answer in this variable.",
        "-o",
        "--output",
        metavar="NAME",
        convert=parse_identifier,
        validate=validate_text,
        many=True,
    )
    widget: bool = declare_option(False, "Open a panel to point at parts and ask on.", "--widget")
    each: bool = declare_option(
        False, "Ask one question for each picture, many at once.", "--each", many=True
    )
    to_cell: bool = declare_option(
        False, "Put the picture with its alternative text into a new cell.", "--to-cell"
    )
    fix: bool = declare_option(
        False,
        "Ask for code that mends the figure, from the code of its cell and a lint; it goes into "
        "the next cell, which you run.",
        "--fix",
    )
    dry_run: bool = declare_option(
        False, "Show what the question would cost; send nothing.", "--dry-run", many=True
    )
    exact: bool = declare_option(
        False, "Let the API count the tokens, free of charge.", "--exact", needs="dry_run"
    )


_OWN_OPTIONS: Final = declared_options(LineOptions)

LINE_OPTIONS: Final = {**_OWN_OPTIONS, **ASK_OPTIONS, **RUN_OPTIONS}
"""All options, by name."""

OPTION_OF_FLAG: Final = {flag: o for o in LINE_OPTIONS.values() for flag in o.flags}
"""Options that can be typed into a line, by flag."""


def split_line_options(values: Mapping[str, object]) -> tuple[LineOptions, RunOptions]:
    """Return the options of a line of ``%claude_see``, valid, from their values by name.

    Raises
    ------
    OptionError
        One of them cannot have its value, or has no effect beside the others.
    """
    _check_combination(values)
    of_line = {name: value for name, value in values.items() if name in _OWN_OPTIONS}
    of_run = {name: value for name, value in values.items() if name not in _OWN_OPTIONS}
    return LineOptions(**validate_values(_OWN_OPTIONS, of_line)), build_run_options(of_run)


def _check_combination(values: Mapping[str, object]) -> None:
    for option in (LINE_OPTIONS[name] for name in values):
        if option.needs and option.needs not in values:
            msg = f"{option.flag} goes with {LINE_OPTIONS[option.needs].flag}, and it is not there."
            raise OptionError(msg)
        is_of_run = option.many or option.name in RUN_OPTIONS
        if "each" in values and not is_of_run:
            msg = f"{option.flag} goes with one question, not with many: ask about one file "
            raise OptionError(f"{msg}at a time.")
