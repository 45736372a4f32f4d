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
        header = getattr(self._shell, "parent_header", None) or {}
        cell = header.get("metadata", {}).get("cellId", "")
        run = header.get("header", {}).get("msg_id")
        with self._lock:  # a cell may ask from several threads
            self._asked = self._asked + 1 if run == self._run else 1
            self._run = run
            return f"{cell}/{self._asked}" if cell else ""
