"""Options that change attachments: pages, crops, frames, channels, tiles.

In: attachments and options. Out: the attachments to send.
Read first: `apply_options`.
"""
