"""Uploads that were refused, and for how long that is to be remembered.

A place without the Files API has none for the next picture, either; a key that may not upload may
not the next time; a picture that is too large stays so. Everything else may go better later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import MethodError, NetworkError, NoFilesError

if TYPE_CHECKING:
    import anthropic

    from ..errors import ProviderError
    from .clients.sdk_client import Connection

_NO_SUCH_ENDPOINT: Final = frozenset({404, 405, 422, 501})
"""How gateways that speak the Messages API answer to ``/v1/files``."""

_NOT_FOR_THIS_KEY: Final = frozenset({401, 403})
_NOT_THIS_CONTENT: Final = frozenset({400, 413, 415})
_FULL: Final = "storage_quota_exceeded"


class UploadRefusals:
    """What is known of a provider's refusals to take uploads.

    Attributes
    ----------
    addresses : set of str
        Where there is no Files API.
    """

    def __init__(self) -> None:
        self.addresses: set[str] = set()
        self._suspected_keys: set[str] = set()
        self._keys: set[str] = set()
        self._contents: dict[tuple[str, str], str] = {}

    def note(
        self, error: MethodError | ProviderError, connection: Connection, place: str, digest: str
    ) -> str:
        """Remember a refusal as it fits; return why, for a caption.

        Parameters
        ----------
        error : MethodError or ProviderError
            As `Provider.upload` raises it.
        connection : Connection
        place : str
            Who refused, as a caption names it.
        digest : str
            Of what was to be uploaded.
        """
        if isinstance(error, MethodError):
            self.addresses.add(connection.base_url)
            return self.find(connection, place, digest)
        status = error.status
        if status in _NOT_FOR_THIS_KEY:
            # A key that is not accepted at all may be set right; see `confirm`.
            self._suspected_keys.add(connection.scope)
            return _no_permission(place)
        code = getattr(error.__cause__, "error_code", None)
        is_of_the_content = status in _NOT_THIS_CONTENT and code != _FULL
        if is_of_the_content and not (status == 400 and isinstance(error, NetworkError)):
            too_large = f"too large to be uploaded to {place}"
            why = too_large if status == 413 else f"{place} refused its upload ({status})"
            self._contents[connection.scope, digest] = why
            return why
        told = "it did not get through" if status is None else str(status)
        return f"its upload to {place} failed this time ({told})"

    def find(self, connection: Connection, place: str, digest: str) -> str:
        """Return why a content is not to be uploaded; empty where it can be tried."""
        if connection.base_url in self.addresses:
            return f"no Files API at {place}"
        if connection.scope in self._keys:
            return _no_permission(place)
        return self._contents.get((connection.scope, digest), "")

    def forget(self, scope: str) -> None:
        """Note that an upload was taken, so that this key may upload."""
        self._suspected_keys.discard(scope)
        self._keys.discard(scope)

    def confirm(self, scope: str) -> None:
        """Note that a question was answered, so that a key that may not upload is a good one."""
        if scope in self._suspected_keys:
            self._keys.add(scope)


def no_files_at(place: str, why: str = "has no Files API as Claude's") -> NoFilesError:
    """Return the error of an upload to where there are none."""
    text = f"{place} {why}: use --method base64."
    return NoFilesError(text[0].upper() + text[1:])


def is_no_files_api(error: anthropic.APIStatusError) -> bool:
    """Tell whether a refusal of an upload comes from where there is no Files API as Claude's.

    Another vendor's refuses what it does not know, as JSON that is not in the form of this API's
    errors.
    """
    body: Any = error.body
    is_foreign = isinstance(body, dict) and body.get("type") != "error"
    return error.status_code in _NO_SUCH_ENDPOINT or (error.status_code == 400 and is_foreign)


def is_of_another_vendor(stored: object) -> bool:
    """Tell whether a file was stored in another vendor's API, whose ids mean nothing here."""
    return getattr(stored, "type", None) is None and getattr(stored, "object", None) == "file"


def _no_permission(place: str) -> str:
    return f"this key may not upload at {place}"
