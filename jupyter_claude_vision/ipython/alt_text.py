"""Alternative text put where readers and exports of a notebook find it.

nbconvert's default template writes no alternative text of ``image/png`` (7.17; its classic one
does), so the picture is there as HTML, too, which front ends and exports take first.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

_LIMIT: Final = re.compile(r"at most (\d[\d,]*) characters", re.IGNORECASE)

if TYPE_CHECKING:
    from ..answers.answer import Answer
    from ..imaging.prepare import PreparedImage


def described(picture: PreparedImage, alt: str) -> dict[str, Any]:
    """Return the display data and metadata of a picture with its alternative text."""
    data, media_type = picture.thumbnail()
    source = f"data:{media_type};base64,{b64encode(data).decode()}"
    return {
        "data": {
            media_type: data,
            "text/html": f'<img src="{source}" alt="{html.escape(alt)}" style="max-width: 100%">',
            "text/plain": alt,
        },
        "metadata": {media_type: {"alt": alt}},
    }


@dataclass(frozen=True, eq=False)
class Described:
    """A picture that shows itself with its alternative text.

    Attributes
    ----------
    picture : PreparedImage
    alt : str
    """

    picture: PreparedImage = field(repr=False)
    alt: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = described(self.picture, self.alt)
        return shown["data"], shown["metadata"]


def length_note(answer: Answer) -> str:
    """Return how long an alternative text is, and whether it is longer than was asked for.

    Screen readers read it in one go, so that the prompts of the task name a limit.
    """
    length = len(answer.alt)
    limit = _LIMIT.search(answer.prompt)
    most = int(limit[1].replace(",", "")) if limit else length
    note = f"Alternative text of {length:,} characters, in the output"
    if length <= most:
        return f"{note}."
    return f"{note}: longer than the {most:,} that were asked for. Ask again, or shorten it."


def cell_with(answer: Answer) -> str:
    """Return code that shows the picture of an answer with its alternative text."""
    image = answer.images[0]
    source = image.attachment.source
    argument = repr(source) if isinstance(source, str) else image.name
    return f"from jupyter_claude_vision import with_alt\n\nwith_alt({argument}, {answer.alt!r})"
