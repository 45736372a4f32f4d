"""Loading and unloading the extension: everything that is registered in a shell.

Only what must be there from the start is imported here; the session comes with its first use.
"""

from __future__ import annotations

import atexit
import re
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from .inputs.matplotlib.last_figure import LastFigure
from .interrupts import shorten_interrupts
from .ipython.line.completion import LineCompleter
from .ipython.line.question_mark import install_transformers, uninstall_transformers
from .ipython.magics import ClaudeVisionMagics
from .ipython.output_capture import OutputCapture
from .ipython.threads import ThreadCells
from .settings import ClaudeVision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from .ipython.session import Session
    from .options import AskOptions
    from .panel.figure_lines import FigureLines

_MAGICS: Final = {"line": ("claude_see", "claude_files", "claude_usage"), "cell": ("claude_see",)}
_ANSWER: Final = ("jupyter_claude_vision.answers.answer", "Answer")
_PLAIN: Final = "text/plain"
_IMPORT: Final = re.compile(r"\bimport\b")


def load_extension(shell: Any) -> None:
    """Put the extension into a shell; IPython calls this once."""
    Extension(shell).add_to_shell()


def unload_extension(shell: Any) -> None:
    """Take the extension out of a shell, and delete its uploads."""
    shell.magics_manager.registry[ClaudeVisionMagics.__name__].host.remove_from_shell()


class Extension:
    """Everything that one shell has of this package: the `Host` of its magics and of Tab.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.settings = ClaudeVision(parent=shell)
        self._last_figure = LastFigure()
        self._preload = SdkPreload(shell)
        self._completer = LineCompleter(self)
        self._threads = ThreadCells(shell)
        self._figure_lines: FigureLines | None = None
        self._capture = OutputCapture(shell, self._output_limits)

    @property
    def session(self) -> Session:
        """The session, created at its first use, when no import is running any more."""
        if "_session" in self.__dict__:
            return self._session
        with shorten_interrupts("Stopped while the libraries were loading; run the cell again."):
            self._preload.wait_for_import()
            return self._session

    @cached_property
    def _session(self) -> Session:
        from .ipython.session import Session

        return Session(self.shell, self.settings, self._last_figure, self._threads, self._capture)

    def _output_limits(self) -> tuple[int, float]:
        return self.settings.outputs, self.settings.outputs_megabytes

    def outputs_paused(self) -> AbstractContextManager[None]:
        """Return the context in which nothing that is shown is an output of its cell."""
        return self._capture.paused()

    def open_panel(self, attachments: Sequence[Any], prompt: str, options: AskOptions) -> object:
        """Return a panel with attachments, which asks at once if there is a prompt."""
        from .panel.widget import ClaudeSee

        return ClaudeSee.begin(attachments, prompt, options)

    def add_to_shell(self) -> None:
        """Register magics, settings, Tab and hooks in the shell."""
        self.shell.register_magics(ClaudeVisionMagics(self))
        self.shell.configurables.append(self.settings)
        self._last_figure.install(self.shell)
        self._completer.install_matcher()
        install_transformers(self.shell)
        self._threads.install_hook()
        self._capture.install_hooks()
        self._answer_formatter.for_type_by_name(*_ANSWER, self._shorten_if_just_shown)
        atexit.register(self._close_session)
        self._preload.install_hooks()
        self.settings.observe(self._switch_figure_lines, "under_figures")
        self._switch_figure_lines(None)

    def remove_from_shell(self) -> None:
        """Undo `add_to_shell`, and delete the uploads."""
        self._preload.uninstall_hooks()
        self.settings.unobserve(self._switch_figure_lines, "under_figures")
        self._remove_figure_lines()
        self._answer_formatter.pop(".".join(_ANSWER), None)
        uninstall_transformers(self.shell)
        self._capture.uninstall_hooks()
        self._threads.uninstall_hook()
        self._completer.uninstall_matcher()
        self._last_figure.uninstall(self.shell)
        self.shell.configurables.remove(self.settings)
        del self.shell.magics_manager.registry[ClaudeVisionMagics.__name__]
        for kind, names in _MAGICS.items():
            for name in names:
                del self.shell.magics_manager.magics[kind][name]
        atexit.unregister(self._close_session)
        self._close_session()

    def _switch_figure_lines(self, _: object) -> None:
        """Begin or end to put lines under figures, as the setting says."""
        self._remove_figure_lines()
        if self.settings.under_figures and hasattr(self.shell, "kernel"):
            from .panel.figure_lines import FigureLines

            self._figure_lines = FigureLines(self)
            self._figure_lines.install()

    def _remove_figure_lines(self) -> None:
        if self._figure_lines is not None:
            self._figure_lines.uninstall()
            self._figure_lines = None

    @property
    def _answer_formatter(self) -> Any:
        """The formatter that keeps an answer from being shown twice.

        A terminal has written ``Out[5]:`` when it asks its formatters, so that it needs a text.
        """
        formatter = self.shell.display_formatter
        in_kernel = hasattr(self.shell, "kernel")
        return formatter.ipython_display_formatter if in_kernel else formatter.formatters[_PLAIN]

    def _shorten_if_just_shown(self, answer: Any, *printer_and_cycle: Any) -> None:
        """Show an answer, unless it stands under the running cell; a printer has it in short.

        IPython's way of saying "show it the usual way" is NotImplementedError.
        """
        is_shown = self.session.is_just_shown(answer)
        if printer_and_cycle:
            printer, cycle = printer_and_cycle
            printer.text("<the answer above>" if is_shown or cycle else answer.to_text())
        elif not is_shown:
            raise NotImplementedError

    def _close_session(self) -> None:
        if "_session" in self.__dict__:
            self._session.close()


class SdkPreload:
    """Import of the SDK in the background, so that the first question does not wait for it.

    Python's import locks guard single modules: a thread that imports a submodule does not wait
    for a thread that is importing its package, and can get an incomplete package. So nothing else
    may import meanwhile: the import starts after the cell that loads the extension, and a cell
    with an import statement waits for its end.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._events = shell.events
        self._thread = threading.Thread(
            target=_import_sdk, name="claude-vision-import", daemon=True
        )

    def install_hooks(self) -> None:
        """Start the import when the running cell ends."""
        self._events.register("post_run_cell", self._start_import)
        self._events.register("pre_run_cell", self._before_cell)

    def uninstall_hooks(self) -> None:
        """Remove the hooks from the shell; a running import goes on to its end."""
        hooks = {"post_run_cell": self._start_import, "pre_run_cell": self._before_cell}
        for event, hook in hooks.items():
            if hook in self._events.callbacks[event]:
                self._events.unregister(event, hook)

    def wait_for_import(self) -> None:
        """Return when no import is running."""
        if self._thread.is_alive():
            self._thread.join()

    def _start_import(self, _: object) -> None:
        self._events.unregister("post_run_cell", self._start_import)
        self._thread.start()

    def _before_cell(self, info: Any) -> None:
        if _IMPORT.search(info.raw_cell or ""):
            self.wait_for_import()


def _import_sdk() -> None:
    from .ipython import session  # noqa: F401
    from .provider.clients.sdk_client import load_sdk

    load_sdk()
