"""Work of a remote worker on one item.

A worker receives a `Job`: the item, the question, and the name of the platform; never a key, which
it reads from its own environment. It returns a small `JobResult`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ...errors import ClaudeVisionError, ProviderError
from ...platforms import PLATFORMS
from ...provider.clients.async_sender import Refusal, send_once
from ...provider.delivery import Delivery
from ...provider.file_cache import FileCache
from ...provider.provider_pool import open_provider
from ..item_preparation import compute_item_key, prepare_item
from ..items import Plan, PreparedItem

if TYPE_CHECKING:
    from ...answers.reply import Reply
    from ...chat.question import Question
    from ...inputs.attachment import InputOptions
    from ...provider.provider import Provider
    from ..items import Item


@dataclass(frozen=True)
class Job:
    """The work on one item, as a worker receives it.

    Attributes
    ----------
    item : Item
    question : Question
    platform : str
        The platform's name.
    options : InputOptions
    life : int
        Seconds after which an upload expires.
    only_key : bool
        Return the key alone, so that nothing is asked twice.
    """

    item: Item
    question: Question
    platform: str
    options: InputOptions
    life: int
    only_key: bool = False


@dataclass(frozen=True)
class JobResult:
    """The result of a job.

    Attributes
    ----------
    key : str
    reply : Reply, Refusal or None
    thumbnail : tuple of str, or None
    notes : tuple of str
    sizes : tuple, or None
    error : Exception or None
        The reason why the item cannot be used.
    """

    key: str = ""
    reply: Reply | Refusal | None = None
    thumbnail: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], tuple[int, int]] | None = None
    error: Exception | None = None


def run_worker_job(job: Job) -> JobResult:
    """Prepare one item, send its request, and return the result."""
    # Imported whole, before a thread looks for it in `sys.modules` and finds it half initialized.
    import PIL.Image  # noqa: F401

    return _execute_job(job, _connect_provider(job.platform))


def _execute_job(job: Job, provider: Provider) -> JobResult:
    """Do a job in a worker, and return its result."""
    delivery = Delivery(provider, FileCache(), job.life)
    plan = Plan(job.question, delivery, job.options)
    try:
        if job.only_key:
            return JobResult(compute_item_key(job.item, plan))
        prepared_item = prepare_item(job.item, plan)
    except ClaudeVisionError as error:
        return JobResult(error=_to_picklable_error(error))
    assert isinstance(prepared_item, PreparedItem)  # noqa: S101 - nothing was claimed
    assert prepared_item.request is not None  # noqa: S101
    reply = send_once(provider, prepared_item.request)
    if isinstance(reply, Refusal):
        reply = replace(reply, error=_to_picklable_error(reply.error))
    return JobResult(
        key=prepared_item.key,
        reply=reply,
        thumbnail=prepared_item.thumbnail,
        notes=prepared_item.notes,
        sizes=prepared_item.sizes,
    )


def _to_picklable_error(error: ClaudeVisionError) -> ClaudeVisionError:
    """Return an error without the SDK's, which holds a connection."""
    copy = type(error)(str(error))
    if isinstance(error, ProviderError) and isinstance(copy, ProviderError):
        copy.status, copy.request_id = error.status, error.request_id
    return copy


@cache
def _connect_provider(platform: str) -> Provider:
    # A worker has no client; its connections are kept as long as it lives.
    return open_provider(PLATFORMS[platform])
