"""Structured outputs: the schema of an answer, and the JSON that is returned.

In: the options of a question. Out: a `Form` with its schema, and values validated by it.
Read first: `response_format`.
"""
