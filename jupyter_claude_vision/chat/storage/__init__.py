"""Conversations and answers on disk.

In: turns and answers. Out: files that only their user can read, and back.
Read first: `records`.
"""
