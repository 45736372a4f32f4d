"""The SDK's clients for each platform, their credentials and their networks.

In: a `Platform` and the environment. Out: a client of the SDK.
Read first: `connections`, then `sdk_client`.
"""
