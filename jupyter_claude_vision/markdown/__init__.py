"""Untrusted Markdown made safe to show."""

from .writer import escape, html, safe

__all__ = ["escape", "html", "safe"]
