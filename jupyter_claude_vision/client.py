"""The client: everything of one user without a user interface."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from .chat.attachment_options.apply_options import apply_attachment_options
from .chat.client_state import ClientState
from .chat.conversation import Conversation
from .chat.events import Note, View
from .chat.exchange import Exchange, Hooks, follow_exchange
from .errors import ClaudeVisionError, InputError, PromptError
from .inputs.named_inputs import attachments_of, figure_shown_last, names_in_reach
from .interrupts import short_interrupts
from .options import AskOptions, SeeKeywords, build_ask_options
from .options.signatures import accept_options
from .options.validators import check_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Unpack

    from .answers.answer import Answer
    from .chat.estimate import Estimate
    from .chat.events import Event
    from .chat.spending import Reservation
    from .inputs.attachment import Attachment, InputOptions
    from .options import AskKeywords
    from .settings import ClaudeVision


class SilentView:
    """A view that shows nothing."""

    def show(self, event: Event) -> None:
        """Pass over an event."""

    def cut(self, partial: Answer) -> None:
        """Pass over what came of an answer that was broken off."""

    def close(self) -> None:
        """Do nothing."""


class Client(ClientState):
    """Settings, providers, uploads, one conversation and spending, without a user interface.

    It asks in a script, in a worker, in a test; in a notebook, ``%claude_see`` and `see` show
    what it is told. As a context manager it closes itself.

    Parameters
    ----------
    settings : ClaudeVision, optional
        By default the environment's: ``Client(ClaudeVision(model="claude-sonnet-5-5"))``.
    reading : InputOptions, optional
        How inputs are read, for who embeds a client.

    Attributes
    ----------
    settings : ClaudeVision
        They can be changed at any time.
    conversation : Conversation
        The one that `ask` goes on with.

    Examples
    --------
    >>> with Client() as client:  # doctest: +SKIP
    ...     answer = client.ask("What happens after 2020?", fig)
    ...     answer = client.ask("And before?")
    """

    def __init__(
        self, settings: ClaudeVision | None = None, reading: InputOptions | None = None
    ) -> None:
        super().__init__(settings, reading)
        self.conversation = Conversation()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @accept_options(SeeKeywords)
    def ask(self, prompt: str = "", source: object = ..., **options: Unpack[SeeKeywords]) -> Answer:
        """Ask Claude about anything that can be seen.

        Parameters
        ----------
        prompt : str, optional
            Sent as it is. Without it, the task's prompt.
        source : object or list or dict, optional
            A figure, an image, an array, bytes, a path, a URL, …; several in a list, or in a dict
            by the names that Claude sees. Without it the conversation goes on.
        **options
            An option that is not given has the value of the setting of its name.

        Returns
        -------
        Answer

        Raises
        ------
        ClaudeVisionError
            The message says what to do.
        Stopped
            It was interrupted; the conversation is as before.
        """
        with self.readable_errors(debug=options.get("debug") is True):
            check_prompt(prompt)
            valid = build_ask_options(options)
            return self.ask_attachments(prompt, self.attachments(source), valid)

    @accept_options(SeeKeywords)
    def estimate(
        self,
        prompt: str = "",
        source: object = ...,
        *,
        exact: bool = False,
        **options: Unpack[SeeKeywords],
    ) -> Estimate:
        """Return what a question would take, in tokens and USD; it is not sent.

        Parameters
        ----------
        prompt, source : optional
            As of `ask`.
        exact : bool, optional
            Let the API count the tokens, free of charge. That sends the pictures.
        **options
            As of `ask`.

        Raises
        ------
        ClaudeVisionError
            The question could not be asked so.
        """
        with self.readable_errors(debug=options.get("debug") is True):
            check_prompt(prompt)
            valid = build_ask_options(options)
            return self.estimate_attachments(prompt, self.attachments(source), valid, exact=exact)

    def attachments(self, source: object) -> list[Attachment]:
        """Return what was given to `ask` as attachments, by the names that the caller has."""
        return attachments_of(source, names_in_reach(self.variables()), self.input_options())

    def ask_attachments(
        self, prompt: str, attachments: Sequence[Attachment], options: AskOptions
    ) -> Answer:
        """Ask in the conversation of now, or in a new one, show the answer, and return it.

        Parameters
        ----------
        prompt : str
            Sent as it is; empty for the task's.
        attachments : sequence of Attachment
        options : AskOptions
        """
        with self.attribution(), self.reservation() as reservation:
            conversation, key = self._find_conversation(new=options.new)
            attachments = self._or_last_figure(attachments, prompt, options, conversation, key)
            view = self.open_view()
            hooks = self._hooks(view, reservation)
            exchange = self._build_exchange(
                conversation, prompt, attachments, options, key=key, hooks=hooks
            )
            try:
                answer = follow_exchange(exchange, view, reservation.charge)
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
    ) -> Answer:
        """Ask in a conversation, show what comes in a view, and return the answer.

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
        with self.reservation() as reservation:
            hooks = self._hooks(view, reservation)
            exchange = self._build_exchange(conversation, prompt, attachments, options, hooks=hooks)
            on_start(exchange)
            return follow_exchange(exchange, view, reservation.charge)

    def _hooks(self, view: View, reservation: Reservation) -> Hooks:
        def tell(text: str) -> None:
            view.show(Note(text))

        return Hooks(tell, reservation.take_for, self._ask_on, self.answer_cache)

    def _ask_on(
        self, conversation: Conversation, prompt: str, source: object, keywords: AskKeywords
    ) -> Answer:
        """Ask on from an answer, in a conversation of its own."""
        with self.readable_errors(debug=keywords.get("debug") is True), self.attribution():
            options = build_ask_options(keywords)
            check_prompt(prompt)
            attachments = self.attachments(source)
            answer = self.ask_in(conversation, prompt, attachments, options, self.open_view())
            self.note_shown(answer)
            return answer

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
        """Return the attachments, or the figure shown last where nothing at all is said."""
        if attachments or prompt.strip() or options.zoom is not None or conversation.before(key):
            return attachments
        return figure_shown_last(self.variables(), self.input_options())

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
        delivery = self.delivery(options, inline=inline)
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
        history = conversation.before(key)
        question = self.question(
            prompt,
            attachments,
            options,
            key=key,
            goes_on=bool(history),
            may_ask=may_ask,
            provider=provider,
        )
        provider.require_structured_output(question.form)
        return Exchange(conversation, question, delivery, hooks)

    @contextmanager
    def readable_errors(self, *, debug: bool = False, stopped: str = "Stopped.") -> Iterator[None]:
        """Let errors show their whole traceback where that is asked for, and interrupts one line.

        Parameters
        ----------
        debug : bool
        stopped : str
            What an interrupt says where nothing else has said it.
        """
        try:
            with short_interrupts(stopped):
                yield
        except ClaudeVisionError as error:
            error.debug = debug or self.settings.debug
            raise

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

    def open_view(self) -> View:
        """Return where the next question is shown."""
        return SilentView()

    def note_shown(self, answer: Answer) -> None:
        """Take an answer that was shown in such a view."""

    def variables(self) -> Mapping[str, object]:
        """Return the user's variables, besides those of the caller."""
        return {}

    def next_key(self) -> str:
        """Return what the next question replaces when it is asked again; empty for nothing."""
        return ""

    def attribution(self) -> AbstractContextManager[Any]:
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
