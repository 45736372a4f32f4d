"""Runs of many pictures for the tests: small pictures, a plan, and a run with short pauses."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.bulk.batch_run import BatchRun
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.concurrency import Pace
from jupyter_claude_vision.bulk.executors.local_executor import WorkHere
from jupyter_claude_vision.bulk.items import Item, Plan
from jupyter_claude_vision.bulk.run import Run
from jupyter_claude_vision.bulk.run_budget import Money
from jupyter_claude_vision.bulk.run_progress import Rules, Tally
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider


def make_picture(number: int) -> bytes:
    """Return a small PNG of a color of its own."""
    file = BytesIO()
    color = (number % 256, number // 256 % 256, number // 65536)
    Image.new("RGB", (8, 8), color).save(file, "PNG")
    return file.getvalue()


def make_items(count: int) -> list[Item]:
    return [Item(n, f"picture {n}", make_picture(n)) for n in range(count)]


def make_plan(prompt="What?", **details) -> Plan:
    usual = {"max_tokens": 1000, "model": models.DEFAULT_MODEL, "tier": models.HIGH}
    question = Question(prompt, (), **usual | details)
    provider = Provider(PLATFORMS["anthropic"])
    return Plan(question, Delivery(provider, FileCache(), 3600), InputOptions())


def run_items(
    items,
    *,
    plan=None,
    store=None,
    most=64,
    work=None,
    rules=None,
    budget=None,
    reservation=None,
    show=lambda _: None,
    answered=lambda _: None,
    pace=None,
    **asked,
):
    """Ask about some items; `asked` is of the question."""
    plan, store = plan or make_plan(**asked), store or Checkpoint()
    return Run(
        plan,
        iter(items),
        store,
        work or WorkHere(plan, store.claim, most),
        pace=pace or Pace(most, spread=lambda: 0.02),
        money=Money(budget, kernel=reservation),
        rules=rules or Rules(),
        tally=Tally(len(items) if isinstance(items, list) else None),
        show=show,
        answered=answered,
    ).go()


def run_batch(path, items, *, budget=None, rules=None, wait=lambda _: None, first=0, **details):
    items = [Item(item.position - first, item.name, item.value) for item in items]
    store = Checkpoint(path)
    plan = details.pop("plan", None) or make_plan()
    answered = []
    try:
        answers = BatchRun(
            plan, iter(items), store, money=Money(budget, Decimal("0.5")),
            rules=rules or Rules(), tally=Tally(len(items)), wait=wait,
            answered=answered.append, **details,
        ).go()  # fmt: skip
    finally:
        store.close()
        plan.delivery.provider.close()
    return answers
