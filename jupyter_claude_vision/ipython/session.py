"""The session: a client in a kernel, with its cells, displays and panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..client import Client
from ..errors import PromptError
from ..inputs.attachment import InputOptions
from .cells import OpenPanels, RunningCell
from .display import create_view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from ..answers.answer import Answer
    from ..chat.events import View
    from ..inputs.matplotlib.last_figure import LastFigure
    from ..settings import ClaudeVision
    from .threads import ThreadCells


class Session(Client):
    """A client in a kernel.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    settings : ClaudeVision
    last_figure : LastFigure
    threads : ThreadCells
    """

    def __init__(
        self, shell: Any, settings: ClaudeVision, last_figure: LastFigure, threads: ThreadCells
    ) -> None:
        formatters = shell.display_formatter.formatters
        super().__init__(settings, InputOptions(last_figure=last_figure, formatters=formatters))
        self.shell = shell
        self.panels = OpenPanels(shell)
        self._threads = threads
        self._cell = RunningCell(shell)
        self._shown: WeakKeyDictionary[Answer, int] = WeakKeyDictionary()

    def close(self) -> None:
        """Close the panels, delete what was uploaded, and close the connections."""
        self.panels.close_panels()
        super().close()

    def open_view(self) -> View:
        """Return the view under the running cell."""
        return create_view(self.shell, stream=self.settings.stream)

    def note_shown(self, answer: Answer) -> None:
        """Remember that an answer stands under the running cell."""
        self._shown[answer] = self.shell.execution_count

    def variables(self) -> Mapping[str, object]:
        """Return the notebook's variables."""
        namespace: Mapping[str, object] = self.shell.user_ns
        return namespace

    def next_key(self) -> str:
        """Return the name of the running cell's next question."""
        return self._cell.next_key()

    def attribution(self) -> AbstractContextManager[None]:
        """Return the context in which this thread's displays land under the cell that began it."""
        return self._threads.attribute_output()

    def ask_secret(self, prompt: str) -> str:
        """Ask the user for what is not to stand in the notebook.

        Raises
        ------
        PromptError
            Nobody can be asked here.
        """
        from IPython.core.error import StdinNotImplementedError

        try:
            return super().ask_secret(prompt)
        except StdinNotImplementedError as error:
            msg = "A password cannot be asked for here: give it to see(…, password=…)."
            raise PromptError(msg) from error

    def skip_if_just_shown(self, answer: Answer) -> None:
        """Keep the answer of the running cell from being shown twice.

        IPython's way of saying "show it the usual way" is NotImplementedError.
        """
        if self._shown.get(answer) != self.shell.execution_count:
            raise NotImplementedError
