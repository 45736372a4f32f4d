"""The session: one per kernel, and everything that has a state.

It holds the settings, the provider, the file cache and the current conversation, and cleans up
when the kernel ends. The magics and `see` are thin faces over it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import platformdirs

from ..chat.attachment_options.crop_options import add_crop
from ..chat.attachment_options.pdf_options import open_pdfs
from ..chat.attachment_options.picture_options import (
    add_last_picture,
    apply_picture_options,
    split_into_tiles,
)
from ..chat.conversation import Conversation
from ..chat.events import Note
from ..chat.exchange import Exchange, Hooks, follow_exchange
from ..chat.limits import most_images
from ..chat.model_facts import KnownModels
from ..chat.question_builder import build_question
from ..chat.spending import Ledger, Reservation
from ..chat.storage.answer_cache import AnswerCache
from ..errors import ClaudeVisionError, InputError, PromptError, Stopped
from ..inputs.files.paths import expand_path
from ..inputs.named_inputs import attachments_of, figure_shown_last
from ..inputs.registry import InputOptions
from ..interrupts import short_interrupts
from ..options import AskOptions, build_ask_options
from ..options.validation import check_prompt
from ..platforms import platform_for
from ..provider.delivery import Delivery
from ..provider.file_cache import FileCache
from ..provider.provider import Provider
from .caller_names import names_in_reach
from .cells import OpenPanels, RunningCell
from .display import view_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import httpx2

    from ..answers.answer import Answer
    from ..bulk.checkpoints.checkpoint import Checkpoint
    from ..chat.conversation import Turn
    from ..chat.estimate import Estimate
    from ..chat.events import View
    from ..chat.question import Question
    from ..inputs.attachment import Attachment
    from ..inputs.matplotlib.last_figure import LastFigure
    from ..options import AskKeywords
    from ..settings import ClaudeVision
    from .threads import ThreadCells

_GOODBYE_SECONDS: Final = 3.0
"""How long a kernel that ends waits for its uploads to be deleted: a front end kills it at 5."""


class Session:
    """Everything of one kernel.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    settings : ClaudeVision
    last_figure : LastFigure
    threads : ThreadCells
    """

    def __init__(
        self, shell: Any, settings: ClaudeVision, last_figure: LastFigure, threads: ThreadCells
    ) -> None:
        self.shell = shell
        self.settings = settings
        self.files = FileCache()
        self.ledger = Ledger()
        self._models = KnownModels()
        self.conversation = Conversation()
        self.kept: Checkpoint | None = None  # what a run of many left that ended early
        self._last_figure = last_figure
        self._threads = threads
        self._providers: dict[str, Provider] = {}
        self.panels = OpenPanels(shell)
        self._cell = RunningCell(shell)
        self._shown: WeakKeyDictionary[Answer, int] = WeakKeyDictionary()

    def close(self) -> None:
        """Delete what was uploaded, and close the connections.

        What cannot be deleted now deletes itself when it expires, so nothing is raised.
        """
        self.panels.close()
        self.files.delete_what_time_allows(_GOODBYE_SECONDS)
        for provider in self._providers.values():
            provider.close()

    @property
    def provider(self) -> Provider:
        """Who answers, by the settings of now."""
        return self.provider_for(AskOptions())

    def provider_for(self, options: AskOptions) -> Provider:
        """Return who answers a question with these options."""
        model = options.model or self.settings.model
        platform = platform_for(self.settings.provider, model)
        if platform.name not in self._providers:
            transport = _offline_transport if platform.name == "offline" else None
            self._providers[platform.name] = Provider(platform, transport)
        return self._providers[platform.name]

    @property
    def answer_cache(self) -> AnswerCache | None:
        """The answers on disk, by the settings of now."""
        if self.settings.cache == "off":
            return None
        folder = expand_path(self.settings.cache_folder)
        if not self.settings.cache_folder:
            folder = platformdirs.user_cache_path("jupyter-claude-vision") / "answers"
        return AnswerCache(folder, round(self.settings.cache_megabytes * 1_000_000))

    def input_options(self) -> InputOptions:
        """Return the limits on what is read, by the settings of now."""
        return InputOptions(
            allow_private_urls=self.settings.private_urls,
            last_figure=self._last_figure,
            formatters=self.shell.display_formatter.formatters,
        )

    def question(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        key: str,
        goes_on: bool,
        may_ask: bool = False,
    ) -> Question:
        """Return what is asked, by the settings of now; the Models API may be asked first."""
        model = options.model or self.settings.model
        longest = options.max_tokens or self.settings.max_tokens
        facts = self._models.facts_of(model, self.provider_for(options), longest, may_ask=may_ask)
        return build_question(
            self.settings, prompt, attachments, options, key=key, goes_on=goes_on, facts=facts
        )

    def _conversation(self, key: str, *, new: bool) -> Conversation:
        """Return the conversation that a cell's question belongs to.

        A cell that began the current one, and is run again, begins it again.
        """
        turns = self.conversation.turns
        begins_it = bool(turns and key and turns[0].key == key)
        return Conversation() if new and not begins_it else self.conversation

    def ask(self, prompt: str, attachments: Sequence[Attachment], options: AskOptions) -> Answer:
        """Ask, show the answer as it is written, and return it.

        Parameters
        ----------
        prompt : str
            Sent as it is; empty for the task's.
        attachments : sequence of Attachment
        options : AskOptions
        """
        with self._threads.attributed():
            return self._ask_from_cell(prompt, attachments, options)

    def _ask_from_cell(
        self, prompt: str, attachments: Sequence[Attachment], options: AskOptions
    ) -> Answer:
        key = self._cell.next_key()
        conversation = self._conversation(key, new=options.new)
        attachments = self._pointed_at(prompt, attachments, options, conversation.before(key))
        try:
            answer = self._ask_in(conversation, prompt, attachments, options, key=key)
        finally:
            if len(conversation):  # an interrupt can come when the turn is in it already
                self.conversation = conversation
        return answer

    def attachments(self, thing: object) -> list[Attachment]:
        """Return what was given to `see` as attachments."""
        return attachments_of(thing, names_in_reach(self.shell.user_ns), self.input_options())

    def _pointed_at(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        turns: Sequence[Turn],
    ) -> Sequence[Attachment]:
        """Return what is named, or the figure shown last where nothing at all is said."""
        if attachments or turns or prompt.strip() or options.zoom is not None:
            return attachments
        return figure_shown_last(self.shell.user_ns, self.input_options())

    def _ask_on(
        self, conversation: Conversation, prompt: str, thing: object, keywords: AskKeywords
    ) -> Answer:
        """Ask on from an answer, in a conversation of its own."""
        debug = keywords.get("debug") is True
        with self.readable_errors(debug=debug), self._threads.attributed():
            options = build_ask_options(keywords)
            check_prompt(prompt)
            return self._ask_in(conversation, prompt, self.attachments(thing), options)

    def _ask_in(
        self,
        conversation: Conversation,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        key: str = "",
    ) -> Answer:
        view = view_for(self.shell, stream=self.settings.stream)
        make = self._exchange(conversation, prompt, attachments, options, key=key)
        with self.reservation() as reservation:
            answer = self._follow(make(self._hooks(view, reservation)), view)
        self._shown[answer] = self.shell.execution_count
        return answer

    def ask_from(
        self,
        conversation: Conversation,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        view: View,
        *,
        begun: Callable[[Exchange], None],
    ) -> Answer:
        """Ask in a conversation and a view that are not the cell's; return the answer.

        Nothing is printed or displayed, so that another thread may call it.

        Parameters
        ----------
        conversation : Conversation
        prompt, attachments, options
            As in `ask`.
        view : View
        begun : callable
            Takes the `Exchange`, which can be hung up on.
        """
        make = self._exchange(conversation, prompt, attachments, options, key="")
        with self.reservation() as reservation:
            exchange = make(self._hooks(view, reservation))
            begun(exchange)
            return self._follow(exchange, view)

    def reservation(self) -> Reservation:
        """Return what sets the kernel's budget aside for questions, while they are on their way."""
        return Reservation(self.ledger, self.settings.budget)

    def _hooks(self, view: View, reservation: Reservation) -> Hooks:
        def tell(text: str) -> None:
            view.show(Note(text))

        return Hooks(tell, reservation.take_for, self._ask_on, self.answer_cache)

    def _follow(self, exchange: Exchange, view: View) -> Answer:
        """Follow a question to its answer, and enter what it took in the books."""
        try:
            answer = follow_exchange(exchange, view)
        except (ClaudeVisionError, Stopped):
            broken = exchange.committed or exchange.partial("failed")
            if broken.cached is None and broken.usage.total_input:
                self.ledger.add(broken)  # what was read is charged
            raise
        if answer.cached is None:
            self.ledger.add(answer)
        return answer

    def estimate(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        exact: bool = False,
    ) -> Estimate:
        """Return the expected cost of a question; only ``exact`` sends anything, to count."""
        key = self._cell.next_key()
        conversation = self._conversation(key, new=options.new)
        attachments = self._pointed_at(prompt, attachments, options, conversation.before(key))
        exchange = self._exchange(
            conversation, prompt, attachments, options, key=key, inline=exact, sends=False
        )
        estimate = exchange().estimate(exact=exact)
        return replace(estimate, seen_output=self.ledger.mean_output(estimate.model))

    def delivery(self, options: AskOptions) -> Delivery:
        """Return how attachments travel, by the settings of now."""
        life = self.settings.expires_in_seconds
        return Delivery(self.provider_for(options), self.files, life)

    def _exchange(
        self,
        conversation: Conversation,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        key: str,
        inline: bool = False,
        sends: bool = True,
    ) -> Callable[..., Exchange]:
        """Return a question on its way, but for who hears of it."""
        goes_on = bool(conversation.before(key))
        model, provider = options.model or self.settings.model, self.provider_for(options)
        most = most_images(model, provider.platform.name)
        read = self.input_options()
        attachments = apply_picture_options(attachments, options, read)
        attachments = open_pdfs(attachments, options, self._ask_secret, most)
        attachments = add_last_picture(attachments, options, conversation)
        attachments = add_crop(attachments, options, conversation, read)
        asked = self.question(prompt, attachments, options, key=key, goes_on=goes_on, may_ask=sends)
        if options.tiles:
            asked = split_into_tiles(asked, read)
        provider.require_form(asked.form)
        life = self.settings.expires_in_seconds
        delivery = Delivery(provider, self.files, life, inline=inline)
        return partial(Exchange, conversation, asked, delivery)

    def _ask_secret(self, prompt: str) -> str:
        """Ask the user for what is not to stand in the notebook.

        Raises
        ------
        PromptError
            Nobody can be asked here.
        """
        from getpass import getpass

        from IPython.core.error import StdinNotImplementedError

        try:
            return getpass(prompt)
        except (StdinNotImplementedError, EOFError) as error:
            msg = "A password cannot be asked for here: give it to see(…, password=…)."
            raise PromptError(msg) from error

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
        """Delete one of this kernel's uploads.

        Raises
        ------
        InputError
            This kernel did not upload it.
        """
        if self.files.delete(file_id) is None:
            msg = f"This kernel has not uploaded {file_id}: %claude_files lists what it has."
            raise InputError(msg)

    def skip_if_just_shown(self, answer: Answer) -> None:
        """Keep the answer of the running cell from being shown twice.

        IPython's way of saying "show it the usual way" is NotImplementedError.
        """
        if self._shown.get(answer) != self.shell.execution_count:
            raise NotImplementedError


def _offline_transport() -> httpx2.BaseTransport:
    from ..offline.transport import OfflineTransport

    return OfflineTransport()
