"""`see` and `see_many`: the magic's questions, asked from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import models
from ..errors import NotVisibleError
from ..imaging.prepare import ImageLimits, prepare_image
from ..options import RunKeywords, SeeKeywords
from ..options.signatures import accept_options, suggest_keywords
from ..options.validators import validate_text
from .alt_text import DescribedPicture
from .current_client import current_client

if TYPE_CHECKING:
    from typing import Unpack

    from ..answers.answer import Answer
    from ..bulk.results.results import Answers
    from ..chat.conversation import Conversation


@accept_options(SeeKeywords)
def see(source: object = ..., prompt: str = "", **options: Unpack[SeeKeywords]) -> Answer:
    """Ask Claude about anything that can be seen, and show the answer.

    Parameters
    ----------
    source : object or list or dict, optional
        A figure, an image, an array, bytes, a path, a URL, …; several in a list, or in a dict
        by the names that Claude sees. Without it the conversation goes on.
    prompt : str, optional
        Sent as it is. Without it, the task's prompt.
    **options
        An option that is not given has the value of the setting of its name
        (``%config ClaudeVision``).

    Returns
    -------
    Answer

    Raises
    ------
    ClaudeVisionError
        The message says what to do.

    Examples
    --------
    >>> see(fig, "What happens after 2020?")  # doctest: +SKIP
    >>> see({"before": fig1, "after": fig2}, "What changed?")  # doctest: +SKIP
    """
    return current_client().ask(prompt, source, **options)


@accept_options(SeeKeywords)
async def see_async(
    source: object = ..., prompt: str = "", **options: Unpack[SeeKeywords]
) -> Answer:
    """Ask as `see` does, without blocking the event loop.

    Parameters
    ----------
    source, prompt : optional
        As of `see`.
    **options
        As of `see`.

    Returns
    -------
    Answer

    Raises
    ------
    ClaudeVisionError
        The message says what to do.
    asyncio.CancelledError
        The task was canceled: its connection is closed, and the conversation is as before.

    Examples
    --------
    >>> await see_async(fig, "What happens after 2020?")  # doctest: +SKIP
    """
    return await current_client().ask_async(prompt, source, **options)


@accept_options(RunKeywords)
def see_many(images: Any, prompt: str = "", **options: Unpack[RunKeywords]) -> Answers:
    """Ask Claude one question about each of many pictures.

    Parameters
    ----------
    images : str or path or iterable or mapping or pandas.Series
        A glob (``"runs/*.png"``), a folder, or several sources as `see` takes them: a list, a
        column, a mapping by name, or a generator, which is read only as far as needed.
    prompt : str, optional
        The question about each picture. Without it, the task's prompt.
    **options
        An option that is not given has the value of the setting of its name
        (``%config ClaudeVision``).

    Returns
    -------
    Answers
        In the order of the pictures; ``answers.to_frame()`` is a DataFrame.

    Raises
    ------
    ClaudeVisionError
        The message says what to do. The answers so far are kept: run it again to go on.
    Stopped
        The kernel was interrupted; the answers so far are kept, too.

    Examples
    --------
    >>> answers = see_many("runs/*.png", "Does it converge?")  # doctest: +SKIP
    >>> answers.to_frame()  # doctest: +SKIP
    """
    return current_client().ask_many(images, prompt, **options)


@suggest_keywords
def with_alt(source: object, alt: str) -> DescribedPicture:
    """Return a picture of anything that can be seen, with alternative text.

    As the last line of a cell it shows the picture; screen readers, and exports of the notebook
    to HTML, then have the text. ``%claude_see fig --task alt --to-cell`` writes such a cell.

    Parameters
    ----------
    source : object
        As in `see`.
    alt : str
        What the picture shows, in words.

    Raises
    ------
    InputError
        The source cannot be looked at.
    OptionError
        `alt` is not text.
    """
    validate_text("alt", alt)
    attachments = current_client().find_attachments(source)
    if len(attachments) != 1:
        msg = f"Alternative text is of one picture, not of {len(attachments)}: name one."
        raise NotVisibleError(msg)
    picture = prepare_image(attachments[0], ImageLimits(models.HIGH))
    picture.attachment.release()  # `Out` keeps the result, which need not keep the figure
    return DescribedPicture(picture, alt)


def current_conversation() -> Conversation:
    """Return the conversation that ``%claude_see`` and `see` go on with.

    Returns
    -------
    Conversation
        Its turns, images, tokens and cost; ``to_markdown()`` and ``save(path)``.
    """
    return current_client().conversation


def resume(conversation: Conversation) -> None:
    """Go on with a conversation, such as one from ``Conversation.load(path)``.

    Parameters
    ----------
    conversation : Conversation
    """
    current_client().conversation = conversation
