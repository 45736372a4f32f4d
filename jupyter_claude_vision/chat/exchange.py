"""One question on its way: prepared, sent, and heard to its end."""

from __future__ import annotations

import functools
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Seconds
from ..answers.answer_parser import Hearing
from ..answers.citations import Citations, Cited, check_citing, from_data, mark_of, resolved
from ..answers.message_parts import explanation_of
from ..answers.sent_attachment import NOT_SENT, Choice
from ..answers.usage import Usage
from ..charts import read
from ..errors import FileNotAvailableError, UnknownModelError
from ..provider.cancellation import Line
from ..provider.request import Thought
from . import limits
from .context import check_pixels, data_of, nothing_to_compare, with_notes
from .conversation import Conversation, Turn, sent_images
from .estimate import estimate
from .events import Done, Event, Mark, Note, Piece, Rerouted, Sending, Thinking
from .image_numbers import Numbers, number_images
from .preparation import is_public, prepare_attachment
from .request_builder import compose
from .storage.answer_cache import AnswerCacheError
from .storage.request_key import question_key
from .token_count import counted_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from contextlib import AbstractContextManager

    from ..answers.citations import Citation
    from ..answers.sent_attachment import Content, SentImage
    from ..charts import ChartData
    from ..inputs.attachment import Attachment
    from ..provider.delivery import Delivery
    from ..provider.request import Request
    from .conversation import Question
    from .estimate import Estimate
    from .storage.answer_cache import AnswerCache, CachedAnswer

__all__ = ["Done", "Event", "Exchange", "Mark", "Note", "Piece", "Sending", "Thinking"]


