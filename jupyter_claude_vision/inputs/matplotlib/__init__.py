"""Live matplotlib figures as attachments.

In: figures, Axes and artists. Out: pixels at the size that the model sees, and the layout of the
Axes on them.
Read first: `figures`, then `drawing`.
"""
