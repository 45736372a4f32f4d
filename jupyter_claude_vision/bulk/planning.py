"""One question about each of many pictures: confirmed, within a budget, with a progress bar."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..errors import BudgetError, PromptError
from ..inputs.attachment import Attachment
from ..ipython.caller_names import names_in_reach
from ..ipython.progress_bar import Bar
from ..provider.delivery import Delivery
from .batch_run import BatchRun
from .checkpoints.checkpoint import Checkpoint
from .concurrency import Pace
from .executors import worker
from .executors.local_executor import WorkHere
from .executors.remote_executor import WorkElsewhere
from .items import Plan, Ready, make_ready
from .run import SAMPLE, Run
from .run_budget import Money, forecast
from .run_progress import Rules, Tally
from .sources import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..chat.spending import Reservation
    from ..ipython.session import Session
    from ..options import AskOptions, RunOptions
    from .executors.local_executor import Work
    from .results.results import Answers
    from .run_budget import Forecast

_SHARES: Final = {"now": Decimal(1), "batch": Decimal("0.5")}
_ANY: Final = Attachment("picture", "image")


def ask_many(session: Session, images: Any, prompt: str, options: RunOptions) -> Answers:
    """Ask about each of many pictures, and show the progress."""
    items, total = sources(images, names_in_reach(session.shell.user_ns))
    plan = plan_for(session, prompt, options.ask)
    store = _store(session, options)
    if store.notice:
        print(store.notice)
    bar = _bar(session, options)
    reservation = session.reservation()
    try:
        common: dict[str, Any] = {
            "money": _money(session, plan, options, reservation),
            "rules": _rules(session, plan, options),
            "tally": Tally(total),
            "show": bar.show if bar is not None else _show_nothing,
            "answered": session.ledger.add,
        }
        if options.how == "batch":
            answers = BatchRun(plan, items, store, resubmit=options.resubmit, **common).go()
        else:
            work = _work(plan, store, options)
            answers = Run(plan, items, store, work, pace=Pace(options.at_once), **common).go()
    except BaseException:  # a generator of the user's may raise anything
        if store.path is None or store.unwritten:
            session.kept = store
        raise
    finally:
        reservation.give_back_all()
        if bar is not None:
            bar.close()
        if store.path is not None:
            store.close()
    if session.kept is not None and not session.kept.unwritten:
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
    delivery.provider.require_form(form)
    if asked.method != "auto":
        delivery.provider.require(asked.method, "the pictures")
    return Plan(asked, delivery, limits)


def cost_of_many(session: Session, images: Any, prompt: str, options: RunOptions) -> str:
    """Return a sentence on what a run would cost, from its first pictures; nothing is sent."""
    items, total = sources(images, names_in_reach(session.shell.user_ns))
    plan = plan_for(session, prompt, options.ask, may_ask=False)
    inline = Delivery(plan.delivery.provider, plan.delivery.files, plan.delivery.life, inline=True)
    plan = replace(plan, delivery=inline)
    made = [make_ready(item, plan) for item in islice(items, SAMPLE)]
    expected = forecast(
        [one.estimate for one in made if isinstance(one, Ready)], total, seen=_seen(session, plan)
    )
    if plan.platform == "offline":
        return f"{total:,} pictures · no charge"
    return what_it_costs(expected, Decimal(0))


def _seen(session: Session, plan: Plan) -> int | None:
    """Return how many tokens the model's answers took in this kernel; None before any."""
    return session.ledger.mean_output(plan.question.model)


def _store(session: Session, options: RunOptions) -> Checkpoint:
    """Return where answers go: the file, or what an interrupted run of this kernel left."""
    kept = session.kept
    if options.checkpoint is None:
        if kept is None or kept.path is not None:
            return Checkpoint()
        kept.rewind()
        kept.take_over(kept)
        return kept
    store = Checkpoint(options.checkpoint)
    if kept is not None and kept.path == store.path:
        try:
            store.take_over(kept)
        except BaseException:
            store.close()
            raise
    return store


def _bar(session: Session, options: RunOptions) -> Bar | None:
    wanted = session.settings.stream if options.progress is None else options.progress
    return Bar(in_notebook=hasattr(session.shell, "kernel")) if wanted else None


def _show_nothing(_: Tally) -> None:
    return


def _rules(session: Session, plan: Plan, options: RunOptions) -> Rules:
    threshold = _threshold(session, options)
    return Rules(
        raises=options.on_error == "raise",
        approve=lambda forecast: _approve(forecast, threshold, plan.platform),
        unasked=threshold,
    )


def _work(plan: Plan, store: Checkpoint, options: RunOptions) -> Work:
    if options.executor is None:
        return WorkHere(plan, store.claim, options.at_once)
    return WorkElsewhere(
        plan, store.claim, options.executor, worker.work, looks_back=bool(store.unclaimed)
    )


def _money(session: Session, plan: Plan, options: RunOptions, reservation: Reservation) -> Money:
    """Return what the run may spend: within its own budget, and within the kernel's."""
    own = None if options.budget is None else Decimal(str(options.budget))
    return Money(own, _SHARES[options.how], _seen(session, plan), reservation)


def _threshold(session: Session, options: RunOptions) -> Decimal | None:
    """Return from how many USD on the user is asked; None for never."""
    if options.confirm is False:
        return None
    if options.confirm is None or options.confirm is True:
        return Decimal(str(session.settings.confirm))
    return Decimal(str(options.confirm))


def _approve(forecast: Forecast, threshold: Decimal | None, platform: str) -> None:
    """Ask the user before much money is spent.

    Raises
    ------
    BudgetError
        The user does not want it, or cannot be asked.
    """
    if threshold is None or platform == "offline":
        return
    if forecast.cost is not None and forecast.cost <= threshold:
        return
    said = what_it_costs(forecast, threshold)
    if not _says_yes(f"{said} Ask? [y/N] "):
        msg = f"Nothing was sent. {said} confirm=False, or --yes, asks without this question."
        raise BudgetError(msg)


def what_it_costs(forecast: Forecast, threshold: Decimal) -> str:
    """Return a sentence on what a run will cost."""
    if forecast.count is None:
        return f"USD {threshold:.2f} are spent, and nobody knows how many pictures follow."
    if forecast.cost is None:
        return f"{forecast.count:,} pictures, at a price that is not known."
    return (
        f"{forecast.count:,} pictures will cost about USD {forecast.cost:.2f}, "
        f"and at most {forecast.most:.2f}."
    )


def _says_yes(words: str, read: Callable[[str], str] = input) -> bool:
    try:
        return read(words).strip().lower() in {"y", "yes"}
    except (EOFError, NotImplementedError):  # nobody is there to answer
        return False
