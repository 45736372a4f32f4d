"""HTML as a picture: tables, Bokeh charts, and whatever else a notebook shows as a page.

In: HTML and the user's name for it. Out: a picture of the page, drawn by a headless Chrome that
can reach nothing: no network, no files.
Read first: `html_attachment`, then `browser`.
"""
