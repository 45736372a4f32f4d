"""Alternative text in the output of a notebook, where screen readers and exports find it.

nbconvert's default template drops the alternative text of ``image/png`` (7.17; its classic one
keeps it), so the picture is there as HTML, too, which front ends and exports prefer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..answers.picture_html import CellPicture, render_fallback, render_image, show_pixels

_MOST_BYTES: Final = 300_000
_LIMIT: Final = re.compile(r"at most (\d[\d,]*) characters", re.IGNORECASE)

if TYPE_CHECKING:
    from ..answers.answer import Answer
    from ..imaging.prepare import PreparedImage


def describe_picture(picture: PreparedImage, alt: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the display data and metadata of a picture with its alternative text."""
    cell_picture = show_pixels(
        CellPicture(picture.name, "", alt), picture, picture.data, _MOST_BYTES
    )
    image, metadata = render_fallback([cell_picture])
    return {**image, "text/html": render_image(cell_picture), "text/plain": alt}, metadata


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
        return describe_picture(self.picture, self.alt)


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
