"""Alternative text in the output of a notebook, where screen readers and exports find it.

nbconvert's default template drops the alternative text of ``image/png`` (7.17; its classic one
keeps it), so the picture is there as HTML, too, which front ends and exports prefer.
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


def describe_picture(picture: PreparedImage, alt: str) -> dict[str, Any]:
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
class DescribedPicture:
    """A picture that displays itself with its alternative text.

    Attributes
    ----------
    picture : PreparedImage
    alt : str
    """

    picture: PreparedImage = field(repr=False)
    alt: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        display = describe_picture(self.picture, self.alt)
        return display["data"], display["metadata"]


def length_note(answer: Answer) -> str:
    """Return a note on the length of an alternative text, with a warning if it is over the limit.

    Screen readers read it without a pause, so the prompts of the task set a limit.
    """
    length = len(answer.alt)
    limit = _LIMIT.search(answer.prompt)
    max_length = int(limit[1].replace(",", "")) if limit else length
    note = f"Alternative text of {length:,} characters, in the output"
    if length <= max_length:
        return f"{note}."
    return f"{note}: longer than the {max_length:,} that were asked for. Ask again, or shorten it."


def render_alt_cell(answer: Answer) -> str:
    """Return code that shows the picture of an answer with its alternative text."""
    image = answer.images[0]
    source = image.attachment.source
    argument = repr(source) if isinstance(source, str) else image.name
    return f"from jupyter_claude_vision import with_alt\n\nwith_alt({argument}, {answer.alt!r})"
