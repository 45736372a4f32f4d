"""Declaration of an option, as the metadata of a dataclass field."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from .validators import validate_choice, validate_switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .validators import Validator

_METADATA_KEY = "option"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Declaration of one option.

    Attributes
    ----------
    name : str
        The keyword in Python.
    help : str
    default : object
    validate : callable
        From name and value to the valid value; raises OptionError.
    flags : tuple of str
        As typed into the magic's line, the long one last; empty for an option of Python only.
    metavar : str
        Name of the flag's value; empty for a switch.
    constant : object
        The value that a switch stands for.
    values : tuple of str
        All that can be typed, where that is a fixed list.
    suggestions : tuple of str
        Completions, where anything can be typed.
    convert : callable
        From typed text to the value; raises ValueError.
    expression : bool
        The typed value is an expression over the user's variables.
    needs : str
        Name of the option without which this one has no effect on a line.
    live : bool
        It works on live figures alone, which a command line does not have.
    many : bool
        A run of many pictures takes it.
    panel : bool
        A panel and `Answer.ask`, which have conversations of their own, take it.
    lasting : bool
        A panel opened by ``--widget`` keeps it for all of its questions.
    menu : bool
        The panel's browser side has a control for it.
    label : str
        Name of that control; empty for the option's own.
    """

    name: str = ""
    help: str
    default: object
    validate: Validator
    flags: tuple[str, ...] = ()
    metavar: str = ""
    constant: object = True
    values: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    convert: Callable[[str], object] = str
    expression: bool = False
    needs: str = ""
    live: bool = False
    many: bool = False
    panel: bool = True
    lasting: bool = False
    menu: bool = False
    label: str = ""

    @property
    def flag(self) -> str:
        """The long flag; in Python only, the keyword."""
        return self.flags[-1] if self.flags else self.name


def declare_option(default: object, help: str, *flags: str, **details: Any) -> Any:  # noqa: A002
    """Return a dataclass field that declares an option.

    Parameters
    ----------
    default : object
    help : str
    *flags : str
    **details
        Further attributes of `Option`. Without a validator, an option with fixed values takes
        one of these, and any other is a switch.
    """
    values = details.get("values")
    validate = partial(validate_choice, choices=values) if values else validate_switch
    declaration = Option(
        help=help, default=default, flags=flags, **{"validate": validate, **details}
    )
    return field(default=default, metadata={_METADATA_KEY: declaration})


@cache
def declared_options(options: type) -> dict[str, Option]:
    """Return the options that a dataclass declares, by name."""
    return {
        f.name: replace(f.metadata[_METADATA_KEY], name=f.name)
        for f in fields(options)
        if _METADATA_KEY in f.metadata
    }


def validate_values(
    options: Mapping[str, Option], keywords: Mapping[str, object]
) -> dict[str, Any]:
    """Return the valid values of keywords, without those that are None.

    Raises
    ------
    OptionError
        One of them cannot have its value.
    """
    return {
        name: options[name].validate(name, value)
        for name, value in keywords.items()
        if value is not None
    }
