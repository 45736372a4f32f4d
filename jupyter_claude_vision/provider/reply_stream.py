"""A reply as it comes: the events of its stream, whatever they are, read to their end."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ..answers.citations import Cited, Passage
from ..answers.usage import Usage
from ..errors import NetworkError
from ..text.surrogates import without_surrogates
from .cancellation import end_connection
from .request import Thought

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import TypeAlias

    import httpx2
    from anthropic import MessageStream
    from anthropic.types import Message

    Part: TypeAlias = Usage | str | Thought | Cited | Message

_UNREADABLE: Final = (
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the SDK raises, besides its own errors, where events are not what it expects."""

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/xml", "application/xml"})
"""What a proxy or a login page answers with, and no server of the Messages API."""

_FIRST_HALVES: Final = ("\ud800", "\udbff")
"""The first and the last of what the first half of a character in UTF-16 can be."""

_LARGEST_MESSAGE: Final = 64_000_000
"""Bytes of a message that comes whole; 128,000 tokens of text are under 1 MB."""

_THINKING: Final = frozenset({"thinking", "redacted_thinking"})
"""The blocks that stand for what the model thought; a redacted one holds nothing to be read."""

_READ: Final = _THINKING | {"text"}

_REST_SECONDS: Final = 1.0
"""How long a server may take to end a stream whose message is complete."""


def read_reply(stream: MessageStream[None], place: str) -> Generator[Part]:
    """Yield what was read, what is thought, the answer's text in pieces, then the whole message.

    After each piece that rests on documents comes what it cites. What follows the message is
    read when the iterator goes on after it, so that the connection can be used again.

    Parameters
    ----------
    stream : anthropic.MessageStream
        That has just been opened.
    place : str
        Who answers, for messages.

    Raises
    ------
    NetworkError
        What came is no reply, or ends before its end. The pieces until there were yielded.
    anthropic.APIError, httpx2.TransportError
        The server reported an error in the middle, or the connection broke.
    """
    import httpx2

    try:
        kind = _media_type(stream.response)
        if kind in _PAGES:
            raise NetworkError(_no_reply(place, kind))
        if kind == "application/json":  # a gateway that does not stream
            yield from _with_whole_characters(_parts_of_message(_parse_message(stream.response)))
            return
        for part in _with_whole_characters(_parts_of_events(stream)):
            yield part
            if not isinstance(part, (Usage, str, Thought, Cited)):
                _read_rest(stream)
                return
    except (*_UNREADABLE, httpx2.DecodingError) as error:
        raise NetworkError(_no_reply(place, "an answer that cannot be read")) from error
    msg = f"{place} closed the connection before the answer was complete: ask again."
    raise NetworkError(msg[0].upper() + msg[1:])


def _media_type(response: httpx2.Response) -> str:
    header: str = response.headers.get("content-type", "")
    return header.partition(";")[0].strip().lower()


def _no_reply(place: str, kind: str) -> str:
    msg = f"{place} sent something else than an answer ({kind}): is there a proxy in between?"
    return msg[0].upper() + msg[1:]


def _parts_of_events(stream: MessageStream[None]) -> Generator[Part]:
    has_started = False
    for event in stream:
        if event.type == "message_start":
            has_started = True
            yield Usage.from_api(event.message.usage.model_dump())
        elif event.type == "content_block_delta":
            # The SDK makes no text of it where the message's beginning is missing.
            if not has_started and event.delta.type == "text_delta":
                yield event.delta.text
        elif event.type == "message_stop":
            yield event.message
            return
        elif part := _part_of_block(event):
            yield part


def _part_of_block(event: Any) -> Part | None:
    """Return what an event of a block adds; nothing for those of kinds that are not known here."""
    if event.type == "text":
        return str(event.text)
    if event.type == "thinking":
        return Thought(event.thinking)
    if event.type == "content_block_start":
        return Thought() if event.content_block.type in _THINKING else None
    return _cited(event.content_block) if event.type == "content_block_stop" else None


def _with_whole_characters(parts: Iterator[Part]) -> Generator[Part]:
    """Yield parts whose texts can be written: JSON can hold a character's half, or cut one."""
    half = ""
    for part in parts:
        if isinstance(part, Thought):
            yield Thought(without_surrogates(part.text))
        elif isinstance(part, str):
            text = half + part
            half = text[-1:] if _FIRST_HALVES[0] <= text[-1:] <= _FIRST_HALVES[1] else ""
            yield without_surrogates(text[: len(text) - len(half)])
        else:
            if half:
                yield without_surrogates(half)
                half = ""
            yield part


def _parse_message(response: httpx2.Response) -> Message:
    from anthropic.types import Message

    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _LARGEST_MESSAGE:
            msg = "The message is too long."
            raise ValueError(msg)
    data = json.loads(bytes(body))
    # A newer API's blocks and reasons are no mistakes; what is read here is held to its types.
    blocks = [block for block in data["content"] if block["type"] in _READ]
    newer = {"stop_reason": None, "stop_details": None}
    message = Message.model_validate({**data, **newer, "content": blocks})
    message.stop_reason = data.get("stop_reason")
    message.stop_details = data.get("stop_details")
    return message


def _parts_of_message(message: Message) -> Generator[Part]:
    yield Usage.from_api(message.usage.model_dump())
    for block in message.content:
        if block.type in _THINKING:
            yield Thought(getattr(block, "thinking", None) or "")
        elif block.type == "text":
            yield block.text
            if cited := _cited(block):
                yield cited
    yield message


def _read_rest(stream: MessageStream[None]) -> None:
    """Read a stream to its end after its message, so that its connection is kept; not for long."""
    import anthropic
    import httpx2

    # In a thread, since a read that waits in the operating system heeds no deadline of ours.
    timer = threading.Timer(_REST_SECONDS, end_connection, [stream.response])
    timer.daemon = True
    timer.start()
    try:
        # The answer is complete: what is wrong after it costs the connection and nothing else.
        with suppress(anthropic.APIError, httpx2.HTTPError, *_UNREADABLE):
            for _ in stream:
                pass
    finally:
        timer.cancel()


def _cited(block: Any) -> Cited | None:
    """Return what a block of the answer cites, where that is pages of documents."""
    passages = tuple(
        _passage(citation)
        for citation in getattr(block, "citations", None) or ()
        if citation.type == "page_location"
    )
    return Cited(block.text, passages) if passages else None


def _passage(citation: Any) -> Passage:
    """Return what a citation points at; a gateway's may lack its place."""
    names = ("document_index", "start_page_number", "end_page_number")
    places: list[Any] = [getattr(citation, name, None) for name in names]
    document, first, after = places if all(type(p) is int for p in places) else (-1, 0, 1)
    title, text = (getattr(citation, name, None) for name in ("document_title", "cited_text"))
    return Passage(document, str(title or ""), first, after - 1, str(text or ""))
