"""Where pictures are prepared and requests are sent: threads here, or workers elsewhere.

In: items. Out: prepared requests and replies.
Read first: `local_executor`.
"""
