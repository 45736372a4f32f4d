"""Outputs of cells, kept for a while, so that ``@`` can name them.

In: what a shell shows while a cell runs. Out: attachments, pictures and text, named ``@7.2``.
Read first: `history`, then `references`.
"""
