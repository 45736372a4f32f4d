"""Functions of the user's own as tools: their results become text and pictures for the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..errors import make_displayable
from ..imaging.prepare import prepare_image
from ..inputs.attachment import InputOptions
from ..inputs.registry import is_visible, recognize_input
from ..redaction import hide_paths
from .definitions import MOST_CHARACTERS
from .image_lookup import ToolRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..imaging.prepare import ImageLimits
    from ..inputs.attachment import Color

_MOST_PICTURES: Final = 4
_RESULT: Final = DeliveryChoice("base64", "a tool's result")


@dataclass(frozen=True)
class UserTool:
    """A function of the user's as a tool.

    Attributes
    ----------
    definition : mapping
        For the request: name, description and input schema.
    call : callable
        Takes the arguments that the model wrote; runs in the thread that asks it to.
    """

    definition: Mapping[str, Any]
    call: Callable[[Mapping[str, Any]], object]

    @property
    def name(self) -> str:
        """The function's name."""
        return str(self.definition["name"])


def call_function(
    tool: UserTool,
    arguments: Mapping[str, Any],
    next_number: Callable[[], int],
    limits: ImageLimits,
    background: Color | None = None,
) -> tuple[str, tuple[SentImage, ...]]:
    """Return what a function of the user's returns, as text and as pictures.

    A picture or a live figure is sent as such, also several in a list or tuple; everything else
    is text.

    Raises
    ------
    ToolRefusedError
        The function raises; the text is what it says.
    InputError
        A picture that it returns cannot be drawn.
    """
    try:
        result = tool.call(arguments)
    except Exception as error:
        # It goes to Claude, and errors of files name the user's folders.
        problem = make_displayable(f"{type(error).__name__}: {error}")
        problem = hide_paths(problem, is_traceback=True)
        raise ToolRefusedError(f"{tool.name} failed: {problem[:MOST_CHARACTERS]}") from error
    parts = _split_result(result)
    texts: list[str] = []
    images: list[SentImage] = []
    for part in parts:
        if not is_visible(part):
            texts.append(_write_value(part))
        elif len(images) == _MOST_PICTURES:
            texts.append(f"One picture more is left out: at most {_MOST_PICTURES}.")
        else:
            images.append(_prepare_picture(part, tool.name, next_number, limits, background))
    texts += [f"Image {image.number} is a result of {tool.name}." for image in images]
    return _shorten_text("\n".join(texts)), tuple(images)


def _split_result(result: object) -> list[object]:
    """Return the members of a list with pictures; else the result, which may be one itself."""
    members: list[object] = []
    if isinstance(result, (list, tuple)) and not is_visible(result):
        members = list(result)
    return members if any(map(is_visible, members)) else [result]


def _prepare_picture(
    value: object,
    name: str,
    next_number: Callable[[], int],
    limits: ImageLimits,
    background: Color | None,
) -> SentImage:
    attachment = recognize_input(value, f"result of {name}", options=InputOptions())
    picture = prepare_image(attachment, limits, background=background)
    return SentImage(attachment, picture, _RESULT, next_number(), labeled=True)


def _write_value(value: object) -> str:
    """Return a value as text: JSON where it is plain data, else what ``str`` says."""
    if isinstance(value, str):
        return make_displayable(value)
    try:
        return make_displayable(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return make_displayable(str(value))


def _shorten_text(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    left = len(text) - MOST_CHARACTERS
    return f"{text[:MOST_CHARACTERS]}\n… {left:,} characters are left out."
