"""The API's errors as this package's own.

One table from the API's typed errors to `errors`; no decision here depends on the wording of a
message, since that changes.
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

Operation: TypeAlias = Literal["message", "upload", "file", "count", "batch", "batches"]
"""The API's operations, as far as their errors differ; ``file`` stands for all but an upload."""

_LONGEST: Final = 300
"""Characters of a foreign message that are repeated to the user."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The facts of a refused request.

    Attributes
    ----------
    status : int
        HTTP status; 200 where the error came as an event of a stream.
    kind : str or None
        The API's ``error.type``.
    code : str or None
        The API's ``error.details.error_code``.
    message : str
        The API's own sentence.
    place : str
        The platform's label or, for a gateway, its address.
    model : str
    attachment : str or None
        Name of the attachment at fault, where the API tells.
    by_url : bool
        The request names a URL, which the API may have failed to fetch.
    retry_after : float or None
        Seconds, where the API tells.
    request_id : str or None
    operation : Operation
    is_foreign : bool
        The body is not the API's JSON, such as a page of a proxy.
    renewal : str
        Advice for a key or a login that is not accepted.
    limitation : str
        A remark on features that some deployments of the platform lack, where the request
        needs them.
    """

    status: int
    kind: str | None
    code: str | None
    message: str
    place: str
    model: str
    attachment: str | None = None
    by_url: bool = False
    retry_after: float | None = None
    request_id: str | None = None
    operation: Operation = "message"
    is_foreign: bool = False
    renewal: str = "check it"
    limitation: str = ""


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
        "{place} did not accept the key: {renewal}.",
    ),
    "permission_error": (
        CredentialsError,
        "This key lacks permission at {place}: {message}",
    ),
    "billing_error": (
        CredentialsError,
        "{place} requires payment: {message} Check the account's credit.",
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
        "{place} had an internal error{status_note}: try again in a minute.",
    ),
    "invalid_request_error": (
        RequestRejectedError,
        "{place} rejected the request{about}: {message}{alternative}{limitation}",
    ),
    "model_error": (
        OverloadedError,
        "The model broke off at {place}: {message} Ask again.",
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

# (status, operation): the same, where the status says more than the error's type.
_BY_STATUS: Final[dict[tuple[int, Operation], tuple[type[ProviderError], str]]] = {
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
            "{place} has no storage left for {it}: delete files (%claude_files --delete all), or "
            "use --method base64."
        ),
    ),
}

_NO_SUCH_ENDPOINT: Final = frozenset({404, 405, 501})
_MISSING_ENDPOINTS: Final[dict[Operation, str]] = {
    "count": (
        "{place} cannot count tokens ({status} for /v1/messages/count_tokens): leave out exact."
    ),
    "batches": "{place} has no batches ({status} for /v1/messages/batches): ask with how='now'.",
}
"""Operations whose endpoint may be missing, which the API reports as it does a missing model."""

_PROXY_LOGIN: Final = (
    "A proxy requires a login (407): put your user and password into HTTPS_PROXY, before "
    "the host and an @."
)
_CONFLICT: Final = "{place} was busy with a conflicting change (409): ask again."
_FOREIGN: Final = (
    "Something other than the API answered at {place} ({status}): check the address "
    "(ANTHROPIC_BASE_URL), and whether a proxy is in between."
)
_FOREIGN_STATUSES: Final = frozenset({400, 403, 404, 405, 410, 451})
"""Statuses of a proxy or a web server, which mean something else from the API."""

_MESSAGE_FIELDS: Final = ("message", "Message", "error", "detail")
"""The fields of a sentence in bodies that are not in the API's form."""

_ALTERNATIVE_TO_URL: Final = (
    " If the URL could not be fetched, --method base64 sends the picture itself."
)

SPEND_LIMIT: Final = "enforced_spend_limit_reached"
"""The API's ``error.details.error_code`` of an account that may spend no more this month."""

_SPEND_LIMIT_SENTENCE: Final = (
    "The spend limit of this account at {place} is reached: raise it in the "
    "Console, or wait until next month."
)
"""For a 429 without ``retry-after``, which no waiting helps."""


