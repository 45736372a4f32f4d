"""PDF documents, read by PDFium in a process of its own.

In: the bytes of a PDF. Out: page counts, page text, page images and cut documents.
Read first: `document`.
"""
