"""How far a run of many questions is, and by which rules it goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .run_budget import Forecast


@dataclass
class Tally:
    """How far a run is.

    Attributes
    ----------
    total : int or None
        None where nobody knows yet.
    answered, kept, failed : int
        Now; before, so that nothing was asked; not at all.
    spent : Decimal
        USD.
    to_come : Decimal or None
        USD.
    in_flight : int
    waits_until : str
        When the next request is sent, where the provider wants to be left alone for long; empty
        otherwise.
    """

    total: int | None
    answered: int = 0
    kept: int = 0
    failed: int = 0
    spent: Decimal = field(default_factory=Decimal)
    to_come: Decimal | None = None
    in_flight: int = 0
    waits_until: str = ""

    @property
    def done(self) -> int:
        """Pictures that need nothing more."""
        return self.answered + self.kept + self.failed

    @property
    def left(self) -> int | None:
        """Pictures that are not done; None where nobody knows."""
        return None if self.total is None else max(0, self.total - self.done)


@dataclass(frozen=True)
class Rules:
    """How a run is to go.

    Attributes
    ----------
    raises : bool
        End with the first failure, instead of keeping it.
    approve : callable
        Takes the forecast before the first request; raises where that is not to be.
    unasked : Decimal or None
        USD that a run of unknown length may spend before `approve` is asked; None for any.
    """

    raises: bool = False
    approve: Callable[[Forecast], None] = lambda _: None
    unasked: Decimal | None = None
