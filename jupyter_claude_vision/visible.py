r"""Text without what acts on its reader unseen.

Names, labels and answers are other people's text. An escape sequence drives the terminal that it
is written to, a bidirectional override makes ``photo\u202egnp.exe`` end in ``png``, and a
zero-width character hides what is not there for the eye.
"""

from __future__ import annotations

import re
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_BREAKS: Final = re.compile(r"\s*[\n\t]\s*")

_ACTING: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, bidirectional embeddings, overrides and isolates, and lone surrogates."""

_SPELLED: Final = (
    "\u0370-\u1fff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u2bff\u3000-\ufdff"
    "\ufe70-\ufefc\U00010000-\U0003ffff"
)
"""What a joiner, or the choice between text and emoji, can follow as part of its spelling:
letters of scripts that have them, and emoji. Anywhere else nobody sees it."""

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065"
    "\u206a-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    f"|(?<![{_SPELLED}\ufe0f])[\u200c\u200d]|(?<![{_SPELLED}])[\ufe0e\ufe0f](?!\u20e3)"
    "|(?<![0-9#*])[\ufe0e\ufe0f](?=\u20e3)"
)
"""Unicode's default ignorable code points, but for those that are spelling."""


def visible(text: str) -> str:
    r"""Return text as a terminal, a caption or a table may have it.

    Lines end in ``\n``; tabs stay. What acts on what stands around it becomes U+FFFD, so that
    two names stay two names; what only cannot be seen goes.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _ACTING.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub("\n", text))
    while (fewer := _UNSEEN.sub("", shown)) != shown:  # what goes may have hidden another
        shown = fewer
    return shown


def visible_line(text: str) -> str:
    """Return text as `visible` does, on one line: for names and labels."""
    return _BREAKS.sub(" ", visible(text))
