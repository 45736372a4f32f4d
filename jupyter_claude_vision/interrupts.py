"""Interrupts as one line, wherever they arrive."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def short_interrupts(message: str = "Stopped.") -> Iterator[None]:
    """Raise an interrupt as `Stopped`, whose traceback is one line.

    A plain one shows the frames of whatever library waited: several kB that help nobody.

    Parameters
    ----------
    message : str
        What the user is to know; an interrupt that has its own keeps it.

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
