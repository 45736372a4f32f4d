"""Copy of a panel in the saved notebook, for front ends that cannot run widgets."""

from __future__ import annotations

import html
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from ..ipython.thinking_display import fold_html
from ..text import escape_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tabs import Tab


def render_static_copy(tabs: Iterable[Tab], turns: Iterable[dict[str, Any]], mark: str) -> str:
    """Return a panel's pictures, small, and its conversation as HTML without a script.

    Parameters
    ----------
    tabs : iterable of Tab
    turns : iterable of dict
        As the browser gets them; their HTML is safe.
    mark : str
        A class by which the living panel hides its copy.
    """
    parts = [*map(_render_tab, tabs), *map(_render_turn, turns)]
    return f'<div class="claude-see-copy {html.escape(mark)}">{"".join(parts)}</div>'


def _render_tab(tab: Tab) -> str:
    caption = escape_html(tab.attachment.name)
    if tab.image is None:
        return f"<p><em>{caption}</em></p>"
    data, media_type = tab.small_picture()
    source = f"data:{media_type};base64,{b64encode(data).decode()}"
    alternative = html.escape(tab.attachment.name)
    image = f'<img src="{source}" alt="{alternative}" style="max-width: 100%">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _render_turn(turn: dict[str, Any]) -> str:
    messages = [turn[key] for key in ("notice", "problem") if turn[key]]
    parts = [
        f"<blockquote><p>{escape_html(turn['prompt'])}</p></blockquote>",
        fold_html(turn["thinking"]),
        turn["html"],
        *(f"<p><strong>{escape_html(text)}</strong></p>" for text in messages),
        f"<p><em>{escape_html(turn['footer'])}</em></p>" if turn["footer"] else "",
    ]
    return "".join(parts)
