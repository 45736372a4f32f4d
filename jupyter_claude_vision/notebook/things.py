"""What is given to `see`, with the names that the user has for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..inputs import figures
from ..inputs.recognise import is_visible, recognise

if TYPE_CHECKING:
    from ..inputs.attachment import Attachment
    from ..inputs.recognise import InputOptions


def attachments(
    thing: object, variables: Mapping[str, object], options: InputOptions
) -> list[Attachment]:
    """Return what is to be looked at: one thing, several in a list, or by name in a dict."""
    if thing is None:
        return []
    return [
        recognise(value, name, options=options) for name, value in _named(thing, variables).items()
    ]


def figure_shown_last(variables: Mapping[str, object], options: InputOptions) -> list[Attachment]:
    """Return the figure that is meant where nothing is named, if there is one."""
    shown = figures.last_shown(options)
    if shown is None:
        return []
    figure, which = shown
    return [figures.from_last_shown(figure, _name(figure, variables), which)]


def _named(thing: object, variables: Mapping[str, object]) -> dict[str, object]:
    """Return what is to be looked at, by name."""
    if isinstance(thing, Mapping) and not is_visible(thing):
        return {str(name): value for name, value in thing.items()}
    if isinstance(thing, (list, tuple)) and not is_visible(thing):
        return {
            name if name != _word_for(value) else f"{name} {number}": value
            for number, value in enumerate(thing, 1)
            for name in [_name(value, variables)]
        }
    return {_name(thing, variables): thing}


def _name(value: Any, variables: Mapping[str, object]) -> str:
    """Return what the user calls an object: its variable, the text typed, or its kind."""
    if isinstance(value, str):
        return value if len(value) <= 200 else _word_for(value)
    for name, other in list(variables.items()):
        if other is value and not name.startswith("_"):
            return str(name)
    return _word_for(value)


def _word_for(value: object) -> str:
    return "data URL" if isinstance(value, str) else type(value).__name__.lower()
