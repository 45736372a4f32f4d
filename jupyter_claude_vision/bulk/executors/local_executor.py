"""Where the work of a run is done: here, on as many threads as there are cores."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

from ...inputs.attachment import Attachment
from ...inputs.loaded_modules import loaded_module
from ...provider.cancellation import Line
from ...provider.clients.async_client import Asker
from ...provider.clients.sdk_client import load_sdk
from ..items import Claimed, Item, Plan, Ready, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...answers.reply import Reply
    from ...provider.clients.async_client import Refusal


_USED_IN_THREADS: Final = (
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


class Work(Protocol):
    """Prepares pictures and asks about them; never blocks longer than one picture takes."""

    width: int
    """How many pictures are prepared at a time."""

    def prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        """Prepare a picture; `done` is called once, from any thread."""

    def ask(self, ready: Ready, done: Callable[[Ready, Reply | Refusal], object]) -> None:
        """Ask about it; `done` is called at most once, from any thread."""

    @property
    def is_alive(self) -> bool:
        """Whether what is asked will be answered, or refused."""

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
        self._line = Line()
        load_for_threads()
        self._pool = ThreadPoolExecutor(self.width)
        self._asker = Asker(plan.delivery.provider, most)

    def prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        """Prepare a picture, on a thread where that is safe."""
        if is_safe_in_a_thread(item.value):
            self._pool.submit(self._prepare, item, done)
        else:
            done(_made(item, self._plan, self._claim))

    def _prepare(self, item: Item, done: Callable[[Ready | Claimed | Exception], object]) -> None:
        try:
            done(_made_in_a_thread(item, self._plan, self._claim, self._line))
        except BaseException as error:  # noqa: BLE001 - a pool drops what ends its threads' work
            done(RuntimeError(f"{type(error).__name__}: {error}"))

    @property
    def is_alive(self) -> bool:
        """Whether what is asked will be answered, or refused."""
        return self._asker.is_alive

    def ask(self, ready: Ready, done: Callable[[Ready, Reply | Refusal], object]) -> None:
        """Ask about a picture."""
        assert ready.request is not None  # noqa: S101 - it was made here
        self._asker.ask(ready.request, lambda reply: done(ready, reply))

    def close(self) -> None:
        """Break off what is on its way."""
        self._line.hang_up()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._asker.close()


def load_for_threads() -> None:
    """Import what threads use, before there are any.

    Threads that import parts of one package at the same time can each get it half made.
    """
    for name in _USED_IN_THREADS:
        import_module(name)
    load_sdk()


def is_safe_in_a_thread(value: Any) -> bool:
    """Tell files, bytes and pixels from live figures, whose libraries are not thread-safe."""
    if isinstance(value, Attachment):
        return value.kind == "url" or is_safe_in_a_thread(value.source)
    if isinstance(value, (str, os.PathLike, bytes, bytearray, memoryview)):
        return True
    modules = (loaded_module("PIL.Image"), loaded_module("numpy"))
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
    load_for_threads()
    width = os.cpu_count() or 1
    ahead: deque[tuple[Item, Future[Ready | Claimed | Exception]]] = deque()
    line = Line()
    pool = ThreadPoolExecutor(width)
    try:
        for item in items:
            future: Future[Ready | Claimed | Exception]
            if is_safe_in_a_thread(item.value):
                future = pool.submit(_made_in_a_thread, item, plan, claim, line)
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
    finally:
        line.hang_up()
        pool.shutdown(wait=True, cancel_futures=True)


def _made_in_a_thread(
    item: Item, plan: Plan, claim: Callable[[str], int | None], line: Line
) -> Ready | Claimed | Exception:
    """Prepare a picture; an upload that waits to be tried again ends with the line."""
    with plan.delivery.provider.retries.attended(lambda _: None, line):
        return _made(item, plan, claim)


def _made(
    item: Item, plan: Plan, claim: Callable[[str], int | None]
) -> Ready | Claimed | Exception:
    try:
        return make_ready(item, plan, claim)
    except Exception as error:  # noqa: BLE001 - it is handed to who waits for it
        return error
