"""Runs that are killed at random moments; see `test_checkpoint`.

One process that has everything imported forks a child for each run. A child asks about all
pictures with one checkpoint; the system kills it when so many bytes of new answers are on the disk.
The last child is left alone. Prints the checkpoint's answers and what was asked.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
from pathlib import Path

from runs import make_items, make_picture, make_plan, run_items

from jupyter_claude_vision import models
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint


def ask_all(path: str, count: int) -> list[str]:
    plan = make_plan(max_tokens=100)
    answers = run_items(make_items(count), plan=plan, checkpoint=Checkpoint(path), max_in_flight=8)
    return [outcome.text for outcome in answers]


def die_when_grown(path: str, byte_count: int) -> None:
    """Let the system kill this process at the byte by which the file has grown so much.

    As ``kill -9`` would, in the middle of a write, and at the same byte on any machine.
    """
    file = Path(path)
    size = file.stat().st_size if file.exists() else 0
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + byte_count, size + byte_count))


def main() -> None:
    path, times, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    import anthropic  # noqa: F401 - once, for all children
    import genai_prices

    usage = genai_prices.Usage(input_tokens=1, output_tokens=1)
    genai_prices.calc_price(usage, models.DEFAULT_MODEL, provider_id="anthropic")
    make_picture(0)
    dice = random.Random(7)
    killed = 0
    while True:
        child = os.fork()
        if not child:
            if killed < times:
                # A line has about 400 bytes: after 0 to 7 answers, in the middle of one or not.
                die_when_grown(path, dice.randrange(1, 3200))
            texts = ask_all(path, count)
            print(json.dumps(texts), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            killed += 1
        else:
            break
    print(killed, flush=True)


if __name__ == "__main__":
    main()
