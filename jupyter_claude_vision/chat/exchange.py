"""One question under way: prepared, built, sent, and parsed to its answer."""

from __future__ import annotations

import functools
import time
from contextlib import closing, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from ..answers.answer import Answer, Timings
from ..errors import ClaudeVisionError, Stopped
from ..provider.cancellation import Cancellation
from .answer_parser import Sources, parse_answer
from .conversation import Conversation, Draft, Turn
from .estimate import check_limits, count_exactly, estimate_question
from .events import Done, Hooks, Note, ReplyBuffer, Sending, Thinking, ToolFinished
from .preparation import choose_delivery, describe_caveats, prepare_question
from .rounds.round_sender import RoundSender
from .storage.answer_cache import CacheEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from ..answers.reply import Reply
    from ..provider.delivery import Delivery
    from .estimate import Estimate
    from .events import Event, View
    from .question import Question
    from .storage.answer_cache import CachedAnswer


class Exchange:
    """One question, from its attachments to its answer.

    Its `events`, taken once, are `Sending`, any number of `Note` and `Piece`, of `ToolStarted` and
    `ToolFinished` where Claude calls tools, and last `Done`. If it raises or is closed early,
    `partial` is the answer so far, and the conversation is as before.

    Parameters
    ----------
    conversation : Conversation
    question : Question
    delivery : Delivery
    hooks : Hooks
    """

    def __init__(
        self,
        conversation: Conversation,
        question: Question,
        delivery: Delivery,
        hooks: Hooks = Hooks(),  # noqa: B008 - it is frozen
    ) -> None:
        self.conversation = conversation
        self._delivery = delivery
        self._hooks = hooks
        self._draft = Draft(question, history=conversation.turns_before(question.key))
        thinks_first = delivery.provider.platform.thinks_first(question.model)
        self._buffer = ReplyBuffer(question, thinks_first=thinks_first)
        self._turn: Turn | None = None
        self._cancellation = Cancellation()
        self._start = time.perf_counter()
        self._preparation_seconds = 0.0

    def events(self) -> Generator[Event]:
        """Ask, and yield what happens; closing it closes the connection."""
        with self.conversation.reserved_numbers(self._draft.question.key) as reserve:
            self._prepare_draft(reserve)
            entry = CacheEntry(self._hooks.cache, self._draft, self._delivery)
            cached, problems = entry.find_answer()
            yield from map(Note, problems)
            if cached is not None and _has_free_numbers(cached, reserve):
                yield from self._replay_answer(cached)
                return
            self._draft = choose_delivery(self._draft, self._delivery)
            self._preparation_seconds = time.perf_counter() - self._start
            yield Sending(self._draft.images)
            estimate = check_limits(self._draft, self._delivery, self._hooks.approve)
            yield from map(Note, describe_caveats(self._draft))
            sender = RoundSender(
                self._draft, self._delivery, self._buffer, self._hooks, self._cancellation
            )
            commit = functools.partial(self._commit_answer, entry)
            yield from sender.follow_rounds(reserve, estimate, commit)

    def estimate(self, *, exact: bool = False) -> Estimate:
        """Return what the question would take; nothing is sent.

        Parameters
        ----------
        exact : bool
            Let the API count. That sends the pictures, which is free of charge, and uploads none.
        """
        with self.conversation.reserved_numbers(self._draft.question.key) as reserve:
            self._prepare_draft(reserve)
        self._draft = choose_delivery(self._draft, self._delivery)
        guess = estimate_question(self._draft, self._delivery.provider.platform.name)
        if not exact:
            return guess
        with self._announce_waits():
            count = count_exactly(self._draft, self._delivery)
        return replace(guess, input_tokens=count, exact=True)

    def _announce_waits(self) -> AbstractContextManager[None]:
        """Announce waits to the user, and end them on `hang_up`."""
        return self._delivery.provider.retries.announced(self._hooks.tell, self._cancellation)

    def _prepare_draft(self, reserve: Callable[[int], list[int]]) -> None:
        draft, provider = self._draft, self._delivery.provider
        # The provider is asked for the media type of a file that an id names.
        may_wait = any(attachment.file_id for attachment in draft.question.attachments)
        with self._announce_waits() if may_wait else nullcontext():
            self._draft = prepare_question(draft.question, draft.history, provider, reserve)

    def _replay_answer(self, cached: CachedAnswer) -> list[Event]:
        """Return the events of an answer that was given before."""
        self._preparation_seconds = time.perf_counter() - self._start
        piece = self._buffer.add(cached.text)
        self._draft = draft = replace(self._draft, rounds=cached.rounds)
        reply = cached.to_reply(draft.request_images)
        images = {image.number: image for image in draft.numbered_images}
        calls = [ToolFinished(call, images.get(call.source or 0)) for call in reply.calls]
        answer = self._put_turn(self._parse_reply(reply, cached.asked_at))
        pieces = [piece] if piece is not None else []
        thinking = Thinking(cached.thinking)
        return [Sending(draft.images), thinking, *calls, *pieces, Done(answer)]

    def partial(self, stop_reason: str) -> Answer:
        """Return the answer as far as it has arrived, marked as broken off."""
        return self._parse_reply(self._buffer.to_reply(self._draft.question.model, stop_reason))

    def hang_up(self) -> None:
        """End the connection from another thread, so that `events` waits no longer."""
        self._cancellation.cancel()

    def _commit_answer(self, entry: CacheEntry, draft: Draft, prefix_key: str) -> Generator[Event]:
        """Put the turn into the conversation; yield `Done`, then what is wrong with the cache."""
        self._cancellation.check()  # a short answer can come whole before its connection ends
        self._draft = draft
        answer = self._put_turn(self.partial(self._buffer.message.stop_reason), prefix_key)
        yield Done(answer)  # before the rest of the stream is read
        # Last, since it is paid for, whatever becomes of the disk.
        yield from map(Note, entry.store_answer(answer, draft.rounds))

    def _parse_reply(self, reply: Reply, cached: datetime | None = None) -> Answer:
        draft, provider = self._draft, self._delivery.provider
        pieces = tuple(image for call in reply.calls for image in call.images)
        first = self._buffer.first_text_at
        seconds = Timings(
            self._preparation_seconds,
            None if first is None else first - self._start,
            time.perf_counter() - self._start,
        )
        answer = parse_answer(
            draft.question,
            reply,
            provider.platform.name,
            Sources(
                [*draft.referable, *pieces],
                provider.connections.gateway,
                draft.tables,
                tuple(image.number for image in draft.images),
            ),
            images=(*draft.images, *pieces),
            seconds=seconds,
            cached=cached,
        )
        for image in (*draft.images, *pieces):
            image.attachment.release()
        return answer

    def _put_turn(self, answer: Answer, prefix_key: str = "") -> Answer:
        """Add the answer's turn to the conversation; return the answer with its branch."""
        # The API takes no empty turn, and a refused one would be refused again with each next.
        if not answer.text.strip() or answer.stop_reason == "refusal":
            return answer
        question, rounds = self._draft.question, self._draft.rounds
        self._turn = turn = Turn(
            question.prompt,
            answer.images,
            answer,
            question.key,
            question.context,
            question.instructions,
            prefix_key,
            rounds=tuple(tool_round.without_thinking() for tool_round in rounds),
            tools=self._draft.tools.definitions,
        )
        self.conversation.put_turn(turn)
        return self._with_branch(answer, turn)

    @property
    def committed(self) -> Answer | None:
        """The answer whose turn is in the conversation; None before that."""
        turn = self._turn
        if turn is None or not any(t is turn for t in self.conversation.turns):
            return None
        return self._with_branch(turn.answer, turn)

    def _with_branch(self, answer: Answer, turn: Turn) -> Answer:
        """Return an answer from which another conversation can go on."""
        if self._hooks.branch is None:
            return answer
        until_here = Conversation([*self._draft.history, turn])
        return replace(answer, branch=functools.partial(self._hooks.branch, until_here))


