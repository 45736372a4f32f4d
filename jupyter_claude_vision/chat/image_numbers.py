"""The numbers by which a conversation's pictures are known to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers.sent_attachment import SentImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..answers.sent_attachment import Choice, Content
    from ..inputs.attachment import Attachment
    from .conversation import Conversation


class Numbers:
    """The numbers of a question's new pictures, which no other question has while it is on its way.

    Several threads may ask in one conversation at a time, and none sees the others' turns yet.

    Parameters
    ----------
    conversation : Conversation
    key : str
        What asks, as in `Question`: a cell that is run again keeps its pictures' numbers.
    """

    def __init__(self, conversation: Conversation, key: str) -> None:
        self._conversation = conversation
        self._key = key
        self._given: list[int] = []

    def __getitem__(self, place: int) -> int:
        """Return the number of the picture at a place, from 0; the same whenever it is asked."""
        while place >= len(self._given):
            self._given.append(self._conversation.reserve_number(self._key))
        return self._given[place]

    def close(self) -> None:
        """Give the numbers back: from here on the turn has them, or nobody does."""
        self._conversation.release_numbers(self._given)
        self._given = []


def number_images(
    prepared: Sequence[tuple[Attachment, Content | None, tuple[str, ...]]],
    earlier: Iterable[SentImage],
    numbers: Numbers,
    choose: Callable[[Attachment, Content | None], Choice],
) -> list[SentImage]:
    """Return a question's attachments with their numbers; one that was sent is only named.

    Parameters
    ----------
    prepared : sequence of tuple
        Each attachment, its content where that is here, and what there is to say of it.
    earlier : iterable of SentImage
        What the conversation sent before.
    numbers : Numbers
    choose : callable
        Returns how an attachment travels.
    """
    earlier = list(earlier)
    known = {image.content.digest: image for image in earlier if image.content}
    several = len(earlier) + len(prepared) > 1
    images: list[SentImage] = []
    for attachment, content, notes in prepared:
        choice = choose(attachment, content)
        if content is not None and content.digest in known:
            images.append(known[content.digest].named_again(attachment.name, content))
        else:
            number = numbers[sum(not image.repeated for image in images)]
            labelled = several or number > 1
            image = SentImage(attachment, None, choice, number, labelled, notes)
            images.append(image.of(content))
    return images
