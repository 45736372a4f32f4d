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
class Counts:
    """Requests and answers by picture, and connections."""

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
        self.counts = Counts()
        self.delay = delay
        self.limit_every = 0  # refuses each n-th request, as if there were too many
        self.fail_every = 0  # lets each n-th picture meet failures of the service first
        self.min_in_flight = 0  # answers nothing before so many requests are in flight
        self.hold_after: int | None = None  # answers so many requests, and none after that
        self._failures: dict[str, list[int]] = {}
        self._waiting: list[Callable[[], None]] = []
        self.keep_bodies = keep_bodies
        self.fixed_status: int | None = None
        self.text = b""
        self.error = {"type": "", "message": "No."}
        self.headers: dict[str, str] = {}
        self.die_after: int | None = None
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
        if self.die_after is not None and sum(self.counts.received.values()) > self.die_after:
            return 0, {}
        if self.fixed_status is not None:
            return self.fixed_status, self.headers
        number = sum(self.counts.received.values())
        if self.limit_every and number % self.limit_every == 0:
            return 429, self.headers or {"retry-after": "0.01"}
        if self.fail_every:
            picture_count = len(self._failures)
            to_come = (
                [500, 529, 503, 0][: 1 + picture_count % 4]
                if picture_count % self.fail_every == 0
                else []
            )
            if failures := self._failures.setdefault(picture, to_come):
                return failures.pop(), {}
        return 200, {}

    def answer_when_due(self, answer: Callable[[], None]) -> None:
        """Answer a request, or hold its answer back."""
        self._waiting.append(answer)
        if self.counts.most_in_flight >= self.min_in_flight:
            self.release()

    def release(self) -> None:
        """Give the answers that were held back, as many as may be given now."""
        while self._waiting:
            if self.hold_after is not None and self.counts.statuses[200] >= self.hold_after:
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
        self.server.counts.connections += 1
        self.server.open.add(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.server.open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        if not self.missing:
            self.head += data
            head, match, rest = self.head.partition(b"\r\n\r\n")
            if not match:
                return
            key = re.search(rb"(?i)authorization: bearer (\S+)", head)
            self.server.counts.keys.add(key[1].decode() if key else "")
            length = re.search(rb"(?i)content-length:\s*(\d+)", head)
            self.head, self.missing, data = b"", int(length[1]) if length else 0, rest
        self.parts.append(data)
        self.missing -= len(data)
        if self.missing <= 0:
            self.missing = 0
            body, self.parts = b"".join(self.parts), []
            self.take(body)

    def take(self, body: bytes) -> None:
        counts = self.server.counts
        match = _PICTURE.search(body)
        picture = str(hash(match[1])) if match else ""
        counts.received[picture] += 1
        self.server.arrived.set()
        counts.in_flight += 1
        counts.most_in_flight = max(counts.most_in_flight, counts.in_flight)
        if self.server.keep_bodies:
            counts.bodies.append(body)
        status, headers = self.server.judge(picture)
        answer = partial(self.answer, status, headers, picture)
        if self.server.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self.server.delay, self.server.answer_when_due, answer)
        else:
            self.server.answer_when_due(answer)

    def answer(self, status: int, headers: dict[str, str], picture: str) -> None:
        counts = self.server.counts
        counts.in_flight -= 1
        counts.statuses[status] += 1
        if self.transport.is_closing():
            return
        if not status:
            self.transport.abort()
            return
        if status == 200:
            counts.answered[picture] += 1
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
