"""One question about each of many pictures: confirmed, within a budget, with a progress bar."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..errors import BudgetError, PromptError
from ..inputs.attachment import Attachment
from ..inputs.named_inputs import names_in_reach
from ..ipython.progress_bar import Bar
from ..provider.delivery import Delivery
from .batch_run import BatchRun
from .checkpoints.checkpoint import Checkpoint
from .concurrency_limit import ConcurrencyLimit
from .executors.local_executor import LocalExecutor
from .executors.remote_executor import RemoteExecutor
from .item_preparation import prepare_item
from .items import Plan, PreparedItem
from .run import Run
from .run_budget import (
    BATCH_PRICE_FACTOR,
    SAMPLE_SIZE,
    CostApproval,
    RunBudget,
    forecast_cost,
)
from .run_state import RunProgress, RunState
from .sources import resolve_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..chat.spending import Reservation
    from ..ipython.session import Session
    from ..options import AskOptions, RunOptions
    from .executors.local_executor import RunExecutor
    from .results.results import Answers
    from .run_budget import CostForecast

_PRICE_FACTORS: Final = {"now": Decimal(1), "batch": BATCH_PRICE_FACTOR}
_ANY: Final = Attachment("picture", "image")


def ask_many(session: Session, images: Any, prompt: str, options: RunOptions) -> Answers:
    """Ask about each of many pictures, and show the progress."""
    items, total = resolve_items(images, names_in_reach(session.shell.user_ns))
    plan = plan_for(session, prompt, options.ask)
    checkpoint = _open_checkpoint(session, options)
    if checkpoint.damage_notice:
        print(checkpoint.damage_notice)
    bar = _bar(session, options)
    reservation = session.reservation()
    try:
        state = RunState(
            plan,
            items,
            checkpoint,
            budget=_make_budget(session, plan, options, reservation),
            progress=RunProgress(total),
            approval=_make_approval(session, plan, options),
            stop_on_failure=options.on_error == "raise",
            show_progress=bar.show if bar is not None else _show_nothing,
            on_answer=session.ledger.add,
        )
        if options.how == "batch":
            answers = BatchRun(state, resubmit=options.resubmit).ask_all()
        else:
            executor = _make_executor(plan, checkpoint, options)
            answers = Run(state, executor, ConcurrencyLimit(options.at_once)).ask_all()
    except BaseException:  # a generator of the user's may raise anything
        if checkpoint.path is None or checkpoint.unwritten_records:
            session.kept = checkpoint
        raise
    finally:
        reservation.give_back_all()
        if bar is not None:
            bar.close()
        if checkpoint.path is not None:
            checkpoint.close()
    if session.kept is not None and not session.kept.unwritten_records:
        session.kept = None
    return answers


def plan_for(session: Session, prompt: str, options: AskOptions, *, may_ask: bool = True) -> Plan:
    """Return what is asked about each picture, by the settings of now.

    Raises
    ------
    PromptError
    """
    limits = replace(session.input_options(), channels=options.channels)
    asked = session.question(prompt, [_ANY], options, key="", goes_on=False, may_ask=may_ask)
    form = asked.form
    if form.claims:
        msg = "What many answers claim is not checked: ask about one figure at a time."
        raise PromptError(msg)
    asked = replace(asked, attachments=(), instructions=form.instructions(()) if form else "")
    delivery = session.delivery(options)
    delivery.provider.require_structured_output(form)
    if asked.method != "auto":
        delivery.provider.require_method(asked.method, "the pictures")
    return Plan(asked, delivery, limits)


def cost_of_many(session: Session, images: Any, prompt: str, options: RunOptions) -> str:
    """Return a sentence on what a run would cost, from its first pictures; nothing is sent."""
    items, total = resolve_items(images, names_in_reach(session.shell.user_ns))
    plan = plan_for(session, prompt, options.ask, may_ask=False)
    inline = Delivery(plan.delivery.provider, plan.delivery.files, plan.delivery.life, inline=True)
    plan = replace(plan, delivery=inline)
    prepared_items = [prepare_item(item, plan) for item in islice(items, SAMPLE_SIZE)]
    forecast = forecast_cost(
        [item.estimate for item in prepared_items if isinstance(item, PreparedItem)],
        total,
        mean_output=_mean_output(session, plan),
    )
    if plan.platform == "offline":
        return f"{total:,} pictures · no charge"
    return forecast.to_sentence(Decimal(0))


def _mean_output(session: Session, plan: Plan) -> int | None:
    """Return the mean output tokens of the model's answers in this kernel; None before any."""
    return session.ledger.mean_output(plan.question.model)


