"""`see`: the magic's question, asked from Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import ClaudeVisionError
from ..inputs.recognise import is_visible, recognise

if TYPE_CHECKING:
    from ..claude.answer import Answer
    from ..inputs.attachment import Attachment
    from .session import Session


def see(
    thing: object = None,
    prompt: str = "",
    *,
    method: str | None = None,
    model: str | None = None,
    max_tokens: int | None = None,
    task: str | None = None,
    background: str | None = None,
    new: bool = False,
    debug: bool = False,
) -> Answer:
    """Ask Claude about anything that can be seen, and show the answer.

    Parameters
    ----------
    thing : object or list or dict, optional
        A figure, an image, an array, bytes, a path, a URL, …; several in a list, or in a dict
        by the names that Claude shall know them by. Without it the conversation goes on.
    prompt : str, optional
        Sent as it is. Without it, the task's prompt.
    method : {"auto", "base64", "url", "files"}, optional
        How attachments travel. This, and what follows, is the setting of the same name
        (``%config ClaudeVision``) where it is not given.
    model : str, optional
    max_tokens : int, optional
    task : str, optional
    background : str, optional
    new : bool, optional
        Start another conversation.
    debug : bool, optional
        Show the whole traceback of an error.

    Returns
    -------
    Answer

    Raises
    ------
    ClaudeVisionError
        One of its kinds, with what to do.

    Examples
    --------
    >>> see(fig, "What happens after 2020?")  # doctest: +SKIP
    >>> see({"before": fig1, "after": fig2}, "What changed?")  # doctest: +SKIP
    """
    session = current_session()
    options = {
        "method": method,
        "model": model,
        "max_tokens": max_tokens,
        "task": task,
        "background": background,
        "new": new,
        "debug": debug,
    }
    with session.readable_errors(debug=debug):
        return session.ask(prompt, _attachments(thing, session), options)


def current_session() -> Session:
    """Return the running kernel's session, loading the extension where it is not yet.

    Raises
    ------
    ClaudeVisionError
        There is no IPython.
    """
    from IPython.core.getipython import get_ipython

    from .magics import ClaudeVisionMagics

    shell: Any = get_ipython()
    if shell is None:
        msg = "see() works in Jupyter and IPython: start one of them."
        raise ClaudeVisionError(msg)
    shell.extension_manager.load_extension(__package__.partition(".")[0])
    magics = shell.magics_manager.registry[ClaudeVisionMagics.__name__]
    session: Session = magics.session
    return session


def _attachments(thing: object, session: Session) -> list[Attachment]:
    if thing is None:
        return []
    options = session.input_options()
    return [
        recognise(value, name, options=options) for name, value in _named(thing, session).items()
    ]


def _named(thing: object, session: Session) -> dict[str, object]:
    """Return what is to be looked at, by name."""
    if isinstance(thing, Mapping) and not is_visible(thing):
        return {str(name): value for name, value in thing.items()}
    if isinstance(thing, (list, tuple)) and not is_visible(thing):
        return {
            name if name != _word_for(value) else f"{name} {number}": value
            for number, value in enumerate(thing, 1)
            for name in [_name(value, session)]
        }
    return {_name(thing, session): thing}


def _name(value: Any, session: Session) -> str:
    """Return what the user calls an object: its variable, the text typed, or its kind."""
    if isinstance(value, str):
        return value if len(value) <= 200 else _word_for(value)
    for name, other in list(session.shell.user_ns.items()):
        if other is value and not name.startswith("_"):
            return str(name)
    return _word_for(value)


def _word_for(value: object) -> str:
    return "data URL" if isinstance(value, str) else type(value).__name__.lower()
