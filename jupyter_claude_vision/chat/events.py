"""Events of a question under way, and the buffer that makes them of a reply's parts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ..answers.citations import CitedText, format_citation_mark, resolve_citations
from ..answers.reply import Reply, explanation_of
from ..answers.structured.partial_json import StringExtractor
from ..answers.structured.response_format import TEXT
from ..answers.usage import Usage
from ..provider.request import Thought, ToolUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers.answer import Answer
    from ..answers.citations import Citation
    from ..answers.sent_attachment import SentImage
    from ..provider.reply_stream import Part
    from .question import Question


@dataclass(frozen=True, slots=True)
class Sending:
    """The pictures are prepared and about to be sent."""

    images: tuple[SentImage, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note to the user."""

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
    """The mark of the pages that the text since the last mark is from."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete and its turn is part of the conversation."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Rerouted:
    """The delivery method of pictures changed, and so did their captions."""

    images: tuple[SentImage, ...]


Event: TypeAlias = Sending | Rerouted | Note | Thinking | Piece | Mark | Done


class View(Protocol):
    """A place where the events of a question are shown."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def cut(self, partial: Answer) -> None:
        """Show the part of an answer that arrived before it was broken off."""

    def close(self) -> None:
        """Show nothing more."""


class ReplyBuffer:
    """Buffer of an incoming reply, which turns its parts into events.

    Parameters
    ----------
    question : Question
    thinks_first : bool
        Whether the model thinks before it answers.

    Attributes
    ----------
    message : anthropic.types.Message or None
        The whole response, which comes last.
    documents : sequence of SentImage
        Of the request, in its order, for what is cited.
    first_text_at : float or None
        When the first piece of the answer came, by `time.perf_counter`.
    """

    def __init__(self, question: Question, *, thinks_first: bool) -> None:
        self.message: Any = None
        self.documents: Sequence[SentImage] = ()
        self.first_text_at: float | None = None
        self._thinks_first = thinks_first
        self._unwrapper = StringExtractor(TEXT) if question.form else None
        self._usage = Usage()
        self._texts: list[str] = []
        self._thoughts: list[str] = []
        self._citations: list[Citation] = []
        self._lost_citations = 0

    def add(self, part: Part) -> Event | None:
        """Take the next part; return its event, if it has one.

        `Thinking` marks the beginning of thinking, too; a piece holds the answer's text alone.
        """
        if isinstance(part, str):
            self._texts.append(part)
            text = part if self._unwrapper is None else self._unwrapper.feed(part)
            if not text:
                return None
            if self.first_text_at is None:
                self.first_text_at = time.perf_counter()
            return Piece(text)
        if isinstance(part, Thought):
            self._thoughts.append(part.text)
            return Thinking(part.text)
        if isinstance(part, CitedText):
            return self._cite(part)
        if isinstance(part, Usage):
            self._usage = part
            return Thinking() if self._thinks_first else None
        if not isinstance(part, ToolUse):
            self.message = part
        return None

    def _cite(self, citation: CitedText) -> Mark | None:
        end = sum(map(len, self._texts))  # of the answer's text, which has no form beside citations
        citations = resolve_citations(citation, end, self.documents)
        self._citations += citations
        self._lost_citations += len(citation.passages) - len(citations)
        return Mark(format_citation_mark(citations)) if citations else None

    def to_reply(self, model: str, stop_reason: str | None) -> Reply:
        """Return the reply so far."""
        message = self.message
        return Reply(
            text="".join(self._texts),
            model=model,
            stop_reason=stop_reason,
            usage=Usage.from_api(message.usage.model_dump()) if message else self._usage,
            thinking="".join(self._thoughts),
            explanation=explanation_of(getattr(message, "stop_details", None)),
            citations=tuple(self._citations),
            lost_citations=self._lost_citations,
            message=message,
        )
