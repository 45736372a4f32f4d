"""The provider: one platform, its client, and its errors in our words."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import (
    CredentialsError,
    MethodError,
    NetworkError,
    ProviderError,
    RequestRejectedError,
)
from ..redaction import redact_exception
from ..thread_warnings import collected_warnings
from .clients.logins import explained_logins
from .clients.networks import gateway_host, unreachable
from .clients.sdk_client import (
    Connection,
    connect,
    connect_async,
    fingerprint,
    network_fingerprint,
)
from .error_mapping import Asked, fault_of, shortened, translate
from .files_beta import FilesBeta
from .reply_stream import read_reply
from .request import Request, Upload
from .response_bodies import (
    UNREADABLE_BODY,
    OddBodyError,
    list_of,
    number_of,
    text_of,
    time_of,
)
from .retries import Retries
from .upload_refusals import (
    UploadRefusals,
    is_no_files_api,
    is_of_another_vendor,
    no_files_at,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping, Sequence
    from warnings import WarningMessage

    import anthropic
    import httpx2
    from anthropic import MessageStream

    from ..platforms import DeliveryMethod, Platform
    from .cancellation import Line
    from .files_beta import Result
    from .reply_stream import Part

_IDS_A_PAGE = 100
"""How many files can be asked after at once."""


class Provider:
    """Who answers: a platform, through the SDK's client for it.

    Parameters
    ----------
    platform : Platform
    transport : callable, optional
        Makes what answers instead of a network.
    """

    def __init__(
        self,
        platform: Platform,
        transport: Callable[[], httpx2.BaseTransport] | None = None,
    ) -> None:
        self.platform = platform
        self._transport = transport
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._replaced: list[Connection] = []  # a question may be on its way on one of them
        self._deprecations_told: set[str] = set()
        self._fingerprint = ""
        self._refusals = UploadRefusals()
        self._files_beta = FilesBeta(is_wanted=platform.files_beta)
        self._media_types: dict[tuple[str, str], str] = {}
        self.retries = Retries(lambda: self.place)

    def __repr__(self) -> str:
        return f"Provider({self.platform.name!r})"

    def connection(self) -> Connection:
        """Return the connection, made at the first use and again when the environment changes."""
        with self._lock:
            current = fingerprint() + network_fingerprint()
            if self._connection is None or current != self._fingerprint:
                if self._connection is not None:
                    self._replaced.append(self._connection)
                transport = self._transport() if self._transport else None
                self._connection = connect(
                    self.platform, transport=transport, middleware=self.retries
                )
                self._fingerprint = current
            return self._connection

    def many_at_once(self, connections: int) -> anthropic.AsyncAnthropic:
        """Return a client of its own for a run of many questions; its user closes it."""
        transport = self._transport() if self._transport else None
        return connect_async(self.platform, transport=transport, connections=connections)

    @property
    def scope(self) -> str:
        """Where, and under whose key, an upload of now can be used."""
        return self.connection().scope

    @property
    def place(self) -> str:
        """Who answers, as a sentence names it: a gateway by its host."""
        host = self.gateway
        return self.platform.label if host is None else f"the API at {host}"

    @property
    def short_place(self) -> str:
        """Who answers, as a caption names it."""
        return self.gateway or self.platform.label

    @property
    def gateway(self) -> str | None:
        """The host that answers, where it is not the platform's own."""
        base_url = self._connection.base_url if self._connection else None
        return gateway_host(self.platform, base_url)

    def arguments(self, request: Request) -> dict[str, Any]:
        """Return a request as the arguments of the SDK's methods at this platform."""
        parameters = request.parameters()
        if self.platform.api_version:
            parameters["extra_body"] = {"anthropic_version": self.platform.api_version}
        return parameters

    def require_form(self, form: object) -> None:
        """Raise `MethodError` where an answer is to have a form that the platform cannot give."""
        if form and not self.platform.forms:
            msg = (
                f"{self.platform.label} has no structured outputs, which boxes, tables, checks and "
                'schemas need: ask without, or with %config ClaudeVision.provider = "aws", or with '
                "an older model (--model us.anthropic.claude-opus-4-6-v1)."
            )
            raise MethodError(msg)

    def stream(
        self,
        request: Request,
        tell: Callable[[str], None] = lambda _: None,
        line: Line | None = None,
    ) -> Generator[Part]:
        """Yield what was read, the answer's text in pieces, then the whole message.

        After each piece that rests on documents comes what it cites.

        `tell` hears of an attempt that failed and will be made again; by `line` another thread
        can end the connection.

        Closing the iterator closes the connection.

        Raises
        ------
        ProviderError
            The request was refused, or did not get through to its end.
        """
        with self.translated(request):
            # Only until it is opened, since others may ask from this thread while it is read.
            with self.retries.attended(tell, line):
                stream = self._opened(request)
            with stream:
                if line is not None:
                    line.opened(stream.response)
                yield from read_reply(stream, self.place)

    def _opened(self, request: Request) -> MessageStream[None]:
        """Return the response's stream, once the request was taken."""
        attempt = partial(self._begun, request)
        return self.about_files(attempt) if request.by_file else attempt({})

    def about_files(self, attempt: Callable[[Mapping[str, str]], Result]) -> Result:
        """Return what comes of a request that has to do with files.

        Parameters
        ----------
        attempt : callable
            Sends it with some headers: some deployments want one (see `FilesBeta`).
        """
        return self._files_beta.send(self.connection().base_url, attempt)

    async def about_files_async(
        self, attempt: Callable[[Mapping[str, str]], Awaitable[Result]]
    ) -> Result:
        """Return what comes of a request that has to do with files, of many at a time."""
        return await self._files_beta.send_async(self.connection().base_url, attempt)

    def _begun(self, request: Request, headers: Mapping[str, str]) -> MessageStream[None]:
        client = self.connection().client
        with collected_warnings() as messages:
            manager = client.messages.stream(**self.arguments(request), extra_headers=headers)
        self._name_deprecation(request.model, messages)
        return manager.__enter__()  # the stream is a context manager of its own

    def _name_deprecation(self, model: str, messages: Sequence[WarningMessage]) -> None:
        """Say once of a model what the SDK warns of at each of its questions: its last day."""
        texts = [str(m.message) for m in messages if issubclass(m.category, DeprecationWarning)]
        tell = self.retries.tell
        if texts and tell is not None and model not in self._deprecations_told:
            self._deprecations_told.add(model)
            tell(texts[0].partition("\n")[0])

    def count_tokens(self, request: Request, seconds: float | None = None) -> int:
        """Return how many tokens a request would read, by the API's own count.

        Parameters
        ----------
        request : Request
        seconds : float, optional
            To wait at most, without trying again; else as long as for an answer.

        Raises
        ------
        ProviderError
        """
        parameters = self.arguments(request)
        del parameters["max_tokens"]
        client = self.connection().client
        if seconds is not None:
            client = client.with_options(timeout=seconds, middleware=[])

        def count(headers: Mapping[str, str]) -> object:
            return client.messages.count_tokens(**parameters, extra_headers=headers)

        with self.translated(request, what="count"):
            counted = self.about_files(count) if request.by_file else count({})
            return number_of(counted, "input_tokens")

    def upload(
        self, name: str, data: bytes, media_type: str, expires_in_seconds: int, *, of: str = ""
    ) -> Upload:
        """Store bytes at the provider for later requests.

        Parameters
        ----------
        name : str
            As the provider is told it.
        data : bytes
        media_type : str
        expires_in_seconds : int
        of : str
            As the user calls it, for what can go wrong.

        Raises
        ------
        NoFilesError
            The provider has no Files API, or another one, as gateways may, or gives no id.
        """
        import anthropic

        with self.translated(what="upload", name=of):
            try:
                stored = self._store((name, data, media_type), expires_in_seconds)
                file_id = text_of(stored, "id")
                if is_of_another_vendor(stored):
                    with suppress(ProviderError):
                        self.delete(file_id)
                    raise no_files_at(self.place)
            except anthropic.APIStatusError as error:
                if not is_no_files_api(error):
                    raise
                redact_exception(error)
                raise no_files_at(self.place) from error
            except UNREADABLE_BODY as error:
                why = "answered an upload without a file's id"
                raise no_files_at(self.place, why) from error
        self._refusals.forget(self.scope)
        return Upload(file_id, name, len(data), time_of(stored, "expires_at"))

    def _store(self, file: tuple[str, bytes, str], seconds: int) -> object:
        files = self.connection().client.files
        return self.about_files(
            lambda headers: files.upload(
                file=file, expires_in_seconds=seconds, extra_headers=headers
            )
        )

    def media_type(self, file_id: str) -> str:
        """Return what an uploaded file is; asked once for each.

        Raises
        ------
        ProviderError
            There is no such file, or no Files API.
        """
        key = (self.scope, file_id)
        if key not in self._media_types:
            with self.translated(what="file"):
                files = self.connection().client.files
                metadata = self.about_files(
                    lambda headers: files.retrieve_metadata(file_id, extra_headers=headers)
                )
                self._media_types[key] = text_of(metadata, "mime_type")
        return self._media_types[key]

    def existing(self, file_ids: Sequence[str]) -> set[str]:
        """Return which of some files the provider still has for this key."""
        starts = range(0, len(file_ids), _IDS_A_PAGE)
        with self.translated(what="file"):
            pages = [self._listed(file_ids[start : start + _IDS_A_PAGE]) for start in starts]
            files = [file for page in pages for file in page]
            expiries = {text_of(file, "id"): time_of(file, "expires_at") for file in files}
        now = datetime.now(UTC)
        return {file_id for file_id, end in expiries.items() if end is None or end > now}

    def _listed(self, file_ids: Sequence[str]) -> list[object]:
        files = self.connection().client.files
        try:
            page = self.about_files(
                lambda headers: files.list(ids=list(file_ids), extra_headers=headers)
            )
            return list_of(page, "data")
        except (AttributeError, TypeError) as error:  # what the SDK raises of a body without pages
            raise OddBodyError from error

    def delete(self, file_id: str) -> bool:
        """Delete a file; return False where it was gone already."""
        import anthropic

        with self.translated(what="file"):
            files = self.connection().client.files
            try:
                self.about_files(lambda headers: files.delete(file_id, extra_headers=headers))
            except anthropic.NotFoundError:
                return False
        return True

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            for connection in (*self._replaced, self._connection):
                if connection is not None:
                    connection.client.close()
            self._replaced, self._connection = [], None

    @contextmanager
    def translated(
        self, request: Request | None = None, *, what: Asked = "message", name: str = ""
    ) -> Iterator[None]:
        """Raise the SDK's errors as ours, with the original as their cause.

        Parameters
        ----------
        request : Request, optional
        what : Asked
            What is asked for.
        name : str
            Of the attachment that it is about, where it is about one.
        """
        import anthropic
        import httpx2

        try:
            with explained_logins(self.platform):
                yield
        except CredentialsError:
            self._fingerprint = ""  # whoever logs in again is to be asked with the new login
            raise
        except anthropic.APIStatusError as error:
            redact_exception(error)
            fault = fault_of(error, request, self.place, self.platform, what=what, name=name)
            raise translate(fault) from error
        except (anthropic.APIConnectionError, httpx2.TransportError) as error:
            redact_exception(error)
            place = self._connection.base_url if self._connection else self.place
            raise NetworkError(unreachable(error, place)) from error
        except UNREADABLE_BODY as error:
            msg = f"{self.place} sent something else than an answer: is there a proxy in between?"
            raise NetworkError(msg[0].upper() + msg[1:]) from error
        except anthropic.AnthropicError as error:
            redact_exception(error)
            msg = f"{self.platform.label}: {shortened(str(error))}"
            raise RequestRejectedError(msg[0].upper() + msg[1:]) from error

    @property
    def methods(self) -> frozenset[DeliveryMethod]:
        """How attachments can travel, as far as is known by now."""
        addresses = self._refusals.addresses
        has_none = bool(addresses) and self.connection().base_url in addresses
        lacking: frozenset[DeliveryMethod] = frozenset({"files"} if has_none else ())
        return self.platform.methods - lacking

    def uploads_refused(self, digest: str) -> str:
        """Return why a content is not to be uploaded unasked; empty where it can be tried."""
        return self._refusals.find(self.connection(), self.short_place, digest)

    def note_refusal(self, error: MethodError | ProviderError, digest: str) -> str:
        """Remember why an upload was refused, as long as that holds; return it for a caption."""
        return self._refusals.note(error, self.connection(), self.short_place, digest)

    def note_answer(self) -> None:
        """Note that a question was answered: the key of now is a good one."""
        self._refusals.confirm(self.scope)

    def require(self, method: str, name: str) -> None:
        """Raise `MethodError` where the provider cannot take an attachment that way."""
        if method in self.methods:
            return
        able = " or ".join(sorted(self.methods))
        msg = f"{self.place} takes nothing by {method}: send {name} with --method {able}."
        raise MethodError(msg[0].upper() + msg[1:])
