"""The running cell: one that is run again replaces its own turn and its panels."""

from __future__ import annotations

import threading
from typing import Any


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
