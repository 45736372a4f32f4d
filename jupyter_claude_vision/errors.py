"""The exceptions of this package.

::

    ClaudeVisionError
    ├── InputError                 an attachment cannot be used
    │   ├── NotVisibleError        the object cannot be shown as a picture
    │   ├── BlankFigureError       there is no figure, or nothing is drawn on it
    │   ├── UnreadableImageError   the bytes are empty, truncated or not an image
    │   ├── ImageTooLargeError     more pixels or bytes than can be handled or sent
    │   ├── DocumentError          a PDF is encrypted, damaged, or lacks the chosen pages
    │   ├── FetchError             a URL could not, or must not, be downloaded
    │   ├── MissingPackageError    an optional package is needed
    │   └── CheckpointError        a file for many answers cannot be read or written
    ├── PromptError                the line of the magic cannot be understood
    │   └── OptionError            an option is misspelled, or cannot have its value
    ├── QueryError                 SQL that is no SELECT on the chart tables, or exceeds a limit
    ├── BudgetError                the question could exceed the budget
    ├── MethodError                the provider does not support the delivery method
    │   └── NoFilesError           it has no Files API, or another vendor's
    └── ProviderError              the request was refused or did not get through
        ├── CredentialsError       no key, or a key that is not accepted
        ├── UnknownModelError      the model does not exist, or not for this key
        ├── RequestRejectedError   the API rejected the request
        ├── RequestTooLargeError   the request's body is over the API's limit
        ├── FileNotAvailableError  a file_id is unknown, expired or another workspace's
        ├── RateLimitedError       too many requests at the moment
        ├── EmptyAnswerError       an empty answer, such as when thinking took all the tokens
        ├── OverloadedError        the service is busy or broken at the moment
        └── NetworkError           no answer: no network, a proxy, a timeout

    Stopped (KeyboardInterrupt)    the kernel was interrupted during a question

A message has one or two sentences: the problem, by the user's name for the thing, and what to do.
The exception that caused it is its ``__cause__``.
"""

from __future__ import annotations

import traceback

from .redaction import redact_secrets
from .visible import to_visible_text


class ClaudeVisionError(Exception):
    """The base class of the errors of this package.

    IPython shows it as one line, without a traceback, unless `debug` is set. Its message may quote
    files, servers and libraries, so secrets and control characters are removed from it.
    """

    debug: bool = False
    """Show the whole traceback, causes included (``--debug``)."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(make_displayable(arg) if isinstance(arg, str) else arg for arg in args))

    def _render_traceback_(self) -> list[str]:
        # IPython's hook: the type and the front end's error output stay, without the sixty lines
        # of frames that help no user.
        if self.debug:
            return make_displayable("".join(traceback.format_exception(self))).splitlines()
        return [f"{type(self).__name__}: {self}"]


class InputError(ClaudeVisionError, ValueError):
    """An attachment cannot be used; nothing was sent."""


class NotVisibleError(InputError, TypeError):
    """The object cannot be shown as a picture."""


class BlankFigureError(InputError):
    """There is no figure, or nothing is drawn on it."""


class UnreadableImageError(InputError):
    """The bytes are empty, truncated or not an image."""


class ImageTooLargeError(InputError):
    """More pixels or bytes than can be handled or sent."""


class DocumentError(InputError):
    """A PDF is encrypted, damaged, has too many pages, or lacks the chosen ones."""


class FetchError(InputError):
    """A URL could not, or must not, be downloaded."""


class MissingPackageError(InputError, ImportError):
    """An optional package is needed; the message names the extra that installs it."""


class CheckpointError(InputError):
    """A file with the answers of a run cannot be read or written."""


class PromptError(ClaudeVisionError, ValueError):
    """The line of the magic cannot be understood; nothing was sent."""


class OptionError(PromptError, TypeError):
    """An option is misspelled, or cannot have its value; nothing was sent."""


class QueryError(ClaudeVisionError, ValueError):
    """SQL that is no SELECT on the chart tables, names unknown columns, or exceeds a limit."""


class BudgetError(ClaudeVisionError):
    """The question could exceed the budget; nothing was sent."""


class MethodError(ClaudeVisionError, ValueError):
    """The provider does not support the attachment's delivery method; nothing was sent."""


class NoFilesError(MethodError):
    """The provider has no Files API, or another vendor's, as gateways may."""


class ProviderError(ClaudeVisionError):
    """The request was refused or did not get through.

    Attributes
    ----------
    status : int or None
        HTTP status, where there was a response.
    request_id : str or None
        The id to quote to support.
    """

    def __init__(
        self, message: str, *, status: int | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id


class CredentialsError(ProviderError):
    """No key, or a key that is not accepted."""


class UnknownModelError(ProviderError):
    """The model does not exist, or not for this key."""


class RequestRejectedError(ProviderError):
    """The API rejected the request."""


class RequestTooLargeError(ProviderError):
    """The request's body is over the API's limit."""


class FileNotAvailableError(ProviderError):
    """A ``file_id`` is unknown, has expired, or belongs to another workspace."""


class RateLimitedError(ProviderError):
    """Too many requests at the moment."""


class EmptyAnswerError(ProviderError):
    """The answer is empty: thinking took all of ``max_tokens``, or there is no text or table."""


class OverloadedError(ProviderError):
    """The service is busy or broken at the moment."""


class NetworkError(ProviderError):
    """There was no answer: no network, a proxy in between, or a timeout."""


class Stopped(KeyboardInterrupt):
    """The kernel was interrupted during a question.

    A `KeyboardInterrupt`, so that "Run all" stops here as with any interrupt.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def make_displayable(text: str) -> str:
    """Return foreign text without secrets and without control characters."""
    return to_visible_text(redact_secrets(text))
