"""What runs on a worker: one provider in each process, with the keys of its environment."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ...platforms import PLATFORMS
from ...provider.provider import Provider
from .remote_executor import work_on

if TYPE_CHECKING:
    import httpx2

    from .remote_executor import Done, Job


def work(job: Job) -> Done:
    """Read one picture, prepare it, ask about it, and return what came."""
    # Whole, before any thread looks for it among the modules, where it would be found half made.
    import PIL.Image  # noqa: F401

    return work_on(job, _provider(job.platform))


@cache
def _provider(name: str) -> Provider:
    # A worker has no session; its connections are worth keeping as long as it lives.
    return Provider(PLATFORMS[name], _offline_transport if name == "offline" else None)


def _offline_transport() -> httpx2.BaseTransport:
    from ...offline.transport import OfflineTransport

    return OfflineTransport()
