"""One question about each of many items, sent one by one or in batches.

In: items and a question. Out: `Answers`, and a checkpoint from which a run can be resumed.
Read first: `items`, `run_state`, then `run`.
"""
