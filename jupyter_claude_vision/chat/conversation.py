"""Conversations: turns that succeeded.

A turn enters the conversation when its answer is complete and never before, so that whatever
goes wrong leaves it as it was. A cell that is run again replaces its turn, so that the
conversation reads as the notebook does.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..answers.structured.response_format import Form
from ..answers.usage import Usage
from ..errors import InputError
from ..models import MAX_TOKENS
from .storage import serialization as storage
from .storage.private_files import write_private
from .storage.records import ConversationRecord, OtherVersionError, parse_record

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage
    from ..inputs.attachment import Attachment, Color
    from ..models import Tier
    from .prompt_cache import CacheLife


_FORMAT: Final = 1


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    prompt : str
        Sent as it is.
    attachments : tuple of Attachment
    model : str
    tier : Tier
        The model's image limits.
    max_tokens : int
    effort : str
        How hard the model is to try; empty for its own.
    thinking : bool
        A summary of what it thought is wanted.
    method : {"auto", "base64", "url", "files"}
    background : tuple of int, or None
        RGB to lay transparency on; None to choose.
    system : str
        Empty for none.
    key : str
        What asks: a cell, which asks again when it is run again. Empty where that is not known.
    prompt_cache : {"off", "5m", "1h"}
        How long the provider keeps the conversation, from its second turn on.
    refresh : bool
        Ask even where the answer is in the cache.
    form : Form
        What the answer is to hold besides its text.
    context : str
        What stands over the prompt: the figures' own data.
    instructions : str
        What stands under the prompt: how to fill in the form.
    is_alternative_text : bool
        The answer is what a screen reader is to say of the picture.
    with_data : bool
        Live figures' own data are sent along, as text.
    cite : bool
        The answer names the pages of the documents that its sentences are from.
    """

    prompt: str
    attachments: tuple[Attachment, ...]
    model: str
    tier: Tier
    max_tokens: int = MAX_TOKENS
    method: str = "auto"
    background: Color | None = None
    system: str = ""
    key: str = ""
    prompt_cache: CacheLife = "5m"
    refresh: bool = False
    form: Form = field(default_factory=Form)
    context: str = ""
    instructions: str = ""
    is_alternative_text: bool = False
    with_data: bool = False
    cite: bool = False
    effort: str = ""
    thinking: bool = False

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts after the pictures, in their order."""
        return self.context, self.prompt, self.instructions

    @property
    def caches(self) -> bool:
        """Whether the provider is to keep the conversation."""
        return self.prompt_cache != "off"


@dataclass(frozen=True)
class Turn:
    """A question that was answered.

    Attributes
    ----------
    prompt : str
    images : tuple of SentImage
    answer : Answer
    key : str
        What asked; empty where that is not known.
    context, instructions : str
        What stood over the prompt, and under it; empty where nothing did.
    prefix_key : str
        What the provider's prompt cache keeps its request under; empty where it keeps nothing.
    """

    prompt: str
    images: tuple[SentImage, ...]
    answer: Answer
    key: str = ""
    context: str = ""
    instructions: str = ""
    prefix_key: str = ""

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts after the pictures, in their order."""
        return self.context, self.prompt, self.instructions


