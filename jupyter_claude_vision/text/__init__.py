"""Untrusted Markdown made safe to show."""

from .html_renderer import rendered
from .plain_text import one_line
from .sanitize import escape, html, safe

__all__ = ["escape", "html", "one_line", "rendered", "safe"]
