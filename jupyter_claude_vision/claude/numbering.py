"""The numbers by which a conversation's pictures are known to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
