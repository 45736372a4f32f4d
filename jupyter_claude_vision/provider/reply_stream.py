"""Reader of a reply: the events of its stream, of whatever kind, to their end."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ..answers.citations import CitedText, Passage
from ..answers.usage import Usage
from ..errors import NetworkError
from ..text.surrogates import replace_surrogates
from .cancellation import end_connection
from .request import Thought, ToolUse

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from typing import TypeAlias

    import httpx2
    from anthropic import MessageStream
    from anthropic.types import Message

    from .clients.connections import Connections
    from .request import Block, Request

    Part: TypeAlias = Usage | str | Thought | CitedText | ToolUse | Message

_UNREADABLE: Final = (
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""Errors that the SDK raises, besides its own, where events are not as it expects."""

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/xml", "application/xml"})
"""Media types of the answers of proxies and login pages, never of the Messages API."""

_FIRST_HALVES: Final = ("\ud800", "\udbff")
"""The first and the last of the code units that begin a character in UTF-16."""

_LARGEST_MESSAGE: Final = 64_000_000
"""Bytes of a message that comes whole; 128,000 tokens of text are under 1 MB."""

_THINKING: Final = frozenset({"thinking", "redacted_thinking"})
"""The types of blocks that hold thinking; a redacted one has no readable text."""

_SUPPORTED_BLOCKS: Final = _THINKING | {"text", "tool_use"}

_REST_SECONDS: Final = 1.0
"""Time that a server may take to end a stream whose message is complete."""


def read_reply(  # noqa: C901, PLR0912 - one generator, since an answer has thousands of pieces
    open_stream: Callable[[], MessageStream[None]], connections: Connections, request: Request
) -> Generator[Part]:
    """Yield the input's usage, thinking, text in pieces, calls of tools, then the whole message.

    After each piece that rests on documents come its citations; a call comes once its input is
    complete. The rest of the stream after the
    message is read when the iterator goes on, so that the connection can be used again.

    Parameters
    ----------
    open_stream : callable
        Sends the request, and returns the stream of its reply.
    connections : Connections
        Translates errors, here and not around the reader's own code.
    request : Request

    Raises
    ------
    ProviderError
        The request was refused, or the response is no reply, or ends before its end. The pieces
        before that were yielded.
    """
    import httpx2

    has_started = False
    half = ""  # the first half of a character in UTF-16, whose other half is in the next piece
    with connections.translate_errors(request), open_stream() as stream:
        place = connections.place
        try:
            header: str = stream.response.headers.get("content-type", "")
            media_type = header.partition(";")[0].strip().lower()
            if media_type in _PAGES:
                raise _no_reply(place, media_type)
            if media_type == "application/json":  # a gateway that does not stream
                yield from _split_message(_parse_message(stream.response))
                return
            for event in stream:
                text = None
                if event.type == "text":
                    text = str(event.text)
                elif event.type == "content_block_delta":
                    # The SDK makes no text of it where the message's beginning is missing.
                    if has_started or event.delta.type != "text_delta":
                        continue
                    text = event.delta.text
                if text is not None:
                    if half or not text.isascii():
                        text, half = _take_half(half + text)
                    yield text
                    continue
                if event.type == "message_start":
                    has_started = True
                    part: Part | None = Usage.from_api(event.message.usage.model_dump())
                elif event.type == "message_stop":
                    part = event.message
                else:
                    part = _to_part(event)
                if part is None:
                    continue
                if half and not isinstance(part, Thought):
                    yield replace_surrogates(half)
                    half = ""
                yield part
                if event.type == "message_stop":
                    _read_rest(stream)
                    return
        except (*_UNREADABLE, httpx2.DecodingError) as error:
            raise _no_reply(place, "an answer that cannot be read") from error
        msg = f"{place} closed the connection before the answer was complete: ask again."
        raise NetworkError(msg[0].upper() + msg[1:])


def _no_reply(place: str, problem: str) -> NetworkError:
    msg = f"{place} sent something other than an answer ({problem}): is there a proxy in between?"
    return NetworkError(msg[0].upper() + msg[1:])


