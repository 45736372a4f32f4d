"""Text for display: untrusted Markdown made safe, plain text, tables.

In: text that others wrote. Out: Markdown, HTML or plain text that is safe to show.
Read first: `sanitize`.
"""

from .html_renderer import HtmlStream, render_html, render_html_blocks
from .plain_text import find_code, to_plain_line
from .sanitize import escape_html, escape_markdown, sanitize_markdown

__all__ = [
    "HtmlStream",
    "escape_html",
    "escape_markdown",
    "find_code",
    "render_html",
    "render_html_blocks",
    "sanitize_markdown",
    "to_plain_line",
]
