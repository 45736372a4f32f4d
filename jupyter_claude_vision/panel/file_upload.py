"""Files dropped on a panel, pasted or selected, which arrive in pieces.

Front ends drop messages over 10 MB, in Colab over 1 MB, silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..errors import ImageTooLargeError, InputError

_MAX_AT_ONCE: Final = 4


@dataclass
class _FileUpload:
    name: str
    size: int
    data: bytearray = field(default_factory=bytearray)


class BrowserUploads:
    """Files that are arriving from the browser.

    Parameters
    ----------
    max_bytes : int
        Bytes of the largest file that is accepted.

    Attributes
    ----------
    piece_bytes : int
        Bytes of a piece, in which the browser sends files.
    """

    piece_bytes: Final = 512_000

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._files: dict[str, _FileUpload] = {}

    def expect_file(self, key: str, name: str, size: int) -> None:
        """Expect a file.

        Raises
        ------
        InputError
            It is too large, or several are arriving already.
        """
        if size > self._max_bytes:
            limit = self._max_bytes / 1e6
            msg = f"{name} has {size / 1e6:,.0f} MB; at most {limit:,.0f} MB are read."
            raise ImageTooLargeError(msg)
        if len(self._files) >= _MAX_AT_ONCE:
            msg = f"{name} has to wait: {_MAX_AT_ONCE} files are arriving."
            raise InputError(msg)
        self._files[key] = _FileUpload(name, size)

    def add_piece(self, key: str, at: int, piece: bytes) -> int:
        """Take the piece that begins at a byte; return how many bytes are here.

        Raises
        ------
        InputError
            A piece before it is missing, or there is more than was announced.
        """
        upload = self._files.get(key)
        if upload is None:
            msg = "That file is not expected any more: drop it again."
            raise InputError(msg)
        if at != len(upload.data) or at + len(piece) > upload.size:
            self.drop_files(key)
            msg = f"{upload.name} did not arrive whole: drop it again."
            raise InputError(msg)
        upload.data += piece
        return len(upload.data)

    def take_complete(self, key: str) -> tuple[str, bytes] | None:
        """Return the name and the bytes of a file that is complete; None where more is to come."""
        upload = self._files[key]
        if len(upload.data) < upload.size:
            return None
        del self._files[key]
        return upload.name, bytes(upload.data)

    def drop_files(self, key: str = "") -> None:
        """Forget one file, or all of them."""
        if key:
            self._files.pop(key, None)
        else:
            self._files.clear()
