"""Interrupts: shown as one line, and held while a short block runs."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .errors import ClaudeVisionError, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator


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
def hold_interrupts() -> Iterator[None]:
    """Hold an interrupt of the main thread until the end of a short block.

    Otherwise one could fall between two lines that belong together, such as the accounting of an
    answer and the count of answers. Other threads are never interrupted.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    interrupts: list[tuple[Any, ...]] = []
    signal.signal(signal.SIGINT, lambda *arguments: interrupts.append(arguments))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if interrupts:
            handler(*interrupts[0])
