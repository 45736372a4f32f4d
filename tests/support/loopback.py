"""A real HTTP server on loopback that answers as the API does, and fails on request.

It serves `OfflineAPI`, the same function from request to response that the offline provider
runs in process, so that one implementation of the API is tested by both.
"""

from __future__ import annotations

import itertools
import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx2
from request_types import check_body
from turn_rules import TurnRules

from jupyter_claude_vision.offline.api import OfflineAPI
from jupyter_claude_vision.offline.reader import OfflineReader
from jupyter_claude_vision.offline.responses import (
    encode_event,
    stream_message_blocks,
    stream_text_message,
)

KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    529: "overloaded_error",
}


@dataclass
class Recorded:
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Scripted:
    """The next answer."""

    text: str
    stop_reason: str = "end_turn"
    usage: dict[str, Any] | None = None
    pieces: list[str] | None = None
    blocks: list[dict[str, Any]] | None = None
    thinking: str | None = None
    stop_details: dict[str, Any] | None = None

    @property
    def content(self) -> list[dict[str, Any]]:
        """The blocks; with `thinking`, which may be empty, they begin with what was thought."""
        blocks = self.blocks or [{"type": "text", "text": self.text}]
        if self.thinking is None:
            return blocks
        thought = {"type": "thinking", "thinking": self.thinking, "signature": "c2ln"}
        return [thought, *(blocks if self.text or self.blocks else [])]


@dataclass
class Failure:
    """How the next requests to a path fail."""

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str]
    times: int
    path: str | None
    method: str | None = None


@dataclass
class Break:
    """How the next stream breaks off, after so many events."""

    after: int
    how: str


@dataclass
class Raw:
    """The next body, as it is; `end` is how it ends: "end", "close" or "open" (it never does)."""

    path: str
    body: bytes
    content_type: str
    end: str


@dataclass
class Hold:
    """A request that waits in the server until it is released."""

    path: str
    after: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)
    _released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        self._released.set()

    def wait(self) -> None:
        self.arrived.set()
        self._released.wait(60)


class CannedReader(OfflineReader):
    """Answers without looking, so that tests need no text recognition."""

    def choose_calls(self, request: Any) -> list[Any]:
        return []

    def write_answer(self, request: Any) -> str:
        return f"I see {len(request.pictures)} pictures."


