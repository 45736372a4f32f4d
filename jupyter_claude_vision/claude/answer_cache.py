"""Answers on disk, so that a notebook that is run again asks nothing it was already answered.

One file an answer, named by what was asked. A file is put in place whole or not at all, so that
two kernels, or one that dies in the middle, leave nothing half written.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from .citations import to_data
from .private_files import make_private_folder, write_private
from .usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from .answer import Answer
    from .conversation import Question, Turn

_FORMAT: Final = 1
_COMPLETE: Final = frozenset({"end_turn", "stop_sequence"})


@dataclass(frozen=True)
class CachedAnswer:
    """An answer as it was given.

    Attributes
    ----------
    text, model, stop_reason : str
        The text as it came, with its form.
    usage : Usage
    asked : datetime
        When, in UTC.
    citations : list of dict
        As plain data.
    """

    text: str
    model: str
    stop_reason: str
    usage: Usage
    asked: datetime
    citations: list[dict[str, Any]] = field(default_factory=list)


class AnswerCache:
    """A folder of answers.

    Parameters
    ----------
    folder : Path
    max_bytes : int
        The oldest answers are deleted where there is more.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def __len__(self) -> int:
        return len(self._files())

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(size for _, size, _ in self._files())

    def find(self, key: str) -> CachedAnswer | None:
        """Return the answer to a question, or None where there is none that can be read."""
        try:
            stored = json.loads(self._path(key).read_text("utf-8"))
            return CachedAnswer(
                text=stored["text"],
                model=stored["model"],
                stop_reason=stored["stop_reason"],
                usage=Usage(**stored["usage"]),
                asked=datetime.fromisoformat(stored["asked"]),
                citations=stored.get("citations", []),
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return None  # not ours, or damaged: it is asked again, and the file replaced

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, unless it was cut short, refused or empty."""
        if answer.stop_reason not in _COMPLETE or not answer.text.strip():
            return
        stored = {
            "text": answer.raw or answer.text,
            "model": answer.model,
            "stop_reason": answer.stop_reason,
            "usage": asdict(answer.usage),
            "citations": to_data(answer.citations),
            "asked": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        make_private_folder(self._folder)
        write_private(self._path(key), json.dumps(stored, ensure_ascii=False))
        self._prune()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _files(self) -> list[tuple[float, int, Path]]:
        """Return the answers' times, sizes and paths; another kernel may delete meanwhile."""
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(FileNotFoundError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        return sorted(found)

    def _prune(self) -> None:
        files = self._files()
        size = sum(length for _, length, _ in files)
        for _, length, path in files:
            if size <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            size -= length


def key(question: Question, pictures: Iterable[str], history: Sequence[Turn], platform: str) -> str:
    """Return a name for a question: the same for the same content, words and parameters.

    Parameters
    ----------
    question : Question
    pictures : iterable of str
        What identifies each attachment: the digest of its bytes as sent, a URL or a ``file_id``.
    history : sequence of Turn
    platform : str
    """
    asked: dict[str, Any] = {
        "format": _FORMAT,
        "platform": platform,
        "model": question.model,
        "max_tokens": question.max_tokens,
        "system": question.system,
        "texts": question.texts,
        "form": question.form.schema if question.form else None,
        "pictures": list(pictures),
        "history": [
            [turn.texts, [image.identity for image in turn.images], turn.answer.said]
            for turn in history
        ],
    }
    if question.cite:
        asked["cite"] = True
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
