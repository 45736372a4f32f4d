"""A file of lines that grows, and that one process has at a time.

Lines are written as bytes at a known end, so that a write that failed leaves nothing in a buffer,
and what it left on the disk is overwritten by the next one.
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

_FAR_OFF: Final = 1 << 40
"""Which byte Windows locks: one that is never read, since others could not read a locked one."""

_CHUNK: Final = 1 << 20
_GUESS: Final = 8192
"""Bytes that most lines are within."""


class Journal:
    """A file of lines; safe to use from several threads.

    Parameters
    ----------
    path : Path or None
        None for a temporary file that is gone when it is closed.
    name : str
        What messages call it.

    Attributes
    ----------
    end : int
        Bytes that are whole; the next line is written there.

    Raises
    ------
    CheckpointError
        It cannot be opened, is no file, or is in use.
    """

    def __init__(self, path: Path | None, name: str) -> None:
        self.path = path
        self.end = 0
        self._name = name
        self._lock = threading.RLock()
        self._file = _opened(path, name)
        if path is not None:
            try:
                _lock(self._file, name)
            except BaseException:
                self._file.close()
                raise
            _HELD.add(self)

    def __del__(self) -> None:
        if (file := getattr(self, "_file", None)) is not None:
            file.close()

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield where each line begins, and it; one that was cut short comes without its end.

        To be read before anything else is done with the journal.
        """
        offset, rest = 0, b""
        self._file.seek(0)
        while data := self._file.read(_CHUNK):
            *whole, rest = (rest + data).split(b"\n")
            for line in whole:
                yield offset, line + b"\n"
                offset += len(line) + 1
        if rest:
            yield offset, rest

    def cut(self, end: int) -> None:
        """Drop everything from an offset on.

        Raises
        ------
        OSError
        """
        with self._lock:
            self._file.truncate(end)
            self.end = end

    def append(self, data: bytes, *, through: bool = True) -> int:
        """Write lines at the end, and return where they begin.

        Parameters
        ----------
        data : bytes
        through : bool
            Return once they are on the disk.

        Raises
        ------
        OSError
            They are not in the file then.
        """
        with self._lock:
            start = self.end
            try:
                self._file.seek(start)
                rest = memoryview(data)
                while rest:
                    rest = rest[self._file.write(rest) :]
                if self.path is not None and through:
                    os.fsync(self._file.fileno())
            except OSError:
                with suppress(OSError):  # else it is cut off when the file is opened next
                    self._file.truncate(start)
                raise
            self.end = start + len(data)
            return start

    def line_at(self, offset: int) -> bytes:
        """Return the line that begins at an offset, also once the journal is closed.

        Raises
        ------
        CheckpointError
            It was a temporary file, and is closed.
        """
        with self._lock:
            if not self._file.closed:
                return _line_of(self._file, offset)
        if self.path is None:
            msg = "These answers were kept in a temporary file, which is gone."
            raise CheckpointError(msg)
        try:
            with self.path.open("rb") as file:
                return _line_of(file, offset)
        except OSError as error:
            msg = f"{self._name} cannot be read: {error.strerror}."
            raise CheckpointError(msg) from error

    def close(self) -> None:
        """Let others have the file."""
        with self._lock:
            self._file.close()

    def let_go(self) -> None:
        """Close the file in a process that was forked, which does not use it.

        A lock is held as long as any process has the file open: a worker that lives on would keep
        it after its kernel was killed. The thread that holds our own lock may not exist here.
        """
        self._file.close()


_HELD: Final[WeakSet[Journal]] = WeakSet()
"""Journals whose files are locked by this process."""


def _let_all_go() -> None:
    for journal in list(_HELD):
        journal.let_go()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_all_go)


def _opened(path: Path | None, name: str) -> IO[bytes]:
    try:
        if path is None:
            return tempfile.TemporaryFile(buffering=0)
        # Before it is opened: a FIFO would be waited for.
        kind = _kind(path.stat().st_mode) if path.exists() and not path.is_file() else ""
        if not kind:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            return os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        msg = f"{name} cannot be written: {getattr(error, 'strerror', error)}."
        raise CheckpointError(msg) from error
    msg = f"{name} is {kind}, not a file: name a file that may grow."
    raise CheckpointError(msg)


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


def _line_of(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    pieces: list[bytes] = []
    while data := file.read(_GUESS):
        line, newline, _ = data.partition(b"\n")
        pieces.append(line)
        if newline:
            break
    return b"".join(pieces)


def _lock(file: IO[bytes], name: str) -> None:
    """Lock a file for this process; the system unlocks it, however the process ends."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_FAR_OFF)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        msg = f"{name} is in use by another run: wait for it, or name another checkpoint."
        raise CheckpointError(msg) from error
