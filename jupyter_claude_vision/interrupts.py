"""Interrupts: shown as one line, held for a short block, seen in threads, and hung up on."""

from __future__ import annotations

import asyncio
import signal
import threading
from concurrent.futures import Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from .errors import ClaudeVisionError, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Result = TypeVar("Result")

LOOK_SECONDS: Final = 0.05
"""Interval at which work that waits for another process or thread looks if it was stopped."""

_CHECK: Final[ContextVar[Callable[[], None] | None]] = ContextVar("check", default=None)


@contextmanager
def shorten_interrupts(message: str = "Stopped.", *, debug: bool | None = None) -> Iterator[None]:
    """Raise an interrupt as `Stopped`, whose traceback is one line.

    Otherwise it shows the frames of the library that was waiting: several kB that help nobody.

    Parameters
    ----------
    message : str
        Message for the user; an interrupt that has one keeps it.
    debug : bool, optional
        Let errors of ours show their whole traceback, or not; by default they stay as they are.

    Raises
    ------
    Stopped
    """
    try:
        yield
    except Stopped:
        raise
    except KeyboardInterrupt as error:
        raise Stopped(message) from error
    except ClaudeVisionError as error:
        if debug is not None:
            error.debug = debug
        raise


@contextmanager
def hold_interrupts() -> Iterator[Sequence[object]]:
    """Hold an interrupt of the main thread until the end of a short block.

    Otherwise one could fall between two lines that belong together, such as the accounting of an
    answer and the count of answers. Other threads are never interrupted.

    Yields
    ------
    sequence
        The interrupts that are held so far.
    """
    handler = signal.getsignal(signal.SIGINT)
    interrupts: list[tuple[Any, ...]] = []
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield interrupts
        return
    signal.signal(signal.SIGINT, lambda *arguments: interrupts.append(arguments))
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, handler)
        if interrupts:
            handler(*interrupts[0])


@contextmanager
def stoppable_work(check: Callable[[], None]) -> Iterator[None]:
    """Let another thread stop what this one does in a block.

    An interrupt reaches the main thread only; a panel's questions run in threads of their own.

    Parameters
    ----------
    check : callable
        Raises KeyboardInterrupt once the work is to stop.
    """
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def check_stop() -> None:
    """Raise KeyboardInterrupt where the work under way was stopped from another thread."""
    check = _CHECK.get()
    if check is not None:
        check()


def run_abandonable(function: Callable[[], Result]) -> Result:
    """Return what a function returns, or leave it to end by itself where this work is stopped.

    For what holds its thread until it is done, such as a browser that exports a figure.
    """
    future: Future[Result] = Future()

    def work() -> None:
        try:
            future.set_result(function())
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    while not wait([future], LOOK_SECONDS).done:
        check_stop()
    return future.result()


class Hangable(Protocol):
    """A request under way that another thread can end."""

    def hang_up(self) -> None:
        """End it."""


class HangableCall(Generic[Result]):
    """A question of an event loop, asked in a thread of its own.

    Parameters
    ----------
    ask : callable
        Asks; its keyword ``on_start`` takes what is called with what can be hung up on.
    """

    def __init__(self, ask: Callable[..., Result]) -> None:
        self._ask = ask
        self._exchange: Hangable | None = None
        self._is_canceled = False

    async def run(self) -> Result:
        """Return the answer; a canceled task leaves no connection and no half turn behind."""
        call = asyncio.ensure_future(asyncio.to_thread(self._ask_question))
        try:
            result = await asyncio.shield(call)
        except asyncio.CancelledError:
            self._is_canceled = True
            if self._exchange is not None:
                self._exchange.hang_up()
            raise  # the thread ends when the server answers, at the latest
        if isinstance(result, BaseException):
            raise result
        return result

    def _ask_question(self) -> Result | BaseException:
        try:
            return self._ask(on_start=self._start)
        except (ClaudeVisionError, Stopped) as error:
            # Returned, since a `KeyboardInterrupt` raised in a task would end the whole loop.
            return error

    def _start(self, exchange: Hangable) -> None:
        self._exchange = exchange
        if self._is_canceled:
            exchange.hang_up()
