"""Gateways, and the errors of the network: proxies, certificates, timeouts."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from .credentials import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...platforms import Platform

_OTHER_BUNDLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE")
"""Variables that name certificates for other libraries, and have no effect here."""

_PAGE: Final = "See docs/networks.md."


def host_of(url: str) -> str:
    """Return the host of an address, with its port, and without a user."""
    return urlsplit(url).netloc.rpartition("@")[2]


def gateway_host(platform: Platform, base_url: str | None) -> str | None:
    """Return the host that requests go to; None where it is the platform's own.

    Parameters
    ----------
    platform : Platform
    base_url : str, optional
        The client's; without one, what the environment says.
    """
    host = host_of(base_url or address_of(platform))
    return None if not host or platform.is_own_host(host) else host


def explain_network_error(error: Exception, place: str) -> str:
    """Return the reason why an address does not answer, and what to do.

    Parameters
    ----------
    error : Exception
        The SDK's, or the HTTP library's.
    place : str
        The address, or the platform's name.
    """
    import httpx2

    # The SDK wraps httpx2's errors before the answer begins, but not later ones.
    cause = error if isinstance(error, httpx2.TransportError) else error.__cause__ or error
    chain = list(_iterate_causes(error))
    if any(isinstance(link, ssl.SSLCertVerificationError) for link in chain):
        return _explain_untrusted_certificate(place)
    if isinstance(cause, httpx2.ProxyError):
        return (
            f"The proxy did not let the request through to {place} ({cause}): check HTTPS_PROXY, "
            f"and the user and password in it. {_PAGE}"
        )
    if isinstance(cause, httpx2.TimeoutException):
        return f"No answer from {place} in time: try again."
    if isinstance(cause, (httpx2.ReadError, httpx2.RemoteProtocolError)):
        return f"The connection to {place} broke off: check the network, and ask again."
    return (
        f"No connection to {place}: check the network, and HTTPS_PROXY if there is a "
        f"proxy ({cause})."
    )


def _iterate_causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    visited_ids: set[int] = set()
    while link is not None and id(link) not in visited_ids:
        visited_ids.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _explain_untrusted_certificate(place: str) -> str:
    variable = next((name for name in _OTHER_BUNDLES if os.environ.get(name)), None)
    aside = f" ({variable} is for other libraries and has no effect here)" if variable else ""
    return (
        f"The certificate of {place} is signed by an authority that this kernel does not trust, "
        "such as a company's own: set SSL_CERT_FILE to the file of its certificates"
        f"{aside}. {_PAGE}"
    )
