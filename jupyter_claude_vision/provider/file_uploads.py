"""The Files API of a provider: uploads, and the memory of those that it refused.

A place without a Files API has none for the next picture, either; a key without permission lacks
it the next time; a picture that is too large stays so. Every other refusal may pass.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from ..errors import MethodError, NetworkError, NoFilesError, ProviderError
from ..redaction import redact_exception
from .clients.response_bodies import (
    UNREADABLE_BODY,
    OddBodyError,
    read_list,
    read_text,
    read_time,
)
from .request import Upload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence

    import anthropic

    from .clients.connections import Connections

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

_IDS_PER_PAGE: Final = 100
"""The most files that one request can list."""

_BETA_HEADER: Final = {"anthropic-beta": "files-api-2025-04-14"}
"""Required by deployments that have the Files API as it was before August 2026."""

_NO_HEADERS: Final[dict[str, str]] = {}

_NO_SUCH_ENDPOINT: Final = frozenset({404, 405, 422, 501})
"""How gateways that speak the Messages API answer to ``/v1/files``."""

_KEY_STATUSES: Final = frozenset({401, 403})
_CONTENT_STATUSES: Final = frozenset({400, 413, 415})
_QUOTA_EXCEEDED: Final = "storage_quota_exceeded"


class RepeatableCall(Protocol[Result_co]):
    """A request that can be sent again with other headers, such as a `partial` of the SDK's."""

    def __call__(self, *, extra_headers: Mapping[str, str]) -> Result_co:
        """Send the request with some headers."""


