"""Structured outputs: the schema sent along, and the JSON that comes back.

In: the options of a question. Out: a `Form` with its schema, and values validated against it.
Read first: `response_format`.
"""
