"""The panel: a widget for pointing at pictures and asking about them.

In: messages of the browser. Out: messages to it, and answers in a conversation of its own.
Read first: `protocol`, then `controller`.
"""
