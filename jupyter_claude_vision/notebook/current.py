"""The running kernel's session, and its caller's names, for what is called from Python."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from ..errors import ClaudeVisionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .session import Session

_PACKAGE: Final = __package__.partition(".")[0]

_MAGICS: Final = "ClaudeVisionMagics"
"""The name under which IPython keeps the magics, and with them the session."""


def current_session() -> Session:
    """Return the running kernel's session, loading the extension where it is not yet.

    Raises
    ------
    ClaudeVisionError
        There is no IPython.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        msg = "This works in Jupyter and IPython: start one of them."
        raise ClaudeVisionError(msg)
    shell.extension_manager.load_extension(_PACKAGE)
    magics = shell.magics_manager.registry[_MAGICS]
    session: Session = magics.session
    return session


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
