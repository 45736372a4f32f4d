"""Answers on disk as they come, so that a run that ended early goes on where it was.

One line of JSON an answer, appended and flushed to the disk before anything else happens. A line
that was cut short by a crash is cut off when the file is opened again. Answers are found by what
was asked (content, words and parameters), each once; so a picture that was renamed, or that is
now asked about in another order, is not asked about again.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from ..errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADER: Final = {"jupyter_claude_vision": "answers", "format": 1}
_FIRST_LINE: Final = json.dumps(_HEADER).encode() + b"\n"
_FAR_OFF: Final = 1 << 40
"""Which byte Windows locks: one that is never read, since others could not read a locked one."""


class Checkpoint:
    """A file of answers; safe to use from several threads.

    Parameters
    ----------
    path : path, optional
        Where it is. Without one it is a temporary file that is gone when it is closed.

    Raises
    ------
    InputError
        The file is another kernel's at the moment, or not one of ours, or damaged.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = Path(path).expanduser().absolute() if path is not None else None
        self._lock = threading.Lock()
        self._unclaimed: defaultdict[str, list[int]] = defaultdict(list)
        self._failed: defaultdict[str, list[int]] = defaultdict(list)
        self._asked: defaultdict[str, list[int]] = defaultdict(list)
        self._batches: dict[str, dict[str, Any]] = {}
        self.requests: dict[str, int] = {}
        self._file = self._opened()
        try:
            if self.path is not None:
                _lock(self._file, self._name)
            self._end = self._read()
        except BaseException:
            self._file.close()
            raise

    def __del__(self) -> None:
        if (file := getattr(self, "_file", None)) is not None:
            file.close()

    @property
    def _name(self) -> str:
        return self.path.name if self.path else "the answers' file"

    def _opened(self) -> IO[bytes]:
        if self.path is None:
            return tempfile.TemporaryFile()
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
        except OSError as error:
            msg = f"{self._name} cannot be written: {error.strerror}."
            raise InputError(msg) from error
        return os.fdopen(descriptor, "r+b")

    def _read(self) -> int:
        """Read the file, cut off what a crash left half written, and return its length."""
        first = self._file.readline()
        if first != _FIRST_LINE:
            if not _FIRST_LINE.startswith(first):
                msg = f"{self._name} holds something else: name another file for the checkpoint."
                raise InputError(msg)
            self._file.seek(0)
            self._file.truncate()
            self._write_through(_FIRST_LINE)
            return len(_FIRST_LINE)
        end = len(first)
        for number, line in enumerate(self._file, 2):
            if not line.endswith(b"\n"):
                self._file.truncate(end)
                break
            self._note(self._parsed(line, number), end)
            end += len(line)
        return end

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            data = json.loads(line)
        except ValueError as error:
            msg = f"{self._name} is damaged in line {number}: delete that line, or the file."
            raise InputError(msg) from error
        if not isinstance(data, dict):
            msg = f"{self._name} is damaged in line {number}: delete that line, or the file."
            raise InputError(msg)
        return data

    def _note(self, data: dict[str, Any], offset: int) -> None:
        key = data.get("key") or ""
        request = data.get("request")
        if "batch" in data:
            self._batches[data["nonce"]] = data
        elif "text" in data:
            self._unclaimed[key].append(offset)
            self._no_longer_asked(key, request)
        elif "error" in data and request:
            self._failed[key].append(offset)
            self._no_longer_asked(key, request)
        elif request:
            self.requests[request] = offset
            self._asked[key].append(offset)

    def _no_longer_asked(self, key: str, request: str | None) -> None:
        place = self.requests.get(request or "")
        if place is not None and place in self._asked.get(key, ()):
            self._asked[key].remove(place)

    @property
    def batches(self) -> list[dict[str, Any]]:
        """What is known of each batch: ``batch`` (its id), ``nonce``, ``count`` and ``asked``."""
        return list(self._batches.values())

    def put_batch(self, batch: dict[str, Any]) -> None:
        """Note what is known of a batch."""
        self.put([batch])
        self._batches[batch["nonce"]] = batch

    def put_request(self, name: str, asked: dict[str, Any]) -> None:
        """Note what a request of a batch asks; on the disk with what is put next."""
        (self.requests[name],) = self.put([{**asked, "request": name}], through=False)

    def claim_waiting(self, key: str) -> int | None:
        """Return the place of a request that is in a batch, as `claim` does."""
        with self._lock:
            return next(
                (self._taken(self._asked[key], place) for place in self._asked.get(key, ())
                 if self._is_submitted(place)), None,
            )  # fmt: skip

    def _taken(self, places: list[int], place: int) -> int:
        places.remove(place)
        return place

    def _is_submitted(self, place: int) -> bool:
        nonce = self._at(place)["request"].rpartition("-")[0]
        batch = self._batches.get(nonce)
        return batch is not None and bool(batch["batch"])

    def claim_failed(self, key: str) -> int | None:
        """Return the place of a failure in a batch, as `claim` does."""
        with self._lock:
            places = self._failed.get(key)
            return places.pop() if places else None

    @property
    def unclaimed(self) -> int:
        """How many answers nobody has claimed yet."""
        with self._lock:
            return sum(map(len, self._unclaimed.values()))

    def claim(self, key: str) -> int | None:
        """Return the place of an answer to a question, which nobody else gets then."""
        with self._lock:
            places = self._unclaimed.get(key)
            if not places:
                return None
            place = places.pop(0)
            if not places:
                del self._unclaimed[key]
            return place

    def rewind(self) -> None:
        """Let every answer be claimed again, by the next run."""
        with self._lock:
            for known in (self._unclaimed, self._failed, self._asked, self.requests):
                known.clear()
            self._file.seek(0)
            self._end = self._read()

    def put(self, records: Iterable[dict[str, Any]], *, through: bool = True) -> list[int]:
        """Write records, and return their places once they are on the disk.

        Parameters
        ----------
        records : iterable of dict
        through : bool
            False where it is enough that they are on the disk with what is put next.
        """
        lines = [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records]
        with self._lock:
            places = []
            for line in lines:
                places.append(self._end)
                self._end += len(line)
            self._file.seek(places[0] if places else self._end)
            self._write_through(b"".join(lines), through=through)
            return places

    def _write_through(self, data: bytes, *, through: bool = True) -> None:
        self._file.write(data)
        self._file.flush()
        if self.path is not None and through:
            os.fsync(self._file.fileno())

    def get(self, place: int) -> dict[str, Any]:
        """Return the record at a place."""
        with self._lock:
            return self._at(place)

    def _at(self, place: int) -> dict[str, Any]:
        with self._readable() as file:
            file.seek(place)
            found: dict[str, Any] = json.loads(file.readline())
            return found

    @contextmanager
    def _readable(self) -> Iterator[IO[bytes]]:
        """Yield the file; once it is closed, and another kernel may have it, for reading."""
        if not self._file.closed:
            yield self._file
            return
        if self.path is None:
            msg = "These answers were kept in a temporary file, which is gone."
            raise InputError(msg)
        with self.path.open("rb") as file:
            yield file

    def close(self) -> None:
        """Let others have the file; what is in it can still be read where it has a path."""
        with self._lock:
            self._file.close()


def _lock(file: IO[bytes], name: str) -> None:
    """Lock a file for this process; the system unlocks it, however the process ends."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_FAR_OFF)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        msg = f"{name} is in use by another run: wait for it, or name another checkpoint."
        raise InputError(msg) from error
