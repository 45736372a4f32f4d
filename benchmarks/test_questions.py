"""What a question costs besides Claude's part: time, bytes on the wire, display updates.

``pytest benchmarks/test_questions.py`` times; ``python benchmarks/test_questions.py`` prints the
ratios. Times are medians of interleaved runs against a server on loopback.
"""

from __future__ import annotations

import base64
import os
import statistics
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Literal
from unittest.mock import Mock

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from test_prepare import photograph

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from loopback import LoopbackServer

from jupyter_claude_vision import ClaudeVision, Client, models
from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Piece
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.ipython.display import NotebookView

RUNS = 9


class Asker:
    """Asks in one conversation of a client."""

    def __init__(self, server: LoopbackServer) -> None:
        os.environ |= {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "sk-benchmark"}
        self.client = Client(ClaudeVision(provider="anthropic"))
        self.provider = self.client.provider

    def __call__(
        self, prompt: str, *sources: object, method: Literal["auto", "base64"] = "auto"
    ) -> Answer:
        return self.client.ask(prompt, list(sources) if sources else ..., method=method)


def chart() -> Figure:
    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(title="Sales", xlabel="month", ylabel="litres")
    for slope in range(5):
        axes.plot([slope * x % 7 for x in range(200)], label=f"series {slope}")
    axes.legend()
    return figure


@pytest.fixture
def server():
    with LoopbackServer() as running:
        yield running


def test_a_question_about_a_chart(benchmark, server):
    ask, figure = Asker(server), chart()
    benchmark(lambda: ask("What?", figure))
    ask.client.close()


def test_a_chart_drawn_and_prepared(benchmark):
    figure = chart()
    benchmark(lambda: drawn(figure))


def drawn(figure: Figure) -> None:
    attachment = recognize_input(figure, "figure", options=InputOptions())
    prepare_image(attachment, ImageLimits(models.HIGH)).thumbnail()


def saved(figure: Figure) -> None:
    figure.savefig(BytesIO(), format="png", dpi=200)


def ratio(ours, theirs) -> float:
    """Return the median over interleaved runs of our time by theirs."""
    ours(), theirs()
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ours()
        middle = time.perf_counter()
        theirs()
        found.append((middle - start) / (time.perf_counter() - middle))
    return statistics.median(found)


LOAD = """
import time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
start = time.perf_counter()
shell.extension_manager.load_extension("jupyter_claude_vision")
print(time.perf_counter() - start)
"""
IMPORT = "import time; s = time.perf_counter(); import anthropic; print(time.perf_counter() - s)"


def timed_in_a_process(code: str) -> float:
    def once() -> float:
        command = [sys.executable, "-c", code]
        out = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(out.stdout.split()[-1])

    return statistics.median(once() for _ in range(RUNS))


def overhead() -> tuple[float, float]:
    """Return a question's time by the bare SDK call's, and the difference in milliseconds."""
    with LoopbackServer() as server:
        ask, figure = Asker(server), chart()
        prepared = prepare_image(
            recognize_input(figure, "f", options=InputOptions()), ImageLimits(models.HIGH)
        )
        client = ask.provider.connections.current().client
        source = {"type": "base64", "media_type": prepared.media_type, "data": prepared.to_base64()}
        content = [{"type": "image", "source": source}, {"type": "text", "text": "What?"}]
        messages = [{"role": "user", "content": content}]

        def bare() -> None:
            with client.messages.stream(
                model=models.DEFAULT_MODEL, max_tokens=4096, messages=messages
            ) as stream:
                stream.until_done()

        def ours() -> None:
            ask.client.conversation = Conversation()
            ask("What?", prepared.open(), method="base64")

        by = ratio(ours, bare)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            bare()
            times.append(time.perf_counter() - start)
        return by, (by - 1) * statistics.median(times) * 1000


def ten_turns(photo: bytes) -> dict[str, int]:
    """Return the bytes that ten turns about a photograph send: ours, and the guide's snippets."""
    with LoopbackServer() as server:
        ask = Asker(server)
        ask("What?", photo)
        first = sent(server)
        for turn in range(9):
            ask(f"And {turn}?")
        ours = sent(server)
        server.requests.clear()
        ask.client.conversation = Conversation()
        ask("Again?", photo)
        second = sent(server)
    text = len(base64.b64encode(photo))
    return {
        "ours": ours,
        "ours, first question": first,
        "ours, second question": second,
        "guide, base64": 10 * text,
        "guide, first question": text,
        "guide, Files": len(photo),
    }


def sent(server: LoopbackServer) -> int:
    return sum(len(request.body) for request in server.requests)


def streamed(pieces: int = 2000, per_second: int = 100) -> tuple[int, int]:
    """Return how many display messages an answer takes, and their bytes."""
    now = [0.0]
    publisher = Mock()
    shell = Mock(display_pub=publisher)
    view = NotebookView(shell, stream=True, clock=lambda: now[0])
    words = [f"word{n % 7} " for n in range(pieces)]
    for word in words:
        now[0] += 1 / per_second
        view.show(Piece(word))
    usage, seconds = Usage(10, 10), Timings(0, 0, 0)
    text = "".join(words)
    view.show(Done(Answer(text, "", (), None, usage, "claude-x", "offline", None, 1, seconds)))
    calls = publisher.publish.call_args_list
    return len(calls), sum(len(str(call.kwargs["data"])) for call in calls)


def encode_5_mb() -> float:
    import pybase64

    data = os.urandom(5_000_000)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        pybase64.b64encode_as_string(data)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    load, sdk = timed_in_a_process(LOAD), timed_in_a_process(IMPORT)
    print(f"%load_ext: {load * 1000:.0f} ms, {load / sdk:.3f} of import anthropic")
    figure = chart()
    by = ratio(lambda: drawn(figure), lambda: saved(figure))
    print(f"a chart drawn, encoded, hashed and its thumbnail, by savefig: {by:.2f}")
    by, more = overhead()
    print(f"a question about a prepared chart, by the bare SDK call: {by:.2f} (+{more:.1f} ms)")
    print(f"base64 of 5 MB: {encode_5_mb():.2f} ms")
    photo = photograph(4000, 3000)
    turns = ten_turns(photo)
    print(f"ten turns about a 12 MP photograph of {len(photo) / 1e6:.1f} MB, bytes sent:")
    for name, size in turns.items():
        print(f"  {name}: {size:,}")
    print(f"  by the guide's base64: {turns['ours'] / turns['guide, base64']:.4f}")
    print(f"  by the guide's Files: {turns['ours'] / turns['guide, Files']:.3f}")
    print(
        "  first question, by the guide's: "
        f"{turns['ours, first question'] / turns['guide, first question']:.3f}"
    )
    updates, size = streamed()
    print(f"2,000 pieces over 20 s: {updates} display messages, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
