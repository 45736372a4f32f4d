"""The host of the magics and of Tab: one shell, and its session once it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from ..inputs.attachment import Attachment
    from ..options import AskOptions
    from ..settings import ClaudeVision
    from .session import Session


class Host(Protocol):
    """Holder of one shell's session.

    Attributes
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Typed as anything, since IPython declares as optional what every running shell has.
    settings : ClaudeVision
    """

    shell: Any
    settings: ClaudeVision

    @property
    def session(self) -> Session:
        """The session, created at its first use: loading the extension must cost nothing."""

    def outputs_paused(self) -> AbstractContextManager[None]:
        """Return the context in which nothing that is shown is an output of its cell."""

    def open_panel(
        self, attachments: Sequence[Attachment], prompt: str, options: AskOptions
    ) -> object:
        """Return a panel with attachments, which asks at once if there is a prompt."""

    def remove_from_shell(self) -> None:
        """Take everything out of the shell again."""
