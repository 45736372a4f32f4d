"""The providers of one client: one for each platform, made at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..platforms import platform_for
from .provider import Provider

if TYPE_CHECKING:
    import httpx2

    from ..platforms import Platform


class ProviderPool:
    """Providers by platform, whose connections are kept for the next question."""

    def __init__(self) -> None:
        self._providers: dict[str, Provider] = {}

    def find_provider(self, name: str, model: str) -> Provider:
        """Return who answers a model's questions.

        Parameters
        ----------
        name : str
            The setting ``provider``.
        model : str
        """
        platform = platform_for(name, model)
        if platform.name not in self._providers:
            self._providers[platform.name] = open_provider(platform)
        return self._providers[platform.name]

    def close(self) -> None:
        """Close the connections."""
        for provider in self._providers.values():
            provider.close()


def open_provider(platform: Platform) -> Provider:
    """Return a provider for a platform; the offline one is answered in this process."""
    return Provider(platform, _open_offline_transport if platform.name == "offline" else None)


def _open_offline_transport() -> httpx2.BaseTransport:
    from ..offline.api import OfflineTransport

    return OfflineTransport()
