"""Flags of the command line, from the declarations of the options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ..options.line_options import LINE_OPTIONS
from ..options.run_options import RUN_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..options.declaration import Option

_OF_A_LINE: Final = frozenset({"output", "widget", "each", "to_cell", "fix"})
"""Options that act on the notebook around a line."""


def list_ask_options() -> list[Option]:
    """Return the options of one question about files."""
    return [o for o in LINE_OPTIONS.values() if _is_for_files(o) and o.name not in RUN_OPTIONS]


def list_run_options() -> list[Option]:
    """Return the options of a question about each of many files."""
    return [
        option
        for option in LINE_OPTIONS.values()
        if _is_for_files(option) and (option.many or option.name in RUN_OPTIONS)
    ]


def _is_for_files(option: Option) -> bool:
    """Return whether an option makes sense without a notebook, its variables and its figures."""
    needs_python = option.expression or option.live or not option.panel
    return bool(option.flags) and not needs_python and option.name not in _OF_A_LINE


def add_flags(options: Iterable[Option]) -> Callable[[click.Command], click.Command]:
    """Return a decorator that adds a flag to a click command for each option."""
    parameters = [_to_click_option(option) for option in options]

    def decorate(command: click.Command) -> click.Command:
        command.params += parameters
        return command

    return decorate


def _to_click_option(option: Option) -> click.Option:
    details: dict[str, Any] = {"help": option.help, "default": None}
    if not option.metavar:
        details |= {"flag_value": option.constant, "is_flag": True, "type": click.UNPROCESSED}
    elif option.values:
        details |= {"type": click.Choice(option.values), "metavar": option.metavar}
    else:
        details |= {"type": _OptionType(option), "metavar": option.metavar}
    return click.Option([*option.flags, option.name], **details)


class _OptionType(click.ParamType[Any]):
    """Type of a flag's value, as the option converts it."""

    def __init__(self, option: Option) -> None:
        self.name = option.metavar
        self._option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self._option.convert(value)
        except ValueError:
            self.fail(f"it takes {self._option.metavar}, not {value!r}.", param, ctx)


def typed_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the flags that were typed, by name."""
    return {name: value for name, value in values.items() if value is not None}
