"""Where the work of a run is done: here, on as many threads as there are cores."""

from __future__ import annotations

import os
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

from ..inputs.attachment import Attachment
from .asker import Asker
from .picture import Claimed, Item, Plan, Ready, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .asker import Refusal, Reply


class Work(Protocol):
    """Prepares pictures and asks about them; never blocks longer than one picture takes."""

    width: int
    """How many pictures are prepared at a time."""

    def prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        """Prepare a picture; `done` is called once, from any thread."""

    def ask(self, ready: Ready, done: Callable[[Ready, Reply | Refusal], object]) -> None:
        """Ask about it; `done` is called at most once, from any thread."""

    def close(self) -> None:
        """Break off what is on its way."""


class WorkHere:
    """Works in this process.

    Parameters
    ----------
    plan : Plan
    claim : callable
        Takes a key; returns the place of its answer where there is one.
    most : int
        Requests at a time.
    """

    def __init__(self, plan: Plan, claim: Callable[[str], int | None], most: int) -> None:
        self.width = os.cpu_count() or 1
        self._plan = plan
        self._claim = claim
        self._most = most
        self._pool = ThreadPoolExecutor(self.width)
        self._asker = Asker(plan.delivery.provider, most)
        self._is_warm = False

    def prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        """Prepare a picture, on a thread where that is safe."""
        # The first one here: threads that import the same package at once get it half made.
        if self._is_warm and is_safe_in_a_thread(item.value):
            self._pool.submit(self._prepare, item, done)
        else:
            self._prepare(item, done)
            self._is_warm = True

    def _prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        done(_made(item, self._plan, self._claim))

    def ask(self, ready: Ready, done: Callable[[Ready, Reply | Refusal], object]) -> None:
        """Ask about a picture."""
        assert ready.request is not None  # noqa: S101 - it was made here
        self._asker.ask(ready.request, lambda reply: done(ready, reply))

    def close(self) -> None:
        """Break off what is on its way."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._asker.close()


def is_safe_in_a_thread(value: Any) -> bool:
    """Tell files, bytes and pixels from live figures, whose libraries are not thread-safe."""
    if isinstance(value, Attachment):
        return value.kind == "url" or is_safe_in_a_thread(value.source)
    if isinstance(value, (str, os.PathLike, bytes, bytearray, memoryview)):
        return True
    modules = (sys.modules.get("PIL.Image"), sys.modules.get("numpy"))
    kinds = tuple(
        getattr(module, name)
        for module, name in zip(modules, ("Image", "ndarray"), strict=True)
        if module is not None
    )
    return isinstance(value, kinds)


def prepared(
    items: Iterable[Item], plan: Plan, claim: Callable[[str], int | None]
) -> Iterator[tuple[Item, Ready | Claimed | Exception]]:
    """Yield things in their order, prepared on as many threads as there are cores.

    Of an iterator no more is read ahead than keeps the threads busy.
    """
    width = os.cpu_count() or 1
    ahead: deque[tuple[Item, Future[Ready | Claimed | Exception]]] = deque()
    with ThreadPoolExecutor(width) as pool:
        for item in items:
            future: Future[Ready | Claimed | Exception]
            if item.position and is_safe_in_a_thread(item.value):
                future = pool.submit(_made, item, plan, claim)
            else:
                future = Future()
                future.set_result(_made(item, plan, claim))
            ahead.append((item, future))
            if len(ahead) > 2 * width:
                first, future = ahead.popleft()
                yield first, future.result()
        while ahead:
            first, future = ahead.popleft()
            yield first, future.result()


def _made(
    item: Item, plan: Plan, claim: Callable[[str], int | None]
) -> Ready | Claimed | Exception:
    try:
        return make_ready(item, plan, claim)
    except Exception as error:  # noqa: BLE001 - it is handed to who waits for it
        return error
