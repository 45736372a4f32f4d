"""The values of a run: what is asked about each item, and what an item becomes."""

from __future__ import annotations

import os
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..chat.conversation import Draft
from ..chat.storage.request_key import question_key
from ..errors import NotVisibleError
from ..imaging.prepare import ImageLimits
from ..inputs.arrays import with_channels
from ..inputs.attachment import Attachment
from ..inputs.registry import recognize_input
from .item_turn import ItemTurn, choose_item_tools

if TYPE_CHECKING:
    from ..chat.estimate import Estimate
    from ..chat.question import Question
    from ..inputs.attachment import InputOptions
    from ..provider.delivery import Delivery
    from ..provider.request import Request

ONE_OF_MANY: Final = "one of many"
"""Reason why `auto` sends each picture inside its request: it is asked about once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object to ask about.

    Attributes
    ----------
    position : int
        From 0, in the order in which the user listed the items.
    name : str
        The user's name for it.
    value : object
        Anything that can be looked at, or an `Attachment`.
    """

    position: int
    name: str
    value: Any = field(repr=False)

    @property
    def path(self) -> str | None:
        """The path of its file; None where it is not a file."""
        value = self.value.source if isinstance(self.value, Attachment) else self.value
        if isinstance(value, os.PathLike):
            return str(os.fspath(value))
        return value if isinstance(value, str) and "://" not in value[:16] else None

    def to_attachment(self, options: InputOptions) -> Attachment:
        """Return the item as an attachment.

        Raises
        ------
        InputError
            It cannot be looked at, or it is a PDF.
        """
        attachment = self.value
        if not isinstance(attachment, Attachment):
            attachment = recognize_input(attachment, self.name, options=options)
        if attachment.kind == "document":
            msg = f"{self.name} is a PDF: ask about it by itself, or about images of its pages."
            raise NotVisibleError(msg)
        if attachment.kind == "text":
            msg = f"{self.name} is text: ask about it by itself, or beside pictures."
            raise NotVisibleError(msg)
        return with_channels(attachment, options.channels)


@dataclass(frozen=True)
class Plan:
    """The part of the question that is the same for all items.

    Attributes
    ----------
    question : Question
        Without attachments.
    delivery : Delivery
    options : InputOptions
    """

    question: Question
    delivery: Delivery
    options: InputOptions

    @property
    def platform(self) -> str:
        """The name of the platform that answers."""
        return self.delivery.provider.platform.name

    @property
    def preparation(self) -> dict[str, Any]:
        """The keyword arguments with which pictures are prepared."""
        platform = self.delivery.provider.platform
        limits = ImageLimits(self.question.tier, base64_bytes=platform.base64_bytes)
        return {"limits": limits, "background": self.question.background}

    @property
    def preparation_key(self) -> str:
        """The preparation as text, the same in every version of this package."""
        return str((*astuple(self.preparation["limits"]), self.question.background))

    def compute_key(self, identity: str) -> str:
        """Return the key of the request about one picture.

        The picture enters by its identity, so that one that was answered is not prepared again;
        the rest of the key is that of any request.
        """
        stand_in = Attachment("picture", "file", file_id=identity)
        image = SentImage(stand_in, None, DeliveryChoice("files", ONE_OF_MANY))
        draft = choose_item_tools(Draft(self.question, (image,)), self.delivery)
        return question_key(draft, self.delivery)


@dataclass(frozen=True)
class PreparedItem:
    """An item that can be sent.

    Attributes
    ----------
    item : Item
    key : str
        Key of the request: content, text and parameters.
    request : Request or None
        None where a remote worker builds it.
    thumbnail : tuple of str, or None
        Media type and base64 text, where the pixels cannot be read again.
    estimate : Estimate
    notes : tuple of str
        The notes of its caption.
    sizes : tuple, or None
        Width and height in pixels as sent and of the original, where coordinates refer to them.
    turn : ItemTurn or None
        Sends the requests where tools are offered; None where there is one request.
    """

    item: Item
    key: str
    request: Request | None = field(repr=False)
    thumbnail: tuple[str, str] | None = field(repr=False)
    estimate: Estimate
    notes: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], tuple[int, int]] | None = None
    turn: ItemTurn | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item that an earlier run has answered.

    Attributes
    ----------
    item : Item
    offset : int
        Offset of its record in the checkpoint.
    """

    item: Item
    offset: int
