"""The cells that threads were started by, so that their output appears under those cells.

A kernel sends a display to the running cell. A thread goes on after its cell has ended, and
neither it nor Python knows the cell that started it. So all threads are recorded when a cell
begins: one that is new was started by the cell before.
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
"""Name of ipykernel's context variable that holds the cell."""

_WORKER: Final = "ThreadPoolExecutor"
"""Name of the threads of a pool: one from an earlier cell works for the running one."""


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

    def install_hook(self) -> None:
        """Record the threads before each cell, if the shell can send output to a cell."""
        if hasattr(self._shell, "set_thread_parent"):
            self._running = self._shell.get_parent()
            self._shell.events.register("pre_run_cell", self._record_threads)

    def uninstall_hook(self) -> None:
        """Stop recording."""
        if self._record_threads in self._shell.events.callbacks["pre_run_cell"]:
            self._shell.events.unregister("pre_run_cell", self._record_threads)

    def _record_threads(self, _: object) -> None:
        for thread in threading.enumerate():
            self._cells.setdefault(thread, self._running)
        self._running = self._shell.get_parent()

    @contextmanager
    def attribute_output(self) -> Iterator[None]:
        """Show the output of this thread under the cell that started it, until the end.

        Has no effect on the main thread, nor in a call that brings its context along, as in
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
