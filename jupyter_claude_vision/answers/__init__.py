"""Answers and everything in them: regions, tables, claims, citations, usage.

In: the text of a reply. Out: an `Answer`.
Read first: `answer`, then `findings`.
"""
