"""Incremental extraction of a string from a JSON object."""

from __future__ import annotations

from typing import Any, Literal


def _parse_json(data: bytes, partial: Literal["off", "on", "trailing-strings"] = "off") -> Any:
    """Return parsed JSON, or None where it is invalid; `partial` is jiter's mode."""
    import jiter

    try:
        return jiter.from_json(data, partial_mode=partial)
    except ValueError:
        return None


class StringExtractor:
    """Incremental extractor of one property's string from a JSON object.

    Each piece is parsed once, after the object's own beginning, so that the time for a piece does
    not grow with the answer.

    Parameters
    ----------
    name : str
        The property, which comes first and whose value is a string.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._raw: list[str] = []
        self._head = b""
        """The object up to the beginning of the string; empty until that has arrived."""
        self._window = b""
        """The unprocessed rest: at most an escape sequence that was cut."""
        self._window_length = 0
        """Number of characters of the window that were returned."""
        self._is_over = False

    @property
    def raw(self) -> str:
        """The whole object, as far as it has arrived."""
        return "".join(self._raw)

    def feed(self, piece: str) -> str:
        """Take the next piece; return the text that it adds to the string."""
        self._raw.append(piece)
        if self._is_over:
            return ""
        self._window += piece.encode("utf-8", "replace")
        if not self._head and not self._find_head():
            return ""
        return self._take_text()

    def _find_head(self) -> bool:
        """Find the beginning of the string; return whether it has arrived."""
        if not self._window.strip():
            return False
        content = _parse_json(self._window, "trailing-strings")
        if content == {}:
            return False  # the first property's value has not begun
        first = next(iter(content.items())) if isinstance(content, dict) else ("", None)
        if first[0] != self._name or not isinstance(first[1], str):
            self._is_over = True
            return False
        start = self._window.index(b'"', self._window.index(b":")) + 1
        self._head, self._window = self._window[:start], self._window[start:]
        return True

    def _take_text(self) -> str:
        """Return the text that the window adds to the string, and drop what was processed."""
        content = _parse_json(self._head + self._window, "trailing-strings")
        if content is None:
            self._is_over = True  # no JSON: it is displayed unchanged when it is complete
            return ""
        text: str = content[self._name]
        new, self._window_length = text[self._window_length :], len(text)
        if _parse_json(self._head + self._window + b'"}') == {self._name: text}:
            self._window, self._window_length = b"", 0  # no escape sequence is cut at its end
        elif self._name in _parse_json(self._head + self._window, "on"):
            self._is_over = True  # the string has ended
        return new
