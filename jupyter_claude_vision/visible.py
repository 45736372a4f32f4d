r"""Text without control characters and invisible characters.

Names, labels and answers are untrusted text. An escape sequence controls the terminal, a
bidirectional override makes ``photo\u202egnp.exe`` seem to end in ``png``, and a zero-width
character makes two different names look the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_BREAKS: Final = re.compile(r"\s*[\n\t]\s*")

_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, bidirectional embeddings, overrides and isolates, and lone surrogates."""

_SPELLING_CONTEXT: Final = (
    "\u0370-\u1fff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u2bff\u3000-\ufdff"
    "\ufe70-\ufefc\U00010000-\U0003ffff"
)
"""Characters after which a joiner or a variation selector is part of the spelling: letters of
the scripts that use them, and emoji. Anywhere else they are invisible."""

_INVISIBLE: Final = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065"
    "\u206a-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    f"|(?<![{_SPELLING_CONTEXT}\ufe0f])[\u200c\u200d]|(?<![{_SPELLING_CONTEXT}])[\ufe0e\ufe0f](?!\u20e3)"
    "|(?<![0-9#*])[\ufe0e\ufe0f](?=\u20e3)"
)
"""Unicode's default ignorable code points, except those that are part of the spelling."""


@cache
def _compile_invisible() -> re.Pattern[str]:
    # Not when it is imported: its ranges take 3 ms of the 16 that loading the extension does.
    return re.compile(_INVISIBLE)


def to_visible_text(text: str) -> str:
    r"""Return text that is safe in a terminal, a caption or a table.

    Lines end in ``\n``; tabs stay. Control characters become U+FFFD, so that different names stay
    different; invisible characters are removed.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub("\n", text))
    invisible = _compile_invisible()
    while (shorter := invisible.sub("", text)) != text:  # a removal may expose another
        text = shorter
    return text


def to_visible_line(text: str) -> str:
    """Return safe text on one line, for names and labels (see `to_visible_text`)."""
    return _BREAKS.sub(" ", to_visible_text(text))
