"""Executor of a run in this process: threads that prepare items, a client that sends requests."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from ...errors import ClaudeVisionError, RequestRejectedError
from ...inputs.attachment import Attachment
from ...inputs.loaded_modules import loaded_module
from ...provider.cancellation import Cancellation
from ...provider.clients.async_sender import AsyncSender, Refusal
from ...provider.clients.sdk_client import load_sdk
from ..item_preparation import prepare_item
from ..items import AnsweredItem, Item, Plan, PreparedItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...answers.reply import Reply
    from ..item_turn import ItemTurn

Preparation: TypeAlias = PreparedItem | AnsweredItem | Exception
"""An item ready to be sent, or already answered, or the reason why it cannot be used."""

PreparationReport: TypeAlias = "Callable[[Preparation], object]"
ReplyReport: TypeAlias = "Callable[[PreparedItem, Reply | Refusal], object]"

_MODULES_OF_THREADS: Final = (
    "PIL.GifImagePlugin",
    "PIL.ImageCms",
    "PIL.ImageFont",
    "PIL.ImageMath",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.WebPImagePlugin",
    "pybase64",
    "pydantic_core",
)


class RunExecutor(Protocol):
    """Prepares items and sends requests; blocks no longer than one item takes."""

    parallelism: int
    """Number of items that are prepared at a time."""

    call_in_run: Callable[[Callable[[], None]], None]
    """Has the run's own thread call a function, such as one that draws; the run sets it."""

    def prepare_item(self, item: Item, report: PreparationReport) -> None:
        """Prepare an item; `report` is called once, from any thread."""

    def send_request(self, prepared_item: PreparedItem, report: ReplyReport) -> None:
        """Send an item's request; `report` is called at most once, from any thread."""

    @property
    def is_alive(self) -> bool:
        """True while further requests will be answered or refused."""

    def close(self) -> None:
        """Cancel all requests and preparations."""


class LocalExecutor:
    """Executor in this process.

    Parameters
    ----------
    plan : Plan
    claim_answer : callable
        Takes a key; returns the offset of its answer where there is one.
    max_in_flight : int
        Most requests at a time.
    """

    def __init__(
        self, plan: Plan, claim_answer: Callable[[str], int | None], max_in_flight: int
    ) -> None:
        self.parallelism = os.cpu_count() or 1
        self.call_in_run: Callable[[Callable[[], None]], None] = lambda function: function()
        self._plan = plan
        self._claim_answer = claim_answer
        self._cancellation = Cancellation()
        import_for_threads()
        self._pool = ThreadPoolExecutor(self.parallelism)
        self._client = AsyncSender(plan.delivery.provider, max_in_flight)

    def prepare_item(self, item: Item, report: PreparationReport) -> None:
        """Prepare an item, on a thread where that is safe."""
        if is_thread_safe(item.value):
            self._pool.submit(self._prepare_in_pool, item, report)
        else:  # a live figure is drawn in the kernel's own thread
            report(_try_to_prepare(item, self._plan, self._claim_answer))

    def _prepare_in_pool(self, item: Item, report: PreparationReport) -> None:
        try:
            report(_prepare_in_thread(item, self._plan, self._claim_answer, self._cancellation))
        except BaseException as error:  # noqa: BLE001 - a pool drops what ends its tasks
            report(RuntimeError(f"{type(error).__name__}: {error}"))

    @property
    def is_alive(self) -> bool:
        """True while further requests will be answered or refused."""
        return self._client.is_alive

    def send_request(self, prepared_item: PreparedItem, report: ReplyReport) -> None:
        """Send an item's request."""
        assert prepared_item.request is not None  # noqa: S101 - built in this process
        turn = prepared_item.turn
        if turn is None:
            request = prepared_item.request
            self._client.send_request(request, lambda reply: report(prepared_item, reply))
        else:
            receive = partial(self._receive_round, prepared_item, turn, report)
            self._client.send_request(turn.request, receive)

    def _receive_round(
        self,
        prepared_item: PreparedItem,
        turn: ItemTurn,
        report: ReplyReport,
        reply: Reply | Refusal,
    ) -> None:
        """Report the reply to an item's request, or execute its calls where that is safe."""
        if isinstance(reply, Refusal):
            report(prepared_item, replace(reply, usage=turn.usage))
        elif not turn.waits_for_results(reply):
            report(prepared_item, turn.sum_up(reply))
        else:
            work = partial(self._run_round, prepared_item, turn, report, reply)
            if is_thread_safe(prepared_item.item.value):
                self._pool.submit(work)
            else:  # a live figure is drawn in the kernel's own thread
                self.call_in_run(work)

    def _run_round(
        self, prepared_item: PreparedItem, turn: ItemTurn, report: ReplyReport, reply: Reply
    ) -> None:
        try:
            turn.run_calls(reply, self._cancellation)
            self.send_request(prepared_item, report)
        except KeyboardInterrupt:  # the run is closed, and waits for nothing more
            return
        except ClaudeVisionError as error:
            report(prepared_item, Refusal(error, usage=turn.usage))
        except Exception as error:  # noqa: BLE001 - without a result, the run would wait forever
            problem = RequestRejectedError(f"{type(error).__name__}: {error}")
            report(prepared_item, Refusal(problem, usage=turn.usage))

    def close(self) -> None:
        """Cancel all requests and preparations."""
        self._cancellation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._client.close()


