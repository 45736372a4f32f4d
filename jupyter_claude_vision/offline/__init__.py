"""A stand-in for the API that says in every answer that it is not Claude.

In: HTTP requests of the real SDK. Out: the responses the API would give, with a reader's answers.
Read first: `api`.
"""
