"""Removal of secrets from foreign text: one place for all output.

Libraries quote their arguments in exceptions and logs: ``Illegal header value b'Bearer sk-ant-…'``.
So every message of this package's errors, every traceback that it shows and every line that the
SDK logs goes through `redact_secrets`, which knows the secrets of the environment and of the
clients, and recognizes the patterns of others.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import traceback
from base64 import b64encode
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPLACEMENT: Final = "[secret]"
"""The replacement of a secret."""

_PIECE: Final = 8
"""Characters of a secret that must not be shown."""

_SHORTEST: Final = 4
"""A shorter secret would be found in too many ordinary words."""

_LONGEST_PLACEHOLDER: Final = 40
_PLACEHOLDER: Final = re.compile(
    r"(?:[-_. <>]*(?:anthropic|any|anything|api|change|changeme|claude|dummy|empty|example|fake|"
    r"false|foo|foobar|gateway|here|ignored|insert|key|litellm|lm|local|localhost|me|mock|my|na|"
    r"needed|nil|no|none|not|null|offline|ollama|paste|placeholder|proxy|required|secret|sk|"
    r"studio|test|testing|token|true|undefined|unused|vllm|your))+[-_. <>]*|(.)\1*",
    re.IGNORECASE,
)
"""Placeholders for a key that a gateway does not need: also words of ordinary messages."""

_CREDENTIAL_PREFIXES: Final = ("ANTHROPIC_", "AWS_", "AZURE_", "GOOGLE_", "CLOUD_ML_")
_SECRET_NAME: Final = re.compile(r"(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD)(?:_|$)")
_PLACE_NAME: Final = re.compile(r"_(?:CREDENTIALS|DIR|FILE|PATH|URI|URL)$")
_ADDRESS_NAME: Final = re.compile(r"(?:_URL|_PROXY)$", re.IGNORECASE)
_HEADERS_VARIABLE: Final = "ANTHROPIC_CUSTOM_HEADERS"
_SECRET_HEADER: Final = re.compile(r"key|token|secret|password|auth|cookie", re.IGNORECASE)
_WORDS: Final = re.compile(r"[A-Za-z ,;/._-]*")
_SCHEMES: Final = frozenset({"bearer", "basic", "token"})

_SECRET_PATTERNS: Final = (
    (re.compile(r"sk-ant-[\w-]+"), REPLACEMENT),
    (
        re.compile(r"\b(Bearer|Basic) +(?=\S*\d)[\w.~+/=-]{16,}", re.IGNORECASE),
        rf"\1 {REPLACEMENT}",
    ),
    (re.compile(r"(://)[^\s/@?#'\"<>]+@"), rf"\1{REPLACEMENT}@"),
)
"""Secrets that are recognized anywhere, such as a token that the SDK fetched by itself."""

_LOGGERS: Final = re.compile(
    r"(?:anthropic|httpx2|httpcore2|aiohttp|azure|botocore|google\.auth|msal)(?:\.|$)"
)

_secrets: set[str] = set()  # also earlier values of variables, which may still be shown


def remember_secrets(*secrets: str | None) -> None:
    """Remember secrets that are in no variable of the environment; placeholders are ignored."""
    values = [secret.strip() for secret in secrets if secret]
    _secrets.update(v for v in values if len(v) >= _SHORTEST and not _is_placeholder(v))


def redact_secrets(text: str) -> str:
    """Return text without the secrets of this process, in whole or in part."""
    remember_secrets(*_environment_secrets(os.environ))
    for pattern, replacement in _SECRET_PATTERNS:
        text = pattern.sub(replacement, text)
    # A copy, since another thread may add one meanwhile; longest first, as one may hold others.
    for secret in sorted(_secrets, key=len, reverse=True):
        text = _remove_secret(text, secret)
    return text


_PACKAGES: Final = re.compile(
    r".*[/\\](?:site-packages|dist-packages|python3\.\d+)[/\\]", re.DOTALL
)
_PART: Final = r"[^\s/\\:*?\"'<>|,;()]"
_ABSOLUTE_PATH: Final = re.compile(
    r"(?<=(?P<quote>['\"]))(?:~|[A-Za-z]:)?[/\\][^'\"\n]*(?=(?P=quote))"
    rf"|(?<![\w:/\\.~-])(?:~|[A-Za-z]:)?[/\\](?:{_PART}+[/\\])+{_PART}*"
    rf"|(?<![\w:/\\.~-])~[/\\]{_PART}+"
)


def hide_paths(text: str, *, is_traceback: bool = False) -> str:
    """Return text without this machine's folders, which can hold a user's name.

    Parameters
    ----------
    text : str
    is_traceback : bool
        Of each absolute path only the file's name remains, with its package if it has one. In
        other text, where a path may be an address, only known folders are removed.
    """
    folders = {
        os.getcwd(): ".",  # noqa: PTH109 - as text
        os.path.expanduser("~"): "~",  # noqa: PTH111
        tempfile.gettempdir(): "…",
    }
    for folder in sorted(folders, key=len, reverse=True):
        if len(folder) > _SHORTEST:
            text = re.sub(rf"{re.escape(folder)}(?=[/\\\s'\":,)]|$)", folders[folder], text)
    return _ABSOLUTE_PATH.sub(_shorten_path, text) if is_traceback else text


def _shorten_path(match: re.Match[str]) -> str:
    path = match[0]
    if (rest := _PACKAGES.sub("", path)) != path:
        return rest
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1]


def remove_user(url: str) -> str:
    """Return an address without the user and the password that may stand in it."""
    head, mark, rest = url.partition("://")
    if not mark:
        return redact_secrets(url)
    host, slash, path = rest.partition("/")
    return f"{head}{mark}{host.rpartition('@')[2]}{slash}{path}"


def redact_exception(error: BaseException) -> None:
    """Remove the secrets from an exception and from its causes.

    Their texts and attributes are rewritten in place, and their frames lose their local variables,
    which IPython's verbose mode would show; the lines of the traceback stay.
    """
    for link in _walk_chain(error):
        link.args = tuple(_redact_value(arg) for arg in link.args)
        if isinstance(link, UnicodeEncodeError):
            link.object = ""  # the text that could not be encoded, such as a whole header
        vars(link).update({name: _redact_value(value) for name, value in vars(link).items()})
        _redact_request(vars(link).get("request"))
        traceback.clear_frames(link.__traceback__)


def redact_logs() -> None:
    """Remove secrets from the logs of the SDK and its libraries; can be called again.

    A logger's filter does not apply to the loggers below it, so each gets the same one.
    """
    for name in list(logging.root.manager.loggerDict):
        if _LOGGERS.match(name):
            logging.getLogger(name).addFilter(_FILTER)


class _RedactingFilter(logging.Filter):
    """Filter that rewrites log records and lets all of them pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Remove the secrets from a record's message and traceback."""
        record.msg, record.args = redact_secrets(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            lines = traceback.format_exception(record.exc_info[1])
            record.exc_text, record.exc_info = redact_secrets("".join(lines)).rstrip(), None
        return True


_FILTER: Final = _RedactingFilter()


def _environment_secrets(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in environment.items():
        if _ADDRESS_NAME.search(name):
            yield from _address_secrets(value)
        elif name == _HEADERS_VARIABLE:
            yield from _header_secrets(value)
        elif name.startswith(_CREDENTIAL_PREFIXES) and _is_secret_name(name):
            # A pasted line of a shell script also contains the variable's name.
            yield value.strip().removeprefix("export ").removeprefix(f"{name}=")


def _is_placeholder(secret: str) -> bool:
    return len(secret) <= _LONGEST_PLACEHOLDER and _PLACEHOLDER.fullmatch(secret) is not None


def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None and _PLACE_NAME.search(name) is None


def _header_secrets(value: str) -> Iterator[str]:
    """Yield the values of headers, except plain words, such as a team's name and ``Bearer``."""
    for line in value.splitlines():
        name, _, content = line.partition(":")
        if _WORDS.fullmatch(content) and not _SECRET_HEADER.search(name):
            continue
        yield content.strip()
        yield from (word for word in content.split() if word.lower() not in _SCHEMES)


def _address_secrets(url: str) -> Iterator[str]:
    """Yield the password of an address, or else its user, and the header made from them."""
    user, at, _ = (url.partition("://")[2] or url).partition("/")[0].rpartition("@")
    if not at:
        return
    name, _, password = user.partition(":")
    yield from (password or name, unquote(password or name))
    yield b64encode(unquote(user).encode("utf-8", "replace")).decode()


def _remove_secret(text: str, secret: str) -> str:
    """Return text without a secret and without any long piece of it."""
    if len(secret) < _PIECE:
        return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", REPLACEMENT, text)
    places = [at for at in range(len(text) - _PIECE + 1) if text[at : at + _PIECE] in secret]
    if not places:
        return text
    runs = [[places[0], places[0] + _PIECE]]
    for before, at in pairwise(places):
        if at > before + _PIECE:
            runs.append([at, at])
        runs[-1][1] = at + _PIECE
    pieces = [text[: runs[0][0]]]
    for (_, end), (start, _) in pairwise([*runs, [len(text), 0]]):
        pieces += [REPLACEMENT, text[end:start]]
    return "".join(pieces)


def _walk_chain(error: BaseException) -> Iterator[BaseException]:
    queue: list[BaseException | None] = [error]
    ids: set[int] = set()
    while queue:
        link = queue.pop()
        if link is None or id(link) in ids:
            continue
        ids.add(id(link))
        yield link
        queue += [link.__cause__, link.__context__]
        if isinstance(link, BaseExceptionGroup):
            queue += link.exceptions


def _redact_value(value: Any) -> Any:
    """Return plain data without secrets, and anything else unchanged."""
    if isinstance(value, str):
        return redact_secrets(value)
    if isinstance(value, bytes):
        return redact_secrets(value.decode("latin-1")).encode("latin-1")
    if isinstance(value, dict):
        return {_redact_value(key): _redact_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_redact_value(item) for item in value]
    if isinstance(value, tuple):
        make = getattr(value, "_make", tuple)  # a named tuple's own constructor
        return make(map(_redact_value, value))
    return value


def _redact_request(request: Any) -> None:
    """Remove the secrets from a completed request that an exception refers to."""
    if not (hasattr(request, "url") and hasattr(request, "headers")):
        return
    request.url = type(request.url)(remove_user(str(request.url)))
    for name, value in list(request.headers.items()):
        if (redacted_value := redact_secrets(value)) != value:
            request.headers[name] = redacted_value
