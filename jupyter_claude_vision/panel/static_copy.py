"""A panel as it is kept in the saved notebook, for where widgets cannot run."""

from __future__ import annotations

import html as standard
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from ..ipython.thinking_display import fold_html
from ..text import escape_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tabs import Picture


def static_copy(pictures: Iterable[Picture], turns: Iterable[dict[str, Any]], mark: str) -> str:
    """Return a panel's pictures, small, and its conversation as HTML without a script.

    Parameters
    ----------
    pictures : iterable of Picture
    turns : iterable of dict
        As the browser is told of them; their HTML is safe.
    mark : str
        A class by which the living panel hides its copy.
    """
    parts = [*map(_picture, pictures), *map(_turn, turns)]
    return f'<div class="claude-see-copy {standard.escape(mark)}">{"".join(parts)}</div>'


def _picture(picture: Picture) -> str:
    caption = escape_html(picture.attachment.name)
    if picture.prepared is None:
        return f"<p><em>{caption}</em></p>"
    data, media_type = picture.small()
    source = f"data:{media_type};base64,{b64encode(data).decode()}"
    alternative = standard.escape(picture.attachment.name)
    image = f'<img src="{source}" alt="{alternative}" style="max-width: 100%">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _turn(turn: dict[str, Any]) -> str:
    said = [turn[key] for key in ("notice", "problem") if turn[key]]
    parts = [
        f"<blockquote><p>{escape_html(turn['prompt'])}</p></blockquote>",
        fold_html(turn["thinking"]),
        turn["html"],
        *(f"<p><strong>{escape_html(text)}</strong></p>" for text in said),
        f"<p><em>{escape_html(turn['footer'])}</em></p>" if turn["footer"] else "",
    ]
    return "".join(parts)
