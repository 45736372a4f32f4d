"""State of a run, whether its requests are sent one by one or in batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..answers.reply import Reply
from ..answers.usage import Usage
from ..chat.answer_parser import parse_answer
from ..errors import EmptyAnswerError
from .checkpoints.checkpoint_records import is_answered
from .results.outcome import parse_answer_record
from .results.results import AnswerIndex, Answers
from .run_budget import CostApproval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..answers.answer import Answer
    from .checkpoints.checkpoint import Checkpoint
    from .items import Item, Plan
    from .run_budget import RunBudget


@dataclass
class RunProgress:
    """Progress of a run, as a progress bar shows it.

    Attributes
    ----------
    total : int or None
        Number of items; None while it is not known.
    answer_count, reuse_count, failure_count : int
        Items answered by this run, answered by an earlier one, and failed.
    cost : Decimal
        USD so far.
    remaining_cost : Decimal or None
        USD, expected.
    in_flight : int
        Number of requests that are not answered yet.
    paused_until : str
        Local time of the next request, where the provider asks for a long pause; else empty.
    """

    total: int | None
    answer_count: int = 0
    reuse_count: int = 0
    failure_count: int = 0
    cost: Decimal = field(default_factory=Decimal)
    remaining_cost: Decimal | None = None
    in_flight: int = 0
    paused_until: str = ""

    @property
    def finished_count(self) -> int:
        """Number of items that need nothing more."""
        return self.answer_count + self.reuse_count + self.failure_count

    @property
    def remaining_count(self) -> int | None:
        """Number of items that are not finished; None where it is not known."""
        return None if self.total is None else max(0, self.total - self.finished_count)


@dataclass
class RunState:
    """State of a run.

    Attributes
    ----------
    plan : Plan
    items : iterator of Item, or None
        Items that were not taken yet; None once there are no more.
    checkpoint : Checkpoint
    budget : RunBudget
    progress : RunProgress
        With the total, where it is known.
    approval : CostApproval
    stop_on_failure : bool
        End the run with the first failure, instead of recording it.
    show_progress : callable
        Takes the progress whenever it changed.
    on_answer : callable
        Takes each new answer, once it is recorded.
    index : AnswerIndex
        Where the results are in the checkpoint.
    """

    plan: Plan
    items: Iterator[Item] | None
    checkpoint: Checkpoint
    budget: RunBudget
    progress: RunProgress
    approval: CostApproval = field(default_factory=CostApproval)
    stop_on_failure: bool = False
    show_progress: Callable[[RunProgress], None] = lambda _: None
    on_answer: Callable[[Answer], None] = lambda _: None
    index: AnswerIndex = field(default_factory=AnswerIndex)

    def take_item(self) -> Item | None:
        """Return the next item; None where there are no more."""
        item = None if self.items is None else next(self.items, None)
        if item is None:
            self.items = None
            self.progress.total = len(self.index.offsets)
        else:
            self.index.offsets.append(-1)
        return item

    def enter_answer(
        self, record: Mapping[str, Any], name: str, max_price: Decimal
    ) -> EmptyAnswerError | None:
        """Account for an answer that was recorded, whatever it holds: it is paid for.

        Parameters
        ----------
        record : mapping
        name : str
            The item's name.
        max_price : Decimal
            What the budget reserved for it.

        Returns
        -------
        EmptyAnswerError or None
            The failure that ends the run, where one is to.
        """
        answer = parse_answer_record(record, self.plan.question, name)
        self.on_answer(answer)
        self.budget.release_price(max_price, answer)
        self.progress.cost = self.budget.cost
        if is_answered(record):
            self.progress.answer_count += 1
            return None
        self.progress.failure_count += 1
        return EmptyAnswerError(f"{name}: {answer.notice}") if self.stop_on_failure else None

    def enter_failure(self, usage: Usage, max_price: Decimal) -> None:
        """Account for an item without an answer: rounds before the one that failed are paid for.

        Parameters
        ----------
        usage : Usage
        max_price : Decimal
            What the budget reserved for it.
        """
        if usage == Usage():
            self.budget.release_price(max_price)
            return
        reply = Reply("", self.plan.question.model, "failed", usage)
        answer = parse_answer(self.plan.question, reply, self.plan.platform)
        self.on_answer(answer)
        self.budget.release_price(max_price, answer)

    def update_progress(self, *, paused_until: str = "") -> None:
        """Bring the costs up to date, and show the progress."""
        progress = self.progress
        progress.cost = self.budget.cost
        progress.remaining_cost = self.budget.estimate_remaining_cost(progress.remaining_count)
        progress.paused_until = paused_until
        self.show_progress(progress)

    def to_answers(self) -> Answers:
        """Return the results."""
        return Answers(self.checkpoint, self.index, self.plan.question)
