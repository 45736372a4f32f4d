"""Executor of a run on remote workers, through any `concurrent.futures.Executor`."""

from __future__ import annotations

import os
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ...answers.structured.user_types import DataType
from ...chat.estimate import Estimate
from ...errors import ClaudeVisionError, InputError
from ...inputs.attachment import Attachment
from ...models import PATCH
from ...provider.clients.async_sender import Refusal
from ..items import AnsweredItem, Item, PreparedItem
from .worker import Job, JobResult, run_worker_job

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

    from ...chat.question import Question
    from ..items import Plan
    from .local_executor import PreparationReport, ReplyReport

_ITEMS_AHEAD: Final = 2


class RemoteExecutor:
    """Executor on remote workers.

    Parameters
    ----------
    plan : Plan
    claim_answer : callable
        Takes a key; returns the offset of its answer where there is one.
    executor : concurrent.futures.Executor
    checks_answers : bool
        There are answers of earlier runs, so that workers return each item's key first.
    """

    def __init__(
        self,
        plan: Plan,
        claim_answer: Callable[[str], int | None],
        executor: Executor,
        *,
        checks_answers: bool,
    ) -> None:
        self.parallelism = _ITEMS_AHEAD
        self.call_in_run: Callable[[Callable[[], None]], None] = lambda function: function()
        self._plan = plan
        self._claim_answer = claim_answer
        self._executor = executor
        self._checks_answers = checks_answers
        self._question = _remove_user_type(plan.question)
        self._futures: set[Future[JobResult]] = set()
        self._is_closed = False

    def _submit_job(
        self,
        item: Item,
        take_result: Callable[[JobResult | BaseException], object],
        *,
        only_key: bool = False,
    ) -> None:
        plan, portable_item = self._plan, _to_picklable_item(item)
        options = replace(plan.options, last_figure=None, formatters={}, outputs=None)
        life = plan.delivery.life
        job = Job(portable_item, self._question, plan.platform, options, life, only_key)
        future = self._executor.submit(run_worker_job, job)
        self._futures.add(future)

        def finish_job(future: Future[JobResult]) -> None:
            self._futures.discard(future)
            if self._is_closed:
                return  # cancelled: nobody waits for it
            try:
                take_result(future.result())
            except (Exception, CancelledError) as error:  # noqa: BLE001 - reported to the run
                take_result(error)

        future.add_done_callback(finish_job)

    def prepare_item(self, item: Item, report: PreparationReport) -> None:
        """Look for an earlier answer; workers prepare the item when its request is sent."""
        prepared_item = PreparedItem(item, "", None, None, self._estimate_request())
        if not self._checks_answers:
            report(prepared_item)
            return

        def take_key(result: JobResult | BaseException) -> None:
            if isinstance(result, BaseException):
                report(_to_worker_error(result))
            elif result.error is not None:
                report(result.error)
            elif (offset := self._claim_answer(result.key)) is not None:
                report(AnsweredItem(item, offset))
            else:
                report(prepared_item)

        self._submit_job(item, take_key, only_key=True)

    def send_request(self, prepared_item: PreparedItem, report: ReplyReport) -> None:
        """Have a worker read and prepare an item, and send its request."""

        def take_reply(result: JobResult | BaseException) -> None:
            if isinstance(result, BaseException):
                report(prepared_item, Refusal(_to_worker_error(result)))
            elif result.reply is None:
                error = result.error
                if not isinstance(error, ClaudeVisionError):
                    error = InputError(repr(error))
                report(prepared_item, Refusal(error))
            else:
                sent_item = replace(
                    prepared_item,
                    key=result.key,
                    thumbnail=result.thumbnail,
                    notes=result.notes,
                    sizes=result.sizes,
                )
                report(sent_item, result.reply)

        self._submit_job(prepared_item.item, take_reply)

    def _estimate_request(self) -> Estimate:
        """Return the most that an item takes, since its size is not known here."""
        question = self._plan.question
        text_tokens = (len(question.prompt) + len(question.system)) // 3 + PATCH
        tokens = question.tier.tokens + text_tokens
        return Estimate((), tokens, question.max_tokens, question.model, self._plan.platform)

    @property
    def is_alive(self) -> bool:
        """True until it is closed, since an executor reports each of its failures."""
        return not self._is_closed

    def close(self) -> None:
        """Cancel the jobs that have not begun; the executor is its owner's to shut down."""
        self._is_closed = True
        for future in list(self._futures):
            future.cancel()


def _to_worker_error(error: BaseException) -> ClaudeVisionError:
    return InputError(f"A worker was lost ({type(error).__name__}: {error}).")


def _remove_user_type(question: Question) -> Question:
    """Return a question without the user's type, which workers need not import."""
    data = question.form.data
    if data is None:
        return question
    data = DataType(data.name, data.schema, data.definitions, None)  # type: ignore[arg-type]
    return replace(question, form=replace(question.form, data=data))


def _to_picklable_item(item: Item) -> Item:
    """Return an item whose value can be pickled; an attachment becomes its source."""
    value: Any = item.value.target if isinstance(item.value, Attachment) else item.value
    if isinstance(value, os.PathLike):
        return Item(item.position, item.name, os.fspath(value))
    return Item(item.position, item.name, value)
