"""Messages of a panel's browser: one table; nothing that the browser sends is evaluated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from ..charts.hit_testing import REACH
from ..charts.selection import parse_areas
from ..errors import ClaudeVisionError, PromptError
from .chart_marks import count_selection, data_in_box, find_mark
from .claim_proof import prove_claim
from .controls import MENU
from .pointing import Subject
from .tabs import draw_on_main, draw_thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..ipython.current_client import PanelSession
    from .controller import PanelController

Message: TypeAlias = "dict[str, Any]"
Buffers: TypeAlias = "Sequence[Any]"


class MessageHandler:
    """Handler of the browser's messages.

    A message may come on the kernel's main thread or beside a running cell, in a subshell that
    all widgets share. So none waits here: what has to be drawn is drawn later.

    Parameters
    ----------
    session : Session or ScriptClient
    panel : PanelController
    send : callable
        Sends a message and buffers to the browser.
    """

    def __init__(
        self, session: PanelSession, panel: PanelController, send: Callable[..., None]
    ) -> None:
        self._session = session
        self._panel = panel
        self._send = send
        self._table: dict[str, Callable[[Message, Buffers], None]] = {
            "hello": self._send_hello,
            "picture": self._send_picture,
            "thumbnails": self._send_thumbnails,
            "add variable": self._run_later(self._add_variable),
            "add url": lambda message, _: panel.tabs.add_url(str(message["url"])),
            "begin file": self._begin_file,
            "piece": self._take_piece,
            "forget file": lambda message, _: panel.uploads.drop_files(message["key"]),
            "redraw": lambda message, _: panel.tabs.redraw(message["id"]),
            "remove": lambda message, _: panel.tabs.remove(message["id"]),
            "ask": self._ask_question,
            "stop": lambda *_: panel.stop(),
            "new": lambda *_: panel.start_conversation(),
            "mark": self._run_later(self._send_mark),
            "select": self._take_selection,
            "hover": self._run_later(self._send_hover),
            "where": self._run_later(self._send_where),
            "prove": self._run_later(self._send_proof),
            "retry": lambda message, _: panel.retry_question(str(message["id"])),
            "ways": self._show_delivery,
            "price": self._run_later(self._send_price),
            "files": lambda *_: panel.show_files(),
            "delete file": self._delete_file,
            "markdown": lambda *_: send({"say": "markdown", "text": panel.to_markdown()}),
        }

    def handle_message(self, message: Message, buffers: Buffers) -> None:
        """Carry out a message.

        Raises
        ------
        PromptError
            The message is unknown, as that of another version's front end can be.
        """
        action = message.get("do")
        if action not in self._table:
            msg = f"The panel does not know {action!r}: run the cell again."
            raise PromptError(msg)
        self._table[action](message, buffers)

    def _run_later(
        self, handler: Callable[[Message, Buffers], None]
    ) -> Callable[[Message, Buffers], None]:
        return lambda message, buffers: self._panel.run_later(partial(handler, message, buffers))

    def _send_hello(self, _: Message, __: Buffers) -> None:
        """Tell a browser that has just opened a view that there is a kernel."""
        self._send({"say": "hello"})
        self._panel.turns.send_turns()
        self._panel.show_files()

    def _send_picture(self, message: Message, _: Buffers) -> None:
        tab = self._panel.tabs[message["id"]]
        if (image := tab.image) is not None:
            facts = {"id": tab.id, "version": tab.version, "type": image.media_type}
            self._send({"say": "picture", **facts}, [image.data])

    def _send_thumbnails(self, message: Message, _: Buffers) -> None:
        names = [str(name) for name in message["names"]]
        self._panel.run_later(partial(self._draw_thumbnails, names))

    def _draw_thumbnails(self, names: list[str]) -> None:
        for name in names:
            self._send_thumbnail(name)

    def _send_thumbnail(self, name: str) -> None:
        source = self._session.shell.user_ns.get(name)
        try:
            [attachment] = self._session.find_attachments({name: source})
            data, media_type = draw_thumbnail(draw_on_main(self._panel.main, attachment))
        except ClaudeVisionError as error:
            self._send({"say": "thumbnail", "name": name, "problem": str(error)})
        else:
            self._send({"say": "thumbnail", "name": name, "type": media_type}, [data])

    def _add_variable(self, message: Message, _: Buffers) -> None:
        name, variables = message["name"], self._session.shell.user_ns
        if name not in variables:
            msg = f"There is no variable {name} any more."
            raise PromptError(msg)
        self._panel.tabs.add({name: variables[name]})

    def _begin_file(self, message: Message, _: Buffers) -> None:
        def expect() -> int:
            self._panel.uploads.expect_file(
                message["key"], str(message["name"]), int(message["size"])
            )
            return 0

        self._report_arrival(message["key"], expect)

    def _take_piece(self, message: Message, buffers: Buffers) -> None:
        key, uploads = message["key"], self._panel.uploads
        self._report_arrival(
            key, partial(uploads.add_piece, key, int(message["at"]), bytes(buffers[0]))
        )
        if (file := uploads.take_complete(key)) is not None:
            name, data = file
            self._panel.run_later(partial(self._panel.tabs.add_named, data, name))

    def _report_arrival(self, key: str, step: Callable[[], int]) -> None:
        """Run a step of an upload, and report it to the browser, which waits for that."""
        try:
            byte_count = step()
        except ClaudeVisionError:
            self._send({"say": "refused", "key": key})
            raise
        self._send({"say": "arrived", "key": key, "bytes": byte_count})

    def _ask_question(self, message: Message, _: Buffers) -> None:
        subject = Subject(
            _to_box(message["box"]) if message.get("box") else None,
            tuple(map(_to_box, message.get("parts") or ())),
            with_selection=bool(message.get("selection")),
        )
        keys, options = list(message["pictures"]), _read_options(message)
        self._panel.ask_question(str(message.get("prompt", "")), keys, subject, options)

    def _send_mark(self, message: Message, _: Buffers) -> None:
        tab = self._panel.tabs[message["id"]]
        point = float(message["x"]), float(message["y"])
        mark, reason = find_mark(self._panel.main, tab, *point, float(message.get("reach", REACH)))
        context = {"key": message.get("key"), "ask": bool(message.get("ask"))}
        self._send({"say": "mark", "id": tab.id, "mark": mark, "reason": reason, **context})

    def _send_hover(self, message: Message, _: Buffers) -> None:
        tab = self._panel.tabs.find(message["id"])
        if tab is not None:  # else it was closed since
            point = float(message["x"]), float(message["y"])
            mark, reason = find_mark(self._panel.main, tab, *point, float(message["reach"]))
            facts = {"id": tab.id, "key": message["key"], "hasMarks": tab.has_marks}
            self._send({"say": "hover", "mark": mark, "reason": reason, **facts})

    def _take_selection(self, message: Message, _: Buffers) -> None:
        """Take a selection at once, since a later one must not be overtaken; count it later."""
        tab = self._panel.tabs.select(message["id"])
        tab.selection = tuple(parse_areas(message["areas"]))

        def count() -> None:
            counts = count_selection(self._panel.main, tab)
            facts = {"id": tab.id, "key": message["key"], "counts": counts}
            self._send({"say": "selection", **facts})

        self._panel.run_later(count)

    def _send_where(self, message: Message, _: Buffers) -> None:
        tab = self._panel.tabs[message["id"]]
        data = data_in_box(self._panel.main, tab, _to_box(message["box"]))
        self._send({"say": "where", "id": tab.id, "key": message["key"], "where": data})

    def _send_proof(self, message: Message, _: Buffers) -> None:
        key, number = str(message["id"]), int(message["claim"])
        question = self._panel.find_question(key)
        claims = question.answer.claims if question.answer is not None else ()
        if not 0 <= number < len(claims):
            msg = "There is no such statement any more."
            raise PromptError(msg)
        tabs = [tab for tab in self._panel.tabs if tab.id in question.state["pictures"]]
        proof = prove_claim(self._panel.main, tabs, claims[number])
        self._send({"say": "proof", "id": key, "claim": number, **proof})

    def _show_delivery(self, message: Message, _: Buffers) -> None:
        self._panel.show_delivery(message["id"])

    def _send_price(self, message: Message, _: Buffers) -> None:
        keys, is_part = list(message["pictures"]), bool(message.get("box"))
        try:
            price = self._panel.estimate_price(keys, _read_options(message), is_part=is_part)
        except ClaudeVisionError as error:  # the question itself will say it, where it is asked
            price = {"text": "", "details": str(error)}
        self._send({"say": "price", "key": message["key"], **price})

    def _delete_file(self, message: Message, _: Buffers) -> None:
        self._session.delete_file(message["id"])
        self._panel.show_files()


def _read_options(message: Message) -> dict[str, Any]:
    """Return the options in a message; a switch that is off stands against the panel's own."""
    return {name: message[name] for name in MENU if message.get(name) not in (None, "")}


def _to_box(numbers: Sequence[Any]) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, numbers)
    return left, top, right, bottom
