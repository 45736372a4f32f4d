"""Many requests at once, from a thread of their own that can break them all off at once.

An event loop of its own, since a notebook's is busy with the kernel. No request is tried again
here: who asks knows of all of them, and when to come back.
"""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import anthropic
    import httpx2

    from .providers import Provider
    from .requests import Request

_JSON: Final = {"content-type": "application/json"}


@dataclass(frozen=True)
class Reply:
    """What came back.

    Attributes
    ----------
    text, model : str
    stop_reason : str or None
    usage : Usage
    headers : mapping of str to str
        Of the response: the rate limits are there.
    """

    text: str
    model: str
    stop_reason: str | None
    usage: Usage
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_message(cls, message: Mapping[str, Any], headers: Mapping[str, str]) -> Reply:
        """Return the reply that a message of the API is."""
        texts = [block["text"] for block in message["content"] if block["type"] == "text"]
        return cls(
            text="".join(texts),
            model=message["model"],
            stop_reason=message["stop_reason"],
            usage=Usage.from_api(message["usage"]),
            headers=headers,
        )


class Asker:
    """Sends requests; use it as a context manager.

    Parameters
    ----------
    provider : Provider
    connections : int
        Most at a time.
    """

    def __init__(self, provider: Provider, connections: int) -> None:
        self._provider = provider
        self._client = provider.many_at_once(connections)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def ask(self, request: Request, done: Callable[[Reply | Exception], object]) -> None:
        """Send a request; `done` takes what came of it, and is called from another thread."""

        def finished(future: Future[Reply]) -> None:
            try:
                error = future.exception()
            except CancelledError:
                return  # broken off: nobody waits for it
            done(future.result() if error is None else _as_exception(error))

        sent = asyncio.run_coroutine_threadsafe(self._asked(request), self._loop)
        sent.add_done_callback(finished)

    async def _asked(self, request: Request) -> Reply:
        with self._provider.translated(request):
            response = await _sent(self._client, self._provider.platform.client, request)
            return Reply.from_message(response.json(), response.headers)

    def close(self) -> None:
        """Break off what is on its way, and close the connections."""
        asyncio.run_coroutine_threadsafe(self._closed(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _closed(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.close()


async def _sent(
    client: anthropic.AsyncAnthropic, kind: str, request: Request
) -> httpx2.Response:
    """Send a request, and return the response.

    The SDK's own way looks at every part of the request, and costs as much as all the rest; other
    platforms need it, since their clients put the request into another form.
    """
    parameters = request.parameters()
    if kind != "Anthropic":
        raw = await client.messages.with_raw_response.create(**parameters)
        return raw.http_response
    import httpx2

    body = json.dumps(parameters, separators=(",", ":")).encode()
    return await client.post(
        "/v1/messages", content=body, cast_to=httpx2.Response, options={"headers": _JSON}
    )


def _as_exception(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(repr(error))
