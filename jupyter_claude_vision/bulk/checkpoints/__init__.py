"""Checkpoints: answers on the disk as they arrive.

In: records. Out: a JSON Lines file that one process locks at a time.
Read first: `checkpoint`.
"""
