"""The offline API as a transport, so that the real SDK runs on it without a network."""

from __future__ import annotations

import httpx2

from .api import OfflineAPI


class OfflineTransport(httpx2.BaseTransport):
    """Answers every request from an `OfflineAPI`.

    Parameters
    ----------
    api : OfflineAPI, optional
    """

    def __init__(self, api: OfflineAPI | None = None) -> None:
        self._api = api or OfflineAPI()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        return self._api(request)
