"""Answers on disk as they arrive.

In: records. Out: a JSON Lines file that one process holds at a time.
Read first: `checkpoint`.
"""
