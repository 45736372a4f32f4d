"""The names that a user has for things where this package is called."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE: Final = __package__.partition(".")[0]


def names_in_reach(notebook: Mapping[str, object]) -> dict[str, object]:
    """Return the variables of whoever called this package: a function's own, then the notebook's.

    Parameters
    ----------
    notebook : mapping
        The user's namespace.
    """
    frame = inspect.currentframe()
    while frame and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        frame = frame.f_back
    own = dict(frame.f_locals) if frame else {}
    return {**own, **notebook, **own}  # its own first in order, too
