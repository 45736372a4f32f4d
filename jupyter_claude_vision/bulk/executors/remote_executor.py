"""Where the work of a run is done elsewhere: by any `concurrent.futures.Executor`.

What goes to a worker is a `Job`: what to look at, the words, and the name of the platform; never a
key, which each worker finds in its own environment. What comes back is a small `Done`.
"""

from __future__ import annotations

import os
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ...answers.structured.user_types import DataType
from ...chat.estimate import Estimate
from ...errors import ClaudeVisionError, InputError, ProviderError
from ...inputs.attachment import Attachment, InputOptions
from ...models import PATCH
from ...provider.clients.async_client import Refusal, ask_once
from ...provider.delivery import Delivery
from ...provider.file_cache import FileCache
from ..items import Claimed, Item, Plan, Ready, key_of, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

    from ...answers.reply import Reply
    from ...chat.question import Question
    from ...provider.provider import Provider

_AHEAD: Final = 2


@dataclass(frozen=True)
class Job:
    """What a worker is to do.

    Attributes
    ----------
    item : Item
    question : Question
    platform : str
        Its name.
    options : InputOptions
    life : int
        Seconds after which an upload deletes itself.
    only_key : bool
        Only say what is asked, so that nothing is asked twice.
    """

    item: Item
    question: Question
    platform: str
    options: InputOptions
    life: int
    only_key: bool = False


@dataclass(frozen=True)
class Done:
    """What a worker did.

    Attributes
    ----------
    key : str
    reply : Reply, Refusal or None
    thumbnail : tuple of str, or None
    notes : tuple of str
    sizes : tuple, or None
    error : Exception or None
        Why the picture cannot be asked about.
    """

    key: str = ""
    reply: Reply | Refusal | None = None
    thumbnail: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], tuple[int, int]] | None = None
    error: Exception | None = None


def work_on(job: Job, provider: Provider) -> Done:
    """Do a job, in a worker."""
    delivery = Delivery(provider, FileCache(), job.life)
    plan = Plan(job.question, delivery, job.options)
    try:
        if job.only_key:
            return Done(key_of(job.item, plan))
        ready = make_ready(job.item, plan)
    except ClaudeVisionError as error:
        return Done(error=_plain(error))
    assert isinstance(ready, Ready)  # noqa: S101 - nothing was claimed
    assert ready.request is not None  # noqa: S101
    reply = ask_once(provider, ready.request)
    if isinstance(reply, Refusal):
        reply = replace(reply, error=_plain(reply.error))
    return Done(ready.key, reply, ready.thumbnail, ready.notes, ready.sizes)


def _plain(error: ClaudeVisionError) -> ClaudeVisionError:
    """Return an error that can be pickled: without the SDK's, which holds a connection."""
    plain = type(error)(str(error))
    if isinstance(error, ProviderError) and isinstance(plain, ProviderError):
        plain.status, plain.request_id = error.status, error.request_id
    return plain


class WorkElsewhere:
    """Works through an executor.

    Parameters
    ----------
    plan : Plan
    claim : callable
        Takes a key; returns the place of its answer where there is one.
    executor : concurrent.futures.Executor
    task : callable
        Does a `Job`; it is pickled by name.
    looks_back : bool
        There are answers of earlier runs, so that workers say first what is asked.
    """

    def __init__(
        self,
        plan: Plan,
        claim: Callable[[str], int | None],
        executor: Executor,
        task: Callable[[Job], Done],
        *,
        looks_back: bool,
    ) -> None:
        self.width = _AHEAD
        self._plan = plan
        self._claim = claim
        self._executor = executor
        self._task = task
        self._looks_back = looks_back
        self._question = _without_type(plan.question)
        self._futures: set[Future[Done]] = set()
        self._is_closed = False

    def _submit(
        self, item: Item, take: Callable[[Done | BaseException], object], *, only_key: bool = False
    ) -> None:
        plan = self._plan
        options = replace(plan.options, last_figure=None, formatters={})
        job = Job(
            _portable(item), self._question, plan.platform, options, plan.delivery.life, only_key
        )
        future = self._executor.submit(self._task, job)
        self._futures.add(future)

        def finished(future: Future[Done]) -> None:
            self._futures.discard(future)
            if self._is_closed:
                return  # broken off: nobody waits for it
            try:
                take(future.result())
            except (Exception, CancelledError) as error:  # noqa: BLE001 - it is handed to who waits for it
                take(error)

        future.add_done_callback(finished)

    def prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        """Find out whether a picture was answered before; workers prepare it when they ask."""
        ready = Ready(item, "", None, None, self._estimate())
        if not self._looks_back:
            done(ready)
            return

        def take(result: Done | BaseException) -> None:
            if isinstance(result, BaseException):
                done(_lost(result))
            elif result.error is not None:
                done(result.error)
            elif (place := self._claim(result.key)) is not None:
                done(Claimed(item, place))
            else:
                done(ready)

        self._submit(item, take, only_key=True)

    def ask(self, ready: Ready, done: Callable[[Ready, Reply | Refusal], object]) -> None:
        """Have a worker read, prepare and ask."""

        def take(result: Done | BaseException) -> None:
            if isinstance(result, BaseException):
                done(ready, Refusal(_lost(result)))
            elif result.reply is None:
                error = result.error
                known = isinstance(error, ClaudeVisionError)
                done(ready, Refusal(error if known else InputError(repr(error))))  # type: ignore[arg-type]
            else:
                made = replace(
                    ready,
                    key=result.key,
                    thumbnail=result.thumbnail,
                    notes=result.notes,
                    sizes=result.sizes,
                )
                done(made, result.reply)

        self._submit(ready.item, take)

    def _estimate(self) -> Estimate:
        """Return what a picture takes at most, since its size is not known here."""
        question = self._plan.question
        text = (len(question.prompt) + len(question.system)) // 3 + PATCH
        tokens = question.tier.tokens + text
        return Estimate((), tokens, question.max_tokens, question.model, self._plan.platform)

    @property
    def is_alive(self) -> bool:
        """Whether what is asked will be answered: an executor tells of each of its failures."""
        return not self._is_closed

    def close(self) -> None:
        """Cancel what has not begun; the executor is its owner's to shut down."""
        self._is_closed = True
        for future in list(self._futures):
            future.cancel()


def _lost(error: BaseException) -> ClaudeVisionError:
    return InputError(f"A worker was lost ({type(error).__name__}: {error}).")


def _without_type(question: Question) -> Question:
    """Return a question without the user's type, which a worker needs not know."""
    data = question.form.data
    if data is None:
        return question
    bare = DataType(data.name, data.schema, data.definitions, None)  # type: ignore[arg-type]
    return replace(question, form=replace(question.form, data=bare))


def _portable(item: Item) -> Item:
    """Return an item whose value can be pickled; a recognised one is what it was made of."""
    value: Any = item.value.target if isinstance(item.value, Attachment) else item.value
    if isinstance(value, os.PathLike):
        return Item(item.position, item.name, os.fspath(value))
    return Item(item.position, item.name, value)
