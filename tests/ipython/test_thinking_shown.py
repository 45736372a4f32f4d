"""What a user sees while Claude thinks, and of what it thought: in a cell and in a terminal."""

from __future__ import annotations

import threading
from itertools import count

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

from jupyter_claude_vision.chat.events import Note, Piece, Thinking
from jupyter_claude_vision.ipython.terminal_view import TerminalView
from jupyter_claude_vision.ipython.thinking_display import ThinkingDisplay

THREADS = "[t.name for t in __import__('threading').enumerate() if 'thinking' in t.name]"
SUMMARY = "It is **one** colour <script>alert(1)</script>."
USAGE = {
    "input_tokens": 100,
    "output_tokens": 900,
    "output_tokens_details": {"thinking_tokens": 880},
}


@pytest.fixture(scope="module")
def server():
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="module")
def one_kernel(server):
    with Kernel({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}) as running:
        yield running


@pytest.fixture
def kernel(one_kernel, server):
    one_kernel.ok(SETUP)
    server.requests.clear()
    yield one_kernel
    one_kernel.ok("%unload_ext jupyter_claude_vision")


def asked(server):
    return [r.json for r in server.requests if r.path == "/v1/messages"]


def html_of(displays):
    return [data["text/html"] for data in displays if "text/html" in data]


def test_a_cell_says_that_claude_thinks_for_how_long_and_what_it_thought(kernel, server):
    server.reply("It is red.", thinking=SUMMARY, usage=USAGE)
    hold = server.hold("/v1/messages", after=2)

    def release(data):
        if "thinking…" in data.get("text/html", ""):
            hold.release()

    cell = kernel.start("answer = %claude_see red --thinking What colour?")
    result = kernel.finish(cell, on_display=release)
    shown = html_of(result.displays)
    (status,) = [text for text in shown if "thinking… 1 s" in text]
    (summary,) = [text for text in shown if "What Claude thought" in text]
    assert shown.index(status) < shown.index(summary)
    assert [text for text in html_of(result.updates) if "Thought for 1 s." in text]
    assert "<summary>What Claude thought</summary><p>It is <strong>one</strong>" in summary
    assert "<script>" not in summary
    assert result.final["text/markdown"].startswith("It is red.")
    assert kernel.value("answer.thinking") == SUMMARY
    assert kernel.value(THREADS) == []


def test_thinking_that_is_quick_is_not_spoken_of(kernel, server):
    server.reply("It is red.", usage=USAGE)
    result = kernel.ok("%claude_see red What colour?")
    assert not [text for text in html_of(result.displays) if "hought" in text]
    assert "900 out (880 thinking)" in result.final["text/plain"]
    lines = kernel.ok("%claude_usage").displays[0]["text/plain"].splitlines()
    assert lines[0].split()[-4:] == ["tokens", "out", "thinking", "USD"]
    assert lines[1].split()[-3:-1] == ["900", "880"]


def test_without_streaming_the_summary_is_shown_once_and_no_time(kernel, server):
    kernel.ok("%config ClaudeVision.stream = False")
    kernel.ok("%config ClaudeVision.thinking = True")
    server.reply("It is red.", thinking=SUMMARY)
    result = kernel.ok("%claude_see red What colour?")
    assert not result.updates
    (summary,) = [d for d in result.displays if "What Claude thought" in d.get("text/html", "")]
    assert summary["text/plain"].startswith("[What Claude thought]\nIt is **one**")


def test_thinking_ends_where_the_answer_breaks_off(kernel, server):
    server.reply("It is red.", thinking="Well.", usage=USAGE)
    server.break_stream(after=3)
    assert kernel.run("%claude_see red What colour?").error
    assert kernel.value(THREADS) == []


def test_an_effort_is_asked_for_from_every_face_and_a_wrong_one_sends_nothing(kernel, server):
    kernel.ok("from jupyter_claude_vision import see, see_many, ClaudeSee")
    kernel.ok("%claude_see red --effort low What?")
    kernel.ok("answer = see(red, 'What?', effort='high')")
    kernel.ok("answer.ask('And?', effort='max')")
    kernel.ok("see_many([red], 'What?', effort='xhigh', progress=False)")
    kernel.ok("panel = ClaudeSee(red, effort='medium'); panel.ask('What?')")
    efforts = [body["output_config"]["effort"] for body in asked(server)]
    assert efforts == ["low", "high", "max", "xhigh", "medium"]
    server.requests.clear()
    for line in (
        "%claude_see red --effort hard What?",
        "%claude_see red --effort xhigh --model claude-opus-4-6 What?",
        "see_many([red], 'What?', effort='low', model='claude-haiku-4-5')",
        "%claude_see red --thinking --model claude-haiku-4-5 What?",
    ):
        error = kernel.run(line).error
        assert error["ename"] in {"OptionError", "PromptError"}, line
    assert not server.requests


def test_a_terminal_has_one_line_for_the_time_and_the_summary_as_text():
    written, ticked = [], threading.Event()

    def write(text):
        written.append(text)
        if "thinking…" in text:
            ticked.set()

    view = TerminalView(write, ticks=True)
    view.show(Thinking())
    assert ticked.wait(30)
    view.show(Thinking("One\x1b[31m colour."))
    view.show(Note("Something else."))
    view.show(Piece("Red."))
    view.close()
    text = "".join(written)
    assert text.count("\n", 0, text.index("Thought for")) == 1
    assert "\r[Something else.]\n" in text
    summary = text.partition("[What Claude thought]\n")[2]
    assert "\x1b" not in summary
    assert summary.endswith("colour.\n\nRed.")


def test_the_time_is_counted_in_minutes_and_no_more_after_its_end():
    lines, ticks = [], threading.Semaphore(0)

    def show(text, is_last):
        lines.append((text, is_last))
        ticks.release()

    seconds = count(0, 35)
    thinking = ThinkingDisplay(
        show, lines.append, ticks=True, seconds=0.001, clock=lambda: float(next(seconds))
    )
    thinking.add_summary("")
    for _ in range(3):
        assert ticks.acquire(timeout=30)
    thinking.finish_display()
    thinking.finish_display()
    assert lines[:3] == [
        ("thinking… 35 s", False),
        ("thinking… 1 min 10 s", False),
        ("thinking… 1 min 45 s", False),
    ]
    assert lines[-1][1]
    assert sum(is_last for _, is_last in lines) == 1
