"""Pictures of documents (notebooks, Markdown, Quarto, MyST) and their alternative text.

In: a file's text. Out: its pictures without alternative text, and the file's text with it.
Read first: `missing_alt`.
"""