class LoopbackServer:
    """The API on 127.0.0.1; use it as a context manager.

    `requests` holds what arrived, `files` what is uploaded, by id, `connections` how many
    connections were opened. Each body is held against the SDK's types; a test that sent another
    one fails when the server is left.

    Parameters
    ----------
    reader : OfflineReader, optional
    round_trip : float
        Seconds that a new connection's handshake, and each request, takes longer than here.
    """

    def __init__(self, reader: Any = None, *, round_trip: float = 0.0) -> None:
        self.api = OfflineAPI(reader or CannedReader())
        self.requests: list[Recorded] = []
        self.connections = 0
        self.round_trip = round_trip
        self._raw: list[Raw] = []
        self._answers: list[Scripted] = []
        self._failures: list[Failure] = []
        self._breaks: list[Break] = []
        self._holds: list[Hold] = []
        self._pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self._unchecked = False
        self._wants_beta = False
        self._odd_bodies: list[str] = []
        self._takes_odd_bodies = False
        self._turn_rules = TurnRules()
        self._call_numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        # Its usual half second between looks is what every test would wait for at its end.
        serve = partial(self._server.serve_forever, poll_interval=0.02)
        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for hold in self._holds:
            hold.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        assert not self._odd_bodies, "\n\n".join(self._odd_bodies)

    @property
    def files(self) -> Any:
        return self.api.files

    def wait_for(self, count: int, path: str) -> bool:
        """Wait until so many requests to a path have arrived; return whether they have."""
        with self._arrived:
            return self._arrived.wait_for(
                lambda: sum(request.path == path for request in self.requests) >= count, 120
            )

    def reply(self, text: str, **details: Any) -> None:
        """Script the next answer of the Messages API."""
        self._answers.append(Scripted(text, **details))

    def fail(
        self,
        status: int,
        body: dict[str, Any] | None = None,
        *,
        headers: dict[str, str] | None = None,
        times: int = 1,
        path: str | None = None,
        method: str | None = None,
    ) -> None:
        """Let the next requests fail."""
        self._failures.append(Failure(status, body, headers or {}, times, path, method))

    def break_stream(self, *, after: int, how: str = "close") -> None:
        """Let the next stream break off: how is "close", "reset" or "error_event"."""
        self._breaks.append(Break(after, how))

    def hold(self, path: str, *, after: int = 0) -> Hold:
        """Let the next request to a path wait: before its answer, or after so many events."""
        hold = Hold(path, after)
        self._holds.append(hold)
        return hold

    def call_tools(self, *calls: tuple[str, Any], text: str = "", **details: Any) -> None:
        """Script the next answer of the Messages API: calls of tools, each a name and an input.

        The calls of one answer are parallel; with `thinking`, the answer begins with a thought
        whose signature holds for nothing but the request that it answers.
        """
        blocks = [{"type": "text", "text": text}] if text else []
        for name, arguments in calls:
            call = {"id": f"toolu_{next(self._call_numbers)}", "name": name, "input": arguments}
            blocks.append({"type": "tool_use", **call})
        details = {"stop_reason": "tool_use", **details}
        self._answers.append(Scripted("", blocks=blocks, **details))

    def reply_raw(
        self,
        body: bytes,
        content_type: str = "text/event-stream",
        *,
        end: str = "end",
        path: str = "/v1/messages",
    ) -> None:
        """Answer the next request to a path with these bytes and status 200."""
        self._raw.append(Raw(path, body, content_type, end))

    def take_raw(self, path: str) -> Raw | None:
        with self._lock:
            raw = next((raw for raw in self._raw if raw.path == path), None)
            if raw is not None:
                self._raw.remove(raw)
            return raw

    def want_beta_header(self) -> None:
        """Refuse the Files API, and messages that name files, without the old beta header."""
        self._wants_beta = True

    def accept_urls(self) -> None:
        """Let the next answer be given without a check, since `OfflineAPI` cannot fetch URLs."""
        self._unchecked = True

    def expire(self, file_id: str) -> None:
        self.api.files.expire_file(file_id)

    def forget(self, file_id: str) -> None:
        self.api.files.drop_file(file_id)

    def serve(
        self,
        path: str,
        data: bytes,
        content_type: str = "image/png",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> str:
        """Serve bytes at a path; return its URL."""
        self._pages[path] = (status, {"content-type": content_type, **(headers or {})}, data)
        return self.url + path

    def take_odd_bodies(self) -> None:
        """Let a test send what the SDK's types do not have, to see it refused."""
        self._takes_odd_bodies = True

    def _hold_against_types(self, recorded: Recorded) -> None:
        if recorded.method == "POST" and not self._takes_odd_bodies:
            try:
                check_body(recorded.path, recorded.body)
                if recorded.path == "/v1/messages":
                    self._turn_rules.check_request(recorded.json)
            except (AssertionError, ValueError) as error:
                self._odd_bodies.append(str(error))

    def respond(self, recorded: Recorded) -> httpx2.Response:
        """Return the response to one request, as scripted."""
        with self._lock:
            self.requests.append(recorded)
            self._arrived.notify_all()
            failure = self._take_failure(recorded)
        if failure is not None:
            return _failed(failure)
        if self._wants_beta and _needs_beta(recorded):
            return _failed(Failure(400, None, {}, 1, None))
        if recorded.path in self._pages:
            status, headers, data = self._pages[recorded.path]
            return httpx2.Response(status, headers=headers, content=data)
        query = urlsplit(recorded.path)
        request = httpx2.Request(
            recorded.method,
            httpx2.URL(self.url + query.path, params=recorded.query),
            headers=recorded.headers,
            content=recorded.body,
        )
        if self._unchecked and recorded.path == "/v1/messages":
            self._unchecked = False
            return self._scripted(recorded.json)
        response = self.api(request)
        if recorded.path == "/v1/messages" and response.status_code == 200 and self._answers:
            return self._scripted(recorded.json)
        return response

    def _take_failure(self, recorded: Recorded) -> Failure | None:
        for failure in self._failures:
            is_meant = failure.path in (None, recorded.path)
            if is_meant and failure.method in (None, recorded.method):
                failure.times -= 1
                if not failure.times:
                    self._failures.remove(failure)
                return failure
        return None

    def take_hold(self, path: str) -> Hold | None:
        with self._lock:
            found = next((h for h in self._holds if h.path == path), None)
            if found is not None:
                self._holds.remove(found)
            return found

    def take_break(self, path: str) -> Break | None:
        return self._breaks.pop(0) if self._breaks and path == "/v1/messages" else None

    def _scripted(self, body: dict[str, Any]) -> httpx2.Response:
        answer = self._answers.pop(0)
        message = {
            "id": "msg_scripted",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": answer.content,
            "stop_reason": answer.stop_reason,
            "stop_sequence": None,
            "usage": answer.usage or {"input_tokens": 100, "output_tokens": 10},
        }
        message["content"] = self._turn_rules.sign_reply(body, message["content"])
        if answer.stop_details is not None:
            message["stop_details"] = answer.stop_details
        headers = {"request-id": "req_scripted"}
        if not body.get("stream"):
            return httpx2.Response(200, json=message, headers=headers)
        pieces = answer.pieces or ([answer.text] if answer.text else [])
        in_blocks = answer.blocks or answer.thinking is not None
        told = stream_message_blocks(message) if in_blocks else stream_text_message(message, pieces)
        return httpx2.Response(
            200,
            content=map(encode_event, told),
            headers={**headers, "content-type": "text/event-stream"},
        )


def _needs_beta(recorded: Recorded) -> bool:
    by_file = recorded.path.startswith("/v1/files") or b'"file_id"' in recorded.body
    return by_file and "files-api-2025-04-14" not in recorded.headers.get("anthropic-beta", "")


def _failed(failure: Failure) -> httpx2.Response:
    error = {"type": KINDS.get(failure.status, "api_error"), "message": "Refused by the test."}
    body = failure.body or {"type": "error", "error": error, "request_id": "req_failed"}
    headers = {"request-id": "req_failed", **failure.headers}
    return httpx2.Response(failure.status, json=body, headers=headers)


def _handler(server: LoopbackServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

        def setup(self) -> None:
            super().setup()
            with server._lock:
                server.connections += 1
            time.sleep(server.round_trip)

        def _answer(self) -> None:
            split = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            recorded = Recorded(
                self.command,
                split.path,
                parse_qs(split.query),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            server._hold_against_types(recorded)
            time.sleep(server.round_trip)
            if (raw := server.take_raw(split.path)) is not None:
                server.requests.append(recorded)
                self._send_raw(raw)
                return
            hold = server.take_hold(split.path)
            response = server.respond(recorded)
            if hold is not None and not hold.after:
                hold.wait()
            streamed = response.headers.get("content-type") == "text/event-stream"
            (self._stream if streamed else self._send)(response, hold)

        do_GET = do_POST = do_DELETE = do_PUT = _answer

        def _send(self, response: httpx2.Response, _: Hold | None) -> None:
            data = response.read()
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                if name.lower() not in {"content-length", "transfer-encoding"}:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _send_raw(self, raw: Raw) -> None:
            self.send_response(200)
            self.send_header("content-type", raw.content_type)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            if raw.body:
                self._chunk(raw.body)
            if raw.end == "end":
                self._chunk(b"")
            elif raw.end == "open":
                self.connection.recv(1)  # returns when the client is gone
            self.close_connection = raw.end != "end"

        def _stream(self, response: httpx2.Response, hold: Hold | None) -> None:
            self.send_response(response.status_code)
            self.send_header("content-type", "text/event-stream")
            self.send_header("request-id", response.headers.get("request-id", "req_stream"))
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            broken = server.take_break(urlsplit(self.path).path)
            try:
                for number, event in enumerate(response.iter_raw()):
                    if broken is not None and number == broken.after:
                        self._break(broken)
                        return
                    if hold is not None and hold.after and number == hold.after:
                        hold.wait()
                    self._chunk(event)
                self._chunk(b"")
            except ConnectionError:
                if hold is not None:
                    hold.gone.set()
                raise

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _break(self, broken: Break) -> None:
            self.close_connection = True
            if broken.how == "error_event":
                error = {"type": "overloaded_error", "message": "Overloaded"}
                data = json.dumps({"type": "error", "error": error})
                self._chunk(f"event: error\ndata: {data}\n\n".encode())
                self._chunk(b"")
            elif broken.how == "reset":
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            elif broken.how == "end":
                self._chunk(b"")

    return Handler
