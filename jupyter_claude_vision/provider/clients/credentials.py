"""Checks of the variables that a platform's client reads.

The HTTP library refuses a key with a line break at its end, with the whole header in its
exception, and tries an address without a scheme three times. Both are noticed here, before a
client is built. A message names the variable and the kind of problem, and never the value.
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
"""Keys of the Claude API; the SDK uses the first that is set."""

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
    """Raise where a variable holds a value that no request can carry.

    Raises
    ------
    CredentialsError
        A key, a name or a header.
    NetworkError
        The address of the API or of a proxy.
    """
    # The frames that raise hold no value: IPython's verbose mode shows what a frame holds.
    for name in _credential_variables(platform):
        check_word(name, _describe_variable_problem(name))
    check_word(_HEADERS, _describe_header_problem())
    for name, schemes in _address_variables(platform):
        if problem := _describe_address_problem(name, schemes):
            msg = f"{name} {problem}: set it again, and ask again. Nothing was sent."
            raise NetworkError(msg)
        if _lacks_socks(name):
            msg = (
                f"{name} names a SOCKS proxy, which needs a package: pip install "
                '"httpx2[socks]", and ask again. Nothing was sent.'
            )
            raise NetworkError(msg)


def check_word(name: str, problem: str | None) -> None:
    """Raise where there is a problem with a key, or another word.

    Parameters
    ----------
    name : str
        The variable's, or another that the user knows.
    problem : str or None
        As `describe_problem` returns it.

    Raises
    ------
    CredentialsError
    """
    if problem is not None:
        msg = f"{name} {problem}: set it again without that, and ask again. Nothing was sent."
        raise CredentialsError(msg)


def address_of(platform: Platform) -> str:
    """Return the address that the environment sets for a platform; empty where it sets none."""
    return os.environ.get(ADDRESSES.get(platform.name, ""), "")


def _address_variables(platform: Platform) -> Iterator[tuple[str, frozenset[str]]]:
    if name := ADDRESSES.get(platform.name):
        yield name, _SCHEMES
    if platform.name != "offline":
        yield from ((proxy, _PROXY_SCHEMES) for proxy in PROXIES)


def _credential_variables(platform: Platform) -> Iterator[str]:
    if platform.name == "anthropic":
        yield from [name for name in _KEYS if os.environ.get(name)][:1]
        return
    yield from _WORDS.get(platform.name, ())


def _describe_variable_problem(name: str) -> str | None:
    """Return the problem of a variable; on a line of its own, for the reason given above."""
    return describe_problem(name, os.environ.get(name, ""))


def describe_problem(name: str, value: str) -> str | None:
    """Return the problem with a variable's value, without any part of it; None for a good one."""
    if not value:
        return None
    if not value.strip():
        return "holds only white space"
    if value.strip().removeprefix("export ").startswith(f"{name}="):
        return "begins with its own name and an equals sign"
    if value[0] in _QUOTES and value.strip()[-1] == value[0]:
        return "stands in quotation marks"
    stray = _STRAY.search(value)
    if stray is None:
        return None
    verb = "holds"
    if stray.start() == 0:
        verb = "begins with"
    elif all(map(_STRAY.fullmatch, value[stray.start() :])):
        verb = "ends with"
    return f"{verb} {_describe_character(stray[0])}"


def _describe_character(character: str) -> str:
    """Return the kind of a character: enough to find it, and nothing of its surroundings."""
    if character in _SPACES:
        return _SPACES[character]
    if character.isspace():
        return f"an unusual space ({unicodedata.name(character, 'no name').lower()})"
    category = unicodedata.category(character)
    if category == "Cf":
        return f"an invisible character ({unicodedata.name(character, 'no name').lower()})"
    return "a control character" if category == "Cc" else "a character outside ASCII"


def _describe_header_problem() -> str | None:
    """Return the problem with the lines of headers; None for good ones.

    The SDK takes ``name: value`` from each line and skips a line without a colon.
    """
    for number, line in enumerate(os.environ.get(_HEADERS, "").split("\n"), 1):
        name, colon, content = line.partition(":")
        stray = _STRAY_IN_HEADER.search(content.strip())
        if not colon or (_HEADER_NAME.fullmatch(name.strip()) and not stray):
            continue
        problem = _describe_character(stray[0]) if stray else "an invalid header name"
        return f"holds {problem} in line {number}"
    return None


def _describe_address_problem(name: str, schemes: frozenset[str]) -> str | None:
    value = os.environ.get(name, "")
    if not value:
        return None
    if stray := _STRAY_IN_ADDRESS.search(value):
        return f"holds {_describe_character(stray[0])}"
    # A proxy may be named without a scheme.
    address = value if "://" in value or name not in PROXIES else f"http://{value}"
    if _is_address(address, schemes):
        return None
    return f"is not an address that begins with {' or '.join(sorted(schemes))}://"


def _lacks_socks(name: str) -> bool:
    """Return whether a variable names a SOCKS proxy, without the package for one."""
    is_socks = os.environ.get(name, "").lower().startswith("socks")
    return is_socks and find_spec("socksio") is None


def _is_address(value: str, schemes: frozenset[str]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False
