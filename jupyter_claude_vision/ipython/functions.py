"""`see`: the magic's question, asked from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .. import models
from ..errors import NotVisibleError
from ..imaging.prepare import Limits, prepare_image
from ..option_checks import check_prompt, check_text, known_keywords
from .alt_text import Described
from .current_session import current_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answers.answer import Answer
    from ..answers.regions import Region
    from ..chat.conversation import Conversation
    from ..inputs.arrays import Channels
    from ..models import Effort


@known_keywords
def see(
    thing: object = ...,
    prompt: str = "",
    *,
    method: str | None = None,
    model: str | None = None,
    max_tokens: int | None = None,
    effort: Effort | Literal["auto"] | None = None,
    thinking: bool | None = None,
    task: str | None = None,
    detail: str | None = None,
    background: str | None = None,
    channels: Channels = "rgb",
    frame: int | None = None,
    tiles: bool = False,
    pages: str | int | Iterable[int] | None = None,
    as_images: bool = False,
    cite: bool = False,
    password: str | None = None,
    boxes: bool = False,
    crop: tuple[float, float, float, float] | None = None,
    zoom: Region | None = None,
    schema: Any = None,
    table: bool = False,
    check: bool = False,
    with_data: bool = False,
    new: bool = False,
    refresh: bool = False,
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
    effort : {"auto", "low", "medium", "high", "xhigh", "max"}, optional
        How hard Claude is to try; "auto" is the model's own.
    thinking : bool, optional
        Show a summary of what Claude thought, folded: ``answer.thinking``.
    task : str, optional
        A ready-made prompt; a `prompt` beside it is added to it.
    detail : {"short", "medium", "long"}, optional
        How much the task is to tell, where it has such levels.
    background : str, optional
    channels : {"rgb", "bgr"}, optional
        In which order arrays hold their colors; OpenCV's is "bgr".
    frame : int, optional
        Which picture of a file that holds several (a TIFF, a GIF, a HEIC), from 1.
    tiles : bool, optional
        Send a picture that is larger than what the model sees in overlapping pieces, too, so
        that small text can be read. Regions come back in pixels of the whole.
    pages : str or int or iterable of int, optional
        Of a PDF, or of a file of several pictures, from 1: ``"3-5,8"``, ``"7-"``, ``3`` or
        ``range(3, 6)``.
    as_images : bool, optional
        Send a PDF's pages as images drawn here, so that regions work.
    cite : bool, optional
        Let the answer name the pages of the PDF that it is from: ``answer.citations``.
    password : str, optional
        Of an encrypted PDF, which is sent decrypted. It is kept nowhere.
    boxes : bool, optional
        Mark on the picture where what the answer says is: ``answer.regions``.
    crop : tuple of float, optional
        Look closer at this part: left, top, right and bottom in pixels of the picture. The whole
        is sent beside it, and regions come back in its pixels.
    zoom : Region, optional
        Look closer at a region of an answer, instead of at a `thing`.
    schema : type, optional
        A pydantic model, a dataclass or a TypedDict: ``answer.data`` is an instance of it.
    table : bool, optional
        Read the chart's values off it: ``answer.table``, compared with the figure's own data.
    check : bool, optional
        Check what the answer states against the figure's own data: ``answer.claims``.
    with_data : bool, optional
        Send the figure's own data along, as text; the caption says so.
    new : bool, optional
        Start another conversation.
    refresh : bool, optional
        Ask even where the answer is in the cache.
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
        "effort": effort,
        "thinking": thinking,
        "task": task,
        "detail": detail,
        "background": background,
        "channels": channels,
        "frame": frame,
        "tiles": tiles,
        "pages": pages,
        "as_images": as_images,
        "cite": cite,
        "password": password,
        "boxes": boxes,
        "crop": crop,
        "zoom": zoom,
        "schema": schema,
        "table": table,
        "check": check,
        "with_data": with_data,
        "new": new,
        "refresh": refresh,
        "debug": debug,
    }
    with session.readable_errors(debug=debug is True):
        check_prompt(prompt)
        return session.ask(prompt, session.attachments(thing), options)


@known_keywords
def with_alt(thing: object, alt: str) -> Described:
    """Return a picture of anything that can be seen, with alternative text.

    As the last line of a cell it shows the picture; screen readers, and exports of the notebook
    to HTML, then have the text. ``%claude_see fig --task alt --to-cell`` writes such a cell.

    Parameters
    ----------
    thing : object
        As in `see`.
    alt : str
        What the picture shows, in words.

    Raises
    ------
    InputError
        It cannot be looked at.
    OptionError
        The text is none.
    """
    check_text("alt", alt)
    session = current_session()
    attachments = session.attachments(thing)
    if len(attachments) != 1:
        msg = f"Alternative text is of one picture, not of {len(attachments)}: name one."
        raise NotVisibleError(msg)
    picture = prepare_image(attachments[0], Limits(models.HIGH))
    picture.attachment.release()  # `Out` keeps what is returned, and need not keep the figure
    return Described(picture, alt)


def current_conversation() -> Conversation:
    """Return the conversation that ``%claude_see`` goes on with.

    Returns
    -------
    Conversation
        Its turns, images, tokens and cost; ``to_markdown()`` and ``save(path)``.
    """
    return current_session().conversation


def resume(conversation: Conversation) -> None:
    """Go on with a conversation, such as one from ``Conversation.load(path)``.

    Parameters
    ----------
    conversation : Conversation
    """
    current_session().conversation = conversation