def import_for_threads() -> None:
    """Import the modules that threads use, before there are threads.

    Threads that import parts of one package at the same time can each get it half initialized.
    """
    for name in _MODULES_OF_THREADS:
        import_module(name)
    load_sdk()


def is_thread_safe(value: Any) -> bool:
    """Tell files, bytes and pixels from live figures, whose libraries are not thread-safe."""
    if isinstance(value, Attachment):
        return value.kind == "url" or is_thread_safe(value.source)
    if isinstance(value, (str, os.PathLike, bytes, bytearray, memoryview)):
        return True
    modules = (loaded_module("PIL.Image"), loaded_module("numpy"))
    types = tuple(
        getattr(module, name)
        for module, name in zip(modules, ("Image", "ndarray"), strict=True)
        if module is not None
    )
    return isinstance(value, types)


def prepare_items(
    items: Iterable[Item], plan: Plan, claim_answer: Callable[[str], int | None]
) -> Iterator[tuple[Item, Preparation]]:
    """Yield items in their order, prepared on as many threads as there are cores.

    An iterator is read no further ahead than keeps the threads busy.
    """
    import_for_threads()
    parallelism = os.cpu_count() or 1
    queue: deque[tuple[Item, Future[Preparation]]] = deque()
    cancellation = Cancellation()
    pool = ThreadPoolExecutor(parallelism)
    try:
        for item in items:
            future: Future[Preparation]
            if is_thread_safe(item.value):
                future = pool.submit(_prepare_in_thread, item, plan, claim_answer, cancellation)
            else:
                future = Future()
                future.set_result(_try_to_prepare(item, plan, claim_answer))
            queue.append((item, future))
            if len(queue) > 2 * parallelism:
                first, future = queue.popleft()
                yield first, future.result()
        while queue:
            first, future = queue.popleft()
            yield first, future.result()
    finally:
        cancellation.cancel()
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare_in_thread(
    item: Item, plan: Plan, claim_answer: Callable[[str], int | None], cancellation: Cancellation
) -> Preparation:
    """Prepare an item; an upload that waits for its next attempt ends when it is cancelled."""
    with plan.delivery.provider.retries.announced(lambda _: None, cancellation):
        return _try_to_prepare(item, plan, claim_answer)


def _try_to_prepare(
    item: Item, plan: Plan, claim_answer: Callable[[str], int | None]
) -> Preparation:
    try:
        return prepare_item(item, plan, claim_answer)
    except Exception as error:  # noqa: BLE001 - reported as the item's failure
        return error
