"""One question from its words to its answer, and the conversation that it belongs to.

In: prompt, attachments and options. Out: events, and an `Answer` in a `Conversation`.
Read first: `conversation`, then `exchange`.
"""
