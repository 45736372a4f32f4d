"""Cost of a run: the forecast before it, and the budget during it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ..chat.spending import Ledger, Reservation
from ..errors import BudgetError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.answer import Answer
    from ..chat.estimate import Estimate

SAMPLE_SIZE: Final = 5
"""Number of estimates that a forecast needs."""

BATCH_PRICE_FACTOR: Final = Decimal("0.5")
"""Price of a request in a batch, as a share of the usual price."""


@dataclass(frozen=True, slots=True)
class CostForecast:
    """The expected cost of a run.

    Attributes
    ----------
    count : int or None
        Items still to be asked about; None where it is not known.
    likely : Decimal or None
        USD with answers as long as those so far, thinking included; None where the price or the
        count is not known.
    maximum : Decimal or None
        USD with answers of the greatest length.
    """

    count: int | None
    likely: Decimal | None
    maximum: Decimal | None

    def to_sentence(self, threshold: Decimal) -> str:
        """Return the forecast as a sentence.

        Parameters
        ----------
        threshold : Decimal
            USD that a run of unknown length has spent.
        """
        if self.count is None:
            return f"USD {threshold:.2f} are spent, and nobody knows how many pictures follow."
        if self.likely is None:
            return f"{self.count:,} pictures, at a price that is not known."
        return (
            f"{self.count:,} pictures will cost about USD {self.likely:.2f}, "
            f"and at most {self.maximum:.2f}."
        )


def forecast_cost(
    estimates: Sequence[Estimate],
    count: int | None,
    *,
    price_factor: Decimal = Decimal(1),
    mean_output: int | None = None,
) -> CostForecast:
    """Return the expected cost of a run.

    Parameters
    ----------
    estimates : sequence of Estimate
        Of its first items.
    count : int or None
        Number of items.
    price_factor : Decimal
        Share of the usual price: a half in a batch.
    mean_output : int or None
        Output tokens of earlier answers, on average; None before any.
    """
    if count is None or not estimates:
        return CostForecast(count, None, None)
    factor = price_factor * count / len(estimates)
    likely = [replace(estimate, seen_output=mean_output).likely for estimate in estimates]
    maximum = [estimate.most_with_tools for estimate in estimates]
    return CostForecast(count, _sum_prices(likely, factor), _sum_prices(maximum, factor))


def _sum_prices(prices: Sequence[Decimal | None], factor: Decimal) -> Decimal | None:
    amounts = [price for price in prices if price is not None]
    return sum(amounts, Decimal(0)) * factor if len(amounts) == len(prices) else None


def confirm_cost(
    forecast: CostForecast, threshold: Decimal, read: Callable[[str], str] = input
) -> None:
    """Ask the user before much money is spent.

    Parameters
    ----------
    forecast : CostForecast
    threshold : Decimal
        USD from which on the user is asked.
    read : callable
        Takes a question, and returns the user's answer.

    Raises
    ------
    BudgetError
        The user declines, or cannot be asked.
    """
    if forecast.likely is not None and forecast.likely <= threshold:
        return
    sentence = forecast.to_sentence(threshold)
    try:
        reply = read(f"{sentence} Ask? [y/N] ")
    except (EOFError, NotImplementedError):  # nobody can be asked
        reply = ""
    if reply.strip().lower() not in {"y", "yes"}:
        msg = f"Nothing was sent. {sentence} confirm=False, or --yes, asks without this question."
        raise BudgetError(msg)


class CostApproval:
    """Approval of a run's cost, given once, before it is spent.

    Parameters
    ----------
    approve : callable
        Takes a `CostForecast`; raises where the user declines.
    free_amount : Decimal or None
        USD that a run of unknown length may spend without approval; None for no limit.

    Attributes
    ----------
    is_given : bool
    sample : list of Estimate
        Of the first items, from which the cost is forecast.
    """

    def __init__(
        self,
        approve: Callable[[CostForecast], None] = lambda _: None,
        free_amount: Decimal | None = None,
    ) -> None:
        self._approve = approve
        self._free_amount = free_amount
        self.is_given = False
        self.sample: list[Estimate] = []

    @property
    def has_full_sample(self) -> bool:
        """True once there are enough estimates for a forecast."""
        return len(self.sample) >= SAMPLE_SIZE

    def is_due(self, cost: Decimal) -> bool:
        """Tell whether a run of unknown length, which has cost so much, needs approval."""
        return self._free_amount is not None and cost >= self._free_amount

    def request_approval(self, budget: RunBudget, count: int | None) -> None:
        """Have the cost of the rest of a run approved.

        Parameters
        ----------
        budget : RunBudget
        count : int or None
            Items still to be asked about.

        Raises
        ------
        BudgetError
            The user declines, or cannot be asked.
        """
        factor, mean_output = budget.price_factor, budget.mean_output
        self._approve(
            forecast_cost(self.sample, count, price_factor=factor, mean_output=mean_output)
        )
        self.is_given = True


class RunBudget:
    """The budget of a run, within the kernel's own.

    Parameters
    ----------
    limit : Decimal or None
        USD; None for no limit.
    price_factor : Decimal
        Share of the usual price: a half in a batch.
    prior_mean_output : int or None
        Output tokens of earlier answers in this kernel, on average; None before any.
    reservation : Reservation, optional
        The run's reservation within the kernel's own budget.
    """

    def __init__(
        self,
        limit: Decimal | None,
        price_factor: Decimal = Decimal(1),
        prior_mean_output: int | None = None,
        reservation: Reservation | None = None,
    ) -> None:
        self.price_factor = price_factor
        self._prior_mean_output = prior_mean_output
        self._ledger = Ledger()
        self._own_reservation = Reservation(self._ledger, 0)
        self._own_reservation.budget = limit
        self._reservations = [self._own_reservation]
        if reservation is not None:
            self._reservations.append(reservation)

    @property
    def cost(self) -> Decimal:
        """USD so far."""
        return self._ledger.spent

    @property
    def mean_output(self) -> int | None:
        """Output tokens of an answer in this run, else before it; None where there is none."""
        means = [self._ledger.mean_output(model) for model in self._ledger.entries]
        return next(filter(None, means), self._prior_mean_output)

    def max_price(self, estimate: Estimate) -> Decimal:
        """Return the highest price of one question, in USD.

        Raises
        ------
        BudgetError
            There is a budget, and the price is not known.
        """
        is_unlimited = all(reservation.budget is None for reservation in self._reservations)
        if estimate.platform == "offline" or is_unlimited:
            return Decimal(0)
        most_cost = estimate.most_with_tools
        if most_cost is None:
            msg = (
                f"The price of {estimate.model} is not known, so that the budget cannot be kept: "
                "ask without budget=."
            )
            raise BudgetError(msg)
        return most_cost * self.price_factor

    def reserve_price(self, max_price: Decimal) -> bool:
        """Reserve the highest price of a question; return whether the budgets allow it."""
        for number, reservation in enumerate(self._reservations):
            if not reservation.take_amount(max_price):
                self._give_back(max_price, self._reservations[:number])
                return False
        return True

    def _give_back(self, max_price: Decimal, reservations: Sequence[Reservation]) -> None:
        for reservation in reservations:
            reservation.give_back(max_price)

    def _is_within_own_limit(self, max_price: Decimal) -> bool:
        is_allowed = self._own_reservation.take_amount(max_price)
        if is_allowed:
            self._own_reservation.give_back(max_price)
        return is_allowed

    def may_be_allowed_later(self, max_price: Decimal) -> bool:
        """Tell whether a price may be allowed once questions outside the run have ended."""
        others_end = any(reservation.others > 0 for reservation in self._reservations)
        return others_end and self._is_within_own_limit(max_price)

    def release_price(self, max_price: Decimal, answer: Answer | None = None) -> None:
        """Replace a reserved price by the cost of an answer; None for a failure, which is free."""
        if answer is not None:
            self._ledger.add_answer(answer)
        self._give_back(max_price, self._reservations)

    def estimate_remaining_cost(self, count: int | None) -> Decimal | None:
        """Return the cost of further items at the mean cost so far; None where it is not known."""
        answer_count = sum(entry.answers for entry in self._ledger.entries.values())
        if count is None or not answer_count:
            return None
        return self.cost / answer_count * count

    def to_error(self, max_price: Decimal, status: str) -> BudgetError:
        """Return the error of a run that the budget ends.

        Parameters
        ----------
        max_price : Decimal
            The highest price of the next question.
        status : str
            A sentence on the state of the run.
        """
        is_own = len(self._reservations) == 1 or not self._is_within_own_limit(max_price)
        reservation = self._reservations[0 if is_own else -1]
        return BudgetError(
            f"The budget of USD {reservation.budget:.2f} is used up: USD {reservation.spent:.4f} "
            f"are spent, and the next picture takes up to {max_price:.4f} (less with a lower "
            f"max_tokens). {status}"
        )
