"""Rounds of a turn with tools: what Claude calls, and what it gets.

In: calls of tools in a reply. Out: results for the next request of the turn.
Read first: `tool_round`.
"""