def _open_checkpoint(session: Session, options: RunOptions) -> Checkpoint:
    """Return the checkpoint of a run: its file, or that of an unfinished run of this kernel."""
    unfinished: Checkpoint | None = session.kept
    if options.checkpoint is None:
        if unfinished is None or unfinished.path is not None:
            return Checkpoint()
        unfinished.release_claims()
        unfinished.adopt_unwritten(unfinished)
        return unfinished
    checkpoint = Checkpoint(options.checkpoint)
    if unfinished is not None and unfinished.path == checkpoint.path:
        try:
            checkpoint.adopt_unwritten(unfinished)
        except BaseException:
            checkpoint.close()
            raise
    return checkpoint


def _bar(session: Session, options: RunOptions) -> Bar | None:
    wanted = session.settings.stream if options.progress is None else options.progress
    return Bar(in_notebook=hasattr(session.shell, "kernel")) if wanted else None


def _show_nothing(_: RunProgress) -> None:
    return


def _make_approval(session: Session, plan: Plan, options: RunOptions) -> CostApproval:
    threshold = _confirmation_threshold(session, options)

    def approve_forecast(forecast: CostForecast) -> None:
        _confirm_cost(forecast, threshold, plan.platform)

    return CostApproval(approve_forecast, threshold)


def _make_executor(plan: Plan, checkpoint: Checkpoint, options: RunOptions) -> RunExecutor:
    claim_answer = checkpoint.claim_answer
    if options.executor is None:
        return LocalExecutor(plan, claim_answer, options.at_once)
    checks_answers = checkpoint.unclaimed_count > 0
    return RemoteExecutor(plan, claim_answer, options.executor, checks_answers=checks_answers)


def _make_budget(
    session: Session, plan: Plan, options: RunOptions, reservation: Reservation
) -> RunBudget:
    """Return the run's budget, within the kernel's own."""
    limit = None if options.budget is None else Decimal(str(options.budget))
    mean_output = _mean_output(session, plan)
    return RunBudget(limit, _PRICE_FACTORS[options.how], mean_output, reservation)


def _confirmation_threshold(session: Session, options: RunOptions) -> Decimal | None:
    """Return the USD from which on the user is asked; None for no limit."""
    if options.confirm is False:
        return None
    if options.confirm is None or options.confirm is True:
        return Decimal(str(session.settings.confirm))
    return Decimal(str(options.confirm))


def _confirm_cost(forecast: CostForecast, threshold: Decimal | None, platform: str) -> None:
    """Ask the user before much money is spent.

    Raises
    ------
    BudgetError
        The user declines, or cannot be asked.
    """
    if threshold is None or platform == "offline":
        return
    if forecast.likely is not None and forecast.likely <= threshold:
        return
    sentence = forecast.to_sentence(threshold)
    if not _ask_yes_or_no(f"{sentence} Ask? [y/N] "):
        msg = f"Nothing was sent. {sentence} confirm=False, or --yes, asks without this question."
        raise BudgetError(msg)


def _ask_yes_or_no(question: str, read: Callable[[str], str] = input) -> bool:
    try:
        return read(question).strip().lower() in {"y", "yes"}
    except (EOFError, NotImplementedError):  # nobody can be asked
        return False
