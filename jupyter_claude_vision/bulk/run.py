"""One question about each of many items, sent one by one: in bounded memory, many at a time.

The run's own thread takes items, as few ahead as keep the executor busy, and decides what is sent
when. Items are prepared, sent and recorded by other threads; what they report arrives as events.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import ClaudeVisionError, Stopped
from ..interrupts import hold_interrupts
from ..provider.clients.async_sender import Refusal
from ..provider.retry_after import clock_time_after
from .checkpoints.checkpoint import CheckpointWriter
from .checkpoints.checkpoint_records import build_answer_record, build_failure_record
from .items import AnsweredItem, PreparedItem
from .retry_policy import FATAL_ERRORS, RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from ..answers.reply import Reply
    from .concurrency_limit import ConcurrencyLimit
    from .executors.local_executor import RunExecutor
    from .items import Item
    from .results.results import Answers
    from .run_state import RunState

_TICK_SECONDS: Final = 0.5
_LONG_PAUSE: Final = 5.0
"""Seconds from which on a pause is shown, with its end."""

Event: TypeAlias = "Callable[[], None]"
"""A report from another thread, as the call with which the run's thread handles it."""


@dataclass(frozen=True)
class _Attempt:
    prepared_item: PreparedItem
    max_price: Decimal
    sent_at: float


class EventQueue:
    """Events from any thread for the run's thread."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._has_news = threading.Event()

    def put_event(self, handler: Callable[..., None], *arguments: object) -> None:
        """Have the run's thread call a handler."""
        self._events.append(partial(handler, *arguments))
        self._has_news.set()

    def wait_for_event(self, seconds: float) -> bool:
        """Wait up to a number of seconds for an event; return whether there is one."""
        if self._has_news.wait(seconds):
            self._has_news.clear()
            return True
        return bool(self._events)

    def handle_events(self) -> None:
        """Handle all events; an interrupt waits until each is accounted for everywhere."""
        while self._events:
            with hold_interrupts():
                self._events.popleft()()


