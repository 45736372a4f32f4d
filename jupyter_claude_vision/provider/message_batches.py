"""Batches of requests at the Message Batches API: their files, submission, and results."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any, Final

from ..answers.reply import Reply
from .error_mapping import shorten_message

if TYPE_CHECKING:
    from collections.abc import Container, Generator, Iterator, Mapping

    from anthropic.types.messages import MessageBatch, MessageBatchIndividualResponse

    from ..errors import ProviderError
    from .provider import Provider
    from .request import Request

_MAX_CLOCK_DIFFERENCE: Final = timedelta(days=1)
_TIMEOUT_SECONDS: Final = 600.0
_FAILURE_REASONS: Final = {
    "expired": "The batch expired before this was asked",
    "canceled": "The batch was canceled before this was asked",
}
_HEADERS: Final = {"content-type": "application/json"}
_FILE_HEAD: Final = b'{"requests":['
_FILE_TAIL: Final = b"]}"


@dataclass(frozen=True)
class BatchLimits:
    """The largest batch.

    Attributes
    ----------
    requests : int
    bytes : int
    """

    requests: int = 100_000
    bytes: int = 256_000_000


DEFAULT_LIMITS: Final = BatchLimits()
"""The limits of the Message Batches API."""


@dataclass(frozen=True)
class SubmittedBatch:
    """A batch that was submitted, or is about to be.

    Attributes
    ----------
    nonce : str
        Random text with which the custom ids of its requests begin.
    count : int
        Number of requests.
    time : str
        Time of the submission, in ISO format.
    previous_id : str
        Id of the newest batch of the account before it; empty for none.
    file_ids : tuple of str
        Uploads that its requests name.
    id : str
        Empty where the submission was not answered yet.
    is_refused : bool
        The API has refused it.
    is_adopted : bool
        Its id was found among the account's batches, and may be another batch's.
    other_ids : tuple of str
        Ids of batches that have turned out to be different ones.
    is_missing : bool
        The last run's key could not see it.
    is_collected : bool
        All its results are in the checkpoint.
    """

    nonce: str
    count: int
    time: str
    previous_id: str = ""
    file_ids: tuple[str, ...] = ()
    id: str = ""
    is_refused: bool = False
    is_adopted: bool = False
    other_ids: tuple[str, ...] = ()
    is_missing: bool = False
    is_collected: bool = False


class BatchFile:
    """The requests of one batch, on the disk until it is submitted: it may be 256 MB.

    Parameters
    ----------
    limits : BatchLimits

    Attributes
    ----------
    nonce : str
        Random text with which the custom ids of its requests begin.
    count : int
        Number of requests.
    by_file : bool
        Whether one of its requests names an uploaded file.
    """

    def __init__(self, limits: BatchLimits) -> None:
        self.nonce = secrets.token_hex(8)
        self.count = 0
        self.by_file = False
        self._limits = limits
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._size = self._file.write(_FILE_HEAD)

    def __del__(self) -> None:
        self._file.close()

    def add_request(self, request: Request) -> str | None:
        """Add a request, and return its custom id; None where there is no room for it.

        The first request is always added.
        """
        custom_id = f"{self.nonce}-{self.count}"
        entry = b'{"custom_id":"%s","params":%s}' % (custom_id.encode(), request.to_json())
        size = self._size + len(entry) + len(_FILE_TAIL) + 1
        if self.count and (size > self._limits.bytes or self.count >= self._limits.requests):
            return None
        self._size += self._file.write(b"," + entry if self.count else entry)
        self.count += 1
        self.by_file |= request.by_file
        return custom_id

    def open_body(self) -> IO[bytes]:
        """Return the body of the batch's request, at its beginning."""
        self._file.seek(self._size)
        self._file.write(_FILE_TAIL)
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Delete the file."""
        self._file.close()


class AccountBatches:
    """The batches that the present key can see.

    Its methods raise `ProviderError` where the API refuses, or cannot be reached.

    Parameters
    ----------
    provider : Provider
    """

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    @property
    def _client(self) -> Any:
        return self._provider.connections.current().client

    def find_newest(self) -> str:
        """Return the id of the newest batch; empty where there is none."""
        with self._provider.connections.translate_errors(operation="batches"):
            newest = next(iter(self._client.messages.batches.list(limit=1)), None)
        return "" if newest is None else str(newest.id)

    def submit_batch(self, file: BatchFile) -> str:
        """Submit requests as one batch, and return its id.

        There is one attempt: where its answer is lost, the next run looks for the batch.
        """
        from anthropic.types.messages import MessageBatch

        def post_file(*, extra_headers: Mapping[str, str]) -> Any:
            return self._client.with_options(middleware=[]).post(
                "/v1/messages/batches",
                content=file.open_body(),
                cast_to=MessageBatch,
                options={"headers": {**_HEADERS, **extra_headers}, "timeout": _TIMEOUT_SECONDS},
            )

        with closing(file), self._provider.connections.translate_errors(operation="batches"):
            batch = (
                self._provider.uploads.send(post_file)
                if file.by_file
                else post_file(extra_headers={})
            )
        return str(batch.id)

    def retrieve_batch(self, batch_id: str) -> MessageBatch:
        """Return the present state of a batch."""
        with self._provider.connections.translate_errors(operation="batch"):
            batch: MessageBatch = self._client.messages.batches.retrieve(batch_id)
        return batch

    def iterate_results(self, batch_id: str) -> Generator[MessageBatchIndividualResponse]:
        """Yield the results of a batch that has ended."""
        with (
            self._provider.connections.translate_errors(operation="batch"),
            closing(self._client.messages.batches.results(batch_id)) as results,
        ):
            yield from results

    def has_requests_of(self, batch: MessageBatch, nonce: str) -> bool | None:
        """Tell by its first result whether a batch holds our requests; None before its end."""
        if batch.results_url is None:
            return None
        with closing(self.iterate_results(batch.id)) as results:
            first = next(results, None)
        return first is not None and first.custom_id.startswith(f"{nonce}-")

    def find_lost_batch(self, batch: SubmittedBatch, known_ids: Container[str]) -> str | None:
        """Return the id of a batch whose submission was answered, and the answer lost.

        Parameters
        ----------
        batch : SubmittedBatch
        known_ids : container of str
            Ids of other batches of the checkpoint.
        """
        for candidate in self._iterate_batches_after(batch):
            has_same_count = _count_requests(candidate) == batch.count
            if candidate.id in known_ids or candidate.id in batch.other_ids or not has_same_count:
                continue
            if self.has_requests_of(candidate, batch.nonce) is not False:
                return candidate.id
        return None

    def _iterate_batches_after(self, batch: SubmittedBatch) -> Iterator[MessageBatch]:
        # The batch before it may be deleted: then by the time, with a margin for wrong clocks.
        earliest = datetime.fromisoformat(batch.time) - _MAX_CLOCK_DIFFERENCE
        with self._provider.connections.translate_errors(operation="batches"):
            for candidate in self._client.messages.batches.list(limit=100):
                if candidate.id == batch.previous_id or candidate.created_at < earliest:
                    return
                yield candidate


def _count_requests(batch: MessageBatch) -> int:
    counts = batch.request_counts
    return sum(
        (counts.processing, counts.succeeded, counts.errored, counts.canceled, counts.expired)
    )


def parse_batch_result(result: Any) -> Reply | str:
    """Return the reply in a result of a batch, or the reason why there is none.

    Parameters
    ----------
    result : object
        As the SDK makes it of any response.
    """
    kind = getattr(result, "type", None)
    if kind in _FAILURE_REASONS:
        return _FAILURE_REASONS[kind]
    try:
        if kind == "errored":
            message = shorten_message(result.error.error.message)
            return f"The API found something wrong with it: {message}"
        return Reply.from_message(result.message.model_dump(warnings=False), {})
    except (AttributeError, LookupError, TypeError, ValueError):
        return "Its result is not an answer"


def is_rejection(error: ProviderError) -> bool:
    """Return True for a rejected submission; after other errors it may have arrived."""
    return error.status is not None and 400 <= error.status < 500 and error.status != 408
