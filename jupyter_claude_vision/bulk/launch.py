"""Launch of a run: from a client, items and options to answers."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from .batch_run import BatchRun
from .checkpoints.checkpoint import Checkpoint
from .concurrency_limit import ConcurrencyLimit
from .executors.local_executor import LocalExecutor
from .executors.remote_executor import RemoteExecutor
from .planning import check_run_tools, make_plan
from .run import Run
from .run_budget import BATCH_PRICE_FACTOR, CostApproval, RunBudget, confirm_cost
from .run_state import RunProgress, RunState
from .sources import resolve_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..chat.client_state import ClientState
    from ..options import RunOptions
    from .results.results import Answers


def ask_many(
    client: ClientState,
    images: Any,
    prompt: str,
    options: RunOptions,
    *,
    variables: Mapping[str, object],
    show_progress: Callable[[RunProgress], None] = lambda _: None,
    ask_user: Callable[[str], str] = input,
) -> Answers:
    """Ask one question about each of many items.

    Parameters
    ----------
    client : ClientState
    images : object
        As of `see_many`.
    prompt : str
        Empty for the task's.
    options : RunOptions
    variables : mapping
        The user's variables, from which items without a name of their own are named.
    show_progress : callable, optional
        Takes the progress whenever it changed.
    ask_user : callable, optional
        Takes a question about the cost, and returns the user's reply.

    Raises
    ------
    ClaudeVisionError
        The run cannot go on. Answers so far are kept: the same call continues.
    Stopped
        The run was interrupted; the same holds.
    """
    check_run_tools(options)
    items, total = resolve_items(images, variables)
    plan = make_plan(client, prompt, options.ask)
    checkpoint = _open_checkpoint(client, options)
    if checkpoint.damage_notice:
        print(checkpoint.damage_notice)
    with client.open_reservation() as reservation:
        mean_output = client.ledger.mean_output(plan.question.model)
        limit = None if options.budget is None else Decimal(str(options.budget))
        price_factor = BATCH_PRICE_FACTOR if options.how == "batch" else Decimal(1)
        state = RunState(
            plan,
            items,
            checkpoint,
            budget=RunBudget(limit, price_factor, mean_output, reservation),
            progress=RunProgress(total),
            approval=_make_approval(client, options, plan.platform, ask_user),
            stop_on_failure=options.on_error == "raise",
            show_progress=show_progress,
            on_answer=client.ledger.add_answer,
        )
        return _execute_run(client, state, options)


def _execute_run(client: ClientState, state: RunState, options: RunOptions) -> Answers:
    """Return the results of a run; after a failure, keep answers that are on no disk."""
    checkpoint = state.checkpoint
    try:
        if options.how == "batch":
            answers = BatchRun(state, resubmit=options.resubmit).ask_all()
        else:
            limit = ConcurrencyLimit(options.at_once)
            answers = Run(state, _make_executor(state, options), limit).ask_all()
    except BaseException:  # a generator of the user's may raise anything
        if checkpoint.path is None or checkpoint.unwritten_records:
            client.unfinished_checkpoint = checkpoint
        raise
    finally:
        if checkpoint.path is not None:
            checkpoint.close()
    unfinished = client.unfinished_checkpoint
    if unfinished is not None and not unfinished.unwritten_records:
        client.unfinished_checkpoint = None
    return answers


def _open_checkpoint(client: ClientState, options: RunOptions) -> Checkpoint:
    """Return the checkpoint of a run: its file, or that of an unfinished run of this client."""
    unfinished: Checkpoint | None = client.unfinished_checkpoint
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


def _make_executor(state: RunState, options: RunOptions) -> LocalExecutor | RemoteExecutor:
    claim_answer = state.checkpoint.claim_answer
    if options.executor is None:
        return LocalExecutor(state.plan, claim_answer, options.at_once)
    checks_answers = state.checkpoint.unclaimed_count > 0
    return RemoteExecutor(state.plan, claim_answer, options.executor, checks_answers=checks_answers)


def _make_approval(
    client: ClientState, options: RunOptions, platform: str, ask_user: Callable[[str], str]
) -> CostApproval:
    """Return the approval of a run's cost, which asks the user from a threshold on."""
    if options.confirm is False or platform == "offline":
        return CostApproval()
    is_setting = options.confirm is None or options.confirm is True
    threshold = Decimal(str(client.settings.confirm if is_setting else options.confirm))
    return CostApproval(partial(confirm_cost, threshold=threshold, read=ask_user), threshold)
