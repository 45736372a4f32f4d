"""A panel's browser as the kernel knows it: comm messages, and nothing else."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from kernel import TIMEOUT, Kernel

ASSETS = ("_esm", "_css", "_anywidget_id")


class PanelClient:
    """Opens a panel by running a cell, and talks to it.

    `state` holds the traits, `said` the messages with their buffers, `displays` what else was
    shown: type and content.
    """

    def __init__(
        self, kernel: Kernel, code: str = "panel = ClaudeSee(fig)", cell: str = ""
    ) -> None:
        self.kernel = kernel
        self.state: dict[str, Any] = {"_turns": [], "_live": {}}
        self.turns: dict[str, dict[str, Any]] = {}
        self.said: list[tuple[dict[str, Any], list[bytes]]] = []
        self.displays: list[tuple[str, dict[str, Any]]] = []
        self.opened = kernel.ok(f"from jupyter_claude_vision import ClaudeSee\n{code}", cell=cell)
        for message in self.opened.messages:
            if message["msg_type"] == "comm_open" and "_esm" in message["content"]["data"]["state"]:
                self.comm_id = message["content"]["comm_id"]
                self.state |= message["content"]["data"]["state"]
        for message in self.opened.messages:
            self.take(message)

    def take(self, message: dict[str, Any]) -> None:
        content, kind = message["content"], message["msg_type"]
        if kind in {"display_data", "update_display_data", "execute_result", "stream", "error"}:
            self.displays.append((kind, content))
        if kind != "comm_msg" or content["comm_id"] != self.comm_id:
            return
        data = content["data"]
        if data["method"] == "update":
            self.state |= data["state"]
        elif data["method"] == "custom":
            self.said.append((data["content"], [bytes(b) for b in message["buffers"]]))
            self._take_turns(data["content"])

    def _take_turns(self, told: dict[str, Any]) -> None:
        """Keep the turns as the browser does: ended in ``_turns``, the open one in ``_live``."""
        if told["say"] == "turns":
            self.turns = {turn["id"]: turn for turn in told["turns"]}
        elif told["say"] == "turn":
            turn = self.turns.setdefault(told["id"], {"blocks": []})
            blocks = [*turn["blocks"][: told["start"]], *told["blocks"]]
            turn |= {**told["changes"], "blocks": blocks, "html": "".join(blocks)}
        ended = {"done", "stopped", "failed"}
        self.state["_turns"] = [t for t in self.turns.values() if t["status"] in ended]
        self.state["_live"] = next((t for t in self.turns.values() if t["status"] not in ended), {})

    def tell(self, do: str, buffers: list[bytes] | None = None, **details: Any) -> None:
        data = {"method": "custom", "content": {"do": do, **details}}
        session = self.kernel.client.session
        message = session.msg("comm_msg", {"comm_id": self.comm_id, "data": data})
        session.send(self.kernel.client.shell_channel.socket, message, buffers=buffers)

    def until(self, condition: Any, what: str = "") -> Any:
        """Take messages until a condition on this client holds; return what it returned."""
        deadline = time.monotonic() + TIMEOUT
        while not (found := condition(self)):
            try:
                message = self.kernel.client.get_iopub_msg(timeout=deadline - time.monotonic())
            except (Empty, ValueError):
                raise AssertionError(f"it never came to {what}: {self.brief}") from None
            self.take(message)
        return found

    def answered(self, count: int = 1) -> dict[str, Any]:
        """Wait until so many questions have ended; return the last one's turn."""
        self.until(lambda client: len(client.state["_turns"]) >= count, f"{count} turns")
        return self.state["_turns"][-1]

    def reply(self, say: str) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for a message of a kind; return the last one."""
        heard = len(self.said)
        self.until(lambda c: any(m["say"] == say for m, _ in c.said[heard:]), say)
        return next(pair for pair in reversed(self.said) if pair[0]["say"] == say)

    def ask(self, prompt: str, **details: Any) -> None:
        ids = [picture["id"] for picture in self.state["_pictures"]]
        self.tell("ask", prompt=prompt, **{"pictures": ids[-1:], **details})

    @property
    def brief(self) -> dict[str, Any]:
        return {name: value for name, value in self.state.items() if name not in ASSETS}
