"""The running kernel's session, for what is called from Python and not by a magic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import ClaudeVisionError

if TYPE_CHECKING:
    from .session import Session

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
    shell.extension_manager.load_extension(__package__.partition(".")[0])
    magics = shell.magics_manager.registry[_MAGICS]
    session: Session = magics.session
    return session
