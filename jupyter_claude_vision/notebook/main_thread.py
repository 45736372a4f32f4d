"""The kernel's main thread, where whatever draws has to run."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_LOOK_SECONDS: Final = 0.02
"""How often a main thread that waits looks whether it has something to draw."""


class MainThread:
    """Runs functions on the main thread for others, between two cells.

    Plotting libraries are not thread-safe, and the user's own cells draw on the main thread.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()

    def call(self, function: Callable[[], Result]) -> Result:
        """Return what a function returns on the main thread, waiting until no cell runs."""
        if _is_main():
            return function()
        job: Future[Result] = Future()
        self._jobs.put((job, function))
        if (kernel := getattr(self._shell, "kernel", None)) is not None:
            kernel.io_loop.add_callback(self._work)
        return job.result()

    def wait_for(self, event: threading.Event) -> None:
        """Wait for an event; on the main thread, run meanwhile what others need it for."""
        while not event.wait(_LOOK_SECONDS if _is_main() else None):
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


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
