"""Replacement of lone surrogates, the halves of characters in UTF-16."""

from __future__ import annotations


def replace_surrogates(text: str) -> str:
    r"""Return a text whose surrogates are joined in pairs, or else replaced by U+FFFD.

    Lone surrogates come from file names that are not UTF-8 and from JSON such as ``"\ud83d"``;
    neither files nor messages to a front end can hold them.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
