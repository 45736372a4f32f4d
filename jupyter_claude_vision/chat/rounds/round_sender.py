"""The requests of one question, sent round by round until one is answered without calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from ...errors import FileNotAvailableError, UnknownModelError
from ...provider.reply_stream import replayable_blocks
from ..estimate import estimate_next_round
from ..events import Note, Progress, Rerouted, ToolFinished
from ..request_builder import NO_ENVELOPE, build_request, extend_request
from .call_runner import CallRunner
from .tool_round import ToolRound, calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from ...answers.tool_calls import ToolCall
    from ...provider.cancellation import Cancellation
    from ...provider.delivery import Delivery
    from ..conversation import Draft
    from ..estimate import Estimate
    from ..events import Event, Hooks, ReplyBuffer

    Commit: TypeAlias = Callable[[Draft, str], Generator[Event]]
    ReserveNumbers: TypeAlias = Callable[[int], list[int]]


class RoundSender:
    """Sends the requests of one question.

    Parameters
    ----------
    draft : Draft
    delivery : Delivery
    buffer : ReplyBuffer
        Takes what comes.
    hooks : Hooks
    cancellation : Cancellation
        Ends the connection.

    Attributes
    ----------
    draft : Draft
        As it was sent, with the rounds so far.
    """

    def __init__(
        self,
        draft: Draft,
        delivery: Delivery,
        buffer: ReplyBuffer,
        hooks: Hooks,
        cancellation: Cancellation,
    ) -> None:
        self.draft = draft
        self._delivery = delivery
        self._buffer = buffer
        self._hooks = hooks
        self._cancellation = cancellation
        self._envelope = NO_ENVELOPE

    def follow_rounds(
        self, reserve_numbers: ReserveNumbers, estimate: Estimate, commit: Commit
    ) -> Generator[Event]:
        """Send requests until one is answered without calls; yield what happens.

        Parameters
        ----------
        reserve_numbers : callable
            As `Conversation.reserved_numbers` gives it.
        estimate : Estimate
            Of the first request, which is approved.
        commit : callable
            Takes the question as it was sent and what the provider keeps it under; yields the
            answer's events.
        """
        runner = CallRunner(
            self._delivery, reserve_numbers, self._cancellation, self._hooks.run_tool
        )
        is_built = is_recovered = False
        while True:
            try:
                if not is_built:
                    yield from self._build_request()
                is_built = False
                yield from self._follow_reply(commit)
            except (UnknownModelError, FileNotAvailableError) as error:
                names = [] if is_recovered else self._forget_gone(error)
                if not names:
                    raise
                is_recovered = True
                yield self._prepare_repeat(names)
                continue
            if not self._calls_tools:
                return
            yield from self._run_round(runner, estimate)
            is_built = True

    def _follow_reply(self, commit: Commit) -> Generator[Event]:
        """Send the request; yield what comes, with the answer unless it calls tools."""
        reply = self._delivery.provider.open_reply(
            self._envelope.request, self._hooks.tell, self._cancellation
        )
        # Closed with this generator, since an interrupt must end the connection.
        with reply as parts:
            for part in parts:
                if (event := self._buffer.add(part)) is not None:
                    yield event
                elif self._buffer.message is not None and not self._calls_tools:
                    self._delivery.note_answer(self._envelope.all_images)
                    yield from commit(self.draft, self._envelope.prefix_key)

    @property
    def _calls_tools(self) -> bool:
        """True if the reply waits for results, and another round is allowed."""
        may_call = len(self.draft.rounds) < self.draft.question.tools.rounds - 1
        return bool(self._buffer.uses and self.draft.tools and may_call)

    def _run_round(self, runner: CallRunner, estimate: Estimate) -> Generator[Event]:
        """Execute the calls of a reply, and build the request with their results."""
        draft, buffer = self.draft, self._buffer
        content = replayable_blocks([block.model_dump() for block in buffer.message.content])
        calls: list[ToolCall] = []
        for event in runner.run_calls(buffer.uses, draft):
            if isinstance(event, ToolFinished):
                calls.append(event.call)
                buffer.calls.append(event.call)
            yield event
        self.draft = draft = replace(
            draft, rounds=(*draft.rounds, ToolRound(content, tuple(calls)))
        )
        result_tokens = sum(call.tokens for call in calls)
        self._hooks.approve(
            estimate_next_round(estimate, buffer.usage, buffer.last_usage, result_tokens)
        )
        with self._announce_waits():
            self._envelope = envelope = extend_request(self._envelope, draft, self._delivery)
        self.draft = replace(draft, rounds=envelope.rounds)
        buffer.calls = list(calls_of(envelope.rounds))
        buffer.begin_round()
        yield from map(Note, envelope.changes)

    def _prepare_repeat(self, names: list[str]) -> Note:
        """Let the request be built anew, with the files that were gone; return what is said of it.

        A thought is bound to all that came before it, so that a turn with one begins again.
        """
        text = f"No longer uploaded: {', '.join(names)}. Uploaded again."
        if any(tool_round.has_thinking for tool_round in self.draft.rounds):
            self.draft = replace(self.draft, rounds=())
            self._buffer.calls = []
            text += " Claude begins again, since its thoughts rest on the files that are gone."
        return Note(text)

    def _build_request(self) -> list[Event]:
        """Build the request with its uploads; return events of changed delivery methods."""
        with self._announce_waits():
            self._envelope = envelope = build_request(
                self.draft, self._delivery, self._report_uploads
            )
        self.draft = replace(self.draft, images=envelope.images, rounds=envelope.rounds)
        if self.draft.question.cite:
            images = (*envelope.earlier, *envelope.images)
            self._buffer.documents = [i for i in images if i.is_document and not i.repeated]
        notes = [Note(text) for text in envelope.changes]
        return [Rerouted(envelope.images), *notes] if notes else []

    def _report_uploads(self, count: int, total: int) -> None:
        """Report the progress of several uploads; one alone is not spoken of."""
        if total > 1:
            is_done = count == total
            text = f"uploaded {total} files" if is_done else f"uploading {count + 1} of {total}"
            self._hooks.report(Progress(text, count, total))

    def _forget_gone(self, error: Exception) -> list[str]:
        """Forget uploads that no longer exist at the provider, and return their names.

        The API has one error for a model and for a file that is not there. Nothing was answered
        yet, so the files that are gone are uploaded again and the question is sent again.
        """
        images = self._envelope.all_images
        with self._announce_waits():
            return self._delivery.forget_missing_files(images, error)

    def _announce_waits(self) -> AbstractContextManager[None]:
        """Announce waits to the user, and end them when the question is stopped."""
        return self._delivery.provider.retries.announced(self._hooks.tell, self._cancellation)
