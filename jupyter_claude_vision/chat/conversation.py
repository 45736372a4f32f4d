"""Conversations: turns that succeeded.

A turn enters the conversation when its answer is complete and never before, so that whatever
goes wrong leaves it as it was. A cell that is run again replaces its turn, so that the
conversation reads as the notebook does.
"""

from __future__ import annotations

import itertools
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..answers.usage import Usage
from ..errors import InputError
from .rounds.question_tools import NO_TOOLS, Toolbox
from .rounds.tool_round import ToolRound, images_of
from .storage import serialization as storage
from .storage.private_files import write_private
from .storage.records import ConversationRecord, OtherVersionError, parse_record
from .storage.round_data import add_calls, round_to_data, rounds_from_data

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage
    from ..charts.chart_tables import ChartTables
    from .question import Question


_FORMAT: Final = 1


@dataclass(frozen=True)
class Turn:
    """A question that was answered.

    Attributes
    ----------
    prompt : str
    images : tuple of SentImage
        The question's, then those that tools gave.
    answer : Answer
    key : str
        What asked; empty where that is not known.
    context, instructions : str
        What stood over the prompt, and under it; empty where nothing did.
    prefix_key : str
        What the provider's prompt cache keeps its request under; empty where it keeps nothing.
    rounds : tuple of ToolRound
        The calls before the answer, without thinking.
    tools : tuple of dict
        Definitions of the tools that were offered.
    """

    prompt: str
    images: tuple[SentImage, ...]
    answer: Answer
    key: str = ""
    context: str = ""
    instructions: str = ""
    prefix_key: str = ""
    rounds: tuple[ToolRound, ...] = ()
    tools: tuple[dict[str, Any], ...] = ()

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts after the pictures, in their order."""
        return self.context, self.prompt, self.instructions


@dataclass(frozen=True)
class Draft:
    """A question with its attachments as they are sent, and the turns that it goes on from.

    Attributes
    ----------
    question : Question
        With its context and instructions.
    images : tuple of SentImage
    history : tuple of Turn
        Oldest first.
    smaller : mapping of int to SentImage
        Earlier images by number, where there are so many that they must be smaller.
    tables : mapping of int to ChartTables or None
        Chart tables of the figures, by number, if an option needs them.
    tools : Toolbox
        The tools that are offered.
    rounds : tuple of ToolRound
        The rounds so far, with their thinking.
    """

    question: Question
    images: tuple[SentImage, ...] = ()
    history: tuple[Turn, ...] = ()
    smaller: Mapping[int, SentImage] = field(default_factory=dict)
    tables: Mapping[int, ChartTables | None] = field(default_factory=dict)
    tools: Toolbox = NO_TOOLS
    rounds: tuple[ToolRound, ...] = ()

    @cached_property
    def request_images(self) -> list[SentImage]:
        """All that the request carries, in its order."""
        own_numbers = [image for image in self.images if not image.repeated]
        return [*sent_images(self.history), *own_numbers, *images_of(self.rounds)]

    @property
    def numbered_images(self) -> list[SentImage]:
        """The images that Claude can name by number: earlier turns', the question's, tools'."""
        earlier = [self.smaller.get(i.number, i) for i in sent_images(self.history)]
        images = {i.number: i for i in (*earlier, *self.images, *images_of(self.rounds))}
        return list(images.values())

    @property
    def referable(self) -> list[SentImage]:
        """The images that coordinates can refer to."""
        return [image for image in self.numbered_images if image.prepared_image is not None]


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
        """Cost of all turns in USD; None where a price is not known."""
        costs = [turn.answer.cost for turn in self.turns]
        if not costs or None in costs:
            return None
        return sum((cost for cost in costs if cost is not None), Decimal(0))

    def turn_of(self, key: str) -> Turn | None:
        """Return the turn that a cell made, if it made one."""
        return next((turn for turn in self.turns if turn.key == key), None) if key else None

    def turns_before(self, key: str) -> tuple[Turn, ...]:
        """Return the turns that come before a cell's: all of them where it has none yet."""
        turns = tuple(self.turns)
        places = [place for place, turn in enumerate(turns) if key and turn.key == key]
        return turns[: places[0]] if places else turns

    def put_turn(self, turn: Turn) -> None:
        """Add a turn, in place of the one that the same cell made before."""
        with self._lock:
            replaced_turn = self.turn_of(turn.key) if turn.key else None
            if replaced_turn is None:
                self.turns.append(turn)
            else:
                self.turns[self.turns.index(replaced_turn)] = turn

    @contextmanager
    def reserved_numbers(self, key: str) -> Iterator[Callable[[int], list[int]]]:
        """Give a function that reserves numbers for new images, until the end of the context.

        They are the replaced turn's where those are free, else the next ones. A cell that is run
        again so keeps its labels, and none is given twice: not to later turns, and not to another
        question that is under way.

        Parameters
        ----------
        key : str
            What asks, as in `Question`.
        """
        reserved: list[int] = []

        def reserve(count: int) -> list[int]:
            if not count:
                return []
            with self._lock:
                replaced_turn = self.turn_of(key)
                other_turns = [turn for turn in self.turns if turn is not replaced_turn]
                other_numbers = {image.number for turn in other_turns for image in turn.images}
                taken_numbers = other_numbers | self._reserved
                own_images = sent_images([replaced_turn] if replaced_turn else [])
                own_numbers = [image.number for image in own_images]
                free = [number for number in own_numbers if number not in taken_numbers]
                following = itertools.count(max([*taken_numbers, *own_numbers], default=0) + 1)
                numbers = list(itertools.islice(itertools.chain(free, following), count))
                self._reserved.update(numbers)
                reserved.extend(numbers)
                return numbers

        try:
            yield reserve
        finally:
            with self._lock:
                self._reserved.difference_update(reserved)

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
        return "\n\n".join(_to_markdown(turn) for turn in self.turns)

    def _repr_markdown_(self) -> str:
        from ..text import sanitize_markdown

        return sanitize_markdown(self.to_markdown())


