"""Parts of pictures that a user points at: words about them, and their crops."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..chat.attachment_options.crop_options import add_crop
from ..errors import PromptError
from ..imaging.geometry import largest_size
from ..options import AskOptions
from .chart_marks import data_in_box, describe_selection, read_selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..chat.conversation import Conversation
    from ..imaging.geometry import Box
    from ..inputs.attachment import Attachment, InputOptions
    from ..models import Tier
    from .main_thread import MainThread
    from .tabs import Tab


@dataclass(frozen=True)
class Subject:
    """The parts of a picture that a question is about.

    Attributes
    ----------
    box : tuple of float, or None
        Left, top, right and bottom in pixels of the original; None for the whole.
    parts : tuple of tuple
        Such boxes, to be compared with one another.
    with_selection : bool
        Whether the rows of the data in the selection go along.
    """

    box: Box | None = None
    parts: tuple[Box, ...] = ()
    with_selection: bool = False

    def add_words(self, main: MainThread, tab: Tab, prompt: str) -> str:
        """Return a prompt with the places of the parts, and with the rows of the selection.

        Raises
        ------
        PromptError
            The pixels of the picture are not in this kernel.
        """
        if self.parts:
            prompt = f"{prompt}\n\n{compare_parts(main, tab, self.parts)}"
        if self.with_selection and (words := describe_selection(main, tab)):
            prompt = f"{prompt or 'What do these data tell?'}\n\n{words}"
        return prompt


def describe_part(main: MainThread, tab: Tab, box: Box) -> str:
    """Return words for Claude that say where a part of a picture lies.

    Parameters
    ----------
    main : MainThread
    tab : Tab
    box : tuple of float
        Left, top, right and bottom in pixels of the original.

    Raises
    ------
    PromptError
        The pixels of the picture are not in this kernel.
    """
    return f"This is about the part of {tab.attachment.name} in {locate_part(main, tab, box)}"


def compare_parts(main: MainThread, tab: Tab, boxes: Sequence[Box]) -> str:
    """Return words for Claude that say where the parts lie that are to be compared.

    Raises
    ------
    PromptError
        The pixels of the picture are not in this kernel.
    """
    lines = [f"{n}: {locate_part(main, tab, box)}" for n, box in enumerate(boxes, 1)]
    return "\n".join([f"These are parts of {tab.attachment.name}:", *lines])


def locate_part(main: MainThread, tab: Tab, box: Box) -> str:
    """Return the place of a part, in pixels of the picture as sent and in the chart's data.

    Raises
    ------
    PromptError
        The pixels of the picture are not in this kernel.
    """
    image, name = tab.image, tab.attachment.name
    if image is None:
        msg = f"The pixels of {name} are not here: ask about the whole."
        raise PromptError(msg)
    to_sent = image.transform.to_sent
    left, top, right, bottom = (*to_sent(*box[:2]), *to_sent(*box[2:]))
    words = (
        f"the box from ({left:.0f}, {top:.0f}) to ({right:.0f}, {bottom:.0f}), in pixels of that "
        f"picture as sent ({image.width} × {image.height})"
    )
    if data := data_in_box(main, tab, box):
        words += f": {data} in its data"
    return words


def crop_part(
    main: MainThread,
    tab: Tab,
    box: Box,
    *,
    tier: Tier,
    conversation: Conversation,
    limits: InputOptions,
) -> tuple[list[Attachment], str]:
    """Return the attachments for a part of a picture, and words that say where it lies.

    Parameters
    ----------
    main : MainThread
    tab : Tab
    box : tuple of float
        Left, top, right and bottom in pixels of the original.
    tier : Tier
        Resolution tier of the model that is asked.
    conversation : Conversation
    limits : InputOptions

    Raises
    ------
    PromptError
        The pixels of the picture are not in this kernel.
    """
    words = describe_part(main, tab, box)
    if not has_more_detail(tab, tier):
        return [tab.attachment], f"{words}."
    return (
        add_crop([tab.attachment], AskOptions(crop=box), conversation, limits),
        f"{words}. The last picture shows that part at full resolution.",
    )


def has_more_detail(tab: Tab, tier: Tier) -> bool:
    """Return True if a part can be shown in greater detail than in the whole picture."""
    image = tab.image
    assert image is not None  # noqa: S101 - `describe_part` checks it
    if tab.attachment.kind == "figure":
        # A figure smaller than what the model sees was drawn as large as is of use.
        return (image.width, image.height) == largest_size(image.width, image.height, tier)
    return image.original_size != (image.width, image.height)


def build_selection_frame(main: MainThread, tab: Tab | None) -> Any:
    """Return the rows in what the user has selected as a DataFrame; without pandas, as `Rows`."""
    rows = read_selection(main, tab)
    return rows if find_spec("pandas") is None else rows.to_frame()
