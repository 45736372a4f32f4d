"""How long a round with a tool takes beside its requests: a query on 10,000 rows, and a zoom.

``python benchmarks/tool_rounds.py [rounds]`` asks about a figure against a scripted server on
loopback, and prints the least of the asking thread's processor time: from a call to the first part
of the next reply, the display of the call and the building of the request included. What sending
the first request takes, and what drawing the part takes by itself, is printed and taken off.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from loopback import LoopbackServer

from jupyter_claude_vision.answers.call_rendering import to_call_displays
from jupyter_claude_vision.chat.chat_client import SilentView
from jupyter_claude_vision.chat.events import Sending, Thinking, ToolFinished, ToolStarted
from jupyter_claude_vision.client import Client
from jupyter_claude_vision.settings import ClaudeVision

BOX = {"image": 1, "left": 100, "top": 100, "right": 500, "bottom": 400}
CALLS = {
    "query": {"image": 1, "sql": "SELECT panel, max(value), avg(value) FROM data GROUP BY panel"},
    "zoom": BOX,
}


class TimedView(SilentView):
    """A view that times the asking thread's work, and shows calls as a notebook does."""

    def __init__(self) -> None:
        self.sending = 0.0
        self.marks: list[float] = []

    def show(self, event) -> None:
        """Show one event."""
        if isinstance(event, ToolFinished):
            assert not event.call.is_error, event.call.result
            list(to_call_displays(event.call, event.source))
        elif isinstance(event, (ToolStarted, Sending, Thinking)):
            self.marks.append(time.thread_time())


def draw_figure() -> Figure:
    """Return a figure of 10,000 points."""
    figure = Figure(figsize=(9, 6))
    for number, axes in enumerate(figure.subplots(2, 2).flat):
        axes.plot(np.arange(2500), np.cumsum(np.random.default_rng(number).normal(size=2500)))
        axes.set_title(f"Panel {number}")
    return figure


def time_drawing(figure: Figure) -> list[float]:
    """Return a list that takes the seconds of each drawing of a figure."""
    drawings: list[float] = []
    savefig = figure.savefig

    def timed_savefig(*args: object, **options: object) -> None:
        start = time.thread_time()
        savefig(*args, **options)
        drawings.append(time.thread_time() - start)

    figure.savefig = timed_savefig
    return drawings


def measure_round(
    client: Client, server: LoopbackServer, name: str, figure: Figure, drawings: list[float]
) -> tuple[float, float, float]:
    """Return the seconds of a round's work, of the first request, and of drawing the part."""
    view = TimedView()
    client.open_view = lambda: view
    server.call_tools((name, CALLS[name]))
    server.reply("So.")
    client.ask("What?", figure, tools=name, new=True, method="base64")
    sending, first, call, second = view.marks[:4]
    drawing = drawings[-1] if name == "zoom" else 0.0
    return second - call, first - sending, drawing


def main() -> None:
    """Print the least of each, which other work on the machine disturbs least."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with LoopbackServer() as server:
        os.environ |= {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "sk-ant-benchmark"}
        with Client(ClaudeVision()) as client:
            for name in CALLS:
                figure = draw_figure()
                drawings = time_drawing(figure)
                seconds = [
                    measure_round(client, server, name, figure, drawings) for _ in range(rounds)
                ][1:]
                own = min(work - request - drawing for work, request, drawing in seconds)
                work, request, drawing = (
                    1000 * min(column) for column in zip(*seconds, strict=True)
                )
                print(
                    f"{name}: {1000 * own:.1f} ms; with the request, {request:.1f} ms, and "
                    f"drawing, {drawing:.1f} ms: {work:.1f} ms"
                )


if __name__ == "__main__":
    main()
