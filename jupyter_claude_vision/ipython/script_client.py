"""The client of a script: what `see` asks where there is no IPython."""

from __future__ import annotations

import atexit
import sys
from functools import cache
from typing import TYPE_CHECKING

from ..client import Client
from ..errors import ClaudeVisionError, Stopped
from .progress_bar import ProgressBar
from .terminal_view import TerminalView

if TYPE_CHECKING:
    from types import TracebackType

    from ..chat.events import View
    from ..options import RunOptions


class ScriptClient(Client):
    """A client that prints text: captions, the answer as it is written, what it cost."""

    def open_view(self) -> View:
        """Return a view that prints."""
        return TerminalView(sys.stdout.write, ticks=self.settings.stream and sys.stdout.isatty())

    def open_progress(self, options: RunOptions) -> ProgressBar:
        """Return the progress bar of a run."""
        is_visible = self.settings.stream if options.progress is None else options.progress
        return ProgressBar(is_visible=is_visible, in_notebook=False)

    def ask_user(self, question: str) -> str:
        """Ask the user whether a run may cost so much."""
        return input(question)


@cache
def script_client() -> ScriptClient:
    """Return the client of this process, which is closed with it."""
    client = ScriptClient()
    atexit.register(client.close)
    sys.excepthook = _ShortErrors()
    return client


class _ShortErrors:
    """Exception hook that shows this package's errors as one line, as IPython does.

    A traceback through the package says nothing that a user could mend; ``debug=True`` shows it.
    """

    def __init__(self) -> None:
        self._usual = sys.excepthook

    def __call__(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        is_ours = isinstance(error, (ClaudeVisionError, Stopped))
        if is_ours and not getattr(error, "debug", False):
            print(f"{kind.__name__}: {error}", file=sys.stderr)
        else:
            self._usual(kind, error, traceback)
