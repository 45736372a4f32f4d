"""Hosts and addresses that a URL may lead to: public ones only."""

from __future__ import annotations

import ipaddress
import re
import socket
import urllib.request
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from ...errors import FetchError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_PRIVATE_NAMES: Final = (".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa")
_NOBODYS: Final = (".invalid", ".test", ".example")  # RFC 6761
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_CREDENTIALS: Final = re.compile(r"(?<=//)[^/?#\s]*@")


def without_credentials(text: str) -> str:
    """Return a URL without the user name and password before its host; other text as it is."""
    return _CREDENTIALS.sub("", text) if "://" in text else text


def check_public(url: str, name: str) -> None:
    """Raise unless a URL may be handed to the API, which then fetches it itself.

    Its host is looked up here: a public name can lead to a private address, and one that leads
    nowhere is a slip of the pen, or an internal name that is no one else's business.

    Raises
    ------
    FetchError
        It is not http(s), carries a password, or its host is private, or does not exist.
    """
    name = without_credentials(name)
    parts = split_url(url, name)
    if parts.username is not None:
        msg = f"{name} carries a user name or password, which must not be passed on."
        raise FetchError(msg)
    host = parts.hostname or ""
    if is_private_name(host):
        raise FetchError(_not_shared(name, host))
    if literal_address(host) is not None:
        return
    try:
        addresses = _looked_up(host, _checked_port(parts))
    except (OSError, UnicodeError) as error:
        if is_proxied(parts.scheme, host) and not (
            isinstance(error, UnicodeError) or host.rstrip(".").endswith(_NOBODYS)
        ):
            return  # who looks the host up there is the proxy; this kernel need not be able to
        raise FetchError(_no_host(name, host)) from error
    if not all(map(is_public, addresses)):
        raise FetchError(_not_shared(name, host))


def check_before_proxy(url: str, name: str) -> None:
    """Raise where a proxy must not be asked for a URL: it could reach what is private.

    Raises
    ------
    FetchError
        Its host is a private one, by its name or by what that resolves to here.
    """
    parts = split_url(url, name)
    host = parts.hostname or ""
    if is_private_name(host):
        raise FetchError(_private_host_error(name, host))
    try:
        addresses = _looked_up(host, _checked_port(parts))
    except (OSError, UnicodeError):
        return  # only the proxy knows it
    if not all(map(is_public, addresses)):
        raise FetchError(_private_host_error(name, host))


def is_private_name(host: str) -> bool:
    """Return whether a host is plainly private by its name; nothing is looked up."""
    host = host.rstrip(".").lower()
    address = literal_address(host)
    if address is not None:
        return not is_public(address)
    return "." not in host or host.endswith(_PRIVATE_NAMES)


def is_proxied(scheme: str, host: str) -> bool:
    """Return whether the environment names a proxy for a host."""
    proxies = urllib.request.getproxies()
    has_proxy = bool(proxies.get(scheme) or proxies.get("all"))
    return has_proxy and not urllib.request.proxy_bypass(host)


def split_url(url: str, name: str) -> SplitResult:
    """Return an http(s) URL's parts.

    Raises
    ------
    FetchError
        It is another kind of URL, or none.
    """
    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        msg = f"{name} is not a URL: {error}."
        raise FetchError(msg) from error
    if not whole:
        msg = f"{name} is not an http or https URL: only those are fetched."
        raise FetchError(msg)
    return parts


def literal_address(host: str) -> Address | None:
    """Return the address that a host's name spells out, also as ``2130706433`` or ``127.1``."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):  # it is a name
        return None


def is_public(address: Address) -> bool:
    """Return whether an address, and the one embedded in it, belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour
        if embedded is None and address in _NAT64:
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if embedded is not None:
            return is_public(embedded)
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def resolve_host(host: str, port: int, name: str, *, allow_private: bool) -> list[Address]:
    """Return a host's addresses, each of them checked.

    Raises
    ------
    FetchError
        The host is not known, or one of its addresses is not public.
    """
    try:
        addresses = _looked_up(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError(_no_host(name, host)) from error
    if not allow_private and not all(map(is_public, addresses)):
        raise FetchError(_private_host_error(name, host))
    return addresses


def _looked_up(host: str, port: int) -> list[Address]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]) for entry in entries)
    return [ipaddress.ip_address(text) for text in texts]


def _checked_port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _no_host(name: str, host: str) -> str:
    return f"{name} cannot be fetched: there is no host {host}."


def _not_shared(name: str, host: str) -> str:
    return (
        f"{name} cannot go by its address: {host} is a private address, which the API must not be "
        "given. Use --method base64 or files."
    )


def _private_host_error(name: str, host: str) -> str:
    return (
        f"{name} is not fetched: {host} is a private address. Where that is meant, "
        "set %config ClaudeVision.private_urls = True."
    )
