"""Runs of many pictures for the tests: small pictures, a plan, and a run with short pauses."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.bulk.batch_run import BatchRun
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.concurrency_limit import ConcurrencyLimit
from jupyter_claude_vision.bulk.executors.local_executor import LocalExecutor
from jupyter_claude_vision.bulk.items import Item, Plan
from jupyter_claude_vision.bulk.run import Run
from jupyter_claude_vision.bulk.run_budget import BATCH_PRICE_FACTOR, CostApproval, RunBudget
from jupyter_claude_vision.bulk.run_state import RunProgress, RunState
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider


def use_server(monkeypatch, server, key="sk-ant-test"):
    """Let the Claude API's address be a server of the test."""
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", key)
    monkeypatch.setenv("NO_PROXY", "*")


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


def make_state(items, plan, checkpoint, *, budget=None, **details) -> RunState:
    """Return the state of a run; `details` are of the state, or what approves its cost."""
    approve = details.pop("approve", lambda _: None)
    return RunState(
        plan,
        iter(items),
        checkpoint,
        budget=budget or RunBudget(None),
        progress=RunProgress(len(items) if isinstance(items, list) else None),
        approval=CostApproval(approve, details.pop("free_amount", None)),
        **details,
    )


STATE = {"approve", "free_amount", "stop_on_failure", "show_progress", "on_answer"}


def run_items(
    items,
    *,
    plan=None,
    checkpoint=None,
    max_in_flight=64,
    executor=None,
    limit=None,
    budget=None,
    reservation=None,
    **details,
):
    """Ask about some items; `details` are of the run's state or of the question."""
    of_state = {name: details.pop(name) for name in STATE & set(details)}
    plan, checkpoint = plan or make_plan(**details), checkpoint or Checkpoint()
    budget = RunBudget(budget, reservation=reservation)
    return Run(
        make_state(items, plan, checkpoint, budget=budget, **of_state),
        executor or LocalExecutor(plan, checkpoint.claim_answer, max_in_flight),
        limit or ConcurrencyLimit(max_in_flight, jitter=lambda: 0.02),
    ).ask_all()


def run_batch(path, items, *, plan=None, budget=None, sleep=lambda _: None, first=0, **details):
    """Ask about some items in batches; `details` are of the run's state or of the batch run."""
    items = [Item(item.position - first, item.name, item.value) for item in items]
    of_state = {name: details.pop(name) for name in STATE & set(details)}
    checkpoint, plan = Checkpoint(path), plan or make_plan()
    budget = RunBudget(budget, BATCH_PRICE_FACTOR)
    try:
        state = make_state(items, plan, checkpoint, budget=budget, **of_state)
        return BatchRun(state, sleep=sleep, **details).ask_all()
    finally:
        checkpoint.close()
        plan.delivery.provider.close()
