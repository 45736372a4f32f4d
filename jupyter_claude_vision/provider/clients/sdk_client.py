"""The SDK's clients for a platform, with credentials from the SDK's own sources."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, get_args

from ... import redaction
from ...errors import CredentialsError, MissingPackageError, NetworkError
from .credentials import check_environment, check_word, describe_problem
from .logins import explain_login_errors, find_client_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    import anthropic
    import httpx2

    from ...platforms import Platform

CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name the certificates of trusted authorities."""

_KEEP_ALIVE_SECONDS: Final = 300.0
"""Questions come minutes apart; with the SDK's 5 s each would need a new TLS handshake."""

_ALTERNATIVES: Final = (
    "set ANTHROPIC_API_KEY; or choose another provider, such as "
    '%config ClaudeVision.provider = "bedrock"; or try everything without a key on '
    '%config ClaudeVision.provider = "offline", which is not Claude.'
)


def load_sdk() -> None:
    """Import the SDK and the price list, so that several threads can use them afterwards.

    Two threads that import parts of one package at the same time can each get it half loaded.
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


def build_client(
    platform: Platform,
    *,
    transport: httpx2.BaseTransport | None = None,
    middleware: Any = None,
) -> anthropic.Anthropic:
    """Return the SDK's client for a platform.

    Parameters
    ----------
    platform : Platform
    transport : httpx2.BaseTransport, optional
        Answers instead of a network.
    middleware : callable, optional
        The SDK's hook around every attempt; it alone retries.

    Raises
    ------
    CredentialsError
        They are missing or incomplete, or a variable holds a value that no request can carry.
    NetworkError
        A variable holds no valid address, or names certificates that cannot be read.
    MissingPackageError
        The platform needs an extra of the SDK.
    """
    _require_package(platform)
    check_environment(platform)
    with _explain_certificate_errors():
        http_client = _build_http_client(transport)
    try:
        client: anthropic.Anthropic = _build_sdk_client(
            platform.client,
            platform,
            http_client=http_client,
            middleware=[middleware] if middleware else None,
            max_retries=0,
            **_find_credentials(platform, offline=transport is not None),
        )
    except (CredentialsError, NetworkError):
        http_client.close()
        raise
    return client


def build_async_client(
    platform: Platform, *, transport: httpx2.BaseTransport | None = None, connections: int
) -> anthropic.AsyncAnthropic:
    """Return the SDK's client for many requests at once, which can be canceled.

    It never retries: its user knows of all requests together.

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
        As of `build_client`.
    """
    import anthropic
    import httpx2

    _require_package(platform)
    check_environment(platform)
    credentials = _find_credentials(platform, offline=transport is not None)
    if transport is not None:
        http_client = httpx2.AsyncClient(transport=_to_async_transport(transport))
    else:
        limits = httpx2.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEEP_ALIVE_SECONDS,
        )
        with _explain_certificate_errors():
            http_client = anthropic.DefaultAioHttpClient(limits=limits)
    client: anthropic.AsyncAnthropic = _build_sdk_client(
        f"Async{platform.client}", platform, http_client=http_client, max_retries=0, **credentials
    )
    return _move_user_to_http_client(client, http_client)


def _move_user_to_http_client(
    client: anthropic.AsyncAnthropic, http_client: httpx2.AsyncClient
) -> anthropic.AsyncAnthropic:
    """Return a client whose address names no user, which the HTTP client sends instead.

    aiohttp refuses a request with both the user in its address and the header made from it.
    """
    url = client.base_url
    if not url.userinfo:
        return client
    http_client.auth = (url.username, url.password)
    return client.with_options(base_url=redaction.remove_user(str(url)))


def _build_sdk_client(class_name: str, platform: Platform, **options: Any) -> Any:
    """Return one of the SDK's clients after making sure that it has credentials."""
    import anthropic

    redaction.redact_logs()
    try:
        with explain_login_errors(platform):
            client = getattr(anthropic, class_name)(**options)
    except (anthropic.AnthropicError, ValueError) as error:
        redaction.redact_exception(error)
        msg = f"Credentials for {platform.label} are incomplete: {error} Then ask again."
        raise CredentialsError(msg) from error
    if platform.is_plain:
        _require_key(client)
        redaction.remember_secrets(options.get("api_key"), client.auth_token)
    return client


