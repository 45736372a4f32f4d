"""Controller of a panel, apart from the widget: tabs, questions, one conversation."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from ..chat.conversation import Conversation
from ..errors import PromptError
from ..options import build_ask_options
from .delivery_preview import preview_delivery, preview_price
from .file_upload import BrowserUploads
from .main_thread import MainThread
from .panel_question import THREAD_NAME, PanelQuestion
from .pointing import Subject, build_selection_frame, crop_part, has_more_detail
from .tab_list import TabList
from .turn_feed import TurnFeed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..answers.answer import Answer
    from ..ipython.current_client import PanelSession
    from ..options import AskOptions, Box
    from .tabs import Tab


class PanelController:
    """State and actions of a panel.

    Parameters
    ----------
    session : Session or ScriptClient
    options : AskOptions
        Of every question.
    show : callable
        Takes what changed, by the names of the widget's traits.
    report : callable
        Runs a function, and shows its error, if any, in the panel.
    send : callable
        Sends a message about turns to the browser.

    Attributes
    ----------
    conversation : Conversation
    questions : list of PanelQuestion
        Every question, including those that failed or were stopped.
    """

    def __init__(
        self,
        session: PanelSession,
        options: AskOptions,
        show: Callable[..., None],
        report: Callable[[Callable[[], None]], None],
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self.session = session
        # Arrays are reordered when they are opened; a question would miss the arrays for it.
        self.options = replace(options, channels="rgb")
        self.main = MainThread(session.shell)
        self.conversation = Conversation()
        self.questions: list[PanelQuestion] = []
        self.uploads = BrowserUploads(session.input_options().max_bytes)
        self.turns = TurnFeed(send)
        self._show = show
        self._report = report
        self.tabs = TabList(
            session,
            self.options,
            options.channels,
            main=self.main,
            show=show,
            run_later=self.run_later,
        )

    def run_later(self, function: Callable[[], None]) -> None:
        """Run what takes long in a thread of its own."""
        thread = threading.Thread(
            target=self._report, args=(function,), name=THREAD_NAME, daemon=True
        )
        thread.start()

    def ask_question(
        self,
        prompt: str,
        keys: list[str],
        part: Subject | Box | None,
        keywords: Mapping[str, object],
    ) -> PanelQuestion:
        """Ask about some of the tabs in a thread of its own.

        Parameters
        ----------
        prompt : str
            Empty for the task's.
        keys : list of str
            The tabs' ids.
        part : Subject, tuple of float, or None
            Of the only tab: a box in pixels of its original, or several; None for the whole.
        keywords : mapping
            Options of this question, by name.

        Raises
        ------
        PromptError
            Another question of this panel has not ended yet.
        """
        tabs = [self.tabs[key] for key in keys]
        subject = part if isinstance(part, Subject) else Subject(part)
        options = build_ask_options(keywords, self.options)
        task = options.task
        words = prompt or self.session.settings.find_task(task or "explain").prompt()
        state = {
            "id": token_hex(4),
            "prompt": words,
            "typed": prompt,
            "task": "" if prompt else task or "explain",
            "subject": f"a part of {tabs[0].attachment.name}" if subject.box else "",
            "pictures": keys,
            "box": list(subject.box) if subject.box else None,
        }
        stream = self.session.settings.stream
        question = PanelQuestion(state, self._show_question, stream=stream)
        question.keywords = dict(keywords)
        with self.turns.lock:
            if self.questions and self.questions[-1].is_open:
                msg = "A question is being answered: stop it first, or wait."
                raise PromptError(msg)
            self.questions.append(question)
        question.start(partial(self._answer_question, prompt, tabs, subject, options))
        return question

    def retry_question(self, key: str) -> None:
        """Ask a question that failed or was stopped once more, as it was.

        Parameters
        ----------
        key : str
            The id of its turn.

        Raises
        ------
        PromptError
            It is not in this conversation, or a picture of it is closed.
        """
        question = self.find_question(key)
        state = question.state
        box = tuple(state["box"]) if state["box"] else None
        self.ask_question(state["typed"], state["pictures"], box, question.keywords)

    def find_question(self, key: str) -> PanelQuestion:
        """Return the question of a turn.

        Raises
        ------
        PromptError
            It is not in this conversation.
        """
        for question in self.questions:
            if question.state["id"] == key:
                return question
        msg = "There is no such question any more."
        raise PromptError(msg)

    def _answer_question(
        self,
        prompt: str,
        tabs: list[Tab],
        subject: Subject,
        options: AskOptions,
        question: PanelQuestion,
    ) -> Answer:
        self._show_question(question)
        attachments = [tab.attachment for tab in tabs]
        if subject.box is not None:
            attachments, words = crop_part(
                self.main,
                tabs[0],
                subject.box,
                tier=self.tabs.tier,
                conversation=self.conversation,
                limits=self.session.input_options(),
            )
            options = replace(options, tiles=False)  # the part is sent at full resolution already
            prompt = f"{prompt or 'What is this?'}\n\n{words}"
        prompt = subject.add_words(self.main, tabs[0], prompt) if tabs else prompt
        answer = self.session.ask_in(
            self.conversation,
            prompt,
            attachments,
            options,
            question,
            on_start=question.set_exchange,
            run_tool=self.main.call_function,
        )
        self.tabs.refresh(tabs, answer.images)
        return answer

    @property
    def selection(self) -> Any:
        """The rows of the data in what the user has selected, as a DataFrame or `Rows`."""
        return build_selection_frame(self.main, self.tabs.selected)

    def stop(self) -> None:
        """Stop the question that is being answered, if there is one."""
        if self.questions:
            self.questions[-1].stop()

    def start_conversation(self) -> None:
        """Start another conversation."""
        self.stop()
        self.conversation = Conversation()
        self.questions = []
        self.turns.drop_turns()

    def show_delivery(self, key: str) -> None:
        """Show the delivery methods of a tab's picture."""
        tab = self.tabs[key]
        self._show(ways=preview_delivery(self.session, self.conversation, tab, self.options))

    def estimate_price(
        self, keys: list[str], keywords: Mapping[str, object], *, is_part: bool
    ) -> dict[str, str]:
        """Return the likely price of a question about some tabs, in short and in full.

        Parameters
        ----------
        keys : list of str
            The tabs' ids.
        keywords : mapping
            Options of this question, by name.
        is_part : bool
            It is about a part of the only tab.
        """
        tabs = [self.tabs[key] for key in keys]
        if is_part and tabs[0].image is not None and has_more_detail(tabs[0], self.tabs.tier):
            tabs *= 2
        options = build_ask_options(keywords, self.options)
        return preview_price(self.session, self.conversation, tabs, options)

    def show_files(self) -> None:
        """Show what this kernel has uploaded."""
        self._show(files=[_file_state(file) for file in self.session.files])

    def _show_question(self, question: PanelQuestion) -> None:
        # Without the lock the last update could be one from before the question was stopped.
        with self.turns.lock:
            if question not in self.questions:
                return
            self.turns.send_turn(question.state)
        if not question.is_open:
            self.show_files()

    def to_markdown(self) -> str:
        """Return the conversation as Markdown, without questions that failed or were stopped."""
        return self.conversation.to_markdown()

    def close(self) -> None:
        """Stop the open question, and forget unfinished uploads and live figures."""
        self.stop()
        self.uploads.drop_files()
        self.tabs.release_figures()


def _file_state(file: Any) -> dict[str, Any]:
    expires = file.upload.expires
    return {
        "id": file.id,
        "name": file.name,
        "size": file.size,
        "expires": f"{expires.astimezone():%Y-%m-%d %H:%M}" if expires else "never",
    }
