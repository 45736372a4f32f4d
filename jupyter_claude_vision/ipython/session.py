"""The session: a client in a kernel, with its cells, displays and panels."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..client import Client
from ..errors import PromptError
from ..inputs.attachment import InputOptions
from .display import create_view
from .progress_bar import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..answers.answer import Answer
    from ..chat.events import View
    from ..inputs.matplotlib.last_figure import LastFigure
    from ..lint.comparison import FigureSnapshot
    from ..options import RunOptions
    from ..settings import ClaudeVision
    from .output_capture import OutputCapture
    from .threads import ThreadCells


class Session(Client):
    """A client in a kernel.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    settings : ClaudeVision
    last_figure : LastFigure
    threads : ThreadCells
    capture : OutputCapture

    Attributes
    ----------
    snapshots : dict of str to FigureSnapshot
        Figures as they were when code to change them was asked for, by variable.
    """

    def __init__(
        self,
        shell: Any,
        settings: ClaudeVision,
        last_figure: LastFigure,
        threads: ThreadCells,
        capture: OutputCapture,
    ) -> None:
        formatters = shell.display_formatter.formatters
        reading = InputOptions(
            last_figure=last_figure, formatters=formatters, outputs=capture.history
        )
        super().__init__(settings, reading)
        self.shell = shell
        self.panels = OpenPanels(shell)
        self.snapshots: dict[str, FigureSnapshot] = {}
        self._threads = threads
        self._capture = capture
        self._cell = RunningCell(shell)
        self._display_cells: WeakKeyDictionary[Answer, int] = WeakKeyDictionary()

    def close(self) -> None:
        """Close the panels, delete what was uploaded, and close the connections."""
        self.panels.close_panels()
        super().close()

    def open_view(self) -> View:
        """Return the view under the running cell."""
        shown_bytes = round(self.settings.shown_kilobytes * 1000)
        return create_view(self.shell, stream=self.settings.stream, shown_bytes=shown_bytes)

    def open_progress(self, options: RunOptions) -> ProgressBar:
        """Return the progress bar of a run."""
        is_visible = self.settings.stream if options.progress is None else options.progress
        return ProgressBar(is_visible=is_visible, in_notebook=hasattr(self.shell, "kernel"))

    def ask_user(self, question: str) -> str:
        """Ask the user whether a run may cost so much."""
        return input(question)

    def note_shown(self, answer: Answer) -> None:
        """Remember that an answer stands under the running cell."""
        self._display_cells[answer] = self.shell.execution_count

    def user_variables(self) -> Mapping[str, object]:
        """Return the notebook's variables."""
        namespace: Mapping[str, object] = self.shell.user_ns
        return namespace

    def next_key(self) -> str:
        """Return the name of the running cell's next question."""
        return self._cell.next_key()

    @contextmanager
    def attribute_output(self) -> Iterator[None]:
        """Show what this thread displays under the cell that began it, as no output of its."""
        with self._threads.attribute_output(), self._capture.paused():
            yield

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

    def is_just_shown(self, answer: Answer) -> bool:
        """Return whether an answer stands under the running cell, so that it need not twice."""
        return bool(self._display_cells.get(answer) == self.shell.execution_count)


class RunningCell:
    """The running cell of a shell, and the number of its questions.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._run: object = None
        self._question_count = 0
        self._lock = threading.Lock()

    def next_key(self) -> str:
        """Return a key for the running cell's next question: the same when the cell is run again.

        It is empty if the front end does not identify its cells, as in a terminal.
        """
        cell, run = _cell_and_run(self._shell)
        with self._lock:  # a cell can ask from several threads
            self._question_count = self._question_count + 1 if run == self._run else 1
            self._run = run
            return f"{cell}/{self._question_count}" if cell else ""


class OpenPanels:
    """The open panels: a cell that is run again replaces its own.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._open: list[tuple[str, object, Any]] = []

    def add_panel(self, panel: Any) -> None:
        """Add a panel, and close those that an earlier run of its cell opened."""
        cell, run = _cell_and_run(self._shell)
        for old_cell, old_run, old_panel in list(self._open):
            if cell and old_cell == cell and old_run != run:
                old_panel.close()
        self._open.append((cell, run, panel))

    def remove_panel(self, panel: Any) -> None:
        """Remove a panel that is closed."""
        self._open = [entry for entry in self._open if entry[2] is not panel]

    def close_panels(self) -> None:
        """Close all panels."""
        for _, _, panel in list(self._open):
            panel.close()


def _cell_and_run(shell: Any) -> tuple[str, object]:
    """Return the running cell's id, empty if it has none, and the id of its run."""
    header = getattr(shell, "parent_header", None) or {}
    return header.get("metadata", {}).get("cellId", ""), header.get("header", {}).get("msg_id")
