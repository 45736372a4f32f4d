"""Append-only file of lines, locked by one process at a time.

Lines are written as bytes at a known end, so that a failed write leaves nothing in a buffer, and
the next write replaces its remains on the disk.
"""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final
from weakref import WeakSet

from ...errors import CheckpointError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK_OFFSET: Final = 1 << 40
"""The byte that Windows locks: one that is never read, since no other process can read it."""

_CHUNK: Final = 1 << 20
_USUAL_LINE_LENGTH: Final = 8192
"""Length in bytes that few lines exceed."""


class Journal:
    """A file of lines; safe to use from several threads.

    Parameters
    ----------
    path : Path or None
        None for a temporary file that is gone when it is closed.
    label : str
        Its name in messages.

    Attributes
    ----------
    end : int
        Offset in bytes of the next line.

    Raises
    ------
    CheckpointError
        It cannot be opened, is not a file, or is in use.
    """

    def __init__(self, path: Path | None, label: str) -> None:
        self.path = path
        self.end = 0
        self._label = label
        self._lock = threading.RLock()
        self._file = _open_file(path, label)
        if path is not None:
            try:
                _lock_file(self._file, label)
            except BaseException:
                self._file.close()
                raise
            _LOCKED_JOURNALS.add(self)

    def __del__(self) -> None:
        if (file := getattr(self, "_file", None)) is not None:
            file.close()

    def read_lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line and its offset; one that was cut short lacks its newline.

        To be called before any other method.
        """
        offset, rest = 0, b""
        self._file.seek(0)
        while data := self._file.read(_CHUNK):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                yield offset, line + b"\n"
                offset += len(line) + 1
        if rest:
            yield offset, rest

    def truncate_at(self, end: int) -> None:
        """Remove everything from an offset on.

        Raises
        ------
        OSError
        """
        with self._lock:
            self._file.truncate(end)
            self.end = end

    def append_lines(self, data: bytes, *, flush: bool = True) -> int:
        """Write lines at the end, and return their offset.

        Parameters
        ----------
        data : bytes
        flush : bool
            Return once they are on the disk.

        Raises
        ------
        OSError
            They are not in the file.
        """
        with self._lock:
            start = self.end
            try:
                self._file.seek(start)
                rest = memoryview(data)
                while rest:
                    rest = rest[self._file.write(rest) :]
                if self.path is not None and flush:
                    os.fsync(self._file.fileno())
            except OSError:
                with suppress(OSError):  # else it is removed when the file is opened next
                    self._file.truncate(start)
                raise
            self.end = start + len(data)
            return start

    def read_line(self, offset: int) -> bytes:
        """Return the line at an offset, even after the journal was closed.

        Raises
        ------
        CheckpointError
            It was a temporary file, which is gone.
        """
        with self._lock:
            if not self._file.closed:
                return _read_line_at(self._file, offset)
        if self.path is None:
            msg = "These answers were kept in a temporary file, which is gone."
            raise CheckpointError(msg)
        try:
            with self.path.open("rb") as file:
                return _read_line_at(file, offset)
        except OSError as error:
            msg = f"{self._label} cannot be read: {error.strerror}."
            raise CheckpointError(msg) from error

    def close(self) -> None:
        """Unlock the file."""
        with self._lock:
            self._file.close()

    def close_after_fork(self) -> None:
        """Close the file in a forked process, which does not use it.

        A file stays locked while any process has it open: a worker that outlives its kernel would
        keep the lock. The thread that holds our own lock may not exist in this process.
        """
        self._file.close()


_LOCKED_JOURNALS: Final[WeakSet[Journal]] = WeakSet()
"""Journals whose files this process has locked."""


def _close_all_after_fork() -> None:
    for journal in list(_LOCKED_JOURNALS):
        journal.close_after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_all_after_fork)


def _open_file(path: Path | None, label: str) -> IO[bytes]:
    try:
        if path is None:
            return tempfile.TemporaryFile(buffering=0)
        # Before it is opened, since opening a pipe would wait for its other end.
        is_special = path.exists() and not path.is_file()
        kind = _describe_file_type(path.stat().st_mode) if is_special else ""
        if not kind:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            return os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        msg = f"{label} cannot be written: {getattr(error, 'strerror', error)}."
        raise CheckpointError(msg) from error
    msg = f"{label} is {kind}, not a file: name a file that may grow."
    raise CheckpointError(msg)


def _describe_file_type(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


def _read_line_at(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    pieces: list[bytes] = []
    while data := file.read(_USUAL_LINE_LENGTH):
        line, newline, _ = data.partition(b"\n")
        pieces.append(line)
        if newline:
            break
    return b"".join(pieces)


def _lock_file(file: IO[bytes], label: str) -> None:
    """Lock a file for this process; the system unlocks it, however the process ends."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_LOCK_OFFSET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        msg = f"{label} is in use by another run: wait for it, or name another checkpoint."
        raise CheckpointError(msg) from error
