"""Questions with tools, asked as the session asks them, without a kernel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Hooks
from jupyter_claude_vision.chat.exchange import Exchange, follow_exchange
from jupyter_claude_vision.chat.question import Question, ToolOffer
from jupyter_claude_vision.chat.spending import Ledger, Reservation
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider


def add(left: int, right: int) -> int:
    """Add two numbers."""
    return left + right


def look(width: int) -> Image.Image:
    """Return a picture of some width."""
    return Image.new("RGB", (width, 300), "blue")


def fail(reason: str) -> str:
    """Fail."""
    raise ValueError(reason)


TOOLS = (add, look, fail)


class Events(list):
    """A view that keeps what it is shown."""

    partial = None

    def show(self, event):
        self.append(event)

    def cut(self, partial):
        self.partial = partial

    def close(self):
        pass

    def of(self, kind):
        return [event for event in self if isinstance(event, kind)]


class Asker:
    """Asks as the session does, without a kernel."""

    def __init__(self, server):
        self.server = server
        self.provider = Provider(PLATFORMS["anthropic"])
        self.files = FileCache()
        self.conversation = Conversation()
        self.shown = Events()
        self.ledger = Ledger()

    def exchange(
        self,
        prompt="What?",
        tools=TOOLS,
        size=(300, 200),
        hooks=Hooks(),  # noqa: B008
        count=1,
        values=None,
        **details,
    ):
        limits = {k: details.pop(k) for k in ("rounds", "pictures") if k in details}
        colors = [(255, n, 0) for n in range(count if size else 0)]
        values = values or {"red": [Image.new("RGB", size, color) for color in colors]}
        attachments = tuple(
            recognize_input(value, name, options=InputOptions())
            for name, members in values.items()
            for value in (members if isinstance(members, list) else [members])
        )
        offer = ToolOffer(tools or ("off",), **limits)
        question = Question(
            prompt, attachments, models.DEFAULT_MODEL, models.HIGH, tools=offer, **details
        )
        return Exchange(
            self.conversation, question, Delivery(self.provider, self.files, 86400), hooks
        )

    def __call__(self, *args, budget=0.0, hooks=Hooks(), **details):  # noqa: B008
        self.shown = Events()
        with Reservation(self.ledger, budget) as reservation:
            hooks = replace(hooks, approve=reservation.take_for)
            exchange = self.exchange(*args, hooks=hooks, **details)
            return follow_exchange(exchange, self.shown, reservation.charge_answer)

    @property
    def requests(self):
        return [r.json for r in self.server.requests if r.path == "/v1/messages"]

    @property
    def uploads(self):
        return [r for r in self.server.requests if (r.method, r.path) == ("POST", "/v1/files")]


@pytest.fixture(name="ask")
def asker(server, monkeypatch):
    """Ask a loopback server."""
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-secret")
    ask = Asker(server)
    yield ask
    ask.provider.close()
