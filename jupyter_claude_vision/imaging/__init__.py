"""Attachments as they are sent: upright, opaque, 8-bit, fitted to the model, encoded.

In: an `Attachment`. Out: a `PreparedImage` or a `PreparedDocument`, with the way back to the
original's pixels.
Read first: `geometry`, then `prepare_image`.
"""