@dataclass(eq=False)
class Conversation:
    """Turns that succeeded, in the order in which the notebook asks them."""

    turns: list[Turn] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _reserved: set[int] = field(default_factory=set, repr=False)

    def __getstate__(self) -> list[Turn]:
        return list(self.turns)

    def __setstate__(self, turns: list[Turn]) -> None:
        Conversation.__init__(self, turns)

    def __len__(self) -> int:
        return len(self.turns)

    def __repr__(self) -> str:
        return f"<Conversation of {len(self)} turns about {len(self.images)} images>"

    @property
    def images(self) -> tuple[SentImage, ...]:
        """Every image that was sent, in the order of the turns."""
        return sent_images(self.turns)

    @property
    def usage(self) -> Usage:
        """Tokens of all turns."""
        return sum((turn.answer.usage for turn in self.turns), Usage())

    @property
    def cost(self) -> Decimal | None:
        """What all turns cost, in USD; None where a price is not known."""
        costs = [turn.answer.cost for turn in self.turns]
        known = [cost for cost in costs if cost is not None]
        return sum(known, start=type(known[0])(0)) if known and len(known) == len(costs) else None

    def turn_of(self, key: str) -> Turn | None:
        """Return the turn that a cell made, if it made one."""
        return next((turn for turn in self.turns if key and turn.key == key), None)

    def before(self, key: str) -> tuple[Turn, ...]:
        """Return the turns that come before a cell's: all of them where it has none yet."""
        turns = list(self.turns)
        made = self.turn_of(key)
        return tuple(turns[: turns.index(made)] if made in turns else turns)

    def put(self, turn: Turn) -> None:
        """Add a turn, in place of the one that the same cell made before."""
        with self._lock:
            made = self.turn_of(turn.key)
            if made is None:
                self.turns.append(turn)
            else:
                self.turns[self.turns.index(made)] = turn

    def reserve_number(self, key: str) -> int:
        """Return a number for a new image: the replaced turn's, unless it is taken; else the next.

        A cell that is run again so keeps its labels, and none is given twice: not to later turns,
        and not to another question that is on its way.

        Parameters
        ----------
        key : str
            What asks.
        """
        with self._lock:
            replaced = self.turn_of(key)
            others = [turn for turn in self.turns if turn is not replaced]
            taken = {image.number for turn in others for image in turn.images} | self._reserved
            own = [image.number for image in sent_images([replaced] if replaced else [])]
            following = max([*taken, *own], default=0) + 1
            number = next((number for number in own if number not in taken), following)
            self._reserved.add(number)
            return number

    def release_numbers(self, numbers: Iterable[int]) -> None:
        """Take back numbers that `reserve_number` gave."""
        with self._lock:
            self._reserved.difference_update(numbers)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the conversation to one file, the images as sent included.

        The file is put in place whole or not at all, and only its user can read it.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        numbers = storage.numbers_of(image for turn in self.turns for image in turn.images)
        turns = [_turn_to_data(turn, numbers) for turn in self.turns]
        try:
            write_private(Path(path), json.dumps({"format": _FORMAT, "turns": turns}))
        except OSError as error:
            msg = f"{Path(path).name} cannot be written: {error.strerror}."
            raise InputError(msg) from error

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Conversation:
        """Return a conversation from its file; `resume` goes on with it.

        Raises
        ------
        InputError
            The file cannot be read, or is not a conversation's.
        """
        name = Path(path).name
        try:
            data = parse_record(ConversationRecord, _FORMAT, Path(path).read_bytes())
            turns: list[Turn] = []
            for turn in data["turns"]:
                turns.append(_turn_from_data(turn, turns))
            return cls(turns)
        except OSError as error:
            msg = f"{name} cannot be read: {error.strerror}."
            raise InputError(msg) from error
        except OtherVersionError as error:
            msg = f"{name} {error}: load it with that version."
            raise InputError(msg) from error
        except ValueError as error:
            msg = f"{name} is not a conversation that was saved here, or is damaged."
            raise InputError(msg) from error

    def to_markdown(self) -> str:
        """Return the conversation as Markdown: prompts quoted, answers as they were written."""
        return "\n\n".join(_markdown(turn) for turn in self.turns)

    def _repr_markdown_(self) -> str:
        from ..text import safe

        return safe(self.to_markdown())


def _turn_to_data(turn: Turn, numbers: Mapping[Attachment, int]) -> dict[str, Any]:
    images = [storage.image_to_data(image, numbers) for image in turn.images]
    answer = storage.answer_to_data(turn.answer)
    return {
        "prompt": turn.prompt,
        "context": turn.context,
        "instructions": turn.instructions,
        "images": images,
        "answer": answer,
    }


def _turn_from_data(data: dict[str, Any], before: Sequence[Turn]) -> Turn:
    earlier = [image for turn in before for image in turn.images]
    wholes = {image.number: image.attachment for image in earlier}
    images: list[SentImage] = []
    for stored in data["images"]:
        images.append(storage.image_from_data(stored, wholes))
        wholes[images[-1].number] = images[-1].attachment
    sent = tuple(images)
    answer = storage.answer_from_data(data["answer"], data["prompt"], sent, earlier)
    context, instructions = data.get("context", ""), data.get("instructions", "")
    return Turn(data["prompt"], sent, answer, context=context, instructions=instructions)


def sent_images(turns: Iterable[Turn]) -> tuple[SentImage, ...]:
    """Return the images that turns sent; those that were only named again are left out."""
    return tuple(image for turn in turns for image in turn.images if not image.repeated)


def _markdown(turn: Turn) -> str:
    captions = [f"*{image.caption}*" for image in turn.images]
    prompt = "\n".join(f"> {line}" for line in turn.prompt.splitlines())
    return "\n\n".join([*captions, prompt, turn.answer.text])
