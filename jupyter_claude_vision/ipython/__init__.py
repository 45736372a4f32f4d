"""The kernel's user interface: magics, functions, display, session.

In: lines, cells and calls. Out: displays under the cell, and answers.
Read first: `magics`, then `session`.
"""
