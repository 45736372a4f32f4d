"""The text inside a JSON object that is still being written."""

from __future__ import annotations

from typing import Any, Literal


def _parse(data: bytes, partial: Literal["off", "on", "trailing-strings"] = "off") -> Any:
    """Return what JSON holds, or None where it is none; `partial` is jiter's mode."""
    import jiter

    try:
        return jiter.from_json(data, partial_mode=partial)
    except ValueError:
        return None


class Unwrapper:
    """Takes a JSON object in pieces; gives one property's string, as far as it is there.

    Each piece is parsed once, behind the object's own beginning, so that a long answer takes no
    longer for each of its pieces than a short one.

    Parameters
    ----------
    name : str
        The property, whose value is a string and which comes first.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._raw: list[str] = []
        self._head = b""
        """The object's beginning, until where the string begins; empty until that is there."""
        self._window = b""
        """What follows it and is not done with: no more than an escape that was cut."""
        self._given = 0
        """How many characters of the window were given out."""
        self._is_over = False

    @property
    def raw(self) -> str:
        """All that came."""
        return "".join(self._raw)

    def feed(self, piece: str) -> str:
        """Take the next piece; return what it adds to the string."""
        self._raw.append(piece)
        if self._is_over:
            return ""
        self._window += piece.encode("utf-8", "replace")
        if not self._head and not self._find_head():
            return ""
        return self._take()

    def _find_head(self) -> bool:
        """Note where the string begins; return whether it does."""
        if not self._window.strip():
            return False
        parsed = _parse(self._window, "trailing-strings")
        if parsed == {}:
            return False  # not even the first property's value has begun
        first = next(iter(parsed.items())) if isinstance(parsed, dict) else ("", None)
        if first[0] != self._name or not isinstance(first[1], str):
            self._is_over = True
            return False
        start = self._window.index(b'"', self._window.index(b":")) + 1
        self._head, self._window = self._window[:start], self._window[start:]
        return True

    def _take(self) -> str:
        """Return what the window adds to the string, and forget what is done with."""
        parsed = _parse(self._head + self._window, "trailing-strings")
        if parsed is None:
            self._is_over = True  # no JSON: it is shown as it came when all of it is there
            return ""
        text: str = parsed[self._name]
        new, self._given = text[self._given :], len(text)
        if _parse(self._head + self._window + b'"}') == {self._name: text}:
            self._window, self._given = b"", 0  # nothing is cut at its end
        elif self._name in _parse(self._head + self._window, "on"):
            self._is_over = True  # the string has ended
        return new
