"""Spending of a client by model, and reservations that keep it within a budget."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from ..answers.usage import Usage
from ..errors import BudgetError

if TYPE_CHECKING:
    from ..answers.answer import Answer
    from .estimate import Estimate


@dataclass
class Entry:
    """Requests to one model, and their cost.

    Attributes
    ----------
    requests : int
        A question with tools takes several.
    answers : int
    usage : Usage
    cost : Decimal or None
        USD; None where a price is not known.
    """

    requests: int = 0
    answers: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: Decimal | None = Decimal(0)


class Ledger:
    """Spending by model; safe to use from several threads."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._lock = threading.RLock()
        self.reserved = Decimal(0)
        """USD that open questions could cost."""

    @property
    def entries(self) -> dict[str, Entry]:
        """By model, in the order in which they were first asked."""
        return dict(self._entries)

    @property
    def spent(self) -> Decimal:
        """USD, as far as prices are known."""
        with self._lock:
            costs = [entry.cost for entry in self._entries.values()]
            return sum((cost for cost in costs if cost is not None), Decimal(0))

    def mean_output(self, model: str) -> int | None:
        """Return the mean tokens of a model's answers, thinking included; None before the first."""
        entry = self._entries.get(model)
        return entry.usage.output // entry.answers if entry and entry.usage.output else None

    def add_answer(self, answer: Answer) -> None:
        """Add an answer, or the part that came of one that broke off."""
        name = answer.model if answer.provider != "offline" else "offline reader"
        with self._lock:
            entry = self._entries.setdefault(name, Entry())
            entry.requests += answer.requests
            entry.answers += 1
            entry.usage += answer.usage
            price = Decimal(0) if answer.provider == "offline" else answer.cost
            known = entry.cost is not None and price is not None
            entry.cost = entry.cost + price if known else None  # type: ignore[operator]

    def reserve_amount(self, amount: Decimal, budget: Decimal | None) -> bool:
        """Reserve an amount; return True where the budget allows it.

        Parameters
        ----------
        amount : Decimal
            USD.
        budget : Decimal or None
            USD that may be spent in all; None for no limit.
        """
        with self._lock:
            if budget is not None and self.spent + self.reserved + amount > budget:
                return False
            self.reserved += amount
            return True

    def give_back(self, amount: Decimal) -> None:
        """Release an amount in USD."""
        with self._lock:
            self.reserved -= amount


class Reservation:
    """The most that open questions could cost, reserved in the ledger until they end.

    As a context manager it gives back what is left of it, whatever ends them. What they took is
    added to the ledger before, so that it is free to others at no moment.

    Parameters
    ----------
    ledger : Ledger
    budget : float
        USD that may be spent in all; 0 for any.
    """

    def __init__(self, ledger: Ledger, budget: float) -> None:
        self._ledger = ledger
        self.budget = Decimal(str(budget)) if budget else None
        self._reserved = Decimal(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reserved:
            self.give_back_all()

    def give_back_all(self) -> None:
        """Release all of it."""
        self.give_back(self._reserved)

    def charge_answer(self, answer: Answer) -> None:
        """Charge an answer, or the part that came of one that broke off: its input is charged."""
        is_whole = answer.stop_reason not in {"stopped", "failed"}
        if answer.cached is None and (is_whole or answer.usage.total_input):
            self._ledger.add_answer(answer)

    @property
    def spent(self) -> Decimal:
        """USD that the kernel has spent."""
        return self._ledger.spent

    @property
    def others(self) -> Decimal:
        """USD that are reserved for other questions."""
        return self._ledger.reserved - self._reserved

    def take_amount(self, amount: Decimal) -> bool:
        """Reserve an amount in USD; return True where the budget allows it."""
        allowed = self._ledger.reserve_amount(amount, self.budget)
        self._reserved += amount if allowed else 0
        return allowed

    def give_back(self, amount: Decimal) -> None:
        """Release an amount in USD."""
        self._reserved -= amount
        self._ledger.give_back(amount)

    def take_for(self, estimate: Estimate) -> None:
        """Reserve the most that a question could cost.

        Of a question with tools each round is estimated with what the rounds before it cost, so
        that what is reserved for them counts towards it.

        Raises
        ------
        BudgetError
            The longest answer could pass the budget; or the price is not known.
        """
        if estimate.platform == "offline":
            return
        max_cost = estimate.most
        if max_cost is None and self.budget is not None:
            msg = (
                f"The price of {estimate.model} is not known, so that the budget cannot be kept: "
                "%config ClaudeVision.budget = 0 asks without one."
            )
            raise BudgetError(msg)
        extra_cost = (max_cost or Decimal(0)) - (self._reserved if estimate.before else 0)
        if not self.take_amount(max(extra_cost, Decimal(0))):
            aside = f"up to {self.others:.4f} are on their way, " if self.others else ""
            msg = (
                f"This question could pass the budget of USD {self.budget:.2f}: USD "
                f"{self.spent:.4f} are spent, {aside}and it takes up to {max_cost:.4f}. Raise "
                "%config ClaudeVision.budget, or ask for less with --max-tokens."
            )
            raise BudgetError(msg)
