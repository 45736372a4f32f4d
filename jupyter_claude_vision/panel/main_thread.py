"""The kernel's main thread, where whatever draws has to run."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .question_state import THREAD

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_LOOK_SECONDS: Final = 0.02
"""How often whoever waits looks whether there is something to draw."""


class MainThread:
    """Runs functions on the main thread for a panel's own threads, between two cells.

    Plotting libraries are not thread-safe, and the user's own cells draw on the main thread. A
    thread of the user's draws by itself, as `see` does in it: the cell may be waiting for it.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()

    def call(self, function: Callable[[], Result]) -> Result:
        """Return what a function returns; for a panel's thread, on the main one between cells."""
        if threading.current_thread().name != THREAD:
            return function()
        job: Future[Result] = Future()
        self._jobs.put((job, function))
        if (kernel := getattr(self._shell, "kernel", None)) is not None:
            kernel.io_loop.add_callback(self._work)
        return job.result()

    def wait_for(self, event: threading.Event) -> None:
        """Wait for an event; run meanwhile what a panel's thread needs to be run for it."""
        while not event.wait(_LOOK_SECONDS):
            self._work()

    def _work(self) -> None:
        while True:
            try:
                job, function = self._jobs.get_nowait()
            except Empty:
                return
            try:
                job.set_result(function())
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked for it
                job.set_exception(error)
