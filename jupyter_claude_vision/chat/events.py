"""What happens while a question is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage


@dataclass(frozen=True, slots=True)
class Sending:
    """The pictures are ready and about to be sent."""

    images: tuple[SentImage, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know now."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """Claude is thinking; `text` is what the summary of it goes on with."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Which pages the text so far, since the last mark, is from."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete and its turn is part of the conversation."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Rerouted:
    """Pictures go by another method than was said: their captions are others."""

    images: tuple[SentImage, ...]


Event: TypeAlias = Sending | Rerouted | Note | Thinking | Piece | Mark | Done
