"""Answers on disk as they come, so that a run that ended early goes on where it was.

One line of JSON an answer, appended and flushed to the disk before anything else happens. A line
that was cut short by a crash is cut off when the file is opened again. Answers are found by what
was asked (content, words and parameters), each once; so a picture that was renamed, or that is
now asked about in another order, is not asked about again.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...errors import CheckpointError
from ...text.surrogates import without_surrogates
from .checkpoint_records import is_answered, is_whole
from .journal import Journal

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

_FORMAT: Final = 2
_HEADER: Final = {"jupyter_claude_vision": "answers", "format": _FORMAT}
_FIRST_LINE: Final = json.dumps(_HEADER).encode() + b"\n"
_LINES_NAMED: Final = 5


class Checkpoint:
    """A file of answers; safe to use from several threads.

    Parameters
    ----------
    path : path, optional
        Where it is. Without one it is a temporary file that is gone when it is closed.

    Attributes
    ----------
    unwritten : list of dict
        Answers that could not be written, where the disk is full.

    Raises
    ------
    CheckpointError
        The file is another kernel's at the moment, or not one of ours, or cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = _absolute(path) if path is not None else None
        self.requests: dict[str, int] = {}
        self.unwritten: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._unclaimed: defaultdict[str, list[int]] = defaultdict(list)
        self._failed: defaultdict[str, list[int]] = defaultdict(list)
        self._asked: defaultdict[str, list[int]] = defaultdict(list)
        self._batches: dict[str, dict[str, Any]] = {}
        self._damaged: list[int] = []
        self._journal = Journal(self.path, self._name)
        try:
            self._read()
        except OSError as error:
            self._journal.close()
            msg = f"{self._name} cannot be written: {error.strerror}."
            raise CheckpointError(msg) from error
        except BaseException:
            self._journal.close()
            raise

    @property
    def _name(self) -> str:
        return without_surrogates(self.path.name) if self.path else "the answers' file"

    @property
    def notice(self) -> str:
        """A sentence on the lines that are damaged; empty where there are none."""
        if not self._damaged:
            return ""
        named = ", ".join(map(str, self._damaged[:_LINES_NAMED]))
        more = " and more" if len(self._damaged) > _LINES_NAMED else ""
        lines = f"line {named} is" if len(self._damaged) == 1 else f"lines {named}{more} are"
        return (
            f"{self._name}: {lines} damaged and left out, and asked about again; the others are "
            "kept. Delete what is damaged to be rid of this message."
        )

    def _read(self) -> None:
        """Read the file, and cut off what a crash left half written."""
        lines = self._journal.lines()
        _, first = next(lines, (0, b""))
        if first != _FIRST_LINE:
            self._check_foreign(first)
            self._journal.cut(0)
            self._journal.append(_FIRST_LINE)
            return
        self._damaged.clear()
        end = len(first)
        for number, (offset, line) in enumerate(lines, 2):
            if not line.endswith(b"\n"):
                break
            data = _parsed(line)
            if data is None:
                self._damaged.append(number)
            else:
                self._note(data, offset)
            end = offset + len(line)
        self._journal.cut(end)

    def _check_foreign(self, first: bytes) -> None:
        """Raise where a file begins otherwise than ours, and was not cut short by a crash."""
        if _FIRST_LINE.startswith(first):
            return
        version = _version(first)
        if version is not None:
            msg = (
                f"{self._name} was written by another version of this package (format {version!r}, "
                f"here {_FORMAT}): install that version, or name another file for the checkpoint."
            )
            raise CheckpointError(msg)
        msg = f"{self._name} holds something else: name another file for the checkpoint."
        raise CheckpointError(msg)

    def _note(self, data: dict[str, Any], offset: int) -> None:
        key = data.get("key") or ""
        request = data.get("request")
        if "batch" in data:
            self._batches[data["nonce"]] = data
        elif is_answered(data):
            self._unclaimed[key].append(offset)
            self._no_longer_asked(key, request)
        elif ("error" in data or "text" in data) and request:
            self._failed[key].append(offset)
            self._no_longer_asked(key, request)
        elif request and "text" not in data:
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

    def batch_of(self, request: str) -> dict[str, Any]:
        """Return what is known of the batch that a request is in; empty for nothing."""
        return self._batches.get(request.rpartition("-")[0], {})

    def _taken(self, places: list[int], place: int) -> int:
        places.remove(place)
        return place

    def _is_submitted(self, place: int) -> bool:
        return bool(self.batch_of(self.get(place)["request"]).get("batch"))

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
            self._read()

    def put(self, records: Iterable[dict[str, Any]], *, through: bool = True) -> list[int]:
        """Write records, and return their places once they are on the disk.

        Parameters
        ----------
        records : iterable of dict
        through : bool
            False where it is enough that they are on the disk with what is put next.

        Raises
        ------
        CheckpointError
            They cannot be written. Answers among them are in `unwritten`.
        """
        records = list(records)
        lines = [_line(record) for record in records]
        with self._lock:
            try:
                place = self._journal.append(b"".join(lines), through=through)
            except (OSError, ValueError) as error:  # no room, or closed in a forked process
                self.unwritten += [record for record in records if "text" in record]
                why = getattr(error, "strerror", None) or error
                msg = f"{self._name} cannot be written: {why}. Make room for it."
                raise CheckpointError(msg) from error
        places = []
        for line in lines:
            places.append(place)
            place += len(line)
        return places

    def take_over(self, other: Checkpoint) -> None:
        """Write the answers that another could not write, so that they can be claimed here.

        Raises
        ------
        CheckpointError
            There is no room yet; the other one still has them.
        """
        records, other.unwritten = other.unwritten, []
        try:
            places = self.put(records)
        except CheckpointError:
            other.unwritten = records
            raise
        with self._lock:
            for record, place in zip(records, places, strict=True):
                self._note(record, place)

    def get(self, place: int) -> dict[str, Any]:
        """Return the record at a place.

        Raises
        ------
        CheckpointError
            It was in a temporary file that is gone, or the file was changed.
        """
        data = _parsed(self._journal.line_at(place))
        if data is None:
            msg = f"{self._name} was changed meanwhile: run it again to ask about what is missing."
            raise CheckpointError(msg)
        return data

    def close(self) -> None:
        """Let others have the file; what is in it can still be read where it has a path."""
        self._journal.close()


def _absolute(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser().absolute()
    except (TypeError, ValueError, RuntimeError) as error:
        msg = f"checkpoint={path!r} is no place for a file: {error}"
        raise CheckpointError(msg) from error


def _line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character, such as in a file's name that is not UTF-8
        return json.dumps(record).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return a line's record; None where it is damaged."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if is_whole(data) else None


def _version(first: bytes) -> object:
    """Return the format of a file of ours by its first line; None where it is not ours."""
    try:
        data = json.loads(first)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data.get("jupyter_claude_vision") == "answers":
        return data.get("format", "unknown")
    return None
