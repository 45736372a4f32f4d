"""Platforms and the connection to one of them: the only package that imports the SDK.

In: a `Request`. Out: a reply, or one of our errors.
Read first: `request`, then `provider` and `delivery`.
"""
