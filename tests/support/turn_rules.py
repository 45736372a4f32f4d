"""A server's memory of the turns with tools that it took part in, and what it holds them against.

The API binds a thought to what came before it: within a turn with tools, the thought must come
back as it was, and nothing before it may differ. Finished turns come without their thoughts.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

BOUND: Final = "bound-"
"""The beginning of a signature that holds for one request."""

_THINKING: Final = ("thinking", "redacted_thinking")


class TurnRules:
    """The replies that were given, by the id of each of their calls."""

    def __init__(self) -> None:
        self._replies: dict[str, list[dict[str, Any]]] = {}

    def sign_reply(self, body: dict[str, Any], content: list[Any]) -> list[Any]:
        """Return a reply's blocks, its thoughts bound to the request; those with calls are kept."""
        calls = [block["id"] for block in content if block["type"] == "tool_use"]
        if not calls:
            return content
        signature = BOUND + hash_prefix(body, body["messages"])
        signed = [
            {**block, "signature": signature} if block["type"] == "thinking" else block
            for block in content
        ]
        self._replies |= dict.fromkeys(calls, signed)
        return signed

    def check_request(self, body: dict[str, Any]) -> None:
        """Hold a request against the replies that it hands back.

        Raises
        ------
        AssertionError
        """
        messages = body["messages"]
        questions = [place for place, message in enumerate(messages) if is_question(message)]
        for place, message in enumerate(messages):
            if message["role"] != "assistant" or isinstance(message["content"], str):
                continue
            blocks = [without_marks(block) for block in message["content"]]
            if place < questions[-1]:
                thoughts = [block for block in blocks if block["type"] in _THINKING]
                assert not thoughts, f"messages.{place} is of a finished turn, and has a thought"
                continue
            calls = [block["id"] for block in blocks if block["type"] == "tool_use"]
            reply = self._replies.get(calls[0]) if calls else None
            if reply is not None:
                assert blocks == reply, f"messages.{place} is not as it was given"
            for block in blocks:
                if str(block.get("signature")).startswith(BOUND):
                    bound = BOUND + hash_prefix(body, messages[:place])
                    assert block["signature"] == bound, f"messages.{place}: changed before it"


def is_question(message: dict[str, Any]) -> bool:
    """Tell a question of the user from the results of tools."""
    content = message["content"]
    return message["role"] == "user" and (
        isinstance(content, str) or all(block["type"] != "tool_result" for block in content)
    )


def hash_prefix(body: dict[str, Any], messages: list[dict[str, Any]]) -> str:
    """Return a hash of what a thought is bound to."""
    prefix = [body.get("system"), body.get("tools"), without_marks(messages)]
    return hashlib.sha256(json.dumps(prefix, sort_keys=True).encode()).hexdigest()


def without_marks(value: Any) -> Any:
    """Return a part of a request without the marks of the prompt cache."""
    if isinstance(value, list):
        return [without_marks(item) for item in value]
    if isinstance(value, dict):
        return {k: without_marks(v) for k, v in value.items() if k != "cache_control"}
    return value
