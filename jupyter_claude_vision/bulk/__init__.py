"""One question about many pictures, now or in batches.

In: an iterable of pictures and a question. Out: `Answers`, and a checkpoint to resume from.
Read first: `items`, then `run`.
"""
