"""Writer of answers to a checkpoint, on a thread of its own.

A disk takes its time to flush. Records that arrive in the meantime are written together
afterwards, so that a slow disk delays answers and the delays do not add up.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from .checkpoint import Checkpoint

WriteReport: TypeAlias = "Callable[[int | Exception], None]"
"""Takes the offset of a record that is on the disk, or the reason why it is not."""


class CheckpointWriter:
    """Writes records; as a context manager it ends once all are written.

    Parameters
    ----------
    checkpoint : Checkpoint
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._queue: queue.SimpleQueue[tuple[dict[str, Any], WriteReport] | None]
        self._queue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_until_closed, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether further records will be written."""
        return self._thread.is_alive()

    def write_record(self, record: dict[str, Any], report: WriteReport) -> None:
        """Write a record soon; `report` is called from the writer's thread."""
        self._queue.put((record, report))

    def _write_until_closed(self) -> None:
        while True:
            entries = [self._queue.get()]
            while not self._queue.empty():
                entries.append(self._queue.get())
            self._write_entries([entry for entry in entries if entry is not None])
            if None in entries:
                return

    def _write_entries(self, entries: list[tuple[dict[str, Any], WriteReport]]) -> None:
        try:
            offsets = self._checkpoint.write_records([record for record, _ in entries])
        except Exception as error:  # noqa: BLE001 - reported, since nobody else waits for it
            for _, report in entries:
                report(error)
            return
        for (_, report), offset in zip(entries, offsets, strict=True):
            report(offset)
