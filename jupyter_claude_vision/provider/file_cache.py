"""The file cache: which content is already uploaded, and under whose key.

A file is worth nothing under another key or address, and one content needs one upload however
often, and from however many threads, it is asked about.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from .provider import Provider
    from .request import Upload

Key: TypeAlias = tuple[str, str]
"""Digest of the content, and the scope that its upload can be used in."""

_MARGIN: Final = timedelta(minutes=5)
"""A file that is about to expire is not worth a request that needs it."""

_EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
}


@dataclass
class StoredFile:
    """One upload of this kernel.

    Attributes
    ----------
    name : str
        What the user called the attachment.
    upload : Upload
    size : int
        In bytes.
    uses : int
        In how many requests it was named.
    is_held : bool
        A batch that goes on without this kernel needs it.
    """

    name: str
    upload: Upload
    size: int
    provider: Provider = field(repr=False)
    uses: int = 0
    is_held: bool = False

    @property
    def id(self) -> str:
        """The ``file_id``."""
        return self.upload.id

    def is_fresh(self, lasting: timedelta | None = None) -> bool:
        """Return whether it can be named in a request of now, or of so much later."""
        expires = self.upload.expires
        return expires is None or datetime.now(UTC) + _MARGIN + (lasting or timedelta()) < expires


class FileCache:
    """The uploads of one kernel, by content and scope.

    Attributes
    ----------
    uploads, uploaded_bytes : int
        What was uploaded, deleted files included.
    named_bytes : int
        How long what was named by its id would have been as base64.
    """

    def __init__(self) -> None:
        self.uploads = 0
        self.uploaded_bytes = 0
        self.named_bytes = 0
        self._files: dict[Key, StoredFile] = {}
        self._asked: Counter[Key] = Counter()
        self._locks: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[StoredFile]:
        return iter(list(self._files.values()))

    def find(self, digest: str, scope: str) -> StoredFile | None:
        """Return the upload of a content, if there is one that can still be used."""
        stored = self._files.get((digest, scope))
        return stored if stored is not None and stored.is_fresh() else None

    def has_travelled(self, digest: str, scope: str) -> bool:
        """Return whether a request with this content was answered before, by any method."""
        return self._asked[digest, scope] > 0

    def travelled(self, digest: str, scope: str) -> None:
        """Note that a request with this content was answered."""
        with self._lock:
            self._asked[digest, scope] += 1
            if (stored := self._files.get((digest, scope))) is not None:
                stored.uses += 1
                self.named_bytes += 4 * -(-stored.size // 3)

    def ensure(
        self,
        digest: str,
        provider: Provider,
        *,
        name: str,
        data: bytes,
        media_type: str,
        life: int,
        lasting: timedelta | None = None,
    ) -> StoredFile:
        """Return the upload of a content, making it first where there is none.

        Parameters
        ----------
        digest : str
            SHA-256 of `data`.
        name : str
            For the list; the file itself is named by its digest, since what a user calls a
            file may say more than its content.
        life : int
            Seconds after which it deletes itself.
        lasting : timedelta, optional
            How long it must last; it is held then until it is released.
        """
        key = (digest, provider.scope)
        with self._only_one(key):
            if (found := self.find(*key)) is not None and found.is_fresh(lasting):
                found.is_held |= lasting is not None
                return found
            upload = provider.upload(
                f"{digest[:16]}.{_EXTENSIONS[media_type]}", data, media_type, life, of=name
            )
            stored = StoredFile(name, upload, len(data), provider, is_held=lasting is not None)
            self._files[key] = stored
            with self._lock:
                self.uploads += 1
                self.uploaded_bytes += len(data)
            return stored

    @contextmanager
    def _only_one(self, key: Key) -> Iterator[None]:
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            yield

    def release(self, file_ids: Container[str]) -> None:
        """Let uploads be deleted when the kernel ends."""
        for stored in self:
            if stored.id in file_ids:
                stored.is_held = False

    def forget(self, file_id: str) -> None:
        """Drop an upload from the list without deleting it."""
        self._files = {key: kept for key, kept in self._files.items() if kept.id != file_id}

    def delete(self, file_id: str) -> StoredFile | None:
        """Delete one upload at its provider; return it, or None where it is not of this kernel."""
        stored = next((kept for kept in self if kept.id == file_id), None)
        if stored is not None:
            stored.provider.delete(file_id)
            self.forget(file_id)
        return stored

    def delete_all(self) -> int:
        """Delete every upload; return how many are gone.

        Raises
        ------
        ProviderError
            The first that could not be deleted; it stays in the list, with those after it.
        """
        files = list(self)
        for stored in files:
            self.delete(stored.id)
        return len(files)

    def delete_what_time_allows(self, seconds: float) -> None:
        """Delete uploads until the time is up, as the kernel ends.

        One after another, since an interpreter that ends starts no threads. What is left, or
        cannot be deleted, goes when it expires, as does what a batch still needs; nobody is there
        any more to be told.
        """
        deadline = time.monotonic() + seconds
        for stored in self:
            if time.monotonic() > deadline:
                return
            if stored.is_held:
                continue
            with suppress(ProviderError), stored.provider.retries.made_once():
                self.delete(stored.id)
