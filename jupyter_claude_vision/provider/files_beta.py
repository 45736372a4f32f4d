"""The header that deployments want which have the Files API as it was before August 2026.

What a refusal complains of is in words only, so that the header itself is the test of whether it
was missing. Only what has to do with files is sent again with it, and once for each address.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import anthropic

Result = TypeVar("Result")

_HEADER: Final = {"anthropic-beta": "files-api-2025-04-14"}
_NONE: Final[dict[str, str]] = {}


class FilesBeta:
    """Which addresses want the header; each of them is tried once.

    Parameters
    ----------
    is_wanted : bool
        It is documented that all of a platform's do.
    """

    def __init__(self, *, is_wanted: bool = False) -> None:
        self._is_wanted = is_wanted
        self._wants: dict[str, bool] = {}
        self._lock = threading.Lock()

    def send(self, address: str, attempt: Callable[[Mapping[str, str]], Result]) -> Result:
        """Return what comes of a request that has to do with files.

        Parameters
        ----------
        address : str
        attempt : callable
            Sends the request with some headers.
        """
        import anthropic

        known = self._is_wanted or self._wants.get(address)
        try:
            result = attempt(_HEADER if known else _NONE)
        except anthropic.BadRequestError as error:
            if known is not None:
                raise
            with self._lock:
                if self._wants.get(address) is False:
                    raise
                try:
                    result = attempt(_HEADER)
                except anthropic.BadRequestError as again:
                    self._wants[address] = _is_same(error, again)
                    raise error from None
                self._wants[address] = True
                return result
        self._wants.setdefault(address, False)
        return result

    async def send_async(
        self, address: str, attempt: Callable[[Mapping[str, str]], Awaitable[Result]]
    ) -> Result:
        """Return what comes of a request that has to do with files, of many at a time.

        Those on their way before one of them is answered may each be sent again.
        """
        import anthropic

        known = self._is_wanted or self._wants.get(address)
        try:
            result = await attempt(_HEADER if known else _NONE)
        except anthropic.BadRequestError as error:
            if known is not None:
                raise
            try:
                result = await attempt(_HEADER)
            except anthropic.BadRequestError as again:
                self._wants[address] = _is_same(error, again)
                raise error from None
            self._wants[address] = True
            return result
        self._wants.setdefault(address, False)
        return result


def _is_same(error: anthropic.BadRequestError, again: anthropic.BadRequestError) -> bool:
    """Tell whether the header made no difference, so that it can do no harm to send it on.

    It may still be wanted: what is wrong with this request may have been seen first.
    """
    return _complaint(error) == _complaint(again)


def _complaint(error: anthropic.BadRequestError) -> object:
    return error.api_message or error.body
