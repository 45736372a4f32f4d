"""The text inside a JSON object that is still being written."""

from __future__ import annotations

import json
import re
from typing import Final

_WHOLE: Final = re.compile(r'(?:[^"\\]|\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt]))*')
_HIGH_SURROGATE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}$")


class Unwrapper:
    """Takes a JSON object in pieces; gives one property's string, as far as it is there.

    Parameters
    ----------
    name : str
        The property, whose value is a string and which comes first.
    """

    def __init__(self, name: str) -> None:
        self._start = re.compile(rf'\s*\{{\s*{re.escape(json.dumps(name))}\s*:\s*"')
        self._raw: list[str] = []
        self._waiting = ""
        self._inside = self._over = False

    @property
    def raw(self) -> str:
        """All that came."""
        return "".join(self._raw)

    def feed(self, piece: str) -> str:
        """Take the next piece; return what it adds to the string."""
        self._raw.append(piece)
        if self._over:
            return ""
        self._waiting += piece
        if not self._inside:
            begun = self._start.match(self._waiting)
            if begun is None:
                return ""
            self._inside, self._waiting = True, self._waiting[begun.end() :]
        return self._taken()

    def _taken(self) -> str:
        whole = _WHOLE.match(self._waiting)
        assert whole is not None  # noqa: S101 - it matches nothing, too
        text, rest = whole[0], self._waiting[whole.end() :]
        self._over = rest.startswith('"')
        # Half a character beyond the basic plane waits for its other half.
        if not self._over and (half := _HIGH_SURROGATE.search(text)):
            text, rest = text[: half.start()], text[half.start() :] + rest
        self._waiting = rest
        return str(json.loads(f'"{text}"', strict=False))
