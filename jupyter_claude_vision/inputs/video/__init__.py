"""Videos as pictures: their first frame, or evenly spaced ones (extra ``video``).

In: a video's bytes. Out: frames, with the time at which each is shown.
Read first: `videos`.
"""
