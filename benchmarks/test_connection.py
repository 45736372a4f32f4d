"""What the connection costs: ten turns on a line of 60 ms, by a loop of the plain SDK.

``python benchmarks/test_connection.py`` prints the ratio, of interleaved runs in which both make
their client anew, and how many connections ours opened.
"""

from __future__ import annotations

import sys
from pathlib import Path

import anthropic
from PIL import Image
from test_questions import Asker, ratio

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from loopback import LoopbackServer

from jupyter_claude_vision import models

ROUND_TRIP = 0.06
TURNS = 10
PICTURE = Image.new("RGB", (300, 200), "red")


def ask_turns(server: LoopbackServer) -> list:
    """Ask ten turns as a session does; return the messages of the last request."""
    ask = Asker(server)
    ask("0?", PICTURE, method="base64")
    for turn in range(1, TURNS):
        ask(f"{turn}?")
    ask.provider.close()
    return server.requests[-1].json["messages"]


def ask_turns_plainly(messages: list) -> None:
    """Ask the same turns in a loop of the SDK that keeps its connection."""
    with anthropic.Anthropic() as client:
        for turn in range(TURNS):
            with client.messages.stream(
                model=models.DEFAULT_MODEL, max_tokens=4096, messages=messages[: 2 * turn + 1]
            ) as stream:
                stream.until_done()


def measure() -> tuple[float, int]:
    """Return our time by the plain loop's, and the connections that ten turns of ours opened."""
    with LoopbackServer(round_trip=ROUND_TRIP) as server:
        messages = ask_turns(server)
        connections = server.connections
        by = ratio(lambda: ask_turns(server), lambda: ask_turns_plainly(messages))
    return by, connections


def test_ten_turns_on_a_line_of_60_ms(benchmark):
    with LoopbackServer(round_trip=ROUND_TRIP) as server:
        benchmark.pedantic(lambda: ask_turns(server), rounds=3)


def main() -> None:
    by, connections = measure()
    print(f"ten turns at a round trip of 60 ms, by a plain loop of the SDK: {by:.3f}")
    print(f"connections for ten turns: {connections}")


if __name__ == "__main__":
    main()
