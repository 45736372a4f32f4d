"""Collection of one thread's warnings, independent of other threads.

`warnings.catch_warnings` saves and restores the process's filters; where two threads overlap, each
restores the other's, and a temporary filter stays for the kernel's life. Here one filter and one
hook are installed while any thread collects, and removed with the last one.
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
"""Modules whose warnings are collected; all others follow the user's filters."""


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
            self._remove_hook()

    def _install_hook(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._original = warnings.showwarning
                warnings.showwarning = self._collect_or_show
                # Always, even where the user turned warnings off or into errors: the hook decides.
                warnings.filterwarnings("always", module=_MODULES)
                self._filter = warnings.filters[0]

    def _remove_hook(self) -> None:
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
    """Collect the warnings of this thread's Pillow, matplotlib and SDK calls, in order.

    They are not shown; other threads' warnings are shown as usual, and the filters are restored
    afterwards, however many threads collect at once.

    Returns
    -------
    context manager of list of warnings.WarningMessage
        The list is filled as the warnings are raised.
    """
    return _HOOK.collect_here()
