"""`ClaudeSee`: the panel as a widget. Its logic is in `controller`, its looks in ``static/``."""

from __future__ import annotations

import html
import threading
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
from traitlets import Bool, Dict, Int, List, Unicode

from ..errors import ClaudeVisionError, PromptError, Stopped, make_displayable
from ..interrupts import shorten_interrupts
from ..ipython.current_client import current_panel_session
from ..options import (
    ASK_OPTIONS,
    AskKeywords,
    AskOptions,
    accept_options,
    build_ask_options,
    changed_options,
    check_prompt,
)
from ..provider.clients.sdk_client import load_sdk
from .controller import PanelController
from .controls import list_controls, list_models
from .protocol import MessageHandler
from .tabs import list_variables
from .turn_feed import FINAL_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextvars import Context
    from typing import Unpack

    from ..answers.answer import Answer
    from ..chat.conversation import Conversation
    from ..inputs.attachment import Attachment
    from ..options import Box

_STATIC: Final = Path(__file__).parent / "static"

_HIDE_MISSING: Final = (
    ".jp-OutputArea-child:has(+ .jp-OutputArea-child .{0}):not(:has(.claude-see)) "
    "{{ display: none }}"
)
"""Hides JupyterLab's "Loading widget…" above the copy in a notebook whose panel is gone."""

_CLOSED_NOTICE: Final = (
    "This panel is closed. Run its cell again, or open another with ClaudeSee()."
)


