"""The connections to one platform, and the translation of their errors.

A connection takes 33 ms to make, and is worth keeping, so there is one per kernel for as long as
the credentials stay the same.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from ...errors import CredentialsError, NetworkError, RequestRejectedError
from ...redaction import redact_exception, remove_user
from ..error_mapping import read_fault, shorten_message, to_provider_error
from .credentials import PROXIES
from .logins import explain_login_errors
from .networks import explain_network_error, gateway_host
from .response_bodies import UNREADABLE_BODY
from .sdk_client import CERTIFICATES, build_async_client, build_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import anthropic
    import httpx2

    from ...platforms import Platform
    from ..error_mapping import Operation
    from ..request import Request

_CREDENTIALS: Final = ("ANTHROPIC_", "AWS_", "AZURE_", "CLOUDSDK_", "CLOUD_ML_", "GOOGLE_")
"""Prefixes of the variables that the SDK's clients read their credentials and addresses from."""

_NETWORK: Final = (*PROXIES, "NO_PROXY", "no_proxy", *CERTIFICATES)
"""Variables that set the route to an address, and the authorities to trust on it."""

_SALT: Final = secrets.token_bytes(16)
"""Digests are kept beside uploads; salted, they tell nothing about a key."""


class Connection:
    """A client of the SDK, and the scope in which its uploads can be used.

    Parameters
    ----------
    client : anthropic.Anthropic
        Or the SDK's client of another platform, which has the same `messages`.
    platform : Platform
    credentials : str
        Digest of the credentials.

    Attributes
    ----------
    client : anthropic.Anthropic
    base_url : str
        Without the user and password that may stand in it: it is shown.
    gateway : str or None
        The host that answers, where it is not the platform's own.
    scope : str
        Differs when the address or the credentials do.
    """

    def __init__(self, client: anthropic.Anthropic, platform: Platform, credentials: str) -> None:
        self.client = client
        self.base_url = remove_user(str(client.base_url))
        self.gateway = gateway_host(platform, self.base_url)
        self.scope = f"{platform.name} {self.base_url} {credentials}"


class Connections:
    """The connections of this kernel to one platform.

    Parameters
    ----------
    platform : Platform
    transport : callable, optional
        Makes an HTTP transport that answers instead of a network.
    middleware : callable
        The SDK's hook around every attempt of a single request.

    Attributes
    ----------
    platform : Platform
    """

    def __init__(
        self,
        platform: Platform,
        transport: Callable[[], httpx2.BaseTransport] | None,
        middleware: object,
    ) -> None:
        self.platform = platform
        self._transport = transport
        self._middleware = middleware
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._outdated: list[Connection] = []  # a request may still be running on one of them
        self._environment: tuple[str, str] | None = None

    def current(self) -> Connection:
        """Return the connection, made at the first use and again when the environment changes.

        Raises
        ------
        CredentialsError, NetworkError, MissingPackageError
            As of `build_client`.
        """
        with self._lock:
            environment = digest_environment()
            if self._connection is None or environment != self._environment:
                if self._connection is not None:
                    self._outdated.append(self._connection)
                transport = self._transport() if self._transport else None
                client = build_client(
                    self.platform, transport=transport, middleware=self._middleware
                )
                self._connection = Connection(client, self.platform, environment[0])
                self._environment = environment
            return self._connection

    def open_async_client(self, connections: int) -> anthropic.AsyncAnthropic:
        """Return a separate client for many requests at once; its user closes it.

        Parameters
        ----------
        connections : int
            Most at a time.

        Raises
        ------
        CredentialsError, NetworkError, MissingPackageError
            As of `build_async_client`.
        """
        transport = self._transport() if self._transport else None
        return build_async_client(self.platform, transport=transport, connections=connections)

    @property
    def gateway(self) -> str | None:
        """The host that answers, where it is not the platform's own."""
        connection = self._connection
        return connection.gateway if connection else gateway_host(self.platform, None)

    @property
    def place(self) -> str:
        """The platform as a sentence names it, a gateway by its host."""
        host = self._connection.gateway if self._connection else self.gateway
        return self.platform.label if host is None else f"the API at {host}"

    @property
    def short_place(self) -> str:
        """The platform as a caption names it, a gateway by its host."""
        return self.gateway or self.platform.label

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            for connection in (*self._outdated, self._connection):
                if connection is not None:
                    connection.client.close()
            self._outdated, self._connection = [], None

    @contextmanager
    def translate_errors(
        self,
        request: Request | None = None,
        *,
        operation: Operation = "message",
        attachment: str = "",
    ) -> Iterator[None]:
        """Raise the SDK's errors as ours, with the original as their cause.

        Parameters
        ----------
        request : Request, optional
        operation : Operation
        attachment : str
            Name of the attachment that the request is about, where it is about one.

        Raises
        ------
        ProviderError
        """
        import anthropic
        import httpx2

        try:
            with explain_login_errors(self.platform) if self.platform.cloud else nullcontext():
                yield
        except CredentialsError:
            self._environment = None  # so that the next request uses a new login
            raise
        except anthropic.APIStatusError as error:
            redact_exception(error)
            fault = read_fault(
                error,
                request,
                self.place,
                self.platform,
                operation=operation,
                attachment=attachment,
            )
            raise to_provider_error(fault) from error
        except (anthropic.APIConnectionError, httpx2.TransportError) as error:
            redact_exception(error)
            place = self._connection.base_url if self._connection else self.place
            raise NetworkError(explain_network_error(error, place)) from error
        except UNREADABLE_BODY as error:
            msg = f"{self.place} sent something other than an answer: is there a proxy in between?"
            raise NetworkError(msg[0].upper() + msg[1:]) from error
        except anthropic.AnthropicError as error:
            redact_exception(error)
            msg = f"{self.platform.label}: {shorten_message(str(error))}"
            raise RequestRejectedError(msg[0].upper() + msg[1:]) from error


def digest_environment() -> tuple[str, str]:
    """Return digests of the environment's credentials and addresses, and of its network.

    Two of them, since an upload can be used over any network.
    """
    # Written without helpers: every request asks several times.
    credentials = []
    for variable in os.environ.items():
        if variable[0].startswith(_CREDENTIALS):
            credentials.append(variable)  # noqa: PERF401 - see above
    network: list[object] = list(map(os.environ.get, _NETWORK))
    for name in CERTIFICATES:
        try:
            network.append(os.stat(os.environ.get(name, "")).st_mtime_ns)  # noqa: PTH116 - text
        except OSError:
            network.append(None)
    digest = hashlib.blake2b(repr(sorted(credentials)).encode(), key=_SALT, digest_size=8)
    network_digest = hashlib.blake2b(repr(network).encode(), key=_SALT, digest_size=8)
    return digest.hexdigest(), network_digest.hexdigest()
