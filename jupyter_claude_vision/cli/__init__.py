"""The command line: ``claude-see``.

In: words of a shell. Out: the answer on standard output, everything about it on standard error, and
an exit code. Read first: `command`.
"""
