"""File of answers, written as they arrive, so that a run that ended early can be resumed.

Each answer is one line of JSON, appended and flushed to the disk before anything else happens. A
line that a crash cut short is removed when the file is opened again. An answer is found by the key
of its request (content, text and parameters), once; so an item that was renamed or reordered is
not asked about again.
"""

from __future__ import annotations

import json
import queue
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from ...errors import CheckpointError
from ...text.surrogates import replace_surrogates
from .checkpoint_records import (
    build_batch_record,
    is_answered,
    is_valid_record,
    parse_batch_record,
)
from .journal import Journal

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from ...provider.message_batches import SubmittedBatch

_FORMAT: Final = 2
_HEADER: Final = {"jupyter_claude_vision": "answers", "format": _FORMAT}
_FIRST_LINE: Final = json.dumps(_HEADER).encode() + b"\n"
_MAX_LISTED_LINES: Final = 5

WriteReport: TypeAlias = "Callable[[int | Exception], None]"
"""Takes the offset of a record that is on the disk, or the reason why it is not."""


class Checkpoint:
    """A file of answers; safe to use from several threads.

    Parameters
    ----------
    path : path, optional
        Without one it is a temporary file, which is deleted when it is closed.

    Attributes
    ----------
    path : Path or None
    request_offsets : dict of str to int
        Offsets of the requests in batches, by custom id.
    unwritten_records : list of dict
        Answers that could not be written, where the disk is full.

    Raises
    ------
    CheckpointError
        Another kernel uses the file, or it is not a checkpoint, or it cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = _to_absolute_path(path) if path is not None else None
        self.request_offsets: dict[str, int] = {}
        self.unwritten_records: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._answer_offsets: defaultdict[str, list[int]] = defaultdict(list)
        self._failure_offsets: defaultdict[str, list[int]] = defaultdict(list)
        self._pending_offsets: defaultdict[str, list[int]] = defaultdict(list)
        self._batches: dict[str, SubmittedBatch] = {}
        self._damaged_lines: list[int] = []
        self._journal = Journal(self.path, self.label)
        try:
            self._read_file()
        except OSError as error:
            self._journal.close()
            msg = f"{self.label} cannot be written: {error.strerror}."
            raise CheckpointError(msg) from error
        except BaseException:
            self._journal.close()
            raise

    @property
    def label(self) -> str:
        """Its name in messages."""
        return replace_surrogates(self.path.name) if self.path else "the answers' file"

    @property
    def damage_notice(self) -> str:
        """A sentence on the damaged lines; empty where there are none."""
        if not self._damaged_lines:
            return ""
        numbers = ", ".join(map(str, self._damaged_lines[:_MAX_LISTED_LINES]))
        count = len(self._damaged_lines)
        suffix = " and more" if count > _MAX_LISTED_LINES else ""
        lines = f"line {numbers} is" if count == 1 else f"lines {numbers}{suffix} are"
        return (
            f"{self.label}: {lines} damaged and left out, and asked about again; the others are "
            "kept. Delete what is damaged to be rid of this message."
        )

    def _read_file(self) -> None:
        """Read the file, and remove a line that a crash cut short."""
        lines = self._journal.read_lines()
        _, first = next(lines, (0, b""))
        if first != _FIRST_LINE:
            self._check_header(first)
            self._journal.truncate_at(0)
            self._journal.append_lines(_FIRST_LINE)
            return
        self._damaged_lines.clear()
        end = len(first)
        for number, (offset, line) in enumerate(lines, 2):
            if not line.endswith(b"\n"):
                break  # the last line, which a crash cut short
            data = _parse_line(line)
            if data is None:
                self._damaged_lines.append(number)
            else:
                self._index_record(data, offset)
            end = offset + len(line)
        self._journal.truncate_at(end)

    def _check_header(self, first: bytes) -> None:
        """Raise where the first line is neither a checkpoint's nor the beginning of one."""
        if _FIRST_LINE.startswith(first):
            return
        version = _parse_format(first)
        if version is not None:
            msg = (
                f"{self.label} was written by another version of this package (format "
                f"{version!r}, here {_FORMAT}): install that version, or name another file for the "
                "checkpoint."
            )
            raise CheckpointError(msg)
        msg = f"{self.label} is not a checkpoint: name another file for the checkpoint."
        raise CheckpointError(msg)

    def _index_record(self, data: dict[str, Any], offset: int) -> None:
        """Enter a record where the next run looks for it."""
        key = data.get("key") or ""
        request = data.get("request")
        if "batch" in data:
            # A later record of a batch replaces an earlier one.
            self._batches[data["nonce"]] = parse_batch_record(data)
        elif is_answered(data):
            self._answer_offsets[key].append(offset)
            self._discard_pending(key, request)
        elif ("error" in data or "text" in data) and request:
            self._failure_offsets[key].append(offset)
            self._discard_pending(key, request)
        elif request and "text" not in data:
            # Neither an answer nor a failure yet: it is in a batch.
            self.request_offsets[request] = offset
            self._pending_offsets[key].append(offset)

    def _discard_pending(self, key: str, request: str | None) -> None:
        """Forget that a request in a batch is pending, once it has a result."""
        offset = self.request_offsets.get(request or "")
        if offset is not None and offset in self._pending_offsets.get(key, ()):
            self._pending_offsets[key].remove(offset)

    @property
    def batches(self) -> list[SubmittedBatch]:
        """The batches of all runs with this checkpoint."""
        return list(self._batches.values())

    def write_batch(self, batch: SubmittedBatch) -> None:
        """Write a batch, which replaces its earlier state."""
        self.write_records([build_batch_record(batch)])
        self._batches[batch.nonce] = batch

    def write_request(self, custom_id: str, record: dict[str, Any]) -> None:
        """Write the record of a request in a batch; it is flushed with the next record."""
        record = {**record, "request": custom_id}
        (self.request_offsets[custom_id],) = self.write_records([record], flush=False)

    def claim_pending_request(self, key: str) -> int | None:
        """Return the offset of a request in a batch, as `claim_answer` does."""
        with self._lock:
            offsets = self._pending_offsets.get(key, [])
            offset = next(filter(self._is_submitted, offsets), None)
            if offset is not None:
                offsets.remove(offset)
            return offset

    def find_batch(self, custom_id: str) -> SubmittedBatch | None:
        """Return the batch that a request is in; None where there is none."""
        return self._batches.get(custom_id.rpartition("-")[0])

    def _is_submitted(self, offset: int) -> bool:
        batch = self.find_batch(self.read_record(offset)["request"])
        return batch is not None and bool(batch.id)

    def claim_failure(self, key: str) -> int | None:
        """Return the offset of a failure in a batch, as `claim_answer` does."""
        with self._lock:
            offsets = self._failure_offsets.get(key)
            return offsets.pop() if offsets else None

    @property
    def unclaimed_count(self) -> int:
        """Number of answers that are not claimed yet."""
        with self._lock:
            return sum(map(len, self._answer_offsets.values()))

    def claim_answer(self, key: str) -> int | None:
        """Return the offset of the answer to a request, and give it to nobody else."""
        with self._lock:
            offsets = self._answer_offsets.get(key)
            if not offsets:
                return None
            offset = offsets.pop(0)  # in order, where one picture was asked about twice
            if not offsets:
                del self._answer_offsets[key]
            return offset

    def release_claims(self) -> None:
        """Let every answer be claimed again, by the next run."""
        with self._lock:
            self._answer_offsets.clear()
            self._failure_offsets.clear()
            self._pending_offsets.clear()
            self.request_offsets.clear()
            self._read_file()

    def write_records(self, records: Iterable[dict[str, Any]], *, flush: bool = True) -> list[int]:
        """Write records, and return their offsets once they are on the disk.

        Parameters
        ----------
        records : iterable of dict
        flush : bool
            False where they may be flushed with the next record.

        Raises
        ------
        CheckpointError
            They cannot be written. Answers among them are in `unwritten_records`.
        """
        records = list(records)
        lines = [_format_line(record) for record in records]
        with self._lock:
            try:
                offset = self._journal.append_lines(b"".join(lines), flush=flush)
            except (OSError, ValueError) as error:  # no room, or closed in a forked process
                self.unwritten_records += [record for record in records if "text" in record]
                reason = getattr(error, "strerror", None) or error
                msg = f"{self.label} cannot be written: {reason}. Make room for it."
                raise CheckpointError(msg) from error
        offsets = []
        for line in lines:
            offsets.append(offset)
            offset += len(line)
        return offsets

    def adopt_unwritten(self, source: Checkpoint) -> None:
        """Write the answers that another checkpoint could not write, to be claimed here.

        Raises
        ------
        CheckpointError
            There is no room yet; the other checkpoint still has them.
        """
        records, source.unwritten_records = source.unwritten_records, []
        try:
            offsets = self.write_records(records)
        except CheckpointError:
            source.unwritten_records = records
            raise
        with self._lock:
            for record, offset in zip(records, offsets, strict=True):
                self._index_record(record, offset)

    def read_record(self, offset: int) -> dict[str, Any]:
        """Return the record at an offset.

        Raises
        ------
        CheckpointError
            It was in a temporary file that is gone, or the file was changed.
        """
        data = _parse_line(self._journal.read_line(offset))
        if data is None:
            msg = f"{self.label} was changed meanwhile: run it again to ask about what is missing."
            raise CheckpointError(msg)
        return data

    def close(self) -> None:
        """Unlock the file; where it has a path, its records can still be read."""
        self._journal.close()


class CheckpointWriter:
    """Writes records on a thread of its own; as a context manager it ends once all are written.

    A disk takes its time to flush. Records that arrive in the meantime are written together
    afterwards, so that a slow disk delays answers and the delays do not add up.

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
        """True while further records will be written."""
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


def _to_absolute_path(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser().absolute()
    except (TypeError, ValueError, RuntimeError) as error:
        msg = f"checkpoint={path!r} is not a path: {error}"
        raise CheckpointError(msg) from error


def _format_line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate, as in a file name that is not UTF-8
        return json.dumps(record).encode() + b"\n"


def _parse_line(line: bytes) -> dict[str, Any] | None:
    """Return the record of a line; None where it is damaged."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if is_valid_record(data) else None


def _parse_format(first: bytes) -> object:
    """Return the format that a first line names; None where it is not a checkpoint's."""
    try:
        data = json.loads(first)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data.get("jupyter_claude_vision") == "answers":
        return data.get("format", "unknown")
    return None
