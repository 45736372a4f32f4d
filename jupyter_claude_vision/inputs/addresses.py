"""Which hosts and addresses a URL may lead to: public ones only."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from ..errors import FetchError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_PRIVATE_NAMES: Final = (".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_CREDENTIALS: Final = re.compile(r"(?<=//)[^/?#\s]*@")


def without_credentials(text: str) -> str:
    """Return a URL without the user name and password before its host; other text as it is."""
    return _CREDENTIALS.sub("", text) if "://" in text else text


def check_public(url: str, name: str) -> None:
    """Raise unless others can fetch a URL too; nothing is looked up.

    Raises
    ------
    FetchError
        It is not http(s), carries a password, or its host is plainly a private one.
    """
    name = without_credentials(name)
    parts = split(url, name)
    if parts.username is not None:
        msg = f"{name} carries a user name or password, which must not be passed on."
        raise FetchError(msg)
    host = (parts.hostname or "").rstrip(".")
    address = literal(host)
    if address is None:
        if "." not in host or host.endswith(_PRIVATE_NAMES):
            raise FetchError(_private(name, host))
    elif not is_public(address):
        raise FetchError(_private(name, host))


def split(url: str, name: str) -> SplitResult:
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


def literal(host: str) -> Address | None:
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


def resolve(host: str, port: int, name: str, *, allow_private: bool) -> list[Address]:
    """Return a host's addresses, each of them checked.

    Raises
    ------
    FetchError
        The host is not known, or one of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        msg = f"{name} cannot be fetched: there is no host {host}."
        raise FetchError(msg) from error
    addresses = [ipaddress.ip_address(str(entry[4][0])) for entry in found]
    if not allow_private and not all(map(is_public, addresses)):
        raise FetchError(_private(name, host))
    return list(dict.fromkeys(addresses))


def _private(name: str, host: str) -> str:
    return (
        f"{name} is not fetched: {host} is a private address. Where that is meant, "
        "set %config ClaudeVision.private_urls = True."
    )
