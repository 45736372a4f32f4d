"""Results of a run, as a sequence and as tables.

In: records of a checkpoint. Out: `Answers`, data frames, thumbnails.
Read first: `results`.
"""
