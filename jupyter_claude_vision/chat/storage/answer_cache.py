"""Answers on disk, so that a notebook that is run again does not ask the same questions again.

One file an answer, named by a hash of its request. A file is put in place whole or not at all, so
that two kernels, or one that dies in the middle, leave nothing half written.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import platformdirs

from ...errors import ClaudeVisionError
from ...inputs.files.paths import expand_path
from .cached_answer import CachedAnswer, cached_answer_to_data, parse_cached_answer
from .private_files import make_private_folder, write_private
from .request_key import question_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ...answers.answer import Answer
    from ...inputs.attachment import Attachment
    from ...provider.delivery import Delivery
    from ...settings import ClaudeVision
    from ..conversation import Draft
    from ..rounds.tool_round import ToolRound

__all__ = ["AnswerCache", "AnswerCacheError", "CacheEntry", "CachedAnswer", "open_answer_cache"]

_FORMAT: Final = 2
_COMPLETE: Final = frozenset({"end_turn", "stop_sequence"})


class AnswerCacheError(ClaudeVisionError):
    """An answer cannot be read from the disk, or not be written: no reason not to give it."""


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
        return len(self._list_files())

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(size for _, size, _ in self._list_files())

    def find_answer(
        self, key: str, wholes: Mapping[int, Attachment] = MappingProxyType({})
    ) -> CachedAnswer | None:
        """Return the answer to a question, or None where there is none.

        Parameters
        ----------
        key : str
        wholes : mapping of int to Attachment
            By number, what tools can have cut pictures from.

        Raises
        ------
        AnswerCacheError
            There is one that cannot be read.
        """
        try:
            content = self._path_of(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AnswerCacheError(f"The answer cache cannot be read: {error.strerror}.") from error
        try:
            return parse_cached_answer(content, _FORMAT, wholes)
        except ValueError as error:
            raise AnswerCacheError(f"The answer in the cache {error}.") from error

    def store_answer(self, key: str, answer: Answer, rounds: Sequence[ToolRound] = ()) -> None:
        """Keep an answer with the rounds before it, unless it was cut short, refused or empty.

        Raises
        ------
        AnswerCacheError
            It cannot be written, and nothing is left half written; or old answers, of which there
            are too many, cannot be deleted.
        """
        if answer.stop_reason not in _COMPLETE or not answer.text.strip():
            return
        record = {
            "format": _FORMAT,
            **cached_answer_to_data(answer, rounds),
            "asked": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            make_private_folder(self._folder)
            write_private(self._path_of(key), json.dumps(record))
        except OSError as error:
            msg = (
                f"The answer is not kept in the answer cache: {error.strerror} "
                "(%config ClaudeVision.cache_folder)."
            )
            raise AnswerCacheError(msg) from error
        self._delete_oldest()

    def _path_of(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _list_files(self) -> list[tuple[float, int, Path]]:
        """Return the answers' times, sizes and paths; another kernel may delete meanwhile."""
        files = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime, status.st_size, path))
        return sorted(files)

    def _delete_oldest(self) -> None:
        """Delete the oldest answers for as long as there is more than is to be kept.

        Raises
        ------
        AnswerCacheError
            One of them cannot be deleted.
        """
        files = self._list_files()
        size = sum(length for _, length, _ in files)
        for _, length, path in files:
            if size <= self._max_bytes:
                return
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                msg = f"Old answers cannot be deleted from the answer cache: {error.strerror}."
                raise AnswerCacheError(msg) from error
            size -= length


class CacheEntry:
    """The place of one question in the answer cache, or none where there is no cache.

    Parameters
    ----------
    cache : AnswerCache or None
    draft : Draft
    delivery : Delivery
    """

    def __init__(self, cache: AnswerCache | None, draft: Draft, delivery: Delivery) -> None:
        self._cache = cache
        self._is_wanted = not draft.question.refresh
        self._key = question_key(draft, delivery) if cache is not None else ""
        self._wholes = {image.number: image.attachment for image in draft.numbered_images}

    def find_answer(self) -> tuple[CachedAnswer | None, tuple[str, ...]]:
        """Return the answer that was given before, and what is wrong with it, if anything."""
        if self._cache is None or not self._is_wanted:
            return None, ()
        try:
            return self._cache.find_answer(self._key, self._wholes), ()
        except AnswerCacheError as error:
            if isinstance(error.__cause__, OSError):
                self._cache = None  # it would be said once more of the same disk
            return None, (f"{error} It is asked again.",)

    def store_answer(self, answer: Answer, rounds: Sequence[ToolRound]) -> tuple[str, ...]:
        """Put an answer and its rounds on disk; return what is wrong with that, if anything."""
        try:
            if self._cache is not None:
                self._cache.store_answer(self._key, answer, rounds)
        except AnswerCacheError as error:
            return (str(error),)
        return ()


def open_answer_cache(settings: ClaudeVision) -> AnswerCache:
    """Return the answers on disk, where and as many as the settings say."""
    folder = expand_path(settings.cache_folder)
    if not settings.cache_folder:
        folder = platformdirs.user_cache_path("jupyter-claude-vision") / "answers"
    return AnswerCache(folder, round(settings.cache_megabytes * 1_000_000))
