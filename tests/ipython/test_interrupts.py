"""Interrupts: one line wherever they arrive, and true of what has happened."""

from __future__ import annotations

import types

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer
from PIL import Image

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.exchange import Exchange, follow_exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.extension import Extension
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with LoopbackServer() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
        with Kernel(env, cwd=str(tmp_path_factory.mktemp("work"))) as kernel:
            kernel.ok(SETUP)
            kernel.ok("from jupyter_claude_vision import ClaudeSee; panel = ClaudeSee(red)")
            kernel.ok("%claude_see red --method files What?")
            (file,) = server.files.values()
            yield kernel, server, file.id


@pytest.mark.parametrize(
    ("code", "path", "said"),
    [
        ("%claude_see blue --dry-run --exact What?", "/v1/messages/count_tokens", "Stopped."),
        ("%claude_files --delete all", "/v1/files/{id}", "%claude_files lists what is left"),
        ("panel.ask('What?')", "/v1/messages", "Stopped. The conversation is as before."),
    ],
)
def test_an_interrupt_is_one_line_wherever_it_arrives(running, code, path, said):
    kernel, server, file_id = running
    hold = server.hold(path.format(id=file_id))
    cell = kernel.start(code)
    assert hold.arrived.wait(30)
    kernel.interrupt()
    result = kernel.finish(cell)
    hold.release()
    assert result.error["ename"] == "Stopped"
    assert said in result.error["evalue"]
    assert len("".join(result.error["traceback"])) < 200


def test_an_interrupt_while_the_libraries_load_is_one_line():
    def interrupted():
        raise KeyboardInterrupt

    loading = types.SimpleNamespace(_preload=types.SimpleNamespace(wait_for_import=interrupted))
    with pytest.raises(errors.Stopped, match="libraries were loading"):
        Extension.session.fget(loading)


class Shown(list):
    """A view that keeps its events."""

    def show(self, event):
        self.append(event)

    def cut(self, partial):
        self.append(partial.notice)

    def close(self):
        self.append("closed")


@pytest.mark.parametrize("when", ["before the turn is there", "after the turn is there"])
def test_what_an_interrupt_says_of_the_conversation_is_true(server, monkeypatch, when):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    put = Conversation.put_turn

    def interrupted(self, turn):
        if when.startswith("after"):
            put(self, turn)
        raise KeyboardInterrupt

    monkeypatch.setattr(Conversation, "put_turn", interrupted)
    provider, conversation, shown = Provider(PLATFORMS["anthropic"]), Conversation(), Shown()
    picture = recognize_input(Image.new("RGB", (30, 20), "red"), "red", options=InputOptions())
    question = Question("What?", (picture,), models.DEFAULT_MODEL, models.HIGH)
    exchange = Exchange(conversation, question, Delivery(provider, FileCache(), 3600))
    with pytest.raises(errors.Stopped) as caught:
        follow_exchange(exchange, shown)
    provider.close()
    assert shown[-1] == "closed"
    if when.startswith("after"):
        assert len(conversation) == 1
        assert "complete, and in the conversation" in str(caught.value)
        assert shown[-2].answer.text == "I see 1 pictures."
    else:
        assert len(conversation) == 0
        assert "as before" in str(caught.value)
        assert "as before" in shown[-2]