class Run:
    """A run whose requests are sent one by one; call `ask_all` once.

    Parameters
    ----------
    state : RunState
    executor : RunExecutor
        The run closes it.
    limit : ConcurrencyLimit
    """

    def __init__(self, state: RunState, executor: RunExecutor, limit: ConcurrencyLimit) -> None:
        self._state = state
        self._executor = executor
        self._limit = limit
        self._retry_policy = RetryPolicy()
        self._writer = CheckpointWriter(state.checkpoint)
        self._events = EventQueue()
        executor.call_in_run = self._events.put_event
        self._queue: deque[PreparedItem] = deque()
        self._in_work = 0
        # Now, since the answers of earlier runs are claimed as their items are prepared.
        self._reusable_count = state.checkpoint.unclaimed_count
        self._error: BaseException | None = None

    def ask_all(self) -> Answers:
        """Ask about all items, and return the results.

        Raises
        ------
        ClaudeVisionError
            The run cannot go on. Answers so far are in the checkpoint.
        Stopped
            The run was interrupted; the same holds.
        """
        is_interrupted = False
        with self._writer:
            try:
                self._run_loop()
            except KeyboardInterrupt:
                is_interrupted = True
            finally:
                self._executor.close()  # before the writer, which writes the last answers
        self._events.handle_events()  # that arrived until it was closed
        if is_interrupted:
            self._error = Stopped(f"Stopped. {self._describe_state()}")
        self._state.update_progress()
        if self._error is not None:
            raise self._error
        return self._state.to_answers()

    def _describe_state(self) -> str:
        """Return a sentence on what is done, what is left, and how to go on."""
        progress, checkpoint = self._state.progress, self._state.checkpoint
        remaining = progress.remaining_count
        left = "" if remaining is None else f", {remaining:,} left"
        repeat = f"with checkpoint={checkpoint.label!r}" if checkpoint.path else "again"
        count = progress.answer_count + progress.reuse_count
        unwritten_count = len(checkpoint.unwritten_records)
        here = f" ({unwritten_count:,} of them in this kernel alone)" if unwritten_count else ""
        return f"{count:,} answered and kept{here}{left}: run it {repeat} to go on from there."

    def _run_loop(self) -> None:
        while True:
            self._send_requests()
            if self._may_take_item():
                self._take_item()  # one, since the next may take its time, and others are ready
                self._process_events(0.0)
            elif self._in_work:
                wait = self._limit.seconds_to_wait() or _TICK_SECONDS
                self._process_events(min(wait, _TICK_SECONDS))
            else:
                return

    def _may_take_item(self) -> bool:
        """Tell whether to take the next item, which the user's generator may be slow to make.

        The first item is prepared before that, so that it can be sent in the meantime.
        """
        if self._state.items is None or self._error or self._in_work >= self._max_in_work:
            return False
        progress = self._state.progress
        has_begun = self._state.approval.sample or progress.reuse_count or progress.failure_count
        return bool(has_begun) or not self._in_work

    @property
    def _max_in_work(self) -> int:
        """The most items in work at a time, so that memory is bounded."""
        return self._limit.value + 2 * self._executor.parallelism

    def _take_item(self) -> None:
        item = self._state.take_item()
        if item is not None:
            self._in_work += 1
            report = partial(self._events.put_event, self._handle_preparation, item)
            self._executor.prepare_item(item, report)

    def _process_events(self, seconds: float) -> None:
        """Wait up to a number of seconds for an event, and handle all events."""
        if not self._events.wait_for_event(seconds):
            self._check_threads()
        self._events.handle_events()
        wait = self._limit.seconds_to_wait()
        paused_until = clock_time_after(wait) if wait >= _LONG_PAUSE else ""
        self._state.update_progress(paused_until=paused_until)

    def _check_threads(self) -> None:
        """Raise where a thread has ended, whose events would be waited for without end."""
        if not (self._writer.is_alive and self._executor.is_alive):
            msg = f"A thread of the run has ended. {self._describe_state()}"
            raise ClaudeVisionError(msg)

    def _handle_preparation(
        self, item: Item, result: PreparedItem | AnsweredItem | Exception
    ) -> None:
        if isinstance(result, AnsweredItem):
            self._state.progress.reuse_count += 1
            self._finish_item(item, result.offset)
        elif isinstance(result, Exception):
            if isinstance(result, FATAL_ERRORS):  # of an upload
                self._end_run(result)
            self._fail_item(item, result)
        elif self._error:
            self._in_work -= 1
        else:
            if not self._state.approval.has_full_sample:
                self._state.approval.sample.append(result.estimate)
            self._queue.append(result)

    def _send_requests(self) -> None:
        if self._error:
            self._in_work -= len(self._queue)
            self._queue.clear()
            return
        while self._queue and self._has_free_slot() and self._is_cost_approved():
            if not self._send_request(self._queue[0]):
                return  # it stays first in the queue until the budget allows it
            self._queue.popleft()

    def _has_free_slot(self) -> bool:
        return self._limit.count_free_slots(self._state.progress.in_flight) > 0

    def _send_request(self, prepared_item: PreparedItem) -> bool:
        """Send a request where the budget allows it; return whether it was sent."""
        budget, progress = self._state.budget, self._state.progress
        try:
            max_price = budget.max_price(prepared_item.estimate)
        except ClaudeVisionError as error:
            self._error = error
            return False
        if not budget.reserve_price(max_price):
            if not progress.in_flight and not budget.may_be_allowed_later(max_price):
                self._error = budget.to_error(max_price, self._describe_state())
            return False
        progress.in_flight += 1
        attempt = _Attempt(prepared_item, max_price, time.monotonic())
        self._executor.send_request(prepared_item, partial(self._receive_reply, attempt))
        return True

    def _is_cost_approved(self) -> bool:
        """Have the cost approved before it is spent; return whether requests may be sent."""
        approval, progress = self._state.approval, self._state.progress
        if approval.is_given:
            return True
        if progress.total is None:
            if not approval.is_due(self._state.budget.cost):
                return True
        elif not approval.has_full_sample and self._more_will_be_prepared():
            return False
        count = None
        if progress.total is not None:
            # Which of the earlier answers are of these items is not known yet.
            count = max(1, progress.total - progress.failure_count - self._reusable_count)
        approval.request_approval(self._state.budget, count)
        return True

    def _more_will_be_prepared(self) -> bool:
        """Tell whether more items will be prepared before any is sent."""
        takes_no_more = self._state.items is None or self._in_work >= self._max_in_work
        return not (takes_no_more and self._in_work == len(self._queue))

    def _receive_reply(
        self, attempt: _Attempt, prepared_item: PreparedItem, reply: Reply | Refusal
    ) -> None:
        """Take the reply to a request; called from any thread.

        An answer is written at once, however busy the run's thread is.
        """
        if isinstance(reply, Refusal):
            self._events.put_event(self._handle_refusal, attempt, prepared_item, reply)
            return
        try:
            record = build_answer_record(prepared_item, reply, self._state.plan.platform)
            report = partial(
                self._events.put_event, self._handle_answer, attempt, prepared_item, reply, record
            )
            self._writer.write_record(record, report)
        except Exception as error:  # noqa: BLE001 - the run's thread raises it
            self._events.put_event(self._handle_internal_error, attempt, error)

    def _handle_internal_error(self, attempt: _Attempt, error: Exception) -> None:
        self._state.progress.in_flight -= 1
        self._in_work -= 1
        self._state.budget.release_price(attempt.max_price)
        self._end_run(_to_run_error(error))

    def _handle_answer(
        self,
        attempt: _Attempt,
        prepared_item: PreparedItem,
        reply: Reply,
        record: dict[str, object],
        offset: int | Exception,
    ) -> None:
        item = prepared_item.item
        self._state.progress.in_flight -= 1
        error = self._state.enter_answer(record, item.name, attempt.max_price)
        self._limit.note_answer(reply.headers, reply.usage.total_input)
        self._retry_policy.note_answer(item.position)
        self._error = self._error or error
        self._finish_item(item, offset, is_renamed=False)

    def _handle_refusal(
        self, attempt: _Attempt, prepared_item: PreparedItem, refusal: Refusal
    ) -> None:
        item, error = prepared_item.item, refusal.error
        self._state.progress.in_flight -= 1
        decision = self._retry_policy.decide_after_refusal(item.position, refusal, attempt.sent_at)
        if decision == "retry" and self._error is None:
            self._state.budget.release_price(attempt.max_price)
            self._limit.note_refusal(attempt.sent_at, refusal.retry_after)
            self._queue.appendleft(prepared_item)  # before those that were never sent
            return
        self._state.enter_failure(refusal.usage, attempt.max_price)
        if decision == "end run":
            self._end_run(error)
        self._fail_item(item, error, prepared_item.key)

    def _end_run(self, error: ClaudeVisionError) -> None:
        """End the run: the other items would meet the same error."""
        if self._error is None:
            error.args = (f"{error} {self._describe_state()}",)
            self._error = error

    def _fail_item(self, item: Item, error: BaseException, key: str = "") -> None:
        """Record a failure, or end the run with it."""
        if self._state.stop_on_failure:
            self._error = self._error or error
        self._state.progress.failure_count += 1
        record = build_failure_record(item, error, key)
        report = partial(self._events.put_event, self._finish_item, item)
        self._writer.write_record(record, report)

    def _finish_item(self, item: Item, offset: int | Exception, *, is_renamed: bool = True) -> None:
        self._in_work -= 1
        if isinstance(offset, Exception):
            self._end_run(_to_run_error(offset))
            return
        self._state.index.add_result(item.position, offset, item.name if is_renamed else None)


def _to_run_error(error: Exception) -> ClaudeVisionError:
    """Return an error as one of ours, with a one-line message."""
    if isinstance(error, ClaudeVisionError):
        return error
    run_error = ClaudeVisionError(f"The run has failed ({type(error).__name__}: {error}).")
    run_error.__cause__ = error
    return run_error