@accept_options(AskKeywords)
class ClaudeSee(anywidget.AnyWidget):
    """A panel to look at pictures, point at parts of them, and ask.

    Parameters
    ----------
    source : object or list or dict, optional
        What to open, as in `see`; more can be opened in the panel.
    **options
        As in `see`, for every question.

    Examples
    --------
    >>> panel = ClaudeSee(fig)  # doctest: +SKIP
    >>> panel.ask("What is this?", box=(100, 80, 220, 160))  # doctest: +SKIP
    >>> panel.answer.text, panel.conversation  # doctest: +SKIP
    """

    _esm = _STATIC / "panel.js"
    _css = _STATIC / "panel.css"

    # From the kernel to the browser only: what a user does comes as messages, so that no trait
    # is ever set from both sides.
    _pictures = List(Dict()).tag(sync=True)
    _variables = List(Dict()).tag(sync=True)
    _cells = Int().tag(sync=True)
    _files = List(Dict()).tag(sync=True)
    _ways = Dict().tag(sync=True)
    _problem = Dict().tag(sync=True)
    _busy = Bool().tag(sync=True)
    _about = Dict().tag(sync=True)
    _copy = Unicode().tag(sync=True)

    def __init__(self, source: object = ..., **options: Unpack[AskKeywords]) -> None:
        self._session = current_panel_session()
        with shorten_interrupts("Stopped while the libraries were loading; run the cell again."):
            load_sdk()  # here, since the panel's threads will use it side by side
        self._problems = 0
        self._trait_lock = threading.RLock()  # traits are set from the question's thread, too
        self._display_id = ""
        self._browser_context: Context | None = None
        self._panel = PanelController(
            self._session,
            build_ask_options(options),
            self._set_traits,
            self._report_errors,
            self._send_turns,
        )
        super().__init__()
        self._copy = f"claude-see-copy-{self.model_id}"
        if source is not ...:
            self._panel.tabs.add(source)
        self._show_kernel()
        self._messages = MessageHandler(
            self._session, self._panel, partial(self._run_for_browser, self.send)
        )
        self.on_msg(self._receive_message)
        self._session.shell.events.register("pre_run_cell", self._show_busy)
        self._session.shell.events.register("post_run_cell", self._show_kernel)
        self._session.panels.add_panel(self)

    def __repr__(self) -> str:
        names = ", ".join(picture.attachment.name for picture in self._panel.tabs)
        return f"<ClaudeSee of {names or 'nothing yet'}, {len(self.conversation)} turns>"

    @property
    def conversation(self) -> Conversation:
        """The turns of this panel that succeeded; ``resume(panel.conversation)`` goes on."""
        return self._panel.conversation

    @property
    def selection(self) -> Any:
        """The rows of a chart's data in the boxes, ranges and lassos that were drawn last.

        A pandas DataFrame, or `Rows` where pandas is not installed: the columns of the chart
        table `data`, and ``selection``, the number of the box.
        """
        return self._panel.selection

    @property
    def answer(self) -> Answer | None:
        """The last answer; None before the first."""
        answers = [
            question.answer for question in self._panel.questions if question.answer is not None
        ]
        return answers[-1] if answers else None

    @accept_options(AskKeywords)
    def ask(
        self, prompt: str = "", box: Box | None = None, **options: Unpack[AskKeywords]
    ) -> Answer:
        """Ask about the panel's pictures, as its buttons do, and wait for the answer.

        Parameters
        ----------
        prompt : str
            Empty for the task's.
        box : tuple of float, optional
            Left, top, right and bottom in pixels of the original of the last picture.
        **options
            As in `see`.

        Returns
        -------
        Answer

        Raises
        ------
        ClaudeVisionError
            One of its kinds, with what to do.
        Stopped
            It was stopped, here or in the panel.
        """
        self._check_open()
        check_prompt(prompt)
        keys = [picture.id for picture in self._panel.tabs]
        question = self._panel.ask_question(prompt, keys[-1:] if box else keys, box, options)
        try:
            self._panel.main.wait_for(question.result)
        except KeyboardInterrupt as error:
            question.stop()
            raise Stopped(question.state["notice"] or "Stopped.") from error
        return question.result.result()

    def add(self, source: object) -> None:
        """Open more pictures, as in `see`.

        Raises
        ------
        PromptError
            The panel is closed.
        """
        self._check_open()
        self._panel.tabs.add(source)

    def _check_open(self) -> None:
        if self.comm is None:
            raise PromptError(_CLOSED_NOTICE)

    @classmethod
    def begin(
        cls, attachments: Sequence[Attachment], prompt: str, options: AskOptions
    ) -> ClaudeSee:
        """Return a panel with these attachments, asking already where there is a prompt.

        Parameters
        ----------
        attachments : sequence of Attachment
        prompt : str
        options : AskOptions
            Of the first question; those that a panel keeps hold for the later ones, too.
        """
        keywords = changed_options(options)
        panel = cls(**{name: keywords[name] for name in keywords if ASK_OPTIONS[name].lasting})
        for attachment in attachments:
            panel._panel.tabs.open_attachment(attachment)
        if prompt:
            keys = [picture.id for picture in panel._panel.tabs]
            keywords.pop("channels", None)  # the panel reorders what it opens
            panel._panel.ask_question(prompt, keys, None, keywords)
        return panel

    def to_cell(self) -> None:
        """Put the conversation, as Markdown, into a new cell under this one."""
        self._session.shell.set_next_input(f"%%markdown\n{self._panel.to_markdown()}")

    def close(self) -> None:
        """Stop what is under way, and close the panel; uploads stay until they expire."""
        events = self._session.shell.events
        for event, callback in {
            "pre_run_cell": self._show_busy,
            "post_run_cell": self._show_kernel,
        }.items():
            if callback in events.callbacks[event]:
                events.unregister(event, callback)
        self._session.panels.remove_panel(self)
        self._panel.close()
        super().close()

    def _ipython_display_(self) -> None:
        publish = self._session.shell.display_pub.publish
        if self.comm is None:
            publish(self._closed_bundle())
            return
        # Beside the widget, a copy for where it cannot run; the living panel hides it. All that
        # can be read is in the copy, so nothing stands above it where there is no widget.
        data, metadata = self._repr_mimebundle_() or ({}, {})
        del data["text/plain"]
        publish(data | {"text/html": ""}, metadata)
        self._display_id = self._copy
        publish(self._static_bundle(), {}, transient={"display_id": self._display_id})

    def _static_bundle(self) -> dict[str, str]:
        """Return the panel without a script, for front ends that cannot run widgets."""
        parts = [tab.to_html() for tab in self._panel.tabs]
        parts += [question.to_html() for question in self._panel.questions]
        mark = html.escape(self._copy)
        return {
            "text/html": f"<style>{_HIDE_MISSING.format(mark)}</style>"
            f'<div class="claude-see-copy {mark}">{"".join(parts)}</div>',
            "text/plain": self._panel.to_markdown() or repr(self),
        }

    def _closed_bundle(self) -> dict[str, str]:
        """Return the panel as it was, with what to do about it."""
        bundle = self._static_bundle()
        return {
            "text/html": f"<p><strong>{_CLOSED_NOTICE}</strong></p>{bundle['text/html']}",
            "text/plain": f"{_CLOSED_NOTICE}\n\n{bundle['text/plain']}",
        }

    def _update_copy(self) -> None:
        if self._display_id:
            transient = {"display_id": self._display_id}
            publish = self._session.shell.display_pub.publish
            publish(self._static_bundle(), {}, transient=transient, update=True)

    def _set_traits(self, **news: Any) -> None:
        """Set traits by the names that the panel has for them."""

        def set_traits() -> None:
            with self._trait_lock, self.hold_sync():
                for name, value in news.items():
                    self.set_trait(f"_{name}", value)

        self._run_for_browser(set_traits)
        if "pictures" in news:
            self._update_copy()

    def _send_turns(self, message: dict[str, Any]) -> None:
        """Send a message about turns; the saved copy follows when one has ended."""
        self._run_for_browser(self.send, message)
        if message.get("changes", {}).get("status") in FINAL_STATUSES or not message.get(
            "turns", True
        ):
            self._update_copy()

    def _run_for_browser(self, function: Callable[..., None], *args: object) -> None:
        """Run what sends something to the browser.

        ipykernel hands the browser's next message to the shell that the last one to it was sent
        from. That has to be the browser's own: a cell would hold up what it runs beside.
        """
        if self._browser_context is None:
            function(*args)
        else:
            self._browser_context.copy().run(function, *args)

    def _show_kernel(self, *_: object) -> None:
        """Show what cells may have changed: the variables and the settings."""
        settings, options = self._session.settings, self._panel.options
        about = {
            "piece": self._panel.uploads.piece_bytes,
            "method": options.method or settings.method,
            "provider": settings.provider,
            "model": options.model or settings.model,
            "models": list_models(options.model or settings.model),
            "controls": list_controls(options, settings),
            "tasks": [
                {"name": task.name, "about": task.about}
                for task in sorted(settings.load_tasks().values(), key=lambda task: task.rank)
            ],
        }
        names = list_variables(self._session.shell.user_ns)
        # A figure can have changed where the list has not: the number tells that a cell has run.
        self._set_traits(variables=names, about=about, cells=self._cells + 1, busy=False)

    def _show_busy(self, *_: object) -> None:
        self._set_traits(busy=True)

    def _receive_message(self, _: object, message: dict[str, Any], buffers: Sequence[Any]) -> None:
        """Do what the browser asks."""
        self._browser_context = copy_context()
        self._report_errors(partial(self._messages.handle_message, message, buffers))

    def _report_errors(self, function: Callable[[], None]) -> None:
        """Run a function; what goes wrong in it is shown in the panel."""
        try:
            function()
        except ClaudeVisionError as error:
            self._show_problem(str(error))
        except Exception as error:  # noqa: BLE001 - there is no cell to show it under
            self._show_problem(make_displayable(f"{type(error).__name__}: {error}"))

    def _show_problem(self, text: str) -> None:
        self._problems += 1
        self._set_traits(problem={"text": text, "number": self._problems})
