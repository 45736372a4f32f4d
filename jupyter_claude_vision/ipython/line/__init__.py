"""The line of `%claude_see`: grammar, name resolution, completion.

In: text as typed. Out: options, attachments and a prompt.
Read first: `parser`.
"""
