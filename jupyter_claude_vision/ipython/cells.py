"""Which cell asks, so that one that is run again replaces its own turn."""

from __future__ import annotations

import threading
from typing import Any


class RunningCell:
    """Tells a shell's cells, and a cell's questions, apart.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._run: object = None
        self._asked = 0
        self._lock = threading.Lock()

    def next_key(self) -> str:
        """Return a name for the running cell's next question: the same when it is run again.

        It is empty where the front end does not tell which cell it runs, as in a terminal.
        """
        cell, run = _place(self._shell)
        with self._lock:  # a cell may ask from several threads
            self._asked = self._asked + 1 if run == self._run else 1
            self._run = run
            return f"{cell}/{self._asked}" if cell else ""


class OpenPanels:
    """The panels that are open, so that a cell that is run again replaces its own.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._open: list[tuple[str, object, Any]] = []

    def opened(self, panel: Any) -> None:
        """Remember a panel, and close those that an earlier run of its cell opened."""
        cell, run = _place(self._shell)
        for other in [p for at, when, p in self._open if cell and at == cell and when != run]:
            other.close()
        self._open.append((cell, run, panel))

    def closed(self, panel: Any) -> None:
        """Forget a panel."""
        self._open = [entry for entry in self._open if entry[2] is not panel]

    def close(self) -> None:
        """Close all of them."""
        for _, _, panel in list(self._open):
            panel.close()


def _place(shell: Any) -> tuple[str, object]:
    """Return the running cell's id, empty where it is not told, and its run."""
    header = getattr(shell, "parent_header", None) or {}
    return header.get("metadata", {}).get("cellId", ""), header.get("header", {}).get("msg_id")
