"""What a kernel has asked so far, and the budget that it must stay within."""

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
    """What was asked of one model.

    Attributes
    ----------
    requests : int
    usage : Usage
    cost : Decimal or None
        USD; None where a price is not known.
    """

    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: Decimal | None = Decimal(0)


class Ledger:
    """What a kernel has asked so far, by model; safe to use from several threads."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._lock = threading.RLock()
        self.reserved = Decimal(0)
        """USD that questions on their way could take."""

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
        """Return how many tokens a model's answers took, thinking included; None before any."""
        entry = self._entries.get(model)
        return entry.usage.output // entry.requests if entry and entry.usage.output else None

    def add(self, answer: Answer) -> None:
        """Note an answer, or what came of one that was broken off."""
        name = answer.model if answer.provider != "offline" else "offline reader"
        with self._lock:
            entry = self._entries.setdefault(name, Entry())
            entry.requests += 1
            entry.usage += answer.usage
            price = Decimal(0) if answer.provider == "offline" else answer.cost
            known = entry.cost is not None and price is not None
            entry.cost = entry.cost + price if known else None  # type: ignore[operator]

    def reserve(self, most: Decimal, budget: Decimal | None) -> bool:
        """Set aside what could be spent; return whether the budget allows it.

        Parameters
        ----------
        most : Decimal
            USD.
        budget : Decimal or None
            USD that may be spent in all; None for any.
        """
        with self._lock:
            if budget is not None and self.spent + self.reserved + most > budget:
                return False
            self.reserved += most
            return True

    def give_back(self, most: Decimal) -> None:
        """Set aside so much less, in USD."""
        with self._lock:
            self.reserved -= most


class Reservation:
    """What questions on their way could take, set aside in the ledger until they end.

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
        """Set nothing aside any more."""
        self.give_back(self._reserved)

    def charge(self, answer: Answer) -> None:
        """Note an answer, or what came of one that was broken off: what was read is charged."""
        is_whole = answer.stop_reason not in {"stopped", "failed"}
        if answer.cached is None and (is_whole or answer.usage.total_input):
            self._ledger.add(answer)

    @property
    def spent(self) -> Decimal:
        """USD that the kernel has spent."""
        return self._ledger.spent

    @property
    def others(self) -> Decimal:
        """USD that are set aside for other questions."""
        return self._ledger.reserved - self._reserved

    def take(self, most: Decimal) -> bool:
        """Set aside so much more; return whether the budget allows it."""
        allowed = self._ledger.reserve(most, self.budget)
        self._reserved += most if allowed else 0
        return allowed

    def give_back(self, most: Decimal) -> None:
        """Set aside so much less, in USD."""
        self._reserved -= most
        self._ledger.give_back(most)

    def take_for(self, estimate: Estimate) -> None:
        """Set aside what a question could take.

        Raises
        ------
        BudgetError
            The longest answer could pass the budget; or the price is not known.
        """
        if estimate.platform == "offline":
            return
        most = estimate.most
        if most is None and self.budget is not None:
            msg = (
                f"The price of {estimate.model} is not known, so that the budget cannot be kept: "
                "%config ClaudeVision.budget = 0 asks without one."
            )
            raise BudgetError(msg)
        if not self.take(most or Decimal(0)):
            aside = f"up to {self.others:.4f} are on their way, " if self.others else ""
            msg = (
                f"This question could pass the budget of USD {self.budget:.2f}: USD "
                f"{self.spent:.4f} are spent, {aside}and it takes up to {most:.4f}. Raise "
                "%config ClaudeVision.budget, or ask for less with --max-tokens."
            )
            raise BudgetError(msg)
