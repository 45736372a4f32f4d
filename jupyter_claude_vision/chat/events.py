"""Events of a question under way, its view and hooks, and the buffer that makes the events."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from ..answers.citations import CitedText, format_citation_mark, resolve_citations
from ..answers.reply import Reply, explanation_of
from ..answers.structured.partial_json import StringExtractor
from ..answers.structured.response_format import TEXT
from ..answers.usage import Usage
from ..provider.request import Thought, ToolUse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..answers.answer import Answer
    from ..answers.citations import Citation
    from ..answers.sent_attachment import SentImage
    from ..answers.tool_calls import ToolCall
    from ..provider.reply_stream import Part
    from .estimate import Estimate
    from .question import Question
    from .storage.answer_cache import AnswerCache


@dataclass(frozen=True, slots=True)
class Sending:
    """The pictures are prepared and about to be sent."""

    images: tuple[SentImage, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note to the user."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of something long, such as uploads; `count` of `total` are done."""

    text: str
    count: int
    total: int


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


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """Claude calls a tool; the text before it was a remark, and no answer."""

    name: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A call has its result; `source` is the picture that it is about, where there is one."""

    call: ToolCall
    source: SentImage | None = None


Event: TypeAlias = (
    Sending
    | Rerouted
    | Note
    | Progress
    | Thinking
    | Piece
    | Mark
    | ToolStarted
    | ToolFinished
    | Done
)


_BETWEEN_THOUGHTS: Final = "\n\n"


RunTool: TypeAlias = "Callable[[Callable[[], ToolCall]], ToolCall]"
"""Calls the function that executes a call of a tool, where it may draw."""


class View(Protocol):
    """A place where the events of a question are shown."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def cut(self, partial: Answer) -> None:
        """Show the part of an answer that arrived before it was broken off."""

    def close(self) -> None:
        """Show nothing more."""


@dataclass(frozen=True)
class Hooks:
    """Callbacks of a client to a question under way, and its answer cache.

    Attributes
    ----------
    tell : callable
        Takes a sentence for the user while no event can be yielded, such as the reason of a wait.
    approve : callable
        Takes the estimate before anything is sent; raises to prevent it.
    branch : callable or None
        Asks on from an answer: takes a conversation that ends with it, and what `Answer.ask` does.
    cache : AnswerCache or None
    run_tool : callable
        Calls the function that executes a call of a tool, where it may draw.
    report : callable
        Takes the progress of uploads.
    """

    tell: Callable[[str], None] = lambda _: None
    approve: Callable[[Estimate], None] = lambda _: None
    branch: Callable[..., Answer] | None = None
    cache: AnswerCache | None = None
    run_tool: RunTool = lambda function: function()
    report: Callable[[Progress], None] = lambda _: None


@dataclass
class _IncomingReply:
    """The parts of one reply that have come.

    Attributes
    ----------
    unwrapper : StringExtractor or None
        Takes the answer's text out of its form.
    usage : Usage
    texts : list of str
    citations : list of Citation
    lost_citations : int
    uses : list of ToolUse
        The calls of tools that it asks for.
    """

    unwrapper: StringExtractor | None
    usage: Usage = field(default_factory=Usage)
    texts: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    lost_citations: int = 0
    uses: list[ToolUse] = field(default_factory=list)


class ReplyBuffer:
    """Buffer of the replies to a question, which turns their parts into events.

    All but the last reply of a turn call tools.

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
    calls : list of ToolCall
        The calls that were executed.
    """

    def __init__(self, question: Question, *, thinks_first: bool) -> None:
        self.message: Any = None
        self.documents: Sequence[SentImage] = ()
        self.first_text_at: float | None = None
        self.calls: list[ToolCall] = []
        self._thinks_first = thinks_first
        self._has_form = bool(question.form)
        self._thoughts: list[str] = []
        self._earlier_replies: list[_IncomingReply] = []
        self._reply = self._open_reply()

    def _open_reply(self) -> _IncomingReply:
        return _IncomingReply(StringExtractor(TEXT) if self._has_form else None)

    def add(self, part: Part) -> Event | None:
        """Take the next part; return its event, if it has one.

        `Thinking` marks the beginning of thinking, too; a piece holds the answer's text alone.
        """
        reply = self._reply
        if isinstance(part, str):
            reply.texts.append(part)
            text = part if reply.unwrapper is None else reply.unwrapper.feed(part)
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
            reply.usage = part
            return Thinking() if self._thinks_first else None
        if isinstance(part, ToolUse):
            reply.uses.append(part)
            return None
        self.message = part
        reply.usage = Usage.from_api(part.usage.model_dump())
        return None

    @property
    def uses(self) -> list[ToolUse]:
        """The calls that the reply asks for, where it waits for their results; else none."""
        is_waiting = self.message is not None and self.message.stop_reason == "tool_use"
        return self._reply.uses if is_waiting else []

    @property
    def last_usage(self) -> Usage:
        """The usage of the reply that came last."""
        return self._reply.usage

    @property
    def usage(self) -> Usage:
        """The usage of all replies."""
        return sum((reply.usage for reply in self._earlier_replies), self._reply.usage)

    def begin_round(self) -> None:
        """Make room for the reply that follows results of tools."""
        self._earlier_replies.append(self._reply)
        self._reply, self.message = self._open_reply(), None
        if "".join(self._thoughts):
            self._thoughts.append(_BETWEEN_THOUGHTS)

    def _cite(self, citation: CitedText) -> Mark | None:
        reply = self._reply
        end = sum(map(len, reply.texts))  # of the answer's text, which has no form beside citations
        citations = resolve_citations(citation, end, self.documents)
        reply.citations += citations
        reply.lost_citations += len(citation.passages) - len(citations)
        return Mark(format_citation_mark(citations)) if citations else None

    def to_reply(self, model: str, stop_reason: str | None) -> Reply:
        """Return the reply so far, with the usage of those before it."""
        message, reply = self.message, self._reply
        texts = reply.texts
        if message is None and not texts and self._earlier_replies:
            texts = self._earlier_replies[
                -1
            ].texts  # a remark is what came last of a turn that broke off
        return Reply(
            text="".join(texts),
            model=model,
            stop_reason=stop_reason,
            usage=self.usage,
            thinking="".join(self._thoughts).removesuffix(_BETWEEN_THOUGHTS),
            explanation=explanation_of(getattr(message, "stop_details", None)),
            citations=tuple(reply.citations),
            lost_citations=reply.lost_citations,
            message=message,
            calls=tuple(self.calls),
            requests=len(self._earlier_replies) + 1,
        )