def read_fault(
    error: anthropic.APIStatusError,
    request: Request | None,
    place: str,
    platform: Platform,
    *,
    operation: Operation,
    attachment: str,
) -> Fault:
    """Return the facts that an error of the SDK holds.

    Parameters
    ----------
    error : anthropic.APIStatusError
    request : Request, optional
    place : str
        The platform or gateway that refused.
    platform : Platform
    operation : Operation
    attachment : str
        Name of the attachment that the request was about; empty where the error tells it.
    """
    paths = getattr(error.details, "paths", None) or []
    names = [request.names.get(path, path) for path in paths] if request else []
    return Fault(
        status=error.status_code,
        kind=_error_type(error),
        code=error.error_code,
        message=error.api_message or _read_message(error.body) or f"HTTP {error.status_code}.",
        place=place,
        model=request.model if request else "",
        attachment=attachment or ", ".join(names) or None,
        by_url=request is not None and request.by_url,
        retry_after=parse_retry_after(error.response.headers),
        request_id=error.request_id,
        operation=operation,
        is_foreign=not isinstance(error.body, dict),
        renewal=platform.renewal,
        limitation=_describe_limitation(request, place, platform),
    )


def _describe_limitation(request: Request | None, place: str, platform: Platform) -> str:
    """Return what some deployments and gateways lack that a request needs; empty for nothing."""
    if request is None:
        return ""
    is_gateway = place != platform.label
    tools = "Where it takes no tools, ask with --tools off." if request.tools and is_gateway else ""
    needs = platform.limitation if request.output or request.by_file else ""
    return " ".join(filter(None, (needs, tools)))


def _error_type(error: anthropic.APIStatusError) -> str | None:
    """Return an error's type, Amazon's as the API's."""
    header: str = error.response.headers.get("x-amzn-errortype", "")
    kind = error.type or header.partition(":")[0]
    return _KIND_AT_AMAZON.get(kind.lower(), kind) if kind else None


def _read_message(body: object) -> str:
    """Return the sentence of a body that is not in the API's form, such as AWS' or a gateway's."""
    fields = map(body.get, _MESSAGE_FIELDS) if isinstance(body, dict) else ()
    return next((text for text in fields if isinstance(text, str) and text), "")


def to_provider_error(fault: Fault) -> ProviderError:
    """Return the exception that is raised for a fault."""
    if fault.code == "file_expired":
        return _build_error(
            FileNotAvailableError, "An uploaded file has expired: ask again.", fault
        )
    if fault.code in {"image_dimensions_too_large", "image_too_large"} and fault.attachment:
        return _build_error(
            RequestRejectedError, "{place} finds {attachment} too large: {message}", fault
        )
    if fault.code == SPEND_LIMIT:
        return _build_error(CredentialsError, _SPEND_LIMIT_SENTENCE, fault)
    if fault.status == 407:
        return _build_error(NetworkError, _PROXY_LOGIN, fault)
    if fault.status in _NO_SUCH_ENDPOINT and fault.operation in _MISSING_ENDPOINTS:
        return _build_error(RequestRejectedError, _MISSING_ENDPOINTS[fault.operation], fault)
    if fault.is_foreign and fault.status in _FOREIGN_STATUSES:
        return _build_error(NetworkError, _FOREIGN, fault)
    if fault.code == "storage_quota_exceeded":
        return _build_error(*_BY_STATUS[507, "upload"], fault)
    if entry := _BY_STATUS.get((fault.status, fault.operation)):
        return _build_error(*entry, fault)
    if fault.status == 409 and fault.kind not in _BY_KIND:
        return _build_error(OverloadedError, _CONFLICT, fault)
    kind = fault.kind if fault.kind in _BY_KIND else _KIND_BY_STATUS.get(fault.status, "api_error")
    exception, sentence = _BY_KIND[kind]
    return _build_error(exception, sentence, fault)


def _build_error(exception: type[ProviderError], sentence: str, fault: Fault) -> ProviderError:
    text = sentence.format(
        place=fault.place,
        message=shorten_message(fault.message),
        it=fault.attachment or "the file",
        model=fault.model,
        status=fault.status,
        status_note="" if fault.status == 200 else f" ({fault.status})",
        renewal=fault.renewal,
        limitation=f" {fault.limitation}" if fault.limitation else "",
        attachment=fault.attachment,
        about=f" ({fault.attachment})" if fault.attachment else "",
        alternative=_ALTERNATIVE_TO_URL if fault.by_url else "",
        when=_describe_wait(fault.retry_after),
    )
    return exception(text[0].upper() + text[1:], status=fault.status, request_id=fault.request_id)


def _describe_wait(seconds: float | None) -> str:
    if not seconds:
        return "in a minute"
    return f"in {seconds:g} s" if seconds < 60 else f"after {clock_time_after(seconds)}"


def shorten_message(text: str) -> str:
    """Return a foreign message, shortened where it is a page; ``--debug`` shows all of it."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rstrip()}… (--debug shows it whole.)"
