"""A quick Messages API on loopback that limits, delays, fails, and counts.

One event loop and no checks, so that thousands of requests take seconds. It tells pictures apart
by the base64 text that arrived. What it refuses and holds back depends on counts alone, never on
the time, so that a run goes the same way on any machine. ``counting_server.py DELAY`` prints its
port and serves.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_PICTURE = re.compile(rb'"data":\s?"([^"]{1,200000})')


@dataclass
class Books:
    """What came and what was answered."""

    received: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    in_flight: int = 0
    most_in_flight: int = 0
    bodies: list[bytes] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    connections: int = 0


class CountingServer:
    """The server; use it as a context manager."""

    def __init__(
        self,
        *,
        delay: float = 0.0,
        keep_bodies: bool = False,
    ) -> None:
        self.books = Books()
        self.delay = delay
        self.limiting = 0  # every so manyth request is refused, as if there were too many
        self.failing = 0  # every so manyth picture meets failures of the service first
        self.gathers = 0  # no answer before so many are in flight
        self.holds_after: int | None = None  # so many answers, and none after that
        self._failures: dict[str, list[int]] = {}
        self._waiting: list[Callable[[], None]] = []
        self.keep_bodies = keep_bodies
        self.always: int | None = None
        self.text = b""
        self.error = {"type": "", "message": "No."}
        self.headers: dict[str, str] = {}
        self.dies_after: int | None = None
        self.open: set[Any] = set()
        self.arrived = threading.Event()
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        start = asyncio.run_coroutine_threadsafe(self.start(), self._loop)
        self.url = f"http://127.0.0.1:{start.result()}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stopped(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _stopped(self) -> None:
        self._server.close()
        for transport in list(self.open):
            transport.abort()
        await asyncio.sleep(0)

    async def start(self) -> int:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self), "127.0.0.1", 0, backlog=500
        )
        return self._server.sockets[0].getsockname()[1]

    def judge(self, picture: str) -> tuple[int, dict[str, str]]:
        """Return the status and the headers of the answer to a request about a picture."""
        if self.dies_after is not None and sum(self.books.received.values()) > self.dies_after:
            return 0, {}
        if self.always is not None:
            return self.always, self.headers
        number = sum(self.books.received.values())
        if self.limiting and number % self.limiting == 0:
            return 429, self.headers or {"retry-after": "0.01"}
        if self.failing:
            known = len(self._failures)
            to_come = [500, 529, 503, 0][: 1 + known % 4] if known % self.failing == 0 else []
            if failures := self._failures.setdefault(picture, to_come):
                return failures.pop(), {}
        return 200, {}

    def answer_when_due(self, answer: Callable[[], None]) -> None:
        """Answer a request, or hold its answer back."""
        self._waiting.append(answer)
        if self.books.most_in_flight >= self.gathers:
            self.release()

    def release(self) -> None:
        """Give the answers that were held back, as many as may be given now."""
        while self._waiting:
            if self.holds_after is not None and self.books.statuses[200] >= self.holds_after:
                return
            self._waiting.pop(0)()


class _Connection(asyncio.Protocol):
    def __init__(self, server: CountingServer) -> None:
        self.server = server
        self.parts: list[bytes] = []
        self.missing = 0
        self.head = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.server.books.connections += 1
        self.server.open.add(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.server.open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        if not self.missing:
            self.head += data
            head, found, rest = self.head.partition(b"\r\n\r\n")
            if not found:
                return
            key = re.search(rb"(?i)authorization: bearer (\S+)", head)
            self.server.books.keys.add(key[1].decode() if key else "")
            length = re.search(rb"(?i)content-length:\s*(\d+)", head)
            self.head, self.missing, data = b"", int(length[1]) if length else 0, rest
        self.parts.append(data)
        self.missing -= len(data)
        if self.missing <= 0:
            self.missing = 0
            body, self.parts = b"".join(self.parts), []
            self.take(body)

    def take(self, body: bytes) -> None:
        books = self.server.books
        found = _PICTURE.search(body)
        picture = str(hash(found[1])) if found else ""
        books.received[picture] += 1
        self.server.arrived.set()
        books.in_flight += 1
        books.most_in_flight = max(books.most_in_flight, books.in_flight)
        if self.server.keep_bodies:
            books.bodies.append(body)
        status, headers = self.server.judge(picture)
        answer = partial(self.answer, status, headers, picture)
        if self.server.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self.server.delay, self.server.answer_when_due, answer)
        else:
            self.server.answer_when_due(answer)

    def answer(self, status: int, headers: dict[str, str], picture: str) -> None:
        books = self.server.books
        books.in_flight -= 1
        books.statuses[status] += 1
        if self.transport.is_closing():
            return
        if not status:
            self.transport.abort()
            return
        if status == 200:
            books.answered[picture] += 1
            body = _MESSAGE % (self.server.text or b"Picture %s." % picture.encode())
        else:
            body = json.dumps({"type": "error", "error": self.server.error}).encode()
        lines = [f"HTTP/1.1 {status} X", "content-type: application/json", "request-id: req_1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"content-length: {len(body)}", "", ""]
        self.transport.write("\r\n".join(lines).encode() + body)


_MESSAGE = (
    b'{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":'
    b'[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,'
    b'"usage":{"input_tokens":1400,"output_tokens":10}}'
)


async def _serve(delay: float) -> None:
    server = CountingServer(delay=delay)
    print(await server.start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
