"""The SDK's client for a platform, and whose it is.

Making one takes 33 ms, and its connections are worth keeping, so there is one per kernel for as
long as the credentials stay the same.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, get_args

from ... import redaction
from ...errors import CredentialsError, MissingPackageError, NetworkError
from .credentials import PROXIES, check_environment, check_word, problem_of
from .logins import client_arguments, explained_logins

if TYPE_CHECKING:
    from collections.abc import Iterator

    import anthropic
    import httpx2

    from ...platforms import Platform

_ENVIRONMENT: Final = ("ANTHROPIC_", "AWS_", "AZURE_", "CLOUDSDK_", "CLOUD_ML_", "GOOGLE_")
"""Prefixes of the variables that the SDK's clients read their credentials and addresses from."""

_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")

_NETWORK: Final = (*PROXIES, "NO_PROXY", "no_proxy", *_CERTIFICATES)
"""Variables that say how the way to an address is, and whom to trust on it."""

_KEEPALIVE_SECONDS: Final = 300.0
"""Questions come minutes apart; the SDK's 5 s would shake hands again for each."""

_WAYS_ON: Final = (
    "set ANTHROPIC_API_KEY; or choose another provider, such as "
    '%config ClaudeVision.provider = "bedrock"; or try everything without a key on '
    '%config ClaudeVision.provider = "offline", which is not Claude.'
)


def load_sdk() -> None:
    """Import the SDK and the price list, so that several threads can use them afterwards.

    Two threads that import parts of one package at the same time each get it half made.
    """
    import anthropic  # noqa: F401
    import genai_prices  # noqa: F401


def list_model_ids() -> list[str]:
    """Return the ids of the models that the SDK knows; none before it is imported.

    Tab completion calls it, and must not wait for the import.
    """
    if "anthropic.types.model" not in sys.modules:
        return []
    from anthropic.types import ModelParam

    literal = next(iter(get_args(ModelParam)))
    return sorted(get_args(literal))


@cache
def _salt() -> bytes:
    # A fingerprint is kept beside uploads; salted, it tells nothing about the key.
    return secrets.token_bytes(16)


def fingerprint() -> str:
    """Return what changes when the environment's credentials or addresses do, and no key."""
    relevant = sorted(item for item in os.environ.items() if item[0].startswith(_ENVIRONMENT))
    return _digest(relevant)


def network_fingerprint() -> str:
    """Return what changes when the environment's proxies or certificates do.

    Apart from `fingerprint`, since an upload can be used by whatever way it is named.
    """
    return _digest([[os.environ.get(name) for name in _NETWORK], *map(_time_of, _CERTIFICATES)])


def _time_of(variable: str) -> int | None:
    """Return when the file that a variable names was changed, in nanoseconds."""
    try:
        return os.stat(os.environ.get(variable, "")).st_mtime_ns  # noqa: PTH116 - it is text
    except OSError:
        return None


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), key=_salt(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Connection:
    """A client, and the scope in which what it uploads can be used.

    Attributes
    ----------
    client : anthropic.Anthropic
        Or the SDK's client of another platform, which has the same `messages`.
    base_url : str
        Without the user and password that may stand in it: it is shown.
    scope : str
        Differs when the address or the credentials do.
    """

    client: anthropic.Anthropic
    base_url: str
    scope: str


def connect(
    platform: Platform,
    *,
    transport: httpx2.BaseTransport | None = None,
    middleware: Any = None,
) -> Connection:
    """Return a client for a platform, with credentials from the SDK's own sources.

    Parameters
    ----------
    platform : Platform
    transport : httpx2.BaseTransport, optional
        Answers instead of a network.
    middleware : callable, optional
        The SDK's hook around every attempt; trying again is left to it.

    Raises
    ------
    CredentialsError
        There are none, or they are incomplete, or a variable holds what no request can carry.
    NetworkError
        A variable holds no address, or certificates that cannot be read.
    MissingPackageError
        The platform needs an extra of the SDK.
    """
    _require_package(platform)
    check_environment(platform)
    with _readable_certificates():
        http_client = _http_client(transport)
    try:
        client = _made(
            platform.client,
            platform,
            http_client=http_client,
            middleware=[middleware] if middleware else None,
            max_retries=0,
            **_credentials(platform, offline=transport is not None),
        )
    except (CredentialsError, NetworkError):
        http_client.close()
        raise
    base_url = redaction.without_user(str(client.base_url))
    return Connection(client, base_url, f"{platform.name} {base_url} {fingerprint()}")


def connect_async(
    platform: Platform, *, transport: httpx2.BaseTransport | None = None, connections: int
) -> anthropic.AsyncAnthropic:
    """Return a client for many requests at once, which can be broken off.

    It leaves trying again to its user, who knows of all requests together.

    Parameters
    ----------
    platform : Platform
    transport : httpx2.BaseTransport, optional
        Answers instead of a network.
    connections : int
        Most at a time; they are kept open.

    Raises
    ------
    CredentialsError, NetworkError, MissingPackageError
        As of `connect`.
    """
    import anthropic
    import httpx2

    _require_package(platform)
    check_environment(platform)
    credentials = _credentials(platform, offline=transport is not None)
    if transport is not None:
        http_client = httpx2.AsyncClient(transport=_in_a_thread(transport))
    else:
        limits = httpx2.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEEPALIVE_SECONDS,
        )
        with _readable_certificates():
            http_client = anthropic.DefaultAioHttpClient(limits=limits)
    client: anthropic.AsyncAnthropic = _made(
        f"Async{platform.client}", platform, http_client=http_client, max_retries=0, **credentials
    )
    return _without_user(client, http_client)


