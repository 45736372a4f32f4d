"""Files that were dropped on a panel, pasted or chosen, and come in pieces.

Front ends drop messages over 10 MB, in Colab over 1 MB, without a word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..errors import ImageTooLargeError, InputError

PIECE: Final = 512_000
"""Bytes of a piece."""

_MOST_AT_ONCE: Final = 4


@dataclass
class _Arriving:
    name: str
    size: int
    data: bytearray = field(default_factory=bytearray)


class Uploads:
    """The files that are on their way from the browser.

    Parameters
    ----------
    most : int
        Bytes of the largest file that is taken.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: dict[str, _Arriving] = {}

    def begin(self, key: str, name: str, size: int) -> None:
        """Expect a file.

        Raises
        ------
        InputError
            It is too large, or several are under way already.
        """
        if size > self._most:
            msg = f"{name} has {size / 1e6:,.0f} MB; at most {self._most / 1e6:,.0f} MB are read."
            raise ImageTooLargeError(msg)
        if len(self._files) >= _MOST_AT_ONCE:
            msg = f"{name} has to wait: {_MOST_AT_ONCE} files are on their way."
            raise InputError(msg)
        self._files[key] = _Arriving(name, size)

    def add(self, key: str, at: int, piece: bytes) -> int:
        """Take the piece that begins at a byte; return how many bytes are here.

        Raises
        ------
        InputError
            A piece before it is missing, or there is more than was announced.
        """
        arriving = self._files.get(key)
        if arriving is None:
            msg = "That file is not expected any more: drop it again."
            raise InputError(msg)
        if at != len(arriving.data) or at + len(piece) > arriving.size:
            self.drop(key)
            msg = f"{arriving.name} did not arrive whole: drop it again."
            raise InputError(msg)
        arriving.data += piece
        return len(arriving.data)

    def take(self, key: str) -> tuple[str, bytes] | None:
        """Return the name and the bytes of a file that is complete; None where more is to come."""
        arriving = self._files[key]
        if len(arriving.data) < arriving.size:
            return None
        del self._files[key]
        return arriving.name, bytes(arriving.data)

    def drop(self, key: str = "") -> None:
        """Forget one file, or all of them."""
        if key:
            self._files.pop(key, None)
        else:
            self._files.clear()
