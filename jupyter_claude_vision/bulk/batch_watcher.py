"""Watching of submitted batches, and collection of their results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..errors import (
    FileNotAvailableError,
    NetworkError,
    OverloadedError,
    ProviderError,
    RateLimitedError,
    UnknownModelError,
)
from ..provider.message_batches import parse_batch_result
from .checkpoints.checkpoint_records import build_batch_answer_record, build_failure_record
from .items import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..provider.message_batches import AccountBatches, SubmittedBatch
    from .run_state import RunState

_FIRST_INTERVAL: Final = 2.0
_MAX_INTERVAL: Final = 60.0
_MAX_POLLS_WITHOUT_BATCH: Final = 3
"""Polls in which a batch is not found before it counts as another key's."""

_MAX_FAILED_POLLS: Final = 12
"""Failed polls in a row before a service counts as broken: about eight minutes."""


@dataclass(frozen=True, slots=True)
class PendingRequest:
    """A request in a batch without a result yet.

    Attributes
    ----------
    position : int
        Of its item.
    max_price : Decimal
        What the budget has reserved for it, in USD.
    """

    position: int
    max_price: Decimal = Decimal(0)


class BatchWatcher:
    """Collects the results of pending requests.

    Parameters
    ----------
    state : RunState
    account : AccountBatches
    sleep : callable
        Waits for a number of seconds.

    Attributes
    ----------
    pending : dict of str to PendingRequest
        By custom id.
    """

    def __init__(
        self, state: RunState, account: AccountBatches, sleep: Callable[[float], None]
    ) -> None:
        self.pending: dict[str, PendingRequest] = {}
        self._state = state
        self._account = account
        self._sleep = sleep
        self._polls_without_batch: Counter[str] = Counter()
        self._failed_polls = 0

    def describe_state(self) -> str:
        """Return a sentence on what goes on at the provider, and how to collect it."""
        checkpoint = self._state.checkpoint
        name = checkpoint.path.name if checkpoint.path else "…"
        ids = ", ".join(batch.id for batch in checkpoint.batches if batch.id)
        return (
            f"Stopped watching; what was submitted goes on ({ids or 'nothing yet'}). Run it again "
            f"with checkpoint={name!r}, in any kernel, to collect the answers."
        )

    def adopt_lost_batches(self) -> None:
        """Find the ids of batches whose kernel died before it recorded them.

        A batch that was refused has none. Other batches of the account may look alike until their
        results show whose they are (see `AccountBatches.has_requests_of`).
        """
        checkpoint = self._state.checkpoint
        known_ids = {batch.id for batch in checkpoint.batches if batch.id}
        for batch in checkpoint.batches:
            if batch.id or batch.is_refused:
                continue
            if batch_id := self._account.find_lost_batch(batch, known_ids):
                checkpoint.write_batch(replace(batch, id=batch_id, is_adopted=True))
                known_ids.add(batch_id)

    def collect_all(self) -> None:
        """Poll the batches of the pending requests until there are none.

        Raises
        ------
        OverloadedError
            The service is broken.
        EmptyAnswerError, ProviderError
            A request has failed, and the run is to end with the first failure.
        """
        interval = _FIRST_INTERVAL
        while True:
            nonces = {custom_id.rpartition("-")[0] for custom_id in self.pending}
            open_batches = [
                batch
                for batch in self._state.checkpoint.batches
                if batch.nonce in nonces and batch.id
            ]
            for batch in open_batches:
                self._poll_batch(batch)
            self._state.update_progress()
            if not self.pending:
                return
            if not open_batches:
                self._fail_requests(self.pending, "Its batch is nowhere to be found")
                return
            self._sleep(interval)
            interval = min(_MAX_INTERVAL, interval * 1.5)

    def _poll_batch(self, batch: SubmittedBatch) -> None:
        try:
            self._collect_batch(batch)
        except (NetworkError, RateLimitedError):
            return  # it is polled again; an interrupt ends the watch
        except OverloadedError as error:
            self._failed_polls += 1
            if self._failed_polls > _MAX_FAILED_POLLS:
                error.args = (f"{error} {self.describe_state()}",)
                raise
            return
        self._failed_polls = 0

    def _collect_batch(self, batch: SubmittedBatch) -> None:
        checkpoint = self._state.checkpoint
        try:
            status = self._account.retrieve_batch(batch.id)
        except (UnknownModelError, FileNotAvailableError):
            # The API has one error for a model and for a batch that do not exist.
            self._note_missing_batch(batch)
            return
        self._polls_without_batch.pop(batch.nonce, None)
        if batch.is_missing:
            batch = replace(batch, is_missing=False)
            checkpoint.write_batch(batch)
        if status.processing_status != "ended":
            return
        if status.results_url is None:
            reason = "The batch's results are no longer kept"
            self._fail_requests(self._list_requests(batch), reason)
            return
        if batch.is_adopted and not self._account.has_requests_of(status, batch.nonce):
            other_ids = (*batch.other_ids, batch.id)
            checkpoint.write_batch(replace(batch, id="", is_adopted=False, other_ids=other_ids))
            self.adopt_lost_batches()
            return
        for result in self._account.iterate_results(batch.id):
            self._collect_result(result)
        self._fail_requests(self._list_requests(batch), "The batch holds no result for it")
        checkpoint.write_batch(replace(batch, is_collected=True))

    def _note_missing_batch(self, batch: SubmittedBatch) -> None:
        """Count a poll that did not find a batch; after some leave the batch to a later run.

        Its requests are not lost: the present key may be another one, and the batch goes on.
        """
        self._polls_without_batch[batch.nonce] += 1
        if self._polls_without_batch[batch.nonce] < _MAX_POLLS_WITHOUT_BATCH:
            return
        self._state.checkpoint.write_batch(replace(batch, is_missing=True))
        place = self._state.plan.delivery.provider.place
        reason = (
            f"{place[0].upper()}{place[1:]} has no batch {batch.id} for this key: run it "
            "again with the key that submitted it"
        )
        self._fail_requests(self._list_requests(batch), reason, is_final=False)

    def _list_requests(self, batch: SubmittedBatch) -> list[str]:
        prefix = f"{batch.nonce}-"
        return [custom_id for custom_id in self.pending if custom_id.startswith(prefix)]

    def _collect_result(self, result: Any) -> None:
        """Record a result, unless it was recorded before."""
        custom_id = result.custom_id
        if custom_id not in self.pending:
            return
        reply = parse_batch_result(result.result)
        if isinstance(reply, str):
            self._fail_requests([custom_id], reply)
            return
        request = self.pending.pop(custom_id)
        request_record = self._read_request(custom_id)
        record = build_batch_answer_record(request_record, reply, self._state.plan.platform)
        (offset,) = self._state.checkpoint.write_records([{**record, "request": custom_id}])
        self._state.index.add_result(request.position, offset)
        error = self._state.enter_answer(record, record["name"], request.max_price)
        if error is not None:
            raise error

    def _read_request(self, custom_id: str) -> dict[str, Any]:
        checkpoint = self._state.checkpoint
        return checkpoint.read_record(checkpoint.request_offsets[custom_id])

    def _fail_requests(
        self, custom_ids: Iterable[str], reason: str, *, is_final: bool = True
    ) -> None:
        """Record a failure for each request; a later run looks again unless it is final."""
        for custom_id in list(custom_ids):
            request = self.pending.pop(custom_id)
            if is_final:  # else it may yet be answered, and charged
                self._state.budget.release_price(request.max_price)
            data = self._read_request(custom_id)
            item = Item(request.position, data["name"], data["path"])
            error = ProviderError(f"{reason}. resubmit=True asks again.")
            record = build_failure_record(item, error, data["key"])
            if is_final:
                record["request"] = custom_id
            (offset,) = self._state.checkpoint.write_records([record])
            self._state.index.add_result(item.position, offset)
            self._state.progress.failure_count += 1
            if self._state.stop_on_failure:
                raise error
