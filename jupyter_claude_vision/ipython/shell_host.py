"""What the faces are given: the shell, and its session once somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ..settings import ClaudeVision
    from .session import Session


class Host(Protocol):
    """Holds one shell's session.

    Attributes
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Not annotated so: IPython declares as optional what every running shell has.
    settings : ClaudeVision
    """

    shell: Any
    settings: ClaudeVision

    @property
    def session(self) -> Session:
        """The session, made at its first use: to load the extension must cost nothing."""

    def leave(self) -> None:
        """Take everything out of the shell again."""