class Exchange:
    """One question on its way to its answer.

    Its `events`, taken once, are `Sending`, any number of `Note` and `Piece`, and last `Done`.
    Where it raises instead, or is closed, `partial` is what came until then, and the
    conversation is as before.

    Parameters
    ----------
    conversation : Conversation
    question : Question
    delivery : Delivery
    tell : callable
        Takes what the user should know while nothing else can be said: that we wait.
    approve : callable
        Takes the estimate before anything is sent; raises where that is not to be.
    branch : callable, optional
        Asks on from an answer: takes a conversation that ends with it, and what `Answer.ask` does.
    cache : AnswerCache, optional
    """

    def __init__(
        self,
        conversation: Conversation,
        question: Question,
        delivery: Delivery,
        *,
        tell: Callable[[str], None] = lambda _: None,
        approve: Callable[[Estimate], None] = lambda _: None,
        branch: Callable[..., Answer] | None = None,
        cache: AnswerCache | None = None,
    ) -> None:
        self.conversation = conversation
        self._history = conversation.before(question.key)
        self._numbers = Numbers(conversation, question.key)
        self._question = question
        self._delivery = delivery
        self._tell = tell
        self._approve = approve
        self._branch = branch
        self._cache = cache
        self._seen: list[tuple[Attachment, Content | None, tuple[str, ...]]] = []
        self._images: tuple[SentImage, ...] = ()
        self._earlier: tuple[SentImage, ...] = ()
        self._smaller: dict[int, SentImage] = {}
        self._hearing = Hearing(question.form, delivery.provider.gateway)
        self._charts: dict[int, ChartData | None] = {}
        self._caches = question.caches and bool(self._history)
        self._key = self._prefix_key = ""
        self._citations: list[Citation] = []
        self._usage = Usage()
        self._thinking = ""
        self._message: Any = None
        self._turn: Turn | None = None
        self._line = Line()
        self._started = time.perf_counter()
        self._prepared: float = 0.0
        self._first_text: float | None = None

    def events(self) -> Generator[Event]:
        """Ask, and yield what happens; closing it closes the connection."""
        with closing(self._numbers):
            yield from self._events()

    def _events(self) -> Generator[Event]:
        self._prepare()
        if (cached := (yield from self._find_cached())) is not None:
            yield from self._replay(cached)
            return
        self._images = self._numbered(self._decide)
        self._word()
        self._prepared = self._elapsed()
        yield Sending(self._images)
        parts = (self._question, self._images, self._history, self._smaller, self._delivery)
        count = functools.partial(counted_tokens, *parts)
        limits.check(self._estimate(), self._sent(), count, self._approve)
        compares = self._question.form.table or self._question.form.claims
        if compares and not any(self._charts.values()) and not self._question.with_data:
            yield Note(nothing_to_compare(self._referred_to()))
        if shrunk := self._shrunk():
            yield Note(f"Earlier pictures made smaller: {shrunk}. There are over {limits.MANY}.")
        try:
            yield from self._ask()
        except (UnknownModelError, FileNotAvailableError) as error:
            # The API has one error for a model and for a file that is not there. Nothing was
            # answered yet, so the files that are gone are uploaded again and it is asked again.
            with self._attended():
                gone = self._delivery.forget_gone([*self._earlier, *self._images], error)
            if not gone:
                raise
            yield Note(f"No longer uploaded: {', '.join(gone)}. Uploaded again.")
            yield from self._ask()

    def _attended(self) -> AbstractContextManager[None]:
        """Let waits be told, and be ended when this is hung up."""
        return self._delivery.provider.retries.attended(self._tell, self._line)

    def _prepare(self) -> None:
        """Make the attachments ready; some are asked after."""
        question, provider = self._question, self._delivery.provider
        with self._attended():
            self._seen = [prepare_attachment(a, question, provider) for a in question.attachments]
        self._check_citing()

    def _find_cached(self) -> Generator[Note, None, CachedAnswer | None]:
        """Return the answer that was given before, if there is one that can be read."""
        if self._cache is None:
            return None
        self._images = self._numbered(lambda *_: Choice("base64", NOT_SENT))
        self._word()
        self._key = question_key(
            self._question, self._images, self._history, self._smaller, self._delivery
        )
        if self._question.refresh:
            return None
        try:
            return self._cache.find(self._key)
        except AnswerCacheError as error:
            yield Note(f"{error} It is asked again.")
            if isinstance(error.__cause__, OSError):
                self._cache = None  # it would be said once more of the same disk
            return None

    def _keep(self, answer: Answer) -> Generator[Note]:
        """Put an answer on disk: last, since it is paid for, whatever becomes of the disk."""
        try:
            if self._cache is not None:
                self._cache.put(self._key, answer)
        except AnswerCacheError as error:
            yield Note(str(error))

    def _replay(self, cached: CachedAnswer) -> Generator[Event]:
        """Yield the events of an answer that was given before."""
        self._prepared = self._elapsed()
        yield Sending(self._images)
        self._thinking = cached.thinking
        yield Thinking(cached.thinking)
        yield Piece(self._hear(cached.text))
        self._usage = cached.usage
        self._citations = list(from_data(cached.citations, self._sent()))
        answer = replace(self._answer(cached.stop_reason), cached=cached.asked)
        yield Done(self._put(answer))

    def _ask(self) -> Generator[Event]:
        request, changes = self._request()
        yield from changes
        self._line.check()
        # Closed at once when this generator is, since an interrupt must end the connection.
        with closing(self._delivery.provider.stream(request, self._tell, self._line)) as stream:
            for part in stream:
                if isinstance(part, Usage):
                    self._usage = part
                    if self._delivery.provider.platform.thinks_first(self._question.model):
                        yield Thinking()  # it began, and tells of it when it is done
                elif isinstance(part, Thought):
                    self._thinking += part.text
                    yield Thinking(part.text)
                elif isinstance(part, str):
                    if text := self._hear(part):
                        yield Piece(text)
                elif isinstance(part, Cited):
                    yield from self._cite(part)
                else:
                    self._message = part
                    answer = self._commit()
                    yield Done(answer)  # before the rest of the stream is read
                    yield from self._keep(answer)

    def estimate(self, *, exact: bool = False) -> Estimate:
        """Return what the question would take; nothing is sent.

        Parameters
        ----------
        exact : bool
            Let the API count. That sends the pictures, which is free of charge, and uploads none.
        """
        with closing(self._numbers):
            self._prepare()
            self._images = self._numbered(self._decide)
        self._word()
        guess = self._estimate()
        if not exact:
            return guess
        request, _ = self._request()
        with self._attended():
            counted = self._delivery.provider.count_tokens(request)
        return replace(guess, input_tokens=counted, exact=True)

    def _estimate(self) -> Estimate:
        platform = self._delivery.provider.platform.name
        return estimate(self._question, self._images, self._history, platform)

    def partial(self, stop_reason: str) -> Answer:
        """Return what came so far as an answer that was broken off."""
        return self._answer(stop_reason)

    def hang_up(self) -> None:
        """End the connection from another thread, so that whoever takes the events goes on."""
        self._line.hang_up()

    def _elapsed(self) -> float:
        return time.perf_counter() - self._started

    def _hear(self, piece: str) -> str:
        """Take a piece of what comes; return what it adds to the answer's text."""
        text = self._hearing.feed(piece)
        if text and self._first_text is None:
            self._first_text = self._elapsed()
        return text

    def _sent(self) -> list[SentImage]:
        """Return what the whole request carries, in its order."""
        return [i for i in (*sent_images(self._history), *self._images) if not i.repeated]

    def _cite(self, cited: Cited) -> Iterator[Mark]:
        """Note what the text so far cites; yield what stands after it."""
        sent = [i for i in (*self._earlier, *self._images) if i.is_document and not i.repeated]
        found = resolved(cited, self._hearing.length, sent)
        self._citations += found
        self._hearing.lost_citations += len(cited.passages) - len(found)
        if found:
            yield Mark(mark_of(found))

    def _check_citing(self) -> None:
        """Raise where pages are to be cited and there are none, or they cannot be."""
        if self._question.cite:
            earlier = [i.is_document for i in sent_images(self._history)]
            found = any([*earlier, *(a.kind == "document" for a, _, _ in self._seen)])
            check_citing(self._question.form, has_document=found)

    def _word(self) -> None:
        """Add what is said besides the prompt, and see that what is asked for can be given."""
        form, tier = self._question.form, self._question.tier
        if form.table or form.claims or self._question.with_data:
            # Now, since the figure may be changed while the answer comes.
            self._charts = {i.number: read(i.attachment.target) for i in self._referred_to()}
        if self._question.with_data:
            self._images = with_notes(self._images, self._charts)
        context = data_of(self._images, self._charts) if self._question.with_data else ""
        said = form.instructions(self._referred_to()) if form else ""
        self._question = replace(self._question, context=context, instructions=said)
        if form.boxes:
            check_pixels(self._images)
            if self._delivery.provider.platform.exact_sizes:
                self._images = tuple(image.at_exact_size(tier) for image in self._images)

    def _referred_to(self) -> list[SentImage]:
        """Return the images that coordinates can refer to."""
        earlier = [self._smaller.get(i.number, i) for i in sent_images(self._history)]
        images = {image.number: image for image in (*earlier, *self._images)}
        return [image for image in images.values() if image.prepared is not None]

    def _numbered(
        self, choose: Callable[[Attachment, Content | None], Choice]
    ) -> tuple[SentImage, ...]:
        """Return the attachments with their numbers, as so many may be sent.

        The earlier ones are remembered as they are then sent.
        """
        question, platform = self._question, self._delivery.provider.platform
        earlier = sent_images(self._history)
        images = number_images(self._seen, earlier, self._numbers, choose)
        new = [image for image in images if not image.repeated]
        sent = limits.fitted([*earlier, *new], question.tier, platform)
        self._smaller = dict(zip((i.number for i in earlier), sent, strict=False))
        fitting = iter(sent[len(earlier) :])
        return tuple(image if image.repeated else next(fitting) for image in images)

    def _shrunk(self) -> str:
        """Return the names of the earlier images that go smaller than before."""
        earlier = sent_images(self._history)
        return ", ".join(i.name for i in earlier if self._smaller.get(i.number, i) is not i)

    def _decide(self, attachment: Attachment, prepared: Content | None) -> Choice:
        as_found = prepared is None or prepared.as_found
        about = {"has_url": as_found and is_public(attachment), "cached": self._caches}
        return self._delivery.decide(attachment, prepared, self._question.method, **about)

    def _request(self) -> tuple[Request, list[Event]]:
        """Return the request, and what changed on the way: uploads happen here."""
        with self._attended():
            parts = (self._question, self._images, self._history, self._smaller)
            composed = compose(*parts, self._delivery)
        self._images, self._earlier = composed.images, composed.earlier
        self._prefix_key = composed.prefix_key
        notes = [Note(text) for text in composed.changed]
        return composed.request, [Rerouted(self._images), *notes] if notes else []

    def _commit(self) -> Answer:
        answer = self._answer(self._message.stop_reason if self._message else None)
        self._delivery.answered([*self._earlier, *self._images])
        return self._put(answer)

    def _put(self, answer: Answer) -> Answer:
        """Make a turn of an answer, and return it with what can follow it."""
        # The API takes no empty turn, and a refused one would be refused again with each next.
        if not answer.text.strip() or answer.stop_reason == "refusal":
            return answer
        question = self._question
        self._turn = turn = Turn(
            question.prompt,
            self._images,
            answer,
            question.key,
            question.context,
            question.instructions,
            self._prefix_key,
        )
        self.conversation.put(turn)
        return self._with_branch(answer, turn)

    @property
    def committed(self) -> Answer | None:
        """The answer whose turn is in the conversation; None before that."""
        turn = self._turn
        if turn is None or all(other is not turn for other in self.conversation.turns):
            return None
        return self._with_branch(turn.answer, turn)

    def _with_branch(self, answer: Answer, turn: Turn) -> Answer:
        """Return an answer from which another conversation can go on."""
        if self._branch is None:
            return answer
        until_here = Conversation([*self._history, turn])
        return replace(answer, branch=functools.partial(self._branch, until_here))

    def _answer(self, stop_reason: str | None) -> Answer:
        message = self._message
        text, raw, found = self._hearing.read(stop_reason, self._referred_to(), self._charts)
        for image in self._images:
            image.attachment.release()
        return Answer(
            text=text,
            raw=raw,
            findings=found,
            citations=Citations(self._citations),
            is_alternative_text=self._question.is_alternative_text,
            prompt=self._question.prompt,
            images=self._images,
            message=message,
            usage=Usage.from_api(message.usage.model_dump()) if message else self._usage,
            model=self._question.model,
            provider=self._delivery.provider.platform.name,
            stop_reason=stop_reason,
            max_tokens=self._question.max_tokens,
            seconds=Seconds(self._prepared, self._first_text, self._elapsed()),
            thinking=self._thinking,
            explanation=explanation_of(getattr(message, "stop_details", None)),
        )