def _turn_to_data(turn: Turn, numbers: storage.Numbers) -> dict[str, Any]:
    images = [storage.image_to_data(image, numbers) for image in turn.images]
    answer = storage.answer_to_data(turn.answer)
    return {
        "prompt": turn.prompt,
        "context": turn.context,
        "instructions": turn.instructions,
        "images": images,
        "answer": answer,
        "rounds": [round_to_data(tool_round) for tool_round in turn.rounds],
        "tools": turn.tools,
    }


def _turn_from_data(data: dict[str, Any], before: Sequence[Turn]) -> Turn:
    earlier = [image for turn in before for image in turn.images]
    wholes = {image.number: image.attachment for image in earlier}
    images: list[SentImage] = []
    for image_data in data["images"]:
        images.append(storage.image_from_data(image_data, wholes))
        wholes[images[-1].number] = images[-1].attachment
    images_sent = tuple(images)
    rounds = rounds_from_data(data["rounds"], images_sent)
    answer = storage.answer_from_data(data["answer"], data["prompt"], images_sent, earlier)
    return Turn(
        data["prompt"],
        images_sent,
        add_calls(answer, rounds),
        context=data.get("context", ""),
        instructions=data.get("instructions", ""),
        rounds=rounds,
        tools=tuple(data["tools"]),
    )


def sent_images(turns: Iterable[Turn]) -> tuple[SentImage, ...]:
    """Return the images that turns sent; those that were only named again are left out."""
    return tuple(image for turn in turns for image in turn.images if not image.repeated)


def _to_markdown(turn: Turn) -> str:
    captions = [f"*{image.caption}*" for image in turn.images]
    prompt = "\n".join(f"> {line}" for line in turn.prompt.splitlines())
    return "\n\n".join([*captions, prompt, turn.answer.text])
