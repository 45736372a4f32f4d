"""Every exception that a user can meet, and what each says to do.

::

    ClaudeVisionError
    ├── InputError                 an attachment cannot be used
    │   ├── NotVisibleError        the object is nothing that can be looked at
    │   ├── BlankFigureError       there is no figure, or nothing is drawn on it
    │   ├── UnreadableImageError   the bytes are empty, truncated or not an image
    │   ├── ImageTooLargeError     more pixels or bytes than may be handled or sent
    │   ├── DocumentError          a PDF is encrypted, damaged, or lacks the pages asked for
    │   ├── FetchError             a URL could not, or must not, be downloaded
    │   ├── MissingPackageError    an optional package is needed
    │   └── CheckpointError        a file for many answers cannot be read or written
    ├── PromptError                the line of the magic cannot be understood
    │   └── OptionError            an option is misspelt, or cannot have its value
    ├── QueryError                 SQL that is no SELECT on the chart tables, or passes a limit
    ├── BudgetError                the question could pass the budget
    ├── MethodError                the provider cannot take the attachment that way
    │   └── NoFilesError           it has no Files API, or another vendor's
    └── ProviderError              the request was refused or did not get through
        ├── CredentialsError       no key, or a key that is not accepted
        ├── UnknownModelError      the model is not there, or not for this key
        ├── RequestRejectedError   the API found something wrong with the request
        ├── RequestTooLargeError   the request's body is over the API's limit
        ├── FileNotAvailableError  a file_id is unknown, expired or another workspace's
        ├── RateLimitedError       too many requests for now
        ├── EmptyAnswerError       nothing was answered: thinking took all the tokens, say
        ├── OverloadedError        the service is busy or broken for now
        └── NetworkError           no answer: no network, a proxy, a time-out

    Stopped (KeyboardInterrupt)    the kernel was interrupted while a question was on its way

A message is one or two sentences: what is wrong, by the name the user gave it, and what to do.
The exception that caused it is kept as ``__cause__``.
"""

from __future__ import annotations

import traceback

from .redaction import redact
from .visible import to_visible_text


class ClaudeVisionError(Exception):
    """The base of every error of this package.

    IPython shows it as one line, without a traceback, unless `debug` is set. What it says may
    quote files, servers and libraries, so it is made fit to be shown as it is made.
    """

    debug: bool = False
    """Show the whole traceback, causes included (``--debug``)."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(fit_to_show(arg) if isinstance(arg, str) else arg for arg in args))

    def _render_traceback_(self) -> list[str]:
        # IPython's hook: the type and the front end's error output stay as they are, only
        # the sixty lines of frames that a user cannot mend go.
        if self.debug:
            return fit_to_show("".join(traceback.format_exception(self))).splitlines()
        return [f"{type(self).__name__}: {self}"]


class InputError(ClaudeVisionError, ValueError):
    """An attachment cannot be used; nothing was sent."""


class NotVisibleError(InputError, TypeError):
    """The object is nothing that can be looked at."""


class BlankFigureError(InputError):
    """There is no figure, or nothing is drawn on it."""


class UnreadableImageError(InputError):
    """The bytes are empty, truncated or not an image."""


class ImageTooLargeError(InputError):
    """More pixels or bytes than may be handled or sent."""


class DocumentError(InputError):
    """A PDF is encrypted, damaged, has too many pages, or lacks those asked for."""


class FetchError(InputError):
    """A URL could not, or must not, be downloaded."""


class MissingPackageError(InputError, ImportError):
    """An optional package is needed; the message names the extra that brings it."""


class CheckpointError(InputError):
    """A file that takes the answers of a run cannot be read or written."""


class PromptError(ClaudeVisionError, ValueError):
    """The line of the magic cannot be understood; nothing was sent."""


class OptionError(PromptError, TypeError):
    """An option is misspelt, or cannot have its value; nothing was sent."""


class QueryError(ClaudeVisionError, ValueError):
    """SQL that is no SELECT on the chart tables, names what they lack, or passes a limit."""


class BudgetError(ClaudeVisionError):
    """The question could pass the budget; nothing was sent."""


class MethodError(ClaudeVisionError, ValueError):
    """The provider cannot take the attachment by the method asked for; nothing was sent."""


class NoFilesError(MethodError):
    """The provider has no Files API, or another vendor's, as gateways may."""


class ProviderError(ClaudeVisionError):
    """The request was refused or did not get through.

    Attributes
    ----------
    status : int or None
        HTTP status, where there was a response.
    request_id : str or None
        What to give to support.
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
    """The model is not there, or not for this key."""


class RequestRejectedError(ProviderError):
    """The API found something wrong with the request."""


class RequestTooLargeError(ProviderError):
    """The request's body is over the API's limit."""


class FileNotAvailableError(ProviderError):
    """A ``file_id`` is unknown, has expired, or belongs to another workspace."""


class RateLimitedError(ProviderError):
    """Too many requests for now."""


class EmptyAnswerError(ProviderError):
    """Nothing was answered: thinking took all of ``max_tokens``, or no text or table came."""


class OverloadedError(ProviderError):
    """The service is busy or broken for now."""


class NetworkError(ProviderError):
    """There was no answer: no network, a proxy in between, or a time-out."""


class Stopped(KeyboardInterrupt):
    """The kernel was interrupted while a question was on its way.

    A `KeyboardInterrupt`, so that "Run all" ends here as with any interrupt.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def fit_to_show(text: str) -> str:
    """Return text that others may have written without secrets, and without what acts unseen."""
    return to_visible_text(redact(text))
