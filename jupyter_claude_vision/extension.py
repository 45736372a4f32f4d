"""Loading and unloading: what is put into a shell, and taken out again.

Only what must be there from the start is imported here; the session comes with its first use.
"""

from __future__ import annotations

import atexit
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from .inputs.matplotlib.last_figure import LastFigure
from .interrupts import short_interrupts
from .ipython.line import question_mark as questions
from .ipython.line.completion import Completer
from .ipython.magics import ClaudeVisionMagics
from .ipython.sdk_preload import Preload
from .ipython.threads import ThreadCells
from .settings import ClaudeVision

if TYPE_CHECKING:
    from .ipython.session import Session

_MAGICS: Final = {"line": ("claude_see", "claude_files", "claude_usage"), "cell": ("claude_see",)}
_ANSWER: Final = ("jupyter_claude_vision.answers.answer", "Answer")


def load(shell: Any) -> None:
    """Put the extension into a shell; IPython sees to it that this happens once."""
    Extension(shell).enter()


def unload(shell: Any) -> None:
    """Take the extension out of a shell, and delete what it uploaded."""
    shell.magics_manager.registry[ClaudeVisionMagics.__name__].host.leave()


class Extension:
    """What one shell was given; a `Host` to the faces.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.settings = ClaudeVision(parent=shell)
        self._last_figure = LastFigure()
        self._preload = Preload(shell)
        self._completer = Completer(self)
        self._threads = ThreadCells(shell)

    @property
    def session(self) -> Session:
        """The session, made at its first use, when no import is under way any more."""
        with short_interrupts("Stopped while the libraries were loading; run the cell again."):
            self._preload.wait()
            return self._session

    @cached_property
    def _session(self) -> Session:
        from .ipython.session import Session

        return Session(self.shell, self.settings, self._last_figure, self._threads)

    def enter(self) -> None:
        """Take a place in the shell."""
        self.shell.register_magics(ClaudeVisionMagics(self))
        self.shell.configurables.append(self.settings)
        self._last_figure.install(self.shell)
        self._completer.install()
        questions.install(self.shell)
        self._threads.install()
        formatter = self.shell.display_formatter.ipython_display_formatter
        formatter.for_type_by_name(*_ANSWER, self._skip_if_just_shown)
        atexit.register(self._close)
        self._preload.install()

    def leave(self) -> None:
        """Undo `enter`, and delete what was uploaded."""
        self._preload.uninstall()
        self.shell.display_formatter.ipython_display_formatter.pop(".".join(_ANSWER), None)
        questions.uninstall(self.shell)
        self._threads.uninstall()
        self._completer.uninstall()
        self._last_figure.uninstall(self.shell)
        self.shell.configurables.remove(self.settings)
        del self.shell.magics_manager.registry[ClaudeVisionMagics.__name__]
        for kind, names in _MAGICS.items():
            for name in names:
                del self.shell.magics_manager.magics[kind][name]
        atexit.unregister(self._close)
        self._close()

    def _skip_if_just_shown(self, answer: Any) -> None:
        self.session.skip_if_just_shown(answer)

    def _close(self) -> None:
        if "_session" in self.__dict__:
            self._session.close()