def _take_half(text: str) -> tuple[str, str]:
    """Return a text without surrogates, and the first half of a character at its end."""
    half = text[-1:] if _FIRST_HALVES[0] <= text[-1:] <= _FIRST_HALVES[1] else ""
    return replace_surrogates(text[: len(text) - len(half)]), half


def _to_part(event: Any) -> Thought | CitedText | ToolUse | None:
    """Return the part that an event of a block adds; None for those of unknown kinds."""
    if event.type == "thinking":
        return Thought(replace_surrogates(event.thinking))
    if event.type == "content_block_start":
        return Thought() if event.content_block.type in _THINKING else None
    if event.type != "content_block_stop":
        return None
    block = event.content_block
    return _to_tool_use(block) if block.type == "tool_use" else _to_cited(block)


def _parse_message(response: httpx2.Response) -> Message:
    from anthropic.types import Message

    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _LARGEST_MESSAGE:
            msg = "The message is too long."
            raise ValueError(msg)
    data = json.loads(bytes(body))
    # A newer API's blocks and reasons are no mistakes; the blocks that are used must be valid.
    blocks = [block for block in data["content"] if block["type"] in _SUPPORTED_BLOCKS]
    newer = {"stop_reason": None, "stop_details": None}
    message = Message.model_validate({**data, **newer, "content": blocks})
    message.stop_reason = data.get("stop_reason")
    message.stop_details = data.get("stop_details")
    return message


def _split_message(message: Message) -> Generator[Part]:
    """Yield the parts of a message that came whole."""
    yield Usage.from_api(message.usage.model_dump())
    for block in message.content:
        if block.type in _THINKING:
            yield Thought(replace_surrogates(getattr(block, "thinking", None) or ""))
        elif block.type == "text":
            yield replace_surrogates(block.text)
            if (citations := _to_cited(block)) is not None:
                yield citations
        elif block.type == "tool_use":
            yield _to_tool_use(block)
    yield message


def replayable_blocks(content: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Return a message's blocks as they go back to the API within their turn.

    Thinking is as it came, with its signature; the API takes no empty text.
    """
    blocks: list[Block] = []
    for block in content:
        kind = block["type"]
        if kind == "thinking":
            signature = block["signature"]
            blocks.append({"type": kind, "thinking": block["thinking"], "signature": signature})
        elif kind == "redacted_thinking":
            blocks.append({"type": kind, "data": block["data"]})
        elif kind == "tool_use":
            is_object = isinstance(block["input"], dict)  # a gateway's may not be one
            arguments = block["input"] if is_object else {}
            call = {"id": block["id"], "name": block["name"], "input": arguments}
            blocks.append({"type": kind, **call})
        elif kind == "text" and block["text"].strip():
            blocks.append({"type": kind, "text": replace_surrogates(block["text"])})
    return tuple(blocks)


def _to_tool_use(block: Any) -> ToolUse:
    return ToolUse(str(block.id), str(block.name), block.input)


def _read_rest(stream: MessageStream[None]) -> None:
    """Read a stream to its end after its message, so that its connection is kept; not for long."""
    import anthropic
    import httpx2

    # In a thread, since a read that waits in the operating system heeds no deadline of ours.
    timer = threading.Timer(_REST_SECONDS, end_connection, [stream.response])
    timer.daemon = True
    timer.start()
    try:
        # The answer is complete: an error after it costs the connection and nothing else.
        with suppress(anthropic.APIError, httpx2.HTTPError, *_UNREADABLE):
            for _ in stream:
                pass
    finally:
        timer.cancel()


def _to_cited(block: Any) -> CitedText | None:
    """Return a block of the answer with its citations of pages; None where it has none."""
    passages = tuple(
        _to_passage(citation)
        for citation in getattr(block, "citations", None) or ()
        if citation.type == "page_location"
    )
    return CitedText(block.text, passages) if passages else None


def _to_passage(citation: Any) -> Passage:
    """Return the passage of a citation; a gateway's may lack its place."""
    names = ("document_index", "start_page_number", "end_page_number")
    numbers: list[Any] = [getattr(citation, name, None) for name in names]
    document, first, end = numbers if all(type(n) is int for n in numbers) else (-1, 0, 1)
    title, text = (getattr(citation, name, None) for name in ("document_title", "cited_text"))
    return Passage(document, str(title or ""), first, end - 1, str(text or ""))
