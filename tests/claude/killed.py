"""Runs that are killed at random moments; see test_checkpoint.

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

from test_many import picture

from jupyter_claude_vision import models
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.concurrency import Pace
from jupyter_claude_vision.bulk.executors.local_executor import WorkHere
from jupyter_claude_vision.bulk.items import Item, Plan
from jupyter_claude_vision.bulk.run import Run
from jupyter_claude_vision.bulk.run_budget import Money
from jupyter_claude_vision.bulk.run_progress import Rules, Tally
from jupyter_claude_vision.chat.conversation import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.platforms import PLATFORMS
from jupyter_claude_vision.provider.provider import Provider

MOST = 8


def ask_all(path: str, count: int) -> list[str]:
    question = Question("What?", (), models.DEFAULT_MODEL, models.HIGH, max_tokens=100)
    provider = Provider(PLATFORMS["anthropic"])
    plan = Plan(question, Delivery(provider, FileCache(), 3600), InputOptions())
    store = Checkpoint(path)
    items = [Item(n, f"picture {n}", picture(n)) for n in range(count)]
    work = WorkHere(plan, store.claim, MOST)
    answers = Run(
        plan, iter(items), store, work, pace=Pace(MOST), money=Money(None), rules=Rules(),
        tally=Tally(count),
    ).go()  # fmt: skip
    return [outcome.text for outcome in answers]


def die_when_grown(path: str, more: int) -> None:
    """Let the system kill this process at the byte by which the file has grown so much.

    As ``kill -9`` would, in the middle of a write, and at the same byte on any machine.
    """
    file = Path(path)
    size = file.stat().st_size if file.exists() else 0
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, size + more))


def main() -> None:
    path, times, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    import anthropic  # noqa: F401 - once, for all children
    import genai_prices

    usage = genai_prices.Usage(input_tokens=1, output_tokens=1)
    genai_prices.calc_price(usage, models.DEFAULT_MODEL, provider_id="anthropic")
    picture(0)
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
