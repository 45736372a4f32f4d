"""The provider: one platform, reached through the SDK's client for it."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import MethodError
from ..thread_warnings import collect_warnings
from .clients.connections import Connections
from .clients.response_bodies import read_count
from .file_uploads import FileUploads
from .reply_stream import read_reply
from .retries import Retries

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    import httpx2
    from anthropic import Anthropic, MessageStream

    from ..platforms import DeliveryMethod, Platform
    from .cancellation import Cancellation
    from .reply_stream import Part
    from .request import Request


class Provider:
    """A platform that answers questions.

    Parameters
    ----------
    platform : Platform
    transport : callable, optional
        Makes an HTTP transport that answers instead of a network.

    Attributes
    ----------
    platform : Platform
    retries : Retries
    connections : Connections
    uploads : FileUploads
    """

    def __init__(
        self,
        platform: Platform,
        transport: Callable[[], httpx2.BaseTransport] | None = None,
    ) -> None:
        self.platform = platform
        self.retries = Retries(lambda: self.place)
        self.connections = Connections(platform, transport, self.retries)
        self.uploads = FileUploads(self.connections)
        self._deprecated_models: set[str] = set()

    def __repr__(self) -> str:
        return f"Provider({self.platform.name!r})"

    @property
    def scope(self) -> str:
        """Identifier of the address and the key for which an upload of now is valid."""
        return self.connections.current().scope

    @property
    def place(self) -> str:
        """The platform as a sentence names it, a gateway by its host."""
        return self.connections.place

    @property
    def methods(self) -> frozenset[DeliveryMethod]:
        """The possible delivery methods, as far as is known by now."""
        methods = self.platform.methods
        return methods if self.uploads.are_possible else methods - {"files"}

    def require_method(self, method: str, name: str) -> None:
        """Raise where an attachment cannot be delivered by a method.

        Parameters
        ----------
        method : str
        name : str
            Of the attachment.

        Raises
        ------
        MethodError
        """
        if method in self.methods:
            return
        alternatives = " or ".join(sorted(self.methods))
        msg = (
            f"{self.place} does not support --method {method}: send {name} with --method "
            f"{alternatives}."
        )
        raise MethodError(msg[0].upper() + msg[1:])

    def require_structured_output(self, form: object) -> None:
        """Raise where an answer must have a form that the platform cannot give.

        Parameters
        ----------
        form : Form
            False where only text is required.

        Raises
        ------
        MethodError
        """
        if form and not self.platform.structured_outputs:
            msg = (
                f"{self.platform.label} has no structured outputs, which boxes, tables, checks and "
                'schemas need: ask without, or with %config ClaudeVision.provider = "aws", or with '
                "an older model (--model us.anthropic.claude-opus-4-6-v1)."
            )
            raise MethodError(msg)

    def to_arguments(self, request: Request) -> dict[str, Any]:
        """Return a request as the arguments of the SDK's methods at this platform."""
        parameters = request.to_parameters()
        if self.platform.api_version:
            parameters["extra_body"] = {"anthropic_version": self.platform.api_version}
        return parameters

    def open_reply(
        self,
        request: Request,
        tell: Callable[[str], None] = lambda _: None,
        cancellation: Cancellation | None = None,
    ) -> closing[Generator[Part]]:
        """Return a context manager of an iterator over the parts of a reply (see `read_reply`).

        The request is sent with its first step; leaving the context closes the connection.

        Parameters
        ----------
        request : Request
        tell : callable, optional
            Takes one sentence about an attempt that failed and will be retried.
        cancellation : Cancellation, optional
            Lets another thread end the connection.
        """
        open_stream = partial(self._open_stream, request, tell, cancellation)
        return closing(read_reply(open_stream, self.connections, request))

    def _open_stream(
        self,
        request: Request,
        tell: Callable[[str], None],
        cancellation: Cancellation | None,
    ) -> MessageStream[None]:
        # Only until it is opened, since others may ask from this thread while it is read.
        with self.retries.announced(tell, cancellation):
            connection = self.connections.current()
            send = partial(self._send_request, connection.client, request)
            stream = (
                self.uploads.send(send, connection.base_url)
                if request.by_file
                else send(extra_headers={})
            )
        if cancellation is not None:
            cancellation.attach(stream.response)
        return stream

    def _send_request(
        self, client: Anthropic, request: Request, *, extra_headers: Mapping[str, str]
    ) -> MessageStream[None]:
        with collect_warnings() as warnings:
            arguments = self.to_arguments(request)
            manager = client.messages.stream(**arguments, extra_headers=extra_headers)
        if self.retries.tell is not None and request.model not in self._deprecated_models:
            # The SDK names a model's last day at each question; here once.
            for warning in warnings:
                if issubclass(warning.category, DeprecationWarning):
                    self._deprecated_models.add(request.model)
                    self.retries.tell(str(warning.message).partition("\n")[0])
                    break
        return manager.__enter__()  # the stream is a context manager of its own

    def count_tokens(self, request: Request, seconds: float | None = None) -> int:
        """Return the number of tokens that a request would read, by the API's own count.

        Parameters
        ----------
        request : Request
        seconds : float, optional
            Timeout of a single attempt; without one, as for an answer.

        Raises
        ------
        ProviderError
        """
        arguments = self.to_arguments(request)
        del arguments["max_tokens"]
        client = self.connections.current().client
        if seconds is not None:
            client = client.with_options(timeout=seconds, middleware=[])
        send_count = partial(client.messages.count_tokens, **arguments)

        with self.connections.translate_errors(request, operation="count"):
            body = self.uploads.send(send_count) if request.by_file else send_count()
            return read_count(body, "input_tokens")

    def close(self) -> None:
        """Close the connections."""
        self.connections.close()
