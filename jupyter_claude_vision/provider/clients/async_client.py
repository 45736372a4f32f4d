"""Many requests at once, from a thread of their own that can break them all off at once.

An event loop of its own, since a notebook's is busy with the kernel. No request is tried again
here: who asks knows of all of them, and when to come back.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ...answers.reply import Reply
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
    """Why there is no reply.

    Attributes
    ----------
    error : ClaudeVisionError
    retry_after : float or None
        Seconds, where the provider told.
    """

    error: ClaudeVisionError
    retry_after: float | None = None

    @classmethod
    def of(cls, error: ClaudeVisionError) -> Refusal:
        """Return the refusal that an error of a request is."""
        response = getattr(error.__cause__, "response", None)
        return cls(error, parse_retry_after(response.headers) if response is not None else None)


class Asker:
    """Sends requests, many at a time.

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

    def ask(self, request: Request, done: Callable[[Reply | Refusal], object]) -> None:
        """Send a request; `done` takes what came of it, and is called from another thread."""

        def finished(future: Future[Reply | Refusal]) -> None:
            if not future.cancelled():
                done(future.result())

        sent = asyncio.run_coroutine_threadsafe(self._asked(request), self._loop)
        sent.add_done_callback(finished)

    async def _asked(self, request: Request) -> Reply | Refusal:
        try:
            with self._provider.translated(request):
                return _reply(await self._sent(request), self._provider)
        except ClaudeVisionError as error:
            return Refusal.of(error)
        except Exception as error:  # noqa: BLE001 - who waits for it would wait for ever
            return Refusal(RequestRejectedError(f"{type(error).__name__}: {error}"))

    async def _sent(self, request: Request) -> httpx2.Response:
        """Send a request, and return the response.

        The SDK's usual way looks at every part of a request, which takes as long as all the rest;
        other platforms need it, since their clients put the request into another form.
        """
        attempt = partial(self._attempt, request)
        if request.by_file:
            return await self._provider.about_files_async(attempt)
        return await attempt({})

    async def _attempt(self, request: Request, beta: Mapping[str, str]) -> httpx2.Response:
        import httpx2

        if not request.body:
            messages: Any = self._client.messages.with_raw_response
            # The SDK refuses a long answer that is not streamed, unless a time-out is given.
            arguments = {**self._provider.arguments(request), "timeout": self._client.timeout}
            raw = await messages.create(**arguments, extra_headers=beta)
            response: httpx2.Response = raw.http_response
            return response
        headers = {**_HEADERS, **beta, "content-length": str(len(request.body))}
        options: Any = {"headers": headers}
        return await self._client.post(
            _PATH, content=_pieces(request.body), cast_to=httpx2.Response, options=options
        )

    @property
    def is_alive(self) -> bool:
        """Whether requests will be answered, or refused."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Break off what is on its way, and close the connections."""
        if not self._thread.is_alive():
            return
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


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    """Yield a body in pieces, so that no request holds up the others while it is written."""
    for at in range(0, len(body), _PIECE):
        yield body[at : at + _PIECE]


def ask_once(provider: Provider, request: Request) -> Reply | Refusal:
    """Send one request from this thread, without trying again."""
    import httpx2

    client = provider.connection().client.with_options(middleware=[])

    def attempt(beta: Mapping[str, str]) -> httpx2.Response:
        if not request.body:
            arguments = {**provider.arguments(request), "timeout": client.timeout}
            raw = client.messages.with_raw_response.create(**arguments, extra_headers=beta)
            return raw.http_response
        options: Any = {"headers": {**_HEADERS, **beta}}
        return client.post(_PATH, content=request.body, cast_to=httpx2.Response, options=options)

    try:
        with provider.translated(request):
            response = provider.about_files(attempt) if request.by_file else attempt({})
            return _reply(response, provider)
    except ClaudeVisionError as error:
        return Refusal.of(error)


def _reply(response: httpx2.Response, provider: Provider) -> Reply:
    try:
        return Reply.from_message(response.json(), dict(response.headers))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        msg = f"{provider.place} sent something else than an answer: is there a proxy in between?"
        raise NetworkError(msg[0].upper() + msg[1:]) from error