class FileUploads:
    """The uploads to one platform.

    Parameters
    ----------
    connections : Connections
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._beta_by_address: dict[str, bool] = {}
        self._media_types: dict[tuple[str, str], str] = {}
        self._addresses_without_files: set[str] = set()
        self._suspect_scopes: set[str] = set()
        self._refused_scopes: set[str] = set()
        self._refused_contents: dict[tuple[str, str], str] = {}

    def upload_file(
        self,
        name: str,
        data: bytes,
        media_type: str,
        expires_in_seconds: int,
        *,
        attachment: str = "",
    ) -> Upload:
        """Store bytes at the provider for later requests.

        Parameters
        ----------
        name : str
            File name that the provider is told.
        data : bytes
        media_type : str
        expires_in_seconds : int
        attachment : str
            The user's name for it, for error messages.

        Raises
        ------
        NoFilesError
            The provider has no Files API, or another one, as gateways may, or gives no id.
        ProviderError
        """
        import anthropic

        connection, place = self._connections.current(), self._connections.place
        with self._connections.translate_errors(operation="upload", attachment=attachment):
            try:
                upload = partial(
                    connection.client.files.upload,
                    file=(name, data, media_type),
                    expires_in_seconds=expires_in_seconds,
                )
                file = self.send(upload, connection.base_url)
                file_id = read_text(file, "id")
                if _is_of_another_vendor(file):
                    with suppress(ProviderError):
                        self.delete_file(file_id)
                    raise _no_files_error(place)
            except anthropic.APIStatusError as error:
                if not _has_no_files_api(error):
                    raise
                redact_exception(error)
                raise _no_files_error(place) from error
            except UNREADABLE_BODY as error:
                problem = "answered an upload without a file's id"
                raise _no_files_error(place, problem) from error
        self._suspect_scopes.discard(connection.scope)
        self._refused_scopes.discard(connection.scope)
        return Upload(file_id, name, len(data), read_time(file, "expires_at"))

    def media_type_of(self, file_id: str) -> str:
        """Return the media type of an uploaded file; requested once for each.

        Raises
        ------
        ProviderError
            There is no such file, or no Files API.
        """
        connection = self._connections.current()
        key = (connection.scope, file_id)
        if key not in self._media_types:
            with self._connections.translate_errors(operation="file"):
                retrieve = partial(connection.client.files.retrieve_metadata, file_id)
                metadata = self.send(retrieve)
                self._media_types[key] = read_text(metadata, "mime_type")
        return self._media_types[key]

    def find_existing(self, file_ids: Sequence[str]) -> set[str]:
        """Return those of some files that the provider still has for this key.

        Raises
        ------
        ProviderError
        """
        starts = range(0, len(file_ids), _IDS_PER_PAGE)
        with self._connections.translate_errors(operation="file"):
            pages = [self._list_files(file_ids[at : at + _IDS_PER_PAGE]) for at in starts]
            files = [file for page in pages for file in page]
            expiries = {read_text(file, "id"): read_time(file, "expires_at") for file in files}
        now = datetime.now(UTC)
        return {file_id for file_id, end in expiries.items() if end is None or end > now}

    def _list_files(self, file_ids: Sequence[str]) -> list[object]:
        files = self._connections.current().client.files
        try:
            page = self.send(partial(files.list, ids=list(file_ids)))
            return read_list(page, "data")
        except (AttributeError, TypeError) as error:  # the SDK's, of a body without pages
            raise OddBodyError from error

    def delete_file(self, file_id: str) -> bool:
        """Delete a file; return False where it was gone already.

        Raises
        ------
        ProviderError
        """
        import anthropic

        files = self._connections.current().client.files
        with self._connections.translate_errors(operation="file"):
            try:
                self.send(partial(files.delete, file_id))
            except anthropic.NotFoundError:
                return False
        return True

    def send(self, attempt: RepeatableCall[Result], address: str = "") -> Result:
        """Return the result of a request that has to do with files.

        Some deployments require a beta header. Their refusal says so in words only, so the
        request is sent again with the header, once for each address.

        Parameters
        ----------
        attempt : callable
            Sends the request, with headers as the keyword ``extra_headers``.
        address : str, optional
            Base URL; by default that of the current connection.
        """
        import anthropic

        address = address or self._connections.current().base_url
        needs_beta = self._connections.platform.files_beta or self._beta_by_address.get(address)
        try:
            result = attempt(extra_headers=_BETA_HEADER if needs_beta else _NO_HEADERS)
        except anthropic.BadRequestError as error:
            if needs_beta is not None:
                raise
            with self._lock:
                if self._beta_by_address.get(address) is False:
                    raise
                try:
                    result = attempt(extra_headers=_BETA_HEADER)
                except anthropic.BadRequestError as second:
                    self._beta_by_address[address] = _is_same_complaint(error, second)
                    raise error from None
                self._beta_by_address[address] = True
                return result
        self._beta_by_address.setdefault(address, False)
        return result

    async def send_async(self, attempt: RepeatableCall[Awaitable[Result]]) -> Result:
        """Return the result of a request that has to do with files, one of many at a time.

        Those that are sent before the first of them is answered may each be sent twice.
        """
        import anthropic

        address = self._connections.current().base_url
        needs_beta = self._connections.platform.files_beta or self._beta_by_address.get(address)
        try:
            result = await attempt(extra_headers=_BETA_HEADER if needs_beta else _NO_HEADERS)
        except anthropic.BadRequestError as error:
            if needs_beta is not None:
                raise
            try:
                result = await attempt(extra_headers=_BETA_HEADER)
            except anthropic.BadRequestError as second:
                self._beta_by_address[address] = _is_same_complaint(error, second)
                raise error from None
            self._beta_by_address[address] = True
            return result
        self._beta_by_address.setdefault(address, False)
        return result

    @property
    def are_possible(self) -> bool:
        """True where there is a Files API, as far as is known by now."""
        if "files" not in self._connections.platform.methods:
            return False
        addresses = self._addresses_without_files
        return not addresses or self._connections.current().base_url not in addresses

    def find_refusal(self, digest: str) -> str:
        """Return why a content cannot be uploaded; empty where an upload can be tried.

        Parameters
        ----------
        digest : str
            Of the content.
        """
        if not (self._addresses_without_files or self._refused_scopes or self._refused_contents):
            return ""
        connection, place = self._connections.current(), self._connections.short_place
        if connection.base_url in self._addresses_without_files:
            return f"no Files API at {place}"
        if connection.scope in self._refused_scopes:
            return _no_permission(place)
        return self._refused_contents.get((connection.scope, digest), "")

    def note_refusal(self, error: MethodError | ProviderError, digest: str) -> str:
        """Remember the refusal of an upload for as long as it holds; return it for a caption.

        Parameters
        ----------
        error : MethodError or ProviderError
            As `upload_file` raises it.
        digest : str
            Of the content.
        """
        connection, place = self._connections.current(), self._connections.short_place
        if isinstance(error, MethodError):
            self._addresses_without_files.add(connection.base_url)
            return self.find_refusal(digest)
        status = error.status
        if status in _KEY_STATUSES:
            # A key that is not accepted at all may be replaced; see `note_answer`.
            self._suspect_scopes.add(connection.scope)
            return _no_permission(place)
        code = getattr(error.__cause__, "error_code", None)
        is_about_content = status in _CONTENT_STATUSES and code != _QUOTA_EXCEEDED
        if is_about_content and not (status == 400 and isinstance(error, NetworkError)):
            too_large = f"too large to be uploaded to {place}"
            reason = too_large if status == 413 else f"{place} refused its upload ({status})"
            self._refused_contents[connection.scope, digest] = reason
            return reason
        reason = "it did not get through" if status is None else str(status)
        return f"its upload to {place} failed this time ({reason})"

    def note_answer(self) -> None:
        """Note that a question was answered, so that a key that may not upload is a valid one."""
        if self._suspect_scopes and (scope := self._connections.current().scope) in (
            self._suspect_scopes
        ):
            self._refused_scopes.add(scope)


def _no_files_error(place: str, problem: str = "has no Files API like Claude's") -> NoFilesError:
    text = f"{place} {problem}: use --method base64."
    return NoFilesError(text[0].upper() + text[1:])


def _has_no_files_api(error: anthropic.APIStatusError) -> bool:
    """Return whether a refused upload means that there is no Files API like Claude's.

    Another vendor's refuses what it does not know, in JSON that is not the form of this API's
    errors.
    """
    body: Any = error.body
    is_foreign = isinstance(body, dict) and body.get("type") != "error"
    return error.status_code in _NO_SUCH_ENDPOINT or (error.status_code == 400 and is_foreign)


def _is_of_another_vendor(file: object) -> bool:
    """Return whether a file went to another vendor's API, whose ids mean nothing here."""
    return getattr(file, "type", None) is None and getattr(file, "object", None) == "file"


def _is_same_complaint(first: anthropic.BadRequestError, second: anthropic.BadRequestError) -> bool:
    """Return whether the header made no difference, so that sending it on does no harm.

    It may still be required: the server may have checked the rest of the request first.
    """
    return (first.api_message or first.body) == (second.api_message or second.body)


def _no_permission(place: str) -> str:
    return f"this key cannot upload to {place}"
