"""Point at anything you can see in a notebook and get Claude's answer under it.

Load it with ``%load_ext jupyter_claude_vision``; then ``%claude_see?`` teaches the rest.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .answers.answer import Answer as Answer
    from .answers.sent_attachment import SentImage as SentImage
    from .answers.usage import Usage as Usage
    from .bulk.results.outcome import Outcome as Outcome
    from .bulk.results.results import Answers as Answers
    from .chat.conversation import Conversation as Conversation
    from .client import Client as Client
    from .errors import BlankFigureError as BlankFigureError
    from .errors import BudgetError as BudgetError
    from .errors import CheckpointError as CheckpointError
    from .errors import ClaudeVisionError as ClaudeVisionError
    from .errors import CredentialsError as CredentialsError
    from .errors import DocumentError as DocumentError
    from .errors import EmptyAnswerError as EmptyAnswerError
    from .errors import FetchError as FetchError
    from .errors import FileNotAvailableError as FileNotAvailableError
    from .errors import ImageTooLargeError as ImageTooLargeError
    from .errors import InputError as InputError
    from .errors import MethodError as MethodError
    from .errors import MissingPackageError as MissingPackageError
    from .errors import NetworkError as NetworkError
    from .errors import NoFilesError as NoFilesError
    from .errors import NotVisibleError as NotVisibleError
    from .errors import OptionError as OptionError
    from .errors import OverloadedError as OverloadedError
    from .errors import PromptError as PromptError
    from .errors import ProviderError as ProviderError
    from .errors import RateLimitedError as RateLimitedError
    from .errors import RequestRejectedError as RequestRejectedError
    from .errors import RequestTooLargeError as RequestTooLargeError
    from .errors import Stopped as Stopped
    from .errors import UnknownModelError as UnknownModelError
    from .errors import UnreadableImageError as UnreadableImageError
    from .ipython.functions import current_conversation as current_conversation
    from .ipython.functions import resume as resume
    from .ipython.functions import see as see
    from .ipython.functions import see_async as see_async
    from .ipython.functions import see_many as see_many
    from .ipython.functions import with_alt as with_alt
    from .panel.widget import ClaudeSee as ClaudeSee
    from .settings import ClaudeVision as ClaudeVision

__version__ = "0.1.0.dev0"

if sys.platform == "emscripten":
    msg = (
        "jupyter-claude-vision needs threads and network connections, which a kernel in the "
        "browser (JupyterLite, Pyodide) does not have: use a kernel on a machine."
    )
    raise ImportError(msg)

_PUBLIC = {
    "answers.answer": ("Answer",),
    "bulk.results.outcome": ("Outcome",),
    "bulk.results.results": ("Answers",),
    "chat.conversation": ("Conversation",),
    "client": ("Client",),
    "answers.sent_attachment": ("SentImage",),
    "answers.usage": ("Usage",),
    "errors": (
        "BlankFigureError",
        "BudgetError",
        "CheckpointError",
        "ClaudeVisionError",
        "CredentialsError",
        "DocumentError",
        "EmptyAnswerError",
        "FetchError",
        "FileNotAvailableError",
        "ImageTooLargeError",
        "InputError",
        "MethodError",
        "MissingPackageError",
        "NetworkError",
        "NoFilesError",
        "NotVisibleError",
        "OptionError",
        "OverloadedError",
        "PromptError",
        "ProviderError",
        "RateLimitedError",
        "RequestRejectedError",
        "RequestTooLargeError",
        "Stopped",
        "UnknownModelError",
        "UnreadableImageError",
    ),
    "ipython.functions": (
        "current_conversation",
        "resume",
        "see",
        "see_async",
        "see_many",
        "with_alt",
    ),
    "panel.widget": ("ClaudeSee",),
    "settings": ("ClaudeVision",),
}
_MODULE_OF = {name: module for module, names in _PUBLIC.items() for name in names}

__all__ = sorted([*_MODULE_OF, "load_ipython_extension", "unload_ipython_extension"])  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the magics, Tab, and the questions that end with a question mark."""
    from .extension import load_extension

    load_extension(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Undo all of it, and delete what was uploaded."""
    from .extension import unload_extension

    unload_extension(shell)
