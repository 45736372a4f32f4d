"""The client of the running kernel or script, for functions that are called from Python."""

from __future__ import annotations

import atexit
import sys
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..client import Client
from ..errors import ClaudeVisionError, Stopped
from .progress_bar import ProgressBar
from .terminal_view import TerminalView

if TYPE_CHECKING:
    from types import TracebackType

    from ..chat.events import View
    from ..options import RunOptions
    from .session import Session

    PanelSession: TypeAlias = Session | "ScriptClient"

_MAGICS: Final = "ClaudeVisionMagics"
"""The name under which IPython keeps the magics, and with them the session."""


def current_client() -> Client:
    """Return the running kernel's session; in a script, the client of the process."""
    shell = _find_shell()
    if shell is not None:
        return _session_of(shell)
    return _script_client()


def current_session() -> Session:
    """Return the running kernel's session; the extension is loaded if necessary.

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


def current_panel_session() -> PanelSession:
    """Return the client of a panel: the kernel's session, or in marimo the process's client."""
    shell = _find_shell()
    return _script_client() if shell is None else _session_of(shell)


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


class ScriptClient(Client):
    """A client that prints text: captions, the answer as it is written, the cost.

    Attributes
    ----------
    shell : ScriptShell
    panels : OpenPanels
    """

    def __init__(self) -> None:
        from .session import OpenPanels

        super().__init__()
        self.shell = ScriptShell()
        self.panels = OpenPanels(self.shell)

    def open_view(self) -> View:
        """Return a view that prints."""
        return TerminalView(sys.stdout.write, ticks=self.settings.stream and sys.stdout.isatty())

    def open_progress(self, options: RunOptions) -> ProgressBar:
        """Return the progress bar of a run."""
        is_visible = self.settings.stream if options.progress is None else options.progress
        return ProgressBar(is_visible=is_visible, in_notebook=False)

    def ask_user(self, question: str) -> str:
        """Return the user's answer to a question about the cost of a run."""
        return input(question)


class ScriptShell:
    """Stands in for a shell where there is none: in a script, and in marimo.

    Attributes
    ----------
    events : ScriptShell
        It has the methods of IPython's events, and no cell ever begins.
    display_pub : ScriptShell
        Nothing is displayed by it: a marimo cell shows its last value by itself.
    callbacks : dict of str to list
    """

    def __init__(self) -> None:
        self.events = self.display_pub = self
        self.callbacks: dict[str, list[Any]] = defaultdict(list)

    @property
    def user_ns(self) -> dict[str, Any]:
        """The variables of the script, or of the marimo notebook."""
        return vars(sys.modules["__main__"])

    def register(self, event: str, callback: Any) -> None:
        """Note a callback."""
        self.callbacks[event].append(callback)

    def unregister(self, event: str, callback: Any) -> None:
        """Forget a callback."""
        self.callbacks[event].remove(callback)

    def publish(self, *_: object, **__: object) -> None:
        """Show nothing."""

    def set_next_input(self, text: str) -> None:
        """Refuse, since there are no cells that could be written into.

        Raises
        ------
        ClaudeVisionError
        """
        del text
        msg = "No cell can be written here: take panel.conversation.to_markdown() instead."
        raise ClaudeVisionError(msg)


@cache
def _script_client() -> ScriptClient:
    """Return the client of this process, which is closed with it."""
    client = ScriptClient()
    atexit.register(client.close)
    sys.excepthook = _ShortErrors()
    return client


class _ShortErrors:
    """Exception hook that shows this package's errors as one line, as in IPython.

    Users cannot mend anything in a traceback through the package; ``debug=True`` shows it.
    """

    def __init__(self) -> None:
        self._previous_hook = sys.excepthook

    def __call__(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        is_ours = isinstance(error, (ClaudeVisionError, Stopped))
        if is_ours and not getattr(error, "debug", False):
            print(f"{kind.__name__}: {error}", file=sys.stderr)
        else:
            self._previous_hook(kind, error, traceback)
