"""The file cache: uploads by content, and by the key they are valid for.

A file is invalid for another key or address. A content needs only one upload, however many
questions and threads use it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from .provider import Provider
    from .request import Upload

Key: TypeAlias = tuple[str, str]
"""Digest of a content, and the scope in which its upload is valid."""

_MARGIN: Final = timedelta(minutes=5)
"""Time before its expiry in which a file is not used any more."""

_EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
}


@dataclass
class StoredFile:
    """An upload of this kernel.

    Attributes
    ----------
    name : str
        The user's name for the attachment.
    upload : Upload
    size : int
        In bytes.
    uses : int
        Number of answered requests that named it.
    is_held : bool
        A batch needs it that goes on without this kernel.
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

    def is_valid(self, needed_for: timedelta = timedelta()) -> bool:
        """Return whether requests of some time from now can name it."""
        expires = self.upload.expires
        return expires is None or datetime.now(UTC) + _MARGIN + needed_for < expires


class FileCache:
    """The uploads of one kernel, by content and scope.

    Attributes
    ----------
    uploads, uploaded_bytes : int
        All uploads, deleted files included.
    named_bytes : int
        Length in base64 of all content that requests named by its id instead.
    """

    def __init__(self) -> None:
        self.uploads = 0
        self.uploaded_bytes = 0
        self.named_bytes = 0
        self._files: dict[Key, StoredFile] = {}
        self._uses: Counter[Key] = Counter()
        self._locks: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[StoredFile]:
        return iter(list(self._files.values()))

    def find_file(self, digest: str, scope: str) -> StoredFile | None:
        """Return the upload of a content, if there is a valid one."""
        file = self._files.get((digest, scope))
        return file if file is not None and file.is_valid() else None

    def has_traveled(self, digest: str, scope: str) -> bool:
        """Return whether a request with this content was answered before, by any method."""
        return self._uses[digest, scope] > 0

    def note_use(self, digest: str, scope: str) -> None:
        """Note that a request with this content was answered."""
        with self._lock:
            self._uses[digest, scope] += 1
            if (file := self._files.get((digest, scope))) is not None:
                file.uses += 1
                self.named_bytes += 4 * -(-file.size // 3)

    def ensure_uploaded(
        self,
        digest: str,
        provider: Provider,
        *,
        name: str,
        data: bytes,
        media_type: str,
        life: int,
        needed_for: timedelta | None = None,
    ) -> StoredFile:
        """Return the upload of a content, uploading it first where there is none.

        Parameters
        ----------
        digest : str
            SHA-256 of `data`.
        name : str
            For the list; the file itself is named by its digest, since the user's name may tell
            more than its content.
        life : int
            Seconds after which it deletes itself.
        needed_for : timedelta, optional
            Minimum time that it must last; it is then held until it is released.
        """
        key = (digest, provider.connections.current().scope)
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:  # so that two threads do not upload the same content
            file = self._files.get(key)
            if file is not None and file.is_valid(needed_for or timedelta()):
                file.is_held |= needed_for is not None
                return file
            file_name = f"{digest[:16]}.{_EXTENSIONS[media_type]}"
            upload = provider.uploads.upload_file(
                file_name, data, media_type, life, attachment=name
            )
            file = StoredFile(name, upload, len(data), provider, is_held=needed_for is not None)
            self._files[key] = file
            with self._lock:
                self.uploads += 1
                self.uploaded_bytes += len(data)
            return file

    def release_files(self, file_ids: Container[str]) -> None:
        """Let uploads be deleted when the kernel ends."""
        for file in self:
            if file.id in file_ids:
                file.is_held = False

    def forget_file(self, file_id: str) -> None:
        """Drop an upload from the list without deleting it."""
        self._files = {key: file for key, file in self._files.items() if file.id != file_id}

    def delete_file(self, file_id: str) -> StoredFile | None:
        """Delete one upload at its provider; return it, or None where it is not of this kernel."""
        file = next((file for file in self if file.id == file_id), None)
        if file is not None:
            file.provider.uploads.delete_file(file_id)
            self.forget_file(file_id)
        return file

    def delete_all(self) -> int:
        """Delete every upload; return their number.

        Raises
        ------
        ProviderError
            A file could not be deleted; it stays in the list, with those after it.
        """
        files = list(self)
        for file in files:
            self.delete_file(file.id)
        return len(files)

    def delete_within(self, seconds: float) -> None:
        """Delete uploads until the time is up, as the kernel ends.

        One after another, since an interpreter that ends starts no threads. Files that are left,
        cannot be deleted, or are needed by a batch are deleted when they expire; nobody is there
        any more to be told.
        """
        deadline = time.monotonic() + seconds
        for file in self:
            if time.monotonic() > deadline:
                return
            if file.is_held:
                continue
            with suppress(ProviderError), file.provider.retries.disabled():
                self.delete_file(file.id)
