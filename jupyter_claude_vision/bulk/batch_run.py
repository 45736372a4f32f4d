"""One question about each of many items, in batches: half the price, within 24 hours.

All that is needed to collect the answers is in the checkpoint before a batch is submitted, so that
another kernel can continue the next day. A batch whose kernel died before it recorded the id is
found again among the account's batches.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ..errors import PromptError, ProviderError, Stopped
from ..provider.delivery import Delivery
from ..provider.message_batches import (
    DEFAULT_LIMITS,
    AccountBatches,
    BatchFile,
    SubmittedBatch,
    is_rejection,
)
from .batch_watcher import BatchWatcher, PendingRequest
from .checkpoints.checkpoint_records import (
    build_failure_record,
    build_request_record,
    is_answered,
)
from .executors.local_executor import prepare_items
from .items import AnsweredItem, Item, PreparedItem
from .retry_policy import FATAL_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from ..answers.sent_attachment import SentImage
    from ..provider.message_batches import BatchLimits
    from .results.results import Answers
    from .run_state import RunState

_BATCH_WINDOW: Final = timedelta(hours=24)
"""The longest time that the API takes for a batch, and needs its uploads."""


class BatchDelivery(Delivery):
    """Delivery whose uploads last until a batch has ended, even if the kernel ends before.

    Parameters
    ----------
    delivery : Delivery
        The delivery of a single question.
    """

    def __init__(self, delivery: Delivery) -> None:
        # Twice as long, so that a batch's results are late before its files are gone.
        life = max(delivery.life, round(2 * _BATCH_WINDOW.total_seconds()))
        super().__init__(delivery.provider, delivery.files, life, needed_for=_BATCH_WINDOW)
        self._file_ids: deque[str] = deque()  # filled by the threads that prepare

    def provide_file_id(self, image: SentImage) -> str:
        """Return the ``file_id`` of an attachment, and note it for `take_file_ids`."""
        file_id = super().provide_file_id(image)
        self._file_ids.append(file_id)
        return file_id

    def take_file_ids(self) -> tuple[str, ...]:
        """Return the ids that were used since the last call."""
        ids = set()
        while self._file_ids:
            ids.add(self._file_ids.popleft())
        return tuple(sorted(ids))


class BatchRun:
    """A run whose requests are sent in batches; call `ask_all` once.

    Parameters
    ----------
    state : RunState
    resubmit : bool
        Ask again about requests that expired, failed or were canceled.
    limits : BatchLimits
    sleep : callable
        Waits for a number of seconds.
    """

    def __init__(
        self,
        state: RunState,
        *,
        resubmit: bool = False,
        limits: BatchLimits = DEFAULT_LIMITS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        provider = state.plan.delivery.provider
        if not provider.platform.batches:
            msg = f"{provider.platform.label} has no batches: ask with how='now'."
            raise PromptError(msg[0].upper() + msg[1:])
        self._delivery = BatchDelivery(state.plan.delivery)
        state.plan = replace(state.plan, delivery=self._delivery)
        self._state = state
        self._account = AccountBatches(provider)
        self._watcher = BatchWatcher(state, self._account, sleep)
        self._resubmit = resubmit
        self._limits = limits

    def ask_all(self) -> Answers:
        """Submit the requests that are not in the checkpoint, and return the results of all.

        Raises
        ------
        ClaudeVisionError
            The run cannot go on. What was submitted is in the checkpoint.
        Stopped
            The run was interrupted; the batches go on, and the next run collects them.
        """
        try:
            self._watcher.adopt_lost_batches()
            self._submit_all()
            self._watcher.collect_all()
        except KeyboardInterrupt as error:
            raise Stopped(self._watcher.describe_state()) from error
        self._release_uploads()
        self._state.update_progress()
        return self._state.to_answers()

    def _release_uploads(self) -> None:
        """Let uploads be deleted with the kernel, once no batch needs them."""
        batches = self._state.checkpoint.batches
        if all(batch.is_collected for batch in batches if batch.id):
            for batch in batches:
                self._delivery.files.release_files(batch.file_ids)

    def _submit_all(self) -> None:
        file = BatchFile(self._limits)
        items = prepare_items(self._take_items(), self._state.plan, self._claim_result)
        for item, result in items:
            if isinstance(result, PreparedItem):
                file = self._add_request(result, file)
            elif isinstance(result, AnsweredItem):
                self._take_result(item, result.offset)
            else:
                self._fail_item(item, result)
            self._state.update_progress()
        if file.count:
            self._submit_batch(file)

    def _take_items(self) -> Iterator[Item]:
        while (item := self._state.take_item()) is not None:
            yield item

    def _add_request(self, prepared_item: PreparedItem, file: BatchFile) -> BatchFile:
        """Add a request to a batch, or to a new one; return the one that it is in."""
        assert prepared_item.request is not None  # noqa: S101 - built in this process
        max_price = self._state.budget.max_price(prepared_item.estimate)
        file = self._reserve_price(max_price, file)
        custom_id = file.add_request(prepared_item.request)
        if custom_id is None:
            file = self._submit_and_begin_next(file)
            custom_id = file.add_request(prepared_item.request)
            assert custom_id is not None  # noqa: S101 - the first is always added
        if not self._state.approval.is_given:
            self._state.approval.sample.append(prepared_item.estimate)
        self._state.checkpoint.write_request(custom_id, build_request_record(prepared_item))
        request = PendingRequest(prepared_item.item.position, max_price)
        self._watcher.pending[custom_id] = request
        return file

    def _reserve_price(self, max_price: Decimal, file: BatchFile) -> BatchFile:
        """Reserve the highest price of a request; return the batch that it is to be added to.

        Where the budget does not allow all requests at once, those that it allows are submitted
        and waited for, since most answers are shorter than the longest.
        """
        budget = self._state.budget
        if budget.reserve_price(max_price):
            return file
        if file.count:
            file = self._submit_and_begin_next(file)
        self._watcher.collect_all()
        if not budget.reserve_price(max_price):
            raise budget.to_error(max_price, "What was answered is in the checkpoint.")
        return file

    def _submit_and_begin_next(self, file: BatchFile) -> BatchFile:
        self._submit_batch(file)
        return BatchFile(self._limits)

    def _claim_result(self, key: str) -> int | None:
        """Return the offset of an answer, a pending request or a failure; None for nothing."""
        offset = self._state.checkpoint.claim_answer(key)
        if offset is None:
            offset = self._claim_pending_request(key)
        if offset is None and not self._resubmit:
            offset = self._state.checkpoint.claim_failure(key)
        return offset

    def _claim_pending_request(self, key: str) -> int | None:
        """Return the offset of a request in a batch; where its batch is missing, fail it first."""
        checkpoint = self._state.checkpoint
        while (offset := checkpoint.claim_pending_request(key)) is not None:
            request = checkpoint.read_record(offset)
            batch = checkpoint.find_batch(request["request"])
            if not (self._resubmit and batch is not None and batch.is_missing):
                return offset
            item = Item(-1, request["name"], request["path"])
            error = ProviderError("Its batch is gone; it is asked again.")
            record = build_failure_record(item, error, key)
            checkpoint.write_records([{**record, "request": request["request"]}])
        return None

    def _take_result(self, item: Item, offset: int) -> None:
        """Take an item's answer, failure or pending request from the checkpoint."""
        record = self._state.checkpoint.read_record(offset)
        if "text" not in record and "error" not in record:
            self._state.index.names[item.position] = item.name
            self._watcher.pending[record["request"]] = PendingRequest(item.position)
            return
        self._state.index.add_result(item.position, offset, item.name)
        if is_answered(record):
            self._state.progress.reuse_count += 1
        else:
            self._state.progress.failure_count += 1

    def _fail_item(self, item: Item, error: Exception) -> None:
        if self._state.stop_on_failure or isinstance(error, FATAL_ERRORS):
            raise error
        (offset,) = self._state.checkpoint.write_records([build_failure_record(item, error)])
        self._state.index.add_result(item.position, offset)
        self._state.progress.failure_count += 1

    def _submit_batch(self, file: BatchFile) -> None:
        self._approve_cost(file)
        checkpoint = self._state.checkpoint
        batch = SubmittedBatch(
            nonce=file.nonce,
            count=file.count,
            time=datetime.now(UTC).isoformat(),
            previous_id=self._account.find_newest(),
            file_ids=self._delivery.take_file_ids(),
        )
        checkpoint.write_batch(batch)  # before it is submitted: see `adopt_lost_batches`
        try:
            batch_id = self._account.submit_batch(file)
        except ProviderError as error:
            if is_rejection(error):
                checkpoint.write_batch(replace(batch, is_refused=True))
            raise
        checkpoint.write_batch(replace(batch, id=batch_id))

    def _approve_cost(self, file: BatchFile) -> None:
        approval, progress = self._state.approval, self._state.progress
        if not approval.is_given:
            is_counted = progress.total is not None
            count = progress.remaining_count if is_counted else file.count
            approval.request_approval(self._state.budget, count)
