"""Replies of a provider, read to their end."""

from __future__ import annotations


def read_parts(provider, request):
    """Send a request; return the parts of its reply."""
    with provider.open_reply(request) as parts:
        return list(parts)
