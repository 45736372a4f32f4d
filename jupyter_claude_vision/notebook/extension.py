"""Loading and unloading: what is put into a shell, and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import questions
from .completion import Completer
from .magics import ClaudeVisionMagics
from .session import Session

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_MAGICS: Final = {"line": ("claude_see", "claude_files"), "cell": ("claude_see",)}


def load(shell: InteractiveShell) -> None:
    """Put the extension into a shell; IPython sees to it that this happens once."""
    session = Session(shell)
    completer = Completer(session)
    shell.register_magics(ClaudeVisionMagics(session, completer))
    session.open()
    completer.install()
    questions.install(shell)


def unload(shell: InteractiveShell) -> None:
    """Take the extension out of a shell, and delete what it uploaded."""
    questions.uninstall(shell)
    magics = shell.magics_manager.registry.pop(ClaudeVisionMagics.__name__)
    magics.completer.uninstall()
    magics.session.leave()
    for kind, names in _MAGICS.items():
        for name in names:
            del shell.magics_manager.magics[kind][name]
