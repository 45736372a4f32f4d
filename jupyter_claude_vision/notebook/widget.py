"""`ClaudeSee`: the panel as a widget. Its logic is in `panel`, its looks in ``static/``."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
from traitlets import Dict, List, Unicode

from ..errors import ClaudeVisionError, PromptError, Stopped
from .api import current_session
from .panel import Panel
from .pictures import drawn_on, thumbnail, variables
from .static_copy import static_copy
from .uploads import PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..claude.answer import Answer
    from ..claude.conversation import Conversation
    from ..vision.geometry import Box

_STATIC: Final = Path(__file__).parent / "static"


class ClaudeSee(anywidget.AnyWidget):
    """A panel to look at pictures, point at parts of them, and ask.

    Parameters
    ----------
    thing : object or list or dict, optional
        What to open, as in `see`; more can be opened in the panel.
    **options
        ``model``, ``method``, ``max_tokens`` and ``background`` as in `see`.

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
    _turns = List(Dict()).tag(sync=True)
    _live = Dict().tag(sync=True)
    _files = List(Dict()).tag(sync=True)
    _ways = Dict().tag(sync=True)
    _problem = Dict().tag(sync=True)
    _about = Dict().tag(sync=True)
    _copy = Unicode().tag(sync=True)

    def __init__(self, thing: object = None, **options: Any) -> None:
        self._session = current_session()
        self._options = options
        self._problems = 0
        self._showing = threading.RLock()  # traits are set from the question's thread, too
        self._display_id = ""
        self._panel = Panel(self._session, self._show, self._report)
        super().__init__()
        self._copy = f"claude-see-copy-{self.model_id}"
        self._show_about()
        if thing is not None:
            self._panel.add(thing)
        self._show_variables()
        self.on_msg(self._receive)
        self._session.shell.events.register("post_run_cell", self._show_variables)
        self._session.panels.opened(self)

    def __repr__(self) -> str:
        names = ", ".join(picture.attachment.name for picture in self._panel.pictures)
        return f"<ClaudeSee of {names or 'nothing yet'}, {len(self.conversation)} turns>"

    @property
    def conversation(self) -> Conversation:
        """The turns of this panel that succeeded; ``resume(panel.conversation)`` goes on."""
        return self._panel.conversation

    @property
    def answer(self) -> Answer | None:
        """The last answer; None before the first."""
        answers = [asked.answer for asked in self._panel.asked if asked.answer is not None]
        return answers[-1] if answers else None

    def ask(self, prompt: str = "", box: Box | None = None, **options: Any) -> Answer:
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
        keys = [picture.id for picture in self._panel.pictures]
        asked = self._panel.ask(prompt, keys[-1:] if box else keys, box, self._options | options)
        try:
            self._panel.main.wait_for(asked.finished)
        except KeyboardInterrupt:
            asked.stop()
            raise
        if asked.error is not None:
            raise asked.error
        if asked.answer is None:
            msg = "Stopped; the conversation is as before."
            raise Stopped(msg)
        return asked.answer

    def add(self, thing: object) -> None:
        """Open more pictures, as in `see`."""
        self._panel.add(thing)

    def to_cell(self) -> None:
        """Put the conversation, as Markdown, into a new cell under this one."""
        self._session.shell.set_next_input(f"%%markdown\n{self._panel.to_markdown()}")

    def close(self) -> None:
        """Stop what is under way, and close the panel; uploads stay until they expire."""
        if self._show_variables in self._session.shell.events.callbacks["post_run_cell"]:
            self._session.shell.events.unregister("post_run_cell", self._show_variables)
        self._session.panels.closed(self)
        self._panel.close()
        super().close()

    def _ipython_display_(self) -> None:
        # Beside the widget, a copy for where it cannot run; the living panel hides it.
        publish = self._session.shell.display_pub.publish
        publish(*(self._repr_mimebundle_() or ({}, {})))
        self._display_id = self._copy
        publish(self._static(), {}, transient={"display_id": self._display_id})

    def _static(self) -> dict[str, str]:
        turns = [asked.state for asked in self._panel.asked]
        return {
            "text/html": static_copy(self._panel.pictures, turns, self._copy),
            "text/plain": self._panel.to_markdown() or repr(self),
        }

    def _update_copy(self) -> None:
        if self._display_id:
            transient = {"display_id": self._display_id}
            publish = self._session.shell.display_pub.publish
            publish(self._static(), {}, transient=transient, update=True)

    def _show(self, **news: Any) -> None:
        """Set traits by the names that the panel has for them."""
        with self._showing, self.hold_sync():
            for name, value in news.items():
                self.set_trait(f"_{name}", value)
        if "turns" in news or "pictures" in news:
            self._update_copy()

    def _show_about(self) -> None:
        settings = self._session.settings
        tasks = settings.known_tasks().values()
        self._about = {
            "piece": PIECE,
            "method": self._options.get("method") or settings.method,
            "provider": settings.provider,
            "model": self._options.get("model") or settings.model,
            "tasks": [{"name": task.name, "about": task.about} for task in tasks],
        }

    def _show_variables(self, *_: object) -> None:
        self._show(variables=variables(self._session.shell.user_ns))

    def _receive(self, _: object, message: dict[str, Any], buffers: Sequence[Any]) -> None:
        """Do what the browser asks; what goes wrong is shown in the panel."""
        if message.get("do") not in _PROTOCOL:
            self._show_problem(f"The panel does not know {message.get('do')!r}.")
            return
        self._report(partial(_PROTOCOL[message["do"]], self, message, buffers))

    def _report(self, function: Callable[[], None]) -> None:
        try:
            function()
        except ClaudeVisionError as error:
            self._show_problem(str(error))
        except Exception as error:  # noqa: BLE001 - there is no cell to show it under
            self._show_problem(f"{type(error).__name__}: {error}")

    def _show_problem(self, said: str) -> None:
        self._problems += 1
        self._show(problem={"text": said, "number": self._problems})

    def _send_picture(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        picture = self._panel.picture(message["id"])
        if (prepared := picture.prepared) is not None:
            told = {"id": picture.id, "version": picture.version, "type": prepared.media_type}
            self.send({"say": "picture", **told}, [prepared.data])

    def _send_thumbnails(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        for name in message["names"]:
            self._panel.later(partial(self._send_thumbnail, name))

    def _send_thumbnail(self, name: str) -> None:
        thing = self._session.shell.user_ns.get(name)
        try:
            [attachment] = self._session.attachments({name: thing})
            data, media_type = thumbnail(drawn_on(self._panel.main, attachment))
        except ClaudeVisionError as error:
            self.send({"say": "thumbnail", "name": name, "problem": str(error)})
        else:
            self.send({"say": "thumbnail", "name": name, "type": media_type}, [data])

    def _add_variable(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        name, variables = message["name"], self._session.shell.user_ns
        if name not in variables:
            msg = f"There is no variable {name} any more."
            raise PromptError(msg)
        self._panel.add({name: variables[name]})

    def _add_url(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._panel.add_url(message["url"])

    def _begin_file(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._arriving(message["key"], partial(self._begin, message))

    def _begin(self, message: dict[str, Any]) -> int:
        self._panel.uploads.begin(message["key"], str(message["name"]), int(message["size"]))
        return 0

    def _take_piece(self, message: dict[str, Any], buffers: Sequence[Any]) -> None:
        key = message["key"]
        add = partial(self._panel.uploads.add, key, int(message["at"]), bytes(buffers[0]))
        if self._arriving(key, add) and (file := self._panel.uploads.take(key)) is not None:
            name, data = file
            self._panel.later(partial(self._panel.add_named, data, name))

    def _arriving(self, key: str, step: Callable[[], int]) -> bool:
        """Take a step of a file's way, and tell the browser, which waits for that."""
        try:
            here = step()
        except ClaudeVisionError:
            self.send({"say": "refused", "key": key})
            raise
        self.send({"say": "arrived", "key": key, "bytes": here})
        return True

    def _forget_file(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._panel.uploads.drop(message["key"])

    def _remove(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._panel.remove(message["id"])

    def _ask(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        chosen = {name: message[name] for name in ("task", "method", "boxes") if message.get(name)}
        box = tuple(map(float, message["box"])) if message.get("box") else None
        prompt, keys = str(message.get("prompt", "")), list(message["pictures"])
        self._panel.ask(prompt, keys, box, self._options | chosen)  # type: ignore[arg-type]

    def _stop(self, _: dict[str, Any], __: Sequence[Any]) -> None:
        self._panel.stop()

    def _begin_anew(self, _: dict[str, Any], __: Sequence[Any]) -> None:
        self._panel.begin_anew()

    def _send_mark(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        picture = self._panel.picture(message["id"])
        found = self._panel.mark(picture, float(message["x"]), float(message["y"]))
        self.send({"say": "mark", "id": picture.id, "mark": found})

    def _send_where(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        left, top, right, bottom = map(float, message["box"])
        where = self._panel.where(self._panel.picture(message["id"]), (left, top, right, bottom))
        self.send({"say": "where", "id": message["id"], "key": message["key"], "where": where})

    def _show_ways(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._panel.ways(message["id"])

    def _show_files(self, _: dict[str, Any], __: Sequence[Any]) -> None:
        self._panel.show_files()

    def _delete_file(self, message: dict[str, Any], _: Sequence[Any]) -> None:
        self._session.delete_file(message["id"])
        self._panel.show_files()

    def _send_markdown(self, _: dict[str, Any], __: Sequence[Any]) -> None:
        self.send({"say": "markdown", "text": self._panel.to_markdown()})


_PROTOCOL: Final[dict[str, Callable[[ClaudeSee, dict[str, Any], Sequence[Any]], None]]] = {
    "picture": ClaudeSee._send_picture,
    "thumbnails": ClaudeSee._send_thumbnails,
    "add variable": ClaudeSee._add_variable,
    "add url": ClaudeSee._add_url,
    "begin file": ClaudeSee._begin_file,
    "piece": ClaudeSee._take_piece,
    "forget file": ClaudeSee._forget_file,
    "remove": ClaudeSee._remove,
    "ask": ClaudeSee._ask,
    "stop": ClaudeSee._stop,
    "new": ClaudeSee._begin_anew,
    "mark": ClaudeSee._send_mark,
    "where": ClaudeSee._send_where,
    "ways": ClaudeSee._show_ways,
    "files": ClaudeSee._show_files,
    "delete file": ClaudeSee._delete_file,
    "markdown": ClaudeSee._send_markdown,
}
"""What the browser can ask for. Whatever it sends, nothing is evaluated."""
