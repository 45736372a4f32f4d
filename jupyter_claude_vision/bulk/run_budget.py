"""What a run of many questions has spent, what is on its way, and how far it may go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import BudgetError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..chat.estimate import Estimate
    from ..chat.spending import Reservation


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will cost.

    Attributes
    ----------
    count : int or None
        Pictures still to be asked about; None where nobody knows yet.
    spent : Decimal
        USD so far.
    cost : Decimal or None
        USD to come, from the first pictures and answers as long as those seen so far, thinking
        included; None where the price or the count is not known.
    most : Decimal or None
        USD to come where each answer is as long as it may be.
    """

    count: int | None
    spent: Decimal
    cost: Decimal | None
    most: Decimal | None


def forecast(
    first: Sequence[Estimate],
    count: int | None,
    *,
    batched: bool = False,
    seen: int | None = None,
) -> Forecast:
    """Return what a run will cost.

    Parameters
    ----------
    first : sequence of Estimate
        Of its first pictures.
    count : int or None
        How many there are.
    batched : bool
    seen : int or None
        How many tokens the answers so far took; None where there were none.
    """
    if count is None or not first:
        return Forecast(count, Decimal(0), None, None)
    share = Decimal(1 if not batched else "0.5") * count / len(first)
    likely = [replace(estimate, seen_output=seen).likely for estimate in first]
    most = [estimate.most for estimate in first]
    return Forecast(count, Decimal(0), _sum(likely, share), _sum(most, share))


def _sum(prices: Sequence[Decimal | None], share: Decimal) -> Decimal | None:
    known = [price for price in prices if price is not None]
    return sum(known, Decimal(0)) * share if len(known) == len(prices) else None


class Money:
    """What is spent and reserved, within a budget.

    Parameters
    ----------
    budget : Decimal or None
        USD; None for no limit.
    share : Decimal
        Of the usual price: a half for batches.
    seen : int or None
        How many tokens the kernel's answers took before; None where there were none.
    kernel : Reservation, optional
        What the run sets aside of the kernel's own budget, beside other questions.
    """

    def __init__(
        self,
        budget: Decimal | None,
        share: Decimal = Decimal(1),
        seen: int | None = None,
        kernel: Reservation | None = None,
    ) -> None:
        self._budget = budget
        self._kernel = kernel
        self._share = share
        self._reserved = Decimal(0)
        self.spent = Decimal(0)
        self.answers = 0
        self._seen = seen
        self._output = 0

    @property
    def mean_output(self) -> int | None:
        """How many tokens an answer takes, as seen in this run, else before it; None for never."""
        return self._output // self.answers if self._output else self._seen

    def most(self, estimate: Estimate) -> Decimal:
        """Return what one question takes at most, in USD.

        Raises
        ------
        BudgetError
            There is a budget, and the price is not known.
        """
        unlimited = self._kernel is None or self._kernel.budget is None
        if estimate.platform == "offline" or (self._budget is None and unlimited):
            return Decimal(0)
        if estimate.most is None:
            msg = (
                f"The price of {estimate.model} is not known, so that the budget cannot be kept: "
                "ask without budget=."
            )
            raise BudgetError(msg)
        return estimate.most * self._share

    def reserve(self, most: Decimal) -> bool:
        """Set aside what a question could take; return whether the budget allows it."""
        if self._would_pass(most) or (self._kernel is not None and not self._kernel.take(most)):
            return False
        self._reserved += most
        return True

    def _would_pass(self, most: Decimal) -> bool:
        """Tell whether a question could pass the run's own budget."""
        return self._budget is not None and self.spent + self._reserved + most > self._budget

    def may_come(self, most: Decimal) -> bool:
        """Tell whether what is not allowed now may be when questions beside the run have ended."""
        return not self._would_pass(most) and self._kernel is not None and self._kernel.others > 0

    def release(self, most: Decimal, price: Decimal | None, output: int = 0) -> None:
        """Note what a question took.

        Parameters
        ----------
        most : Decimal
            What was set aside for it.
        price : Decimal or None
            USD; None where it took nothing, or the price is not known.
        output : int
            Tokens that were thought and written.
        """
        self._reserved -= most
        if self._kernel is not None:
            self._kernel.give_back(most)
        self._output += output
        if price is not None:
            self.spent += price
            self.answers += 1

    def to_come(self, left: int | None) -> Decimal | None:
        """Return what the rest will cost if it costs what the others did."""
        return self.spent / self.answers * left if left is not None and self.answers else None

    def exhausted(self, most: Decimal, left: str) -> BudgetError:
        """Return the error of a run that the budget ends."""
        budget, spent = self._budget, self.spent
        if self._kernel is not None and not self._would_pass(most):
            budget, spent = self._kernel.budget, self._kernel.spent
        return BudgetError(
            f"The budget of USD {budget:.2f} is used up: USD {spent:.4f} are spent, "
            f"and the next picture takes up to {most:.4f} (less with a lower max_tokens). {left}"
        )
