"""Many requests at once, sent from a thread of their own that can cancel all of them.

It has its own event loop, since a notebook's is busy with the kernel. No request is retried here:
the caller knows all of them, and when to come back.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ...answers.reply import Reply
from ...answers.usage import Usage
from ...errors import ClaudeVisionError, NetworkError, RequestRejectedError
from ..retry_after import parse_retry_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from concurrent.futures import Future

    import httpx2

    from ..provider import Provider
    from ..request import Request

_PATH: Final = "/v1/messages"
_HEADERS: Final = {"content-type": "application/json"}
_PIECE: Final = 65_536


@dataclass(frozen=True)
class Refusal:
    """The reason for a missing reply.

    Attributes
    ----------
    error : ClaudeVisionError
    retry_after : float or None
        Seconds, where the provider told.
    usage : Usage
        Of earlier requests about the same, which were answered and are paid for.
    """

    error: ClaudeVisionError
    retry_after: float | None = None
    usage: Usage = field(default_factory=Usage)

    @classmethod
    def from_error(cls, error: ClaudeVisionError) -> Refusal:
        """Return the refusal for an error of a request."""
        response = getattr(error.__cause__, "response", None)
        return cls(error, parse_retry_after(response.headers) if response is not None else None)


class AsyncSender:
    """Sender of many concurrent requests.

    Parameters
    ----------
    provider : Provider
    connections : int
        Most at a time.
    """

    def __init__(self, provider: Provider, connections: int) -> None:
        self._provider = provider
        self._client = provider.connections.open_async_client(connections)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def send_request(
        self, request: Request, on_result: Callable[[Reply | Refusal], object]
    ) -> None:
        """Send a request.

        Parameters
        ----------
        request : Request
        on_result : callable
            Takes the reply, or the refusal; it is called from another thread.
        """

        def pass_result(future: Future[Reply | Refusal]) -> None:
            if not future.cancelled():
                on_result(future.result())

        future = asyncio.run_coroutine_threadsafe(self._receive_reply(request), self._loop)
        future.add_done_callback(pass_result)

    async def _receive_reply(self, request: Request) -> Reply | Refusal:
        try:
            with self._provider.connections.translate_errors(request):
                return _read_reply(await self._post(request), self._provider)
        except ClaudeVisionError as error:
            return Refusal.from_error(error)
        except Exception as error:  # noqa: BLE001 - without a result, the run would wait forever
            return Refusal(RequestRejectedError(f"{type(error).__name__}: {error}"))

    async def _post(self, request: Request) -> httpx2.Response:
        """Send a request, and return the response.

        The SDK's usual method inspects every part of a request, which takes as long as all the
        rest; other platforms need it, since their clients convert the request.
        """
        attempt = partial(self._attempt, request)
        if request.by_file:
            return await self._provider.uploads.send_async(attempt)
        return await attempt(extra_headers={})

    async def _attempt(
        self, request: Request, *, extra_headers: Mapping[str, str]
    ) -> httpx2.Response:
        import httpx2

        if not request.body:
            messages: Any = self._client.messages.with_raw_response
            # The SDK refuses a long answer that is not streamed, unless a timeout is set.
            arguments = {**self._provider.to_arguments(request), "timeout": self._client.timeout}
            raw = await messages.create(**arguments, extra_headers=extra_headers)
            response: httpx2.Response = raw.http_response
            return response
        length = str(len(request.body))
        options: Any = {"headers": {**_HEADERS, **extra_headers, "content-length": length}}
        return await self._client.post(
            _PATH, content=_split_body(request.body), cast_to=httpx2.Response, options=options
        )

    @property
    def is_alive(self) -> bool:
        """True as long as requests will be answered, or refused."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Cancel the running requests, and close the connections."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._cancel_requests(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cancel_requests(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.close()


async def _split_body(body: bytes) -> AsyncIterator[bytes]:
    """Yield a body in pieces, so that no request blocks the others while it is written."""
    for at in range(0, len(body), _PIECE):
        yield body[at : at + _PIECE]


def send_once(provider: Provider, request: Request) -> Reply | Refusal:
    """Send one request from this thread, without retries."""
    import httpx2

    client = provider.connections.current().client.with_options(middleware=[])

    def attempt(*, extra_headers: Mapping[str, str]) -> httpx2.Response:
        if not request.body:
            arguments = {**provider.to_arguments(request), "timeout": client.timeout}
            raw = client.messages.with_raw_response.create(**arguments, extra_headers=extra_headers)
            return raw.http_response
        options: Any = {"headers": {**_HEADERS, **extra_headers}}
        return client.post(_PATH, content=request.body, cast_to=httpx2.Response, options=options)

    try:
        with provider.connections.translate_errors(request):
            response = (
                provider.uploads.send(attempt) if request.by_file else attempt(extra_headers={})
            )
            return _read_reply(response, provider)
    except ClaudeVisionError as error:
        return Refusal.from_error(error)


def _read_reply(response: httpx2.Response, provider: Provider) -> Reply:
    try:
        return Reply.from_message(response.json(), dict(response.headers))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        msg = f"{provider.place} sent something other than an answer: is there a proxy in between?"
        raise NetworkError(msg[0].upper() + msg[1:]) from error
