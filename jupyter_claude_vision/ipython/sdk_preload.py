"""Import of the SDK in the background, so that the first question does not wait for it.

Python's import locks guard single modules: a thread that imports a submodule does not wait for a
thread that is importing its package, and can get an incomplete package. So nothing else may
import meanwhile: the import starts after the cell that loads the extension, and a cell with an
import statement waits for its end.
"""

from __future__ import annotations

import re
import threading
from typing import Any, Final

_IMPORT: Final = re.compile(r"\bimport\b")


class SdkPreload:
    """Import of the SDK in a thread of one shell.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def __init__(self, shell: Any) -> None:
        self._events = shell.events
        self._thread = threading.Thread(
            target=_import_sdk, name="claude-vision-import", daemon=True
        )

    def install_hooks(self) -> None:
        """Start the import when the running cell ends."""
        self._events.register("post_run_cell", self._start_import)
        self._events.register("pre_run_cell", self._before_cell)

    def uninstall_hooks(self) -> None:
        """Remove the hooks from the shell; a running import goes on to its end."""
        hooks = {"post_run_cell": self._start_import, "pre_run_cell": self._before_cell}
        for event, hook in hooks.items():
            if hook in self._events.callbacks[event]:
                self._events.unregister(event, hook)

    def wait_for_import(self) -> None:
        """Return when no import is running."""
        if self._thread.is_alive():
            self._thread.join()

    def _start_import(self, _: object) -> None:
        self._events.unregister("post_run_cell", self._start_import)
        self._thread.start()

    def _before_cell(self, info: Any) -> None:
        if _IMPORT.search(info.raw_cell or ""):
            self.wait_for_import()


def _import_sdk() -> None:
    from ..provider.clients.sdk_client import load_sdk
    from . import session  # noqa: F401

    load_sdk()
