"""A message as the API's server-sent events."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def events(message: dict[str, Any], pieces: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message whose one text block comes in pieces."""
    usage = message["usage"]
    read = {name: n for name, n in usage.items() if name != "output_tokens_details"}
    start = {**message, "content": [], "stop_reason": None, "usage": {**read, "output_tokens": 1}}
    yield {"type": "message_start", "message": start}
    yield {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }
    yield {"type": "ping"}
    for piece in pieces:
        text = {"type": "text_delta", "text": piece}
        yield {"type": "content_block_delta", "index": 0, "delta": text}
    yield {"type": "content_block_stop", "index": 0}
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    if "stop_details" in message:
        delta["stop_details"] = message["stop_details"]
    yield {"type": "message_delta", "delta": delta, "usage": usage}
    yield {"type": "message_stop"}


def events_of_blocks(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message with several blocks: text, also cited, and thinking."""
    first, *others = events(message, ())
    yield first
    for index, block in enumerate(message["content"]):
        start, deltas = _as_streamed(block)
        yield {"type": "content_block_start", "index": index, "content_block": start}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield from others[-2:]


def _as_streamed(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return how a block begins, and what is added to it."""
    if block["type"] == "text":
        added = [{"type": "text_delta", "text": piece} for piece in words(block["text"])]
        cited = block.get("citations", ())
        added += [{"type": "citations_delta", "citation": citation} for citation in cited]
        return {"type": "text", "text": ""}, added
    if block["type"] == "thinking":
        thought = words(block["thinking"])
        added = [{"type": "thinking_delta", "thinking": piece} for piece in thought]
        added.append({"type": "signature_delta", "signature": block["signature"]})
        return {"type": "thinking", "thinking": "", "signature": ""}, added
    return block, []


def encoded(event: dict[str, Any]) -> bytes:
    """Return one event as it goes over the wire."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def words(text: str) -> list[str]:
    """Return a text word by word, white space kept."""
    return re.findall(r"\s*\S+|\s+$", text)
