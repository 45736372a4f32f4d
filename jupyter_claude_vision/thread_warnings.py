"""Warnings of one thread, collected without touching anybody else's.

`warnings.catch_warnings` saves the process's filters and puts them back; where two threads
overlap, each puts back the other's, and what was meant for a moment stays for the kernel's life.
Here one filter and one hook stand for as long as any thread collects, and go with the last one.
"""

from __future__ import annotations

import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_MODULES: Final = rf"(PIL|matplotlib|mpl_toolkits|{__name__.partition('.')[0]})(\.|$)"
"""Where the warnings come from that are collected; everybody else's follow the user's filters."""


class _Hook:
    """Stands in for `warnings.showwarning` while any thread collects."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lists = threading.local()
        self._users = 0
        self._original: Any = None
        self._filter: Any = None

    @contextmanager
    def collect_here(self) -> Iterator[list[warnings.WarningMessage]]:
        stack: list[list[warnings.WarningMessage]]
        stack = self._lists.__dict__.setdefault("stack", [])
        self._install_hook()
        stack.append([])
        try:
            yield stack[-1]
        finally:
            stack.pop()
            self._take_away()

    def _install_hook(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._original = warnings.showwarning
                warnings.showwarning = self._collect_or_show
                # Shown each time, also where the user turned warnings off or into errors: it is
                # the hook that decides.
                warnings.filterwarnings("always", module=_MODULES)
                self._filter = warnings.filters[0]

    def _take_away(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                if warnings.showwarning == self._collect_or_show:
                    warnings.showwarning = self._original
                with suppress(ValueError):  # the user may have reset the filters meanwhile
                    warnings.filters.remove(self._filter)  # type: ignore[attr-defined]

    def _collect_or_show(  # noqa: PLR0917 - the signature of `warnings.showwarning`
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        stack = self._lists.__dict__.get("stack")
        if stack:
            stack[-1].append(
                warnings.WarningMessage(message, category, filename, lineno, file, line)
            )
        else:
            self._original(message, category, filename, lineno, file, line)


_HOOK: Final = _Hook()


def collect_warnings() -> AbstractContextManager[list[warnings.WarningMessage]]:
    """Collect the warnings that this thread's Pillow, matplotlib and SDK calls give, in order.

    Nothing is shown of them; other threads' warnings are shown as ever, and the filters are
    afterwards as they were before, however many threads collect at once.

    Returns
    -------
    context manager of list of warnings.WarningMessage
        The list is filled as the warnings come.
    """
    return _HOOK.collect_here()
