"""Messages, token counting, Files and Models: a function from a request to a response.

It validates as the API does and refuses with the API's own error bodies. The answers are the
offline reader's.
"""

from __future__ import annotations

import json
import math
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import uuid4

import httpx2

from .. import models
from ..imaging import geometry
from .batches import BatchStore
from .file_store import FileStore
from .reader import OfflineReader
from .request_validation import MessageRequest, check_size, parse_request
from .responses import (
    RefusedError,
    encode_event,
    invalid_request,
    not_found,
    split_words,
    stream_message_blocks,
    stream_text_message,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_CHARACTERS_A_TOKEN: Final = 4
"""Of English text; the counts here are estimates, and say what a request is like, not costs."""
_MOST_LISTED: Final = 1000


class AnswerSource(Protocol):
    """A source of answers to valid requests."""

    def choose_calls(self, request: MessageRequest) -> list[tuple[str, dict[str, Any]]]:
        """Return the calls of tools that come before an answer: names and inputs."""

    def write_answer(self, request: MessageRequest) -> str:
        """Return the answer's text."""

    def write_cited_answer(self, request: MessageRequest) -> list[dict[str, Any]]:
        """Return the answer's blocks with citations of pages."""


class OfflineAPI:
    """The API as a function from a request to a response; it keeps uploads and batches.

    Parameters
    ----------
    reader : Answers, optional
        Answers valid requests; the offline reader by default.
    """

    def __init__(self, reader: AnswerSource | None = None) -> None:
        self.files = FileStore()
        self.batches = BatchStore(self._create_message)
        self._reader = reader or OfflineReader()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        request_id = f"req_{uuid4().hex}"
        headers = {"request-id": request_id}
        try:
            response = self._route_request(request)
        except RefusedError as fault:
            body = fault.to_json(request_id)
            return httpx2.Response(fault.status, json=body, headers=headers)
        response.headers.update(headers)
        return response

    def _route_request(self, request: httpx2.Request) -> httpx2.Response:
        owner = _read_owner(request)
        body = request.read()
        parts = request.url.path.strip("/").split("/")
        if parts[:3] == ["v1", "messages", "batches"]:
            return self._respond_to_batches(owner, request, parts[3:], body)
        check_size(body)
        handlers: dict[tuple[str, ...], dict[str, Callable[[], httpx2.Response]]] = {
            ("v1", "messages"): {
                "POST": lambda: self._respond_to_message(owner, _parse_json(body))
            },
            ("v1", "messages", "count_tokens"): {
                "POST": lambda: self._count_tokens(owner, _parse_json(body))
            },
            ("v1", "files"): {
                "POST": lambda: self._upload_file(owner, request, body),
                "GET": lambda: self._list_files(owner, request),
            },
            ("v1", "models"): {
                "GET": lambda: _respond_with_page([_describe_model(models.DEFAULT_MODEL)])
            },
        }
        if len(parts) == 3 and parts[1] == "files":
            handlers["v1", "files", parts[2]] = {
                "GET": lambda: _respond_with(self.files.find_file(owner, parts[2]).to_json()),
                "DELETE": lambda: self._delete_file(owner, parts[2]),
            }
        if len(parts) == 3 and parts[1] == "models":
            handlers["v1", "models", parts[2]] = {
                "GET": lambda: _respond_with(_describe_model(parts[2]))
            }
        if (methods := handlers.get(tuple(parts))) is None:
            raise not_found(f"Not found: {request.url.path}")
        if request.method not in methods:
            raise RefusedError(405, "invalid_request_error", "Method Not Allowed")
        return methods[request.method]()

    def _respond_to_message(self, owner: str, body: dict[str, Any]) -> httpx2.Response:
        message = self._create_message(owner, body)
        if not body.get("stream"):
            return _respond_with(message)
        content = message["content"]
        message_events = (
            stream_text_message(message, split_words(content[0]["text"]))
            if len(content) == 1 and content[0]["type"] == "text"
            else stream_message_blocks(message)
        )
        stream = map(encode_event, message_events)
        return httpx2.Response(200, content=stream, headers={"content-type": "text/event-stream"})

    def _create_message(self, owner: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the message that answers a request."""
        request = parse_request(
            body, lambda file_id: self.files.find_file(owner, file_id), counting=False
        )
        content, stop_reason = self._write_blocks(request, body["max_tokens"])
        text = "".join(block.get("text") or json.dumps(block) for block in content)
        return {
            "id": f"msg_{uuid4().hex}",
            "type": "message",
            "role": "assistant",
            "model": request.model,
            "content": content,
            "stop_reason": stop_reason,
            "stop_sequence": None,
            "usage": {
                "input_tokens": _count_request_tokens(request),
                "output_tokens": _count_text_tokens(text),
            },
        }

    def _respond_to_batches(
        self, owner: str, request: httpx2.Request, rest: list[str], body: bytes
    ) -> httpx2.Response:
        """Return the response to a request to ``/v1/messages/batches``."""
        batches, base = self.batches, f"{request.url.scheme}://{request.url.netloc.decode()}"
        match request.method, rest:
            case "POST", []:
                return _respond_with(
                    batches.create_batch(owner, _parse_json(body), len(body)).to_json(base)
                )
            case "GET", []:
                batch_data = [batch.to_json(base) for batch in batches.list_batches(owner)]
                return _respond_with(
                    {"data": batch_data, "has_more": False, "first_id": None, "last_id": None}
                )
            case "GET", [batch_id]:
                return _respond_with(batches.advance_batch(owner, batch_id).to_json(base))
            case "POST", [batch_id, "cancel"]:
                return _respond_with(batches.cancel_batch(owner, batch_id).to_json(base))
            case "GET", [batch_id, "results"]:
                return httpx2.Response(200, text=batches.write_results(owner, batch_id))
            case _:
                raise not_found(f"Not found: {request.url.path}")

    def _write_blocks(
        self, request: MessageRequest, max_tokens: int
    ) -> tuple[list[dict[str, Any]], str]:
        """Return the answer's blocks, within a number of tokens, and the stop reason."""
        if any(document.cited for document in request.documents):
            content: list[dict[str, Any]] = []
            left = max_tokens
            for block in self._reader.write_cited_answer(request):
                left -= _count_text_tokens(block["text"])
                if left < 0:
                    return content or [{"type": "text", "text": block["text"][:1]}], "max_tokens"
                content.append(block)
            return content, "end_turn"
        if request.tools.names and (calls := self._reader.choose_calls(request)):
            return [
                {"type": "tool_use", "id": f"toolu_{uuid4().hex}", "name": name, "input": arguments}
                for name, arguments in calls
            ], "tool_use"
        text, stop_reason = _cut_text(self._reader.write_answer(request), max_tokens)
        return [{"type": "text", "text": text}], stop_reason

    def _count_tokens(self, owner: str, body: dict[str, Any]) -> httpx2.Response:
        request = parse_request(
            body, lambda file_id: self.files.find_file(owner, file_id), counting=True
        )
        return _respond_with({"input_tokens": _count_request_tokens(request)})

    def _upload_file(self, owner: str, request: httpx2.Request, body: bytes) -> httpx2.Response:
        fields = _parse_form(request.headers.get("content-type", ""), body)
        if "file" not in fields:
            raise invalid_request("file: Field required")
        name, media_type, data = fields["file"]
        seconds = fields["expires_in_seconds"][2] if "expires_in_seconds" in fields else None
        life = (
            None if seconds is None else _parse_whole_number(seconds.decode(), "expires_in_seconds")
        )
        return _respond_with(self.files.add_file(owner, name, media_type, data, life).to_json())

    def _list_files(self, owner: str, request: httpx2.Request) -> httpx2.Response:
        ids = request.url.params.get_list("ids[]") or request.url.params.get_list("ids")
        records = self.files.list_files(owner)
        if ids:
            return _respond_with_page([record.to_json() for record in records if record.id in ids])
        start = _parse_whole_number(
            request.url.params.get("page", "page_0").removeprefix("page_"), "page"
        )
        limit = _parse_whole_number(request.url.params.get("limit", "20"), "limit")
        if not 1 <= limit <= _MOST_LISTED:
            raise invalid_request(f"limit: between 1 and {_MOST_LISTED}")
        end = start + limit
        following = f"page_{end}" if end < len(records) else None
        return _respond_with_page([record.to_json() for record in records[start:end]], following)

    def _delete_file(self, owner: str, file_id: str) -> httpx2.Response:
        self.files.delete_file(owner, file_id)
        return _respond_with({"id": file_id, "type": "file_deleted"})


class OfflineTransport(httpx2.BaseTransport):
    """An HTTP transport that answers from an `OfflineAPI`: the real SDK runs without a network.

    Parameters
    ----------
    api : OfflineAPI, optional
    """

    def __init__(self, api: OfflineAPI | None = None) -> None:
        self._api = api or OfflineAPI()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        return self._api(request)


def _read_owner(request: httpx2.Request) -> str:
    key = request.headers.get("x-api-key") or request.headers.get("authorization") or ""
    if not (key := key.removeprefix("Bearer ").strip()):
        raise RefusedError(401, "authentication_error", "x-api-key header is required")
    return key


def _parse_json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError as error:
        raise invalid_request("The request body is not valid JSON") from error
    if not isinstance(value, dict):
        raise invalid_request("The request body is not a JSON object")
    return value


def _parse_whole_number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise invalid_request(f"{name}: Input should be a whole number")
    return int(text)


def _parse_form(content_type: str, body: bytes) -> dict[str, tuple[str, str, bytes]]:
    """Return a form's fields: name to file name, media type and bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data: Any = part.get_payload(decode=True)
        if data is None:  # a mail within the form, which the parser takes apart
            raise invalid_request(f"{name}: files of type {part.get_content_type()} are not taken")
        fields[name] = (part.get_filename() or "", part.get_content_type(), bytes(data))
    return fields


def _respond_with(body: dict[str, Any]) -> httpx2.Response:
    return httpx2.Response(200, json=body)


def _respond_with_page(data: list[dict[str, Any]], following: str | None = None) -> httpx2.Response:
    return _respond_with({"data": data, "next_page": following, "has_more": following is not None})


def _describe_model(model: str) -> dict[str, Any]:
    return {
        "id": model,
        "type": "model",
        "display_name": "Offline reader (not Claude)",
        "created_at": "2026-01-01T00:00:00Z",
        "lifecycle": "active",
    }


def _count_request_tokens(request: MessageRequest) -> int:
    tier = models.find_tier(request.model)
    sizes = (geometry.fitted_size(p.width, p.height, tier) for p in request.pictures)
    tokens = sum(geometry.visual_tokens(width, height) for width, height in sizes)
    tokens += sum(document.tokens for document in request.documents)
    return tokens + math.ceil(request.characters / _CHARACTERS_A_TOKEN)


def _count_text_tokens(text: str) -> int:
    return math.ceil(len(text) / _CHARACTERS_A_TOKEN)


def _cut_text(text: str, max_tokens: int) -> tuple[str, str]:
    if _count_text_tokens(text) <= max_tokens:
        return text, "end_turn"
    return text[: max_tokens * _CHARACTERS_A_TOKEN], "max_tokens"
