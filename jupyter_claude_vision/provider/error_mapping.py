"""The API's errors in our words.

One table from the API's typed errors to `errors`; nothing here reads the wording of a message
to decide anything, since that changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..errors import (
    CredentialsError,
    FileNotAvailableError,
    NetworkError,
    OverloadedError,
    ProviderError,
    RateLimitedError,
    RequestRejectedError,
    RequestTooLargeError,
    UnknownModelError,
)
from .retry_after import clock_time_after, parse_retry_after

if TYPE_CHECKING:
    import anthropic

    from ..platforms import Platform
    from .request import Request

Asked: TypeAlias = Literal["message", "upload", "file", "count", "batch", "batches"]
"""An answer, to keep a file, something about a file, a count of tokens, one batch, or batches."""

_LONGEST: Final = 300
"""Characters of somebody else's sentence that are repeated to the user."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a refused request tells.

    Attributes
    ----------
    status : int
        HTTP status; 200 where the error came as an event of a stream.
    kind : str or None
        The API's ``error.type``.
    code : str or None
        The API's ``error.details.error_code``.
    said : str
        The API's own sentence.
    place : str
        Who refused: the platform's label and, where it is not the usual one, its address.
    model : str
    attachment : str or None
        Name of the attachment that the API complains of, where it tells.
    by_url : bool
        Whether the request named a URL, which the API may not have been able to fetch.
    retry_after : float or None
        Seconds, where it tells.
    request_id : str or None
    what : Asked
        What was asked for.
    is_foreign : bool
        The body is not the API's JSON, such as a page of a proxy.
    renew : str
        What to do where the key or the login is not accepted.
    lacks : str
        What only some deployments of the platform have, where the request needs it.
    """

    status: int
    kind: str | None
    code: str | None
    said: str
    place: str
    model: str
    attachment: str | None = None
    by_url: bool = False
    retry_after: float | None = None
    request_id: str | None = None
    what: Asked = "message"
    is_foreign: bool = False
    renew: str = "check it"
    lacks: str = ""


_KIND_BY_STATUS: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}

# error.type: (exception, sentence). `{about}` names the attachment at fault, where known.
_BY_KIND: Final[dict[str, tuple[type[ProviderError], str]]] = {
    "authentication_error": (
        CredentialsError,
        "{place} did not accept the key: {renew}.",
    ),
    "permission_error": (
        CredentialsError,
        "The key may not do this at {place}: {said}",
    ),
    "billing_error": (
        CredentialsError,
        "{place} asks for payment: {said} Check the account's credit.",
    ),
    "not_found_error": (
        UnknownModelError,
        "{place} has no model {model!r} for this key: check %config ClaudeVision.model.",
    ),
    "request_too_large": (
        RequestTooLargeError,
        "The request is too large for {place}: send fewer attachments, or use --method files.",
    ),
    "rate_limit_error": (
        RateLimitedError,
        "{place} is limiting the rate of requests: try again {when}.",
    ),
    "overloaded_error": (
        OverloadedError,
        "{place} is overloaded: try again in a minute.",
    ),
    "timeout_error": (
        OverloadedError,
        "{place} took too long: try again, or ask for less (--max-tokens).",
    ),
    "api_error": (
        OverloadedError,
        "{place} had an internal error{status_told}: try again in a minute.",
    ),
    "invalid_request_error": (
        RequestRejectedError,
        "{place} rejected the request{about}: {said}{instead}{lacks}",
    ),
    "model_error": (
        OverloadedError,
        "The model broke off at {place}: {said} Ask again.",
    ),
}

# Amazon's names of its errors, in a header, or in an event of a stream: the API's type.
_KIND_AT_AMAZON: Final = {
    "accessdeniedexception": "permission_error",
    "expiredtokenexception": "authentication_error",
    "internalserverexception": "api_error",
    "modelerrorexception": "model_error",
    "modelnotreadyexception": "overloaded_error",
    "modelstreamerrorexception": "model_error",
    "modeltimeoutexception": "timeout_error",
    "resourcenotfoundexception": "not_found_error",
    "servicequotaexceededexception": "rate_limit_error",
    "serviceunavailableexception": "overloaded_error",
    "throttlingexception": "rate_limit_error",
    "unrecognizedclientexception": "authentication_error",
    "validationexception": "invalid_request_error",
}

# (status, what was asked for): the same, where the status says more than the error's type.
_BY_STATUS: Final[dict[tuple[int, Asked], tuple[type[ProviderError], str]]] = {
    (404, "file"): (
        FileNotAvailableError,
        (
            "{place} has no such file for this key: it was deleted, has expired, or belongs to "
            "another workspace."
        ),
    ),
    (413, "upload"): (
        RequestTooLargeError,
        (
            "{it} is too large to be uploaded to {place}: send a part of it (--pages of a PDF, "
            "--crop of a picture), or use --method base64."
        ),
    ),
    (507, "upload"): (
        RequestRejectedError,
        (
            "There is no room at {place} for {it}: delete files (%claude_files --delete all), or "
            "use --method base64."
        ),
    ),
}

_NO_SUCH_ENDPOINT: Final = frozenset({404, 405, 501})
_MISSING: Final[dict[Asked, str]] = {
    "count": (
        "{place} cannot count tokens ({status} for /v1/messages/count_tokens): leave out exact."
    ),
    "batches": "{place} has no batches ({status} for /v1/messages/batches): ask with how='now'.",
}
"""What is missing where an endpoint is: it answers as the API does about a model."""

_PROXY_LOGIN: Final = (
    "A proxy wants to know who you are (407): put your user and password into HTTPS_PROXY, before "
    "the host and an @."
)
_CONFLICT: Final = "{place} was changing the same thing at that moment (409): ask again."
_FOREIGN: Final = (
    "Something that is not the API answered at {place} ({status}): check the address "
    "(ANTHROPIC_BASE_URL), and whether a proxy is in between."
)
_FOREIGN_STATUSES: Final = frozenset({400, 403, 404, 405, 410, 451})
"""What a proxy or a web server says by itself, and what means something else from the API."""

_MESSAGES: Final = ("message", "Message", "error", "detail")
"""Where bodies that are not in the API's form hold their sentence."""

