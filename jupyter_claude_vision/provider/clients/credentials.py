"""The variables that a platform's client reads, held against what a request can carry.

A key with a line break at its end is refused by the HTTP library, with the whole header in its
exception; an address without a scheme is tried three times. Both are seen here, before a client
is made. A message names the variable and the kind of what is wrong, and nothing that it holds.
"""

from __future__ import annotations

import os
import re
import unicodedata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ...errors import CredentialsError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...platforms import Platform

_AWS: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
)

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("ANTHROPIC_AWS_API_KEY", "ANTHROPIC_AWS_WORKSPACE_ID", *_AWS),
    "bedrock": ("AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_AWS_API_KEY", *_AWS),
    "bedrock_invoke": ("AWS_BEARER_TOKEN_BEDROCK", *_AWS),
    "google_cloud": (
        "ANTHROPIC_GOOGLE_CLOUD_PROJECT",
        "ANTHROPIC_GOOGLE_CLOUD_LOCATION",
        "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID",
        "GOOGLE_CLOUD_PROJECT",
    ),
    "vertex": ("ANTHROPIC_VERTEX_PROJECT_ID", "CLOUD_ML_REGION", "GOOGLE_CLOUD_PROJECT"),
    "foundry": ("ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_RESOURCE"),
}
"""Keys, regions and names, by platform: printable ASCII without a space."""

_KEYS: Final = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
"""Of the Claude API, of which the SDK uses the first that is set."""

ADDRESSES: Final[Mapping[str, str]] = {
    "anthropic": "ANTHROPIC_BASE_URL",
    "aws": "ANTHROPIC_AWS_BASE_URL",
    "bedrock": "ANTHROPIC_BEDROCK_MANTLE_BASE_URL",
    "bedrock_invoke": "ANTHROPIC_BEDROCK_BASE_URL",
    "google_cloud": "ANTHROPIC_GOOGLE_CLOUD_BASE_URL",
    "vertex": "ANTHROPIC_VERTEX_BASE_URL",
    "foundry": "ANTHROPIC_FOUNDRY_BASE_URL",
}
"""The variable that names another address for a platform."""

_HEADERS: Final = "ANTHROPIC_CUSTOM_HEADERS"
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_STRAY: Final = re.compile(r"[^\x21-\x7e]")
_STRAY_IN_HEADER: Final = re.compile(r"[^\x20-\x7e\t]")
_STRAY_IN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES: Final = {"\n": "a line break", "\r": "a carriage return", "\t": "a tab", " ": "a space"}
_QUOTES: Final = "'\"`"

PROXIES: Final = (
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
)
_SCHEMES: Final = frozenset({"http", "https"})
_PROXY_SCHEMES: Final = frozenset({"http", "https", "socks5", "socks5h"})


def check_environment(platform: Platform) -> None:
    """Raise where a variable holds what no request can carry.

    Raises
    ------
    CredentialsError
        A key, a name or a header.
    NetworkError
        The address of the API or of a proxy.
    """
    # The frames that raise hold no value: IPython's verbose mode shows what a frame holds.
    for name in _words(platform):
        check_word(name, problem_of_variable(name))
    check_word(_HEADERS, _problem_of_headers())
    for name, schemes in _addresses(platform):
        if problem := _problem_of_address(name, schemes):
            msg = f"{name} {problem}: set it again, and ask again. Nothing was sent."
            raise NetworkError(msg)
        if _lacks_socks(name):
            needed = 'which needs a package: pip install "httpx2[socks]", and ask again'
            msg = f"{name} names a SOCKS proxy, {needed}. Nothing was sent."
            raise NetworkError(msg)


def check_word(name: str, problem: str | None) -> None:
    """Raise where there is a problem with a key, or another word.

    Parameters
    ----------
    name : str
        What the user knows it by, such as the variable's name.
    problem : str or None
        As `problem_of` tells it.

    Raises
    ------
    CredentialsError
    """
    if problem is not None:
        msg = f"{name} {problem}: set it again without that, and ask again. Nothing was sent."
        raise CredentialsError(msg)


def problem_of_variable(name: str) -> str | None:
    """Return what is wrong with what a variable holds; None where nothing is."""
    return problem_of(name, os.environ.get(name, ""))


def address_of(platform: Platform) -> str:
    """Return the address that a variable names for a platform; empty where none does."""
    return os.environ.get(ADDRESSES.get(platform.name, ""), "")


def _addresses(platform: Platform) -> Iterator[tuple[str, frozenset[str]]]:
    if name := ADDRESSES.get(platform.name):
        yield name, _SCHEMES
    if platform.name != "offline":
        yield from ((proxy, _PROXY_SCHEMES) for proxy in PROXIES)


def _words(platform: Platform) -> Iterator[str]:
    if platform.name == "anthropic":
        yield from [name for name in _KEYS if os.environ.get(name)][:1]
        return
    yield from _WORDS.get(platform.name, ())


def problem_of(name: str, value: str) -> str | None:
    """Return what is wrong with a word, without a part of it; None where nothing is."""
    if not value:
        return None
    if not value.strip():
        return "holds nothing but white space"
    if value.strip().removeprefix("export ").startswith(f"{name}="):
        return "begins with its own name and an equals sign"
    if value[0] in _QUOTES and value.strip()[-1] == value[0]:
        return "stands in quotation marks"
    stray = _STRAY.search(value)
    if stray is None:
        return None
    where = "holds"
    if stray.start() == 0:
        where = "begins with"
    elif all(map(_STRAY.fullmatch, value[stray.start() :])):
        where = "ends with"
    return f"{where} {_kind(stray[0])}"


def _kind(character: str) -> str:
    """Return what kind of character one is: enough to find it, and not what it stands in."""
    if character in _SPACES:
        return _SPACES[character]
    if character.isspace():
        return f"another space than the usual ({unicodedata.name(character, 'no name').lower()})"
    category = unicodedata.category(character)
    if category == "Cf":
        return f"an invisible character ({unicodedata.name(character, 'no name').lower()})"
    return "a control character" if category == "Cc" else "a character outside ASCII"


def _problem_of_headers() -> str | None:
    """Return what is wrong with the lines of headers.

    The SDK takes ``name: value`` from each line and passes over a line without a colon.
    """
    for number, line in enumerate(os.environ.get(_HEADERS, "").split("\n"), 1):
        name, colon, content = line.partition(":")
        stray = _STRAY_IN_HEADER.search(content.strip())
        if not colon or (_HEADER_NAME.fullmatch(name.strip()) and not stray):
            continue
        problem = _kind(stray[0]) if stray else "a name that no header has"
        return f"holds {problem} in line {number}"
    return None


def _problem_of_address(name: str, schemes: frozenset[str]) -> str | None:
    value = os.environ.get(name, "")
    if not value:
        return None
    if stray := _STRAY_IN_ADDRESS.search(value):
        return f"holds {_kind(stray[0])}"
    # A proxy may be named without a scheme.
    address = value if "://" in value or name not in PROXIES else f"http://{value}"
    if _is_address(address, schemes):
        return None
    return f"is no address: it begins with {' or '.join(sorted(schemes))}://"


def _lacks_socks(name: str) -> bool:
    """Return whether a variable names a SOCKS proxy that the HTTP library cannot ask."""
    is_socks = os.environ.get(name, "").lower().startswith("socks")
    return is_socks and find_spec("socksio") is None


def _is_address(value: str, schemes: frozenset[str]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False
