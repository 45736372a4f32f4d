"""Imports the SDK while the user reads, so that the first question does not wait for it.

Python's import locks guard one module each: a thread that imports a submodule does not wait for
another thread that is half-way through its package, and gets a package half made. So nothing
else may import while this does: it starts after the cell that loads the extension, and a cell
with an import statement waits until it is done.
"""

from __future__ import annotations

import re
import threading
from typing import Any, Final

_IMPORT: Final = re.compile(r"\bimport\b")


class Preload:
    """Imports the SDK in a thread of one shell.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._events = shell.events
        self._thread = threading.Thread(target=_import, name="claude-vision-import", daemon=True)

    def install(self) -> None:
        """Begin when the running cell has ended."""
        self._events.register("post_run_cell", self._begin)
        self._events.register("pre_run_cell", self._before_cell)

    def uninstall(self) -> None:
        """Give up the shell's hooks; an import under way goes on to its end."""
        hooks = {"post_run_cell": self._begin, "pre_run_cell": self._before_cell}
        for event, hook in hooks.items():
            if hook in self._events.callbacks[event]:
                self._events.unregister(event, hook)

    def wait(self) -> None:
        """Return when no import is under way."""
        if self._thread.is_alive():
            self._thread.join()

    def _begin(self, _: object) -> None:
        self._events.unregister("post_run_cell", self._begin)
        self._thread.start()

    def _before_cell(self, info: Any) -> None:
        if _IMPORT.search(info.raw_cell or ""):
            self.wait()


def _import() -> None:
    from ..provider.clients.sdk_client import load_sdk
    from . import session  # noqa: F401

    load_sdk()
