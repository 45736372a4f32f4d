"""The client: everything of one user without a user interface."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from .chat.chat_client import ChatClient
from .inputs.named_inputs import names_in_reach
from .interrupts import HangableCall, shorten_interrupts
from .options import (
    RunKeywords,
    SeeKeywords,
    build_ask_options,
    build_run_options,
)
from .options.signatures import accept_options
from .options.validators import check_prompt

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Unpack

    from .answers.answer import Answer
    from .bulk.results.results import Answers
    from .bulk.run_state import RunProgress
    from .chat.conversation import Conversation
    from .chat.estimate import Estimate
    from .options import AskKeywords, RunOptions


class Client(ChatClient):
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
            return self.ask_attachments(prompt, self.find_attachments(source), valid)

    @accept_options(SeeKeywords)
    async def ask_async(
        self, prompt: str = "", source: object = ..., **options: Unpack[SeeKeywords]
    ) -> Answer:
        """Ask as `ask` does, without blocking the event loop; several may be under way.

        Parameters
        ----------
        prompt, source : optional
            As of `ask`.
        **options
            As of `ask`.

        Returns
        -------
        Answer

        Raises
        ------
        ClaudeVisionError
            The message says what to do.
        asyncio.CancelledError
            The task was canceled: its connection is closed, and the conversation is as before.
        """
        with self.readable_errors(debug=options.get("debug") is True):
            check_prompt(prompt)
            valid = build_ask_options(options)
            attachments = self.find_attachments(source)
            call = HangableCall(partial(self.ask_attachments, prompt, attachments, valid))
            return await call.run()

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
            return self.estimate_attachments(
                prompt, self.find_attachments(source), valid, exact=exact
            )

    @accept_options(RunKeywords)
    def ask_many(self, images: Any, prompt: str = "", **options: Unpack[RunKeywords]) -> Answers:
        """Ask one question about each of many pictures.

        Parameters
        ----------
        images : str or path or iterable or mapping or pandas.Series
            A glob, a folder, or several sources as `ask` takes them.
        prompt : str, optional
            The question about each picture. Without it, the task's prompt.
        **options
            An option that is not given has the value of the setting of its name.

        Returns
        -------
        Answers
            In the order of the pictures.

        Raises
        ------
        ClaudeVisionError
            The message says what to do. The answers so far are kept: run it again to go on.
        Stopped
            It was interrupted; the answers so far are kept, too.
        """
        with self.readable_errors(debug=options.get("debug") is True):
            check_prompt(prompt)
            return self.run_many(images, prompt, build_run_options(options))

    def ask_on(
        self, conversation: Conversation, prompt: str, source: object, keywords: AskKeywords
    ) -> Answer:
        """Ask on from an answer, in a conversation of its own."""
        with self.readable_errors(debug=keywords.get("debug") is True), self.attribute_output():
            options = build_ask_options(keywords)
            check_prompt(prompt)
            attachments = self.find_attachments(source)
            answer = self.ask_in(conversation, prompt, attachments, options, self.open_view())
            self.note_shown(answer)
            return answer

    def readable_errors(
        self, *, debug: bool = False, message: str = "Stopped."
    ) -> AbstractContextManager[None]:
        """Let errors show their whole traceback where that is asked for, and interrupts one line.

        Parameters
        ----------
        debug : bool, optional
            Besides the setting of that name.
        message : str, optional
            For an interrupt that has none.
        """
        return shorten_interrupts(message, debug=debug or self.settings.debug)

    def run_many(self, images: Any, prompt: str, options: RunOptions) -> Answers:
        """Ask one question about each of many pictures, show the progress; return the answers."""
        from .bulk.launch import ask_many

        with self.open_progress(options) as show_progress:
            return ask_many(
                self,
                images,
                prompt,
                options,
                variables=names_in_reach(self.user_variables()),
                show_progress=show_progress,
                ask_user=self.ask_user,
            )

    def estimate_run(self, images: Any, prompt: str, options: RunOptions) -> str:
        """Return a sentence on the expected cost of many questions; nothing is sent."""
        from .bulk.planning import estimate_many

        variables = names_in_reach(self.user_variables())
        return estimate_many(self, images, prompt, options, variables=variables)

    def open_progress(
        self, options: RunOptions
    ) -> AbstractContextManager[Callable[[RunProgress], None]]:
        """Return what shows the progress of a run."""
        del options
        return nullcontext(lambda _: None)

    def ask_user(self, question: str) -> str:
        """Ask the user whether a run may cost so much; EOFError where nobody can be asked."""
        raise EOFError(question)
