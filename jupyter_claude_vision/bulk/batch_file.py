"""The requests of one batch, on the disk until it is submitted: a batch may be 256 MB."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..chat.estimate import Estimate
    from .items import Ready


@dataclass(frozen=True)
class Limits:
    """What one batch takes.

    Attributes
    ----------
    requests, bytes : int
    """

    requests: int = 100_000
    bytes: int = 256_000_000


LIMITS: Final = Limits()

_HEAD: Final = b'{"requests":['
_TAIL: Final = b"]}"


class Sheaf:
    """The requests of one batch.

    Parameters
    ----------
    limits : Limits

    Attributes
    ----------
    by_file : bool
        Whether one of its requests names an uploaded file.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.nonce = secrets.token_hex(8)
        self.count = 0
        self.by_file = False
        self.estimates: list[Estimate] = []
        self._limits = limits
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._size = self._file.write(_HEAD)

    def __del__(self) -> None:
        self._file.close()

    @property
    def last(self) -> str:
        """The custom id of the request that was added last."""
        return f"{self.nonce}-{self.count - 1}"

    def add(self, ready: Ready) -> bool:
        """Add a request; return False where there is no room, unless it is the first."""
        assert ready.request is not None  # noqa: S101 - it was made here
        name = f"{self.nonce}-{self.count}"
        data = b'{"custom_id":"%s","params":%s}' % (name.encode(), ready.request.to_json())
        size = self._size + len(data) + len(_TAIL) + 1
        if self.count and (size > self._limits.bytes or self.count >= self._limits.requests):
            return False
        self._size += self._file.write(b"," + data if self.count else data)
        self.count += 1
        self.by_file |= ready.request.by_file
        self.estimates.append(ready.estimate)
        return True

    def body(self) -> IO[bytes]:
        """Return the batch's request, to be read from its beginning."""
        self._file.seek(self._size)
        self._file.write(_TAIL)
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Drop the file."""
        self._file.close()
