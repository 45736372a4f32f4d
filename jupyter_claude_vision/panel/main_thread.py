"""The kernel's main thread, where whatever draws has to run."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..interrupts import LOOK_SECONDS, check_stop
from .panel_question import THREAD_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_LOOK_SECONDS: Final = 0.02
"""Interval at which a waiting cell looks for something to draw."""


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

    def call_function(self, function: Callable[[], Result]) -> Result:
        """Return what a function returns; for a panel's thread, on the main one between cells."""
        kernel = getattr(self._shell, "kernel", None)
        if kernel is None or threading.current_thread().name != THREAD_NAME:
            return function()
        job: Future[Result] = Future()
        # With what stops the thread's work, which then stops on the main thread, too.
        self._jobs.put((job, partial(copy_context().run, function)))
        kernel.io_loop.add_callback(self._run_jobs)
        while not wait([job], LOOK_SECONDS).done:
            check_stop()
        return job.result()

    def wait_for(self, result: Future[Any]) -> None:
        """Wait for a result; meanwhile run what a panel's thread needs from the main thread."""
        while not wait([result], _LOOK_SECONDS).done:
            self._run_jobs()

    def _run_jobs(self) -> None:
        while True:
            try:
                job, function = self._jobs.get_nowait()
            except Empty:
                return
            try:
                job.set_result(function())
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked for it
                job.set_exception(error)
