"""Messages, token counting, Files and Models: a function from a request to a response.

It validates as the API does and refuses with the API's own error bodies; the answers are the
reader's, which says in each that it is not Claude.
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
from .reader import Reader
from .refusals import RefusedError, invalid, not_found
from .sse import encoded, events, events_of_blocks, words
from .validation import Checked, check, check_size

if TYPE_CHECKING:
    from collections.abc import Callable

_CHARACTERS_A_TOKEN: Final = 4
"""Of English text; the counts here are estimates, and say what a request is like, not costs."""
_MOST_LISTED: Final = 1000


class Answers(Protocol):
    """What answers a request that is as it should be."""

    def answer(self, request: Checked) -> str:
        """Return the answer's text."""

    def cited(self, request: Checked) -> list[dict[str, Any]]:
        """Return the answer's blocks, with the pages that they are from."""


class OfflineAPI:
    """Answers requests as the API does; keeps the uploads.

    Parameters
    ----------
    reader : Answers, optional
        Looks at what arrived; the offline reader by default.
    """

    def __init__(self, reader: Answers | None = None) -> None:
        self.files = FileStore()
        self.batches = BatchStore(self._answered)
        self._reader = reader or Reader()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        request_id = f"req_{uuid4().hex}"
        headers = {"request-id": request_id}
        try:
            response = self._route(request)
        except RefusedError as fault:
            body = fault.body(request_id)
            return httpx2.Response(fault.status, json=body, headers=headers)
        response.headers.update(headers)
        return response

    def _route(self, request: httpx2.Request) -> httpx2.Response:
        owner = _owner(request)
        body = request.read()
        parts = request.url.path.strip("/").split("/")
        if parts[:3] == ["v1", "messages", "batches"]:
            return self._batches(owner, request, parts[3:], body)
        check_size(body)
        handlers: dict[tuple[str, ...], dict[str, Callable[[], httpx2.Response]]] = {
            ("v1", "messages"): {"POST": lambda: self._message(owner, _json(body))},
            ("v1", "messages", "count_tokens"): {"POST": lambda: self._count(owner, _json(body))},
            ("v1", "files"): {
                "POST": lambda: self._upload(owner, request, body),
                "GET": lambda: self._list(owner, request),
            },
            ("v1", "models"): {"GET": lambda: _page([_model(models.DEFAULT_MODEL)])},
        }
        if len(parts) == 3 and parts[1] == "files":
            handlers["v1", "files", parts[2]] = {
                "GET": lambda: _ok(self.files.find(owner, parts[2]).metadata()),
                "DELETE": lambda: self._delete(owner, parts[2]),
            }
        if len(parts) == 3 and parts[1] == "models":
            handlers["v1", "models", parts[2]] = {"GET": lambda: _ok(_model(parts[2]))}
        if (methods := handlers.get(tuple(parts))) is None:
            raise not_found(f"Not found: {request.url.path}")
        if request.method not in methods:
            raise RefusedError(405, "invalid_request_error", "Method Not Allowed")
        return methods[request.method]()

    def _message(self, owner: str, body: dict[str, Any]) -> httpx2.Response:
        message = self._answered(owner, body)
        if not body.get("stream"):
            return _ok(message)
        content = message["content"]
        text = content[0]["text"]
        told = events(message, words(text)) if len(content) == 1 else events_of_blocks(message)
        stream = map(encoded, told)
        return httpx2.Response(200, content=stream, headers={"content-type": "text/event-stream"})

    def _answered(self, owner: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the message that answers a request."""
        checked = check(body, lambda file_id: self.files.find(owner, file_id), counting=False)
        content, stop_reason = self._answer(checked, body["max_tokens"])
        text = "".join(block["text"] for block in content)
        return {
            "id": f"msg_{uuid4().hex}",
            "type": "message",
            "role": "assistant",
            "model": checked.model,
            "content": content,
            "stop_reason": stop_reason,
            "stop_sequence": None,
            "usage": {"input_tokens": _tokens(checked), "output_tokens": _text_tokens(text)},
        }

    def _batches(
        self, owner: str, request: httpx2.Request, rest: list[str], body: bytes
    ) -> httpx2.Response:
        """Return the response to a request to ``/v1/messages/batches``."""
        batches, base = self.batches, f"{request.url.scheme}://{request.url.netloc.decode()}"
        match request.method, rest:
            case "POST", []:
                return _ok(batches.create(owner, _json(body), len(body)).metadata(base))
            case "GET", []:
                found = [batch.metadata(base) for batch in batches.of(owner)]
                return _ok({"data": found, "has_more": False, "first_id": None, "last_id": None})
            case "GET", [batch_id]:
                return _ok(batches.look(owner, batch_id).metadata(base))
            case "POST", [batch_id, "cancel"]:
                return _ok(batches.cancel(owner, batch_id).metadata(base))
            case "GET", [batch_id, "results"]:
                return httpx2.Response(200, text=batches.results(owner, batch_id))
            case _:
                raise not_found(f"Not found: {request.url.path}")

    def _answer(self, checked: Checked, most: int) -> tuple[list[dict[str, Any]], str]:
        """Return the answer's blocks, as many tokens of them as may be, and why it ends."""
        if any(document.cited for document in checked.documents):
            content: list[dict[str, Any]] = []
            left = most
            for block in self._reader.cited(checked):
                left -= _text_tokens(block["text"])
                if left < 0:
                    return content or [{"type": "text", "text": block["text"][:1]}], "max_tokens"
                content.append(block)
            return content, "end_turn"
        text, stop_reason = _cut(self._reader.answer(checked), most)
        return [{"type": "text", "text": text}], stop_reason

    def _count(self, owner: str, body: dict[str, Any]) -> httpx2.Response:
        checked = check(body, lambda file_id: self.files.find(owner, file_id), counting=True)
        return _ok({"input_tokens": _tokens(checked)})

    def _upload(self, owner: str, request: httpx2.Request, body: bytes) -> httpx2.Response:
        form = _form(request.headers.get("content-type", ""), body)
        if "file" not in form:
            raise invalid("file: Field required")
        name, media_type, data = form["file"]
        seconds = form["expires_in_seconds"][2] if "expires_in_seconds" in form else None
        life = None if seconds is None else _whole(seconds.decode(), "expires_in_seconds")
        return _ok(self.files.add(owner, name, media_type, data, life).metadata())

    def _list(self, owner: str, request: httpx2.Request) -> httpx2.Response:
        wanted = request.url.params.get_list("ids[]") or request.url.params.get_list("ids")
        records = self.files.of(owner)
        if wanted:
            return _page([record.metadata() for record in records if record.id in wanted])
        start = _whole(request.url.params.get("page", "page_0").removeprefix("page_"), "page")
        limit = _whole(request.url.params.get("limit", "20"), "limit")
        if not 1 <= limit <= _MOST_LISTED:
            raise invalid(f"limit: between 1 and {_MOST_LISTED}")
        end = start + limit
        following = f"page_{end}" if end < len(records) else None
        return _page([record.metadata() for record in records[start:end]], following)

    def _delete(self, owner: str, file_id: str) -> httpx2.Response:
        self.files.delete(owner, file_id)
        return _ok({"id": file_id, "type": "file_deleted"})


def _owner(request: httpx2.Request) -> str:
    key = request.headers.get("x-api-key") or request.headers.get("authorization") or ""
    if not (key := key.removeprefix("Bearer ").strip()):
        raise RefusedError(401, "authentication_error", "x-api-key header is required")
    return key


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise invalid("The request body is not valid JSON") from error
    if not isinstance(parsed, dict):
        raise invalid("The request body is not a JSON object")
    return parsed


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise invalid(f"{name}: Input should be a whole number")
    return int(text)


def _form(content_type: str, body: bytes) -> dict[str, tuple[str, str, bytes]]:
    """Return a form's fields: name to file name, media type and bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data: Any = part.get_payload(decode=True)
        if data is None:  # a mail within the form, which the parser takes apart
            raise invalid(f"{name}: files of type {part.get_content_type()} are not taken")
        fields[name] = (part.get_filename() or "", part.get_content_type(), bytes(data))
    return fields


def _ok(body: dict[str, Any]) -> httpx2.Response:
    return httpx2.Response(200, json=body)


def _page(data: list[dict[str, Any]], following: str | None = None) -> httpx2.Response:
    return _ok({"data": data, "next_page": following, "has_more": following is not None})


def _model(model: str) -> dict[str, Any]:
    return {
        "id": model,
        "type": "model",
        "display_name": "Offline reader (not Claude)",
        "created_at": "2026-01-01T00:00:00Z",
        "lifecycle": "active",
    }


def _tokens(checked: Checked) -> int:
    tier = models.tier(checked.model)
    sizes = (geometry.fitted_size(p.width, p.height, tier) for p in checked.pictures)
    seen = sum(geometry.visual_tokens(width, height) for width, height in sizes)
    seen += sum(document.tokens for document in checked.documents)
    return seen + math.ceil(checked.characters / _CHARACTERS_A_TOKEN)


def _text_tokens(text: str) -> int:
    return math.ceil(len(text) / _CHARACTERS_A_TOKEN)


def _cut(text: str, max_tokens: int) -> tuple[str, str]:
    if _text_tokens(text) <= max_tokens:
        return text, "end_turn"
    return text[: max_tokens * _CHARACTERS_A_TOKEN], "max_tokens"
