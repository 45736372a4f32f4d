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
    start = {**message, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 1}}
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
    yield {"type": "message_delta", "delta": delta, "usage": usage}
    yield {"type": "message_stop"}


def events_of_blocks(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message with several text blocks, some with citations."""
    first, *others = events(message, ())
    yield first
    for index, block in enumerate(message["content"]):
        empty = {"type": "text", "text": ""}
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        for piece in words(block["text"]):
            text = {"type": "text_delta", "text": piece}
            yield {"type": "content_block_delta", "index": index, "delta": text}
        for citation in block.get("citations", ()):
            cited = {"type": "citations_delta", "citation": citation}
            yield {"type": "content_block_delta", "index": index, "delta": cited}
        yield {"type": "content_block_stop", "index": index}
    yield from others[-2:]


def encoded(event: dict[str, Any]) -> bytes:
    """Return one event as it goes over the wire."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def words(text: str) -> list[str]:
    """Return a text word by word, white space kept."""
    return re.findall(r"\s*\S+|\s+$", text)
