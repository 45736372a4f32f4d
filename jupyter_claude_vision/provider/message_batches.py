"""An account's batches at the Message Batches API, and which of them is the one that got lost."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ..answers.reply import Reply
from .error_mapping import shortened

if TYPE_CHECKING:
    from collections.abc import Container, Generator, Iterator, Mapping

    from anthropic.types.messages import MessageBatch, MessageBatchIndividualResponse

    from ..bulk.batch_file import Sheaf
    from ..errors import ProviderError
    from .provider import Provider

_CLOCKS_APART: Final = timedelta(days=1)
_TIMEOUT: Final = 600.0
_WHY: Final = {
    "expired": "The batch expired before this was asked",
    "canceled": "The batch was cancelled before this was asked",
}
_HEADERS: Final = {"content-type": "application/json"}


class AccountBatches:
    """The batches that the key of now can see.

    Its methods raise `ProviderError` where the API refuses, or is not reached.

    Parameters
    ----------
    provider : Provider
    """

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    @property
    def _client(self) -> Any:
        return self._provider.connection().client

    def newest(self) -> str:
        """Return the id of the newest batch; empty where there is none."""
        with self._provider.translated(what="batches"):
            newest = next(iter(self._client.messages.batches.list(limit=1)), None)
        return "" if newest is None else str(newest.id)

    def submit(self, sheaf: Sheaf) -> str:
        """Submit requests as one batch, and return its id.

        It is tried once: where an answer is lost, the next run looks for the batch.
        """
        from anthropic.types.messages import MessageBatch

        def submit(headers: Mapping[str, str]) -> Any:
            return self._client.with_options(middleware=[]).post(
                "/v1/messages/batches",
                content=sheaf.body(),
                cast_to=MessageBatch,
                options={"headers": {**_HEADERS, **headers}, "timeout": _TIMEOUT},
            )

        with closing(sheaf), self._provider.translated(what="batches"):
            submitted = self._provider.about_files(submit) if sheaf.by_file else submit({})
        return str(submitted.id)

    def retrieve(self, batch_id: str) -> MessageBatch:
        """Return a batch as it is now."""
        with self._provider.translated(what="batch"):
            batch: MessageBatch = self._client.messages.batches.retrieve(batch_id)
        return batch

    def results(self, batch_id: str) -> Generator[MessageBatchIndividualResponse]:
        """Yield the results of a batch that has ended."""
        with (
            self._provider.translated(what="batch"),
            closing(self._client.messages.batches.results(batch_id)) as results,
        ):
            yield from results

    def is_ours(self, batch: MessageBatch, nonce: str) -> bool | None:
        """Tell by its first result whether a batch holds requests of ours; None before its end."""
        if batch.results_url is None:
            return None
        with closing(self.results(batch.id)) as results:
            first = next(results, None)
        return first is not None and first.custom_id.startswith(f"{nonce}-")

    def find_lost(self, batch: Mapping[str, Any], known: Container[str]) -> str | None:
        """Return the id of a batch that was submitted and whose answer was lost.

        Parameters
        ----------
        batch : mapping
            What the checkpoint knows of it: ``nonce``, ``count``, ``asked``, ``after`` (the
            newest batch before it) and ``others`` (that have turned out not to be it).
        known : container of str
            Ids of other batches of the checkpoint.
        """
        others = batch.get("others", ())
        for candidate in self._submitted_after(batch):
            is_alike = _count(candidate) == batch["count"]
            if candidate.id in known or candidate.id in others or not is_alike:
                continue
            if self.is_ours(candidate, batch["nonce"]) is not False:
                return candidate.id
        return None

    def _submitted_after(self, batch: Mapping[str, Any]) -> Iterator[MessageBatch]:
        # Where the one before it is gone, by the time, however far the clocks are apart.
        earliest = datetime.fromisoformat(batch["asked"]) - _CLOCKS_APART
        with self._provider.translated(what="batches"):
            for candidate in self._client.messages.batches.list(limit=100):
                if candidate.id == batch.get("after") or candidate.created_at < earliest:
                    return
                yield candidate


def _count(batch: MessageBatch) -> int:
    counts = batch.request_counts
    return sum(
        (counts.processing, counts.succeeded, counts.errored, counts.canceled, counts.expired)
    )


def reply_of(result: Any) -> Reply | str:
    """Return the answer that a result of a batch is, or why it is none.

    Parameters
    ----------
    result : object
        As the SDK makes it of whatever came.
    """
    kind = getattr(result, "type", None)
    if kind in _WHY:
        return _WHY[kind]
    try:
        if kind == "errored":
            return f"The API found something wrong with it: {shortened(result.error.error.message)}"
        return Reply.from_message(result.message.model_dump(warnings=False), {})
    except (AttributeError, LookupError, TypeError, ValueError):
        return "Its result is not an answer"


def is_refused(error: ProviderError) -> bool:
    """Tell whether a submission was answered with no; anything else may have got through."""
    return error.status is not None and 400 <= error.status < 500 and error.status != 408