@contextmanager
def _explain_certificate_errors() -> Iterator[None]:
    """Name the variable whose certificates cannot be read: ssl's errors name no file."""
    try:
        yield
    except (OSError, ValueError) as error:
        redaction.redact_exception(error)
        if (variable := _first_certificate_variable()) is None:
            msg = f"The connection cannot be set up: {error}."
        else:
            name, path = variable
            msg = f"{name} names {path}, which holds no readable certificates: correct it."
        raise NetworkError(msg) from error


def _first_certificate_variable() -> tuple[str, str] | None:
    """Return the first variable that names certificates, and its value."""
    variables = ((name, os.environ.get(name, "")) for name in CERTIFICATES)
    return next(((name, path) for name, path in variables if path), None)


def _to_async_transport(transport: httpx2.BaseTransport) -> httpx2.AsyncBaseTransport:
    """Return an asynchronous transport that calls a synchronous one in threads."""
    import asyncio

    import httpx2

    class ThreadTransport(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await request.aread()  # its body comes in pieces
            return await asyncio.to_thread(transport.handle_request, request)

    return ThreadTransport()


def _require_package(platform: Platform) -> None:
    try:
        is_installed = platform.module is None or find_spec(platform.module) is not None
    except ModuleNotFoundError:  # of the package that the module is in
        is_installed = False
    if not is_installed:
        extra = f'"jupyter-claude-vision[{platform.extra}]"'
        msg = f"{platform.label} needs a package: pip install {extra}, and ask again."
        raise MissingPackageError(msg[0].upper() + msg[1:])


def _build_http_client(transport: httpx2.BaseTransport | None) -> httpx2.Client:
    import anthropic
    import httpx2

    if transport is not None:
        return httpx2.Client(transport=transport)
    defaults = anthropic.DEFAULT_CONNECTION_LIMITS
    return anthropic.DefaultHttpxClient(
        limits=httpx2.Limits(
            max_connections=defaults.max_connections,
            max_keepalive_connections=defaults.max_keepalive_connections,
            keepalive_expiry=_KEEP_ALIVE_SECONDS,
        )
    )


def _find_credentials(platform: Platform, *, offline: bool) -> dict[str, Any]:
    if offline:
        return {"api_key": "offline", "base_url": "https://offline.invalid"}
    if not platform.is_plain:
        return find_client_arguments(platform)
    key = _read_colab_secret()
    return {"api_key": key} if key else {}


def _read_colab_secret() -> str | None:
    """Return the key from Colab's secrets, where Colab's users keep it."""
    if "google.colab" not in sys.modules or os.environ.get("ANTHROPIC_API_KEY"):
        return None
    from google.colab import userdata  # type: ignore[import-not-found,import-untyped,unused-ignore]

    try:
        key = str(userdata.get("ANTHROPIC_API_KEY"))
    except userdata.SecretNotFoundError:
        return None
    except userdata.NotebookAccessError as error:
        msg = (
            "Give this notebook access to the secret ANTHROPIC_API_KEY (the key icon), and ask "
            "again."
        )
        raise CredentialsError(msg) from error
    name = "Colab's secret ANTHROPIC_API_KEY"
    problem = describe_problem(name, key)
    if problem is None:
        return key
    del key  # IPython's verbose mode shows what a frame holds
    check_word(name, problem)
    return None


def _require_key(client: anthropic.Anthropic | anthropic.AsyncAnthropic) -> None:
    if not (client.api_key or client.auth_token or client.credentials):
        msg = f"There is no key for the Claude API: {_ALTERNATIVES}"
        raise CredentialsError(msg)