def _without_user(
    client: anthropic.AsyncAnthropic, http_client: httpx2.AsyncClient
) -> anthropic.AsyncAnthropic:
    """Return a client whose address names no user; the HTTP client sends that one instead.

    aiohttp refuses a request with both the user in its address and the header made from it.
    """
    url = client.base_url
    if not url.userinfo:
        return client
    http_client.auth = (url.username, url.password)
    return client.with_options(base_url=redaction.without_user(str(url)))


def _made(kind: str, platform: Platform, **options: Any) -> Any:
    """Return one of the SDK's clients, once it is known to have credentials."""
    import anthropic

    redaction.redact_logs()
    try:
        with explained_logins(platform):
            client = getattr(anthropic, kind)(**options)
    except (anthropic.AnthropicError, ValueError) as error:
        redaction.redact_exception(error)
        msg = f"Credentials for {platform.label} are incomplete: {error} Then ask again."
        raise CredentialsError(msg) from error
    if platform.is_plain:
        _require_key(client)
        redaction.keep(options.get("api_key"), client.auth_token)
    return client


@contextmanager
def _readable_certificates() -> Iterator[None]:
    """Name the variable where the certificates that it names cannot be read.

    ssl's errors do not say of which file they speak.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        redaction.redact_exception(error)
        if (variable := _certificates()) is None:
            msg = f"The connection cannot be set up: {error}."
        else:
            name, place = variable
            msg = f"{name} names {place}, which holds no certificates that can be read: mend it."
        raise NetworkError(msg) from error


def _certificates() -> tuple[str, str] | None:
    """Return the variable that names certificates, and what it names."""
    places = ((name, os.environ.get(name, "")) for name in _CERTIFICATES)
    return next(((name, place) for name, place in places if place), None)


def _in_a_thread(transport: httpx2.BaseTransport) -> httpx2.AsyncBaseTransport:
    """Return a transport of the other sort that answers from threads."""
    import asyncio

    import httpx2

    class InAThread(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await request.aread()  # its body comes in pieces
            return await asyncio.to_thread(transport.handle_request, request)

    return InAThread()


def _require_package(platform: Platform) -> None:
    try:
        found = platform.needs is None or find_spec(platform.needs) is not None
    except ModuleNotFoundError:  # of the package that the module is in
        found = False
    if not found:
        extra = f'"jupyter-claude-vision[{platform.extra}]"'
        msg = f"{platform.label} needs a package: pip install {extra}, and ask again."
        raise MissingPackageError(msg[0].upper() + msg[1:])


def _http_client(transport: httpx2.BaseTransport | None) -> httpx2.Client:
    import anthropic
    import httpx2

    if transport is not None:
        return httpx2.Client(transport=transport)
    usual = anthropic.DEFAULT_CONNECTION_LIMITS
    return anthropic.DefaultHttpxClient(
        limits=httpx2.Limits(
            max_connections=usual.max_connections,
            max_keepalive_connections=usual.max_keepalive_connections,
            keepalive_expiry=_KEEPALIVE_SECONDS,
        )
    )


def _credentials(platform: Platform, *, offline: bool) -> dict[str, Any]:
    if offline:
        return {"api_key": "offline", "base_url": "https://offline.invalid"}
    if not platform.is_plain:
        return client_arguments(platform)
    key = _colab_secret()
    return {"api_key": key} if key else {}


def _colab_secret() -> str | None:
    """Return the key from Colab's secrets, which is where Colab's users keep it."""
    if "google.colab" not in sys.modules or os.environ.get("ANTHROPIC_API_KEY"):
        return None
    from google.colab import userdata  # type: ignore[import-not-found,import-untyped,unused-ignore]

    try:
        key = str(userdata.get("ANTHROPIC_API_KEY"))
    except userdata.SecretNotFoundError:
        return None
    except userdata.NotebookAccessError as error:
        msg = "Give this notebook access to the secret ANTHROPIC_API_KEY (the key icon), then ask."
        raise CredentialsError(msg) from error
    name = "Colab's secret ANTHROPIC_API_KEY"
    problem = problem_of(name, key)
    if problem is None:
        return key
    del key  # IPython's verbose mode shows what a frame holds
    check_word(name, problem)
    return None


def _require_key(client: anthropic.Anthropic | anthropic.AsyncAnthropic) -> None:
    if not (client.api_key or client.auth_token or client.credentials):
        msg = f"There is no key for the Claude API: {_WAYS_ON}"
        raise CredentialsError(msg)
