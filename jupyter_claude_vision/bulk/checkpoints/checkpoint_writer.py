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

    Done = Callable[[int | Exception], None]


class Recorder:
    """Writes records; use it as a context manager, which ends when all is written.

    Parameters
    ----------
    store : Checkpoint
    """

    def __init__(self, store: Checkpoint) -> None:
        self._store = store
        self._queue: queue.SimpleQueue[tuple[dict[str, Any], Done] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_alive(self) -> bool:
        """Whether what is put here will be written."""
        return self._thread.is_alive()

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
        except Exception as error:  # noqa: BLE001 - whoever waits for a place would wait for ever
            for _, done in entries:
                done(error)
            return
        for (_, done), place in zip(entries, places, strict=True):
            done(place)
