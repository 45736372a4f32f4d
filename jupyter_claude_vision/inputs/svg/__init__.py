"""SVG drawings, rasterized in a process of its own.

In: the bytes of an SVG document. Out: pixels at the size that the model sees.
Read first: `rasterize`.
"""
