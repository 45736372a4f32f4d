"""An answer in the answer cache, as a value and as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ...answers.citations import deserialize_citations, serialize_citations
from ...answers.reply import Reply
from ...answers.usage import Usage
from ..rounds.tool_round import ToolRound, calls_of, images_of
from .records import CachedAnswerRecord, parse_record
from .round_data import round_to_data, rounds_from_data
from .serialization import image_from_data, image_to_data, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ...answers.answer import Answer
    from ...answers.sent_attachment import SentImage
    from ...inputs.attachment import Attachment


@dataclass(frozen=True)
class CachedAnswer:
    """An answer as the provider gave it.

    Attributes
    ----------
    text, model, stop_reason : str
        The text as it came, with its form.
    usage : Usage
    asked_at : datetime
        When the question was asked, in UTC.
    citations : list of dict
        As plain data.
    thinking : str
        A summary of what was thought.
    rounds : tuple of ToolRound
        The calls of tools before it.
    requests : int
    """

    text: str
    model: str
    stop_reason: str
    usage: Usage
    asked_at: datetime
    citations: list[dict[str, Any]] = field(default_factory=list)
    thinking: str = ""
    rounds: tuple[ToolRound, ...] = ()
    requests: int = 1

    def to_reply(self, images: Iterable[SentImage]) -> Reply:
        """Return the reply that the answer came in.

        Parameters
        ----------
        images : iterable of SentImage
            Attachments that the citations refer to.
        """
        citations = tuple(deserialize_citations(self.citations, images))
        return Reply(
            self.text,
            self.model,
            self.stop_reason,
            self.usage,
            thinking=self.thinking,
            citations=citations,
            calls=calls_of(self.rounds),
            requests=self.requests,
        )


def cached_answer_to_data(answer: Answer, rounds: Sequence[ToolRound]) -> dict[str, Any]:
    """Return an answer with the rounds before it, and without its question."""
    numbers = numbers_of(answer.images)
    return {
        "text": answer.raw or answer.text,
        "model": answer.model,
        "stop_reason": answer.stop_reason,
        "usage": asdict(answer.usage),
        "citations": serialize_citations(answer.citations),
        "thinking": answer.thinking,
        "rounds": [round_to_data(tool_round.without_thinking()) for tool_round in rounds],
        "pieces": [image_to_data(image, numbers) for image in images_of(rounds)],
        "requests": answer.requests,
    }


def parse_cached_answer(
    data: bytes, version: int, wholes: Mapping[int, Attachment]
) -> CachedAnswer:
    """Return an answer from its file.

    Parameters
    ----------
    data : bytes
    version : int
        That the file's ``format`` is to be.
    wholes : mapping of int to Attachment
        By number, what tools can have cut pictures from.

    Raises
    ------
    ValueError
        It is damaged, or of another version.
    """
    record = parse_record(CachedAnswerRecord, version, data)
    asked_at, usage = record.pop("asked"), Usage(**record.pop("usage"))
    attachments, pieces = dict(wholes), []
    for piece in record.pop("pieces"):
        pieces.append(image_from_data(piece, attachments))
        attachments[piece["number"]] = pieces[-1].attachment
    rounds = rounds_from_data(record.pop("rounds"), pieces)
    return CachedAnswer(**record, asked_at=asked_at, usage=usage, rounds=rounds)
