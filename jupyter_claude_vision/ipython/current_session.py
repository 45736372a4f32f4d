"""The client for what is called from Python and not by a magic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from ..errors import ClaudeVisionError

if TYPE_CHECKING:
    from ..client import Client
    from .session import Session

_MAGICS: Final = "ClaudeVisionMagics"
"""The name under which IPython keeps the magics, and with them the session."""


def current_client() -> Client:
    """Return the running kernel's session, or the script's client where there is no kernel."""
    shell = _find_shell()
    if shell is not None:
        return _session_of(shell)
    from .script_client import script_client

    return script_client()


def current_session() -> Session:
    """Return the running kernel's session, loading the extension where it is not yet.

    Raises
    ------
    ClaudeVisionError
        There is no IPython.
    """
    shell = _find_shell()
    if shell is None:
        msg = "This works in Jupyter and IPython: start one of them."
        raise ClaudeVisionError(msg)
    return _session_of(shell)


def _find_shell() -> Any:
    """Return the running shell; None in a script, which need not have IPython at all."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()


def _session_of(shell: Any) -> Session:
    shell.extension_manager.load_extension(__package__.partition(".")[0])
    session: Session = shell.magics_manager.registry[_MAGICS].session
    return session
