"""Parts of pictures that a user points at: words about them, and their crops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..chat.attachment_options.crop_options import add_crop
from ..errors import PromptError
from ..imaging.geometry import largest_size
from ..options import AskOptions
from .chart_marks import data_in_box

if TYPE_CHECKING:
    from ..chat.conversation import Conversation
    from ..imaging.geometry import Box
    from ..inputs.attachment import Attachment, InputOptions
    from ..models import Tier
    from .main_thread import MainThread
    from .tabs import Tab


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
    image, name = tab.image, tab.attachment.name
    if image is None:
        msg = f"The pixels of {name} are not here: ask about the whole."
        raise PromptError(msg)
    to_sent = image.transform.to_sent
    left, top, right, bottom = (*to_sent(*box[:2]), *to_sent(*box[2:]))
    words = (
        f"This is about the part of {name} in the box from ({left:.0f}, {top:.0f}) to "
        f"({right:.0f}, {bottom:.0f}), in pixels of that picture as sent "
        f"({image.width} × {image.height})"
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
