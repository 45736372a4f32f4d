"""Executors of a run, which prepare items and send requests: in threads, or on remote workers.

In: items. Out: prepared items and replies.
Read first: `local_executor`.
"""
