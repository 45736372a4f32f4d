"""What a panel's browser can ask for: one table, and nothing that it sends is evaluated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ClaudeVisionError, PromptError
from ..options.ask_options import ASK_OPTIONS
from .tabs import drawn_on, thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..ipython.session import Session
    from .controller import Panel

Message: TypeAlias = "dict[str, Any]"
Buffers: TypeAlias = "Sequence[Any]"

_MENU = tuple(name for name, option in ASK_OPTIONS.items() if option.menu)
"""Options of a question that the panel has a control for."""


class Messages:
    """Does what the browser asks.

    A message may come on the kernel's main thread or beside a running cell, in a subshell that
    all widgets share. So none waits here: what has to be drawn is drawn later.

    Parameters
    ----------
    session : Session
    panel : Panel
    send : callable
        Sends a message and buffers to the browser.
    """

    def __init__(self, session: Session, panel: Panel, send: Callable[..., None]) -> None:
        self._session = session
        self._panel = panel
        self._send = send
        self._table: dict[str, Callable[[Message, Buffers], None]] = {
            "hello": self._greet,
            "picture": self._send_picture,
            "thumbnails": self._send_thumbnails,
            "add variable": self._later(self._add_variable),
            "add url": lambda message, _: panel.add_url(str(message["url"])),
            "begin file": self._begin_file,
            "piece": self._take_piece,
            "forget file": lambda message, _: panel.uploads.drop(message["key"]),
            "redraw": lambda message, _: panel.redraw(message["id"]),
            "remove": lambda message, _: panel.remove(message["id"]),
            "ask": self._ask,
            "stop": lambda *_: panel.stop(),
            "new": lambda *_: panel.begin_anew(),
            "mark": self._later(self._send_mark),
            "where": self._later(self._send_where),
            "ways": lambda message, _: panel.ways(message["id"]),
            "files": lambda *_: panel.show_files(),
            "delete file": self._delete_file,
            "markdown": lambda *_: send({"say": "markdown", "text": panel.to_markdown()}),
        }

    def take(self, message: Message, buffers: Buffers) -> None:
        """Do what a message asks.

        Raises
        ------
        PromptError
            It asks for nothing that there is, as the browser's side of another version might.
        """
        wanted = message.get("do")
        if wanted not in self._table:
            msg = f"The panel does not know {wanted!r}: run the cell again."
            raise PromptError(msg)
        self._table[wanted](message, buffers)

    def _later(
        self, handler: Callable[[Message, Buffers], None]
    ) -> Callable[[Message, Buffers], None]:
        return lambda message, buffers: self._panel.later(partial(handler, message, buffers))

    def _greet(self, _: Message, __: Buffers) -> None:
        """Tell a browser that has just opened a view that there is a kernel."""
        self._send({"say": "hello"})
        self._panel.show_files()

    def _send_picture(self, message: Message, _: Buffers) -> None:
        picture = self._panel.picture(message["id"])
        if (prepared := picture.prepared) is not None:
            told = {"id": picture.id, "version": picture.version, "type": prepared.media_type}
            self._send({"say": "picture", **told}, [prepared.data])

    def _send_thumbnails(self, message: Message, _: Buffers) -> None:
        names = [str(name) for name in message["names"]]
        self._panel.later(partial(self._draw_thumbnails, names))

    def _draw_thumbnails(self, names: list[str]) -> None:
        for name in names:
            self._send_thumbnail(name)

    def _send_thumbnail(self, name: str) -> None:
        source = self._session.shell.user_ns.get(name)
        try:
            [attachment] = self._session.attachments({name: source})
            data, media_type = thumbnail(drawn_on(self._panel.main, attachment))
        except ClaudeVisionError as error:
            self._send({"say": "thumbnail", "name": name, "problem": str(error)})
        else:
            self._send({"say": "thumbnail", "name": name, "type": media_type}, [data])

    def _add_variable(self, message: Message, _: Buffers) -> None:
        name, variables = message["name"], self._session.shell.user_ns
        if name not in variables:
            msg = f"There is no variable {name} any more."
            raise PromptError(msg)
        self._panel.add({name: variables[name]})

    def _begin_file(self, message: Message, _: Buffers) -> None:
        def begin() -> int:
            self._panel.uploads.begin(message["key"], str(message["name"]), int(message["size"]))
            return 0

        self._arriving(message["key"], begin)

    def _take_piece(self, message: Message, buffers: Buffers) -> None:
        key, uploads = message["key"], self._panel.uploads
        self._arriving(key, partial(uploads.add, key, int(message["at"]), bytes(buffers[0])))
        if (file := uploads.take(key)) is not None:
            name, data = file
            self._panel.later(partial(self._panel.add_named, data, name))

    def _arriving(self, key: str, step: Callable[[], int]) -> None:
        """Take a step of a file's way, and tell the browser, which waits for that."""
        try:
            here = step()
        except ClaudeVisionError:
            self._send({"say": "refused", "key": key})
            raise
        self._send({"say": "arrived", "key": key, "bytes": here})

    def _ask(self, message: Message, _: Buffers) -> None:
        options = {name: message[name] for name in _MENU if message.get(name)}
        box = _box(message["box"]) if message.get("box") else None
        self._panel.ask(str(message.get("prompt", "")), list(message["pictures"]), box, options)

    def _send_mark(self, message: Message, _: Buffers) -> None:
        picture = self._panel.picture(message["id"])
        found = self._panel.mark(picture, float(message["x"]), float(message["y"]))
        again = {"key": message.get("key"), "ask": bool(message.get("ask"))}
        self._send({"say": "mark", "id": picture.id, "mark": found, **again})

    def _send_where(self, message: Message, _: Buffers) -> None:
        picture = self._panel.picture(message["id"])
        where = self._panel.where(picture, _box(message["box"]))
        self._send({"say": "where", "id": picture.id, "key": message["key"], "where": where})

    def _delete_file(self, message: Message, _: Buffers) -> None:
        self._session.delete_file(message["id"])
        self._panel.show_files()


def _box(numbers: Sequence[Any]) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, numbers)
    return left, top, right, bottom
