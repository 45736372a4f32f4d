"""Controls of a panel for the options of a question, from the options' declarations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..models import list_efforts
from ..options.ask_options import ASK_OPTIONS
from ..provider.clients.sdk_client import list_model_ids

if TYPE_CHECKING:
    from ..options import AskOptions
    from ..options.declaration import Option
    from ..settings import ClaudeVision

MENU: Final = tuple(name for name, option in ASK_OPTIONS.items() if option.menu)
"""Options of a question that the browser's side of a panel sends."""

_ELSEWHERE: Final = frozenset({"task", "method"})
"""Of these, the options whose control is not among those beside *Ask*."""

_DATED_ID: Final = re.compile(r"-\d{8}$")


def list_controls(options: AskOptions, settings: ClaudeVision) -> list[dict[str, Any]]:
    """Return the controls beside *Ask*: switches, and choices where an option has values.

    Parameters
    ----------
    options : AskOptions
        Of every question of the panel; None stands for the setting of the same name.
    settings : ClaudeVision
    """
    return [
        _describe_control(ASK_OPTIONS[name], _find_value(name, options, settings))
        for name in MENU
        if name not in _ELSEWHERE
    ]


def list_models(model: str) -> list[dict[str, Any]]:
    """Return the models that can be chosen, the current one among them, with their efforts.

    Parameters
    ----------
    model : str
        The id of the current one, which the SDK need not know.
    """
    undated_ids = [name for name in list_model_ids() if not _DATED_ID.search(name)]
    names = sorted({model, *undated_ids})
    return [{"id": name, "efforts": ["auto", *list_efforts(name)]} for name in names]


def _describe_control(option: Option, value: Any) -> dict[str, Any]:
    return {
        "name": option.name,
        "label": option.label or option.name.replace("_", " ").capitalize(),
        "help": option.help,
        "values": list(option.values or option.suggestions),
        "value": value,
    }


def _find_value(name: str, options: AskOptions, settings: ClaudeVision) -> Any:
    value = getattr(options, name)
    if value is None:
        value = getattr(settings, name, None)
    if isinstance(value, tuple):  # functions of the user's stay with the panel: "" is its own value
        return ",".join(value) if all(isinstance(item, str) for item in value) else ""
    return value
