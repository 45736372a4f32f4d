"""The Files API's store: uploads by id, each visible to the key that created it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from .responses import invalid_request, not_found

_SHORTEST, _LONGEST = 3600, 7_776_000
_FORBIDDEN: Final = frozenset('<>:"|?*\\/') | {chr(code) for code in range(32)}


@dataclass
class Record:
    """One upload.

    Attributes
    ----------
    id, name, media_type : str
    data : bytes
    owner : str
        The credential that uploaded it; it is invisible to others.
    created : datetime
    expires : datetime or None
    """

    id: str
    name: str
    media_type: str
    data: bytes
    owner: str
    created: datetime
    expires: datetime | None

    def to_json(self) -> dict[str, Any]:
        """Return the API's representation."""
        return {
            "id": self.id,
            "type": "file",
            "filename": self.name,
            "mime_type": self.media_type,
            "size_bytes": len(self.data),
            "created_at": _format_time(self.created),
            "expires_at": _format_time(self.expires) if self.expires else None,
            "downloadable": False,
        }


class FileStore(Mapping[str, Record]):
    """Uploads by id, oldest first; safe to use from several threads."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._lock = threading.Lock()

    def __getitem__(self, file_id: str) -> Record:
        return self._records[file_id]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._records))

    def __len__(self) -> int:
        return len(self._records)

    def add_file(
        self, owner: str, name: str, media_type: str, data: bytes, seconds: int | None
    ) -> Record:
        """Store an upload that expires after a number of seconds, or never."""
        if not 1 <= len(name) <= 255 or _FORBIDDEN & set(name):
            raise invalid_request('filename: 1 to 255 characters, none of < > : " | ? * \\ /')
        if seconds is not None and not _SHORTEST <= seconds <= _LONGEST:
            raise invalid_request(f"expires_in_seconds: between {_SHORTEST} and {_LONGEST}")
        now = datetime.now(UTC)
        expires = now + timedelta(seconds=seconds) if seconds is not None else None
        record = Record(f"file_{uuid4().hex}", name, media_type, data, owner, now, expires)
        with self._lock:
            self._records[record.id] = record
        return record

    def list_files(self, owner: str) -> list[Record]:
        """Return the uploads of a credential."""
        return [record for record in list(self._records.values()) if record.owner == owner]

    def find_file(self, owner: str, file_id: str) -> Record:
        """Return an upload of a credential that has not expired."""
        record = self._records.get(file_id)
        if record is None or record.owner != owner:
            raise not_found(f"File not found: {file_id}")
        if record.expires is not None and record.expires <= datetime.now(UTC):
            raise not_found(f"File has expired: {file_id}", error_code="file_expired")
        return record

    def delete_file(self, owner: str, file_id: str) -> None:
        """Delete an upload of a credential."""
        if file_id not in {record.id for record in self.list_files(owner)}:
            raise not_found(f"File not found: {file_id}")
        self.drop_file(file_id)

    def drop_file(self, file_id: str) -> None:
        """Drop an upload, whoever owns it."""
        with self._lock:
            self._records.pop(file_id, None)

    def expire_file(self, file_id: str) -> None:
        """Make an upload expire now."""
        self._records[file_id].expires = datetime.now(UTC) - timedelta(seconds=1)


def _format_time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
