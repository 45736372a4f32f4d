"""Any object becomes an attachment.

In: whatever a user points at. Out: an `Attachment` with its name and the way to its pixels.
Read first: `attachment`, then `registry`.
"""
