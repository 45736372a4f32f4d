"""Puts answers on the disk as they come, from a thread of its own.

A disk takes its time to say that something is written. All that came meanwhile is written next,
at once, so that a slow disk delays answers and does not add up.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from .checkpoint import Checkpoint

    Done = Callable[[int | OSError], None]


class Recorder:
    """Writes records; use it as a context manager, which ends when all is written.

    Parameters
    ----------
    store : Checkpoint
    """

    def __init__(self, store: Checkpoint) -> None:
        self._store = store
        self._queue: queue.SimpleQueue[tuple[dict[str, Any], Done] | None] = queue.SimpleQueue()
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is still to be written."""
        self._queue.put(None)
        self._thread.join()

    def put(self, record: dict[str, Any], done: Done) -> None:
        """Write a record; `done` takes its place once it is on the disk, or why it is not."""
        self._queue.put((record, done))

    def _run(self) -> None:
        while True:
            waiting = [self._queue.get()]
            while not self._queue.empty():
                waiting.append(self._queue.get())
            self._write([entry for entry in waiting if entry is not None])
            if None in waiting:
                return

    def _write(self, entries: list[tuple[dict[str, Any], Done]]) -> None:
        try:
            places = self._store.put([record for record, _ in entries])
        except OSError as error:  # no room on the disk: the run ends, and says so
            for _, done in entries:
                done(error)
            return
        for (_, done), place in zip(entries, places, strict=True):
            done(place)
