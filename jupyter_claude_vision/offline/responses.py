"""Bodies of the API's responses: errors as it words them, and messages as server-sent events."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass
class RefusedError(Exception):
    """A request that the API refuses.

    Attributes
    ----------
    status : int
        HTTP status.
    kind : str
        ``error.type``.
    message : str
    details : dict
        ``error.details``; empty for none.
    """

    status: int
    kind: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)

    def to_json(self, request_id: str) -> dict[str, Any]:
        """Return the response's body."""
        error: dict[str, Any] = {"type": self.kind, "message": self.message}
        if self.details:
            error["details"] = self.details
        return {"type": "error", "error": error, "request_id": request_id}


def invalid_request(message: str, **details: Any) -> RefusedError:
    """Return the refusal of an invalid request."""
    return RefusedError(400, "invalid_request_error", message, details)


def not_found(message: str, **details: Any) -> RefusedError:
    """Return the refusal of a request for something that does not exist."""
    return RefusedError(404, "not_found_error", message, details)


def stream_text_message(message: dict[str, Any], pieces: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message with one text block, which is streamed in pieces."""
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


def stream_message_blocks(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the events of a message with several blocks of text, thinking and calls."""
    first, *ending = stream_text_message(message, ())
    yield first
    for index, block in enumerate(message["content"]):
        start, deltas = _split_block(block)
        yield {"type": "content_block_start", "index": index, "content_block": start}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield from ending[-2:]


def _split_block(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the start of a block and its deltas."""
    if block["type"] == "text":
        deltas = [{"type": "text_delta", "text": piece} for piece in split_words(block["text"])]
        citations = block.get("citations", ())
        deltas += [{"type": "citations_delta", "citation": citation} for citation in citations]
        return {"type": "text", "text": ""}, deltas
    if block["type"] == "thinking":
        thought = split_words(block["thinking"])
        deltas = [{"type": "thinking_delta", "thinking": piece} for piece in thought]
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
        return {"type": "thinking", "thinking": "", "signature": ""}, deltas
    if block["type"] == "tool_use":
        text = json.dumps(block["input"])
        pieces = ["", *(text[start : start + 12] for start in range(0, len(text), 12))]
        deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
        return {**block, "input": {}}, deltas
    return block, []


def encode_event(event: dict[str, Any]) -> bytes:
    """Return an event as bytes of a server-sent event."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def split_words(text: str) -> list[str]:
    """Return a text word by word, white space kept."""
    return re.findall(r"\s*\S+|\s+$", text)
