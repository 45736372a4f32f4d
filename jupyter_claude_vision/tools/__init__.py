"""Tools that Claude may call while it answers: it looks closer, and asks a figure's data.

In: a call of a tool, and the images of the conversation. Out: a `ToolCall` with its result. Tools
read what the user attached, and nothing else.
Read first: `toolbox`, then `zoom`.
"""
