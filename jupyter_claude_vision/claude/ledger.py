"""What a kernel has asked so far, and the budget that it must stay within."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import BudgetError
from .usage import Usage

if TYPE_CHECKING:
    from .answer import Answer
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
        self._lock = threading.Lock()

    @property
    def entries(self) -> dict[str, Entry]:
        """By model, in the order in which they were first asked."""
        return dict(self._entries)

    @property
    def spent(self) -> Decimal:
        """USD, as far as prices are known."""
        return sum((e.cost for e in self._entries.values() if e.cost is not None), Decimal(0))

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

    def check(self, estimate: Estimate, budget: float) -> None:
        """Raise where a question could pass the budget.

        Raises
        ------
        BudgetError
            The longest answer would pass it; or the price is not known.
        """
        if not budget or estimate.platform == "offline":
            return
        if estimate.most is None:
            msg = (
                f"The price of {estimate.model} is not known, so that the budget cannot be kept: "
                "%config ClaudeVision.budget = 0 asks without one."
            )
            raise BudgetError(msg)
        if self.spent + estimate.most > Decimal(str(budget)):
            msg = (
                f"This question could pass the budget of USD {budget:.2f}: USD {self.spent:.4f} "
                f"are spent, and it takes up to {estimate.most:.4f}. Raise "
                "%config ClaudeVision.budget, or ask for less with --max-tokens."
            )
            raise BudgetError(msg)
