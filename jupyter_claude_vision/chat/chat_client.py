"""Questions, one at a time: in a conversation, shown in a view, within the budget."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import InputError, PromptError
from ..inputs.named_inputs import attachments_of, figure_shown_last, names_in_reach
from .attachment_options.apply_options import apply_attachment_options
from .attachment_options.tile_options import split_into_tiles
from .client_state import ClientState
from .conversation import Conversation
from .events import Hooks, Note
from .exchange import Exchange, follow_exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ..answers.answer import Answer
    from ..inputs.attachment import Attachment
    from ..options import AskKeywords, AskOptions
    from .estimate import Estimate
    from .events import Event, RunTool, View


class SilentView:
    """A view that shows nothing."""

    def show(self, event: Event) -> None:
        """Ignore an event."""

    def cut(self, partial: Answer) -> None:
        """Ignore a broken-off answer."""

    def close(self) -> None:
        """Do nothing."""


class ChatClient(ClientState):
    """A client's way of asking one question; what it shows is nothing (see `SilentView`)."""

    def find_attachments(self, source: object) -> list[Attachment]:
        """Return what was given to `ask` as attachments, by the names that the caller has."""
        return attachments_of(source, names_in_reach(self.user_variables()), self.input_options())

    def ask_attachments(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        on_start: Callable[[Exchange], None] = lambda _: None,
        run_tool: RunTool = lambda function: function(),
    ) -> Answer:
        """Ask in the conversation of now, or in a new one, show the answer, and return it.

        Parameters
        ----------
        prompt : str
            Sent as it is; empty for the task's.
        attachments : sequence of Attachment
        options : AskOptions
        on_start : callable, optional
            Takes the `Exchange`, which can be hung up on.
        run_tool : callable, optional
            Calls the function that executes a call of a tool, where it may draw.
        """
        with self.attribute_output(), self.open_reservation() as reservation:
            conversation, key = self._find_conversation(new=options.new)
            attachments = self._or_last_figure(attachments, prompt, options, conversation, key)
            view = self.open_view()
            hooks = replace(self._build_hooks(view, reservation.take_for), run_tool=run_tool)
            exchange = self._build_exchange(
                conversation, prompt, attachments, options, key=key, hooks=hooks
            )
            on_start(exchange)
            try:
                answer = follow_exchange(exchange, view, reservation.charge_answer)
            finally:
                if conversation.turns:  # an interrupt can come when the turn is in it already
                    self.conversation = conversation
            self.note_shown(answer)
            return answer

    def ask_in(
        self,
        conversation: Conversation,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        view: View,
        *,
        on_start: Callable[[Exchange], None] = lambda _: None,
        run_tool: RunTool = lambda function: function(),
    ) -> Answer:
        """Ask in a conversation, show its events in a view, and return the answer.

        Parameters
        ----------
        conversation : Conversation
        prompt, attachments, options
            As of `ask_attachments`.
        view : View
            Nothing is printed or displayed but there, so that another thread may ask.
        on_start : callable, optional
            Takes the `Exchange`, which can be hung up on.
        """
        with self.open_reservation() as reservation:
            hooks = replace(self._build_hooks(view, reservation.take_for), run_tool=run_tool)
            exchange = self._build_exchange(conversation, prompt, attachments, options, hooks=hooks)
            on_start(exchange)
            return follow_exchange(exchange, view, reservation.charge_answer)

    def _build_hooks(self, view: View, approve: Callable[[Estimate], None]) -> Hooks:
        def show_note(text: str) -> None:
            view.show(Note(text))

        return Hooks(show_note, approve, self.ask_on, self.answer_cache, report=view.show)

    def estimate_attachments(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        exact: bool = False,
    ) -> Estimate:
        """Return what a question would take; only ``exact`` sends anything, to count."""
        conversation, key = self._find_conversation(new=options.new)
        attachments = self._or_last_figure(attachments, prompt, options, conversation, key)
        exchange = self._build_exchange(
            conversation, prompt, attachments, options, key=key, inline=exact, may_ask=False
        )
        estimate = exchange.estimate(exact=exact)
        return replace(estimate, seen_output=self.ledger.mean_output(estimate.model))

    def _find_conversation(self, *, new: bool) -> tuple[Conversation, str]:
        """Return the conversation that a question belongs to, and the key of its cell.

        A cell that began the current one, and is run again, begins it again.
        """
        key = self.next_key()
        turns = self.conversation.turns
        begins_it = bool(turns and key and turns[0].key == key)
        return (Conversation() if new and not begins_it else self.conversation), key

    def _or_last_figure(
        self,
        attachments: Sequence[Attachment],
        prompt: str,
        options: AskOptions,
        conversation: Conversation,
        key: str,
    ) -> Sequence[Attachment]:
        """Return the attachments, or the figure shown last for a line without any content."""
        if (
            attachments
            or prompt.strip()
            or options.zoom is not None
            or conversation.turns_before(key)
        ):
            return attachments
        return figure_shown_last(self.user_variables(), self.input_options())

    def _build_exchange(
        self,
        conversation: Conversation,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        key: str = "",
        hooks: Hooks = Hooks(),  # noqa: B008 - it is frozen
        inline: bool = False,
        may_ask: bool = True,
    ) -> Exchange:
        delivery = self.build_delivery(options, inline=inline)
        provider = delivery.provider
        attachments = apply_attachment_options(
            attachments,
            options,
            conversation,
            self.input_options(),
            ask_secret=self.ask_secret,
            platform=provider.platform.name,
            model=options.model or self.settings.model,
        )
        history = conversation.turns_before(key)
        question = self.build_question(
            prompt,
            attachments,
            options,
            key=key,
            goes_on=bool(history),
            may_ask=may_ask,
            provider=provider,
        )
        if options.tiles:
            question = split_into_tiles(question, self.input_options())
        provider.require_structured_output(question.form)
        return Exchange(conversation, question, delivery, hooks)

    def delete_file(self, file_id: str) -> None:
        """Delete one of this client's uploads.

        Raises
        ------
        InputError
            It did not upload it.
        """
        if self.files.delete_file(file_id) is None:
            msg = f"This kernel has not uploaded {file_id}: %claude_files lists what it has."
            raise InputError(msg)

    # What a user interface puts in place of these.

    def ask_on(
        self, conversation: Conversation, prompt: str, source: object, keywords: AskKeywords
    ) -> Answer:
        """Ask on from an answer, in a conversation of its own (see `Client`)."""
        raise NotImplementedError

    def open_view(self) -> View:
        """Return where the next question is shown."""
        return SilentView()

    def note_shown(self, answer: Answer) -> None:
        """Take an answer that was shown in such a view."""

    def user_variables(self) -> Mapping[str, object]:
        """Return the user's variables, besides those of the caller."""
        return {}

    def next_key(self) -> str:
        """Return the key of the next question, which a rerun of its cell repeats; may be empty."""
        return ""

    def attribute_output(self) -> AbstractContextManager[Any]:
        """Return the context in which a question is asked."""
        return nullcontext()

    def ask_secret(self, prompt: str) -> str:
        """Ask the user for what is not to be shown.

        Raises
        ------
        PromptError
            Nobody can be asked here.
        """
        from getpass import getpass

        try:
            return getpass(prompt)
        except EOFError as error:
            msg = "A password cannot be asked for here: give it as the option password."
            raise PromptError(msg) from error