def _has_free_numbers(cached: CachedAnswer, reserve: Callable[[int], list[int]]) -> bool:
    """Tell whether the pictures of an answer from the cache can have the numbers they had."""
    numbers = [image.number for tool_round in cached.rounds for image in tool_round.images]
    return reserve(len(numbers)) == numbers


def follow_exchange(
    exchange: Exchange, view: View, charge: Callable[[Answer], None] = lambda _: None
) -> Answer:
    """Show a question's events as they come; return its answer.

    Parameters
    ----------
    exchange : Exchange
    view : View
    charge : callable
        Takes the answer, or what came of it, for the books.

    Raises
    ------
    ClaudeVisionError
        The question failed; what came of its answer stays on display, marked.
    Stopped
        It was interrupted; the same.
    """
    answer: Answer | None = None
    try:
        with closing(exchange.events()) as events:
            for event in events:
                view.show(event)
                if isinstance(event, Done):
                    answer = event.answer
    except KeyboardInterrupt as error:
        if answer is None and exchange.committed is not None:
            answer = exchange.committed  # its turn is there, though its `Done` was not yielded
            view.show(Done(answer))
        if answer is not None:
            charge(answer)
            msg = "Stopped after the answer: it is complete, and in the conversation."
            raise Stopped(msg) from error
        partial = exchange.partial("stopped")
        view.cut(partial)
        charge(partial)
        msg = "Stopped; the conversation is as before."
        raise Stopped(msg) from error
    except ClaudeVisionError:
        partial = exchange.partial("failed")
        view.cut(partial)
        charge(exchange.committed or partial)
        raise
    finally:
        view.close()
    if answer is None:
        msg = "A question ended without an answer."
        raise AssertionError(msg)
    charge(answer)
    return answer
