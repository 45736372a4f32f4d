"""Which cell a thread was started by, so that what it shows lands under that cell.

A kernel sends a display to the cell that runs. A thread goes on when its cell has ended, and a
new one knows nothing of the cell that started it: neither does Python. So each cell's beginning
is a look at the threads: one that was not there at the last look was started by the cell between.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARENT: Final = "parent_header"
"""What ipykernel calls the variable of a context that knows its cell."""

_WORKER: Final = "ThreadPoolExecutor"
"""What the threads of a pool are called: one of an earlier cell's works for the running one."""


class ThreadCells:
    """The cells that threads were started by.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._cells: WeakKeyDictionary[threading.Thread, Any] = WeakKeyDictionary()
        self._running: Any = None

    def install(self) -> None:
        """Look at the threads before each cell, where the shell can send output to a cell."""
        if hasattr(self._shell, "set_thread_parent"):
            self._running = self._shell.get_parent()
            self._shell.events.register("pre_run_cell", self._look)

    def uninstall(self) -> None:
        """Look no more."""
        if self._look in self._shell.events.callbacks["pre_run_cell"]:
            self._shell.events.unregister("pre_run_cell", self._look)

    def _look(self, _: object) -> None:
        for thread in threading.enumerate():
            self._cells.setdefault(thread, self._running)
        self._running = self._shell.get_parent()

    @contextmanager
    def attributed(self) -> Iterator[None]:
        """Let what this thread shows land under the cell that started it, until the end.

        Without effect on the main thread, and where a context came with the call, as in
        ``asyncio.to_thread``: there the kernel knows the cell.
        """
        if self._running is None or not _is_without_context():
            yield
            return
        thread = threading.current_thread()
        is_worker = thread.name.startswith(_WORKER)
        cell = self._running if is_worker else self._cells.get(thread, self._running)
        tokens = self._shell.set_thread_parent(cell)
        try:
            yield
        finally:
            self._shell.reset_thread_parent(tokens)


def _is_without_context() -> bool:
    if threading.current_thread() is threading.main_thread():
        return False
    return all(variable.name != _PARENT for variable in copy_context())