_INSTEAD: Final = " If the URL could not be fetched, --method base64 sends the picture itself."

SPEND_LIMIT: Final = "enforced_spend_limit_reached"
"""The API's ``error.details.error_code`` of an account that may spend no more this month."""

_SPENT: Final = (
    "{place} takes nothing more from this account before next month, since its spend limit is "
    "reached: raise the limit in the Console, or wait."
)
"""A 429 without ``retry-after``, which no waiting helps."""


def fault_of(
    error: anthropic.APIStatusError,
    request: Request | None,
    place: str,
    platform: Platform,
    *,
    what: Asked,
    name: str,
) -> Fault:
    """Return what the SDK's error tells.

    Parameters
    ----------
    error : anthropic.APIStatusError
    request : Request, optional
    place : str
        Who refused.
    platform : Platform
        As what it was asked.
    what : Asked
        What was asked for.
    name : str
        Of the attachment that it was about; empty where the error tells that itself.
    """
    paths = getattr(error.details, "paths", None) or []
    names = [request.names.get(path, path) for path in paths] if request else []
    return Fault(
        status=error.status_code,
        kind=_kind_of(error),
        code=error.error_code,
        said=error.api_message or _message_of(error.body) or f"HTTP {error.status_code}.",
        place=place,
        model=request.model if request else "",
        attachment=name or ", ".join(names) or None,
        by_url=request is not None and request.by_url,
        retry_after=parse_retry_after(error.response.headers),
        request_id=error.request_id,
        what=what,
        is_foreign=not isinstance(error.body, dict),
        renew=platform.renew,
        lacks=platform.lacks if request and (request.output or request.by_file) else "",
    )


def _kind_of(error: anthropic.APIStatusError) -> str | None:
    """Return an error's type, in the API's words where it is Amazon's."""
    header: str = error.response.headers.get("x-amzn-errortype", "")
    kind = error.type or header.partition(":")[0]
    return _KIND_AT_AMAZON.get(kind.lower(), kind) if kind else None


def _message_of(body: object) -> str:
    """Return what others say whose errors are not in the API's form, such as AWS' and gateways."""
    fields = map(body.get, _MESSAGES) if isinstance(body, dict) else ()
    return next((text for text in fields if isinstance(text, str) and text), "")


def translate(fault: Fault) -> ProviderError:
    """Return the exception that a user meets for a fault."""
    if fault.code == "file_expired":
        return _made(FileNotAvailableError, "An uploaded file has expired: ask again.", fault)
    if fault.code in {"image_dimensions_too_large", "image_too_large"} and fault.attachment:
        return _made(RequestRejectedError, "{place} finds {attachment} too large: {said}", fault)
    if fault.code == SPEND_LIMIT:
        return _made(CredentialsError, _SPENT, fault)
    if fault.status == 407:
        return _made(NetworkError, _PROXY_LOGIN, fault)
    if fault.status in _NO_SUCH_ENDPOINT and fault.what in _MISSING:
        return _made(RequestRejectedError, _MISSING[fault.what], fault)
    if fault.is_foreign and fault.status in _FOREIGN_STATUSES:
        return _made(NetworkError, _FOREIGN, fault)
    if fault.code == "storage_quota_exceeded":
        return _made(*_BY_STATUS[507, "upload"], fault)
    if known := _BY_STATUS.get((fault.status, fault.what)):
        return _made(*known, fault)
    if fault.status == 409 and fault.kind not in _BY_KIND:
        return _made(OverloadedError, _CONFLICT, fault)
    kind = fault.kind if fault.kind in _BY_KIND else _KIND_BY_STATUS.get(fault.status, "api_error")
    exception, sentence = _BY_KIND[kind]
    return _made(exception, sentence, fault)


def _made(exception: type[ProviderError], sentence: str, fault: Fault) -> ProviderError:
    text = sentence.format(
        place=fault.place,
        said=shortened(fault.said),
        it=fault.attachment or "the file",
        model=fault.model,
        status=fault.status,
        status_told="" if fault.status == 200 else f" ({fault.status})",
        renew=fault.renew,
        lacks=f" {fault.lacks}" if fault.lacks else "",
        attachment=fault.attachment,
        about=f" ({fault.attachment})" if fault.attachment else "",
        instead=_INSTEAD if fault.by_url else "",
        when=_when(fault.retry_after),
    )
    return exception(text[0].upper() + text[1:], status=fault.status, request_id=fault.request_id)


def _when(seconds: float | None) -> str:
    if not seconds:
        return "in a minute"
    return f"in {seconds:g} s" if seconds < 60 else f"after {clock_time_after(seconds)}"


def shortened(text: str) -> str:
    """Return somebody else's sentence, shortened where it is a page; ``--debug`` shows it whole."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rstrip()}… (--debug shows it whole.)"
