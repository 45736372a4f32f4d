"""A real IPython kernel in a process of its own, driven as a front end drives it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import Any, Self

from jupyter_client.manager import KernelManager

TIMEOUT = 60


@dataclass
class Result:
    """What one cell put out."""

    status: str = ""
    payload: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def contents(self, *types: str) -> list[dict[str, Any]]:
        return [m["content"] for m in self.messages if m["msg_type"] in types]

    @property
    def displays(self) -> list[dict[str, Any]]:
        """Display data in order, updates apart."""
        return [c["data"] for c in self.contents("display_data")]

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [c["data"] for c in self.contents("update_display_data")]

    @property
    def results(self) -> list[dict[str, Any]]:
        """What the cell's last expression showed (``Out[n]``)."""
        return [c["data"] for c in self.contents("execute_result")]

    @property
    def stdout(self) -> str:
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == "stdout")

    @property
    def stderr(self) -> str:
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == "stderr")

    @property
    def error(self) -> dict[str, Any] | None:
        errors = self.contents("error")
        return errors[0] if errors else None

    @property
    def final(self) -> dict[str, Any]:
        """The answer's display as it stands at the end."""
        shown = [
            c["data"]
            for c in self.contents("display_data", "update_display_data")
            if "text/markdown" in c["data"]
        ]
        return shown[-1]

    @property
    def next_input(self) -> str | None:
        """The code that the cell put into the next one."""
        texts = [page["text"] for page in self.payload if page["source"] == "set_next_input"]
        return texts[0] if texts else None

    @property
    def bytes_to_front_end(self) -> int:
        return sum(len(repr(m["content"])) for m in self.messages)


class Kernel:
    """One kernel; use it as a context manager."""

    def __init__(self, env: dict[str, str] | None = None, cwd: str | None = None) -> None:
        self._manager = KernelManager(kernel_name="python3")
        self._env = {**_clean_environment(), **(env or {})}
        self._cwd = cwd
        self.asks_for_input = False
        """As a console does, which identifies no cell and ignores updates."""

    def __enter__(self) -> Self:
        self._manager.start_kernel(env=self._env, cwd=self._cwd)
        self.client = self._manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        return self

    def __exit__(self, *_: object) -> None:
        if self._manager.has_kernel:
            self.client.stop_channels()
            self._manager.shutdown_kernel(now=False)

    def run(self, code: str, *, cell: str = "", on_display: Any = None) -> Result:
        """Run a cell to its end.

        `cell` is its id, as JupyterLab sends it; `on_display` takes the data of each display.
        """
        return self.finish(self.start(code, cell=cell), on_display=on_display)

    def run_unseen(self, code: str) -> None:
        """Run code that is no cell: it has no number and no place in the history."""
        reply = self.client.execute_interactive(
            code, silent=True, store_history=False, allow_stdin=False, timeout=TIMEOUT
        )
        assert reply["content"]["status"] == "ok", reply["content"]

    @property
    def is_alive(self) -> bool:
        return bool(self._manager.has_kernel and self._manager.is_alive())

    def start(self, code: str, *, cell: str = "") -> str:
        """Run a cell and return at once; `finish` takes what is returned, and waits."""
        content = {"code": code, "silent": False, "store_history": True}
        content["allow_stdin"] = self.asks_for_input
        metadata = {"cellId": cell} if cell else {}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def finish(self, request: str, *, on_display: Any = None) -> Result:
        """Wait for the end of a cell that was started."""
        result = Result()
        deadline = time.monotonic() + TIMEOUT
        while True:
            message = self.client.get_iopub_msg(timeout=deadline - time.monotonic())
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
            result.messages.append(message)
            if on_display is not None and message["msg_type"] == "display_data":
                on_display(message["content"]["data"])
        reply = self.client.get_shell_msg(timeout=TIMEOUT)
        result.status = reply["content"]["status"]
        result.payload = reply["content"].get("payload", [])
        return result

    def ok(self, code: str, *, cell: str = "") -> Result:
        """Run a cell that must not fail."""
        result = self.run(code, cell=cell)
        assert result.error is None, "\n".join(result.error["traceback"])
        return result

    def value(self, expression: str) -> Any:
        """Return the value of a literal expression in the kernel."""
        import ast

        shown = self.ok(f"print(repr({expression}))").stdout
        return ast.literal_eval(shown)

    def complete(self, code: str) -> list[str]:
        """Return the whole words that Tab offers at the end of some code."""
        reply = self.client.complete(code, reply=True, timeout=TIMEOUT)["content"]
        kept = code[: reply["cursor_start"]]
        return [(kept + match).split()[-1] for match in reply["matches"]]

    def ask_help(self, code: str) -> str:
        """Return what the pager of ``code?`` shows."""
        request = self.client.execute(code)
        while True:
            reply = self.client.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"]["msg_id"] == request:
                pages = reply["content"]["payload"]
                return "".join(page["data"]["text/plain"] for page in pages)

    def interrupt(self) -> None:
        self._manager.interrupt_kernel()

    def shut_down(self) -> None:
        """End the kernel as a front end does, and wait for it."""
        self.client.stop_channels()
        self._manager.shutdown_kernel(now=False)

    def kill(self) -> None:
        """End the kernel without a word."""
        self.client.stop_channels()
        self._manager.shutdown_kernel(now=True)


def _clean_environment() -> dict[str, str]:
    dropped = ("ANTHROPIC_", "AWS_", "GOOGLE_", "CLAUDE_VISION_", "HTTP_PROXY", "HTTPS_PROXY")
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(dropped)}
    return {**kept, "MPLBACKEND": "module://matplotlib_inline.backend_inline", "NO_PROXY": "*"}
