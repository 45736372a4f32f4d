"""The API's errors in our words.

One table from the API's typed errors to `errors`; nothing here reads the wording of a message
to decide anything, since that changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..errors import (
    CredentialsError,
    FileNotAvailableError,
    OverloadedError,
    ProviderError,
    RateLimitedError,
    RequestRejectedError,
    RequestTooLargeError,
    UnknownModelError,
)
from .retry_after import clock_time_after


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
        "{place} did not accept the key: check it (for the Claude API, ANTHROPIC_API_KEY).",
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
        "{place} had an internal error ({status}): try again in a minute.",
    ),
    "invalid_request_error": (
        RequestRejectedError,
        "{place} rejected the request{about}: {said}{instead}",
    ),
}

_INSTEAD: Final = " If the URL could not be fetched, --method base64 sends the picture itself."


def translate(fault: Fault) -> ProviderError:
    """Return the exception that a user meets for a fault."""
    if fault.code == "file_expired":
        return _made(FileNotAvailableError, "An uploaded file has expired: ask again.", fault)
    if fault.code in {"image_dimensions_too_large", "image_too_large"} and fault.attachment:
        return _made(RequestRejectedError, "{place} finds {attachment} too large: {said}", fault)
    kind = fault.kind if fault.kind in _BY_KIND else _KIND_BY_STATUS.get(fault.status, "api_error")
    exception, sentence = _BY_KIND[kind]
    return _made(exception, sentence, fault)


def _made(exception: type[ProviderError], sentence: str, fault: Fault) -> ProviderError:
    text = sentence.format(
        place=fault.place,
        said=fault.said,
        model=fault.model,
        status=fault.status,
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
