"""Untrusted Markdown made safe to show."""

from .plain import one_line
from .rendered import rendered
from .writer import escape, html, safe

__all__ = ["escape", "html", "one_line", "rendered", "safe"]
